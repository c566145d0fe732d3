"""The photo coach's answer about one photo."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person, row_or_404
from lesions import coach_words
from lesions.coach_services import CoachBusy, PhotoGone, check_photo, findings_of, keep_anyway
from lesions.models import Photo, PhotoCheck


@require_POST
def photo_coach(request: HttpRequest, photo_id: uuid.UUID) -> HttpResponse:
    """Check the photo, once; with ``keep`` also note that it is kept anyway.

    Scripts get JSON, a plain form goes back to the photo's page.
    """
    photo = row_or_404(request, Photo.objects.all(), photo_id, "write")
    if photo.attached_at is None and photo.entered_by_id != person(request).pk:
        raise Http404(_("There is no such page."))  # it waits in somebody else's form
    as_json = request.accepts("application/json") and not request.accepts("text/html")
    try:
        check = check_photo(photo)
    except PhotoGone as error:
        raise Http404(_("There is no such page.")) from error
    except CoachBusy:
        return JsonResponse({"error": coach_words.busy()}, status=503)
    if "keep" in request.POST:
        keep_anyway(check)
    return JsonResponse(_answer(check)) if as_json else redirect("lesions:photo", photo_id=photo.pk)


def _answer(check: PhotoCheck) -> dict[str, object]:
    findings = findings_of(check)
    return {
        "version": check.version,
        "criteria": [
            {"key": line.key, "name": line.name, "verdict": line.verdict, "hint": line.hint}
            for line in coach_words.lines(findings)
        ],
        "hint": coach_words.one_hint(findings),
        "kept_anyway": check.kept_anyway_at is not None,
    }
