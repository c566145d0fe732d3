"""All photos of a lesion by day, and which two a comparison opens with."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from lesions.models import Measurement, Photo, PhotoLesion
from timeline.models import Review

if TYPE_CHECKING:
    from accounts.models import User
    from lesions.models import Lesion

MOST_PHOTOS = 4
YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Entry:
    """One photo of the ribbon. ``day`` counts from the first photo, which is day 0."""

    photo: Photo
    on: datetime.date
    day: int
    is_measured: bool


@dataclass(frozen=True)
class Choice:
    """The photos to open with, and why these; empty where the person chose them."""

    entries: tuple[Entry, ...]
    why: str = ""


def ribbon_of(lesion: Lesion, *, viewer: User) -> list[Entry]:
    """Oldest first, in one query: what is deleted or waits in an open form is left out."""
    readings = Measurement.objects.visible_to(viewer).filter(lesion=lesion, photo=OuterRef("photo"))
    links = PhotoLesion.objects.filter(
        lesion=lesion, photo__deleted_at__isnull=True, photo__attached_at__isnull=False
    )
    links = links.annotate(is_measured=Exists(readings)).select_related("photo")
    entries: list[Entry] = []
    for link in links.order_by("photo__taken_at", "photo"):
        on = timezone.localtime(link.photo.taken_at).date()
        first_on = entries[0].on if entries else on
        entries.append(Entry(link.photo, on, (on - first_on).days, link.is_measured))
    return entries


def chosen(entries: Sequence[Entry], ids: Sequence[uuid.UUID], *, viewer: User) -> Choice | None:
    """What the address names, else a fitting pair; None when there are not two photos.

    Args:
        ids: none, one (the other is found to it), or two to four.

    Raises:
        LookupError: one of them is not among the entries.
    """
    by_id = {entry.photo.pk: entry for entry in entries}
    named = [by_id[photo] for photo in dict.fromkeys(ids)][:MOST_PHOTOS]
    if len(named) > 1:
        return Choice(tuple(named))
    if len(entries) < 2:
        return None
    return _fitting(entries, named[0] if named else entries[-1], viewer=viewer)


def _fitting(entries: Sequence[Entry], newest: Entry, *, viewer: User) -> Choice:
    """Another photo of the same view, an earlier one if there is; with millimetres where this has them."""
    place = entries.index(newest)
    before = entries[:place] or entries[:0:-1]  # of the first photo: those after it, the newest first
    alike = [entry for entry in before if entry.photo.view == newest.photo.view] or before
    if newest.is_measured:
        alike = [entry for entry in alike if entry.is_measured] or alike
    if place == 0:
        return Choice((newest, alike[0]))
    target, why = _since(alike, newest, viewer)
    return Choice((min(alike, key=lambda entry: abs(entry.on - target)), newest), why)


def _since(alike: Sequence[Entry], newest: Entry, viewer: User) -> tuple[datetime.date, str]:
    """Since the viewer's own last review, else since a year ago, else since the first photo."""
    rows = Review.objects.kept().filter(patient=newest.photo.patient_id, entered_by=viewer)
    reviewed_at = rows.values_list("reviewed_at", flat=True).order_by("-reviewed_at").first()
    if reviewed_at is not None:
        on = timezone.localtime(reviewed_at).date()
        if alike[0].on <= on < newest.on:
            return on, _("The photo nearest to your last review, against the newest.")
    if alike[0].on < newest.on - YEAR:
        return newest.on - YEAR, _("The photo nearest to a year ago, against the newest.")
    return alike[0].on, _("The first photo that fits, against the newest.")


def four_of(entries: Sequence[Entry], newest: Entry) -> tuple[Entry, ...]:
    """Up to four photos of the newest one's view, spread over the whole time."""
    alike = [entry for entry in entries if entry.photo.view == newest.photo.view]
    if len(alike) <= MOST_PHOTOS:
        return tuple(alike)
    span = (alike[-1].on - alike[0].on) / (MOST_PHOTOS - 1)
    found: list[Entry] = []
    for number in range(MOST_PHOTOS):
        rest = [entry for entry in alike if entry not in found]
        found.append(min(rest, key=lambda entry: abs(entry.on - (alike[0].on + number * span))))
    return tuple(sorted(found, key=lambda entry: entry.photo.taken_at))
