"""The entries that are new to a dermatologist, read and grouped by kind for the review page."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.template.loader import get_template
from django.utils import timezone

from accounts.models import User
from care.models import Treatment
from lesions.models import CheckIn, Lesion, Photo, PhotoLesion
from lesions.second_readings import hide_sizes
from timeline.news import KIND_BY_KEY, NEWS_KINDS, News, changed_words
from timeline.stream import KINDS

if TYPE_CHECKING:
    from accounts.models import Patient

# Of each kind so many are listed; the rest is a link to the timeline.
LISTED = 12
STREAM = {kind.key: kind for kind in KINDS}


@cache
def _template(kind: str) -> Any:
    return get_template(f"timeline/entries/_{kind}.html")


@dataclass(frozen=True)
class NewsEntry:
    """One entry; of a deleted one only what it was about, never what it said."""

    kind: str
    icon: str
    row: Any
    on: datetime.date
    lesion: Lesion | None
    at: datetime.datetime
    is_unread: bool
    is_changed: bool

    @property
    def is_deleted(self) -> bool:
        return self.row.deleted_at is not None

    @property
    def template(self) -> Any:
        return _template(self.kind)

    @property
    def kind_words(self) -> str:
        return str(type(self.row)._meta.verbose_name)

    @property
    def day_after(self) -> datetime.date:
        """With it the timeline begins at this entry's day."""
        return self.on + datetime.timedelta(days=1)

    @property
    def is_in_timeline(self) -> bool:
        return self.kind in STREAM and not self.is_deleted


@dataclass(frozen=True)
class NewsGroup:
    """Entries of one kind, or all that were changed or deleted; ``more`` are not listed."""

    key: str
    heading: str
    entries: list[NewsEntry]
    more: int


def groups_of(patient: Patient, news: Sequence[News], lesions: Iterable[Lesion]) -> list[NewsGroup]:
    """Read what is listed: a query for each kind that has news, two for photos, one for people.

    Args:
        lesions: every lesion of the record, deleted ones too; those with ``hides_sizes`` keep their sizes.
    """
    by_id = {lesion.pk: lesion for lesion in lesions}
    new = {
        kind.key: [one for one in news if one.kind == kind.key and one.what == "new"] for kind in NEWS_KINDS
    }
    changed = [one for one in news if one.what == "changed"]
    parts = [(key, KIND_BY_KEY[key].words(len(found)), found) for key, found in new.items()]
    parts.append(("changed", changed_words(len(changed)), changed))
    listed = [one for _key, _heading, found in parts for one in found[:LISTED]]
    rows = _read(patient, listed, by_id)
    groups = []
    for key, heading, found in parts:
        entries = [_entry(one, rows[one.id], patient, by_id) for one in found[:LISTED] if one.id in rows]
        if found:
            groups.append(NewsGroup(key, heading, entries, len(found) - len(entries)))
    return groups


def _read(patient: Patient, listed: Sequence[News], by_id: dict[uuid.UUID, Lesion]) -> dict[uuid.UUID, Any]:
    rows: dict[uuid.UUID, Any] = {}
    for kind in NEWS_KINDS:
        ids = [one.id for one in listed if one.kind == kind.key]
        if ids:
            found = kind.model.objects.filter(patient=patient, pk__in=ids)
            rows.update({row.pk: row for row in _with_targets(found)})
    people = User.objects.in_bulk({row.entered_by_id for row in rows.values() if row.entered_by_id})
    for row in rows.values():
        row.entered_by = people.get(row.entered_by_id)
        if getattr(row, "lesion_id", None):
            row.lesion = by_id[row.lesion_id]
    _hand_out_photos(rows, by_id)
    hidden = frozenset(pk for pk, lesion in by_id.items() if getattr(lesion, "hides_sizes", False))
    hide_sizes(rows.values(), hidden)
    return rows


def _with_targets(rows: Any) -> Any:
    return rows.prefetch_related("lesions") if rows.model is Treatment else rows


def _hand_out_photos(rows: dict[uuid.UUID, Any], by_id: dict[uuid.UUID, Lesion]) -> None:
    """Photos get their lesions. Check-ins get none: new photos are listed as entries of their own."""
    photos: dict[uuid.UUID, Any] = {pk: row for pk, row in rows.items() if isinstance(row, Photo)}
    for row in rows.values():
        if isinstance(row, CheckIn | Photo):
            vars(row)["_prefetched_objects_cache"] = {"photo_lesions": []}
    for link in PhotoLesion.objects.filter(Q(photo__in=list(photos))) if photos else ():
        link.lesion, link.photo = by_id[link.lesion_id], photos[link.photo_id]
        photos[link.photo_id]._prefetched_objects_cache["photo_lesions"].append(link)


def _entry(one: News, row: Any, patient: Patient, by_id: dict[uuid.UUID, Lesion]) -> NewsEntry:
    stream = STREAM.get(one.kind)
    dated = getattr(row, stream.dated_by, None) if stream else None
    dated = dated or row.entered_at
    if isinstance(dated, datetime.datetime):
        dated = timezone.localtime(dated, patient.zone).date()
    return NewsEntry(
        kind=one.kind,
        icon=stream.icon if stream else "spots",
        row=row,
        on=dated,
        lesion=by_id.get(one.lesion_id) if one.lesion_id else None,
        at=one.at,
        is_unread=one.is_unread,
        is_changed=one.what == "changed",
    )
