"""Places on photos that lay them on each other."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalRow
from lesions.models import Lesion, MaybeOfLesionQuerySet, Photo


class PhotoLandmarks(ClinicalRow):
    """Two spots of the skin near a lesion on one photo, by which it is laid on other photos of the lesion.

    ``points`` are two places in fractions of the upright photo. Rows with the same ``spots`` mark the same
    two spots, in the same order. A row is not changed: whoever marks again writes a new one.
    """

    lesion = models.ForeignKey(Lesion, on_delete=models.CASCADE, related_name="landmarks", editable=False)
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="landmarks", editable=False)
    spots = models.UUIDField(default=uuid.uuid4, editable=False)
    points = models.JSONField(editable=False)

    objects: ClassVar[MaybeOfLesionQuerySet[PhotoLandmarks]] = MaybeOfLesionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("spots marked on a photo")
        verbose_name_plural = _("spots marked on photos")
        ordering = ["-entered_at"]
        indexes = [models.Index(fields=["lesion", "photo"], name="landmarks_by_lesion_and_photo")]

    def __str__(self) -> str:
        return f"two spots on {self.photo_id}"
