"""What upper layers read of conditions and treatments: for charts, the timeline and the education."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from care.conditions import OTHER
from care.models import Condition, ContextEntry, Treatment, TreatmentQuerySet
from lesions.models import Lesion
from lesions.partial_dates import Precision

if TYPE_CHECKING:
    from accounts.models import Patient
    from lesions.partial_dates import PartialDate


@dataclass(frozen=True)
class TreatmentSpan:
    """One treatment as a chart or a list needs it.

    ``start`` and ``stop`` are as exact as the person knew them, None where unknown or not stopped.
    ``lesion_ids`` are the targets that still exist; ``whole_person`` says that no deposit was ever named.
    """

    id: uuid.UUID
    kind: str
    key: str
    name: str
    dose_text: str
    start: PartialDate | None
    stop: PartialDate | None
    is_current: bool
    whole_person: bool
    lesion_ids: frozenset[uuid.UUID]
    control_lesion_id: uuid.UUID | None

    @property
    def is_procedure(self) -> bool:
        return self.kind == Treatment.Kind.PROCEDURE


def condition_keys(patient: Patient) -> tuple[str, ...]:
    """Catalogue keys of the conditions the patient has today, each once, sorted. One query."""
    current = Condition.objects.kept().current(patient.today()).filter(patient=patient).exclude(key=OTHER)
    return tuple(sorted(set(current.values_list("key", flat=True))))


def treatment_facts(
    patient: Patient, lesion: Lesion | None = None
) -> tuple[tuple[str, datetime.date | None, bool], ...]:
    """For each treatment its key, since when (None if unknown) and whether it is current. One query.

    Args:
        lesion: only what concerns this deposit, the whole person's included; None gives everything.
    """
    today = patient.today()
    rows = Treatment.objects.kept().filter(patient=patient)
    if lesion is not None:
        rows = rows.for_lesion(lesion)
    return tuple((row.key, row.start_on, row.is_current(today)) for row in rows)


def spans_of(rows: TreatmentQuerySet, today: datetime.date) -> list[TreatmentSpan]:
    """These treatments with their deposits, in the order of the rows. Two queries."""
    lesions = Prefetch("lesions", queryset=Lesion.objects.only("id", "deleted_at").order_by())
    return [_span(row, today) for row in rows.prefetch_related(lesions)]


def _span(row: Treatment, today: datetime.date) -> TreatmentSpan:
    targets = list(row.lesions.all())
    return TreatmentSpan(
        id=row.pk,
        kind=row.kind,
        key=row.key,
        name=str(row.name),
        dose_text=row.dose_text,
        start=row.start,
        stop=row.stop,
        is_current=row.is_current(today),
        whole_person=not targets,
        lesion_ids=frozenset(lesion.pk for lesion in targets if lesion.deleted_at is None),
        control_lesion_id=row.control_lesion_id,
    )


def context_days(patient: Patient) -> list[tuple[str, uuid.UUID | None, datetime.date]]:
    """Kind, deposit if it was to one, and day of everything whose day is known exactly. One query."""
    rows = ContextEntry.objects.kept().filter(patient=patient, happened_precision=Precision.DAY)
    return list(rows.values_list("kind", "lesion_id", "happened_on"))
