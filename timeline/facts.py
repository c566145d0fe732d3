"""Fills the education app's Facts from the rows of one lesion and its patient."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from education.topics import CheckInSigns, Facts
from lesions import anatomy
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent
from lesions.status import status_of
from lesions.vocabulary import Drainage, EventKind

# A sign from the daily entry still counts for the red flags this many days after (ours).
SIGNS_COUNT_DAYS = 14
FAST_GROWTH_DAYS = 60
TROUBLE = {EventKind.OPENED, EventKind.DRAINED, EventKind.ULCER, EventKind.INFECTED, EventKind.INFLAMED}


def lesion_facts(
    lesion: Lesion,
    *,
    events: Sequence[LifeEvent],
    check_ins: Sequence[CheckIn],
    conditions: tuple[str, ...],
    treatments: Iterable[tuple[str, datetime.date | None, bool]],
    high_labs: Iterable[tuple[str, datetime.date]],
    signs: Iterable[tuple[str, datetime.date]],
) -> Facts:
    """What the education chooses from.

    Args:
        lesion: with its patient loaded.
        check_ins: newest first.
        treatments: key, since when if known, and whether it goes on.
        signs: pairs of sign and day from the daily entries that still count.
    """
    patient = lesion.patient
    today = patient.today()
    return Facts(
        lesion_name=lesion.name,
        site_key=lesion.site,
        site_groups=tuple(sorted(anatomy.SITES[lesion.site].study_groups)),
        side=lesion.side,
        noted_on=lesion.noticed_on,
        events=_events(events),
        morphology="" if lesion.morphology == "unknown" else lesion.morphology,
        diagnosis_type=lesion.diagnosis_type,
        conditions=conditions,
        high_labs=tuple(high_labs),
        treatments=tuple(treatments),
        age_years=patient.age_on(today),
        today_signs=tuple(signs),
        check_in=_signs(check_ins, patient.zone),
        today=today,
    )


def _events(events: Sequence[LifeEvent]) -> tuple[tuple[str, datetime.date, bool], ...]:
    """Each event, and whether it still holds: trouble holds until the lesion's state has moved past it."""
    status = status_of((event.kind, event.happened_on) for event in events)
    return tuple(
        (
            event.kind,
            event.happened_on,
            (status.needs_care and status.since is not None and event.happened_on >= status.since)
            if event.kind in TROUBLE
            else event is events[-1],
        )
        for event in events
    )


def _signs(check_ins: Sequence[CheckIn], zone: datetime.tzinfo) -> CheckInSigns | None:
    """What the newest check-in that says something shows, and how it stands against the one before."""
    telling = [check_in for check_in in check_ins if not check_in.is_only_same]
    if not telling:
        return None
    now = telling[0]
    before = telling[1] if len(telling) > 1 else None
    return CheckInSigns(
        on_date=now.observed_at.astimezone(zone).date(),
        redness=now.redness,
        warmth=now.warmth,
        swelling=now.swelling,
        drainage=now.drainage,
        function=now.function,
        pain_increased=_more_pain(now, before),
        new_bleeding=_new_bleeding(now, before),
        fast_growth=_grows_fast(now, telling),
    )


def _more_pain(now: CheckIn, before: CheckIn | None) -> bool | None:
    """Two points or more of ten: the smallest step that people call clearly different (pain studies)."""
    if before is None or now.pain_rest is None or before.pain_rest is None:
        return None
    return now.pain_rest >= before.pain_rest + 2


def _new_bleeding(now: CheckIn, before: CheckIn | None) -> bool | None:
    if not now.drainage:
        return None
    return now.drainage == Drainage.BLOOD and (before is None or before.drainage != Drainage.BLOOD)


def _grows_fast(now: CheckIn, telling: Sequence[CheckIn]) -> bool | None:
    """Half as long again within two months, beyond the error of both (ours; a prompt to have a look)."""
    if now.length_mm is None or now.uncertainty_mm is None:
        return None
    since = now.observed_at - datetime.timedelta(days=FAST_GROWTH_DAYS)
    for earlier in telling[1:]:
        if earlier.observed_at < since or earlier.length_mm is None or earlier.method != now.method:
            continue
        error = (now.uncertainty_mm**2 + (earlier.uncertainty_mm or 0) ** 2).sqrt()
        if now.length_mm - earlier.length_mm > error and now.length_mm >= earlier.length_mm * 3 / 2:
            return True
    return False


def recent_signs(entries: Iterable[DailyEntry]) -> list[tuple[str, datetime.date]]:
    return [(sign, entry.on) for entry in entries for sign in entry.signs]
