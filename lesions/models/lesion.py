"""Lesions, their check-ins and life events, the daily entry of the whole person."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalQuerySet, ClinicalRow
from accounts.models import User
from lesions import anatomy
from lesions.models.second_reading import SIZES, hidden_check_ins
from lesions.partial_dates import PartialDate, Precision
from lesions.vocabulary import (
    Anchor,
    Arrangement,
    Colour,
    Consistency,
    DiagnosisType,
    Drainage,
    EventKind,
    Function,
    Grade,
    Method,
    Morphology,
    Side,
    Sign,
    Surface,
    UlcerCourse,
    UlcerOrigin,
    Visibility,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from accounts.models import Viewer

RowT = TypeVar("RowT", bound=ClinicalRow, covariant=True)
MAX_LENGTH_MM = Decimal("500")
NRS = [MinValueValidator(0), MaxValueValidator(10)]
FRACTION = [MinValueValidator(0), MaxValueValidator(1)]
# Everything a check-in can say beside the comparison with last time.
SAID = (
    "length_mm", "width_mm", "height_mm", "area_mm2", "lump_count", "arrangement", "colour", "consistency",
    "surface", "drainage", "pain_rest", "pain_pressure", "itch", "redness", "warmth", "swelling",
    "tenderness", "function", "note",
)  # fmt: skip
SIZE = [MinValueValidator(Decimal("0.1")), MaxValueValidator(MAX_LENGTH_MM)]


def size_field(label: StrPromise | str) -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(label, max_digits=5, decimal_places=1, null=True, blank=True, validators=SIZE)


def grade_field(label: StrPromise | str) -> models.CharField[str, str]:
    return models.CharField(label, max_length=8, choices=Grade.choices, blank=True)


class LesionQuerySet(ClinicalQuerySet[RowT]):
    """Lesions. One that was merged into another is not there, but it was not deleted either."""

    def removed(self) -> Self:
        return super().removed().filter(merged_into__isnull=True)

    def merged(self) -> Self:
        return self.filter(merged_into__isnull=False)


class Lesion(ClinicalRow):
    """One deposit with its place; its state follows from its life events (lesions/status.py)."""

    site = models.CharField(_("place"), max_length=40)
    side = models.CharField(_("side"), max_length=5, choices=Side.choices)
    map_view = models.CharField(max_length=24, blank=True)
    map_x = models.FloatField(null=True, blank=True, validators=FRACTION)
    map_y = models.FloatField(null=True, blank=True, validators=FRACTION)
    name = models.CharField(_("name"), max_length=80)
    noticed_on = models.DateField(_("first noticed"), null=True, blank=True)
    noticed_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    morphology = models.CharField(_("feels like"), max_length=8, choices=Morphology.choices, blank=True)
    visibility = models.CharField(_("seen or felt"), max_length=16, choices=Visibility.choices, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    diagnosis_type = models.CharField(
        _("type, said by a dermatologist"), max_length=16, choices=DiagnosisType.choices, blank=True
    )
    diagnosed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    diagnosed_at = models.DateTimeField(null=True, blank=True)
    # Beside the patient's own "feels like", never in its place.
    clinician_morphology = models.CharField(
        _("form, said by a dermatologist"), max_length=8, choices=Morphology.choices, blank=True
    )
    clinician_morphology_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    clinician_morphology_at = models.DateTimeField(null=True, blank=True)
    # "These are the same one": hidden, its address leads to the other, and it goes for good only with that.
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, editable=False, related_name="merged_from"
    )
    # "These are really two": the one that this one's entries stood with.
    split_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="split_into"
    )

    objects: ClassVar[LesionQuerySet[Lesion]] = LesionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("deposit")
        verbose_name_plural = _("deposits")
        ordering = ["name"]
        constraints = [
            # Half a point cannot be drawn.
            models.CheckConstraint(
                condition=Q(map_x__isnull=True, map_y__isnull=True)
                | Q(map_x__isnull=False, map_y__isnull=False),
                name="lesion_point_has_both_coordinates",
            ),
            # A date without its precision would be shown as more exact than it was said.
            models.CheckConstraint(
                condition=Q(noticed_on__isnull=True) | ~Q(noticed_precision=""),
                name="lesion_noticed_has_a_precision",
            ),
            # A merged one that is still in the lists would be counted twice.
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(deleted_at__isnull=False),
                name="lesion_merged_is_out_of_sight",
            ),
        ]
        indexes = [models.Index(fields=["patient", "deleted_at"], name="lesion_by_patient")]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        return anatomy.site_label(self.site, self.side)

    def clean(self) -> None:
        if self.site not in anatomy.SITES:
            raise ValidationError({"site": _("Choose a place from the map or the list.")})
        if self.side not in anatomy.sides_for(self.site):
            raise ValidationError({"side": _("Say whether it is on the left or the right.")})


class OfLesionQuerySet(ClinicalQuerySet[RowT]):
    """Rows about one lesion: deleting the lesion hides them too, restoring it brings them back."""

    def kept(self) -> Self:
        return super().kept().filter(lesion__deleted_at__isnull=True)

    def removed(self) -> Self:
        """Without the rows of a deleted lesion: its page, to which undoing leads, is not there."""
        return super().removed().filter(lesion__deleted_at__isnull=True)

    def of(self, lesion: Lesion) -> Self:
        """The kept rows of a lesion that is itself known to be kept: no second look at the lesion's table."""
        return super().kept().filter(lesion=lesion)


