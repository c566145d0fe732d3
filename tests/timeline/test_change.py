"""A change is called one only when the measurements allow it."""

import random
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.change import Change, Reading, change_of, difference_of
from timeline.change_fit import robust_line

FIRST = date(2026, 1, 12)
Row = tuple[int, float, float, str]
RUNS = 100


def readings(*rows: Row) -> list[Reading]:
    return [Reading(FIRST + timedelta(days=day), mm, error, method) for day, mm, error, method in rows]


def monthly(*sizes_mm: float) -> list[Row]:
    return [(30 * month, mm, 1, "ruler") for month, mm in enumerate(sizes_mm)]


@pytest.mark.parametrize(
    ("rows", "verdict", "basis"),
    [
        ([], "cannot_tell", "none"),
        ([(0, 9, 1, "ruler")], "cannot_tell", "one"),
        ([(0, 9, 1, "ruler"), (0, 4, 1, "ruler")], "cannot_tell", "one"),
        ([(0, 9, 1, "ruler"), (30, 4, 0.6, "photo_card")], "cannot_tell", "methods"),
        ([(0, 9, 1, "ruler"), (30, 9, 1, "ruler")], "stable", "two"),
        ([(0, 9, 1, "ruler"), (30, 10, 1, "ruler")], "stable", "two"),
        ([(0, 9, 1, "ruler"), (30, 7, 1, "ruler")], "improving", "two"),
        ([(0, 5, 1, "ruler"), (30, 9, 1, "ruler")], "progressing", "two"),
        ([(0, 5, 2, "eye"), (30, 7.5, 2, "eye")], "cannot_tell", "coarse"),
        ([(0, 3, 1, "ruler"), (30, 3, 1, "ruler")], "cannot_tell", "coarse"),
        ([(0, 9, 1, "ruler"), (30, 9, 1, "ruler"), (60, 9, 1, "ruler")], "stable", "trend"),
        ([(0, 9, 1, "ruler"), (30, 11, 1, "ruler"), (60, 13, 1, "ruler")], "progressing", "trend"),
        (monthly(10, 10, 9.5, 9, 9, 8.6, 11), "progressing", "step"),
        ([(0, 9, 1, "ruler"), (30, 11, 1, "ruler"), (60, 5, 1, "ruler")], "improving", "step"),
        ([(0, 2, 1, "ruler"), (500, 9, 1, "ruler")], "cannot_tell", "one"),
    ],
)
def test_the_verdict_follows_errors_and_method(rows: list[Row], verdict: str, basis: str) -> None:
    change = change_of(readings(*rows))
    assert (change.verdict, change.basis) == (verdict, basis)


# ---- what it must find, and what it must not -------------------------------------------------------


def a_year(seed: int, *, method: str, growth: float = 0.0, has_width: bool = True) -> list[Reading]:
    """Thirteen monthly readings of a 10 mm lesion, each length and width read with 5 % standard deviation,
    while its area grows by this share in the year.
    """
    chance = random.Random(seed)
    rows = []
    for month in range(13):
        true_mm = 10 * sqrt(1 + growth * month / 12)
        length, width = (true_mm * (1 + chance.gauss(0, 0.05)) for _side in range(2))
        day = FIRST + timedelta(days=round(month * 30.4))
        rows.append(Reading(day, length, 1.96 * 0.05 * length, method, width if has_width else None))
    return rows


def called(verdict: str, **year: object) -> int:
    found = (change_of(a_year(seed, **year)) for seed in range(RUNS))  # type: ignore[arg-type]
    return sum(change.verdict == verdict for change in found)


@pytest.mark.parametrize("method", ["photo_card", "caliper"])
def test_a_lesion_to_which_nothing_happens_is_called_stable(method: str) -> None:
    assert called("stable", method=method) >= 95


@pytest.mark.parametrize("method", ["photo_card", "caliper"])
def test_a_growth_of_the_area_by_30_per_cent_in_a_year_is_found(method: str) -> None:
    assert called("progressing", method=method, growth=0.3) >= 90


