from django.urls import path

from accounts import handover_views, open_views, phone_views, sharing_views, views

app_name = "accounts"
urlpatterns = [
    path("me/", views.profile, name="profile"),
    path("me/close/", views.account_close, name="account-close"),
    path("records/", views.records, name="records"),
    path("patients/add/", views.patient_add, name="patient-add"),
    path("patients/<uuid:patient_id>/edit/", views.patient_edit, name="patient-edit"),
    path("patients/<uuid:patient_id>/consent/", views.consent, name="consent"),
    path("patients/<uuid:patient_id>/sharing/", sharing_views.sharing, name="sharing"),
    path("patients/<uuid:patient_id>/sharing/invite/", sharing_views.invite, name="invite"),
    path("patients/<uuid:patient_id>/sharing/log/", sharing_views.access_log, name="access-log"),
    path(
        "patients/<uuid:patient_id>/sharing/invitations/<uuid:invitation_id>/withdraw/",
        sharing_views.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("patients/<uuid:patient_id>/handover/", handover_views.handover, name="handover"),
    path(
        "relationships/<uuid:relationship_id>/writing/",
        sharing_views.relationship_writing,
        name="relationship-writing",
    ),
    path(
        "relationships/<uuid:relationship_id>/end/", sharing_views.relationship_end, name="relationship-end"
    ),
    path("invitations/", sharing_views.invitation_waiting, name="invitation-waiting"),
    path("invitations/<str:token>/", sharing_views.invitation, name="invitation"),
    path("go/<str:signed>/", views.go, name="go"),
    path("privacy/", open_views.privacy, name="privacy"),
    path("intended-use/", open_views.intended_use, name="intended-use"),
    path("contact/", open_views.contact, name="contact"),
    path("manifest.webmanifest", phone_views.manifest, name="manifest"),
    # At the top, since a service worker rules only what lies below its own address.
    path("sw.js", phone_views.service_worker, name="service-worker"),
    path("offline/", phone_views.offline, name="offline"),
    path("offline/unsaved/", phone_views.offline_unsaved, name="offline-unsaved"),
    path("device/", phone_views.device_state, name="device-state"),
    path("demo/enter/", open_views.enter_as, name="enter-as"),
]
