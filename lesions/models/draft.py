"""What somebody has begun to write and not saved yet."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Patient


class Draft(models.Model):
    """One unfinished form of one person about one patient. Nobody else sees it; it is no part of the record.

    ``data`` holds the values as they were typed, by the name of their field: ``{"length_mm": ["7,5"]}``.
    """

    class Kind(models.TextChoices):
        CHECK_IN = "check-in"  # key: the lesion's id
        DAY = "day"  # key: the day, as 2026-11-23
        LESION = "lesion"  # key: site and side, as thumb_tip_palmar-left
        WALK = "walk"  # key: the day it was begun

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            # Two devices write into the same draft; whoever goes on finds one, not two.
            models.UniqueConstraint(fields=["user", "patient", "kind", "key"], name="one_draft_per_form"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
