"""The pages of conditions and treatments: one list, one form each, deleting with undo."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person, row_or_404
from accounts.models import Patient
from accounts.services import remove_clinical, restore_clinical
from accounts.undo import offer_undo
from care.forms import ConditionForm, TreatmentForm, lesions_asked_for
from care.models import Condition, Treatment


@require_safe
def care_list(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Everything the patient has and takes; what goes on now comes first."""
    patient = patient_or_404(request, patient_id)
    today = patient.today()
    conditions = list(Condition.objects.kept().filter(patient=patient).select_related("entered_by"))
    treatments = list(
        Treatment.objects.kept()
        .filter(patient=patient)
        .select_related("control_lesion", "entered_by")
        .prefetch_related("lesions")
    )
    context = {
        "conditions_now": [row for row in conditions if row.is_current(today)],
        "conditions_before": [row for row in conditions if not row.is_current(today)],
        "treatments_now": [row for row in treatments if row.is_current(today)],
        "treatments_before": [row for row in treatments if not row.is_current(today)],
    }
    return render(request, "care/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def condition_add(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, need="write")
    return _condition_form(request, Condition(patient=patient))


@require_http_methods(["GET", "HEAD", "POST"])
def condition_edit(request: HttpRequest, condition_id: uuid.UUID) -> HttpResponse:
    return _condition_form(request, row_or_404(request, Condition.objects.all(), condition_id, need="write"))


def _condition_form(request: HttpRequest, condition: Condition) -> HttpResponse:
    is_new = condition._state.adding
    form = ConditionForm(request.POST if request.method == "POST" else None, instance=condition)
    if request.method == "POST" and form.is_valid():
        saved = form.save_row(by=person(request))
        return _saved(request, saved, reverse("care:condition-delete", args=[saved.pk]), is_new=is_new)
    return render(
        request, "care/condition_form.html", {"form": form, "condition": condition, "is_new": is_new}
    )


@require_POST
def condition_delete(request: HttpRequest, condition_id: uuid.UUID) -> HttpResponse:
    condition = row_or_404(request, Condition.objects.all(), condition_id, need="write")
    remove_clinical(condition, by=person(request))
    return _deleted(request, condition, reverse("care:condition-restore", args=[condition.pk]))


@require_POST
def condition_restore(request: HttpRequest, condition_id: uuid.UUID) -> HttpResponse:
    condition = row_or_404(request, Condition.objects.all(), condition_id, need="write", removed=True)
    restore_clinical(condition, by=person(request))
    return _restored(request, condition)


@require_http_methods(["GET", "HEAD", "POST"])
def treatment_add(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Add a medicine, or with ``?kind=procedure`` a procedure; ``?lesion=`` ticks a deposit beforehand."""
    patient = patient_or_404(request, patient_id, need="write")
    is_procedure = request.GET.get("kind") == Treatment.Kind.PROCEDURE
    kind = Treatment.Kind.PROCEDURE if is_procedure else Treatment.Kind.DRUG
    ticked = lesions_asked_for(patient, request.GET.get("lesion", ""))
    return _treatment_form(request, Treatment(patient=patient, kind=kind), ticked)


@require_http_methods(["GET", "HEAD", "POST"])
def treatment_edit(request: HttpRequest, treatment_id: uuid.UUID) -> HttpResponse:
    return _treatment_form(request, row_or_404(request, Treatment.objects.all(), treatment_id, need="write"))


def _treatment_form(
    request: HttpRequest, treatment: Treatment, ticked: list[uuid.UUID] | None = None
) -> HttpResponse:
    is_new = treatment._state.adding
    form = TreatmentForm(
        request.POST if request.method == "POST" else None,
        instance=treatment,
        patient=treatment.patient,
        kind=treatment.kind,
        initial={"lesions": ticked} if ticked else None,
    )
    if request.method == "POST" and form.is_valid():
        saved = form.save_row(by=person(request))
        return _saved(request, saved, reverse("care:treatment-delete", args=[saved.pk]), is_new=is_new)
    return render(
        request, "care/treatment_form.html", {"form": form, "treatment": treatment, "is_new": is_new}
    )


@require_POST
def treatment_delete(request: HttpRequest, treatment_id: uuid.UUID) -> HttpResponse:
    treatment = row_or_404(request, Treatment.objects.all(), treatment_id, need="write")
    remove_clinical(treatment, by=person(request))
    return _deleted(request, treatment, reverse("care:treatment-restore", args=[treatment.pk]))


@require_POST
def treatment_restore(request: HttpRequest, treatment_id: uuid.UUID) -> HttpResponse:
    treatment = row_or_404(request, Treatment.objects.all(), treatment_id, need="write", removed=True)
    restore_clinical(treatment, by=person(request))
    return _restored(request, treatment)


def _saved(request: HttpRequest, row: Condition | Treatment, undo_url: str, *, is_new: bool) -> HttpResponse:
    if is_new:
        offer_undo(request, _("Added: %(name)s.") % {"name": row.name}, undo_url)
    else:
        messages.success(request, _("Saved: %(name)s.") % {"name": row.name})
    return _to_list(row.patient)


def _deleted(request: HttpRequest, row: Condition | Treatment, undo_url: str) -> HttpResponse:
    offer_undo(request, _("Deleted: %(name)s.") % {"name": row.name}, undo_url)
    return _to_list(row.patient)


def _restored(request: HttpRequest, row: Condition | Treatment) -> HttpResponse:
    messages.success(request, _("Back again: %(name)s.") % {"name": row.name})
    return _to_list(row.patient)


def _to_list(patient: Patient) -> HttpResponse:
    return redirect("care:list", patient_id=patient.pk)
