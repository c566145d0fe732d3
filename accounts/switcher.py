"""The menu in the header by which a person goes from one record to another."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import CareRelationship, Patient

if TYPE_CHECKING:
    from accounts.access import Record

OVERVIEW = "timeline:overview"
# A page of one record -> the page of the other that shows the same kind of thing. Forms lead to their list,
# so that nobody finds herself in a form of somebody else. Whatever is not named leads to the overview.
SAME_KIND = {
    "timeline:timeline": "timeline:timeline",
    "timeline:more": "timeline:more",
    "timeline:search": "timeline:search",
    "timeline:lab-trend": "labs:list",
    "labs:list": "labs:list",
    "labs:add": "labs:list",
    "labs:edit": "labs:list",
    "care:list": "care:list",
    "care:condition-add": "care:list",
    "care:condition-edit": "care:list",
    "care:treatment-add": "care:list",
    "care:treatment-edit": "care:list",
    "lesions:photo-list": "lesions:photo-list",
    "lesions:photo": "lesions:photo-list",
    "lesions:photo-edit": "lesions:photo-list",
    "timeline:map": "timeline:map",
    "timeline:context": "timeline:context",
    "care:context-edit": "timeline:context",
}
# Those only where the other record may be written in, or managed.
SAME_KIND_FOR_WRITERS = {
    "timeline:deleted": "timeline:deleted",
    "timeline:photo-day": "timeline:photo-day",
    "timeline:reminders": "timeline:reminders",
    "timeline:reminder-add": "timeline:reminders",
    "timeline:reminder-edit": "timeline:reminders",
}
SAME_KIND_FOR_MANAGERS = {
    "accounts:sharing": "accounts:sharing",
    "accounts:invite": "accounts:sharing",
    "accounts:access-log": "accounts:access-log",
    "accounts:patient-edit": "accounts:patient-edit",
    "accounts:consent": "accounts:consent",
    "accounts:handover": "accounts:handover",
}


@dataclass(frozen=True)
class Choice:
    """One line of the menu."""

    patient: Patient
    standing: str
    url: str
    is_here: bool
    is_own: bool


def standing_words(kind: str, *, may_write: bool) -> str:
    if kind == CareRelationship.Kind.SELF:
        return _("Your record")
    if kind == CareRelationship.Kind.DERMATOLOGIST:
        return _("You review")
    return _("You log for") if may_write else _("You read")


def choices(record: Record, view_name: str) -> list[Choice]:
    """This record and the others, one's own first; empty for whoever has no other."""
    if not record.others:
        return []
    here = Choice(
        record.patient,
        standing_words(record.kind, may_write=record.may_write),
        _url(OVERVIEW, record.patient.pk),
        is_here=True,
        is_own=record.is_own,
    )
    found = [here, *(_of(one, view_name) for one in record.others)]
    return sorted(found, key=lambda one: (not one.is_own, one.patient.name.casefold()))


def _of(other: CareRelationship, view_name: str) -> Choice:
    return Choice(
        other.patient,
        standing_words(other.kind, may_write=other.may_write),
        _url(same_kind(view_name, other), other.patient_id),
        is_here=False,
        is_own=other.kind == CareRelationship.Kind.SELF,
    )


def same_kind(view_name: str, other: CareRelationship) -> str:
    """The page of another record that shows what this page shows of this one."""
    pages = SAME_KIND
    if other.may_write:
        pages = pages | SAME_KIND_FOR_WRITERS
    if other.may_manage:
        pages = pages | SAME_KIND_FOR_MANAGERS
    return pages.get(view_name, OVERVIEW)


def _url(name: str, patient_id: uuid.UUID) -> str:
    return reverse(name, args=[patient_id])
