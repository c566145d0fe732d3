"""Reads what the record's chart shows: from rows to plain series, in a fixed number of queries."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Q
from django.urls import reverse

from care.context import ContextKind
from care.models import ContextEntry, Treatment
from care.series import TreatmentSpan, spans_of
from labs.analytes import ANALYTES
from labs.models import LabResult
from labs.series import TrendPoint, trends_of
from lesions.measure import error_of
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent, Photo
from lesions.partial_dates import EARLIEST_YEAR
from lesions.second_readings import blind_lesions
from lesions.views.check_ins import PER_PAGE
from lesions.vocabulary import Anchor, EventKind
from timeline.change import BEGINS_ANEW, FRESH_DAYS, WINDOW_DAYS
from timeline.chart_courses import bars_of
from timeline.chart_data import (
    ChartChoice,
    ContextMark,
    LabPoint,
    LabSeries,
    LifeMark,
    PainPoint,
    Panel,
    PhotoMark,
    RecordSeries,
    SizeLine,
    SizePoint,
)
from timeline.chart_marks import LETTERS, MOST_LINKS
from timeline.chart_sizes import MOST_LINES

if TYPE_CHECKING:
    from accounts.clinical import ClinicalQuerySet
    from accounts.models import Patient, Viewer

CARE_KINDS = {EventKind.INFLAMED, EventKind.OPENED, EventKind.DRAINED, EventKind.ULCER, EventKind.INFECTED}
# What was measured so long before the range still bears on the verdict and on the usual interval.
JUDGED_DAYS = WINDOW_DAYS + FRESH_DAYS
#: ours: what is drawn of lab results where nobody chose
USUAL_ANALYTES = 2
MOST_ANALYTES = 4
#: ours: so much before the start of a treatment is shown where two deposits are aligned at it
DAYS_BEFORE_START = 182


class Row(NamedTuple):
    """What the chart needs of a check-in: far cheaper to read than the whole row."""

    id: uuid.UUID
    lesion_id: uuid.UUID
    observed_at: datetime.datetime
    anchor: int | None
    length_mm: Decimal | None
    width_mm: Decimal | None
    uncertainty_mm: Decimal | None
    method: str
    pain_rest: int | None
    pain_pressure: int | None

    @property
    def is_same_unmeasured(self) -> bool:
        return self.anchor == Anchor.SAME and self.length_mm is None and self.width_mm is None

    @property
    def says_how_it_was(self) -> bool:
        return not (self.anchor is None and self.pain_rest is None and self.pain_pressure is None)


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen: deposits, analytes with results, treatments that name both kinds of deposit."""

    lesions: tuple[tuple[uuid.UUID, str], ...]
    analytes: tuple[tuple[str, str], ...]
    treatments: tuple[TreatmentSpan, ...]


def series_of(viewer: Viewer, patient: Patient, choice: ChartChoice) -> RecordSeries:
    """Everything of the chosen panels that this viewer may see.

    Args:
        viewer: a person or a shared link; rows that she may not see (yet) are not there for her.
        patient: whose record it is; the caller has made sure that the viewer may open it.

    A panel that was not chosen costs no query.
    """
    lesions = _lesions(viewer, patient, choice)
    spans = _spans(viewer, patient, choice)
    zero = next((span for span in spans if span.id == choice.treatment), None)
    if zero is not None:
        lesions = _aligned(viewer, patient, zero)
    ids = [lesion.pk for lesion in lesions]
    letters = dict(zip(ids, LETTERS, strict=False)) if len(ids) > 1 else {}
    start = zero.start.date if zero and zero.start else None
    return RecordSeries(
        lines=_lines(viewer, lesions, choice, patient),
        days=_days(viewer, patient, choice) if choice.shows(Panel.DAYS) else (),
        photos=_photos(viewer, ids, choice, patient) if choice.shows(Panel.PHOTOS) else (),
        labs=_labs(viewer, patient, choice) if choice.shows(Panel.LABS) else (),
        treatments=bars_of(spans, letters, ids) if choice.shows(Panel.TREATMENTS) else (),
        context=_context(viewer, patient, ids, choice) if choice.shows(Panel.CONTEXT) else (),
        since=choice.since or (start - datetime.timedelta(days=DAYS_BEFORE_START) if start else None),
        until=choice.until,
        asked=choice.panels,
        zero=start,
        zero_name=zero.name if zero else "",
        control=str(zero.control_lesion_id or "") if zero else "",
    )


