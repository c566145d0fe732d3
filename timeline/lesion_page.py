"""Everything the page of one lesion shows, in a fixed number of queries however long its history is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from care.models import Treatment
from care.series import TreatmentSpan
from education.services import reading_for
from lesions.models import CheckIn, LifeEvent, Measurement, PhotoLesion
from lesions.partial_dates import PartialDate
from lesions.second_readings import hide_sizes
from lesions.status import Status, status_of
from lesions.taps import Taps, taps_for
from lesions.ulcers import course_looks_like
from lesions.vocabulary import EventKind
from timeline.assessments import Assessments, assessments_of
from timeline.chart import record_chart
from timeline.chart_courses import bars_of
from timeline.chart_data import Chart, ChartChoice, Panel, PhotoMark, RecordSeries
from timeline.chart_series import Row, line_of, mark_of, photo_address
from timeline.facts import lesion_facts
from timeline.models import FollowUpRequest, Note
from timeline.notes import notes_of_lesion
from timeline.requests import open_requests
from timeline.summary import Summary, summary_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from care.context import Counts
    from education.choosing import Chosen
    from education.red_flags import RedFlag
    from lesions.models import Lesion
    from timeline.change import Change

# The page draws the newest check-ins; "all of it" draws every one, thinned per pixel.
RECENT = 60
# So many are read in full: the diary shows the first of them, the red flags look at all of them.
IN_FULL = 12
# On a phone the drawing shows the newest half year, and at least three sizes.
PHONE_DAYS = 183
CHOICE = ChartChoice(
    panels=frozenset({Panel.SIZES, Panel.EVENTS, Panel.PHOTOS, Panel.PAIN, Panel.TREATMENTS})
)
DIARY = 4
RIBBON = 12
EVENTS = 12


@dataclass(frozen=True)
class LesionPage:
    lesion: Lesion
    status: Status
    taps: Taps
    events: list[LifeEvent]
    ulcer_course: str  # what the dates of the open sores look like, in words; empty where they say too little
    has_more_events: bool
    check_ins: list[CheckIn]
    has_more: bool
    latest_size: CheckIn | None
    latest_said: CheckIn | None
    photos: list[PhotoLesion]
    chart: Chart
    judged: Change | None  # None before the first size
    shows_all: bool
    flags: list[RedFlag]
    chosen: list[Chosen]
    notes: list[Note]
    has_more_notes: bool
    requests: list[FollowUpRequest]
    first_noticed: PartialDate | None
    assessed: Assessments  # what dermatologists said it is before
    is_measured: bool  # whether a size was read from a photo of it
    hides_sizes: bool  # whether the viewer reads it a second time without seeing the first reading
    context: Counts | None


def lesion_page(
    lesion: Lesion,
    *,
    show_all: bool = False,
    has_requests: bool = True,
    was_assessed: bool = True,
    hides_sizes: bool = False,
) -> LesionPage:
    """Gather the page of a lesion whose patient is loaded.

    Args:
        show_all: draw the whole history instead of the newest check-ins.
        has_requests, was_assessed: False when it is known that nothing was, which saves the look.
        hides_sizes: nothing on the page may tell a size; warnings are still raised from all that is known.
    """
    happened = LifeEvent.objects.of(lesion).select_related("entered_by")
    events = list(happened.order_by("happened_on", "entered_at"))
    rows = CheckIn.objects.of(lesion).order_by("-observed_at")
    check_ins = list(rows.select_related("entered_by")[:IN_FULL])
    drawn = [Row(*row) for row in rows.values_list(*Row._fields)[: None if show_all else RECENT + 1]]
    has_more = not show_all and len(drawn) > RECENT
    drawn = drawn if show_all else drawn[:RECENT]
    photos = _photos(lesion)
    treatments = list(Treatment.objects.kept().for_lesion(lesion))
    summary = summary_of(lesion.patient)
    flags, chosen = _reading(lesion, events, check_ins, treatments, summary)
    if hides_sizes:
        hide_sizes(check_ins, frozenset([lesion.pk]))
        drawn = [row._replace(length_mm=None, width_mm=None) for row in drawn]
    latest_size = None if hides_sizes else _latest_size(rows, check_ins, drawn, has_more)
    told = [(event.kind, event.happened_on) for event in events]
    status = status_of(told)
    lines = [] if hides_sizes else summary.lines
    judged = next((line.judged for line in lines if line.id == str(lesion.pk)), None)
    notes = notes_of_lesion(lesion, check_ins[:DIARY], photos[:RIBBON])
    course = course_looks_like(told, today=lesion.patient.today())
    return LesionPage(
        lesion=lesion,
        status=status,
        taps=taps_for(status.state),
        ulcer_course=str(course.label) if course else "",
        events=events[-EVENTS:],
        has_more_events=len(events) > EVENTS,
        check_ins=_with_photos(check_ins[:DIARY], photos),
        has_more=has_more,
        latest_size=latest_size,
        latest_said=next((row for row in check_ins if row.anchor is not None), None),
        photos=photos[:RIBBON],
        chart=_with_verdict(
            record_chart(_series(lesion, events, drawn, treatments, photos), today=lesion.patient.today()),
            judged,
        ),
        judged=judged if judged and judged.count else None,
        shows_all=show_all,
        flags=flags,
        chosen=chosen,
        notes=notes.listed,
        has_more_notes=notes.has_more,
        requests=open_requests(lesion.patient, lesion) if has_requests else [],
        is_measured=any(vars(link)["is_measured"] for link in photos),
        hides_sizes=hides_sizes,
        assessed=assessments_of(lesion) if was_assessed else Assessments([], []),
        first_noticed=PartialDate.of(lesion.noticed_on, lesion.noticed_precision),
        context=summary.context.get(str(lesion.pk)),
    )


def _with_verdict(chart: Chart, judged: Change | None) -> Chart:
    """The chart says what the worklist says, also when it draws fewer readings than were judged."""
    return replace(chart, says=judged.sentence) if judged and judged.basis != "none" else chart


def _latest_size(
    rows: QuerySet[CheckIn], check_ins: list[CheckIn], drawn: list[Row], has_more: bool
) -> CheckIn | None:
    """The newest check-in that measured, also when everything on the page was "same as last time"."""
    shown = next((row for row in check_ins if row.has_size), None)
    if shown is None:
        said = next((row for row in drawn if row.length_mm is not None or row.width_mm is not None), None)
        shown = CheckIn(**said._asdict()) if said else None
    if shown is None and has_more:
        return rows.filter(Q(length_mm__isnull=False) | Q(width_mm__isnull=False)).first()
    return shown


def _photos(lesion: Lesion) -> list[PhotoLesion]:
    links = PhotoLesion.objects.filter(lesion=lesion, photo__deleted_at__isnull=True).select_related("photo")
    readings = Measurement.objects.filter(lesion=lesion, photo=OuterRef("photo"), deleted_at__isnull=True)
    links = links.annotate(is_measured=Exists(readings))
    return list(links.order_by("-photo__taken_at")[:RECENT])


def _with_photos(check_ins: list[CheckIn], photos: list[PhotoLesion]) -> list[CheckIn]:
    """Hand each check-in its photos from those already loaded."""
    by_check_in: dict[object, list[PhotoLesion]] = defaultdict(list)
    for link in photos:
        by_check_in[link.check_in_id].append(link)
    for check_in in check_ins:
        check_in._prefetched_objects_cache = {"photo_lesions": by_check_in[check_in.pk]}  # type: ignore[attr-defined]
    return check_ins


def _reading(
    lesion: Lesion,
    events: list[LifeEvent],
    check_ins: list[CheckIn],
    treatments: list[Treatment],
    summary: Summary,
) -> tuple[list[RedFlag], list[Chosen]]:
    today = lesion.patient.today()
    facts = lesion_facts(
        lesion,
        events=events,
        check_ins=check_ins,
        conditions=summary.conditions,
        treatments=[(row.key, row.start_on, row.is_current(today)) for row in treatments],
        high_labs=summary.high_labs_on,
        signs=summary.signs_on,
    )
    return reading_for(facts)


def _series(
    lesion: Lesion,
    events: list[LifeEvent],
    drawn: list[Row],
    treatments: list[Treatment],
    photos: list[PhotoLesion],
) -> RecordSeries:
    """The rows as the chart wants them, oldest first."""
    in_order = drawn[::-1]
    zone = lesion.patient.zone
    marks = [mark_of(event) for event in events if event.kind != EventKind.NOTICED]
    return RecordSeries(
        key="size",
        lines=[line_of(lesion, in_order, zone, CHOICE, marks)],
        treatments=bars_of([_span(row) for row in treatments], {}, []),
        photos=[
            PhotoMark(link.photo.taken_at.astimezone(zone).date(), photo_address(link.photo_id))
            for link in photos
        ],
        since=in_order[0].observed_at.astimezone(zone).date() if in_order else None,
        asked=frozenset(),
        phone_days=PHONE_DAYS,
    )


def _span(row: Treatment) -> TreatmentSpan:
    """A treatment that is known to concern this lesion: which others it concerns is not asked."""
    return TreatmentSpan(
        row.pk, row.kind, row.key, str(row.name), row.dose_text, row.start, row.stop,
        is_current=False, whole_person=True, lesion_ids=frozenset(), control_lesion_id=None,
    )  # fmt: skip
