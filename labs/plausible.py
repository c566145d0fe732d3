"""Numbers worth a question: outside the limits of their unit, or more like another unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from labs.analytes import Analyte, Unit


@dataclass(frozen=True)
class Doubt:
    """Why we ask about a number, and which other units of the test would fit it (the likeliest first)."""

    reason: Literal["above", "below", "looks_like"]
    other_units: tuple[Unit, ...] = ()


def doubt(analyte: Analyte, unit_code: str, number: Decimal) -> Doubt | None:
    """A doubt about ``number`` in this unit, or None when it is nothing unusual for a lab to report.

    The limits are values of our own (``labs.analytes``); they are no medical judgement.
    """
    unit = analyte.unit(unit_code)
    if unit is None:
        return None
    mixed_up = _mixed_up(analyte, unit_code, number)
    others = tuple(u for u in analyte.units if u != unit and u not in mixed_up and u.low <= number <= u.high)
    if number > unit.high:
        return Doubt("above", mixed_up + others)
    if number < unit.low:
        return Doubt("below", mixed_up + others)
    return Doubt("looks_like", mixed_up) if mixed_up else None


def _mixed_up(analyte: Analyte, unit_code: str, number: Decimal) -> tuple[Unit, ...]:
    names = [m.looks_like for m in analyte.mix_ups if m.typed == unit_code and m.low <= number <= m.high]
    return tuple(u for u in analyte.units if u.code in names)
