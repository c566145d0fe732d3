"""Several photos from the gallery at once: send them, sort them to their days, save."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import patient_or_404, person
from lesions.forms.photo_import import PhotoImportForm
from lesions.models import Lesion, Photo
from lesions.photo_choice import PhotoChoice
from lesions.photo_filing import file_photos
from lesions.photo_known import look_alikes_of_all, usable
from lesions.photo_services import that_may_be_photographed, waiting_photos

if TYPE_CHECKING:
    from accounts.models import Patient

MOST_KNOWN = 40  # named after one sending; an address has an end


def _ids(values: list[str]) -> list[uuid.UUID]:
    found = []
    for value in values[:MOST_KNOWN]:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def photo_import(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Photos from the gallery; what was sent and not saved yet is found here again."""
    patient = patient_or_404(request, patient_id, "write")
    if request.method == "POST" and "send" in request.POST:
        return _send(request, patient)
    lesions = list(that_may_be_photographed(patient, Lesion.objects.kept().filter(patient=patient)))
    asked = _ids([request.GET.get("lesion", "")])
    came_from = next((lesion for lesion in lesions if lesion.pk in asked), None)
    photos = list(waiting_photos(patient, by=person(request)))
    for photo in photos:
        photo.patient = patient
    form = PhotoImportForm(
        request.POST if request.method == "POST" else None,
        photos=photos,
        lesions=lesions,
        zone=patient.zone,
        today=patient.today(),
        alike=look_alikes_of_all(photos, patient, by=person(request)),
        came_from=came_from,
    )
    if request.method == "POST" and form.is_valid():
        return _save(request, patient, form, came_from)
    context = {
        "patient": patient,
        "form": form,
        "photos_waiting": photos,
        "came_from": came_from,
        "lesions": lesions,
        "known": _known(request, patient),
        "upload_url": reverse("lesions:photo-upload", args=[patient.pk]),
        "most": settings.PHOTO_MAX_FILES,
    }
    return render(request, "lesions/photo_import.html", context)


def _here(patient: Patient, **query: Any) -> str:
    said = urlencode({name: value for name, value in query.items() if value}, doseq=True)
    return reverse("lesions:photo-import", args=[patient.pk]) + (f"?{said}" if said else "")


def _send(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Take in the files; the same page then shows them sorted."""
    photos = PhotoChoice(request, patient, says_known=False)  # the next page asks
    photos.take_in()
    for sentence in photos.refused:
        messages.warning(request, sentence)
    known = [str(photo.pk) for photo in photos.kept if photo.attached_at is not None]
    if not photos.kept and not photos.refused:
        messages.warning(request, _("No photo was chosen yet."))
    return HttpResponseRedirect(_here(patient, lesion=request.GET.get("lesion", ""), known=known))


def _known(request: HttpRequest, patient: Patient) -> list[Photo]:
    """Photos just sent that were in the record before."""
    ids = _ids(request.GET.getlist("known"))
    rows = usable(patient, person(request)).filter(pk__in=ids, attached_at__isnull=False) if ids else []
    return list(rows)


def _save(
    request: HttpRequest, patient: Patient, form: PhotoImportForm, came_from: Lesion | None
) -> HttpResponse:
    filings = form.filings()
    lost = {name for name in request.POST if name.startswith("take-")} - set(form.fields)
    file_photos(filings)
    if lost:
        messages.warning(request, _("Some of the photos had gone or were saved elsewhere meanwhile."))
    if not filings:
        messages.warning(request, _("No photo was ticked, so nothing was saved."))
        return HttpResponseRedirect(_here(patient, lesion=came_from.pk if came_from else ""))
    text = ngettext("%(count)d photo is in the record.", "%(count)d photos are in the record.", len(filings))
    messages.success(request, text % {"count": len(filings)})
    if came_from is not None:
        return HttpResponseRedirect(reverse("timeline:lesion", args=[came_from.pk]))
    return HttpResponseRedirect(reverse("lesions:photo-list", args=[patient.pk]))
