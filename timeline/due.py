"""When a reminder comes round and when something is due. Days only: no clock, no zone, no database."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

WEEK = 7
# Something done in the last quarter of its period counts for the day that comes (ours): who checked in on
# Sunday is not reminded on Monday.
EARLY_PART = 4


def latest_occasion(starts_on: datetime.date, every_weeks: int, today: datetime.date) -> datetime.date | None:
    """The newest day of the plan that is not after today; None before its first."""
    if today < starts_on:
        return None
    period = WEEK * every_weeks
    return today - datetime.timedelta(days=(today - starts_on).days % period)


def next_occasion(starts_on: datetime.date, every_weeks: int, after: datetime.date) -> datetime.date:
    """The first day of the plan later than ``after``."""
    latest = latest_occasion(starts_on, every_weeks, after)
    return starts_on if latest is None else latest + datetime.timedelta(days=WEEK * every_weeks)


def occasions(
    starts_on: datetime.date, every_weeks: int, *, since: datetime.date, until: datetime.date
) -> Iterator[datetime.date]:
    """Every day of the plan from ``since`` to ``until``, both included."""
    day = next_occasion(starts_on, every_weeks, since - datetime.timedelta(days=1))
    while day <= until:
        yield day
        day += datetime.timedelta(days=WEEK * every_weeks)


def is_due(seen_on: datetime.date | None, every_days: int, today: datetime.date) -> bool:
    """Whether so many days have passed since it was done; what was never done is due."""
    return seen_on is None or (today - seen_on).days >= every_days


def is_due_soon(seen_on: datetime.date | None, every_days: int, today: datetime.date) -> bool:
    """Due, or so nearly that it can be done in one go with what is due."""
    return is_due(seen_on, every_days - every_days // EARLY_PART, today)
