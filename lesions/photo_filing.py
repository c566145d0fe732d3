"""Photos from the gallery go where they belong: to their day, their deposits, the check-in of that day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.services import touch
from lesions.models import CheckIn
from lesions.photo_days import day_bounds, noon
from lesions.photo_services import attach_photos, say_view

if TYPE_CHECKING:
    from lesions.forms.photo_import import Filing
    from lesions.models import Lesion, Photo


def file_photos(filings: Sequence[Filing]) -> None:
    """Take every photo into the record, all or none.

    A photo goes with the check-in of its day where there is one. Where there is none, none is made up: it
    would count as somebody having looked, with nothing said. The photo then stands on its own in the history.
    """
    with transaction.atomic():
        for filing in filings:
            _file(filing)


def _file(filing: Filing) -> None:
    photo = filing.photo
    say_view(photo, filing.view)
    if filing.on is not None:
        photo.taken_at = noon(filing.on, photo.patient.zone, timezone.now())
        photo.taken_at_known = True
    photo.attached_at = photo.attached_at or timezone.now()
    photo.save()
    for lesion in filing.lesions:
        attach_photos([photo], lesion=lesion, check_in=check_in_of_day(lesion, photo))
    if not filing.lesions:
        touch(photo.patient)


def check_in_of_day(lesion: Lesion, photo: Photo) -> CheckIn | None:
    """The check-in of the photo's day that is nearest in time; None where the day is not known."""
    if not photo.taken_at_known:
        return None
    zone = photo.patient.zone
    start, end = day_bounds(timezone.localtime(photo.taken_at, zone).date(), zone)
    rows = CheckIn.objects.of(lesion).filter(observed_at__gte=start, observed_at__lt=end)
    return min(rows, key=lambda row: abs(row.observed_at - photo.taken_at), default=None)
