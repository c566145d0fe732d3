"""Keep what somebody is typing, and throw it away when asked to."""

from __future__ import annotations

import datetime
import uuid

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import patient_or_404, person
from lesions import drafts, steps
from lesions.models import Draft
from lesions.photo_services import say_view, staged_photos

Kind = Draft.Kind


@require_POST
def draft_keep(request: HttpRequest, patient_id: uuid.UUID, kind: str, key: str) -> JsonResponse:
    """Called by the script while somebody types. Answers with the time at which the draft was kept."""
    patient = patient_or_404(request, patient_id, "write")
    if kind not in drafts.FORM_FIELDS or not drafts.is_form_of(patient, kind, key):
        raise Http404(_("There is no such form."))
    # Nothing of the record has changed yet; that the form was opened is written down already.
    request.audit_covered = True  # type: ignore[attr-defined]  # read by RecordMiddleware
    try:
        data = drafts.values_of(kind, request.POST)
        step = steps.find(steps.OF_KIND.get(kind, ()), request.POST.get("step"))
        if step is not None:
            # The screen holds one question; the others' answers stay.
            data = steps.merged(step, drafts.kept_or_saved(person(request), patient, kind, key), data)
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=422)
    for photo in staged_photos(patient, data.get("kept_photos", []), by=person(request)):
        say_view(photo, request.POST.get(f"view-{photo.pk}", ""))
    draft = drafts.keep(person(request), patient, kind, key, data)
    at = timezone.localtime(draft.updated_at).strftime("%H:%M") if draft else None
    return JsonResponse({"kept_at": at})


@require_POST
def draft_discard(request: HttpRequest, patient_id: uuid.UUID, kind: str, key: str) -> HttpResponse:
    """Start afresh: the draft is gone, the form is empty again."""
    patient = patient_or_404(request, patient_id, "write")
    if kind not in Kind.values:
        raise Http404(_("There is no such form."))
    request.audit_covered = True  # type: ignore[attr-defined]  # as above
    drafts.forget(person(request), patient, kind, key)
    if request.POST.get("back") == "home" or not drafts.is_form_of(patient, kind, key):
        return redirect("timeline:home")
    if kind == Kind.CHECK_IN:
        return redirect("lesions:check-in", lesion_id=uuid.UUID(key))
    if kind == Kind.DAY:
        return redirect("lesions:day", patient_id=patient.pk, day=datetime.date.fromisoformat(key))
    site, side = drafts.place_of(key)
    return redirect("lesions:lesion-add", patient_id=patient.pk, site=site, side=side)