def offered(viewer: Viewer, patient: Patient) -> Offered:
    """What the form of the chart offers. Four queries."""
    lesions = Lesion.objects.visible_to(viewer).filter(patient=patient)
    counted = _results(viewer, patient).values_list("analyte").annotate(number=Count("pk"))
    spans = spans_of(Treatment.objects.visible_to(viewer).filter(patient=patient), patient.today())
    return Offered(
        lesions=tuple(lesions.values_list("pk", "name")),
        analytes=tuple((key, str(ANALYTES[key].name)) for key, _n in sorted(counted.order_by())),
        treatments=tuple(s for s in spans if s.start and s.lesion_ids and s.control_lesion_id),
    )


# ---- lesions and what was said about them -------------------------------------------------------------


def _lesions(viewer: Viewer, patient: Patient, choice: ChartChoice) -> list[Lesion]:
    """The chosen ones in their order; where nobody chose, the one with the newest check-in."""
    rows = Lesion.objects.visible_to(viewer).filter(patient=patient)
    if choice.treatment:
        return []
    if not choice.lesions:
        sized = CheckIn.objects.visible_to(viewer).filter(patient=patient, length_mm__isnull=False)
        newest = sized.order_by("-observed_at").values_list("lesion_id", flat=True).first()
        return list(rows.filter(pk=newest) if newest else rows.order_by("name")[:1])
    found = rows.in_bulk(choice.lesions)
    return [found[pk] for pk in choice.lesions if pk in found][:MOST_LINES]


def _aligned(viewer: Viewer, patient: Patient, span: TreatmentSpan) -> list[Lesion]:
    """The treated deposits, then the untreated one."""
    rows = Lesion.objects.visible_to(viewer).filter(patient=patient)
    treated = list(rows.filter(pk__in=span.lesion_ids).order_by("name")[: MOST_LINES - 1])
    control = [pk for pk in (span.control_lesion_id,) if pk]
    return [*treated, *rows.filter(pk__in=control)]


def _lines(
    viewer: Viewer, lesions: Sequence[Lesion], choice: ChartChoice, patient: Patient
) -> list[SizeLine]:
    ids = [lesion.pk for lesion in lesions]
    by_lesion: dict[uuid.UUID, list[Row]] = {pk: [] for pk in ids}
    every = CheckIn.objects.visible_to(viewer).filter(lesion__in=ids)
    rows = every.filter(**_from("observed_at", choice, patient, before=JUDGED_DAYS)).order_by("observed_at")
    for row in rows.values_list(*Row._fields):
        by_lesion[row[1]].append(Row(*row))
    for pk, found in list(by_lesion.items()):
        if choice.since and not any(row.length_mm is not None for row in found):
            # What was measured last is said, however long ago that was.
            sized = every.filter(lesion=pk, length_mm__isnull=False).order_by("-observed_at")
            by_lesion[pk] = [*(Row(*row) for row in sized.values_list(*Row._fields)[:1]), *found]
    events = _events(viewer, ids, choice)
    blind = blind_lesions(viewer, patient)
    lines = [
        line_of(lesion, by_lesion[lesion.pk], patient.zone, choice, events.get(lesion.pk, []))
        for lesion in lesions
    ]
    return [
        replace(line, hides_sizes=lesion.pk in blind) for line, lesion in zip(lines, lesions, strict=True)
    ]


