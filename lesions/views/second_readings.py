"""A second reader: asking one, what she sees while she is blind, and both readings beside each other."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, row_or_404
from accounts.services import remove_clinical
from lesions.forms.second_reading import SecondReadingForm
from lesions.models import Measurement, SecondReading
from lesions.second_readings import (
    SHOWN,
    ask_second_reader,
    blind_in,
    decline,
    difference_of,
    finished_readings,
    may_ask,
    open_readings,
    state_of,
)

if TYPE_CHECKING:
    from accounts.access import Record


def _record(request: HttpRequest) -> Record:
    record: Record = request.record  # type: ignore[attr-defined]  # set by row_or_404
    return record


@require_http_methods(["GET", "HEAD", "POST"])
def second_reading_ask(request: HttpRequest, measurement_id: uuid.UUID) -> HttpResponse:
    """Ask a dermatologist of the record to read the photo without seeing this reading."""
    first = row_or_404(request, Measurement.objects.select_related("lesion", "photo"), measurement_id)
    hidden = blind_in(_record(request), person(request))
    if not may_ask(_record(request)) or first.lesion is None or first.lesion_id in hidden:
        raise Http404(_("There is no such page."))
    form = SecondReadingForm(request.POST or None, first=first)
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        return redirect("lesions:measurement-list", lesion_id=first.lesion_id)
    context = {"patient": first.patient, "lesion": first.lesion, "first": first, "form": form}
    return render(request, "lesions/second_reading_ask.html", context)


def _asked(request: HttpRequest, form: SecondReadingForm) -> bool:
    """Keep it; of two requests at once the second is told at the field."""
    try:
        asked = ask_second_reader(form.instance, by=person(request))
    except ValidationError as error:
        form.add_error("reader", error.messages)
        return False
    text = _("%(name)s is asked, and sees no size of this deposit before reading the photo.")
    messages.success(request, text % {"name": asked.reader.name})
    return True


def _reading_or_404(request: HttpRequest, reading_id: uuid.UUID) -> SecondReading:
    rows = SecondReading.objects.select_related("first__lesion", *SHOWN)
    return row_or_404(request, rows, reading_id)


@require_safe
def second_reading(request: HttpRequest, reading_id: uuid.UUID) -> HttpResponse:
    """To the reader while it is open: photo and request. To the others, and to all later: both readings."""
    asked = _reading_or_404(request, reading_id)
    user, record = person(request), _record(request)
    state = state_of(asked)
    context = {
        "asked": asked,
        "patient": asked.patient,
        "lesion": asked.lesion,
        "photo": asked.photo,
        "state": state,
        "is_reader": asked.reader_id == user.pk,
        "hides_sizes": asked.first.lesion_id in blind_in(record, user),
        "difference": difference_of(asked),
        "may_withdraw": state == "open" and (asked.entered_by_id == user.pk or record.may_manage),
    }
    return render(request, "lesions/second_reading.html", context)


@require_POST
def second_reading_decline(request: HttpRequest, reading_id: uuid.UUID) -> HttpResponse:
    asked = _reading_or_404(request, reading_id)
    if asked.reader_id != person(request).pk or state_of(asked) != "open":
        raise Http404(_("There is no such page."))
    decline(asked, by=person(request))
    messages.success(request, _("Declined. Whoever asked sees that you would rather not."))
    return redirect("lesions:second-reading", reading_id=asked.pk)


@require_POST
def second_reading_withdraw(request: HttpRequest, reading_id: uuid.UUID) -> HttpResponse:
    """Whoever asked, or whoever manages the record, takes it back before it was read."""
    asked = _reading_or_404(request, reading_id)
    is_theirs = asked.entered_by_id == person(request).pk or _record(request).may_manage
    if not is_theirs or state_of(asked) != "open":
        raise Http404(_("There is no such page."))
    remove_clinical(asked, by=person(request))
    messages.success(request, _("Taken back. %(name)s is no longer asked.") % {"name": asked.reader.name})
    return redirect("lesions:measurement-list", lesion_id=asked.first.lesion_id)


@require_safe
def second_reading_list(request: HttpRequest) -> HttpResponse:
    """What waits for this person in all records she may open, and what she has read or asked."""
    user = person(request)
    context = {"waiting": open_readings(user), "finished": finished_readings(user)}
    return render(request, "lesions/second_reading_list.html", context)
