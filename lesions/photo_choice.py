"""The photos of a form that is open: kept ones, new ones, refused ones. The same for every form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import person
from lesions.images import PhotoRefused
from lesions.photo_known import look_alikes
from lesions.photo_services import say_view, stage_photo, staged_photos, too_many_words, uploads_left

if TYPE_CHECKING:
    from accounts.models import Patient
    from lesions.models import Lesion, Photo


class PhotoChoice:
    """Collects a form's photos. A refused file costs nothing else: the good ones are kept and shown again.

    Attributes:
        kept: photos that are safe already and wait for the form to be saved.
        refused: sentences for the person about files that were not taken in, or seem to be there twice.
    """

    def __init__(
        self, request: HttpRequest, patient: Patient, *, allowed: bool = True, says_known: bool = True
    ) -> None:
        self.request = request
        self.patient = patient
        self.allowed = allowed
        self.says_known = says_known
        self.kept: list[Photo] = []
        self.refused: list[str] = []
        self.upload_url = reverse("lesions:photo-upload", args=[patient.pk])

    def take_up(self, photo_ids: Sequence[str]) -> None:
        """Show the photos again that a draft has kept."""
        if self.allowed and photo_ids:
            self.kept = staged_photos(self.patient, photo_ids, by=person(self.request))

    def take_in(self) -> None:
        """Read the posted photos: those sent before by the script, and those that came with the form."""
        user = person(self.request)
        self.kept = staged_photos(self.patient, self.request.POST.getlist("kept_photos"), by=user)
        for photo in self.kept:
            say_view(photo, self.request.POST.get(f"view-{photo.pk}", ""))
        files = self.request.FILES.getlist("photos")
        if not self.allowed:
            if files or self.kept:
                self.refused.append(
                    _("Photos of this place are not kept in the record of somebody under 18.")
                )
            self.kept = []
            return
        left = uploads_left(user) if files else 0
        for number, upload in enumerate(files):
            if number >= left:
                self.refused.append(f"{upload.name}: {too_many_words()}")
                continue
            if len(self.kept) >= settings.PHOTO_MAX_FILES:
                text = _("%(name)s was left out: %(number)d photos at a time are the most.")
                self.refused.append(text % {"name": upload.name, "number": settings.PHOTO_MAX_FILES})
                continue
            try:
                photo = stage_photo(patient=self.patient, upload=upload, by=user)
            except PhotoRefused as refused:
                self.refused.append(f"{upload.name}: {refused}")
                continue
            if photo in self.kept:
                continue
            self.kept.append(photo)
            if self.says_known:
                self._say_if_known(photo, str(upload.name))

    def _say_if_known(self, photo: Photo, name: str) -> None:
        """Without script nobody could be asked before: the photo is kept, and the person is told."""
        for known in look_alikes(photo, by=person(self.request))[:1]:
            day = date_format(timezone.localtime(known.taken_at), "j F Y")
            text = _("%(name)s looks like the photo of %(day)s. Both are kept; delete one if you like.")
            self.refused.append(text % {"name": name, "day": day})

    def done(self, text: str, lesion: Lesion) -> HttpResponseRedirect:
        """Say what was saved and, beside it, which photos were not and why; go to the lesion."""
        if self.kept:
            count = len(self.kept)
            text += " " + ngettext("%(count)d photo is with it.", "%(count)d photos are with it.", count) % {
                "count": count
            }
        messages.success(self.request, text)
        for sentence in self.refused:
            messages.warning(self.request, sentence)
        return HttpResponseRedirect(reverse("timeline:lesion", args=[lesion.pk]))
