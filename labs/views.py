"""Pages of the lab results of one record: the list, one form for adding and editing, delete and undo."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person, row_or_404
from accounts.models import Patient
from accounts.services import remove_clinical, restore_clinical, save_clinical
from accounts.undo import offer_undo
from labs.analytes import ANALYTES
from labs.days import days
from labs.forms import LabResultForm
from labs.models import LabResult

PAGE_ROWS = 50


@require_safe
def result_list(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id)
    results = LabResult.objects.kept().filter(patient=patient).select_related("entered_by")
    page = Paginator(results, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "patient": patient,
        "page": page,
        "days": days(list(page.object_list), patient, person(request).lab_units),
    }
    return render(request, "labs/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "write")
    like = _same_report(patient, request.GET.get("like", ""))
    form = LabResultForm(_posted(request), patient=patient, like=like)
    if (asked := request.GET.get("analyte")) in ANALYTES:  # a dermatologist asked for this one
        form.initial["analyte"] = asked
    if request.method == "POST" and form.is_valid():
        return _saved(request, form)
    return _form_page(request, form, like=like)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, result_id: uuid.UUID) -> HttpResponse:
    result = row_or_404(request, LabResult.objects.all(), result_id, "write")
    form = LabResultForm(_posted(request), patient=result.patient, instance=result)
    if request.method == "POST" and form.is_valid():
        return _saved(request, form, editing=result)
    return _form_page(request, form, editing=result)


@require_POST
def delete(request: HttpRequest, result_id: uuid.UUID) -> HttpResponse:
    result = row_or_404(request, LabResult.objects.all(), result_id, "write")
    remove_clinical(result, by=person(request))
    offer_undo(
        request,
        _("%(test)s was deleted.") % {"test": result.test.name},
        reverse("labs:restore", args=[result.pk]),
    )
    return redirect("labs:list", result.patient.pk)


@require_POST
def restore(request: HttpRequest, result_id: uuid.UUID) -> HttpResponse:
    result = row_or_404(request, LabResult.objects.all(), result_id, "write", removed=True)
    restore_clinical(result, by=person(request))
    messages.success(request, _("%(test)s is back.") % {"test": result.test.name})
    return redirect("labs:list", result.patient.pk)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _same_report(patient: Patient, result_id: str) -> LabResult | None:
    """The result whose day and lab the next one shares; what is no result of this record is ignored."""
    try:
        return LabResult.objects.kept().filter(patient=patient, pk=uuid.UUID(result_id)).first()
    except ValueError:
        return None


def _saved(request: HttpRequest, form: LabResultForm, *, editing: LabResult | None = None) -> HttpResponse:
    try:
        result = save_clinical(form.save(commit=False), by=person(request))
    except ValidationError as problem:
        form.add_error(None, problem)
        return _form_page(request, form, editing=editing)
    names = {"test": result.test.name, "value": result.as_typed}
    messages.success(request, _("%(test)s saved: %(value)s.") % names)
    if _wants_another(request.POST):
        return redirect(f"{reverse('labs:add', args=[result.patient.pk])}?like={result.pk}")
    return redirect("labs:list", result.patient.pk)


def _wants_another(posted: QueryDict) -> bool:
    """The button was pressed now, or before a question that this request answers."""
    return posted.get("then") == "another" or ("answer" in posted and posted.get("then_before") == "another")


def _form_page(
    request: HttpRequest,
    form: LabResultForm,
    *,
    editing: LabResult | None = None,
    like: LabResult | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "patient": form.patient,
        "editing": editing,
        "like": like,
        "wants_another": _wants_another(request.POST),
    }
    return render(request, "labs/form.html", context)