def line_of(
    lesion: Lesion,
    rows: Sequence[Row],
    zone: datetime.tzinfo,
    choice: ChartChoice,
    events: Sequence[LifeMark] = (),
) -> SizeLine:
    """One lesion's rows, oldest first, as the chart wants them."""
    days = [row.observed_at.astimezone(zone).date() for row in rows]
    hrefs = _addresses(lesion, rows, days, choice)
    dated = list(zip(rows, days, strict=True))
    return SizeLine(
        key=str(lesion.pk),
        name=lesion.name,
        points=_points(dated, hrefs) if choice.shows(Panel.SIZES) else (),
        same_on=[day for row, day in dated if row.is_same_unmeasured] if choice.shows(Panel.SIZES) else (),
        events=events if choice.shows(Panel.EVENTS) else (),
        begins_on=max((event.on for event in events if event.kind in BEGINS_ANEW), default=None),
        said=[
            PainPoint(day, row.pain_rest, row.pain_pressure, row.anchor)
            for row, day in dated
            if row.says_how_it_was
        ]
        if choice.shows(Panel.PAIN)
        else (),
    )


def _points(dated: Iterable[tuple[Row, datetime.date]], hrefs: dict[uuid.UUID, str]) -> list[SizePoint]:
    return [
        SizePoint(
            day,
            row.length_mm,
            error_of(row.length_mm, row.uncertainty_mm, row.method),
            row.method,
            href=hrefs.get(row.id, ""),
            width_mm=row.width_mm,
        )
        for row, day in dated
        if row.length_mm is not None
    ]


def _addresses(
    lesion: Lesion, rows: Sequence[Row], days: Sequence[datetime.date], choice: ChartChoice
) -> dict[uuid.UUID, str]:
    """Where the newest check-ins of the range stand in the list of all; the chart links no more of them."""
    if not choice.has_links:
        return {}
    listed = reverse("lesions:check-in-list", args=[lesion.pk])
    until = choice.until or datetime.date.max
    places = [at for at, row in enumerate(rows) if row.length_mm is not None and days[at] <= until]
    found = {}
    for at in places[-MOST_LINKS:]:
        page = (len(rows) - 1 - at) // PER_PAGE + 1
        found[rows[at].id] = f"{listed}{f'?page={page}' if page > 1 else ''}#check-in-{rows[at].id}"
    return found


def _from(field: str, choice: ChartChoice, patient: Patient, before: int = 0) -> dict[str, Any]:
    """A filter for what the range, and so many days before it, can show or say anything about."""
    if choice.since is None or choice.since.year <= EARLIEST_YEAR:
        return {}
    day = choice.since - datetime.timedelta(days=before)
    return {f"{field}__gte": datetime.datetime.combine(day, datetime.time.min, tzinfo=patient.zone)}


def _events(viewer: Viewer, ids: Sequence[uuid.UUID], choice: ChartChoice) -> dict[uuid.UUID, list[LifeMark]]:
    rows = LifeEvent.objects.visible_to(viewer).filter(lesion__in=ids).exclude(kind=EventKind.NOTICED)
    if choice.since:
        rows = rows.filter(Q(happened_on__gte=choice.since) | Q(kind__in=BEGINS_ANEW))
    found: dict[uuid.UUID, list[LifeMark]] = {}
    for row in rows.order_by("happened_on", "entered_at"):
        found.setdefault(row.lesion_id, []).append(mark_of(row))
    return found


def mark_of(event: LifeEvent) -> LifeMark:
    return LifeMark(
        kind=event.kind,
        on=event.happened_on,
        label=event.get_kind_display().lower(),
        precision=event.precision,
        care=event.kind in CARE_KINDS,
    )


def _photos(
    viewer: Viewer, ids: Sequence[uuid.UUID], choice: ChartChoice, patient: Patient
) -> list[PhotoMark]:
    rows = Photo.objects.visible_to(viewer).filter(photo_lesions__lesion__in=ids, attached_at__isnull=False)
    if choice.photos is not None:
        rows = rows.filter(pk__in=choice.photos)
    rows = rows.filter(**_from("taken_at", choice, patient))
    told = rows.order_by("taken_at").values_list("pk", "taken_at").distinct()
    return [
        PhotoMark(taken_at.astimezone(patient.zone).date(), photo_address(pk) if choice.has_links else "")
        for pk, taken_at in told
    ]


