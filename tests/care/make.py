"""Makers of conditions and treatments."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from accounts.models import Patient
from accounts.services import touch
from care.models import Condition, ContextEntry, Treatment
from care.treatments import TREATMENTS
from lesions.models import Lesion


def make_condition(patient: Patient, key: str = "systemic_sclerosis", **extra: Any) -> Condition:
    _add_precision(extra, "since", "until")
    touch(patient)
    return Condition.objects.create(patient=patient, key=key, **extra)


def make_treatment(
    patient: Patient, key: str = "diltiazem", lesions: Collection[Lesion] = (), **extra: Any
) -> Treatment:
    _add_precision(extra, "start", "stop")
    extra.setdefault("kind", TREATMENTS[key].kind)
    treatment = Treatment.objects.create(patient=patient, key=key, **extra)
    treatment.lesions.set(lesions)
    return treatment


def _add_precision(extra: dict[str, Any], *names: str) -> None:
    for name in names:
        if extra.get(f"{name}_on"):
            extra.setdefault(f"{name}_precision", "day")


def make_context(
    patient: Patient, kind: str = "cold", days_ago: int = 0, lesion: Lesion | None = None, **extra: Any
) -> ContextEntry:
    extra.setdefault("happened_on", patient.today() - datetime.timedelta(days=days_ago))
    touch(patient)
    return ContextEntry.objects.create(patient=patient, kind=kind, lesion=lesion, **extra)
