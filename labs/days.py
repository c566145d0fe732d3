"""The list of results as it is read: by day, each in the preferred unit, with the estimates of the day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from accounts.models import Patient
from labs import units
from labs.analytes import ANALYTES, TITRE
from labs.computed import NEEDED, Estimate, estimates
from labs.flags import Flag
from labs.models import LabResult

ORDER = {key: place for place, key in enumerate(ANALYTES)}


@dataclass(frozen=True)
class Line:
    """One result: the value as this person reads it and, where that differs, as the report has it."""

    result: LabResult
    value: str
    unit: str
    is_converted: bool
    flag: Flag

    @property
    def range_unit(self) -> str:
        """The unit behind the lab's range, unless the person typed one there."""
        return "" if self.result.interval_text[-1:].isalpha() else self.result.unit_label


@dataclass(frozen=True)
class EstimateLine:
    estimate: Estimate
    value: str
    unit: str


@dataclass
class Day:
    """One day of results. Times stand beside a result only where they are known."""

    on: datetime.date
    lines: list[Line] = field(default_factory=list)
    estimates: list[EstimateLine] = field(default_factory=list)

    @property
    def time(self) -> datetime.datetime | None:
        """The moment all results of the day share, when it is known for all of them."""
        moments = {(line.result.collected_at, line.result.collected_time_known) for line in self.lines}
        at, is_known = next(iter(moments))
        return at if len(moments) == 1 and is_known else None

    @property
    def labs(self) -> str:
        """The labs whose results these are, each once, in the order met."""
        return ", ".join(dict.fromkeys(line.result.lab_name for line in self.lines if line.result.lab_name))


def days(results: Sequence[LabResult], patient: Patient, system: str) -> list[Day]:
    """Results (newest first) by day of the patient; ``system`` is the reader's preference. One query."""
    computed = _estimates_by_leader(results, patient)
    grouped: list[Day] = []
    for on, rows in groupby(_belonging_to(results, patient), key=lambda result: result.collected_on):
        day = Day(on)
        for result in sorted(rows, key=_reading_order):
            day.lines.append(line(result, system))
            day.estimates += [_estimate_line(e, system) for e in computed.get(result.pk, [])]
        grouped.append(day)
    return grouped


def _reading_order(result: LabResult) -> tuple[float, int]:
    """Latest moment first; results of one moment in the order of the catalogue."""
    return -result.collected_at.timestamp(), ORDER[result.analyte]


def line(result: LabResult, system: str) -> Line:
    """A result in the preferred unit; words and titres as they are."""
    unit = result.test.unit_for(system)
    value = None if unit in ("", TITRE, result.raw_unit) else result.value_in(unit)
    found = result.test.unit(unit)
    if value is None or found is None:
        return Line(result, result.raw_value, result.unit_label, is_converted=False, flag=result.flag)
    text = f"{result.comparator}{units.shown(result.test, value, unit)}"
    return Line(result, text, found.label, is_converted=True, flag=result.flag)


def _belonging_to(results: Iterable[LabResult], patient: Patient) -> list[LabResult]:
    """The rows with their patient set, so that nobody fetches her again for every row."""
    rows = list(results)
    for row in rows:
        row.patient = patient
    return rows


def _estimates_by_leader(results: Sequence[LabResult], patient: Patient) -> dict[object, list[Estimate]]:
    """Estimates under the result they start from; a day cut by the page break is still looked at whole."""
    if not results:
        return {}
    a_day = datetime.timedelta(days=1)
    last, first = results[0].collected_at + a_day, results[len(results) - 1].collected_at - a_day
    needed = LabResult.objects.kept().filter(
        patient=patient, analyte__in=NEEDED, collected_at__gte=first, collected_at__lte=last
    )
    rows = _belonging_to(needed.order_by("collected_at"), patient)
    found: dict[object, list[Estimate]] = {}
    for on, samples in groupby(rows, key=lambda result: result.collected_on):
        for estimate in estimates(
            list(samples), age_years=patient.age_on(on), sex=patient.sex_for_calculations
        ):
            found.setdefault(estimate.from_ids[0], []).append(estimate)
    return found


def _estimate_line(estimate: Estimate, system: str) -> EstimateLine:
    unit = estimate.analyte.unit_for(system)
    found = estimate.analyte.unit(unit)
    value = units.shown(estimate.analyte, estimate.value_in(unit), unit)
    return EstimateLine(estimate, value, found.label if found else "")
