"""Reminders: making and ending them, and what is due for one person on a day."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Patient, User
from accounts.services import touch
from lesions.models import CheckIn, Lesion, LifeEvent, PhotoLesion
from lesions.status import GONE, status_of
from timeline.due import is_due_soon, latest_occasion, next_occasion
from timeline.models import ReminderPlan

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

# Ours: a person with many deposits and a few records fits; a runaway script does not.
MOST_PER_PERSON = 60


@dataclass(frozen=True)
class Occasion:
    """A plan on the day it comes round, with at least one lesion that is due."""

    plan: ReminderPlan
    due_on: datetime.date


def save_plan(plan: ReminderPlan) -> ReminderPlan:
    """Keep a new or changed reminder; what is "due" in the record is worked out anew.

    Raises:
        ValidationError: a value is not right, there is such a reminder already, or there are too many.
    """
    with transaction.atomic():
        if (
            plan._state.adding
            and ReminderPlan.objects.kept().filter(user=plan.user).count() >= MOST_PER_PERSON
        ):
            raise ValidationError(_("You have many reminders. Remove one first."))
        if _others_like(plan).exists():
            raise ValidationError(_("You have such a reminder already. Change that one instead."))
        plan.full_clean()
        plan.save()
        touch(plan.patient)
    return plan


def _others_like(plan: ReminderPlan) -> models.QuerySet[ReminderPlan]:
    same = ReminderPlan.objects.filter(
        user=plan.user, patient=plan.patient, lesion=plan.lesion, what=plan.what, removed_at=None
    )
    return same.exclude(pk=plan.pk)


def pause(plan: ReminderPlan, *, paused: bool) -> None:
    plan.paused_at = timezone.now() if paused else None
    save_plan(plan)


def remove(plan: ReminderPlan) -> None:
    with transaction.atomic():
        plan.removed_at = timezone.now()
        plan.save(update_fields=["removed_at"])
        touch(plan.patient)


def restore(plan: ReminderPlan) -> None:
    """Take a removal back. Raises ValidationError when there is a new reminder for the same thing."""
    plan.removed_at = None
    save_plan(plan)


def plans_of(user: User, patient: Patient) -> list[ReminderPlan]:
    """This person's reminders in this record, the whole record first, then by the name of the deposit."""
    found = ReminderPlan.objects.kept().filter(user=user, patient=patient).select_related("lesion")
    return sorted(
        found, key=lambda plan: (plan.lesion is not None, plan.lesion.name if plan.lesion else "", plan.what)
    )


def next_day(plan: ReminderPlan, today: datetime.date) -> datetime.date:
    """When it comes round next, today included."""
    return next_occasion(plan.starts_on, plan.every_weeks, today - datetime.timedelta(days=1))


def occasions_for(plans: Iterable[ReminderPlan], today: datetime.date) -> list[Occasion]:
    """The plans whose newest day has something due; of several missed days only the newest counts."""
    found = []
    states: dict[uuid.UUID, RecordState] = {}
    for plan in plans:
        due_on = latest_occasion(plan.starts_on, plan.every_weeks, today)
        if due_on is None:
            continue
        state = states.setdefault(plan.patient_id, RecordState(plan.patient))
        if any(is_due_soon(seen_on, plan.every_days, today) for seen_on in state.seen(plan)):
            found.append(Occasion(plan, due_on))
    return found


class RecordState:
    """The lesions of a record that are not gone, and when each was last looked at; read when asked for."""

    def __init__(self, patient: Patient) -> None:
        self.patient = patient
        self._seen: dict[str, dict[uuid.UUID, datetime.date]] = {}
        self._lesions: list[uuid.UUID] | None = None

    def seen(self, plan: ReminderPlan) -> list[datetime.date | None]:
        """Of each lesion the plan covers, the day of its last check-in or photo."""
        if plan.what not in self._seen:
            self._seen[plan.what] = last_seen(self.patient, plan.what)
        lesions = [one for one in self._present() if plan.lesion_id in (None, one)]
        return [self._seen[plan.what].get(one) for one in lesions]

    def _present(self) -> list[uuid.UUID]:
        if self._lesions is None:
            self._lesions = [lesion.pk for lesion in present_lesions(self.patient)]
        return self._lesions


def present_lesions(patient: Patient) -> list[Lesion]:
    """The lesions that are not gone, by name: two queries."""
    events: dict[uuid.UUID, list[tuple[str, datetime.date]]] = {}
    rows = LifeEvent.objects.kept().filter(patient=patient).order_by("happened_on", "entered_at")
    for lesion_id, kind, day in rows.values_list("lesion_id", "kind", "happened_on"):
        events.setdefault(lesion_id, []).append((kind, day))
    lesions = Lesion.objects.kept().filter(patient=patient).order_by("name")
    return [lesion for lesion in lesions if status_of(events.get(lesion.pk, [])).state != GONE]


def last_seen(patient: Patient, what: str) -> dict[uuid.UUID, datetime.date]:
    """Of each lesion the day, in the patient's zone, of its newest check-in or photo. One query."""
    photos = PhotoLesion.objects.filter(
        lesion__patient=patient, photo__deleted_at=None, photo__attached_at__isnull=False
    )
    check_ins = CheckIn.objects.kept().filter(patient=patient).order_by()
    rows: Iterable[tuple[uuid.UUID, datetime.datetime]] = (
        photos.values_list("lesion").annotate(at=Max("photo__taken_at"))
        if what == ReminderPlan.What.PHOTO
        else check_ins.values_list("lesion").annotate(at=Max("observed_at"))
    )
    return {pk: _day(at, patient.zone) for pk, at in rows}


def _day(at: datetime.datetime, zone: ZoneInfo) -> datetime.date:
    return at.astimezone(zone).date()
