"""What a dermatologist has looked at. Looking is not reviewing: nothing is signed and the patient's record
does not change; it only takes the unread marks away, for her alone."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone

from timeline.models import Review, Seen

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from lesions.models import Lesion


@dataclass(frozen=True)
class Looks:
    """One dermatologist's looks at one record.

    Attributes:
        reviewed_at: up to when she has signed for having reviewed it.
        looked_at: when she last opened its review page or one of its lesions.
        lesions: when she last opened each lesion's page.
        unread: the lesions that she marked as unread again, and hasn't opened since.
        is_unread: the same for the record as a whole, until she reviews it.
    """

    reviewed_at: datetime.datetime | None
    looked_at: datetime.datetime | None
    lesions: dict[uuid.UUID, datetime.datetime]
    unread: frozenset[uuid.UUID]
    is_unread: bool


def looks_of(user: User, patient: Patient) -> Looks:
    """Two queries."""
    reviewed_at = last_review(user, patient)
    lesions: dict[uuid.UUID, datetime.datetime] = {}
    unread: set[uuid.UUID] = set()
    looked_at, is_unread = reviewed_at, False
    for row in Seen.objects.filter(user=user, patient=patient):
        marked = _is_after(row.unread_at, reviewed_at) and _is_after(row.unread_at, row.seen_at)
        if row.lesion_id is None:
            is_unread = _is_after(row.unread_at, reviewed_at)
        elif marked:
            unread.add(row.lesion_id)
        if row.lesion_id and row.seen_at:
            lesions[row.lesion_id] = row.seen_at
        looked_at = max(filter(None, (looked_at, row.seen_at)), default=None)
    return Looks(reviewed_at, looked_at, lesions, frozenset(unread), is_unread)


def _is_after(moment: datetime.datetime | None, other: datetime.datetime | None) -> bool:
    return moment is not None and (other is None or moment > other)


def last_review(user: User, patient: Patient) -> datetime.datetime | None:
    own = Review.objects.kept().filter(entered_by=user, patient=patient)
    at: datetime.datetime | None = own.aggregate(at=Max("reviewed_at"))["at"]
    return at


def look(user: User, patient: Patient, lesion: Lesion | None = None, *, at: datetime.datetime) -> None:
    """Keep that she has opened the review page, or a lesion's page.

    Args:
        at: before the page was read, so that what came in meanwhile stays unread.
    """
    _keep(user, patient, lesion, seen_at=at)


def mark_unread(user: User, patient: Patient, lesion: Lesion | None = None) -> None:
    """She wants to come back to it."""
    _keep(user, patient, lesion, unread_at=timezone.now())


def _keep(user: User, patient: Patient, lesion: Lesion | None, **said: datetime.datetime) -> None:
    """One query, but for the first time; of two first times at once either may win."""
    said["written_at"] = timezone.now()
    which: dict[str, Any] = {"lesion": lesion} if lesion else {"lesion__isnull": True}
    if not Seen.objects.filter(user=user, patient=patient, **which).update(**said):
        Seen.objects.bulk_create(
            [Seen(user=user, patient=patient, lesion=lesion, **said)], ignore_conflicts=True
        )
