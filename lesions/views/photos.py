"""Photos: sending them, looking at them, saying what they show."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Need, patient_or_404, person, row_or_404
from accounts.clinical import ClinicalQuerySet
from accounts.files import serve_private
from accounts.services import remove_clinical, restore_clinical, save_clinical
from accounts.undo import offer_undo
from lesions import photo_services
from lesions.forms.photo import PhotoForm
from lesions.images import RENDITIONS, PhotoRefused
from lesions.models import Photo, PhotoLesion
from lesions.photo_known import look_alikes
from lesions.photo_services import mark_by_place, may_come_back, set_lesions_shown, stage_photo
from lesions.vocabulary import PhotoView


@require_POST
def photo_upload(request: HttpRequest, patient_id: uuid.UUID) -> JsonResponse:
    """Take in one photo for the form that is open. Answers with its id, or with a sentence saying why not."""
    patient = patient_or_404(request, patient_id, "write")
    upload = request.FILES.get("photo")
    if upload is None:
        return JsonResponse({"error": _("No file arrived. Choose the photo again.")}, status=422)
    if photo_services.uploads_left(person(request)) <= 0:
        return JsonResponse({"error": photo_services.too_many_words()}, status=429)
    try:
        photo = stage_photo(
            patient=patient,
            upload=upload,
            by=person(request),
            view=_view_said(request),
            told_at=_moment_said(request),
        )
    except PhotoRefused as refused:
        return JsonResponse({"error": str(refused)}, status=refused.status)
    return JsonResponse(_kept_answer(photo, look_alikes(photo, by=person(request))), status=201)


def _view_said(request: HttpRequest) -> str:
    view = request.POST.get("view", "")
    return view if view in PhotoView.values else ""


def _moment_said(request: HttpRequest) -> datetime.datetime | None:
    """When the page's own camera took the picture; it comes without the notes that a camera writes."""
    try:
        moment = datetime.datetime.fromisoformat(request.POST.get("taken_at", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _day(photo: Photo) -> str:
    return timezone.localtime(photo.taken_at).date().isoformat() if photo.taken_at_known else ""


def _kept_answer(photo: Photo, alike: list[Photo]) -> dict[str, object]:
    """What the form is told of a photo that is safe: also whether it is known, or looks like a known one."""
    answer: dict[str, object] = {
        "id": str(photo.pk),
        "thumb": reverse("lesions:photo-file", args=[photo.pk, "small"]),
        "taken_on": _day(photo),
        "duplicate": photo.attached_at is not None,
        "view": photo.view,
        "page": reverse("lesions:photo", args=[photo.pk]),
    }
    if alike and photo.attached_at is None:
        answer["looks_like"] = {
            "day": timezone.localtime(alike[0].taken_at).date().isoformat(),
            # a private place is not shown unasked, here neither
            "thumb": "" if alike[0].sensitive else reverse("lesions:photo-file", args=[alike[0].pk, "small"]),
        }
    return answer


def photo_or_404(
    request: HttpRequest,
    rows: ClinicalQuerySet[Photo],
    photo_id: uuid.UUID,
    need: Need = "read",
    *,
    removed: bool = False,
) -> Photo:
    """One photo; one that waits in an open form is nobody else's, whoever else may open the record."""
    photo = row_or_404(request, rows, photo_id, need, removed=removed)
    if photo.attached_at is None and photo.entered_by_id != person(request).pk:
        raise Http404(_("There is no such page."))
    return photo


@require_safe
def photo_file(request: HttpRequest, photo_id: uuid.UUID, size: str) -> FileResponse:
    """The bytes of one rendition. The full size and the large one are written down one by one."""
    photo = photo_or_404(request, Photo.objects.all(), photo_id)
    if size not in RENDITIONS:
        raise Http404(_("There is no such size."))
    return serve_private(request, photo, size, content_type="image/jpeg", covered=size in ("small", "medium"))


def _shown() -> Prefetch[str]:
    """What a photo shows, without the deposits that are deleted."""
    links = PhotoLesion.objects.filter(lesion__deleted_at__isnull=True).select_related("lesion")
    return Prefetch("photo_lesions", queryset=links)


@require_safe
def photo_list(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id)
    rows = Photo.objects.kept().filter(patient=patient, attached_at__isnull=False).prefetch_related(_shown())
    rows = rows.select_related("entered_by")
    page = Paginator(rows.order_by("-taken_at"), 24).get_page(request.GET.get("page"))
    return render(request, "lesions/photo_list.html", {"patient": patient, "page": page})


@require_safe
def photo(request: HttpRequest, photo_id: uuid.UUID) -> HttpResponse:
    """One photo, large, with what is known of it."""
    photo = photo_or_404(
        request, Photo.objects.prefetch_related(_shown()).select_related("entered_by"), photo_id
    )
    return render(request, "lesions/photo.html", {"photo": photo})


@require_http_methods(["GET", "HEAD", "POST"])
def photo_edit(request: HttpRequest, photo_id: uuid.UUID) -> HttpResponse:
    photo = photo_or_404(request, Photo.objects.prefetch_related("photo_lesions"), photo_id, "write")
    form = PhotoForm(request.POST or None, instance=photo)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            save_clinical(form.instance, by=person(request))
            set_lesions_shown(photo, list(form.cleaned_data["lesions_shown"]))
            if "view" in form.changed_data and "identifying" not in form.changed_data:
                for lesion in form.cleaned_data["lesions_shown"]:  # from nearer it may show fingerprints
                    mark_by_place(photo, lesion)
        messages.success(request, _("Saved."))
        return redirect("lesions:photo", photo_id=photo.pk)
    return render(request, "lesions/photo_edit.html", {"photo": photo, "form": form})


@require_POST
def photo_delete(request: HttpRequest, photo_id: uuid.UUID) -> HttpResponse:
    photo = photo_or_404(request, Photo.objects.all(), photo_id, "write")
    remove_clinical(photo, by=person(request))
    offer_undo(request, _("The photo is deleted."), reverse("lesions:photo-restore", args=[photo.pk]))
    return redirect("lesions:photo-list", patient_id=photo.patient_id)


@require_POST
def photo_restore(request: HttpRequest, photo_id: uuid.UUID) -> HttpResponse:
    photo = photo_or_404(request, Photo.objects.all(), photo_id, "write", removed=True)
    if not may_come_back(photo):
        text = _("Photos of this place are not kept in the record of somebody under 18. It stays deleted.")
        messages.error(request, text)
        return redirect("timeline:deleted", patient_id=photo.patient_id)
    restore_clinical(photo, by=person(request))
    messages.success(request, _("The photo is back."))
    return redirect("lesions:photo", photo_id=photo.pk)
