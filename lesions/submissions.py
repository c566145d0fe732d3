"""A form sent twice is saved once: the form carries the key of the row it will become."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, TypeVar, cast

from django.http import HttpRequest

from accounts.access import person
from accounts.clinical import ClinicalRow

if TYPE_CHECKING:
    from accounts.models import Patient

RowT = TypeVar("RowT", bound=ClinicalRow)
FIELD = "submission"


def submission_of(request: HttpRequest) -> uuid.UUID | None:
    """The key that the form brought; None for a form without one, or with something that is none."""
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def take_key(request: HttpRequest, row: RowT) -> RowT | None:
    """Give a new row the key that its form carries; returns the row that the same form has made before.

    A key that stands for something else, or for somebody else's entry, is not used: the row gets a new key
    of its own, and the answer does not tell whether the other one exists. A deleted row counts as made: what
    was taken back does not come back because a phone sends its form again.
    """
    key = submission_of(request)
    if key is None:
        return None
    made = cast("RowT | None", type(row)._default_manager.filter(pk=key).first())
    if made is None:
        row.pk = key
        return None
    if _is_the_same(request, made, row.patient, row):
        return made
    row.pk = uuid.uuid4()  # a draft may have brought the same key to the row before
    return None


def _is_the_same(request: HttpRequest, made: ClinicalRow, patient: Patient, row: ClinicalRow) -> bool:
    return (
        made.patient_id == patient.pk
        and made.entered_by_id == person(request).pk
        and getattr(made, "lesion_id", None) == getattr(row, "lesion_id", None)
    )
