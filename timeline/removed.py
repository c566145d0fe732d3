"""What was deleted from a record and can still be restored, also when the message with its Undo is gone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from care.models import Condition, ContextEntry, Treatment
from labs.models import LabResult
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent, Measurement, Photo
from timeline.models import LesionChange, Note

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
    restore_url: str  # empty: only its author can bring it back
    was_deleted: bool = True  # False: deposits were made one or two
    author: str = ""


def removed_from(patient: Patient) -> list[Removed]:
    """Everything that can be restored, the latest deleted first. A fixed number of queries."""
    found = [
        *_each(Lesion, patient, "lesions:lesion-restore", lambda row: row.name),
        *_each(CheckIn, patient, "lesions:check-in-restore", _check_in_words),
        *_each(LifeEvent, patient, "lesions:event-restore", _event_words),
        *_each(ContextEntry, patient, "care:context-restore", lambda row: f"{row}, {row.happened}"),
        *_each(DailyEntry, patient, "lesions:day-restore", lambda row: _day(row.on)),
        *_each(Photo, patient, "lesions:photo-restore", _photo_words),
        *_each(Measurement, patient, "lesions:measurement-restore", _measurement_words),
        *_each(LabResult, patient, "labs:restore", _lab_words),
        *_each(Condition, patient, "care:condition-restore", str),
        *_each(Treatment, patient, "care:treatment-restore", str),
        *_changes(patient),
        *_notes(patient),
    ]
    return sorted(found, key=lambda one: one.deleted_at, reverse=True)


def _changes(patient: Patient) -> list[Removed]:
    """Deposits that were made one or two: nothing was deleted, and the way back is the same."""
    days = datetime.timedelta(days=settings.GRACE_DAYS)
    rows = LesionChange.objects.kept().filter(patient=patient, entered_at__gt=timezone.now() - days)
    rows = rows.filter(kept__deleted_at__isnull=True).select_related("kept", "other")
    merge = _("%(other)s made one with %(kept)s")
    split = _("%(other)s made a deposit of its own, out of %(kept)s")
    return [
        Removed(
            kind=_("Deposits"),
            words=(merge if row.kind == LesionChange.Kind.MERGE else split)
            % {"other": row.other.name, "kept": row.kept.name},
            deleted_at=row.entered_at,
            gone_at=row.entered_at + days,
            restore_url=reverse("timeline:change-undo", args=[row.pk]),
            was_deleted=False,
        )
        for row in rows[:LIMIT]
        if row.kind == LesionChange.Kind.MERGE or row.other.deleted_at is None
    ]


def _notes(patient: Patient) -> list[Removed]:
    """Notes that their authors deleted: the patient can still read them, and the author bring them back."""
    days = datetime.timedelta(days=settings.GRACE_DAYS)
    rows = Note.objects.removed().filter(patient=patient).select_related("entered_by")
    return [
        Removed(
            kind=_("Note"),
            words=row.text,
            deleted_at=row.deleted_at,
            gone_at=row.deleted_at + days,
            restore_url="",
            author=str(row.entered_by or _("somebody who has left")),
        )
        for row in rows.order_by("-deleted_at")[:LIMIT]
        if row.deleted_at is not None
    ]


def _check_in_words(row: CheckIn) -> str:
    return f"{row.lesion.name}, {date_format(timezone.localtime(row.observed_at), 'j F Y, H:i')}"


def _event_words(row: LifeEvent) -> str:
    return f"{row.lesion.name}, {row.get_kind_display()}, {row.when}"


def _photo_words(row: Photo) -> str:
    return f"{row.get_view_display()}, {_day(timezone.localtime(row.taken_at))}"


def _measurement_words(row: Measurement) -> str:
    name = row.lesion.name if row.lesion else _("a deposit that was not saved")
    return f"{name}, {row.length_mm:.1f} mm, {_day(timezone.localtime(row.entered_at))}"


def _day(day: datetime.date) -> str:
    return date_format(day, "j F Y")


def _lab_words(row: LabResult) -> str:
    return f"{row.test.name}, {row.as_typed}"


def _each(model: Any, patient: Patient, url_name: str, words: Any) -> list[Removed]:
    rows = model.objects.removed().filter(patient=patient)
    if model in (CheckIn, LifeEvent):
        # What went with a deleted lesion comes back with it.
        rows = rows.filter(lesion__deleted_at__isnull=True).select_related("lesion")
    if model is Measurement:
        rows = rows.select_related("lesion")
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
