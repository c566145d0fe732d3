"""Conditions, treatments and what happened around, with dates as exact as people remember them."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalQuerySet, ClinicalRow
from care.conditions import CONDITIONS
from care.conditions import OTHER as OTHER_CONDITION
from care.context import ContextKind
from care.treatments import (
    DONE_IN_A_DAY,
    DRUG,
    OTHERS,
    PROCEDURE,
    ROUTE_NAMES,
    TREATMENTS,
    WARFARIN,
)
from lesions.models import Lesion, MaybeOfLesionQuerySet
from lesions.partial_dates import PartialDate, Precision

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def validate_condition_key(key: str) -> None:
    if key not in CONDITIONS:
        raise ValidationError(_("Choose a condition from the list."), code="condition")


def validate_treatment_key(key: str) -> None:
    if key not in TREATMENTS:
        raise ValidationError(_("Choose a treatment from the list."), code="treatment")


def _precision_matches(name: str) -> models.CheckConstraint:
    date, precision = f"{name}_on", f"{name}_precision"
    return models.CheckConstraint(
        condition=Q(**{f"{date}__isnull": True, precision: ""})
        | Q(**{f"{date}__isnull": False, f"{precision}__in": Precision.values}),
        name=f"%(class)s_{name}_has_a_precision",
    )


def _in_order(first: str, last: str) -> models.CheckConstraint:
    exact = {f"{first}_precision": Precision.DAY, f"{last}_precision": Precision.DAY}
    return models.CheckConstraint(
        condition=~Q(**exact) | Q(**{f"{last}_on__gte": models.F(f"{first}_on")}),
        name=f"%(class)s_{last}_is_not_before_{first}",
    )


def check_order(first: PartialDate | None, last: PartialDate | None, field: str) -> None:
    """Refuse an end that must lie before the start; "2024" after "March 2024" may well be right.

    Raises:
        ValidationError: on ``field``.
    """
    if first and last and last.last < first.date:
        raise ValidationError({field: _("This lies before the start. Check both dates.")}, code="order")


class ConditionQuerySet(ClinicalQuerySet["Condition"]):
    def current(self, on: datetime.date) -> Self:
        """What had not resolved on that day of the patient's calendar."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on))


