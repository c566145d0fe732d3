"""Requests of dermatologists for a photo, a check-in or a lab value: asked, declined, withdrawn."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person, row_or_404
from accounts.models import Patient
from accounts.services import remove_clinical
from lesions.models import Lesion
from timeline import services
from timeline.forms import RequestForm
from timeline.models import FollowUpRequest
from timeline.requests import all_requests


def _request_page(request: HttpRequest, patient: Patient, lesion: Lesion | None, back: str) -> HttpResponse:
    form = RequestForm(request.POST or None, instance=FollowUpRequest(), patient=patient, lesion=lesion)
    if request.method == "POST" and form.is_valid():
        services.ask_for(form.instance, by=person(request))
        messages.success(request, _("Your request stands in the patient’s record now."))
        return redirect(back)
    context = {"patient": patient, "lesion": lesion, "form": form, "back": back}
    return render(request, "timeline/request_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lesion_request_add(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "review")
    return _request_page(request, lesion.patient, lesion, reverse("timeline:lesion", args=[lesion.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def patient_request_add(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "review")
    return _request_page(request, patient, None, reverse("timeline:review", args=[patient.pk]))


@require_safe
def request_list(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Everything that was asked for and what came of it, for everybody who may read the record."""
    patient = patient_or_404(request, patient_id)
    context = {"patient": patient, "requests": all_requests(patient)}
    return render(request, "timeline/request_list.html", context)


@require_POST
def request_decline(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """The patient would rather not, and may say why."""
    asked = row_or_404(request, FollowUpRequest.objects.all(), request_id, "write")
    words = " ".join(request.POST.get("words", "").replace("\0", "").split())[:300]
    services.decline(asked, by=person(request), words=words)
    messages.success(request, _("Declined. The dermatologist sees that you would rather not."))
    return redirect("timeline:request-list", patient_id=asked.patient_id)


@require_POST
def request_take_up(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """The patient takes back that she declined."""
    asked = row_or_404(request, FollowUpRequest.objects.all(), request_id, "write")
    services.take_up(asked, by=person(request))
    messages.success(request, _("The request stands again."))
    return redirect("timeline:request-list", patient_id=asked.patient_id)


@require_POST
def request_withdraw(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    asked = row_or_404(request, FollowUpRequest.objects.all(), request_id, "review")
    if asked.entered_by_id != person(request).pk:
        raise Http404(_("There is no such page."))
    remove_clinical(asked, by=person(request))
    messages.success(request, _("The request is withdrawn."))
    return redirect("timeline:review", patient_id=asked.patient_id)
