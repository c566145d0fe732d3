"""One lab result: what was typed stays as typed; number, interval and canonical value are read from it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalRow
from labs import units
from labs.analytes import ANALYTES, TITRE, Analyte, Kind
from labs.flags import Flag, Interval, flag, read_interval
from labs.messages import unreadable
from labs.units import RawValue, Unreadable

if TYPE_CHECKING:
    from labs.units import Comparator, Word

# A day without a time is kept at noon: it stays the same day if the patient's zone is corrected later.
NOON = datetime.time(12)


class LabResult(ClinicalRow):
    """A result as it stands on the lab's report.

    ``raw_value``, ``raw_unit`` and ``interval_text`` are the truth; ``clean()`` reads the rest from them.
    """

    class Source(models.TextChoices):
        TYPED = "typed", _("typed in")

    class Qualitative(models.TextChoices):
        NEGATIVE = "negative", _("negative")
        BORDERLINE = "borderline", _("borderline")
        POSITIVE = "positive", _("positive")

    analyte = models.CharField(_("test"), max_length=40)
    collected_at = models.DateTimeField(_("sample taken"))
    collected_time_known = models.BooleanField(_("the time of day is known"), default=False)
    raw_value = models.CharField(_("result"), max_length=60)
    raw_unit = models.CharField(_("unit"), max_length=24, blank=True)
    comparator = models.CharField(max_length=2, blank=True, editable=False)
    raw_number = models.DecimalField(max_digits=15, decimal_places=6, null=True, editable=False)
    titre = models.PositiveIntegerField(null=True, editable=False)
    qualitative = models.CharField(max_length=12, choices=Qualitative.choices, blank=True, editable=False)
    # In the analyte's canonical unit; only ever computed, only for a unit we know.
    canonical_value = models.DecimalField(max_digits=15, decimal_places=6, null=True, editable=False)
    interval_text = models.CharField(_("the lab’s own range"), max_length=60, blank=True)
    interval_low = models.DecimalField(max_digits=15, decimal_places=6, null=True, editable=False)
    interval_high = models.DecimalField(max_digits=15, decimal_places=6, null=True, editable=False)
    lab_flag_text = models.CharField(_("mark printed by the lab"), max_length=20, blank=True)
    lab_name = models.CharField(_("lab"), max_length=120, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.TYPED, editable=False)

    class Meta:
        verbose_name = _("lab result")
        verbose_name_plural = _("lab results")
        ordering = ["-collected_at", "-entered_at"]
        indexes = [
            models.Index(fields=["patient", "-collected_at"], name="lab_result_by_day"),
            models.Index(fields=["patient", "analyte", "-collected_at"], name="lab_result_by_analyte"),
        ]
        constraints = [
            # A result is a number, a titre or a word; two at once could disagree.
            models.CheckConstraint(
                condition=Q(raw_number__isnull=False, titre__isnull=True, qualitative="")
                | Q(raw_number__isnull=True, titre__isnull=False, qualitative="")
                | Q(raw_number__isnull=True, titre__isnull=True, qualitative__gt=""),
                name="lab_result_is_one_number_titre_or_word",
            ),
            # A number without its unit can be read in two ways.
            models.CheckConstraint(
                condition=Q(raw_number__isnull=True) | Q(raw_unit__gt=""), name="lab_number_has_a_unit"
            ),
            # Nothing measured here falls below zero.
            models.CheckConstraint(
                condition=Q(raw_number__isnull=True) | Q(raw_number__gte=0), name="lab_number_is_not_negative"
            ),
            # "1:0" is no dilution.
            models.CheckConstraint(
                condition=Q(titre__isnull=True) | Q(titre__gte=1), name="lab_titre_is_at_least_one"
            ),
            # The canonical value is computed from the number, so it never stands alone.
            models.CheckConstraint(
                condition=Q(canonical_value__isnull=True) | Q(raw_number__isnull=False),
                name="lab_canonical_value_has_its_number",
            ),
            # An interval that ends before it starts would make everything high and low.
            models.CheckConstraint(
                condition=Q(interval_low__isnull=True)
                | Q(interval_high__isnull=True)
                | Q(interval_low__lte=models.F("interval_high")),
                name="lab_interval_low_is_not_above_high",
            ),
            # Only the signs the flags know how to read.
            models.CheckConstraint(
                condition=Q(comparator__in=["", "<", "<=", ">", ">="]), name="lab_comparator_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.analyte} {self.raw_value} {self.raw_unit}".strip()

    # ---- what it says -----------------------------------------------------------------------------
    @property
    def test(self) -> Analyte:
        """The catalogue entry; a key that left the catalogue would be a programming error."""
        return ANALYTES[self.analyte]

    @property
    def raw(self) -> RawValue:
        comparator: Comparator = self.comparator  # type: ignore[assignment]  # held to the literals by a constraint
        word: Word = self.qualitative  # type: ignore[assignment]  # held to the literals by its choices
        return RawValue(self.raw_value, comparator, self.raw_number, self.titre, word, unit=self.raw_unit)

    @property
    def interval(self) -> Interval:
        """The lab's own interval in ``raw_unit``; empty when the report gave none."""
        return read_interval(self.interval_text, self.raw_unit)

    @property
    def flag(self) -> Flag:
        """High, low, within, outside or unknown, by the lab's own interval and nothing else."""
        return flag(self.raw, self.interval)

    @property
    def collected_on(self) -> datetime.date:
        """The day in the patient's zone."""
        return self.collected_at.astimezone(self.patient.zone).date()

    @property
    def unit_label(self) -> str:
        unit = self.test.unit(self.raw_unit)
        return unit.label if unit and unit.code != TITRE else ""

    @property
    def as_typed(self) -> str:
        """Value and unit as on the report."""
        return f"{self.raw_value} {self.unit_label}".strip()

    def value_in(self, unit: str) -> Decimal | None:
        """The number in another unit of the test (titres as N); None for words and what does not convert."""
        if self.titre is not None:
            return Decimal(self.titre) if unit == TITRE else None
        if self.raw_number is None or unit == TITRE or self.raw_unit == TITRE:
            return None
        return units.convert(self.test, self.raw_number, self.raw_unit, unit)

    # ---- reading what was typed -------------------------------------------------------------------
    def clean(self) -> None:
        """Read number, titre or word, interval and canonical value from the text.

        Raises:
            ValidationError: by field, in words for people.
        """
        super().clean()
        if self.analyte not in ANALYTES:
            raise ValidationError({"analyte": _("Please choose the test.")})
        self._read_value()
        self._read_interval()
        number = self.raw_number
        self.canonical_value = None if number is None else units.canonical(self.test, number, self.raw_unit)

    def _read_value(self) -> None:
        try:
            raw = units.read_result(self.raw_value)
        except Unreadable as problem:
            raise ValidationError({"raw_value": unreadable(problem.code)}) from problem
        if raw.unit and self.raw_unit and raw.unit != self.raw_unit:
            raise ValidationError(
                {"raw_unit": _("Another unit stands behind the number. Which of the two is right?")}
            )
        self.raw_unit = "" if raw.word else self.raw_unit or raw.unit or self._only_unit()
        self.comparator, self.qualitative, self.titre = raw.comparator, raw.word, raw.titre
        self.raw_number = raw.number
        if raw.number is not None and self.raw_unit == TITRE:
            self._number_is_titre(raw.number)
        self._fits_the_test()

    def _only_unit(self) -> str:
        return self.test.units[0].code if len(self.test.units) == 1 else ""

    def _number_is_titre(self, number: Decimal) -> None:
        if number != number.to_integral_value() or number < 1:
            raise ValidationError({"raw_value": _("A titre is a whole number, such as 1:320.")})
        self.raw_number, self.titre = None, int(number)

    def _fits_the_test(self) -> None:
        kind = self.kind
        if kind not in self.test.kinds:
            raise ValidationError({"raw_value": unreadable(f"not_{kind}")})
        if kind is Kind.NUMERIC and not self.raw_unit:
            raise ValidationError({"raw_unit": _("Please choose the unit that stands on the report.")})
        if kind is not Kind.QUALITATIVE and self.test.unit(self.raw_unit) is None:
            raise ValidationError(
                {"raw_unit": _("This test isn’t reported in that unit. Please choose another.")}
            )

    def _read_interval(self) -> None:
        try:
            interval = read_interval(self.interval_text, self.raw_unit)
        except Unreadable as problem:
            raise ValidationError({"interval_text": unreadable(problem.code)}) from problem
        self.interval_low, self.interval_high = interval.low, interval.high

    @property
    def kind(self) -> Kind:
        if self.qualitative:
            return Kind.QUALITATIVE
        return Kind.TITRE if self.titre is not None else Kind.NUMERIC
