"""Photos from the gallery, sorted to the days they were taken on. Pure but for the photos it is handed."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lesions.models import Photo


@dataclass(frozen=True)
class PhotoDay:
    """The photos of one day where the patient lives, earliest first; or one photo whose day is not known.

    Attributes:
        key: the day as 2026-05-03, or the photo's id.
        on: the day; None when the photo does not say it.
    """

    key: str
    on: datetime.date | None
    photos: list[Photo]


def by_day(photos: Iterable[Photo], zone: datetime.tzinfo) -> list[PhotoDay]:
    """Newest day first; at the end, one by one, the photos that do not say their day."""
    days: dict[datetime.date, list[Photo]] = defaultdict(list)
    unknown: list[PhotoDay] = []
    for photo in sorted(photos, key=lambda photo: photo.taken_at):
        if photo.taken_at_known:
            days[photo.taken_at.astimezone(zone).date()].append(photo)
        else:
            unknown.append(PhotoDay(str(photo.pk), None, [photo]))
    known = [PhotoDay(day.isoformat(), day, days[day]) for day in sorted(days, reverse=True)]
    return known + unknown


def noon(day: datetime.date, zone: datetime.tzinfo, now: datetime.datetime) -> datetime.datetime:
    """The moment that stands for a day of which only the date is known; never one that is still to come."""
    return min(datetime.datetime.combine(day, datetime.time(12), tzinfo=zone), now)


def day_bounds(day: datetime.date, zone: datetime.tzinfo) -> tuple[datetime.datetime, datetime.datetime]:
    """The beginning of the day and of the next one, where the patient lives."""
    start = datetime.datetime.combine(day, datetime.time.min, tzinfo=zone)
    end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min, tzinfo=zone)
    return start, end
