"""A result keeps what was typed; everything else is read from it, and the database holds the line."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from labs.flags import Flag
from labs.models import LabResult
from tests.conftest import Cast
from tests.labs.make import make_result


def test_value_and_unit_stay_as_typed(cast: Cast) -> None:
    result = make_result(cast.record, value="2,45", unit="mmol/L")
    result.refresh_from_db()
    assert (result.raw_value, result.raw_unit, result.raw_number) == ("2,45", "mmol/L", Decimal("2.45"))


def test_the_canonical_value_is_computed_beside_it(cast: Cast) -> None:
    result = make_result(cast.record, value="9.8", unit="mg/dL")
    assert result.canonical_value == Decimal("2.445232")


def test_a_word_has_neither_number_nor_unit(cast: Cast) -> None:
    result = make_result(cast.record, "anti_scl_70", "Negative", "U/mL")
    assert (result.qualitative, result.raw_number, result.raw_unit) == ("negative", None, "")


def test_a_titre_keeps_its_n(cast: Cast) -> None:
    assert make_result(cast.record, "ana", "1:320", "").titre == 320


def test_a_number_with_the_titre_unit_is_a_titre(cast: Cast) -> None:
    assert make_result(cast.record, "ana", "320", "{titer}").titre == 320


def test_the_only_unit_of_a_test_needs_no_choosing(cast: Cast) -> None:
    assert make_result(cast.record, "esr", "12", "").raw_unit == "mm/h"


def test_a_unit_typed_behind_the_number_counts(cast: Cast) -> None:
    assert make_result(cast.record, value="9.8 mg/dL", unit="").raw_unit == "mg/dL"


def test_the_flag_comes_from_the_labs_own_interval(cast: Cast) -> None:
    assert make_result(cast.record, value="2.70", interval="2.15-2.55").flag is Flag.HIGH


def test_without_an_interval_nothing_is_high_however_large(cast: Cast) -> None:
    assert make_result(cast.record, value="4.9").flag is Flag.UNKNOWN


def test_taking_the_interval_away_takes_its_numbers_away(cast: Cast) -> None:
    result = make_result(cast.record, interval="2.15-2.55")
    assert (result.interval_low, result.interval_high) == (Decimal("2.15"), Decimal("2.55"))
    result.interval_text = ""
    result.full_clean()
    assert (result.interval_low, result.interval_high) == (None, None)


def test_a_day_without_a_time_is_the_same_day_in_the_patients_zone(cast: Cast) -> None:
    cast.record.time_zone = "Pacific/Auckland"
    cast.record.save()
    result = make_result(cast.record, collected_on=datetime.date(2026, 3, 5))
    assert (result.collected_on, result.collected_time_known) == (datetime.date(2026, 3, 5), False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"analyte": "unicorn"}, "analyte"),
        ({"value": "much"}, "raw_value"),
        ({"value": "negative"}, "raw_value"),
        ({"unit": ""}, "raw_unit"),
        ({"unit": "pg/mL"}, "raw_unit"),
        ({"value": "9.8 mg/dL", "unit": "mmol/L"}, "raw_unit"),
        ({"analyte": "ana", "value": "0.5", "unit": "{titer}"}, "raw_value"),
        ({"interval": "normal"}, "interval_text"),
        ({"interval": "3-2"}, "interval_text"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_result(cast.record, **wrong)
    assert field in refused.value.message_dict


@pytest.mark.parametrize(
    "wrong",
    [
        {"raw_number": None},
        {"titre": 320},
        {"raw_unit": ""},
        {"raw_number": -1},
        {"comparator": "~"},
        {"interval_low": 3, "interval_high": 2},
    ],
)
def test_the_database_refuses_a_result_that_contradicts_itself(cast: Cast, wrong: dict[str, Any]) -> None:
    result = make_result(cast.record)
    for name, value in wrong.items():
        setattr(result, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        result.save()


def test_saving_raises_the_revision_and_keeps_history(cast: Cast) -> None:
    result = make_result(cast.record)
    cast.record.refresh_from_db()
    assert cast.record.revision == 1
    assert LabResult.history.filter(id=result.pk).count() == 1
