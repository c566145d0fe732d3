"""What happened around the deposits, and how often it came before an opening. Pure.

The counts stand beside a base rate: cold in the week before four of five openings says nothing in a winter in
which every week had a cold day. They are counts and no cause. The numbers below are ours.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lesions.status import OPEN_KINDS

WINDOW_DAYS = 7  # the day itself and the six before
LEAST_OPENINGS = 5
LEAST_ENTRIES = 5  # of one kind


class ContextKind(TextChoices):
    COLD = "cold", _("Cold")
    RAYNAUD = "raynaud", _("Raynaud attack")
    KNOCK = "knock", _("Knock")
    PRESSURE = "pressure", _("Pressure")


@dataclass(frozen=True)
class Count:
    """Of one kind: before how many of the openings there was one, and in how many of all the weeks.

    ``before`` of ``openings``; ``windows_with`` of ``windows``: whole windows of the same length, one after
    the other, from the first day that was logged.
    """

    kind: str
    before: int
    openings: int
    windows_with: int
    windows: int

    @property
    def label(self) -> str:
        return str(ContextKind(self.kind).label)


@dataclass(frozen=True)
class Counts:
    """``shown`` holds the kinds with enough entries. Without enough it is empty, and the rest says how many
    there are: openings in the logged time, and entries of the kind that has most.
    """

    shown: tuple[Count, ...]
    openings: int
    entries: int

    @property
    def has_begun(self) -> bool:
        return self.entries > 0

    @property
    def openings_missing(self) -> int:
        return max(0, LEAST_OPENINGS - self.openings)

    @property
    def entries_missing(self) -> int:
        return max(0, LEAST_ENTRIES - self.entries)


def separate_openings(events: Iterable[tuple[str, datetime.date]]) -> list[datetime.date]:
    """The days on which one lesion opened; what came within a window of the last one was the same opening.

    Args:
        events: pairs of event kind and day; only exact days can be set beside other days.
    """
    found: list[datetime.date] = []
    last: datetime.date | None = None
    for day in sorted(day for kind, day in events if kind in OPEN_KINDS):
        if last is None or (day - last).days >= WINDOW_DAYS:
            found.append(day)
        last = day
    return found


def counts_before(
    openings: Iterable[datetime.date], entries: Sequence[tuple[str, datetime.date]], *, today: datetime.date
) -> Counts:
    """Count entries in the window up to each opening, and in every window of the logged time.

    Args:
        openings: days of separate openings; those with no whole window in the logged time are left out.
        entries: pairs of kind and exact day. The logged time runs from the first of them to today.
    """
    if not entries:
        return Counts((), 0, 0)
    since = min(day for _kind, day in entries)
    whole = datetime.timedelta(days=WINDOW_DAYS - 1)
    counted = [day for day in openings if since + whole <= day <= today]
    windows = ((today - since).days + 1) // WINDOW_DAYS
    days_of = {kind: {day for one, day in entries if one == kind} for kind in ContextKind.values}
    number_of = {kind: sum(one == kind for one, _day in entries) for kind in ContextKind.values}
    shown = [
        Count(
            kind,
            before=sum(_has(days_of[kind], day - whole) for day in counted),
            openings=len(counted),
            windows_with=sum(
                _has(days_of[kind], since + datetime.timedelta(days=WINDOW_DAYS * n)) for n in range(windows)
            ),
            windows=windows,
        )
        for kind in ContextKind.values
        if number_of[kind] >= LEAST_ENTRIES and len(counted) >= LEAST_OPENINGS
    ]
    return Counts(tuple(shown), len(counted), max(number_of.values()))


def _has(days: set[datetime.date], first: datetime.date) -> bool:
    """Whether there was one in the window that begins on this day."""
    return any(first + datetime.timedelta(days=n) in days for n in range(WINDOW_DAYS))
