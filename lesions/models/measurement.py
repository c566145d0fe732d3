"""A size read off a photo, and what was found on the photo to read it with."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalRow
from accounts.models import User
from lesions.models.lesion import CheckIn, Lesion, MaybeOfLesionQuerySet
from lesions.models.measure_card import MeasureCard
from lesions.models.photo import Photo
from lesions.models.second_reading import hidden_measurements
from lesions.vocabulary import Method

if TYPE_CHECKING:
    from accounts.models import Viewer

BY_PHOTO = [
    (Method.PHOTO_CARD.value, Method.PHOTO_CARD.label),
    (Method.PHOTO_KNOWN.value, Method.PHOTO_KNOWN.label),
]


class PhotoScale(models.Model):
    """What was found on a photo for one setting, kept so that the next tap is quick.

    A browser names it by its id, so that no millimetre ever comes from a browser. It belongs to the person
    who asked: the setting is her answer. ``found`` holds what the pipeline found, or ``{"refused": reason}``.
    ``proposals`` are the outlines proposed with it, as ``{"at": [x, y], "ambiguity": 0.03}`` in fractions.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="scales", editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    method = models.CharField(max_length=12, choices=BY_PHOTO, editable=False)
    card = models.ForeignKey(
        MeasureCard, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    setting = models.JSONField(editable=False)
    setting_key = models.CharField(max_length=64, editable=False)
    found = models.JSONField(editable=False)
    proposals = models.JSONField(default=list, editable=False)
    made_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        constraints = [
            # The second tap with the same answers finds what the first one found.
            models.UniqueConstraint(
                fields=["photo", "made_by", "setting_key"], name="one_scale_per_photo_and_setting"
            ),
        ]

    def __str__(self) -> str:
        return f"scale of {self.photo_id}"

    @property
    def refused(self) -> str:
        """Why there are no millimetres; empty when there are."""
        return str(self.found.get("refused", ""))


def size_field(label: Any, **more: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=9, decimal_places=2, editable=False, **more)


class MeasurementQuerySet(MaybeOfLesionQuerySet["Measurement"]):
    def shown_to(self, viewer: Viewer) -> Self:
        """Without what a second reader must not see yet."""
        return self.exclude(hidden_measurements(viewer)) if isinstance(viewer, User) else self

    def visible_to(self, viewer: Viewer) -> Self:
        return super().visible_to(viewer).shown_to(viewer)


class Measurement(ClinicalRow):
    """One reading of one deposit on one photo by one person. Never changed: a new reading is a new row.

    Its author is ``entered_by``; its key is the ``submission`` of the form that made it. ``lesion`` and
    ``check_in`` are empty while the form that asked for it is open. Outlines are lists of closed polygons,
    ``lines`` two ends of the length and perhaps two of the width; all places are fractions of the upright
    photo. ``scale`` holds what the reading was made from, with ``lesions.measurement.terms.LocalScale``.
    """

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="measurements", editable=False)
    lesion = models.ForeignKey(
        Lesion, on_delete=models.CASCADE, null=True, related_name="measurements", editable=False
    )
    check_in = models.ForeignKey(
        CheckIn, on_delete=models.SET_NULL, null=True, related_name="measurements", editable=False
    )
    as_clinician = models.BooleanField(default=False, editable=False)
    method = models.CharField(_("measured with"), max_length=12, choices=BY_PHOTO, editable=False)
    card = models.ForeignKey(
        MeasureCard, on_delete=models.SET_NULL, null=True, related_name="measurements", editable=False
    )
    scale = models.JSONField(editable=False)
    outlines = models.JSONField(default=list, editable=False, blank=True)
    lines = models.JSONField(default=list, editable=False, blank=True)
    redness = models.JSONField(default=list, editable=False, blank=True)
    ambiguity = models.FloatField(default=0.0, editable=False)
    length_mm = size_field(_("length"))
    width_mm = size_field(_("width"), null=True)
    area_mm2 = size_field(_("area"), null=True)
    perimeter_mm = size_field(_("border"), null=True)
    redness_mm2 = size_field(_("area of redness"), null=True)
    uncertainty_mm = size_field(_("error"))
    parts_mm = models.JSONField(default=dict, editable=False, blank=True)
    # To which earlier reading this photo was laid: {"to": id, "matrix": [[...]], "quality": 0.9}.
    registration = models.JSONField(null=True, editable=False, blank=True)

    objects: ClassVar[MeasurementQuerySet] = MeasurementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["-entered_at"]
        constraints = [
            # A size of nothing, or one without its error, is no reading.
            models.CheckConstraint(
                condition=Q(length_mm__gt=0, uncertainty_mm__gt=0), name="measurement_has_a_length_and_error"
            ),
            # The length is the longest way across; else the two were mixed up.
            models.CheckConstraint(
                condition=Q(width_mm__isnull=True) | Q(width_mm__lte=F("length_mm")),
                name="measurement_is_not_wider_than_long",
            ),
            # A check-in belongs to a deposit, and so does a size that was read for it.
            models.CheckConstraint(
                condition=Q(check_in__isnull=True) | Q(lesion__isnull=False),
                name="measurement_of_a_check_in_has_a_lesion",
            ),
        ]
        indexes = [
            models.Index(fields=["lesion", "-entered_at"], name="measurement_by_lesion"),
            models.Index(fields=["photo", "-entered_at"], name="measurement_by_photo"),
            models.Index(fields=["patient", "-entered_at"], name="measurement_by_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.length_mm} mm, {self.entered_at:%Y-%m-%d}"
