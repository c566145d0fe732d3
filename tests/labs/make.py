"""Lab results with sane defaults."""

from __future__ import annotations

import datetime
from typing import Any

from accounts.models import CareRelationship, Patient
from labs.models import LabResult
from labs.services import record_result


def make_result(
    patient: Patient, analyte: str = "calcium_total", value: str = "2.45", unit: str = "mmol/L", **extra: Any
) -> LabResult:
    """A result typed by the first writer of the record, ``days_ago`` days ago (today by default)."""
    relationship = (
        CareRelationship.objects.filter(patient=patient, may_write=True).select_related("user").first()
    )
    assert relationship is not None
    day = patient.today() - datetime.timedelta(days=extra.pop("days_ago", 0))
    extra.setdefault("collected_on", day)
    extra.setdefault("interval_text", extra.pop("interval", ""))
    return record_result(
        patient=patient, by=relationship.user, analyte=analyte, raw_value=value, raw_unit=unit, **extra
    )
