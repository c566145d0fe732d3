"""What home and overview show of one record: what wants attention, where, the burden, who looked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from accounts.access_log import Look, latest_looks
from care.series import treatment_facts
from education.services import reading_for
from education.topics import Facts
from labs.models import LabResult
from lesions import anatomy, bodymap
from lesions.models import CheckIn, PhotoLesion
from timeline.burden_chart import burden_chart
from timeline.models import FollowUpRequest, Note
from timeline.summary import LesionLine, Summary, summary_of

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from education.choosing import Chosen
    from education.red_flags import RedFlag
    from lesions.bodymap import MapView
    from lesions.models import Lesion
    from timeline.chart_data import Chart

WANTED = 4


@dataclass(frozen=True)
class NumberedLine:
    """A lesion with the number of its pin and words for its state."""

    number: int
    line: LesionLine
    words: str


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
    wanted: list[NumberedLine]
    chosen: list[Chosen]
    looks: list[Look]


def state_words(line: LesionLine) -> str:
    """The state in words, with its day."""
    since = line.since_on
    day = {"day": format_date(since, "j F Y") if since else ""}
    words = {
        "infected": _("Infected since %(day)s") % day,
        "open": _("Open since %(day)s") % day,
        "inflamed": _("Inflamed since %(day)s") % day,
        "gone": _("Gone since %(day)s") % day,
    }.get(line.state, _("Quiet"))
    if line.due and line.state == "quiet":
        return _("Quiet, check-in due")
    return words


def overview(patient: Patient) -> Overview:
    summary = summary_of(patient)
    lines = [
        NumberedLine(number, line, state_words(line)) for number, line in enumerate(summary.lines, start=1)
    ]
    return Overview(
        summary=summary,
        lines=lines,
        map_views=bodymap.pinned_views([_pin(numbered) for numbered in lines]),
        chart=burden_chart(summary.months),
        requests=open_requests(patient),
        notes=list(Note.objects.kept().filter(patient=patient).select_related("entered_by", "lesion")[:3]),
        flags=_reading(patient, summary)[0] if summary.signs else [],
    )


def home(patient: Patient, user: User, *, may_manage: bool) -> Home:
    """The overview with what to do first. Who looked is told to those who may open the whole list."""
    page = overview(patient)
    wanted = [one for one in page.lines if one.line.needs_care or one.line.due][:WANTED]
    _flags, chosen = _reading(patient, page.summary)
    looks = latest_looks(patient, viewer=user, most=3) if may_manage else []
    return Home(page, wanted, chosen[:2], looks)


def _pin(numbered: NumberedLine) -> bodymap.Pin:
    line = numbered.line
    return bodymap.Pin(
        lesion_id=line.id,
        number=numbered.number,
        key=line.site,
        side=line.side,
        need=line.need,  # type: ignore[arg-type]  # one of the four words
        label=f"{line.name}, {numbered.words}",
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


def open_requests(patient: Patient, lesion: Lesion | None = None) -> list[FollowUpRequest]:
    """Requests, of one lesion or of all, neither declined nor fulfilled: one query, two where any stand.

    Fulfilled is computed and never stored: what was asked for has been entered since it was asked.
    """
    asked = FollowUpRequest.objects.kept().filter(patient=patient, declined_at__isnull=True)
    if lesion is not None:
        asked = asked.filter(lesion=lesion)
    standing = [request.pk for request in asked.only("pk")]
    return _unfulfilled(standing) if standing else []


def _unfulfilled(standing: list[uuid.UUID]) -> list[FollowUpRequest]:
    asks = FollowUpRequest.Asks
    since = {"entered_at__gt": OuterRef("entered_at")}
    photos = PhotoLesion.objects.filter(
        lesion=OuterRef("lesion"),
        photo__deleted_at__isnull=True,
        photo__entered_at__gt=OuterRef("entered_at"),
    )
    check_ins = CheckIn.objects.filter(lesion=OuterRef("lesion"), deleted_at__isnull=True, **since)
    labs = LabResult.objects.kept().filter(patient=OuterRef("patient"), **since)
    fulfilled = (
        Q(Exists(photos), asks=asks.PHOTO)
        | Q(Exists(check_ins), asks=asks.CHECK_IN)
        | Q(Exists(labs), asks=asks.LAB, analyte="")
        | Q(Exists(labs.filter(analyte=OuterRef("analyte"))), asks=asks.LAB)
    )
    asked = FollowUpRequest.objects.filter(pk__in=standing).exclude(fulfilled)
    return list(asked.select_related("entered_by", "lesion"))