class Condition(ClinicalRow):
    """Something the patient has or had, as far as it matters for calcium deposits."""

    class Certainty(models.TextChoices):
        DIAGNOSED = "diagnosed", _("A doctor has diagnosed it")
        SUSPECTED = "suspected", _("A doctor thinks it may be this")
        OWN = "own", _("My own guess")

    key = models.CharField(_("condition"), max_length=40, validators=[validate_condition_key])
    own_words = models.CharField(_("in your own words"), max_length=200, blank=True)
    since_on = models.DateField(_("since"), null=True, blank=True)
    since_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    until_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    certainty = models.CharField(_("how sure is it"), max_length=16, choices=Certainty.choices, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    objects: ClassVar[ConditionQuerySet] = ConditionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["-since_on", "-entered_at"]
        constraints = [
            # "Something else" says nothing without words.
            models.CheckConstraint(
                condition=~Q(key=OTHER_CONDITION) | ~Q(own_words=""), name="other_condition_has_words"
            ),
            # A date without its precision would be shown as more exact than it was said.
            _precision_matches("since"),
            _precision_matches("until"),
            # Two exact days in the wrong order are a slip; less exact ones are weighed in clean().
            _in_order("since", "until"),
        ]
        indexes = [models.Index(fields=["patient", "deleted_at"], name="condition_by_patient")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> StrPromise | str:
        """What it is called on the page: the catalogue's name, or the person's own words."""
        return self.own_words if self.key == OTHER_CONDITION else CONDITIONS[self.key].name

    @property
    def since(self) -> PartialDate | None:
        return PartialDate.of(self.since_on, self.since_precision)

    @property
    def until(self) -> PartialDate | None:
        return PartialDate.of(self.until_on, self.until_precision)

    def is_current(self, on: datetime.date) -> bool:
        return self.until_on is None or self.until_on > on

    def clean(self) -> None:
        check_order(self.since, self.until, "until_on")
        if self.key == OTHER_CONDITION and not self.own_words:
            raise ValidationError({"own_words": _("Say in a few words what it is.")}, code="own_words")


class TreatmentQuerySet(ClinicalQuerySet["Treatment"]):
    def current(self, on: datetime.date) -> Self:
        """What was going on on that day: begun, not stopped, and not over on the day it was done."""
        begun = self.filter(Q(start_on__isnull=True) | Q(start_on__lte=on))
        lasting = Q(stop_on__isnull=True) & ~Q(key__in=DONE_IN_A_DAY)
        return begun.filter(lasting | Q(stop_on__gt=on))

    def for_lesion(self, lesion: Lesion) -> Self:
        """What concerns this deposit: it is one of the targets, or the treatment is for the whole person."""
        return self.filter(Q(lesions=lesion) | Q(lesions__isnull=True), patient=lesion.patient_id)


class Treatment(ClinicalRow):
    """A drug taken or a procedure done, for the whole person or for some deposits."""

    class Kind(models.TextChoices):
        DRUG = DRUG, _("Medicine")
        PROCEDURE = PROCEDURE, _("Procedure")

    _history_m2m_fields = ("lesions",)

    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    key = models.CharField(_("treatment"), max_length=40, validators=[validate_treatment_key])
    own_name = models.CharField(_("name"), max_length=120, blank=True)
    brand = models.CharField(_("brand"), max_length=120, blank=True)
    route = models.CharField(
        _("how it is given"),
        max_length=16,
        choices=[(str(key), name) for key, name in ROUTE_NAMES.items()],
        blank=True,
    )
    dose_text = models.CharField(_("dose, as on the box"), max_length=200, blank=True)
    start_on = models.DateField(_("start"), null=True, blank=True)
    start_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    stop_on = models.DateField(_("stop"), null=True, blank=True)
    stop_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    stop_reason = models.CharField(_("why it was stopped"), max_length=300, blank=True)
    outcome = models.TextField(_("what it did, good or bad"), max_length=2000, blank=True)
    taken_for_other_reason = models.BooleanField(
        _("taken for another reason than the deposits"), default=False
    )
    lesions = models.ManyToManyField(
        Lesion, verbose_name=_("deposits"), related_name="treatments", blank=True
    )
    control_lesion = models.ForeignKey(
        Lesion,
        verbose_name=_("deposit left untreated, to compare"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="control_of",
    )

    objects: ClassVar[TreatmentQuerySet] = TreatmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        ordering = ["-start_on", "-entered_at"]
        constraints = [
            # "Another medicine" says nothing without a name.
            models.CheckConstraint(
                condition=~Q(key__in=sorted(OTHERS)) | ~Q(own_name=""), name="other_treatment_has_a_name"
            ),
            # A date without its precision would be shown as more exact than it was said.
            _precision_matches("start"),
            _precision_matches("stop"),
            # Two exact days in the wrong order are a slip; the same day is fine for a procedure.
            _in_order("start", "stop"),
        ]
        indexes = [models.Index(fields=["patient", "deleted_at"], name="treatment_by_patient")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> StrPromise | str:
        """What it is called on the page: the catalogue's name, or the person's own for another one."""
        return self.own_name if self.key in OTHERS else TREATMENTS[self.key].name

    @property
    def start(self) -> PartialDate | None:
        return PartialDate.of(self.start_on, self.start_precision)

    @property
    def stop(self) -> PartialDate | None:
        return PartialDate.of(self.stop_on, self.stop_precision)

    @property
    def is_procedure(self) -> bool:
        return self.kind == PROCEDURE

    @property
    def is_warfarin(self) -> bool:
        return self.key == WARFARIN

    def is_current(self, on: datetime.date) -> bool:
        """The same rule as ``TreatmentQuerySet.current``, for a row that is already here."""
        if self.start_on and self.start_on > on:
            return False
        if self.stop_on:
            return self.stop_on > on
        return self.key not in DONE_IN_A_DAY

    def clean(self) -> None:
        check_order(self.start, self.stop, "stop_on")
        known = TREATMENTS.get(self.key)
        if known and known.kind != self.kind:
            raise ValidationError({"key": _("Choose a treatment from the list.")}, code="kind")
        if self.key in OTHERS and not self.own_name:
            raise ValidationError({"own_name": _("Say what it is called.")}, code="own_name")
        if self.control_lesion and self.control_lesion.patient_id != self.patient_id:
            raise ValidationError({"control_lesion": _("Choose a deposit of this record.")}, code="foreign")


def check_lesions(treatment: Treatment, lesions: Collection[Lesion]) -> None:
    """Refuse targets of another record, and an untreated deposit that is itself a target.

    Raises:
        ValidationError: on ``lesions`` or ``control_lesion``.
    """
    if any(lesion.patient_id != treatment.patient_id for lesion in lesions):
        raise ValidationError({"lesions": _("Choose deposits of this record.")}, code="foreign")
    if treatment.control_lesion_id is None:
        return
    if treatment.control_lesion_id in {lesion.pk for lesion in lesions}:
        text = _("This one is also ticked as treated. Untick it there, or choose another to compare with.")
        raise ValidationError({"control_lesion": text}, code="treated_control")
    if not lesions:
        text = _("To compare with an untreated one, tick first which deposits were treated.")
        raise ValidationError({"control_lesion": text}, code="control_without_target")


class ContextEntry(ClinicalRow):
    """Something that happened around: to the whole person, or to one deposit such as a knock."""

    kind = models.CharField(_("what happened"), max_length=8, choices=ContextKind.choices)
    lesion = models.ForeignKey(
        Lesion,
        verbose_name=_("deposit"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="context_entries",
    )
    happened_on = models.DateField(_("when"))
    happened_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    note = models.TextField(_("note"), max_length=1000, blank=True)

    objects: ClassVar[MaybeOfLesionQuerySet[ContextEntry]] = MaybeOfLesionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("thing that happened")
        verbose_name_plural = _("things that happened")
        ordering = ["-happened_on", "-entered_at"]
        indexes = [models.Index(fields=["patient", "-happened_on"], name="context_entry_by_patient")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def happened(self) -> PartialDate:
        return PartialDate(self.happened_on, self.happened_precision)

    def clean(self) -> None:
        if self.lesion and self.lesion.patient_id != self.patient_id:
            raise ValidationError({"lesion": _("Choose a deposit of this record.")}, code="foreign")
