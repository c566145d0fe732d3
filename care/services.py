"""Saving a treatment together with the deposits it concerns, and what happened around in one tap."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.models import Patient
from accounts.services import save_clinical
from care.models import ContextEntry, check_lesions
from lesions.event_services import SECOND_TAP

if TYPE_CHECKING:
    from accounts.models import User
    from care.models import Treatment
    from lesions.models import Lesion


def save_treatment(treatment: Treatment, *, lesions: Collection[Lesion], by: User) -> Treatment:
    """Save a treatment and exactly these target deposits, with history, all or nothing.

    Args:
        lesions: the deposits it concerns; none means the whole person.

    Raises:
        ValidationError: a field is not met, a deposit is of another record, or the deposit left untreated
            is among the treated ones. Nothing was saved.
    """
    check_lesions(treatment, lesions)
    with transaction.atomic():
        save_clinical(treatment, by=by)
        treatment.lesions.set(lesions)
    return treatment


def log_context(kind: str, *, patient: Patient, lesion: Lesion | None, by: User) -> ContextEntry:
    """Log that it happened today. A second tap within a minute is the same tap.

    Raises:
        ValidationError: there is no such kind, or the deposit is of another record; nothing was saved.
    """
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)  # the second tap waits for the first
        tapped = ContextEntry.objects.kept().filter(
            patient=patient,
            kind=kind,
            lesion=lesion,
            entered_by=by,
            entered_at__gte=timezone.now() - SECOND_TAP,
        )
        entry = tapped.first()
        if entry is None:
            entry = ContextEntry(patient=patient, lesion=lesion, kind=kind, happened_on=patient.today())
            save_clinical(entry, by=by)
    return entry
