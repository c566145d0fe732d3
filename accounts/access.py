"""The doors into a record. Every page about a patient comes in through one of these two functions."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from django.db.models import (
    Case,
    DateTimeField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    When,
)
from django.db.models import Value as Number
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CareRelationship, Patient, User
from accounts.prepared import Prepared, Value

if TYPE_CHECKING:
    from accounts.clinical import ClinicalQuerySet, ClinicalRow

Need = Literal["read", "write", "measure", "manage", "review", "take_out"]
RowT = TypeVar("RowT", bound="ClinicalRow")
# Further records that the header offers. A family and a nurse's round fit; the rest is one link away.
MOST_OTHERS = 11


@dataclass(frozen=True)
class Record:
    """Whose record this page is about and what the person may do there (the template variable ``record``)."""

    patient: Patient
    kind: str
    may_write: bool
    may_manage: bool
    user_id: uuid.UUID
    # The account of the patient herself, if she has one: an entry by anybody else says who made it.
    own_user_id: uuid.UUID | None
    # When this standing began: one that was ended and given anew is another one.
    started_at: datetime.datetime
    # This person's standings in other records, but for those she reviews: they stand in the worklist.
    others: tuple[CareRelationship, ...] = ()

    @property
    def unnamed_user_id(self) -> uuid.UUID | None:
        """Whose entries need no name beside them: the patient's own, but for somebody who cares for her.

        A caregiver writes in the record as well, so that for her every entry says who made it.
        """
        return None if self.is_for_another else self.own_user_id

    @property
    def is_own(self) -> bool:
        return self.kind == CareRelationship.Kind.SELF

    @property
    def is_dermatologist(self) -> bool:
        return self.kind == CareRelationship.Kind.DERMATOLOGIST

    @property
    def is_for_another(self) -> bool:
        """Somebody logs or reads here as the patient would, and is not the patient."""
        return self.kind == CareRelationship.Kind.CAREGIVER


def person(request: HttpRequest) -> User:
    """The signed-in person; LoginRequiredMiddleware has turned everybody else away."""
    return cast(User, request.user)


def patient_or_404(request: HttpRequest, patient_id: uuid.UUID, need: Need = "read") -> Patient:
    """The patient with this id, if this person may do what the page needs; else 404, as if not there."""
    standings = _standings(person(request), patient_id)
    if not standings or standings[0].patient_id != patient_id:
        raise Http404(_("There is no such page."))
    relationship, *others = standings
    _enter(request, relationship, need, tuple(others))
    return relationship.patient


def _standings(user: User, patient_id: uuid.UUID) -> list[CareRelationship]:
    """This person's standing in this record first, then those the header offers: one query for both."""
    return _STANDINGS.rows(user=user.pk, patient=patient_id, now=timezone.now())


def _standings_query(
    user: uuid.UUID, patient: uuid.UUID, now: datetime.datetime
) -> QuerySet[CareRelationship]:
    is_here = Case(When(patient=patient, then=Number(0)), default=Number(1), output_field=IntegerField())
    own = CareRelationship.objects.filter(
        patient=OuterRef("patient"), kind=CareRelationship.Kind.SELF, revoked_at__isnull=True
    )
    return (
        CareRelationship.objects.active(now)
        .annotate(own_user_id=Subquery(own.values("user_id")[:1], output_field=UUIDField()))
        .filter(Q(patient=patient) | ~Q(kind=CareRelationship.Kind.DERMATOLOGIST), user=user)
        .select_related("patient")
        .order_by(is_here, "-kind", "patient__name")[: MOST_OTHERS + 1]
    )


_STANDINGS = Prepared(
    _standings_query,
    {
        "user": Value(UUIDField(), uuid.UUID("8e1d6a3c-0c0b-4b57-9d38-5d1f5ac1a701")),
        "patient": Value(UUIDField(), uuid.UUID("1f0a8cb2-63d8-4d2e-8b0c-7a5fd1b6c902")),
        "now": Value(DateTimeField(), datetime.datetime(2001, 2, 3, 4, 5, 6, 789, datetime.UTC)),
    },
)


def row_or_404(
    request: HttpRequest,
    rows: ClinicalQuerySet[RowT],
    pk: uuid.UUID,
    need: Need = "read",
    *,
    removed: bool = False,
) -> RowT:
    """One row of a record, scoped like its patient.

    Args:
        rows: the model's rows, such as ``Lesion.objects.all()`` or with ``select_related``.
        removed: look among the deleted rows that can still be restored.

    Raises:
        Http404: no such row, not this person's, deleted, or not allowed to do what the page needs.
    """
    row = (rows.removed() if removed else rows.kept()).filter(pk=pk).first()
    if row is None:
        raise Http404(_("There is no such page."))
    row.patient = patient_or_404(request, row.patient_id, need)
    return row


def _enter(
    request: HttpRequest,
    relationship: CareRelationship,
    need: Need,
    others: tuple[CareRelationship, ...],
) -> None:
    allowed = {
        "read": True,
        "write": relationship.may_write,
        # A dermatologist's own reading stands beside the patient's.
        "measure": relationship.may_write or relationship.kind == CareRelationship.Kind.DERMATOLOGIST,
        "manage": relationship.may_manage,
        "review": relationship.kind == CareRelationship.Kind.DERMATOLOGIST,
        # Taking things out belongs to who manages the record; a dermatologist prints what she sees herself.
        "take_out": relationship.may_manage or relationship.kind == CareRelationship.Kind.DERMATOLOGIST,
    }
    if not allowed[need]:
        raise Http404(_("There is no such page."))
    patient = relationship.patient
    is_own = relationship.kind == CareRelationship.Kind.SELF
    request.record = Record(  # type: ignore[attr-defined]  # read back by RecordMiddleware and the templates
        patient=patient,
        kind=relationship.kind,
        may_write=relationship.may_write,
        may_manage=relationship.may_manage,
        user_id=relationship.user_id,
        own_user_id=relationship.user_id if is_own else relationship.own_user_id,  # type: ignore[attr-defined]
        started_at=relationship.starts_at,
        others=others,
    )
    timezone.activate(patient.zone)
