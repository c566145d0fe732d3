from django.urls import path

from care import context_views, views

app_name = "care"
urlpatterns = [
    path("patients/<uuid:patient_id>/care/", views.care_list, name="list"),
    path("patients/<uuid:patient_id>/care/conditions/add/", views.condition_add, name="condition-add"),
    path("patients/<uuid:patient_id>/care/treatments/add/", views.treatment_add, name="treatment-add"),
    path("patients/<uuid:patient_id>/context/tap/", context_views.context_tap, name="context-tap"),
    path(
        "lesions/<uuid:lesion_id>/context/tap/", context_views.lesion_context_tap, name="lesion-context-tap"
    ),
    path("context/<uuid:context_id>/edit/", context_views.context_edit, name="context-edit"),
    path("context/<uuid:context_id>/delete/", context_views.context_delete, name="context-delete"),
    path("context/<uuid:context_id>/restore/", context_views.context_restore, name="context-restore"),
    path("conditions/<uuid:condition_id>/edit/", views.condition_edit, name="condition-edit"),
    path("conditions/<uuid:condition_id>/delete/", views.condition_delete, name="condition-delete"),
    path("conditions/<uuid:condition_id>/restore/", views.condition_restore, name="condition-restore"),
    path("treatments/<uuid:treatment_id>/edit/", views.treatment_edit, name="treatment-edit"),
    path("treatments/<uuid:treatment_id>/delete/", views.treatment_delete, name="treatment-delete"),
    path("treatments/<uuid:treatment_id>/restore/", views.treatment_restore, name="treatment-restore"),
]
