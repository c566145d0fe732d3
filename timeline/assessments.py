"""What dermatologists have said a deposit is, now and before: type and form, each with who and when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from lesions.models import Lesion
from lesions.vocabulary import DiagnosisType, Morphology

SIGNED = Q(diagnosed_at__isnull=False) | Q(clinician_morphology_at__isnull=False)


class Said(NamedTuple):
    """One signed answer; ``by`` is empty when the account has been closed since."""

    value: str
    words: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True)
class Assessments:
    """Newest first; the answer that counts now is not among them."""

    earlier_types: list[Said]
    earlier_forms: list[Said]

    def __bool__(self) -> bool:
        return bool(self.earlier_types or self.earlier_forms)


def was_assessed() -> Exists:
    """Whether a lesion was ever assessed: for the rows of a page, which then needs no look of its own."""
    history: Any = Lesion.history
    return Exists(history.filter(SIGNED, id=OuterRef("pk")))


def assessments_of(lesion: Lesion) -> Assessments:
    """The earlier answers, from the history of the lesion, which keeps each state it was saved in."""
    rows = lesion.history.filter(SIGNED).values_list(
        "diagnosis_type", "diagnosed_by__name", "diagnosed_at", "clinician_morphology",
        "clinician_morphology_by__name", "clinician_morphology_at",
    )  # fmt: skip
    found = list(rows.order_by("-history_date"))
    return Assessments(
        _earlier([row[:3] for row in found], DiagnosisType, lesion.diagnosed_at),
        _earlier([row[3:] for row in found], Morphology, lesion.clinician_morphology_at),
    )


def _earlier(rows: list[Any], choices: Any, counts_since: datetime.datetime | None) -> list[Said]:
    signed = dict.fromkeys(row for row in rows if row[0] and row[2] is not None and row[2] != counts_since)
    said = [Said(value, str(choices(value).label), by or "", at) for value, by, at in signed]
    return sorted(said, key=lambda one: one.at, reverse=True)
