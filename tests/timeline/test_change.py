"""A change is called one only when the measurements allow it."""

from datetime import date, timedelta
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.change import Change, Reading, latest_change

FIRST = date(2026, 1, 12)


def readings(*rows: tuple[int, float, float, str]) -> list[Reading]:
    return [Reading(FIRST + timedelta(days=day), mm, error, method) for day, mm, error, method in rows]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([], "cannot_tell"),
        ([(0, 9, 1, "ruler")], "cannot_tell"),
        ([(0, 9, 1, "ruler"), (0, 4, 1, "ruler")], "cannot_tell"),
        ([(0, 9, 1, "ruler"), (30, 4, 0.6, "photo_card")], "cannot_tell"),
        ([(0, 9, 1, "ruler"), (30, 9, 1, "ruler")], "no_sure_change"),
        ([(0, 9, 1, "ruler"), (30, 10, 1, "ruler")], "no_sure_change"),
        ([(0, 9, 1, "ruler"), (30, 7, 1, "ruler")], "no_sure_change"),
        ([(0, 9, 1, "ruler"), (20, 6, 1, "ruler"), (30, 7, 1, "ruler")], "shorter"),
        ([(0, 9, 1, "ruler"), (20, 12, 1, "ruler"), (30, 7, 1, "ruler")], "no_sure_change"),
        ([(0, 9, 1, "ruler"), (30, 5, 1, "ruler")], "shorter"),
        ([(0, 5, 1, "ruler"), (30, 9, 1, "ruler")], "longer"),
        ([(0, 5, 1, "ruler"), (15, 30, 7.5, "eye"), (30, 9, 1, "ruler")], "longer"),
        ([(0, 5, 2, "eye"), (30, 7.5, 2, "eye")], "no_sure_change"),
        ([(0, 2, 1, "ruler"), (500, 9, 1, "ruler")], "cannot_tell"),
    ],
)
def test_the_verdict_follows_error_rule_and_method(
    rows: list[tuple[int, float, float, str]], kind: str
) -> None:
    assert latest_change(readings(*rows)).kind == kind


def test_a_change_is_said_with_its_error_and_its_day() -> None:
    change = latest_change(readings((0, 9, 1, "ruler"), (296, 6, 1, "ruler"), (309, 7, 1, "ruler")))
    assert change.sentence.lead == "Shorter by 2 mm ± 1.4 mm since 12 January."
    assert "more than the error of the two measurements" in change.sentence.more


def test_a_day_in_another_year_is_said_with_its_year() -> None:
    change = latest_change(readings((0, 5, 1, "ruler"), (360, 9, 1, "ruler")))
    assert "since 12 January 2026" in change.sentence.lead


def test_different_methods_are_named_as_the_reason() -> None:
    change = latest_change(readings((0, 9, 1, "ruler"), (30, 4, 0.6, "photo_card")))
    assert "measured in different ways, so we can’t compare them" in change.sentence.more
    assert change.difference_mm is None


def test_a_small_difference_beyond_the_error_waits_for_a_second_measurement() -> None:
    change = latest_change(readings((0, 9, 0.5, "caliper"), (30, 10, 0.5, "caliper")))
    assert (change.kind, change.reason) == ("no_sure_change", "small")
    assert "second measurement" in change.sentence.more


def test_the_rule_says_that_it_is_our_own() -> None:
    assert "our own" in latest_change([]).rule


sizes = st.floats(min_value=1, max_value=200, allow_nan=False)
errors = st.floats(min_value=0.1, max_value=20, allow_nan=False)


def two(then: float, now: float, error_then: float, error_now: float) -> Change:
    return latest_change(readings((0, then, error_then, "ruler"), (60, now, error_now, "ruler")))


@given(sizes, sizes, errors, errors)
def test_growing_and_shrinking_are_judged_alike(a: float, b: float, error_a: float, error_b: float) -> None:
    mirrored = {"longer": "shorter", "shorter": "longer"}
    there, back = two(a, b, error_a, error_b), two(b, a, error_b, error_a)
    assert back.kind == mirrored.get(there.kind, there.kind)


@given(sizes, errors, errors)
def test_equal_sizes_are_never_a_change(size: float, error_a: float, error_b: float) -> None:
    assert two(size, size, error_a, error_b).kind == "no_sure_change"


@given(sizes, sizes, errors, errors)
def test_a_change_always_exceeds_the_combined_error(
    a: float, b: float, error_a: float, error_b: float
) -> None:
    change = two(a, b, error_a, error_b)
    assert not change.is_change or abs(b - a) > hypot(error_a, error_b)


@given(sizes, sizes, errors, errors, st.floats(min_value=1, max_value=10))
def test_the_same_picture_enlarged_never_loses_its_change(
    a: float, b: float, error_a: float, error_b: float, scale: float
) -> None:
    if abs(abs(a - b) - hypot(error_a, error_b)) < 1e-6 or abs(abs(a - b) - 0.25 * max(a, b)) < 1e-6:
        return
    before, after = two(a, b, error_a, error_b), two(a * scale, b * scale, error_a * scale, error_b * scale)
    assert not before.is_change or after.kind == before.kind
