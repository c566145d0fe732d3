"""Writes that every record shares: a clinical row, its removal, and the revision it raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Patient

if TYPE_CHECKING:
    from accounts.clinical import ClinicalRow
    from accounts.models import User

RowT = TypeVar("RowT", bound="ClinicalRow")


def touch(patient: Patient) -> None:
    """Raise the patient's revision, so that whatever was summed up before is known to be behind."""
    Patient.objects.filter(pk=patient.pk).update(revision=F("revision") + 1)


def save_clinical(row: RowT, *, by: User) -> RowT:
    """Check and save a row of a record with its history, and raise the patient's revision, all or nothing.

    Raises:
        ValidationError: a field or a constraint is not met; nothing was saved.
    """
    if row._state.adding:
        row.entered_by = by
    row.full_clean()
    with transaction.atomic():
        row.save()
        touch(row.patient)
    return row


def remove_clinical(row: RowT, *, by: User) -> RowT:
    """Delete with a grace period: hidden at once, gone for good (``purge_deleted``) after the grace days."""
    row.deleted_at = timezone.now()
    row.deleted_by = by
    with transaction.atomic():
        row.save()
        touch(row.patient)
    return row


def restore_clinical(row: RowT, *, by: User) -> RowT:
    """Take a deletion back within the grace period."""
    row.deleted_at = None
    row.deleted_by = None
    with transaction.atomic():
        row.save()
        touch(row.patient)
    return row
