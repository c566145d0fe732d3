"""A line through sizes that one wrong number does not tilt, and how sure its slope is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

# Readings further than this many standard deviations from the line pull no harder than one at that distance
# (Huber 1964). At 2 the slope loses one per cent of its precision when nothing is wrong.
HUBER_K = 2.0
_PRICE = 1.0103  # variance of the slope at k = 2 against least squares, for normal errors
_NORMAL_SCATTER = 0.9205  # mean square of normal errors once they are cut at 2
_TURNS = 30
_NEAR = 1e-6  # mm, and mm a day


@dataclass(frozen=True, slots=True)
class Line:
    """A fitted line. ``slope`` and its standard error ``slope_se`` are in mm a day; ``mean_day`` and
    ``mean_mm`` are a point on it.
    """

    slope: float
    slope_se: float
    mean_day: float
    mean_mm: float

    def at(self, day: float) -> float:
        """The fitted size in mm."""
        return self.mean_mm + self.slope * (day - self.mean_day)


def robust_line(days: Sequence[float], sizes_mm: Sequence[float], sds_mm: Sequence[float]) -> Line | None:
    """Huber regression of sizes on days, each weighted by its own standard deviation.

    The standard error follows from the stated deviations; where the sizes scatter clearly more than these
    allow, from the scatter.

    Args:
        days: any number of days, such as ordinals.
        sizes_mm: as many sizes.
        sds_mm: as many standard deviations, above zero.

    Returns:
        None when all lie on one day: no line goes through a day.
    """
    if len(set(days)) < 2:
        return None
    precision = [1 / (sd * sd) for sd in sds_mm]
    weights = list(precision)
    line = _least_squares(days, sizes_mm, weights)
    for _turn in range(_TURNS):
        misses = [(size - line.at(day)) / sd for day, size, sd in zip(days, sizes_mm, sds_mm, strict=True)]
        weights = [
            one * min(1.0, HUBER_K / abs(miss)) if miss else one
            for one, miss in zip(precision, misses, strict=True)
        ]
        if weights == precision:  # nothing lies far off
            break
        before, line = line, _least_squares(days, sizes_mm, weights)
        if max(abs(line.slope - before.slope), abs(line.mean_mm - before.at(line.mean_day))) <= _NEAR:
            break
    return replace(line, slope_se=line.slope_se * _scatter(days, sizes_mm, sds_mm, line))


def _least_squares(days: Sequence[float], sizes: Sequence[float], weights: Sequence[float]) -> Line:
    total = sum(weights)
    mean_day = sum(w * day for w, day in zip(weights, days, strict=True)) / total
    mean_mm = sum(w * size for w, size in zip(weights, sizes, strict=True)) / total
    spread = sum(w * (day - mean_day) ** 2 for w, day in zip(weights, days, strict=True))
    shared = sum(
        w * (day - mean_day) * (size - mean_mm) for w, day, size in zip(weights, days, sizes, strict=True)
    )
    return Line(shared / spread, sqrt(_PRICE / spread), mean_day, mean_mm)


def _scatter(days: Sequence[float], sizes: Sequence[float], sds: Sequence[float], line: Line) -> float:
    """How many times as far as stated the sizes lie from the line; 1 unless it is clear (1 in 100)."""
    free = len(days) - 2
    if free < 1:
        return 1.0
    cut = (
        min(((size - line.at(day)) / sd) ** 2, HUBER_K**2)
        for day, size, sd in zip(days, sizes, sds, strict=True)
    )
    square = sum(cut) / free / _NORMAL_SCATTER
    return sqrt(square) if square > 1 + 2.33 * sqrt(2 / free) else 1.0
