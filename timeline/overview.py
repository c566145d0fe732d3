"""What home and overview show of one record: what wants attention, where, the burden, who looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.access_log import Look, latest_looks
from care.series import treatment_facts
from education.services import reading_for
from education.topics import Facts
from lesions import anatomy, bodymap
from timeline.begun import Begun, begun
from timeline.burden_chart import burden_chart
from timeline.models import FollowUpRequest, Note
from timeline.notes import NEW_AT_HOME, latest_notes, new_notes
from timeline.requests import open_requests
from timeline.summary import Summary, summary_of
from timeline.walk import walk_of
from timeline.wanted import NumberedLine, Wanted, numbered, wanted

if TYPE_CHECKING:
    import uuid

    from accounts.models import Patient, User
    from education.choosing import Chosen
    from education.red_flags import RedFlag
    from lesions.bodymap import MapView
    from timeline.chart_data import Chart


@dataclass(frozen=True)
class Overview:
    summary: Summary
    lines: list[NumberedLine]
    map_views: list[MapView]
    chart: Chart
    requests: list[FollowUpRequest]
    notes: list[Note]
    # Raised by a sign in a daily entry; what a single deposit raises stands on its own page.
    flags: list[RedFlag]


@dataclass(frozen=True)
class Home:
    overview: Overview
    wanted: Wanted
    begun: list[Begun]
    walking: bool
    new_notes: list[Note]
    more_new_notes: int
    chosen: list[Chosen]
    looks: list[Look]


def overview(patient: Patient, *, hidden: frozenset[uuid.UUID] = frozenset()) -> Overview:
    """What the overview shows.

    Args:
        hidden: deposits whose sizes the viewer must not see yet.
    """
    summary = summary_of(patient).without_sizes_of(hidden)
    lines = numbered(summary.lines)
    return Overview(
        summary=summary,
        lines=lines,
        map_views=bodymap.pinned_views([_pin(one) for one in lines]),
        chart=burden_chart(summary.months),
        requests=open_requests(patient),
        notes=latest_notes(patient, 3),
        flags=_reading(patient, summary)[0] if summary.signs else [],
    )


def home(patient: Patient, user: User, *, may_manage: bool, may_write: bool, show_all: bool) -> Home:
    """The overview with what to do first. Who looked is told to those who may open the whole list."""
    page = overview(patient)
    _flags, chosen = _reading(patient, page.summary)
    looks = latest_looks(patient, viewer=user, most=3) if may_manage else []
    drafts, walking = begun(patient, user, page.summary.lines) if may_write else ([], False)
    walking = walking and not walk_of(patient, user, page.lines).is_done
    unopened = new_notes(patient, user)
    return Home(
        overview=page,
        wanted=wanted(patient, user, page.lines, show_all=show_all),
        begun=drafts,
        walking=walking,
        new_notes=unopened[:NEW_AT_HOME],
        more_new_notes=len(unopened[NEW_AT_HOME:]),
        chosen=chosen[:2],
        looks=looks,
    )


def _pin(one: NumberedLine) -> bodymap.Pin:
    line = one.line
    return bodymap.Pin(
        lesion_id=line.id,
        number=one.number,
        key=line.site,
        side=line.side,
        need=line.need,  # type: ignore[arg-type]  # one of the four words
        label=f"{line.name}, {one.words}",
        href=reverse("timeline:lesion", args=[line.id]),
        x=line.map_x,
        y=line.map_y,
        view=line.map_view,
    )


def _reading(patient: Patient, summary: Summary) -> tuple[list[RedFlag], list[Chosen]]:
    """For the person as a whole: led by the lesion with the greatest need."""
    first = summary.lines[0] if summary.lines else None
    today = patient.today()
    facts = Facts(
        lesion_name=first.name if first else "",
        site_key=first.site if first else "",
        site_groups=tuple(sorted(anatomy.SITES[first.site].study_groups)) if first else (),
        side=first.side if first else "",
        events=((first.event_kind, first.since_on, True),)
        if first and first.needs_care and first.since_on
        else (),
        conditions=summary.conditions,
        high_labs=tuple(summary.high_labs_on),
        treatments=treatment_facts(patient),
        age_years=patient.age_on(today),
        today_signs=tuple(summary.signs_on),
        today=today,
    )
    return reading_for(facts, limit=3)
