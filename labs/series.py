"""Results as other parts of the site read them: points of a trend, the latest of each test, what is high."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import Patient
from labs import units
from labs.analytes import TITRE
from labs.flags import Flag
from labs.models import LabResult
from labs.units import UnknownUnit


@dataclass(frozen=True)
class TrendPoint:
    """One result on a trend.

    Attributes:
        collected_at: aware; noon of the patient's day when only the day is known (``time_known`` says so).
        value: in the asked unit; None for words and for numbers that do not convert to it.
        low, high: the lab's own interval of this result, in the asked unit.
        raw_text: value and unit as they stand on the report.
    """

    collected_at: datetime.datetime
    value: Decimal | None
    comparator: str
    low: Decimal | None
    high: Decimal | None
    flag: Flag
    raw_text: str
    result_id: uuid.UUID
    time_known: bool = False


def trend_points(patient: Patient, analyte_key: str, unit: str) -> list[TrendPoint]:
    """All kept results of one test, oldest first, in ``unit``. One query. The caller has scoped the patient.

    Raises:
        UnknownUnit: ``unit`` is not a unit of this test.
    """
    results = LabResult.objects.kept().filter(patient=patient, analyte=analyte_key)
    return [_point(result, unit) for result in results.order_by("collected_at", "entered_at")]


def trends_of(results: QuerySet[LabResult], units_of: Mapping[str, str]) -> dict[str, list[TrendPoint]]:
    """The points of several tests, oldest first, each in its unit. One query.

    Args:
        results: rows that somebody may see.
        units_of: by key of the test, the code of the unit to show it in.
    """
    found: dict[str, list[TrendPoint]] = {key: [] for key in units_of}
    for result in results.filter(analyte__in=units_of).order_by("collected_at", "entered_at"):
        found[result.analyte].append(_point(result, units_of[result.analyte]))
    return found


def _point(result: LabResult, unit: str) -> TrendPoint:
    if unit and result.test.unit(unit) is None:
        raise UnknownUnit(f"{result.analyte}: {unit}")
    interval = result.interval
    return TrendPoint(
        collected_at=result.collected_at,
        value=result.value_in(unit) if unit else None,
        comparator=result.comparator,
        low=_bound_in(result, interval.low, unit),
        high=_bound_in(result, interval.high, unit),
        flag=result.flag,
        raw_text=result.as_typed,
        result_id=result.pk,
        time_known=result.collected_time_known,
    )


def _bound_in(result: LabResult, bound: Decimal | None, unit: str) -> Decimal | None:
    if (
        bound is None
        or not unit
        or result.kind == "qualitative"
        or (TITRE in (unit, result.raw_unit) and unit != result.raw_unit)
    ):
        return None
    return units.convert(result.test, bound, result.raw_unit, unit)


def latest_results(patient: Patient) -> QuerySet[LabResult]:
    """The latest kept result of each test, in one query."""
    newest_first = Window(
        RowNumber(), partition_by=F("analyte"), order_by=[F("collected_at").desc(), F("entered_at").desc()]
    )
    return (
        LabResult.objects.kept()
        .filter(patient=patient)
        .annotate(rank=newest_first)
        .filter(rank=1)
        .order_by("analyte")
    )


def flagged_labs(patient: Patient) -> list[tuple[str, datetime.date, str]]:
    """Tests whose latest result lies outside its own lab's range, with the patient's day and the flag.

    One query. What no interval was printed for is never flagged.
    """
    flagged = (Flag.HIGH, Flag.LOW, Flag.OUTSIDE)
    return [
        (result.analyte, result.collected_at.astimezone(patient.zone).date(), str(result.flag))
        for result in latest_results(patient).exclude(interval_text="")
        if result.flag in flagged
    ]
