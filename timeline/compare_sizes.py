"""The sizes of the days of two photos: which two can be compared, and what their difference says."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from lesions.measure import error_of
from lesions.models import CheckIn
from lesions.vocabulary import Method
from timeline.change import Difference, Reading, difference_of

if TYPE_CHECKING:
    from accounts.models import Viewer
    from lesions.models import Lesion, Measurement
    from timeline.compare_sights import Seen

#: the surest way of measuring first
SUREST = tuple(Method.values)


@dataclass(frozen=True)
class Sizes:
    """A size for each photo where there is one, and the difference of the last from the first."""

    readings: tuple[Reading | None, ...]
    difference: Difference | None


def sizes_of(lesion: Lesion, seen: Sequence[Seen], *, viewer: Viewer) -> Sizes:
    """The readings on the photos, else what was measured at their check-ins or on their days. One query."""
    days = [timezone.localtime(one.link.photo.taken_at).date() for one in seen]
    said = _said(lesion, seen, days, viewer)
    offered = [
        {**_by_method(said, one, day), **_of_photo(one.readings, day)}
        for one, day in zip(seen, days, strict=True)
    ]
    common = [method for method in SUREST if all(method in one for one in offered)]
    if common:
        found: list[Reading | None] = [one[common[0]] for one in offered]
    else:
        found = [next((one[method] for method in SUREST if method in one), None) for one in offered]
    first, last = found[0], found[-1]
    between = difference_of(first, last) if first is not None and last is not None else None
    return Sizes(tuple(found), between)


def _said(
    lesion: Lesion, seen: Sequence[Seen], days: Sequence[datetime.date], viewer: Viewer
) -> list[CheckIn]:
    """Check-ins with a length that belong to one of the photos or were made on its day."""
    which = Q(pk__in=[one.link.check_in_id for one in seen if one.link.check_in_id])
    zone, day = timezone.get_current_timezone(), datetime.timedelta(days=1)
    for on in days:
        start = datetime.datetime.combine(on, datetime.time(), tzinfo=zone)
        which |= Q(observed_at__gte=start, observed_at__lt=start + day)
    rows = CheckIn.objects.visible_to(viewer).filter(which, lesion=lesion, length_mm__isnull=False)
    return list(rows.exclude(method="").order_by("observed_at"))


def _by_method(rows: Sequence[CheckIn], seen: Seen, day: datetime.date) -> dict[str, Reading]:
    """The photo's own check-in before others of the day."""
    found: dict[str, Reading] = {}
    for row in sorted(rows, key=lambda one: one.pk == seen.link.check_in_id):
        on = timezone.localtime(row.observed_at).date()
        if row.length_mm is not None and (row.pk == seen.link.check_in_id or on == day):
            error = error_of(row.length_mm, row.uncertainty_mm, row.method)
            found[row.method] = Reading(on, row.length_mm, error, row.method, row.width_mm)
    return found


def _of_photo(rows: Sequence[Measurement], day: datetime.date) -> dict[str, Reading]:
    """By way of measuring: the newest by those who log in the record, else the newest by a clinician."""
    ordered = sorted(rows, key=lambda row: (not row.as_clinician, row.entered_at))
    return {
        row.method: Reading(day, row.length_mm, row.uncertainty_mm, row.method, row.width_mm)
        for row in ordered
    }
