"""Writes down who opened or changed what. One event per page; photos in full size and exports one by one."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import TYPE_CHECKING

from accounts.models import AccessEvent, AuditSubject

if TYPE_CHECKING:
    from accounts.models import Patient, User


@lru_cache(maxsize=10_000)
def _ref_of_user(user_id: uuid.UUID) -> uuid.UUID:
    return AuditSubject.objects.get_or_create(user_id=user_id)[0].ref


@lru_cache(maxsize=10_000)
def _ref_of_patient(patient_id: uuid.UUID) -> uuid.UUID:
    return AuditSubject.objects.get_or_create(patient_id=patient_id)[0].ref


def user_ref(user: User) -> uuid.UUID:
    """The random reference that stands for this person in the audit; made at first use.

    A reference never changes while its person exists, so every process remembers those it has met.
    """
    return _ref_of_user(user.pk)


def patient_ref(patient: Patient) -> uuid.UUID:
    """The random reference that stands for this patient in the audit; made at first use."""
    return _ref_of_patient(patient.pk)


def note_access(
    *,
    actor: User,
    patient: Patient,
    action: AccessEvent.Action,
    what: str,
    object_id: uuid.UUID | None = None,
) -> None:
    """Append one event.

    Args:
        what: the page's URL name, such as ``timeline:lesion``.
        object_id: the row that was opened, where the page is about one.
    """
    note_access_of(user_ref(actor), patient=patient, action=action, what=what, object_id=object_id)


def note_access_of(
    actor_ref: uuid.UUID,
    *,
    patient: Patient,
    action: AccessEvent.Action,
    what: str,
    object_id: uuid.UUID | None = None,
) -> None:
    """Append one event of somebody without an account, such as a shared link, by her reference."""
    AccessEvent.objects.create(
        actor_ref=actor_ref,
        subject_ref=patient_ref(patient),
        action=action,
        what=what,
        object_ref=object_id,
    )
