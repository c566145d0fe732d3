"""How the open sores of one deposit went on over time: a guess from the dates, for people to confirm. Pure.

Origin and course are the classes that EUSTAR's reports use for ulcers of the fingers. The numbers of days
below are ours; the guess is shown as "looks like" and never stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import pairwise

from lesions.vocabulary import EventKind, UlcerCourse

LONG_OPEN_DAYS = 90
AGAIN_WITHIN_DAYS = 365
HEALS = {EventKind.CLOSED, EventKind.GONE, EventKind.OPERATED}
Spell = tuple[datetime.date, datetime.date | None]


def spells(events: Iterable[tuple[str, datetime.date]]) -> list[Spell]:
    """From when to when each open sore lasted, the oldest first; the end is None while it is open.

    Args:
        events: pairs of event kind and day, in any order; of one day, in the order given.
    """
    found: list[Spell] = []
    begun: datetime.date | None = None
    for kind, day in sorted(events, key=lambda event: event[1]):
        if kind == EventKind.ULCER and begun is None:
            begun = day
        elif kind in HEALS and begun is not None:
            found.append((begun, day))
            begun = None
    return [*found, (begun, None)] if begun is not None else found


def course_looks_like(
    events: Iterable[tuple[str, datetime.date]], *, today: datetime.date
) -> UlcerCourse | None:
    """What the dates look like, or None where they say too little: no sore, or one that healed soon.

    Chronic: one lasted, or has lasted until today, LONG_OPEN_DAYS or longer. Recurrent: a new one began
    within AGAIN_WITHIN_DAYS of the end of the one before. Episodic: several, each long after the last.
    """
    sores = spells(events)
    if any(((end or today) - begin).days >= LONG_OPEN_DAYS for begin, end in sores):
        return UlcerCourse.CHRONIC
    if len(sores) < 2:
        return None
    gaps = [(later - end).days for (_begin, end), (later, _end) in pairwise(sores) if end]
    return UlcerCourse.RECURRENT if min(gaps) <= AGAIN_WITHIN_DAYS else UlcerCourse.EPISODIC
