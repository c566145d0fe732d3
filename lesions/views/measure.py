"""Measuring a deposit on a photo: the page, and the two questions that its script asks."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, row_or_404
from accounts.services import remove_clinical, restore_clinical
from accounts.undo import offer_undo
from lesions import measure_words
from lesions.forms.measure import AskForm, OutlineForm
from lesions.measure_services import MeasuringBusy
from lesions.measurement_services import NotHere, propose, read
from lesions.models import Lesion, MeasureCard, Measurement, Photo
from lesions.outline_text import Polygon
from lesions.photo_services import that_may_be_photographed
from lesions.second_readings import blind_in
from lesions.views.measure_page import MeasurePage, surface_at
from lesions.views.photos import photo_or_404

if TYPE_CHECKING:
    from django import forms


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, photo_id: uuid.UUID, lesion_id: uuid.UUID) -> HttpResponse:
    """Measure a deposit on a photo; nothing is kept before it was looked at and accepted."""
    photo = photo_or_404(request, Photo.objects.all(), photo_id, "measure")
    rows = Lesion.objects.kept().filter(pk=lesion_id, patient=photo.patient)
    # No photo in a minor's record is made one of a genital place this way either.
    lesion = that_may_be_photographed(photo.patient, rows).first()
    if lesion is None:
        raise Http404(_("There is no such page."))
    lesion.patient = photo.patient
    return MeasurePage(request, photo, lesion).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def measure_unnamed(request: HttpRequest, photo_id: uuid.UUID) -> HttpResponse:
    """The same for a deposit that is being added: its form is still open."""
    return MeasurePage(
        request, photo_or_404(request, Photo.objects.all(), photo_id, "measure"), None
    ).answer()


@require_POST
def measure_propose(request: HttpRequest, photo_id: uuid.UUID) -> JsonResponse:
    """An outline for a tap or a box, or the plain reason why there are no millimetres."""
    photo = photo_or_404(request, Photo.objects.all(), photo_id, "measure")
    request.audit_covered = True  # type: ignore[attr-defined]  # the page of measuring has the event already
    cards = list(MeasureCard.objects.in_use().filter(patient=photo.patient))
    lesion = _lesion_named(request, photo)
    form = AskForm(request.POST, cards=cards, surface=surface_at(lesion.site if lesion else ""))
    if not form.is_valid():
        return _errors(form)
    user = person(request)
    if lesion is not None and lesion.pk in blind_in(request.record, user):  # type: ignore[attr-defined]
        lesion = None  # no earlier outline is a start for a second reader, not even her own
    try:
        answer = propose(photo, form.asked, by=user, lesion=lesion)
    except MeasuringBusy:
        return JsonResponse({"error": measure_words.busy()}, status=503)
    return JsonResponse(answer.to_json())


def _lesion_named(request: HttpRequest, photo: Photo) -> Lesion | None:
    try:
        key = uuid.UUID(request.POST.get("lesion", ""))
    except ValueError:
        return None
    return Lesion.objects.kept().filter(pk=key, patient=photo.patient).first()


@require_POST
def measure_read(request: HttpRequest, photo_id: uuid.UUID) -> JsonResponse:
    """The size of what is drawn just now, with a scale that was found here."""
    photo = photo_or_404(request, Photo.objects.all(), photo_id, "measure")
    request.audit_covered = True  # type: ignore[attr-defined]  # the page of measuring has the event already
    form = OutlineForm(request.POST, photo=photo, by=person(request))
    if not form.is_valid():
        return _errors(form)
    drawn: dict[str, list[Polygon]] = {
        name: form.cleaned_data[name] for name in ("outlines", "lines", "redness")
    }
    try:
        size = read(photo, form.cleaned_data["scale"], **drawn)
    except NotHere as error:
        return JsonResponse({"errors": {"outlines": error.messages}}, status=422)
    except MeasuringBusy:
        return JsonResponse({"error": measure_words.busy()}, status=503)
    return JsonResponse({"reading": size.to_json()})


def _errors(form: forms.Form) -> JsonResponse:
    told = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
    return JsonResponse({"errors": told}, status=422)


@require_POST
def measurement_delete(request: HttpRequest, measurement_id: uuid.UUID) -> HttpResponse:
    """Take back one's own reading; somebody else's stays."""
    row = row_or_404(request, Measurement.objects.select_related("lesion"), measurement_id, "measure")
    _own_or_404(request, row)
    remove_clinical(row, by=person(request))
    url = reverse("lesions:measurement-restore", args=[row.pk])
    offer_undo(request, _("The measurement is deleted. A check-in that has its size keeps it."), url)
    return _to_its_page(row)


@require_POST
def measurement_restore(request: HttpRequest, measurement_id: uuid.UUID) -> HttpResponse:
    rows = Measurement.objects.select_related("lesion")
    row = row_or_404(request, rows, measurement_id, "measure", removed=True)
    _own_or_404(request, row)
    restore_clinical(row, by=person(request))
    messages.success(request, _("The measurement is back."))
    return _to_its_page(row)


def _own_or_404(request: HttpRequest, row: Measurement) -> None:
    """What a dermatologist read is hers alone; the rest is for all who write in the record."""
    record = request.record  # type: ignore[attr-defined]  # set by row_or_404
    is_own = row.entered_by_id == person(request).pk
    if not is_own and (row.as_clinician or not record.may_write):
        raise Http404(_("There is no such page."))


def _to_its_page(row: Measurement) -> HttpResponse:
    if row.lesion_id is None:
        return redirect("lesions:photo", photo_id=row.photo_id)
    return redirect("timeline:lesion", lesion_id=row.lesion_id)
