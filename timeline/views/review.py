"""The dermatologist's pages: worklist, what is new, type, reviewed."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person, row_or_404
from lesions.models import Lesion
from timeline import services
from timeline.assessments import assessments_of
from timeline.forms import DiagnosisForm
from timeline.worklist import review_page, worklist_for


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Who shares a record with this dermatologist, by need, with the reasons in words. It is no alarm."""
    show = request.GET.get("show", "all")
    return render(request, "timeline/worklist.html", {"worklist": worklist_for(person(request), show=show)})


@require_safe
def review(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """One patient since the last look: what is new, notes, requests, and "reviewed"."""
    patient = patient_or_404(request, patient_id, "review")
    return render(
        request, "timeline/review.html", {"patient": patient, "page": review_page(patient, person(request))}
    )


def _moment(text: str) -> datetime.datetime | None:
    """The moment the form carries; what is none, or has no zone, counts as not given."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None


@require_POST
def reviewed(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "review")
    services.mark_reviewed(patient, by=person(request), seen_at=_moment(request.POST.get("seen_at", "")))
    messages.success(request, _("%(name)s: marked as reviewed.") % {"name": patient.name})
    return redirect("timeline:worklist")


@require_http_methods(["GET", "HEAD", "POST"])
def diagnosis(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "review")
    form = DiagnosisForm(request.POST or None, instance=lesion)
    if request.method == "POST" and form.is_valid():
        services.sign_assessment(form.instance, form.changed_data, by=person(request))
        words = _("Saved with your name; the patient can see it now.")
        messages.success(request, words if form.changed_data else _("Nothing was changed."))
        return redirect("timeline:lesion", lesion_id=lesion.pk)
    context = {
        "lesion": lesion,
        "patient": lesion.patient,
        "form": form,
        "assessed": assessments_of(lesion),
    }
    return render(request, "timeline/diagnosis_form.html", context)
