"""Writing a result from values at hand, as the demo does; people at a form are asked first."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Patient, User
from accounts.services import save_clinical
from labs.models import NOON, LabResult


def moment(patient: Patient, day: datetime.date, time: datetime.time | None) -> datetime.datetime:
    """The moment of a sample in the patient's zone; noon stands for a day without a time.

    Raises:
        ValidationError: the clock jumped over this time on that day.
    """
    local = datetime.datetime.combine(day, time or NOON, tzinfo=patient.zone)
    back = local.astimezone(datetime.UTC).astimezone(patient.zone)
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(
            _("The clocks went forward on that day, so this time did not exist. Please check it.")
        )
    return local.astimezone(datetime.UTC)


def record_result(
    *,
    patient: Patient,
    by: User,
    analyte: str,
    raw_value: str,
    raw_unit: str = "",
    collected_on: datetime.date,
    collected_time: datetime.time | None = None,
    interval_text: str = "",
    lab_flag_text: str = "",
    lab_name: str = "",
    note: str = "",
) -> LabResult:
    """Save one result as it stands on a report; ``raw_unit`` is a UCUM code of the test, empty for words.

    Raises:
        ValidationError: the value, unit or interval cannot be read; nothing was saved.
    """
    result = LabResult(
        patient=patient,
        analyte=analyte,
        raw_value=raw_value,
        raw_unit=raw_unit,
        collected_at=moment(patient, collected_on, collected_time),
        collected_time_known=collected_time is not None,
        interval_text=interval_text,
        lab_flag_text=lab_flag_text,
        lab_name=lab_name,
        note=note,
    )
    return save_clinical(result, by=by)
