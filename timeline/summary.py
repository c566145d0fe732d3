"""The numbers behind overview, home and worklist, per patient, made anew when the record has moved on."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from dataclasses import fields as fields_of
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import Patient
from care.context import Count, Counts, counts_before, separate_openings
from care.series import condition_keys, context_days
from labs.series import flagged_labs
from lesions.measure import error_of
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent
from lesions.partial_dates import Precision
from lesions.status import GONE, status_of
from lesions.vocabulary import Drainage, Grade
from timeline.burden import BurdenMonth, burden_months
from timeline.change import BEGINS_ANEW, FRESH_DAYS, WINDOW_DAYS, Change, Reading, change_of
from timeline.due import is_due
from timeline.facts import SIGNS_COUNT_DAYS, recent_signs
from timeline.intervals import Intervals, intervals_of
from timeline.models import PatientSummary

if TYPE_CHECKING:
    from decimal import Decimal

BURDEN_MONTHS = 12

EventsByLesion = dict[Any, list[tuple[str, datetime.date]]]
# day, length, width, 95 % half-width (mm), method
Size = tuple[datetime.date, float, float | None, float, str]
SizesByLesion = dict[Any, list[Size]]


@dataclass(frozen=True)
class LesionLine:
    """One lesion in a list, from keys and numbers only; words are made when it is shown."""

    id: str
    name: str
    site: str
    side: str
    state: str
    since: str | None
    event_kind: str
    last_id: str | None
    last_at: str | None
    anchor: int | None
    size_at: str | None
    length_mm: str | None
    width_mm: str | None
    uncertainty_mm: str | None
    method: str
    pain_rest: int | None
    due: bool
    # The day from which on a check-in is due; None while there was none, which makes it due.
    due_on: str | None
    # The patient's day of the newest check-in, and the red-flag signs in it.
    seen_on: str | None
    last_signs: list[str]
    map_view: str
    map_x: float | None
    map_y: float | None
    change: dict[str, Any]

    @property
    def judged(self) -> Change:
        """Whether it grew or shrank, with the numbers behind it."""
        return Change.from_dict(self.change)

    @property
    def verdict(self) -> str:
        return str(self.change["verdict"])

    @property
    def needs_care(self) -> bool:
        return self.state in ("infected", "open", "inflamed")

    @property
    def since_on(self) -> datetime.date | None:
        return datetime.date.fromisoformat(self.since) if self.since else None

    @property
    def last_on(self) -> datetime.datetime | None:
        return datetime.datetime.fromisoformat(self.last_at) if self.last_at else None

    @property
    def size_on(self) -> datetime.datetime | None:
        return datetime.datetime.fromisoformat(self.size_at) if self.size_at else None

    @property
    def measured_last_time(self) -> bool:
        """Whether the newest size is of the newest check-in; else it must not stand under that day."""
        return self.size_at is not None and self.size_at == self.last_at

    @property
    def size_words(self) -> str:
        sizes = [text for text in (self.length_mm, self.width_mm) if text]
        error = f" ± {self.uncertainty_mm} mm" if self.uncertainty_mm else ""
        return " × ".join(sizes) + " mm" + error if sizes else ""

    def without_size(self) -> LesionLine:
        """As if it had never been measured."""
        unknown = change_of([]).to_dict()
        return replace(
            self, size_at=None, length_mm=None, width_mm=None, uncertainty_mm=None, method="", change=unknown
        )

    @property
    def need(self) -> str:
        """The pin's kind on the map."""
        if self.needs_care:
            return "care"
        if self.state == GONE:
            return "gone"
        return "due" if self.due else "quiet"


ORDER = {"infected": 0, "open": 1, "inflamed": 2}
# What a stored line looks like: one that another release wrote is made anew instead of misread.
_FIELDS = [field.name for kind in (LesionLine, Change) for field in fields_of(kind)]
SHAPE = [*_FIELDS, "context", "flagged_labs"]


@dataclass(frozen=True)
class Summary:
    lines: list[LesionLine]
    months: list[BurdenMonth]
    signs: list[tuple[str, str]]
    # Tests whose latest result lies outside its own lab's range: the key, the day, "high" or "low".
    flagged_labs: list[tuple[str, str, str]]
    conditions: tuple[str, ...]
    # What came before openings: of each deposit by its id; under "" what befell the whole person, before any.
    context: dict[str, Counts]
    # Whether the viewer must not see some of the sizes: the sum over all deposits would tell them, too.
    hides_sizes: bool = False

    def without_sizes_of(self, lesions: Collection[uuid.UUID]) -> Summary:
        """For somebody who reads these deposits a second time without seeing the first reading."""
        blind = {str(pk) for pk in lesions}
        if not any(line.id in blind for line in self.lines):
            return self
        lines = [line.without_size() if line.id in blind else line for line in self.lines]
        return replace(self, lines=lines, months=[], hides_sizes=True)

    @property
    def signs_on(self) -> list[tuple[str, datetime.date]]:
        return [(sign, datetime.date.fromisoformat(on)) for sign, on in self.signs]

    @property
    def high_labs_on(self) -> list[tuple[str, datetime.date]]:
        return [
            (key, datetime.date.fromisoformat(on)) for key, on, flag in self.flagged_labs if flag == "high"
        ]

    @property
    def in_care(self) -> list[LesionLine]:
        return [line for line in self.lines if line.needs_care]

    @property
    def due(self) -> list[LesionLine]:
        return [line for line in self.lines if line.due and line.state != GONE]

    @property
    def active(self) -> list[LesionLine]:
        return [line for line in self.lines if line.state != GONE]


