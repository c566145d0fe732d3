"""What was deleted from a record and can still be restored, also when the message with its Undo is gone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from care.models import Condition, ContextEntry, Treatment
from labs.models import LabResult
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent, Photo

if TYPE_CHECKING:
    from accounts.models import Patient

LIMIT = 50  # the newest of each kind


@dataclass(frozen=True)
class Removed:
    """One deleted row: what it was, when it was deleted, until when it can come back, and where to."""

    kind: str
    words: str
    deleted_at: datetime.datetime
    gone_at: datetime.datetime
    restore_url: str


def removed_from(patient: Patient) -> list[Removed]:
    """Everything that can be restored, the latest deleted first. A fixed number of queries."""
    found = [
        *_each(Lesion, patient, "lesions:lesion-restore", lambda row: row.name),
        *_each(CheckIn, patient, "lesions:check-in-restore", _of_lesion),
        *_each(LifeEvent, patient, "lesions:event-restore", _of_lesion),
        *_each(ContextEntry, patient, "care:context-restore", lambda row: f"{row}, {row.happened}"),
        *_each(DailyEntry, patient, "lesions:day-restore", str),
        *_each(Photo, patient, "lesions:photo-restore", str),
        *_each(LabResult, patient, "labs:restore", _lab_words),
        *_each(Condition, patient, "care:condition-restore", str),
        *_each(Treatment, patient, "care:treatment-restore", str),
    ]
    return sorted(found, key=lambda one: one.deleted_at, reverse=True)


def _of_lesion(row: CheckIn | LifeEvent) -> str:
    return f"{row.lesion.name}, {row}"


def _lab_words(row: LabResult) -> str:
    return f"{row.test.name}, {row.as_typed}"


def _each(model: Any, patient: Patient, url_name: str, words: Any) -> list[Removed]:
    rows = model.objects.removed().filter(patient=patient)
    if model in (CheckIn, LifeEvent):
        # What went with a deleted lesion comes back with it.
        rows = rows.filter(lesion__deleted_at__isnull=True).select_related("lesion")
    days = datetime.timedelta(days=settings.GRACE_DAYS)
    kind = str(model._meta.verbose_name)
    return [
        Removed(
            kind=kind[:1].upper() + kind[1:],
            words=words(row),
            deleted_at=row.deleted_at,
            gone_at=row.deleted_at + days,
            restore_url=reverse(url_name, args=[row.pk]),
        )
        for row in rows.order_by("-deleted_at")[:LIMIT]
    ]
