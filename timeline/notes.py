"""Notes where they stand: numbered on a photo, handed out to check-ins, new to somebody or opened."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from timeline.models import Note, NoteOpened
from timeline.note_drawing import Drawn, drawn, mark_words
from timeline.note_marks import MarkRefused, mark_from_json

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from lesions.models import CheckIn, Lesion, Photo, PhotoLesion

# A note nobody opened for so long is no news any more; it stands in the timeline all the same. Ours.
NEW_FOR = datetime.timedelta(days=30)
# What the page of a lesion shows; all of them stand in the timeline.
ON_A_LESION = 10
READ_AT_MOST = 200
# Of the new ones home tells the first few; with the rest the day's own work would not be seen. Ours.
NEW_AT_HOME = 2


def notes_on(photo: Photo) -> list[Note]:
    """The notes on one photo, oldest first; each one with a mark gets its number and how to draw it."""
    rows = Note.objects.kept().filter(photo=photo).select_related("entered_by").order_by("entered_at", "pk")
    notes = list(rows)
    number = 0
    for note in notes:
        shape: Any = _drawn(note)
        number += shape is not None
        note.drawn, note.number = shape, number if shape else None  # type: ignore[attr-defined]
        note.mark_words = mark_words(mark_from_json(note.mark)) if shape else ""  # type: ignore[attr-defined]
    return notes


def _drawn(note: Note) -> Drawn | None:
    try:
        return drawn(mark_from_json(note.mark)) if note.mark else None
    except MarkRefused:  # of an older release: its words are shown without it
        return None


@dataclass(frozen=True)
class LesionNotes:
    """What the page of a lesion needs of its notes."""

    listed: list[Note]
    has_more: bool


def notes_of_lesion(
    lesion: Lesion, check_ins: Sequence[CheckIn], photos: Sequence[PhotoLesion]
) -> LesionNotes:
    """The notes on a lesion and its check-ins; check-ins and photos get theirs handed out. One query."""
    rows = Note.objects.kept().select_related("entered_by", "check_in")
    about = Q(lesion=lesion) | Q(photo__in=[link.photo_id for link in photos])
    notes = list(rows.filter(about, patient=lesion.patient_id)[:READ_AT_MOST])
    for note in notes:
        if note.lesion_id:
            note.lesion = lesion
    counts = Counter(note.photo_id for note in notes)
    for link in photos:
        link.note_count = counts[link.photo_id]  # type: ignore[attr-defined]
    listed = [note for note in notes if note.lesion_id]
    _hand_out(check_ins, listed)
    return LesionNotes(listed[:ON_A_LESION], len(listed) > ON_A_LESION)


def hand_out_notes(check_ins: Iterable[CheckIn]) -> None:
    """Give each check-in of a list the notes on it, as ``notes_here``: one query for all of them."""
    rows = list(check_ins)
    if not rows or all("notes_here" in vars(row) for row in rows):
        return
    found = Note.objects.kept().filter(check_in__in=[row.pk for row in rows]).select_related("entered_by")
    _hand_out(rows, found)


def _hand_out(check_ins: Iterable[CheckIn], notes: Iterable[Note]) -> None:
    by_check_in: dict[uuid.UUID | None, list[Note]] = defaultdict(list)
    for note in notes:
        by_check_in[note.check_in_id].append(note)
    for row in check_ins:
        row.notes_here = by_check_in[row.pk][::-1]  # type: ignore[attr-defined]


def latest_notes(patient: Patient, most: int) -> list[Note]:
    """The newest notes of a record, wherever they stand."""
    rows = Note.objects.kept().filter(patient=patient)
    return list(rows.select_related("entered_by", "lesion", "check_in", "photo")[:most])


def new_notes(patient: Patient, user: User) -> list[Note]:
    """Notes of others that this person has not opened yet, newest first."""
    opened = NoteOpened.objects.filter(note=OuterRef("pk"), user=user)
    rows = Note.objects.kept().filter(patient=patient, entered_at__gt=timezone.now() - NEW_FOR)
    rows = rows.exclude(entered_by=user).filter(~Exists(opened))
    return list(rows.select_related("entered_by", "lesion", "check_in", "photo"))


def mark_opened(note: Note, user: User) -> None:
    """Remember that it is not new to this person any more; twice is once."""
    NoteOpened.objects.get_or_create(note=note, user=user)
