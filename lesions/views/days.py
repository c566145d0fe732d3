"""The daily entry of the whole person."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person, row_or_404
from accounts.services import remove_clinical, restore_clinical, save_clinical
from accounts.undo import offer_undo
from lesions.forms.day import DailyEntryForm
from lesions.models import DailyEntry
from lesions.partial_dates import EARLIEST_YEAR


@require_safe
def today(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "write")
    return redirect("lesions:day", patient_id=patient.pk, day=patient.today())


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, patient_id: uuid.UUID, day: datetime.date) -> HttpResponse:
    """One entry a day: a second visit edits it."""
    patient = patient_or_404(request, patient_id, "write")
    if day > patient.today() or day.year < EARLIEST_YEAR:
        raise Http404(_("There is no such day."))
    entry = DailyEntry.objects.kept().filter(patient=patient, on=day).first() or DailyEntry(
        patient=patient, on=day
    )
    form = DailyEntryForm(request.POST or None, instance=entry)
    if request.method == "POST" and form.is_valid():
        save_clinical(form.instance, by=person(request))
        messages.success(request, _("The day is saved."))
        return redirect("timeline:overview", patient_id=patient.pk)
    days = {"previous": day - datetime.timedelta(days=1), "next": day + datetime.timedelta(days=1)}
    context = {
        "patient": patient,
        "day": day,
        "days": days,
        "is_today": day == patient.today(),
        "form": form,
        "entry": entry,
        "is_new": entry._state.adding,
    }
    return render(request, "lesions/day.html", context)


@require_POST
def day_delete(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    entry = row_or_404(request, DailyEntry.objects.all(), entry_id, "write")
    remove_clinical(entry, by=person(request))
    offer_undo(request, _("The daily entry is deleted."), reverse("lesions:day-restore", args=[entry.pk]))
    return redirect("timeline:overview", patient_id=entry.patient_id)


@require_POST
def day_restore(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Bring the entry back, unless the day has been written anew since."""
    entry = row_or_404(request, DailyEntry.objects.all(), entry_id, "write", removed=True)
    if DailyEntry.objects.kept().filter(patient=entry.patient, on=entry.on).exists():
        messages.error(request, _("There is a newer entry for that day, so the old one stays deleted."))
    else:
        restore_clinical(entry, by=person(request))
        messages.success(request, _("The daily entry is back."))
    return redirect("lesions:day", patient_id=entry.patient_id, day=entry.on)
