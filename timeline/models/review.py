"""What dermatologists do with a record: mark it as reviewed, ask for something."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalQuerySet, ClinicalRow
from labs.analytes import ANALYTES
from lesions.models import Lesion, MaybeOfLesionQuerySet

if TYPE_CHECKING:
    import datetime


class Review(ClinicalRow):
    """That a dermatologist has looked at the record up to this moment and says so."""

    reviewed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[ClinicalQuerySet[Review]] = ClinicalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-reviewed_at"]
        indexes = [models.Index(fields=["patient", "-reviewed_at"], name="review_by_patient")]

    def __str__(self) -> str:
        return f"{self.reviewed_at:%Y-%m-%d}"


class FollowUpRequest(ClinicalRow):
    """A dermatologist's wish for a photo, a check-in or a lab value by a day; fulfilled is computed."""

    class Asks(models.TextChoices):
        PHOTO = "photo", _("a photo")
        CHECK_IN = "check_in", _("a check-in")
        LAB = "lab", _("a lab result")

    lesion = models.ForeignKey(
        Lesion, on_delete=models.CASCADE, null=True, blank=True, related_name="requests", editable=False
    )
    asks = models.CharField(_("asks for"), max_length=8, choices=Asks.choices)
    analyte = models.CharField(_("which value"), max_length=40, blank=True)
    due_on = models.DateField(_("by"))
    text = models.CharField(_("in your words"), max_length=300, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True, editable=False)
    declined_words = models.CharField(_("your words"), max_length=300, blank=True, editable=False)

    # Filled in by timeline/requests.py.
    arrived_at: datetime.datetime | None
    is_open: bool
    is_overdue: bool

    objects: ClassVar[MaybeOfLesionQuerySet[FollowUpRequest]] = MaybeOfLesionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["due_on"]
        constraints = [
            # "A photo" without saying of what cannot be fulfilled.
            models.CheckConstraint(
                condition=Q(asks="lab") | Q(lesion__isnull=False),
                name="photo_and_check_in_requests_name_a_lesion",
            ),
        ]
        indexes = [models.Index(fields=["patient", "due_on"], name="request_by_patient")]

    def __str__(self) -> str:
        return f"{self.get_asks_display()} {self.due_on:%Y-%m-%d}"

    @property
    def test_name(self) -> str:
        """The lab value that was named; empty where any would do."""
        return str(ANALYTES[self.analyte].name) if self.analyte in ANALYTES else ""
