"""When a reminder comes round: properties over all days, and the cases at month ends and leap days."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.due import is_due, is_due_soon, latest_occasion, next_occasion, occasions

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 12, 31))
WEEKS = st.integers(1, 26)


@given(DAYS, WEEKS, DAYS)
def test_the_newest_occasion_is_a_whole_number_of_periods_after_the_first(
    starts_on: datetime.date, weeks: int, today: datetime.date
) -> None:
    latest = latest_occasion(starts_on, weeks, today)
    if latest is None:
        assert today < starts_on
        return
    assert (latest - starts_on).days % (7 * weeks) == 0
    assert datetime.timedelta(0) <= today - latest < datetime.timedelta(weeks=weeks)


@given(DAYS, WEEKS, DAYS)
def test_the_next_occasion_is_later_than_the_day_and_on_the_same_weekday(
    starts_on: datetime.date, weeks: int, after: datetime.date
) -> None:
    day = next_occasion(starts_on, weeks, after)
    assert day > after or day == starts_on
    assert day >= starts_on
    assert day.weekday() == starts_on.weekday()
    assert latest_occasion(starts_on, weeks, day) == day


@given(DAYS, WEEKS, st.integers(0, 400))
def test_occasions_leave_none_out_and_repeat_none(starts_on: datetime.date, weeks: int, length: int) -> None:
    until = starts_on + datetime.timedelta(days=length)
    found = list(occasions(starts_on, weeks, since=starts_on, until=until))
    assert found == [
        starts_on + datetime.timedelta(weeks=weeks * n) for n in range(length // (7 * weeks) + 1)
    ]


@pytest.mark.parametrize(
    ("starts_on", "weeks", "today", "expected"),
    [
        ("2026-01-31", 4, "2026-02-28", "2026-02-28"),
        ("2026-01-31", 4, "2026-02-27", "2026-01-31"),
        ("2024-02-29", 26, "2024-08-29", "2024-08-29"),
        # The clocks change on 29 March 2026 in Europe: days do not care.
        ("2026-03-28", 1, "2026-04-04", "2026-04-04"),
        ("2026-03-28", 1, "2026-03-27", None),
    ],
)
def test_month_ends_and_clock_changes(starts_on: str, weeks: int, today: str, expected: str | None) -> None:
    found = latest_occasion(datetime.date.fromisoformat(starts_on), weeks, datetime.date.fromisoformat(today))
    assert found == (datetime.date.fromisoformat(expected) if expected else None)


@given(DAYS, st.integers(1, 182), DAYS)
def test_what_is_due_is_due_soon_too(seen_on: datetime.date, every: int, today: datetime.date) -> None:
    assert not is_due(seen_on, every, today) or is_due_soon(seen_on, every, today)


def test_what_was_never_done_is_due() -> None:
    assert is_due(None, 28, datetime.date(2026, 1, 1))


def test_something_done_on_the_day_before_is_not_asked_for_again() -> None:
    day = datetime.date(2026, 11, 23)
    assert not is_due_soon(day - datetime.timedelta(days=1), 7, day)
    assert not is_due_soon(day - datetime.timedelta(days=20), 28, day)
    assert is_due_soon(day - datetime.timedelta(days=21), 28, day)