def summary_of(patient: Patient, *, kept: PatientSummary | None = None) -> Summary:
    """The patient's summary; written anew when the record's revision or the patient's day has moved on.

    Args:
        kept: the stored row, when the caller has read it already (the worklist reads all in one query).
    """
    kept = kept or PatientSummary.objects.filter(patient=patient).first()
    today = patient.today()
    if kept is None or not _is_fresh(kept, patient.revision, today):
        data = _make(patient)
        PatientSummary.objects.update_or_create(
            patient=patient, defaults={"revision": patient.revision, "made_on": today, "data": data}
        )
    else:
        data = kept.data
    return Summary(
        lines=[LesionLine(**line) for line in data["lines"]],
        months=[BurdenMonth.from_dict(month) for month in data["months"]],
        signs=[(sign, on) for sign, on in data["signs"]],
        flagged_labs=[(key, on, flag) for key, on, flag in data["flagged_labs"]],
        conditions=tuple(data["conditions"]),
        context={
            key: Counts(tuple(Count(*count) for count in shown), openings, entries)
            for key, (shown, openings, entries) in data["context"].items()
        },
    )


def _is_fresh(kept: PatientSummary, revision: int, today: datetime.date) -> bool:
    return kept.revision == revision and kept.made_on == today and kept.data.get("shape") == SHAPE


def _make(patient: Patient) -> dict[str, Any]:
    lesions = _lesions_with_latest(patient)
    latest = CheckIn.objects.in_bulk(
        [pk for lesion in lesions for pk in (lesion.last_id, lesion.last_size_id) if pk]  # type: ignore[attr-defined]
    )
    events = _events_by_lesion(patient)
    intervals, today = intervals_of(patient), patient.today()
    sizes = _sizes(patient)
    lines = [
        _line(lesion, latest, events.get(lesion.pk, []), sizes.get(lesion.pk, []), intervals, today)
        for lesion in lesions
    ]
    lines.sort(key=lambda line: (_rank(line), line.name))
    return {
        "shape": SHAPE,
        "lines": [asdict(line) for line in lines],
        # Read on its own by the menu of records, which needs no more.
        "counts": {
            "care": sum(line.needs_care for line in lines),
            "due": sum(line.due and not line.needs_care for line in lines),
        },
        "months": [month.to_dict() for month in _months(patient, lesions, events, sizes)],
        "signs": [(sign, on.isoformat()) for sign, on in _signs(patient)],
        "conditions": condition_keys(patient),
        "context": _context(patient),
        "flagged_labs": [(key, on.isoformat(), flag) for key, on, flag in flagged_labs(patient)],
    }


def _rank(line: LesionLine) -> int:
    if line.state == GONE:
        return 9
    return ORDER.get(line.state, 4 if line.due else 5)


def _lesions_with_latest(patient: Patient) -> list[Lesion]:
    """Every lesion with the ids of its newest check-in and its newest one with a size: one query by index."""
    newest = CheckIn.objects.filter(lesion=OuterRef("pk"), deleted_at__isnull=True).order_by("-observed_at")
    sized = newest.filter(length_mm__isnull=False)
    rows = Lesion.objects.kept().filter(patient=patient)
    found: list[Lesion] = list(
        rows.annotate(
            last_id=Subquery(newest.values("pk")[:1]), last_size_id=Subquery(sized.values("pk")[:1])
        )
    )
    for lesion in found:
        lesion.patient = patient  # each would ask for her anew
    return found


def _events_by_lesion(patient: Patient) -> EventsByLesion:
    found: EventsByLesion = {}
    rows = LifeEvent.objects.kept().filter(patient=patient).order_by("happened_on", "entered_at")
    for lesion_id, kind, day in rows.values_list("lesion_id", "kind", "happened_on"):
        found.setdefault(lesion_id, []).append((kind, day))
    return found