def photo_address(pk: uuid.UUID) -> str:
    return reverse("lesions:photo", args=[pk])


# ---- the whole person ---------------------------------------------------------------------------------


def _days(viewer: Viewer, patient: Patient, choice: ChartChoice) -> list[PainPoint]:
    rows = DailyEntry.objects.visible_to(viewer).filter(patient=patient)
    if choice.since:
        rows = rows.filter(on__gte=choice.since - datetime.timedelta(days=JUDGED_DAYS))
    said = rows.exclude(pain__isnull=True, anchor__isnull=True).order_by("on")
    return [
        PainPoint(on, pain, None, anchor) for on, pain, anchor in said.values_list("on", "pain", "anchor")
    ]


def _results(viewer: Viewer, patient: Patient) -> ClinicalQuerySet[LabResult]:
    return LabResult.objects.visible_to(viewer).filter(patient=patient, analyte__in=ANALYTES)


def _labs(viewer: Viewer, patient: Patient, choice: ChartChoice) -> list[LabSeries]:
    rows = _results(viewer, patient)
    keys = choice.analytes
    if keys is None:
        numeric = rows.filter(raw_number__isnull=False).values_list("analyte")
        counted = numeric.annotate(number=Count("pk")).order_by("-number", "analyte")
        keys = tuple(key for key, _number in counted[:USUAL_ANALYTES])
    keys = tuple(key for key in dict.fromkeys(keys) if key in ANALYTES)[:MOST_ANALYTES]
    units = {key: ANALYTES[key].unit_for(choice.units) if ANALYTES[key].units else "" for key in keys}
    trends = trends_of(rows.filter(**_from("collected_at", choice, patient, before=JUDGED_DAYS)), units)
    return [_lab(key, units[key], trends[key], choice, patient) for key in keys if trends[key]]


def _lab(
    key: str, code: str, points: Sequence[TrendPoint], choice: ChartChoice, patient: Patient
) -> LabSeries:
    unit = ANALYTES[key].unit(code)
    href = reverse("timeline:lab-trend", args=[patient.pk, key]) if choice.has_links else ""
    return LabSeries(
        key=key,
        name=str(ANALYTES[key].name),
        unit=unit.label if unit else code,
        points=[lab_point(point, unit.decimals if unit else 0, patient.zone, href) for point in points],
    )


def lab_point(point: TrendPoint, decimals: int, zone: datetime.tzinfo, href: str) -> LabPoint:
    """A result with as many digits as its unit is shown with: a conversion adds none that were measured."""
    return LabPoint(
        on=point.collected_at.astimezone(zone).date(),
        value=_rounded(point.value, decimals),
        comparator=point.comparator,
        low=_rounded(point.low, decimals),
        high=_rounded(point.high, decimals),
        flag=str(point.flag),
        href=href,
        text=point.raw_text,
    )


def _rounded(value: Decimal | None, decimals: int) -> Decimal | None:
    return None if value is None else value.quantize(Decimal(1).scaleb(-decimals))


def _context(
    viewer: Viewer, patient: Patient, ids: Sequence[uuid.UUID], choice: ChartChoice
) -> list[ContextMark]:
    rows = ContextEntry.objects.visible_to(viewer).filter(patient=patient)
    if choice.since:
        rows = rows.filter(happened_on__gte=choice.since)
    told = rows.filter(Q(lesion__isnull=True) | Q(lesion__in=ids)).order_by("happened_on")
    labels = {kind.value: str(kind.label) for kind in ContextKind}
    return [
        ContextMark(kind, labels.get(kind, kind), on, precision)
        for kind, on, precision in told.values_list("kind", "happened_on", "happened_precision")
    ]


# ---- treatments ---------------------------------------------------------------------------------------


def _spans(viewer: Viewer, patient: Patient, choice: ChartChoice) -> list[TreatmentSpan]:
    if not (choice.shows(Panel.TREATMENTS) or choice.treatment):
        return []
    return spans_of(Treatment.objects.visible_to(viewer).filter(patient=patient), patient.today())