def test_without_a_width_nothing_is_called_a_change_by_chance_either() -> None:
    assert called("stable", method="ruler", has_width=False) >= 95


def test_without_a_width_most_of_such_a_growth_is_found() -> None:
    """The length grows by 14 % only. No test that keeps its false alarms at 5 % could find more than nine
    of ten.
    """
    assert called("progressing", method="ruler", has_width=False, growth=0.3) >= 80


def test_a_shrinking_by_a_half_is_found() -> None:
    assert called("improving", method="photo_card", growth=-0.5) >= 95


def test_one_wrong_number_does_not_tilt_the_line() -> None:
    steady = [(30 * month, 10.0, 0.8, "ruler") for month in range(12)]
    slip = [*steady[:5], (150, 100.0, 0.8, "ruler"), *steady[6:]]
    assert change_of(readings(*slip)).verdict == "stable"


def test_what_shrank_and_then_grew_is_judged_from_where_it_turned() -> None:
    rows = readings(*monthly(10, 8, 6, 4, 5, 6, 7))
    change = change_of(rows)
    assert (change.verdict, change.turned_on) == ("progressing", FIRST + timedelta(days=90))
    assert "Before 12 April 2026 it went another way; it is judged from there on" in change.reasons


# ---- what is left out is said ----------------------------------------------------------------------


def test_different_methods_are_named_as_the_reason() -> None:
    change = change_of(readings((0, 9, 1, "ruler"), (30, 4, 0.6, "photo_card")))
    assert "measured in different ways, so we can’t compare them" in change.sentence.more
    assert change.difference_mm is None


def test_a_single_size_of_another_method_is_left_out_and_counted() -> None:
    change = change_of(readings((0, 9, 1, "ruler"), (30, 9, 1, "ruler"), (60, 20, 5, "eye")))
    assert change.verdict == "stable"
    assert "1 size taken another way (by eye) was left out" in change.reasons


def test_the_newest_method_decides_once_it_was_used_twice() -> None:
    rows = readings((0, 9, 1, "ruler"), (30, 9, 1, "ruler"), (60, 5, 0.5, "caliper"), (90, 8, 0.5, "caliper"))
    assert (change_of(rows).method, change_of(rows).verdict) == ("caliper", "progressing")


def test_an_operation_begins_a_new_story() -> None:
    rows = readings((0, 20, 1, "ruler"), (30, 5, 1, "ruler"), (60, 5, 1, "ruler"))
    change = change_of(rows, begins_on=FIRST + timedelta(days=30))
    assert change.verdict == "stable"
    assert any("Sizes from before 11 February 2026 were left out" in reason for reason in change.reasons)


def test_old_sizes_say_nothing_about_now() -> None:
    change = change_of(
        readings((0, 9, 1, "ruler"), (30, 9, 1, "ruler")), today=FIRST + timedelta(days=30 + 184)
    )
    assert (change.verdict, change.basis) == ("cannot_tell", "old")
    assert "last measured on 11 February 2026" in change.sentence.lead


def test_the_reasons_end_with_whose_rules_these_are() -> None:
    assert "our own" in change_of([]).reasons[-1]


# ---- words and numbers -----------------------------------------------------------------------------


def test_a_change_between_two_is_said_with_its_error_and_its_day() -> None:
    change = change_of(readings((0, 9, 1, "ruler"), (309, 7, 1, "ruler")))
    assert change.sentence.lead == "Shorter by 2 mm ± 1.4 mm since 12 January."
    assert "more than the error of the two measurements" in change.sentence.more


def test_a_day_in_another_year_is_said_with_its_year() -> None:
    change = change_of(readings((0, 5, 1, "ruler"), (360, 9, 1, "ruler")))
    assert "since 12 January 2026" in change.sentence.lead


def test_a_trend_is_said_with_its_interval() -> None:
    change = change_of(readings((0, 9, 1, "ruler"), (30, 11, 1, "ruler"), (60, 13, 1, "ruler")))
    assert change.sentence.lead.startswith("Longer by about 4 mm (2.6 to 5.9 mm) since 12 January")


