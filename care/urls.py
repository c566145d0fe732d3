from django.urls import path

from care import views

app_name = "care"
urlpatterns = [
    path("patients/<uuid:patient_id>/care/", views.care_list, name="list"),
    path("patients/<uuid:patient_id>/care/conditions/add/", views.condition_add, name="condition-add"),
    path("patients/<uuid:patient_id>/care/treatments/add/", views.treatment_add, name="treatment-add"),
    path("conditions/<uuid:condition_id>/edit/", views.condition_edit, name="condition-edit"),
    path("conditions/<uuid:condition_id>/delete/", views.condition_delete, name="condition-delete"),
    path("conditions/<uuid:condition_id>/restore/", views.condition_restore, name="condition-restore"),
    path("treatments/<uuid:treatment_id>/edit/", views.treatment_edit, name="treatment-edit"),
    path("treatments/<uuid:treatment_id>/delete/", views.treatment_delete, name="treatment-delete"),
    path("treatments/<uuid:treatment_id>/restore/", views.treatment_restore, name="treatment-restore"),
]
