"""Add, edit, correct, delete and restore a lesion."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import patient_or_404, person, row_or_404
from accounts.services import remove_clinical, restore_clinical
from accounts.undo import offer_undo
from lesions import anatomy, bodymap, site_list
from lesions.forms.lesion import LesionForm, MapPointForm, PlaceForm
from lesions.models import Lesion
from lesions.services import correct_place, save_lesion
from lesions.views.lesion_add_page import LesionAddPage

if TYPE_CHECKING:
    from lesions.bodymap import LinkFor


@require_http_methods(["GET", "HEAD", "POST"])
def add_place(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Choose where it is, on the body map or in the list.

    Without script the words for the list are posted, so that they stand in no address and no log.
    """
    patient = patient_or_404(request, patient_id, "write")

    def link_for(site: str, side: str) -> str:
        return reverse("lesions:lesion-add", args=[patient.pk, site, side])

    context = {"patient": patient, **_choosing(request, link_for)}
    return render(request, "lesions/place_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lesion_add(request: HttpRequest, patient_id: uuid.UUID, site: str, side: str) -> HttpResponse:
    """Say what it is like and how big; photos may be added. Saved with its first check-in."""
    patient = patient_or_404(request, patient_id, "write")
    if site not in anatomy.SITES or side not in anatomy.sides_for(site):
        raise Http404(_("There is no such place."))
    return LesionAddPage(request, Lesion(patient=patient, site=site, side=side)).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def lesion_edit(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write")
    form = LesionForm(request.POST or None, instance=lesion)
    if request.method == "POST" and form.is_valid():
        save_lesion(form.instance, by=person(request))
        messages.success(request, _("Saved."))
        return redirect("timeline:lesion", lesion_id=lesion.pk)
    return render(request, "lesions/lesion_edit.html", {"lesion": lesion, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def lesion_place(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """Correct a wrong site, side or point: choose on the map or in the list, then confirm.

    The history keeps what it was.
    """
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write")
    if "place" not in (request.POST if request.method == "POST" else request.GET):
        context = {"patient": lesion.patient, **_choosing(request, _link_to_confirm(lesion))}
        return render(request, "lesions/place_correct.html", {"lesion": lesion, **context})
    form = PlaceForm(request.POST if request.method == "POST" else request.GET, lesion=lesion)
    point = MapPointForm(request.POST or None)
    if form.is_valid() and request.method == "POST":
        site, side = form.site_and_side
        correct_place(lesion, site=site, side=side, by=person(request), point=point.point)
        messages.success(request, _("The place is corrected: %(place)s.") % {"place": lesion.place})
        return redirect("timeline:lesion", lesion_id=lesion.pk)
    return render(request, "lesions/lesion_place.html", {"lesion": lesion, "form": form, "point": point})


def _link_to_confirm(lesion: Lesion) -> LinkFor:
    url = reverse("lesions:lesion-place", args=[lesion.pk])
    return lambda site, side: f"{url}?{urlencode({'place': f'{site}/{side}'})}"


def _choosing(request: HttpRequest, link_for: LinkFor) -> dict[str, Any]:
    """The body map and its twin, the list, where each place leads to ``link_for(site, side)``."""
    words = request.POST.get("words", "").replace("\0", "").strip()[:80]
    return {
        "views": bodymap.body_views(link_for),
        "zooms": bodymap.zoom_views(link_for),
        "site_groups": site_list.site_groups(link_for),
        "words": words,
        "found": site_list.found_sites(words, link_for) if words else [],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def lesion_delete(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """Ask once, with what it means; then hide it, to be undone within the grace days."""
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write")
    if request.method == "POST":
        remove_clinical(lesion, by=person(request))
        text = _("%(name)s is deleted with its history.") % {"name": lesion.name}
        offer_undo(request, text, reverse("lesions:lesion-restore", args=[lesion.pk]))
        return redirect("timeline:overview", patient_id=lesion.patient_id)
    return render(request, "lesions/lesion_delete.html", {"lesion": lesion})


@require_POST
def lesion_restore(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write", removed=True)
    restore_clinical(lesion, by=person(request))
    messages.success(request, _("%(name)s is back with its whole history.") % {"name": lesion.name})
    return redirect("timeline:lesion", lesion_id=lesion.pk)
