"""Every version of a note with its day: what was edited stays readable, for the patient too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timeline.note_drawing import mark_words
from timeline.note_marks import MarkRefused, mark_from_json

if TYPE_CHECKING:
    import datetime

    from timeline.models import Note


@dataclass(frozen=True)
class Version:
    """The words and the mark of a note from one moment on."""

    text: str
    mark_words: str
    since: datetime.datetime
    is_current: bool


def versions_of(note: Note) -> list[Version]:
    """The newest first. Deleting, restoring and moving a note changes nothing that it says."""
    rows = note.history.order_by("history_date", "history_id").values_list("text", "mark", "history_date")
    found: list[tuple[str, Any, datetime.datetime]] = []
    for text, mark, at in rows:
        if not found or found[-1][:2] != (text, mark):
            found.append((text, mark, at if found else note.entered_at))
    return [
        Version(text, _words(mark), at, is_current=number == len(found))
        for number, (text, mark, at) in enumerate(found, start=1)
    ][::-1]


def _words(mark: Any) -> str:
    try:
        return mark_words(mark_from_json(mark)) if mark else ""
    except MarkRefused:  # of an older release
        return ""
