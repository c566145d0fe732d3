"""Asking a second reader, answering her, and what stays hidden from her until she has read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, UUIDField
from django.utils import timezone

from accounts.access import Record
from accounts.mail import send_notice
from accounts.models import CareRelationship, User
from accounts.prepared import Prepared, Value
from accounts.services import save_clinical
from lesions.agreement import Agreement, Difference, agreement_of
from lesions.models import CheckIn, Lesion, Measurement, SecondReading
from lesions.readings import between

if TYPE_CHECKING:
    from accounts.models import Patient, Viewer


RowsT = TypeVar("RowsT", bound=QuerySet[Any])


# ---- who may be asked -------------------------------------------------------------------------------------


def may_ask(record: Record) -> bool:
    """A dermatologist of the record, or whoever manages it."""
    return record.is_dermatologist or record.may_manage


def possible_readers(first: Measurement) -> QuerySet[User]:
    """The dermatologists who may open the record now, but for the one who made the first reading."""
    access = CareRelationship.objects.active().filter(
        patient=first.patient_id, kind=CareRelationship.Kind.DERMATOLOGIST
    )
    people = User.objects.filter(pk__in=access.values("user"), is_active=True)
    if first.entered_by_id is not None:
        people = people.exclude(pk=first.entered_by_id)
    return people.order_by("name")


def has_read(reader: User, first: Measurement) -> bool:
    """Whether she has a reading of her own there already: another one would not be a second one."""
    return (
        Measurement.objects.kept()
        .filter(photo=first.photo_id, lesion=first.lesion_id, entered_by=reader)
        .exists()
    )


# ---- asking and answering ---------------------------------------------------------------------------------


@transaction.atomic
def ask_second_reader(asked: SecondReading, *, by: User) -> SecondReading:
    """Keep what was asked and tell the reader by a neutral mail.

    Raises:
        ValidationError: she has been asked already.
    """
    save_clinical(asked, by=by)
    send_notice(asked.reader, "note")
    return asked


@transaction.atomic
def answer_with(made: Measurement, *, by: User) -> SecondReading | None:
    """Her first accepted reading answers what she was asked on this photo; later ones change nothing."""
    asked = SecondReading.objects.open_for(by).filter(
        first__photo=made.photo_id, first__lesion=made.lesion_id
    )
    answered = None
    for row in asked.select_for_update(of=("self",)).select_related("patient"):
        row.answer, row.answered_at = made, timezone.now()
        answered = save_clinical(row, by=by)
    return answered


def state_of(asked: SecondReading) -> str:
    """``read``, ``declined``, ``open``, or ``ended``: access or first reading went before she had read."""
    if asked.answered_at is not None:
        return "read"
    if asked.declined_at is not None:
        return "declined"
    return "open" if SecondReading.objects.open().filter(pk=asked.pk).exists() else "ended"


def decline(asked: SecondReading, *, by: User) -> SecondReading:
    """She would rather not; the sizes are hers to see again."""
    asked.declined_at = timezone.now()
    return save_clinical(asked, by=by)


# ---- what stays hidden ------------------------------------------------------------------------------------


def blind_lesions(viewer: Viewer, patient: Patient | None = None) -> frozenset[uuid.UUID]:
    """The deposits whose sizes this person must not see yet; one query, none for a shared link."""
    if not isinstance(viewer, User):
        return frozenset()
    asked = SecondReading.objects.open_for(viewer)
    if patient is not None:
        asked = asked.filter(patient=patient)
    return frozenset(pk for pk in asked.values_list("first__lesion", flat=True) if pk)


def with_blindness(rows: RowsT, viewer: User) -> RowsT:
    """The deposits, each with ``hides_sizes``: for a page that loads them anyway, without a query more."""
    asked = SecondReading.objects.open_for(viewer).filter(first__lesion=OuterRef("pk"))
    return rows.annotate(hides_sizes=Exists(asked))


def blind_in(record: Record, viewer: Viewer) -> frozenset[uuid.UUID]:
    """The same in the record of a page. Only a dermatologist is ever asked, so nobody else pays a query."""
    return blind_lesions(viewer, record.patient) if record.is_dermatologist else frozenset()


def hide_sizes(rows: Iterable[object], lesions: frozenset[uuid.UUID]) -> None:
    """Let loaded check-ins of these deposits forget their sizes; whatever else is among the rows stays."""
    for row in rows if lesions else ():
        if isinstance(row, CheckIn) and row.lesion_id in lesions:
            row.hide_sizes()


# ---- both beside each other -------------------------------------------------------------------------------


def difference_of(asked: SecondReading) -> Difference | None:
    """The second length against the first one; None while one of the two is missing."""
    second = asked.second
    if second is None or not asked.is_pair:
        return None
    return between(asked.first, second)


def second_readings_of(lesion: Lesion) -> list[SecondReading]:
    """All that was asked about a deposit, newest first, with what a page shows of it: one query."""
    rows = SecondReading.objects.kept().filter(first__lesion=lesion)
    return list(rows.select_related(*SHOWN))


SHOWN = ("reader", "entered_by", "answer", "answer__entered_by", "first", "first__photo", "first__entered_by")


def agreement_over(asked: Iterable[SecondReading]) -> Agreement | None:
    """Mean difference and limits of agreement over all pairs; None without any."""
    found = [difference_of(row) for row in asked]
    return agreement_of([one.mm for one in found if one is not None])


def _waiting(reader: uuid.UUID) -> QuerySet[SecondReading]:
    waiting = SecondReading.objects.kept().filter(reader=reader, answered_at__isnull=True)
    return waiting.filter(declined_at__isnull=True).order_by("pk")[:1]


_WAITING = Prepared(
    _waiting, {"reader": Value(UUIDField(), uuid.UUID("91d5c3b8-6a2f-4e70-8d14-0b7e5f9c2a08"))}
)


def open_readings(reader: User) -> list[SecondReading]:
    """What waits for this person, oldest first, over all records she may open."""
    if not _WAITING.rows(reader=reader.pk):  # nearly always; the whole question is costly to put
        return []
    rows = SecondReading.objects.open_for(reader).filter(patient__in=reader.patients())
    return list(
        rows.select_related("patient", "entered_by", "first__lesion", "first__photo").order_by("entered_at")
    )


def finished_readings(user: User, most: int = 20) -> list[SecondReading]:
    """The newest that this person has read, or asked for and got, in records she may open."""
    rows = SecondReading.objects.kept().filter(patient__in=user.patients(), answered_at__isnull=False)
    mine = rows.filter(Q(reader=user) | Q(entered_by=user))
    return list(mine.select_related("patient", "first__lesion", *SHOWN).order_by("-answered_at")[:most])
