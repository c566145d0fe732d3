"""The body map as it was on a day: which deposits were known, in what state, and what happened then."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Min, Q
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from lesions import bodymap
from lesions.models import Lesion, LifeEvent
from lesions.status import GONE, Status, status_of

if TYPE_CHECKING:
    from accounts.models import Patient
    from lesions.bodymap import MapView, Need

ORDER: tuple[Need, ...] = ("care", "quiet", "gone")


@dataclass(frozen=True)
class DayLine:
    """A deposit as it was on the day, with the number of its pin."""

    number: int
    lesion: Lesion
    need: Need
    words: str


@dataclass(frozen=True)
class DayMap:
    """Everything the page of one day shows; days are the patient's."""

    day: datetime.date
    today: datetime.date
    begins: datetime.date | None  # the first day on which anything is known
    lines: list[DayLine]
    happened: list[LifeEvent]
    views: list[MapView]
    zooms: list[MapView]
    earlier: datetime.date | None  # the nearest days on which something happened
    later: datetime.date | None

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def is_before(self) -> bool:
        """Whether the record begins after this day."""
        return self.begins is not None and self.day < self.begins


def day_map(patient: Patient, day: datetime.date) -> DayMap:
    """The map of a day up to today, in two queries."""
    today = patient.today()
    lesions = _lesions(patient)
    events = _events(patient, lesions)
    known = {lesion.pk: _known_from(lesion, events[lesion.pk]) for lesion in lesions}
    lines = _lines([one for one in lesions if known[one.pk] <= day], events, day)
    pins = [_pin(line) for line in lines]
    views = bodymap.body_views(None, pins)
    tabs = {"body"} | {view.tab.slug for view in views if view.marks}
    moments = {on for on in known.values() if on <= today}
    moments |= {event.happened_on for rows in events.values() for event in rows if event.happened_on <= today}
    return DayMap(
        day=day,
        today=today,
        begins=min(known.values(), default=None),
        lines=lines,
        happened=[event for rows in events.values() for event in rows if event.happened_on == day],
        views=[view for view in views if view.tab.slug in tabs],
        zooms=bodymap.zoom_views(None, pins),
        earlier=max((on for on in moments if on < day), default=None),
        later=min((on for on in moments if on > day), default=None),
    )


def _lesions(patient: Patient) -> list[Lesion]:
    kept = Q(check_ins__deleted_at__isnull=True)
    rows = Lesion.objects.kept().filter(patient=patient)
    lesions: list[Lesion] = [*rows.annotate(first_seen_at=Min("check_ins__observed_at", filter=kept))]
    for lesion in lesions:
        lesion.patient = patient  # known already: no query for each
    return lesions


def _events(patient: Patient, lesions: Sequence[Lesion]) -> dict[UUID, list[LifeEvent]]:
    found: dict[UUID, list[LifeEvent]] = {lesion.pk: [] for lesion in lesions}
    by_id = {lesion.pk: lesion for lesion in lesions}
    for event in LifeEvent.objects.kept().filter(patient=patient).order_by("happened_on", "entered_at"):
        event.lesion = by_id[event.lesion_id]
        found[event.lesion_id].append(event)
    return found


def _known_from(lesion: Lesion, events: Sequence[LifeEvent]) -> datetime.date:
    """The first day anything is known about a deposit: noticed, looked at, something happened, or entered."""
    zone = lesion.patient.zone
    days = [event.happened_on for event in events[:1]]
    if lesion.noticed_on:
        days.append(lesion.noticed_on)
    if lesion.first_seen_at:  # type: ignore[attr-defined]  # annotated in _lesions
        days.append(lesion.first_seen_at.astimezone(zone).date())  # type: ignore[attr-defined]
    return min(days, default=lesion.entered_at.astimezone(zone).date())


def _lines(
    lesions: Sequence[Lesion], events: dict[UUID, list[LifeEvent]], day: datetime.date
) -> list[DayLine]:
    states = [
        (lesion, status_of((e.kind, e.happened_on) for e in events[lesion.pk] if e.happened_on <= day))
        for lesion in lesions
    ]
    states.sort(key=lambda row: (ORDER.index(_need(row[1])), row[0].name))
    return [
        DayLine(number, lesion, _need(status), _words(status))
        for number, (lesion, status) in enumerate(states, start=1)
    ]


def _need(status: Status) -> Need:
    """Whether a check-in was due on a past day says nothing now: that need is left out."""
    return "care" if status.needs_care else "gone" if status.state == GONE else "quiet"


def _words(status: Status) -> str:
    day = {"day": format_date(status.since, "j F Y") if status.since else ""}
    return {
        "infected": _("Infected since %(day)s") % day,
        "open": _("Open since %(day)s") % day,
        "inflamed": _("Inflamed since %(day)s") % day,
        "gone": _("Gone since %(day)s") % day,
    }.get(status.state, _("Quiet"))


def _pin(line: DayLine) -> bodymap.Pin:
    lesion = line.lesion
    return bodymap.Pin(
        lesion_id=str(lesion.pk),
        number=line.number,
        key=lesion.site,
        side=lesion.side,
        need=line.need,
        label=f"{lesion.name}, {line.words}",
        href=reverse("timeline:lesion", args=[lesion.pk]),
        x=lesion.map_x,
        y=lesion.map_y,
        view=lesion.map_view,
    )
