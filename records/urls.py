"""Addresses of the pages that take a record out."""

from __future__ import annotations

from django.urls import path

from records.views import sheets

app_name = "records"
urlpatterns = [
    # patients/<id>/records/
    path("patients/<uuid:patient_id>/records/", sheets.index, name="index"),
    path("patients/<uuid:patient_id>/records/questions/", sheets.questions, name="questions"),
    path("patients/<uuid:patient_id>/records/sheet/", sheets.sheet, name="sheet"),
    path("patients/<uuid:patient_id>/records/sheet/choose/", sheets.sheet_choose, name="sheet-choose"),
    path(
        "patients/<uuid:patient_id>/records/selections/<uuid:selection_id>/",
        sheets.selection_edit,
        name="selection-edit",
    ),
    path(
        "patients/<uuid:patient_id>/records/selections/<uuid:selection_id>/delete/",
        sheets.selection_delete,
        name="selection-delete",
    ),
]