def test_length_and_width_together_are_called_across() -> None:
    rows = [Reading(FIRST + timedelta(days=30 * n), 9 + n, 0.5, "caliper", 8 + n) for n in range(4)]
    assert change_of(rows).sentence.lead.startswith("Larger across by about 3 mm")


def test_clinicians_get_the_rate_with_its_interval() -> None:
    rows = readings(*((30 * month, 9 + month / 2, 0.5, "caliper") for month in range(9)))
    assert change_of(rows).numbers[-1].startswith("+6.1 mm a year (+5.3 to +7.1), robust line, n = 9")


def test_a_stable_lesion_says_what_would_have_shown() -> None:
    rows = readings(*((30 * month, 9, 1, "ruler") for month in range(6)))
    assert "a change of" in change_of(rows).sentence.more
    assert "would have shown" in change_of(rows).sentence.more


# ---- properties ------------------------------------------------------------------------------------

sizes = st.floats(min_value=1, max_value=200, allow_nan=False)
errors = st.floats(min_value=0.1, max_value=20, allow_nan=False)
rows_of_readings = st.lists(
    st.builds(
        Reading,
        on=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        length_mm=sizes,
        uncertainty_mm=errors,
        method=st.sampled_from(["ruler", "eye", "photo_card"]),
        width_mm=st.one_of(st.none(), sizes),
    ),
    max_size=12,
)


@given(rows_of_readings)
def test_a_change_survives_being_kept(rows: list[Reading]) -> None:
    kept = change_of(rows).to_dict()
    assert Change.from_dict(kept).to_dict() == kept


@given(rows_of_readings)
def test_a_change_always_lies_outside_its_error(rows: list[Reading]) -> None:
    change = change_of(rows)
    if change.basis in ("two", "trend") and change.is_change:
        assert change.low_mm is not None
        assert change.high_mm is not None
        assert change.low_mm * change.high_mm > 0


@given(rows_of_readings, st.randoms(use_true_random=False))
def test_the_order_in_which_readings_come_does_not_matter(rows: list[Reading], chance: random.Random) -> None:
    mixed = chance.sample(rows, len(rows))
    assert change_of(mixed).verdict == change_of(rows).verdict


@given(sizes, sizes, errors, errors)
def test_the_difference_back_is_the_difference_with_its_sign_turned(
    a: float, b: float, error_a: float, error_b: float
) -> None:
    one, two = readings((0, a, error_a, "ruler"), (60, b, error_b, "ruler"))
    there, back = difference_of(one, two), difference_of(two, one)
    assert (there.mm, there.half_width_mm) == (-back.mm, back.half_width_mm)


@given(sizes, sizes, errors)
def test_two_methods_never_make_a_change(a: float, b: float, error: float) -> None:
    one, two = readings((0, a, error, "ruler"), (60, b, error, "eye"))
    assert not difference_of(one, two).is_beyond_error


@given(st.lists(st.tuples(st.integers(0, 400), sizes, errors), min_size=2, max_size=12))
def test_the_line_moves_along_with_the_sizes(rows: list[tuple[int, float, float]]) -> None:
    days, mm, sds = zip(*sorted(rows), strict=True)
    line, moved = robust_line(days, mm, sds), robust_line(days, [one + 7 for one in mm], sds)
    if line is None or moved is None:
        assert len({*days}) == 1
        return
    assert moved.slope == pytest.approx(line.slope, abs=1e-5)
    assert moved.mean_mm == pytest.approx(line.mean_mm + 7, abs=1e-3)


def test_more_readings_make_the_slope_surer() -> None:
    lines = [
        robust_line(range(0, 361, 360 // count), [9.0] * (count + 1), [0.5] * (count + 1))
        for count in (2, 4, 12)
    ]
    spread = [line.slope_se for line in lines if line]
    assert all(before > after for before, after in pairwise(spread))
