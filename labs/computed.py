"""Estimates worked out from results of one day: corrected calcium, calcium x phosphate, eGFR. Never stored.

Sources: Medscape calcium correction calculator and GPnotebook (corrected calcium); National Kidney
Foundation, CKD-EPI creatinine equation 2021 (eGFR).
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext_lazy as _

from labs.analytes import ANALYTES, Analyte
from labs.units import convert

if TYPE_CHECKING:
    from labs.definition import Text

ADULT_YEARS = 18
NEEDED = ("calcium_total", "calcium_corrected", "albumin", "phosphate", "creatinine", "egfr")


# ---- the formulae ---------------------------------------------------------------------------------
def corrected_calcium_mg_dl(calcium_mg_dl: Decimal, albumin_g_dl: Decimal) -> Decimal:
    """Total calcium + 0.8 x (4.0 - albumin), in mg/dL, albumin in g/dL."""
    return calcium_mg_dl + Decimal("0.8") * (Decimal("4.0") - albumin_g_dl)


def corrected_calcium_mmol_l(calcium_mmol_l: Decimal, albumin_g_l: Decimal) -> Decimal:
    """Total calcium + 0.02 x (40 - albumin), in mmol/L, albumin in g/L."""
    return calcium_mmol_l + Decimal("0.02") * (Decimal(40) - albumin_g_l)


def calcium_phosphate_product_mg2_dl2(calcium_mg_dl: Decimal, phosphate_mg_dl: Decimal) -> Decimal:
    """Total calcium x phosphate, both in mg/dL, in mg²/dL²; only of one sample."""
    return calcium_mg_dl * phosphate_mg_dl


def egfr_ckd_epi_2021(creatinine_mg_dl: Decimal, age_years: int, sex: str) -> Decimal:
    """Estimated filtration rate in mL/min/1.73 m², to one decimal, by CKD-EPI 2021 from creatinine.

    Args:
        creatinine_mg_dl: IDMS-standardised creatinine, above zero.
        age_years: whole years at the sample; adults only.
        sex: 'female' or 'male', as the formula knows no other.

    Raises:
        ValueError: a child, an unknown sex, or a creatinine of zero.
    """
    if age_years < ADULT_YEARS or sex not in ("female", "male") or creatinine_mg_dl <= 0:
        raise ValueError("CKD-EPI 2021 needs an adult, a sex and a creatinine above zero.")
    kappa, alpha, factor = (0.7, -0.241, 1.012) if sex == "female" else (0.9, -0.302, 1.0)
    ratio = float(creatinine_mg_dl) / kappa
    estimate = 142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**age_years * factor
    return Decimal(estimate).quantize(Decimal("0.1"))


# ---- from the results of one day ------------------------------------------------------------------
class Sample(Protocol):
    """What an estimate needs to know of a result; ``LabResult`` is one."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def analyte(self) -> str: ...
    @property
    def raw_number(self) -> Decimal | None: ...
    @property
    def raw_unit(self) -> str: ...
    @property
    def comparator(self) -> str: ...
    @property
    def collected_at(self) -> datetime.datetime: ...
    @property
    def collected_time_known(self) -> bool: ...


@dataclass(frozen=True)
class Estimate:
    """A number that no lab reported; ``note`` says what it is and when not to trust it.

    Attributes:
        from_ids: the results it was worked out from, the leading one first.
    """

    analyte: Analyte
    value: Decimal
    unit: str
    collected_at: datetime.datetime
    from_ids: tuple[uuid.UUID, ...]
    note: Text

    def value_in(self, unit: str) -> Decimal:
        return convert(self.analyte, self.value, self.unit, unit)


_CORRECTED_NOTE = _(
    "Estimate from total calcium and albumin of that day. Not reliable in chronic kidney disease;"
    " a measured ionised calcium is better."
)
_PRODUCT_NOTE = _("Worked out from total calcium and phosphate of that day.")
_EGFR_NOTE = _(
    "Estimate by CKD-EPI 2021 from creatinine, for adults. A number printed by the lab counts more."
)


def estimates(day: Sequence[Sample], *, age_years: int | None, sex: str) -> list[Estimate]:
    """What can be worked out from the results of one day; the lab's own estimates come first.

    Args:
        day: results of one patient, all collected on one day of hers.
        age_years: her age on that day, or None while unknown.
        sex: 'female', 'male' or '' (then no eGFR).
    """
    found: list[Estimate] = []
    reported = {sample.analyte for sample in day}
    for calcium in _numbers(day, "calcium_total"):
        if "calcium_corrected" not in reported:
            found += _corrected(calcium, _partner(day, calcium, "albumin"))
        found += _product(calcium, _partner(day, calcium, "phosphate"))
    if "egfr" not in reported:
        for creatinine in _numbers(day, "creatinine"):
            found += _egfr(creatinine, age_years, sex)
    return found


def _numbers(day: Sequence[Sample], key: str) -> list[Sample]:
    """Results that are plain numbers: "<0.5" is no number to calculate with."""
    return [s for s in day if s.analyte == key and s.raw_number is not None and not s.comparator]


def _partner(day: Sequence[Sample], leader: Sample, key: str) -> Sample | None:
    """The one result of the same sample; none if the known times differ or several could be meant."""
    all_of_key = [s for s in day if s.analyte == key]
    fitting = [
        s
        for s in _numbers(day, key)
        if s.collected_at == leader.collected_at
        or not (s.collected_time_known and leader.collected_time_known)
    ]
    same_moment = [s for s in fitting if s.collected_at == leader.collected_at]
    if len(same_moment) == 1:
        return same_moment[0]
    return fitting[0] if len(fitting) == len(all_of_key) == 1 else None


def _in(sample: Sample, unit: str) -> Decimal:
    number = sample.raw_number
    assert number is not None  # noqa: S101  # _numbers has sorted the others out; this tells the type checker
    return convert(ANALYTES[sample.analyte], number, sample.raw_unit, unit)


def _corrected(calcium: Sample, albumin: Sample | None) -> list[Estimate]:
    if albumin is None:
        return []
    if calcium.raw_unit == "mg/dL":
        value, unit = corrected_calcium_mg_dl(_in(calcium, "mg/dL"), _in(albumin, "g/dL")), "mg/dL"
    else:
        value, unit = corrected_calcium_mmol_l(_in(calcium, "mmol/L"), _in(albumin, "g/L")), "mmol/L"
    return [_estimate("calcium_corrected", value, unit, (calcium, albumin), _CORRECTED_NOTE)]


def _product(calcium: Sample, phosphate: Sample | None) -> list[Estimate]:
    if phosphate is None:
        return []
    value = calcium_phosphate_product_mg2_dl2(_in(calcium, "mg/dL"), _in(phosphate, "mg/dL"))
    return [_estimate("calcium_phosphate_product", value, "mg2/dL2", (calcium, phosphate), _PRODUCT_NOTE)]


def _egfr(creatinine: Sample, age_years: int | None, sex: str) -> list[Estimate]:
    creatinine_mg_dl = _in(creatinine, "mg/dL")
    if age_years is None or age_years < ADULT_YEARS or not sex or creatinine_mg_dl <= 0:
        return []
    value = egfr_ckd_epi_2021(creatinine_mg_dl, age_years, sex)
    return [_estimate("egfr", value, "mL/min/{1.73m2}", (creatinine,), _EGFR_NOTE)]


def _estimate(key: str, value: Decimal, unit: str, samples: Sequence[Sample], note: Text) -> Estimate:
    ids = tuple(sample.id for sample in samples)
    return Estimate(ANALYTES[key], value, unit, samples[0].collected_at, ids, note)
