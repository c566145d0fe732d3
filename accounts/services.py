"""Writes that every record shares: a clinical row, its removal, and the revision it raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import F, ForeignKey
from django.utils import timezone

from accounts.models import CareRelationship, Patient

if TYPE_CHECKING:
    from accounts.clinical import ClinicalRow
    from accounts.models import User

RowT = TypeVar("RowT", bound="ClinicalRow")


def touch(patient: Patient) -> None:
    """Raise the patient's revision, so that whatever was summed up before is known to be behind."""
    Patient.objects.filter(pk=patient.pk).update(revision=F("revision") + 1)


def touch_all_of(user: User) -> None:
    """Raise the revision of every record this person was ever in: her name stands in their pages."""
    there = CareRelationship.objects.filter(user=user).values("patient")
    Patient.objects.filter(pk__in=there).update(revision=F("revision") + 1)


def save_clinical(row: RowT, *, by: User) -> RowT:
    """Check and save a row of a record with its history, and raise the patient's revision, all or nothing.

    Raises:
        ValidationError: a field or a constraint is not met; nothing was saved.
    """
    if row._state.adding:
        row.entered_by = by
    _check(row)
    with transaction.atomic(savepoint=False):
        row.save()
        touch(row.patient)
    return row


def _check(row: ClinicalRow) -> None:
    """As ``full_clean()``, but without asking the database whether rows exist that were just read from it.

    The key is random, and the foreign keys of the table hold in any case: five queries less for every entry.
    """
    at_hand = {
        field.name
        for field in row._meta.concrete_fields
        if field.primary_key or (isinstance(field, ForeignKey) and field.is_cached(row))
    }
    row.clean_fields(exclude=at_hand)
    row.clean()
    row.validate_unique(exclude={row._meta.pk.name})
    row.validate_constraints()


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
