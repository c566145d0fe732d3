"""The daily entry of the whole person."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person, row_or_404
from accounts.services import remove_clinical, restore_clinical
from accounts.undo import offer_undo
from lesions.models import DailyEntry
from lesions.partial_dates import EARLIEST_YEAR
from lesions.views.back import came_from
from lesions.views.day_page import DayPage


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
    return DayPage(request, patient, day).answer()


@require_POST
def day_delete(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    entry = row_or_404(request, DailyEntry.objects.all(), entry_id, "write")
    remove_clinical(entry, by=person(request))
    offer_undo(request, _("The daily entry is deleted."), reverse("lesions:day-restore", args=[entry.pk]))
    if came_from(request) == "walk":
        return redirect("timeline:walk", patient_id=entry.patient_id)
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
