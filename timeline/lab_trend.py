"""One lab value over time, as chart and list, in the unit the person prefers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from labs.series import TrendPoint, trend_points
from timeline.chart_data import LabPoint
from timeline.lab_chart import lab_chart

if TYPE_CHECKING:
    from accounts.models import Patient
    from labs.definition import Analyte
    from timeline.chart_data import Chart


@dataclass(frozen=True)
class LabTrend:
    analyte: Analyte
    unit_label: str
    chart: Chart
    points: list[TrendPoint]


def lab_trend(patient: Patient, analyte: Analyte, *, units: str, may_write: bool) -> LabTrend:
    """The trend of one analyte.

    Args:
        units: the person's preference, "conventional" or "si".
        may_write: points lead to their form only for who may use it.
    """
    code = analyte.unit_for(units) if analyte.units else ""
    unit = analyte.unit(code)
    label = unit.label if unit else code
    points = trend_points(patient, analyte.key, code)
    chart = lab_chart(
        [_point(point, unit.decimals if unit else 0, may_write) for point in points],
        analyte_name=str(analyte.name), unit=label, today=patient.today(), key=analyte.key,
    )  # fmt: skip
    return LabTrend(analyte, label, chart, list(reversed(points)))


def _point(point: TrendPoint, decimals: int, may_write: bool) -> LabPoint:
    return LabPoint(
        on=timezone.localtime(point.collected_at).date(),
        value=_rounded(point.value, decimals),
        comparator=point.comparator,
        low=_rounded(point.low, decimals),
        high=_rounded(point.high, decimals),
        flag=str(point.flag),
        href=reverse("labs:edit", args=[point.result_id]) if may_write else "",
        text=point.raw_text,
    )


def _rounded(value: Decimal | None, decimals: int) -> Decimal | None:
    """As many digits as the unit is shown with: a conversion adds none that were measured."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-decimals))
