"""Photos that are in the record already: the same file, the same pixels, or the same picture packed anew."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db.models import F, Q

from accounts.files import private_storage
from lesions.models import Photo
from lesions.photo_look import NEAR_BITS, bits_apart, content_of, is_same_picture, look_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Patient, User

NO_LOOK = "-"  # its small picture cannot be read; not tried again
LOOKS_AT_ONCE = 200  # photos from before looks were kept; the rest follows with the next upload


def usable(patient: Patient, by: User) -> QuerySet[Photo]:
    """Photos a form may use: those in the record and this person's own that wait, nobody else's that wait."""
    return Photo.objects.kept().filter(Q(entered_by=by) | Q(attached_at__isnull=False), patient=patient)


def find_known(patient: Patient, *, by: User, sha256: str, content_sha256: str) -> Photo | None:
    """The photo with the same bytes, or with the same pixels and other metadata."""
    same = usable(patient, by).filter(Q(sha256=sha256) | Q(content_sha256=content_sha256))
    return same.order_by(F("attached_at").desc(nulls_last=True), "entered_at").first()


def look_or_none(small: bytes) -> str:
    """The look of a small rendition, or the mark that it has none."""
    try:
        return look_of(small)
    except ValueError:
        return NO_LOOK


def fill_in_looks(patient: Patient) -> None:
    """Work out what photos from before looks were kept lack. It changes nothing a person said: no history."""
    for photo in Photo.objects.kept().filter(patient=patient, look="")[:LOOKS_AT_ONCE]:
        small, full = _read(photo, "small"), _read(photo, "full")
        photo.look = look_or_none(small)
        photo.content_sha256 = content_of(full) if full else NO_LOOK
        photo.skip_history_when_saving = True  # type: ignore[attr-defined]  # simple_history reads it
        photo.save(update_fields=["look", "content_sha256"])


def look_alikes(photo: Photo, *, by: User) -> list[Photo]:
    """Photos that seem to be the same picture as this one, newest first; never this one itself."""
    return _alike(photo, _with_looks(photo.patient, by))


def look_alikes_of_all(photos: list[Photo], patient: Patient, *, by: User) -> dict[uuid.UUID, Photo]:
    """For each waiting photo the one it looks like: of the record, or one that was sent before it."""
    if not photos:
        return {}
    others = _with_looks(patient, by)
    found: dict[uuid.UUID, Photo] = {}
    for photo in photos:
        before = [row for row in others if row.attached_at or row.entered_at < photo.entered_at]
        for known in _alike(photo, before)[:1]:
            found[photo.pk] = known
    return found


def _with_looks(patient: Patient, by: User) -> list[Photo]:
    return list(usable(patient, by).exclude(look__in=("", NO_LOOK)).order_by("-taken_at"))


def _alike(photo: Photo, others: list[Photo]) -> list[Photo]:
    if len(photo.look) != len("0" * 16):
        return []
    near = [row for row in others if row != photo and bits_apart(row.look, photo.look) <= NEAR_BITS]
    mine = _read(photo, "small") if near else b""
    return [row for row in near if _same(mine, _read(row, "small"))]


def _same(one: bytes, other: bytes) -> bool:
    try:
        return is_same_picture(one, other)
    except ValueError:  # a file is gone or broken: no reason to ask
        return False


def _read(photo: Photo, rendition: str) -> bytes:
    try:
        with private_storage().open(photo.rendition_name(rendition)) as file:
            data: bytes = file.read()
            return data
    except OSError:
        return b""
