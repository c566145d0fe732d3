"""Saving a treatment together with the deposits it concerns."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.services import save_clinical

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
    _check_lesions(treatment, lesions)
    with transaction.atomic():
        save_clinical(treatment, by=by)
        treatment.lesions.set(lesions)
    return treatment


def _check_lesions(treatment: Treatment, lesions: Collection[Lesion]) -> None:
    if any(lesion.patient_id != treatment.patient_id for lesion in lesions):
        raise ValidationError({"lesions": _("Choose deposits of this record.")}, code="foreign")
    if treatment.control_lesion_id is None:
        return
    if treatment.control_lesion_id in {lesion.pk for lesion in lesions}:
        text = _("This one is also ticked as treated. Untick it there, or choose another to compare with.")
        raise ValidationError({"control_lesion": text}, code="treated_control")
    if not lesions:
        text = _("To compare with an untreated one, tick first which deposits were treated.")
        raise ValidationError({"control_lesion": text}, code="control_without_target")
