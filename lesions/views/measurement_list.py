"""The readings of a deposit with their outlines, and taking them out as a file."""

from __future__ import annotations

import datetime
import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import person, row_or_404
from accounts.models import AccessEvent
from lesions.models import Lesion
from lesions.readings import as_csv, as_json, by_photo, rows_of
from lesions.second_readings import agreement_over, blind_in, may_ask, second_readings_of

PER_PAGE = 12


@require_safe
def measurement_list(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """Each photo that was measured, with its readings; the outline lies over the photo when it is opened."""
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id)
    user, record = person(request), request.record  # type: ignore[attr-defined]  # set by row_or_404
    page = Paginator(rows_of(lesion, user), PER_PAGE).get_page(request.GET.get("page"))
    asked = second_readings_of(lesion)
    context = {
        "asked": asked,
        "agreement": agreement_over(asked) if record.is_dermatologist else None,
        "hides_sizes": lesion.pk in blind_in(record, user),
        "may_ask": may_ask(record),
        "lesion": lesion,
        "patient": lesion.patient,
        "page": page,
        "photos": by_photo(page.object_list),
    }
    return render(request, "lesions/measurement_list.html", context)


@require_safe
def measurements_csv(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "manage")
    text = as_csv(rows_of(lesion, person(request)))
    # The mark tells a spreadsheet how the letters are encoded.
    return _file(request, "\ufeff" + text, "text/csv; charset=utf-8", "csv")


@require_safe
def measurements_json(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "manage")
    text = as_json(lesion, rows_of(lesion, person(request)))
    return _file(request, text, "application/json; charset=utf-8", "json")


def _file(request: HttpRequest, text: str, content_type: str, ending: str) -> HttpResponse:
    """An attachment whose name says nothing of health; written down as a file that was taken out."""
    request.audit_action = AccessEvent.Action.DOWNLOAD  # type: ignore[attr-defined]  # read by RecordMiddleware
    answer = HttpResponse(text, content_type=content_type)
    day = datetime.datetime.now(tz=datetime.UTC).date()
    answer["Content-Disposition"] = f'attachment; filename="measurements-{day}.{ending}"'
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