def _line(
    lesion: Lesion,
    latest: dict[Any, CheckIn],
    events: Sequence[tuple[str, datetime.date]],
    sizes: Iterable[Size],
    intervals: Intervals,
    today: datetime.date,
) -> LesionLine:
    status = status_of(events)
    last = latest.get(lesion.last_id)  # type: ignore[attr-defined]  # annotated above
    sized = latest.get(lesion.last_size_id)  # type: ignore[attr-defined]
    allowed = intervals.days_for(lesion.pk, needs_care=status.needs_care)
    seen_on = timezone.localtime(last.observed_at, lesion.patient.zone).date() if last else None
    return LesionLine(
        id=str(lesion.pk),
        name=lesion.name,
        site=lesion.site,
        side=lesion.side,
        state=status.state,
        since=status.since.isoformat() if status.since else None,
        event_kind=status.event_kind,
        last_id=str(last.pk) if last else None,
        last_at=last.observed_at.isoformat() if last else None,
        anchor=last.anchor if last else None,
        size_at=sized.observed_at.isoformat() if sized else None,
        length_mm=_plain(sized.length_mm) if sized else None,
        width_mm=_plain(sized.width_mm) if sized else None,
        uncertainty_mm=_plain(sized.uncertainty_mm) if sized else None,
        method=sized.method if sized else "",
        pain_rest=last.pain_rest if last else None,
        due=status.state != GONE and is_due(seen_on, allowed, today),
        due_on=(seen_on + datetime.timedelta(days=allowed)).isoformat() if seen_on else None,
        seen_on=seen_on.isoformat() if seen_on else None,
        last_signs=_red_flag_signs(last) if last else [],
        map_view=lesion.map_view,
        map_x=lesion.map_x,
        map_y=lesion.map_y,
        change=_change(sizes, events, today).to_dict(),
    )


def _change(
    sizes: Iterable[Size], events: Iterable[tuple[str, datetime.date]], today: datetime.date
) -> Change:
    """What was measured before an operation, or before it was gone, is another story."""
    begins = [day for kind, day in events if kind in BEGINS_ANEW]
    readings = (
        Reading(on, length_mm, error_mm, method, width_mm)
        for on, length_mm, width_mm, error_mm, method in sizes
    )
    return change_of(readings, today=today, begins_on=max(begins, default=None))


def _red_flag_signs(check_in: CheckIn) -> list[str]:
    """What a clinician wants to see first: pus, or a sign of inflammation at its highest grade (ours)."""
    grades = ("redness", "warmth", "swelling")
    marked = [name for name in grades if getattr(check_in, name) == Grade.MARKED]
    return (["pus"] if check_in.drainage == Drainage.PUS else []) + marked


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _context(patient: Patient) -> dict[str, Any]:
    """Counts before openings, if anything was logged around; what one deposit met is not another's."""
    logged = context_days(patient)
    if not logged:
        return {}
    today = patient.today()
    exact = LifeEvent.objects.kept().filter(patient=patient, precision=Precision.DAY)
    events: EventsByLesion = {}
    for lesion_id, kind, day in exact.values_list("lesion_id", "kind", "happened_on"):
        events.setdefault(lesion_id, []).append((kind, day))
    openings = {lesion_id: separate_openings(of_one) for lesion_id, of_one in events.items()}
    found = {
        str(lesion_id): counts_before(
            days, [(kind, day) for kind, of, day in logged if of in (None, lesion_id)], today=today
        )
        for lesion_id, days in openings.items()
        if days
    }
    whole = [(kind, day) for kind, of, day in logged if of is None]
    found[""] = counts_before([day for days in openings.values() for day in days], whole, today=today)
    return {key: astuple(counts) for key, counts in found.items()}


def _signs(patient: Patient) -> list[tuple[str, datetime.date]]:
    since = patient.today() - datetime.timedelta(days=SIGNS_COUNT_DAYS)
    entries = DailyEntry.objects.kept().filter(patient=patient, on__gte=since).order_by("-on")
    return recent_signs(entries)


def _sizes(patient: Patient) -> SizesByLesion:
    """The sizes that burden and change look at, by lesion: those of the last year and more. One query."""
    since = timezone.now() - datetime.timedelta(days=max(31 * (BURDEN_MONTHS + 4), WINDOW_DAYS + FRESH_DAYS))
    rows = CheckIn.objects.kept().filter(patient=patient, length_mm__isnull=False, observed_at__gte=since)
    sizes: SizesByLesion = {}
    fields = ("lesion_id", "observed_at", "length_mm", "width_mm", "uncertainty_mm", "method")
    for lesion_id, at, length_mm, width_mm, uncertainty_mm, method in rows.values_list(*fields):
        day = at.astimezone(patient.zone).date()
        error = error_of(length_mm, uncertainty_mm, method)
        width = None if width_mm is None else float(width_mm)
        sizes.setdefault(lesion_id, []).append((day, float(length_mm), width, float(error), method))
    return sizes


def _months(
    patient: Patient, lesions: list[Lesion], events: EventsByLesion, sizes: SizesByLesion
) -> list[BurdenMonth]:
    lines = [
        (_first_known(lesion, events, sizes, patient), sizes.get(lesion.pk, []), events.get(lesion.pk, []))
        for lesion in lesions
    ]
    return burden_months(lines, until=patient.today(), months=BURDEN_MONTHS)


def _first_known(
    lesion: Lesion, events: EventsByLesion, sizes: SizesByLesion, patient: Patient
) -> datetime.date:
    days = [day for _kind, day in events.get(lesion.pk, [])] + [size[0] for size in sizes.get(lesion.pk, [])]
    if lesion.noticed_on:
        days.append(lesion.noticed_on)
    return min(days, default=lesion.entered_at.astimezone(patient.zone).date())
