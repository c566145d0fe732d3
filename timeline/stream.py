"""Everything dated about one patient in one order, cut into pages by day, in a fixed number of queries."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from care.models import Condition, ContextEntry, Treatment
from labs.models import LabResult
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent, Photo, PhotoLesion
from lesions.second_readings import hide_sizes, with_blindness
from timeline.models import Note

if TYPE_CHECKING:
    from accounts.models import Patient

PAGE = 40
Rows = QuerySet[Any]


class Kind(NamedTuple):
    """One kind of entry: its rows, the field that dates them, and how they are narrowed to one lesion."""

    key: str
    label: Any
    model: Any
    dated_by: str
    is_moment: bool
    icon: str
    of_lesion: Callable[[uuid.UUID], Q]


def _by_lesion(lesion_id: uuid.UUID) -> Q:
    return Q(lesion=lesion_id)


def _by_target(lesion_id: uuid.UUID) -> Q:
    """By the ids, so that the row still comes with all of its targets."""
    return Q(pk__in=Treatment.objects.filter(lesions=lesion_id).values("pk"))


def _by_photo(lesion_id: uuid.UUID) -> Q:
    return Q(photo_lesions__lesion=lesion_id)


def _by_note(lesion_id: uuid.UUID) -> Q:
    """What is said of the lesion, and of the photos that show it."""
    return Q(lesion=lesion_id) | Q(photo__in=PhotoLesion.objects.filter(lesion=lesion_id).values("photo"))


def _never(lesion_id: uuid.UUID) -> Q:
    return Q(pk__in=[])


KINDS = [
    Kind("check-ins", _("Check-ins"), CheckIn, "observed_at", True, "pen", _by_lesion),
    Kind("photos", _("Photos"), Photo, "taken_at", True, "camera", _by_photo),
    Kind("events", _("Events"), LifeEvent, "happened_on", False, "open", _by_lesion),
    Kind("context", _("What happened around"), ContextEntry, "happened_on", False, "time", _by_lesion),
    Kind("days", _("Days"), DailyEntry, "on", False, "cal", _never),
    Kind("labs", _("Labs"), LabResult, "collected_at", True, "flask", _never),
    Kind("treatments", _("Treatments"), Treatment, "start_on", False, "note", _by_target),
    Kind("conditions", _("Conditions"), Condition, "since_on", False, "book", _never),
    Kind("notes", _("Notes"), Note, "entered_at", True, "note", _by_note),
]
KIND_KEYS = {kind.key for kind in KINDS}


@cache
def _template(kind: str) -> Any:
    return get_template(f"timeline/entries/_{kind}.html")


@dataclass(frozen=True)
class Entry:
    kind: str
    icon: str
    at: datetime.datetime  # days without a time of day stand at noon in the patient's zone
    on: datetime.date
    row: Any

    @property
    def template(self) -> Any:
        """The loaded template: looking it up by name for every entry costs more than drawing it."""
        return _template(self.kind)


@dataclass(frozen=True)
class StreamPage:
    days: list[tuple[datetime.date, list[Entry]]]
    older_before: datetime.date | None  # the cursor of the next page, or None at the end
    lesions: list[Lesion] = field(default_factory=list)  # all of the record, to choose one from
    hidden: frozenset[uuid.UUID] = frozenset()  # those whose sizes the viewer must not see yet


def stream_page(
    patient: Patient,
    *,
    kinds: set[str],
    lesion_id: uuid.UUID | None = None,
    before: datetime.date | None = None,
    entered_after: datetime.datetime | None = None,
    viewer: User | None = None,
) -> StreamPage:
    """The newest whole days before a day, with at least a page of entries where there are so many.

    Args:
        kinds: keys of KINDS to show.
        before: only days earlier than this one; None starts at the newest.
        entered_after: only what was entered since, whatever day it is about.
        viewer: who looks; sizes that she must not see yet are left out.
    """
    sources = [(kind, _rows(kind, patient, lesion_id, before)) for kind in KINDS if kind.key in kinds]
    if entered_after is not None:
        sources = [(kind, rows.filter(entered_at__gt=entered_after)) for kind, rows in sources]
    of_patient = Lesion.objects.kept().filter(patient=patient)
    lesions = list(with_blindness(of_patient, viewer) if viewer else of_patient)
    limit = PAGE + 1
    while True:
        days, more = _whole_days(sources, patient, limit)
        if days or not more:
            break
        limit *= 4  # one single day holds more entries of a kind than a page
    hidden = frozenset(lesion.pk for lesion in lesions if getattr(lesion, "hides_sizes", False))
    page = replace(_cut(days, more), lesions=lesions, hidden=hidden)
    rows = [entry.row for _day, entries in page.days for entry in entries]
    _fill_in(lesions, rows)
    _hand_out_photos(lesions, rows)
    hide_sizes(rows, hidden)
    return page


def _whole_days(
    sources: list[tuple[Kind, Rows]], patient: Patient, limit: int
) -> tuple[list[tuple[datetime.date, list[Entry]]], bool]:
    """The newest days of which every entry was read, and whether older entries remain."""
    entries: list[Entry] = []
    torn: datetime.date | None = None  # the newest day that a kind was cut in
    for kind, rows in sources:
        if torn is not None:  # what is older would be thrown away below
            rows = rows.filter(**{f"{kind.dated_by}__gte": _bound(kind, torn, patient)})
        found = list(_in_order(kind, rows)[:limit])
        entries += [
            _entry(kind, row, patient) for row in (_one_each(found) if kind.model is Treatment else found)
        ]
        if len(found) == limit:
            last_on = _entry(kind, found[-1], patient).on
            torn = max(torn or last_on, last_on)
    entries.sort(key=lambda entry: (entry.on, entry.at), reverse=True)
    grouped: dict[datetime.date, list[Entry]] = {}
    for entry in entries:
        if torn is None or entry.on > torn:
            grouped.setdefault(entry.on, []).append(entry)
    return list(grouped.items()), torn is not None


def _cut(days: list[tuple[datetime.date, list[Entry]]], more: bool) -> StreamPage:
    """Whole days until a page is full."""
    count = 0
    for number, (day, entries) in enumerate(days, start=1):
        count += len(entries)
        if count >= PAGE and (number < len(days) or more):
            return StreamPage(days[:number], day)
    return StreamPage(days, days[-1][0] if days and more else None)


def _rows(kind: Kind, patient: Patient, lesion_id: uuid.UUID | None, before: datetime.date | None) -> Rows:
    rows: Rows = kind.model.objects.kept().filter(patient=patient, **{f"{kind.dated_by}__isnull": False})
    if kind.model is Photo:
        rows = _on_their_own(rows, lesion_id)
    if kind.model is Note:  # says where it stands
        rows = rows.select_related("check_in", "photo")
    if lesion_id is not None:
        rows = rows.filter(kind.of_lesion(lesion_id))
    if before is not None:
        rows = rows.filter(**{f"{kind.dated_by}__lt": _bound(kind, before, patient)})
    return rows


def _on_their_own(photos: Rows, lesion_id: uuid.UUID | None) -> Rows:
    """Photos of the record that no check-in in the stream shows already."""
    shown = PhotoLesion.objects.filter(
        photo=OuterRef("pk"), lesion__deleted_at__isnull=True, check_in__deleted_at__isnull=True
    ).exclude(check_in=None)
    if lesion_id is not None:
        shown = shown.filter(lesion=lesion_id)
    return photos.filter(~Exists(shown), attached_at__isnull=False)


def _bound(kind: Kind, day: datetime.date, patient: Patient) -> datetime.date:
    """The beginning of a day, as the kind is dated: a day, or midnight where the patient is."""
    return datetime.datetime.combine(day, datetime.time.min, tzinfo=patient.zone) if kind.is_moment else day


def _fill_in(lesions: list[Lesion], rows: list[Any]) -> None:
    """Hand every row its lesion and the person who entered it, without a join."""
    people = User.objects.in_bulk({row.entered_by_id for row in rows if row.entered_by_id})
    by_id = {lesion.pk: lesion for lesion in lesions}
    for row in rows:
        row.entered_by = people.get(row.entered_by_id)
        if getattr(row, "lesion_id", None):
            row.lesion = by_id[row.lesion_id]
        if isinstance(row, Treatment):
            targets = [by_id[key] for key in row.target_ids if key in by_id]  # type: ignore[attr-defined]
            row._prefetched_objects_cache = {"lesions": targets}  # type: ignore[attr-defined]


def _hand_out_photos(lesions: list[Lesion], rows: list[Any]) -> None:
    """Give check-ins their photos and photos their lesions, all from one question."""
    by_id = {lesion.pk: lesion for lesion in lesions}
    with_photos: dict[uuid.UUID, Any] = {row.pk: row for row in rows if isinstance(row, CheckIn | Photo)}
    for row in with_photos.values():
        row._prefetched_objects_cache = {"photo_lesions": []}
    links = PhotoLesion.objects.filter(photo__deleted_at__isnull=True).select_related("photo")
    for link in links.filter(Q(check_in__in=with_photos) | Q(photo__in=with_photos)):
        if link.lesion_id in by_id:
            link.lesion = by_id[link.lesion_id]
            for key in (link.check_in_id, link.photo_id):
                if key in with_photos:
                    with_photos[key]._prefetched_objects_cache["photo_lesions"].append(link)


def _in_order(kind: Kind, rows: Rows) -> Rows:
    """Newest first; a treatment once for each of its targets, which spares the question after them."""
    rows = rows.order_by(f"-{kind.dated_by}", "-entered_at")
    return rows.annotate(target_id=F("lesions")) if kind.model is Treatment else rows


def _one_each(rows: list[Any]) -> list[Any]:
    """Treatments with the ids of all their targets. One that the page's limit cut in two is of a torn day."""
    found: dict[uuid.UUID, Any] = {}
    for row in rows:
        first = found.setdefault(row.pk, row)
        first.target_ids = [*getattr(first, "target_ids", []), row.target_id]
    return list(found.values())


def _entry(kind: Kind, row: Any, patient: Patient) -> Entry:
    dated = getattr(row, kind.dated_by)
    if kind.is_moment:
        local = timezone.localtime(dated, patient.zone)
        return Entry(kind.key, kind.icon, local, local.date(), row)
    noon = datetime.datetime.combine(dated, datetime.time(12), tzinfo=patient.zone)
    return Entry(kind.key, kind.icon, noon, dated, row)
