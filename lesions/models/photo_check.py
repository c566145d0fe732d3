"""What the photo coach found on a photo, and whether it was kept anyway."""

from __future__ import annotations

import uuid

from django.db import models

from lesions.models.photo import Photo


class PhotoCheck(models.Model):
    """The coach's findings, kept once per photo.

    A table of its own, so that a check that ends while its photo is being saved overwrites nothing of it.
    ``findings``: a list of ``[criterion, verdict, value]`` as in ``lesions.coach.result``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="coach_check", editable=False)
    version = models.PositiveSmallIntegerField(editable=False)
    findings = models.JSONField(editable=False)
    checked_at = models.DateTimeField(auto_now_add=True, editable=False)
    kept_anyway_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return f"check of {self.photo_id}"
