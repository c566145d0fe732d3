"""Photos of a patient, and which lesions each one shows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.clinical import ClinicalQuerySet
from accounts.files import PrivateFile
from lesions.models.lesion import FRACTION, CheckIn, Lesion
from lesions.vocabulary import PhotoView


class Photo(PrivateFile):
    """A photo of a patient, cleaned of everything but its pixels. It may show several lesions, or none yet.

    ``attached_at`` is empty while a form that chose it has not been saved; such photos are swept after a day.
    """

    taken_at = models.DateTimeField(_("taken"))
    taken_at_known = models.BooleanField(default=False)  # False: the moment of upload stands in
    view = models.CharField(_("view"), max_length=10, choices=PhotoView.choices, default=PhotoView.CLOSE_UP)
    width_px = models.PositiveIntegerField(editable=False)
    height_px = models.PositiveIntegerField(editable=False)
    focal_length_mm = models.FloatField(null=True, editable=False)
    focal_length_35mm = models.FloatField(null=True, editable=False)
    sha256 = models.CharField(
        max_length=64, editable=False
    )  # of the uploaded bytes: knows a photo sent twice
    # Of the cleaned full rendition: knows it without or with other metadata. Empty: not worked out yet.
    content_sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
    # Of the small rendition: finds it packed anew or shrunk (photo_look.py). Empty: not worked out yet.
    look = models.CharField(max_length=16, blank=True, default="", editable=False)
    identifying = models.BooleanField(_("shows fingerprints or a face"), default=False)
    sensitive = models.BooleanField(_("blurred until tapped"), default=False)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    attached_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[ClinicalQuerySet[Photo]] = ClinicalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-taken_at"]
        indexes = [
            models.Index(fields=["patient", "-taken_at"], name="photo_by_patient"),
            models.Index(fields=["patient", "sha256"], name="photo_by_content"),
        ]

    def __str__(self) -> str:
        return f"{self.get_view_display()} {self.taken_at:%Y-%m-%d}"


class PhotoLesion(models.Model):
    """That a photo shows a lesion, for which check-in, and where on the picture."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="photo_lesions")
    lesion = models.ForeignKey(Lesion, on_delete=models.CASCADE, related_name="photo_lesions")
    check_in = models.ForeignKey(
        CheckIn, on_delete=models.SET_NULL, null=True, blank=True, related_name="photo_lesions"
    )
    x = models.FloatField(null=True, blank=True, validators=FRACTION)
    y = models.FloatField(null=True, blank=True, validators=FRACTION)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            # A photo shows a lesion once; a second tap moves the point.
            models.UniqueConstraint(fields=["photo", "lesion"], name="photo_shows_a_lesion_once"),
            # Half a point cannot be drawn.
            models.CheckConstraint(
                condition=Q(x__isnull=True, y__isnull=True) | Q(x__isnull=False, y__isnull=False),
                name="photo_point_has_both_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} shows {self.lesion_id}"
