"""Saving a treatment together with the deposits it concerns."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.services import save_clinical
from care.models import check_lesions

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
