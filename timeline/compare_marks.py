"""Keeping the two spots of the skin that somebody marked on photos of a lesion."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.services import save_clinical
from lesions.outline_text import read_places
from timeline.compare_sights import marks_of
from timeline.models import PhotoLandmarks
from timeline.pairing import LEAST_APART, Marks

if TYPE_CHECKING:
    from accounts.models import User
    from lesions.models import Lesion, Photo

SAME = 1e-5  # as many digits as the page writes


def read_marks(texts: Sequence[str], photos: int) -> list[Marks]:
    """``"u,v,u,v"`` for each photo, in fractions of it.

    Raises:
        ValidationError: not two spots that lie apart on each photo.
    """
    if len(texts) != photos:
        raise ValidationError(_("Mark two spots on each photo."), code="missing")
    found: list[Marks] = []
    for text in texts:
        one, two = read_places(text, 2)
        if max(abs(one[0] - two[0]), abs(one[1] - two[1])) < LEAST_APART:
            words = _("The two spots lie too close to each other. Choose two that are farther apart.")
            raise ValidationError(words, code="close")
        found.append((one, two))
    return found


@transaction.atomic
def keep_marks(lesion: Lesion, marked: Sequence[tuple[Photo, Marks]], *, by: User) -> None:
    """Write down that these are the same two spots on each photo.

    Where a photo keeps the spots it had, the others join them, so that all photos marked for them fit
    together; else they are spots of their own.
    """
    photos = [photo for photo, _marks in marked]
    rows = list(PhotoLandmarks.objects.kept().filter(lesion=lesion, photo__in=photos))
    held = [next((row for row in rows if _is_same(row, photo, marks)), None) for photo, marks in marked]
    spots = next((row.spots for row in held if row is not None), uuid.uuid4())
    for (photo, marks), row in zip(marked, held, strict=True):
        if row is None or row.spots != spots:
            points = [list(place) for place in marks]
            new = PhotoLandmarks(
                patient=lesion.patient, lesion=lesion, photo=photo, spots=spots, points=points
            )
            save_clinical(new, by=by)


def _is_same(row: PhotoLandmarks, photo: Photo, marks: Marks) -> bool:
    if row.photo_id != photo.pk:
        return False
    pairs = zip(marks_of(row.points), marks, strict=True)
    return all(abs(a - b) <= SAME for one, two in pairs for a, b in zip(one, two, strict=True))
