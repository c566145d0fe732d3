"""What other parts of the site read: trends in one unit, and what is high by its own lab's interval."""

from decimal import Decimal

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.services import remove_clinical
from labs.flags import Flag
from labs.series import flagged_labs, latest_results, trend_points
from labs.units import UnknownUnit
from tests.conftest import Cast
from tests.labs.make import make_result


def test_a_trend_is_in_one_unit_oldest_first(cast: Cast) -> None:
    make_result(cast.record, value="9.8", unit="mg/dL", interval="8.8-10.4", days_ago=1)
    make_result(cast.record, value="2.60", unit="mmol/L", interval="2.15-2.55", days_ago=9)
    points = trend_points(cast.record, "calcium_total", "mmol/L")
    assert [p.value and p.value.quantize(Decimal("0.01")) for p in points] == [
        Decimal("2.60"),
        Decimal("2.45"),
    ]
    assert [p.flag for p in points] == [Flag.HIGH, Flag.WITHIN]
    assert points[1].low is not None
    assert points[1].low.quantize(Decimal("0.01")) == Decimal("2.20")


def test_a_trend_keeps_the_comparator_and_the_text_of_the_report(cast: Cast) -> None:
    make_result(cast.record, "pth", "<5", "pg/mL")
    point = trend_points(cast.record, "pth", "pmol/L")[0]
    assert (point.comparator, point.raw_text, point.time_known) == ("<", "<5 pg/mL", False)


def test_a_word_is_on_the_trend_without_a_number(cast: Cast) -> None:
    make_result(cast.record, "ana", "negative", "", interval="negative", days_ago=2)
    make_result(cast.record, "ana", "1:320", "", interval="<1:80")
    points = trend_points(cast.record, "ana", "{titer}")
    assert [p.value for p in points] == [None, Decimal(320)]


def test_a_number_and_a_titre_of_one_antibody_are_not_mixed(cast: Cast) -> None:
    make_result(cast.record, "anticentromere", "120", "U/mL", interval="<10")
    point = trend_points(cast.record, "anticentromere", "{titer}")[0]
    assert (point.value, point.high) == (None, None)


def test_a_unit_of_another_test_is_refused(cast: Cast) -> None:
    make_result(cast.record)
    with pytest.raises(UnknownUnit):
        trend_points(cast.record, "calcium_total", "g/L")


def test_deleted_results_are_on_no_trend(cast: Cast) -> None:
    remove_clinical(make_result(cast.record, interval="1-2"), by=cast.owner)
    assert trend_points(cast.record, "calcium_total", "mmol/L") == []
    assert flagged_labs(cast.record) == []


def test_flags_go_by_the_latest_result_of_each_test(cast: Cast) -> None:
    make_result(cast.record, "phosphate", "2.1", "mmol/L", interval="0.8-1.5", days_ago=3)
    make_result(cast.record, value="2.70", interval="2.15-2.55", days_ago=5)
    make_result(cast.record, value="2.40", interval="2.15-2.55", days_ago=1)
    assert [key for key, _day, _flag in flagged_labs(cast.record)] == ["phosphate"]


def test_a_flag_carries_the_day_in_the_patients_zone(cast: Cast) -> None:
    result = make_result(cast.record, value="2.70", interval="2.15-2.55", days_ago=5)
    assert flagged_labs(cast.record) == [("calcium_total", result.collected_on, "high")]


def test_a_large_number_without_the_labs_interval_is_not_high(cast: Cast) -> None:
    make_result(cast.record, value="4.5")
    assert flagged_labs(cast.record) == []


def test_what_lies_below_the_labs_range_is_flagged_too(cast: Cast) -> None:
    make_result(cast.record, value="1.90", interval="2.15-2.55")
    assert [(key, flag) for key, _day, flag in flagged_labs(cast.record)] == [("calcium_total", "low")]


def test_flagged_labs_ask_once(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for days_ago in range(4):
        make_result(cast.record, value="2.70", interval="2.15-2.55", days_ago=days_ago)
    with django_assert_num_queries(1):
        flagged_labs(cast.record)


def test_the_latest_result_is_one_per_test_and_of_this_record_only(cast: Cast) -> None:
    newest = make_result(cast.record)
    make_result(cast.record, days_ago=4)
    make_result(cast.stranger_record, "albumin", "40", "g/L")
    assert list(latest_results(cast.record)) == [newest]
