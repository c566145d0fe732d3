"""The body map as it was on a day."""

from __future__ import annotations

import datetime
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import patient_or_404
from timeline import day_map as maps


@require_safe
def day_map(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Where the deposits were on a day, and what happened on it; today when no day is asked for."""
    patient = patient_or_404(request, patient_id)
    day, problem = _asked_for(request.GET.get("on", ""), patient.today())
    page = maps.day_map(patient, day)
    return render(request, "timeline/map.html", {"patient": patient, "page": page, "problem": problem})


def _asked_for(text: str, today: datetime.date) -> tuple[datetime.date, str]:
    """The day to show, and what was wrong with the one that was asked for."""
    if not text:
        return today, ""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return today, _("That is no day of the calendar. This is today; choose another day below.")
    if day > today:
        said = format_date(day, "j F Y")
        return today, _("%(day)s is still to come. This is today.") % {"day": said}
    return day, ""
