"""Notes of dermatologists, where they stand, and who has opened them."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalRow
from lesions.models import CheckIn, Lesion, MaybeOfLesionQuerySet, Photo
from timeline.note_marks import MarkRefused, mark_from_json

RowT = TypeVar("RowT", bound=ClinicalRow, covariant=True)


class NoteQuerySet(MaybeOfLesionQuerySet[RowT]):
    """Notes: one on a check-in or a photo is hidden with it, and comes back with it."""

    def kept(self) -> Self:
        return super().kept().filter(check_in__deleted_at__isnull=True, photo__deleted_at__isnull=True)

    def removed(self) -> Self:
        """Without those of a deleted check-in or photo: where they stand is not there."""
        return super().removed().filter(check_in__deleted_at__isnull=True, photo__deleted_at__isnull=True)


class Note(ClinicalRow):
    """A dermatologist's note: signed, dated, edits kept, seen by the patient. There are no private ones.

    It stands at the patient, at a lesion, at one check-in of a lesion, or at a photo; there it may point at a
    place with a mark (note_marks.py), drawn above the picture.
    """

    lesion = models.ForeignKey(
        Lesion, on_delete=models.CASCADE, null=True, blank=True, related_name="notes", editable=False
    )
    check_in = models.ForeignKey(
        CheckIn, on_delete=models.CASCADE, null=True, blank=True, related_name="notes", editable=False
    )
    photo = models.ForeignKey(
        Photo, on_delete=models.CASCADE, null=True, blank=True, related_name="notes", editable=False
    )
    text = models.TextField(_("note"), max_length=4000)
    mark = models.JSONField(null=True, blank=True, editable=False)
    # When the words or the mark last changed; deleting, restoring and moving is no edit.
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[NoteQuerySet[Note]] = NoteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-entered_at"]
        constraints = [
            # The lesion's page must show it, too.
            models.CheckConstraint(
                condition=Q(check_in__isnull=True) | Q(lesion__isnull=False),
                name="note_on_a_check_in_names_its_lesion",
            ),
            # A photo shows several lesions and outlives a merge: what is said about it moves with the photo.
            models.CheckConstraint(
                condition=Q(photo__isnull=True) | Q(lesion__isnull=True, check_in__isnull=True),
                name="note_on_a_photo_stands_only_there",
            ),
            # An arrow without a picture points at nothing.
            models.CheckConstraint(
                condition=Q(mark__isnull=True) | Q(photo__isnull=False), name="note_mark_needs_a_photo"
            ),
        ]
        indexes = [models.Index(fields=["patient", "-entered_at"], name="note_by_patient")]

    def __str__(self) -> str:
        return f"{self.entered_at:%Y-%m-%d}"

    def clean(self) -> None:
        if self.check_in is not None and self.check_in.lesion_id != self.lesion_id:
            raise ValidationError(_("This check-in is of another deposit."), code="foreign")
        if self.photo is not None and self.photo.patient_id != self.patient_id:
            raise ValidationError(_("This photo is of another record."), code="foreign")
        if self.mark is not None:
            try:
                mark_from_json(self.mark)
            except MarkRefused as refused:
                raise ValidationError(str(refused), code="mark") from refused

    @property
    def place_url(self) -> str:
        """Where it stands, down to the note itself."""
        if self.photo_id:
            return f"{reverse('lesions:photo', args=[self.photo_id])}#note-{self.pk}"
        if self.lesion_id:
            return f"{reverse('timeline:lesion', args=[self.lesion_id])}#note-{self.pk}"
        return reverse("timeline:note", args=[self.pk])

    @property
    def place_words(self) -> str:
        """Where it stands, in words; empty for one on the patient as a whole."""
        if self.photo is not None:
            day = date_format(timezone.localtime(self.photo.taken_at), "j F Y")
            return gettext("Photo of %(day)s") % {"day": day}
        if self.lesion is None:
            return ""
        if self.check_in is None:
            return self.lesion.name
        day = date_format(timezone.localtime(self.check_in.observed_at), "j F Y")
        return gettext("%(lesion)s, check-in of %(day)s") % {"lesion": self.lesion.name, "day": day}


class NoteOpened(models.Model):
    """That somebody who keeps or reads the record has opened a note: it is not new to her any more.

    It belongs to the person, so it is no clinical row and nobody else is told.
    """

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="opened")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            # Opening it twice says no more than once.
            models.UniqueConstraint(fields=["note", "user"], name="each_note_opened_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.note_id} {self.opened_at:%Y-%m-%d}"