class MaybeOfLesionQuerySet(ClinicalQuerySet[RowT]):
    """Rows about the patient, or about one lesion and then hidden with it."""

    def kept(self) -> Self:
        return super().kept().filter(Q(lesion__isnull=True) | Q(lesion__deleted_at__isnull=True))

    def removed(self) -> Self:
        """Without the rows of a deleted lesion: its page, to which undoing leads, is not there."""
        return super().removed().filter(Q(lesion__isnull=True) | Q(lesion__deleted_at__isnull=True))


class CheckInQuerySet(OfLesionQuerySet[RowT]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Also without the sizes that a second reader must not know yet: those check-ins are left out.

        A page that shows what else such a check-in says uses ``second_readings.hide_sizes`` on loaded rows.
        """
        rows = super().visible_to(viewer)
        return rows.exclude(hidden_check_ins(viewer)) if isinstance(viewer, User) else rows


class CheckIn(ClinicalRow):
    """How one lesion was at one moment. Every value may be missing; a missing value is never zero."""

    lesion = models.ForeignKey(Lesion, on_delete=models.CASCADE, related_name="check_ins", editable=False)
    observed_at = models.DateTimeField(_("when"), default=timezone.now)
    anchor = models.SmallIntegerField(_("against last time"), choices=Anchor.choices, null=True, blank=True)
    length_mm = size_field(_("length"))
    width_mm = size_field(_("width"))
    height_mm = size_field(_("height"))
    area_mm2 = models.DecimalField(_("area"), max_digits=8, decimal_places=1, null=True, blank=True)
    method = models.CharField(_("measured with"), max_length=12, choices=Method.choices, blank=True)
    uncertainty_mm = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True, editable=False
    )
    lump_count = models.PositiveSmallIntegerField(_("how many lumps"), null=True, blank=True)
    arrangement = models.CharField(_("arrangement"), max_length=8, choices=Arrangement.choices, blank=True)
    colour = models.CharField(_("colour"), max_length=12, choices=Colour.choices, blank=True)
    consistency = models.CharField(_("feels"), max_length=8, choices=Consistency.choices, blank=True)
    surface = models.CharField(_("skin over it"), max_length=8, choices=Surface.choices, blank=True)
    drainage = models.CharField(_("comes out"), max_length=8, choices=Drainage.choices, blank=True)
    pain_rest = models.PositiveSmallIntegerField(_("pain at rest"), null=True, blank=True, validators=NRS)
    pain_pressure = models.PositiveSmallIntegerField(
        _("pain on pressure"), null=True, blank=True, validators=NRS
    )
    itch = models.PositiveSmallIntegerField(_("itch"), null=True, blank=True, validators=NRS)
    redness = grade_field(_("redness"))
    warmth = grade_field(_("warmth"))
    swelling = grade_field(_("swelling"))
    tenderness = grade_field(_("tender"))
    function = models.CharField(_("in the way"), max_length=8, choices=Function.choices, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    objects: ClassVar[CheckInQuerySet[CheckIn]] = CheckInQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-observed_at"]
        constraints = [
            # A size without its way of measuring has no known error, and no chart may show it.
            models.CheckConstraint(
                condition=Q(
                    length_mm__isnull=True,
                    width_mm__isnull=True,
                    height_mm__isnull=True,
                    area_mm2__isnull=True,
                )
                | ~Q(method=""),
                name="check_in_size_has_a_method",
            ),
            # "Same as last time" is an anchor; numbers belong to the scale of 0 to 10 or are missing.
            models.CheckConstraint(
                condition=(Q(pain_rest__isnull=True) | Q(pain_rest__lte=10))
                & (Q(pain_pressure__isnull=True) | Q(pain_pressure__lte=10))
                & (Q(itch__isnull=True) | Q(itch__lte=10)),
                name="check_in_scales_end_at_ten",
            ),
        ]
        indexes = [
            models.Index(fields=["lesion", "-observed_at"], name="check_in_by_lesion"),
            models.Index(fields=["patient", "-observed_at"], name="check_in_by_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.observed_at:%Y-%m-%d %H:%M}"

    @property
    def is_only_same(self) -> bool:
        """Whether "same as last time" is all that was said."""
        return self.anchor == Anchor.SAME and all(getattr(self, name) in (None, "") for name in SAID)

    # Set on loaded rows that a second reader may see without their size.
    sizes_are_hidden = False

    def hide_sizes(self) -> None:
        """Forget the size in this object, which can no longer be saved."""
        for name in (*SIZES, "uncertainty_mm"):
            setattr(self, name, None)
        self.method, self.sizes_are_hidden = "", True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.sizes_are_hidden:
            raise RuntimeError("A check-in whose size is hidden from its viewer must not be saved.")
        super().save(*args, **kwargs)

    @property
    def has_size(self) -> bool:
        return self.length_mm is not None or self.width_mm is not None

    def clean(self) -> None:
        measured = self.has_size or self.height_mm is not None or self.area_mm2 is not None
        if measured and not self.method:
            raise ValidationError({"method": _("Say how you measured it, so that the error is known.")})
        if self.width_mm is not None and self.length_mm is not None and self.width_mm > self.length_mm:
            raise ValidationError(
                {"width_mm": _("The width is larger than the length. The longest way across is the length.")}
            )


class LifeEvent(ClinicalRow):
    """Something that happened to one lesion on a day."""

    lesion = models.ForeignKey(Lesion, on_delete=models.CASCADE, related_name="life_events", editable=False)
    kind = models.CharField(_("what happened"), max_length=12, choices=EventKind.choices)
    happened_on = models.DateField(_("when"))
    precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    # Of an open sore only.
    origin = models.CharField(_("where it came from"), max_length=10, choices=UlcerOrigin.choices, blank=True)
    course = models.CharField(_("how it goes on"), max_length=9, choices=UlcerCourse.choices, blank=True)

    objects: ClassVar[OfLesionQuerySet[LifeEvent]] = OfLesionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("life event")
        verbose_name_plural = _("life events")
        ordering = ["happened_on", "entered_at"]
        constraints = [
            # Origin and course are classes of open sores; on another event they would say nothing.
            models.CheckConstraint(
                condition=Q(kind=EventKind.ULCER) | Q(origin="", course=""),
                name="life_event_origin_and_course_of_a_sore",
            ),
        ]
        indexes = [
            models.Index(fields=["lesion", "happened_on"], name="life_event_by_lesion"),
            models.Index(fields=["patient", "-happened_on"], name="life_event_by_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on:%Y-%m-%d}"

    @property
    def when(self) -> PartialDate:
        return PartialDate(self.happened_on, self.precision)

    @property
    def is_ulcer(self) -> bool:
        return self.kind == EventKind.ULCER

    @property
    def ulcer_words(self) -> list[str]:
        """Origin and course of an open sore as far as somebody knew them."""
        known = []
        if self.origin not in ("", UlcerOrigin.UNKNOWN):
            known.append(self.get_origin_display())
        if self.course not in ("", UlcerCourse.UNKNOWN):
            known.append(self.get_course_display())
        return known


class HandTrouble(models.IntegerChoices):
    NONE = 0, _("no trouble")
    SOME = 1, _("some trouble")
    MUCH = 2, _("much trouble")
    UNABLE = 3, _("could not do it")


def hand_field(label: StrPromise | str) -> models.SmallIntegerField[int | None, int | None]:
    return models.SmallIntegerField(label, choices=HandTrouble.choices, null=True, blank=True)


class DailyEntry(ClinicalRow):
    """The whole person on one day: how it was, what the hands could do, and any sign to look out for."""

    on = models.DateField(_("day"))
    anchor = models.SmallIntegerField(
        _("all in all, against last time"), choices=Anchor.choices, null=True, blank=True
    )
    pain = models.PositiveSmallIntegerField(_("pain"), null=True, blank=True, validators=NRS)
    hands_small_things = hand_field(_("buttons, keys, coins"))
    hands_grip = hand_field(_("holding and carrying"))
    hands_self_care = hand_field(_("washing and dressing"))
    signs = models.JSONField(_("any of these today?"), default=list, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    objects: ClassVar[ClinicalQuerySet[DailyEntry]] = ClinicalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("daily entry")
        verbose_name_plural = _("daily entries")
        ordering = ["-on"]
        constraints = [
            # One entry stands for one day; a second visit to the page edits it.
            models.UniqueConstraint(
                fields=["patient", "on"], condition=Q(deleted_at__isnull=True), name="one_daily_entry_per_day"
            ),
        ]
        indexes = [models.Index(fields=["patient", "-on"], name="daily_entry_by_patient")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"

    @property
    def sign_labels(self) -> list[str]:
        return [str(Sign(sign).label) for sign in self.signs]

    def clean(self) -> None:
        if not isinstance(self.signs, list) or not set(self.signs) <= set(Sign.values):
            raise ValidationError({"signs": _("Choose from the list.")})
