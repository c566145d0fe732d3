"""Counts before openings: beside how often it happened anyway, and not before there is enough to count."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.context import (
    LEAST_ENTRIES,
    LEAST_OPENINGS,
    WINDOW_DAYS,
    ContextKind,
    counts_before,
    separate_openings,
)

DAY = datetime.date(2026, 1, 1)
TODAY = datetime.date(2026, 6, 30)


def on(*days: int) -> list[datetime.date]:
    return [DAY + datetime.timedelta(days=day) for day in days]


def cold(*days: int) -> list[tuple[str, datetime.date]]:
    return [("cold", day) for day in on(*days)]


def test_what_stood_within_the_week_up_to_an_opening_is_counted_and_nothing_else() -> None:
    openings = on(20, 40, 60, 80, 100)
    entries = cold(0, 20, 34, 53, 81, 100)  # the day itself, six before, seven before, one after, the day
    (count,) = counts_before(openings, entries, today=TODAY).shown
    assert (count.before, count.openings) == (3, 5)


def test_the_base_rate_counts_whole_weeks_of_the_logged_time() -> None:
    entries = cold(0, 6, 7, 20, 160)
    last = DAY + datetime.timedelta(days=167)
    (count,) = counts_before(on(20, 40, 60, 80, 100), entries, today=last).shown
    assert (count.windows_with, count.windows) == (4, 24)


def test_an_opening_before_anything_was_logged_is_left_out() -> None:
    counts = counts_before(on(1, 10, 20, 30, 40, 50), cold(*range(5, 60, 5)), today=TODAY)
    assert counts.openings == 4
    assert counts.shown == ()
    assert counts.openings_missing == LEAST_OPENINGS - 4


@pytest.mark.parametrize(
    ("openings", "entries", "is_shown"),
    [
        (LEAST_OPENINGS, LEAST_ENTRIES, True),
        (LEAST_OPENINGS - 1, LEAST_ENTRIES, False),
        (LEAST_OPENINGS, LEAST_ENTRIES - 1, False),
    ],
)
def test_it_is_shown_from_enough_of_both(openings: int, entries: int, is_shown: bool) -> None:
    days = on(*(20 + 15 * n for n in range(openings)))
    counts = counts_before(days, cold(*range(entries)), today=TODAY)
    assert bool(counts.shown) is is_shown


def test_a_kind_with_few_entries_stays_out_beside_one_with_many() -> None:
    entries = [*cold(*range(9)), ("knock", DAY)]
    counts = counts_before(on(20, 40, 60, 80, 100), entries, today=TODAY)
    assert [count.kind for count in counts.shown] == ["cold"]


def test_without_entries_there_is_nothing_to_say() -> None:
    counts = counts_before(on(1, 2, 3), [], today=TODAY)
    assert not counts.has_begun


def test_what_follows_an_opening_within_a_week_is_the_same_opening() -> None:
    kinds = ("opened", "drained", "ulcer", "drained", "gone")
    events = list(zip(kinds, on(0, 1, 7, 14, 40), strict=True))
    assert separate_openings(events) == on(0, 14)


DAYS = st.dates(DAY, TODAY)
ENTRIES = st.lists(st.tuples(st.sampled_from(ContextKind.values), DAYS), max_size=60)


@given(st.lists(DAYS, max_size=20), ENTRIES)
def test_no_part_is_larger_than_its_whole(
    openings: list[datetime.date], entries: list[tuple[str, datetime.date]]
) -> None:
    for count in counts_before(openings, entries, today=TODAY).shown:
        assert 0 <= count.before <= count.openings <= len(openings)
        assert 0 <= count.windows_with <= count.windows
        assert count.openings >= LEAST_OPENINGS


@given(st.lists(DAYS, max_size=12), ENTRIES, DAYS, st.sampled_from(ContextKind.values))
def test_one_more_entry_never_lowers_a_count_once_the_time_is_logged(
    openings: list[datetime.date],
    entries: list[tuple[str, datetime.date]],
    day: datetime.date,
    kind: str,
) -> None:
    logged = [*entries, (kind, DAY)]
    before = {count.kind: count for count in counts_before(openings, logged, today=TODAY).shown}
    after = {
        count.kind: count for count in counts_before(openings, [*logged, (kind, day)], today=TODAY).shown
    }
    for one, count in before.items():
        assert after[one].before >= count.before
        assert after[one].windows_with >= count.windows_with
        assert after[one].windows == count.windows


@given(st.lists(DAYS, max_size=12, unique=True))
def test_something_every_day_stands_before_every_opening_and_in_every_week(
    openings: list[datetime.date],
) -> None:
    every_day = [("cold", DAY + datetime.timedelta(days=n)) for n in range((TODAY - DAY).days + 1)]
    for count in counts_before(openings, every_day, today=TODAY).shown:
        assert count.before == count.openings
        assert count.windows_with == count.windows


@given(st.lists(st.tuples(st.sampled_from(["opened", "drained", "ulcer", "closed"]), DAYS), max_size=20))
def test_separate_openings_lie_a_window_apart(events: list[tuple[str, datetime.date]]) -> None:
    found = separate_openings(events)
    assert all((later - day).days >= WINDOW_DAYS for day, later in pairwise(found))
