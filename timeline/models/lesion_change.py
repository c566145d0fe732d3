"""That lesions were made one or two."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalQuerySet, ClinicalRow
from lesions.models import Lesion


class LesionChange(ClinicalRow):
    """That two lesions were made one, or one two: who, when, and what moved, so that it can be taken back.

    Taking it back is its deletion. ``kept`` is the one that stays; ``other`` the one that was merged into it,
    or the new one that was split from it.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", _("made one")
        SPLIT = "split", _("made two")

    kind = models.CharField(max_length=5, choices=Kind.choices)
    kept = models.ForeignKey(Lesion, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Lesion, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict, blank=True)

    objects: ClassVar[ClinicalQuerySet[LesionChange]] = ClinicalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("change of deposits")
        verbose_name_plural = _("changes of deposits")
        ordering = ["-entered_at"]
        indexes = [models.Index(fields=["patient", "-entered_at"], name="lesion_change_by_patient")]

    def __str__(self) -> str:
        return f"{self.kept} + {self.other}"
