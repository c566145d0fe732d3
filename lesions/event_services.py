"""Writes of life events. "First noticed" is one fact kept in two places; here they are kept the same."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.services import remove_clinical, restore_clinical, save_clinical
from lesions.models import Lesion, LifeEvent
from lesions.partial_dates import Precision
from lesions.vocabulary import EventKind

if TYPE_CHECKING:
    from accounts.models import User

SECOND_TAP = datetime.timedelta(minutes=1)


def log_event(lesion: Lesion, kind: str, *, by: User) -> LifeEvent:
    """Log that something happened today. A second tap within a minute is the same tap.

    Raises:
        ValidationError: there is no such kind; nothing was saved.
    """
    with transaction.atomic():
        Lesion.objects.select_for_update().get(pk=lesion.pk)  # the second tap waits for the first
        tapped = LifeEvent.objects.of(lesion).filter(
            kind=kind, entered_by=by, entered_at__gte=timezone.now() - SECOND_TAP
        )
        event = tapped.first()
        if event is None:
            event = LifeEvent(
                lesion=lesion, patient=lesion.patient, kind=kind, happened_on=lesion.patient.today()
            )
            save_event(event, by=by)
    return event


def save_event(event: LifeEvent, *, by: User) -> LifeEvent:
    """Save an event, new or corrected; the lesion's first day follows.

    Raises:
        ValidationError: a field is not met; nothing was saved.
    """
    with transaction.atomic():
        about_first_day = _is_noticed(event) or _was_noticed(event)
        save_clinical(event, by=by)
        if about_first_day:
            follow_noticed(event.lesion, by=by)
    return event


def _is_noticed(event: LifeEvent) -> bool:
    return event.kind == EventKind.NOTICED


def _was_noticed(event: LifeEvent) -> bool:
    return not event._state.adding and LifeEvent.objects.filter(pk=event.pk, kind=EventKind.NOTICED).exists()


def remove_event(event: LifeEvent, *, by: User) -> LifeEvent:
    with transaction.atomic():
        remove_clinical(event, by=by)
        if _is_noticed(event):
            follow_noticed(event.lesion, by=by)
    return event


def restore_event(event: LifeEvent, *, by: User) -> LifeEvent:
    with transaction.atomic():
        restore_clinical(event, by=by)
        if _is_noticed(event):
            follow_noticed(event.lesion, by=by)
    return event


def _noticed(lesion: Lesion) -> list[LifeEvent]:
    return list(
        LifeEvent.objects.of(lesion).filter(kind=EventKind.NOTICED).order_by("happened_on", "entered_at")
    )


def follow_noticed(lesion: Lesion, *, by: User) -> None:
    """Put the day of the first event "noticed" on the lesion; without one, its first day is not known."""
    first = next(iter(_noticed(lesion)), None)
    said = (first.happened_on, str(first.precision)) if first else (None, "")
    if (lesion.noticed_on, lesion.noticed_precision) != said:
        lesion.noticed_on, lesion.noticed_precision = said
        save_clinical(lesion, by=by)


def keep_noticed_event(lesion: Lesion, *, by: User) -> None:
    """The other way round: the event follows the day that was said of the lesion. Call inside a transaction.

    No day, no event. An event "noticed" before the day said now was wrong and is deleted, with undo.
    """
    noticed = _noticed(lesion)
    if lesion.noticed_on is None:
        for event in noticed:
            remove_clinical(event, by=by)
        return
    said = (lesion.noticed_on, lesion.noticed_precision or Precision.DAY)
    first = noticed[0] if noticed else LifeEvent(lesion=lesion, kind=EventKind.NOTICED)
    for event in noticed[1:]:
        if event.happened_on <= lesion.noticed_on:
            remove_clinical(event, by=by)
    if (first.happened_on, first.precision) != said:
        first.happened_on, first.precision = said
        first.patient = lesion.patient
        save_clinical(first, by=by)
