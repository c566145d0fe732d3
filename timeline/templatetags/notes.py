"""The notes that stand on pages of lesions: on a photo, and in lists of check-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from timeline.models import Note
from timeline.notes import hand_out_notes, notes_on

if TYPE_CHECKING:
    from lesions.models import CheckIn, Photo

register = template.Library()


@register.simple_tag
def photo_notes(photo: Photo) -> list[Note]:
    """``{% photo_notes photo as notes %}``: for timeline/_photo_marks.html and timeline/_photo_notes.html."""
    return notes_on(photo)


@register.simple_tag
def with_notes(check_ins: list[CheckIn]) -> str:
    """``{% with_notes check_ins %}`` gives each of them ``notes_here``, unless the view has done it."""
    hand_out_notes(check_ins)
    return ""


@register.filter
def marked(notes: list[Note]) -> list[Note]:
    """Those that are drawn on the photo."""
    return [note for note in notes if getattr(note, "number", None)]
