"""Addresses of the pages that take a record out."""

from __future__ import annotations

from django.urls import path

from records.views import links, opened, sheets

app_name = "records"
urlpatterns = [
    # patients/<id>/records/
    path("patients/<uuid:patient_id>/records/", sheets.index, name="index"),
    path("patients/<uuid:patient_id>/records/questions/", sheets.questions, name="questions"),
    path("patients/<uuid:patient_id>/records/sheet/", sheets.sheet, name="sheet"),
    path("patients/<uuid:patient_id>/records/sheet/pdf/<str:paper>/", sheets.sheet_pdf, name="sheet-pdf"),
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
    path("patients/<uuid:patient_id>/records/links/", links.link_list, name="links"),
    path("patients/<uuid:patient_id>/records/links/new/", links.link_new, name="link-new"),
    path("patients/<uuid:patient_id>/records/links/<uuid:link_id>/end/", links.link_end, name="link-end"),
    # For those without an account: two pages of one link, then what lies behind it.
    path("shared/<str:token>/", opened.link_arrive, name="link-arrive"),
    path("shared/for/<uuid:link_id>/", opened.link_page, name="link-page"),
    path("shared/for/<uuid:link_id>/pdf/<str:paper>/", opened.link_pdf, name="link-pdf"),
    path("shared/for/<uuid:link_id>/leave/", opened.link_leave, name="link-leave"),
    path(
        "shared/for/<uuid:link_id>/photos/<uuid:photo_id>/<str:size>/", opened.link_photo, name="link-photo"
    ),
]
