"""The page "photo day": which deposits a photo is due of, each with its last one."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Subquery

from lesions.models import Lesion, PhotoLesion
from lesions.photo_services import newest_for_lists, that_may_be_photographed
from timeline.due import is_due, is_due_soon
from timeline.intervals import intervals_of
from timeline.models import ReminderPlan
from timeline.reminders import last_seen, present_lesions

if TYPE_CHECKING:
    from accounts.models import Patient


@dataclass(frozen=True)
class PhotoWanted:
    """A deposit with the day of its last photo, and the last one that may be shown here, if any."""

    lesion: Lesion
    last_on: datetime.date | None
    days_ago: int | None
    shown: PhotoLesion | None


@dataclass(frozen=True)
class PhotoDay:
    due: list[PhotoWanted]
    soon: list[PhotoWanted]
    lesions: int
    next_on: datetime.date | None


def photo_day(patient: Patient) -> PhotoDay:
    """What is due, the longest wait first; what is nearly due stands apart. Queries constant."""
    today, intervals = patient.today(), intervals_of(patient, ReminderPlan.What.PHOTO)
    allowed = set(that_may_be_photographed(patient, Lesion.objects.kept()).values_list("pk", flat=True))
    lesions = [lesion for lesion in present_lesions(patient) if lesion.pk in allowed]
    seen, shown = last_seen(patient, ReminderPlan.What.PHOTO), _shown(patient)
    due, soon, next_days = [], [], []
    for lesion in lesions:
        last_on, every = seen.get(lesion.pk), intervals.days_for(lesion.pk)
        days_ago = (today - last_on).days if last_on else None
        wanted = PhotoWanted(lesion, last_on, days_ago, shown.get(lesion.pk))
        if is_due(last_on, every, today):
            due.append(wanted)
        elif is_due_soon(last_on, every, today):
            soon.append(wanted)
        elif last_on:
            next_days.append(last_on + datetime.timedelta(days=every))
    due.sort(key=_longest_wait)
    soon.sort(key=_longest_wait)
    return PhotoDay(due, soon, len(lesions), min(next_days, default=None))


def _longest_wait(wanted: PhotoWanted) -> tuple[datetime.date, str]:
    return (wanted.last_on or datetime.date.min, wanted.lesion.name)


def _shown(patient: Patient) -> dict[uuid.UUID, PhotoLesion]:
    """Of each lesion its newest photo that is not sensitive."""
    links = PhotoLesion.objects.filter(
        lesion__patient=patient, pk=Subquery(newest_for_lists("lesion").values("pk")[:1])
    )
    return {link.lesion_id: link for link in links.select_related("photo")}
