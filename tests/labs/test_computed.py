"""Estimates follow their published formulae and appear only where the samples belong together."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from labs.computed import corrected_calcium_mg_dl, corrected_calcium_mmol_l, egfr_ckd_epi_2021, estimates

MORNING = datetime.datetime(2026, 11, 3, 8, 0, tzinfo=datetime.UTC)


@dataclass
class Sample:
    analyte: str
    raw_number: Decimal | None
    raw_unit: str
    comparator: str = ""
    collected_at: datetime.datetime = MORNING
    collected_time_known: bool = False
    id: uuid.UUID = field(default_factory=uuid.uuid4)


CALCIUM = Sample("calcium_total", Decimal("8.5"), "mg/dL")
ALBUMIN = Sample("albumin", Decimal("3.0"), "g/dL")
PHOSPHATE = Sample("phosphate", Decimal("6.0"), "mg/dL")


def keys(*day: Sample, age_years: int | None = 50, sex: str = "female") -> list[str]:
    return [e.analyte.key for e in estimates(day, age_years=age_years, sex=sex)]


def test_the_worked_example_of_corrected_calcium() -> None:
    assert corrected_calcium_mg_dl(Decimal("8.5"), Decimal("3.0")) == Decimal("9.3")


def test_both_formulae_of_corrected_calcium_agree() -> None:
    in_mg = corrected_calcium_mg_dl(Decimal("8.5"), Decimal("3.0")) / Decimal("4.0078")
    in_mmol = corrected_calcium_mmol_l(Decimal("8.5") / Decimal("4.0078"), Decimal(30))
    assert abs(in_mg - in_mmol) < Decimal("0.001")


@pytest.mark.parametrize(
    ("sex", "age", "creatinine", "egfr"),
    [
        ("female", 55, "0.9", "75.5"),
        ("male", 50, "1.0", "91.7"),
        ("female", 30, "0.6", "123.8"),
        ("male", 70, "2.5", "27.0"),
    ],
)
def test_the_check_values_of_egfr(sex: str, age: int, creatinine: str, egfr: str) -> None:
    assert egfr_ckd_epi_2021(Decimal(creatinine), age, sex) == Decimal(egfr)


@pytest.mark.parametrize(("age", "sex", "creatinine"), [(17, "male", "1"), (40, "", "1"), (40, "male", "0")])
def test_egfr_is_refused_for_a_child_an_unknown_sex_and_a_zero(age: int, sex: str, creatinine: str) -> None:
    with pytest.raises(ValueError, match="CKD-EPI"):
        egfr_ckd_epi_2021(Decimal(creatinine), age, sex)


def test_calcium_and_albumin_of_one_day_give_a_corrected_calcium() -> None:
    assert keys(CALCIUM, ALBUMIN) == ["calcium_corrected"]


def test_the_reported_corrected_calcium_is_not_estimated_again() -> None:
    assert keys(CALCIUM, ALBUMIN, Sample("calcium_corrected", Decimal("9.3"), "mg/dL")) == []


def test_calcium_and_phosphate_of_one_day_give_the_product() -> None:
    found = estimates([CALCIUM, PHOSPHATE], age_years=50, sex="female")
    assert [(e.analyte.key, e.value, e.unit) for e in found] == [
        ("calcium_phosphate_product", Decimal("51.00"), "mg2/dL2")
    ]


def test_mixed_units_are_converted_before_multiplying() -> None:
    phosphate = Sample("phosphate", Decimal("1.5"), "mmol/L")
    found = estimates([CALCIUM, phosphate], age_years=50, sex="female")
    assert found[0].value_in("mmol2/L2").quantize(Decimal("0.01")) == Decimal("3.18")


def test_samples_taken_at_different_times_are_not_combined() -> None:
    evening = MORNING + datetime.timedelta(hours=9)
    early = Sample("calcium_total", Decimal("8.5"), "mg/dL", collected_time_known=True)
    late = Sample("phosphate", Decimal(6), "mg/dL", collected_at=evening, collected_time_known=True)
    assert keys(early, late) == []


def test_two_albumins_without_a_time_are_not_chosen_between() -> None:
    evening = MORNING + datetime.timedelta(hours=9)
    calcium = Sample(
        "calcium_total", Decimal("8.5"), "mg/dL", collected_at=MORNING - datetime.timedelta(hours=1)
    )
    assert keys(calcium, ALBUMIN, Sample("albumin", Decimal("3.5"), "g/dL", collected_at=evening)) == []


def test_nothing_is_calculated_with_a_compared_value() -> None:
    assert keys(CALCIUM, Sample("phosphate", Decimal("0.5"), "mg/dL", comparator="<")) == []


def test_creatinine_gives_an_egfr_for_an_adult() -> None:
    assert keys(Sample("creatinine", Decimal(80), "umol/L")) == ["egfr"]


@pytest.mark.parametrize(("age", "sex"), [(12, "female"), (None, "female"), (50, "")])
def test_no_egfr_without_an_adult_age_and_a_sex(age: int | None, sex: str) -> None:
    assert keys(Sample("creatinine", Decimal(80), "umol/L"), age_years=age, sex=sex) == []


def test_the_labs_own_egfr_takes_precedence() -> None:
    assert (
        keys(Sample("creatinine", Decimal(80), "umol/L"), Sample("egfr", Decimal(70), "mL/min/{1.73m2}"))
        == []
    )
