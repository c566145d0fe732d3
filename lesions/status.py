"""What state a lesion is in, from its life events alone. Pure: a table of cases tests it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from lesions.vocabulary import EventKind

OPEN_KINDS = {EventKind.OPENED, EventKind.DRAINED, EventKind.ULCER}
QUIET, INFLAMED, OPEN, INFECTED, GONE = "quiet", "inflamed", "open", "infected", "gone"


@dataclass(frozen=True)
class Status:
    """A state, since when, and the event that brought it (None for a lesion without any)."""

    state: str
    since: datetime.date | None
    event_kind: str = ""

    @property
    def needs_care(self) -> bool:
        return self.state in (INFLAMED, OPEN, INFECTED)


def status_of(events: Iterable[tuple[str, datetime.date]]) -> Status:
    """Walk the events in order and say where they leave the lesion.

    Args:
        events: pairs of event kind and day, in any order; of one day, in the order given.

    "Material came out" of an open lesion keeps the day it opened. Only closing, "gone" and "operated" end
    trouble; the last two hold until "came back" or any later trouble. "Noticed" says when a lesion was first
    seen and changes no state: people often look back and enter what happened before they noted it.
    """
    status = Status(QUIET, None)
    for kind, day in sorted(events, key=lambda event: event[1]):
        status = _after(status, kind, day)
    return status


def _after(before: Status, kind: str, day: datetime.date) -> Status:
    if kind in OPEN_KINDS:
        if before.state == OPEN:
            return Status(OPEN, before.since, before.event_kind)
        if before.state == INFECTED:
            return before
        return Status(OPEN, day, kind)
    if kind == EventKind.INFECTED:
        return Status(INFECTED, day, kind)
    if kind == EventKind.INFLAMED:
        return before if before.state in (OPEN, INFECTED) else Status(INFLAMED, day, kind)
    if kind == EventKind.NOTICED:
        return before if before.since is not None else Status(QUIET, day, kind)
    if kind == EventKind.CAME_BACK:
        return before if before.needs_care else Status(QUIET, day, kind)
    if kind == EventKind.CLOSED:
        return Status(QUIET, day, kind)
    if kind in (EventKind.GONE, EventKind.OPERATED):
        return Status(GONE, day, kind)
    raise ValueError(f"unknown life event {kind!r}")
