from django.urls import path

from labs import views

app_name = "labs"
urlpatterns = [
    # /patients/<patient>/labs/
    path("patients/<uuid:patient_id>/labs/", views.result_list, name="list"),
    path("patients/<uuid:patient_id>/labs/add/", views.add, name="add"),
    # /labs/<result>/
    path("labs/<uuid:result_id>/edit/", views.edit, name="edit"),
    path("labs/<uuid:result_id>/delete/", views.delete, name="delete"),
    path("labs/<uuid:result_id>/restore/", views.restore, name="restore"),
]
