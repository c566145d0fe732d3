"""A line through sizes that one wrong number does not tilt, and how sure its slope is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt

# Readings further than this many standard deviations from the line pull no harder than one at that distance
# (Huber 1964). At 2 the slope loses one per cent of its precision when nothing is wrong.
HUBER_K = 2.0
_PRICE = 1.0103  # variance of the slope at k = 2 against least squares, for normal errors
_FAR_OFF = 3.0  # where it is asked whether sizes go along a line at all, one alone must not say no
_NORMAL = {HUBER_K: 0.9205, _FAR_OFF: 0.9950}  # mean square of normal errors once they are cut there
_TURNS = 30
_PLACES = 24
# Standard deviations of chance: about 1 in 100, and 1 in 1,000 of lines with many readings.
_SCATTERED, _BENT = 2.33, 3.5
_NEAR = 1e-6  # mm, and mm a day


@dataclass(frozen=True, slots=True)
class Line:
    """A fitted line. ``slope`` and its standard error ``slope_se`` are in mm a day; ``mean_day`` and
    ``mean_mm`` are a point on it. ``is_bent`` says that the sizes did not go along a line.
    """

    slope: float
    slope_se: float
    mean_day: float
    mean_mm: float
    is_bent: bool = False

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
    times, is_scattered = _surely_off(days, sizes_mm, sds_mm, line, HUBER_K)
    is_bent = _surely_off(days, sizes_mm, sds_mm, line, _FAR_OFF)[1]
    wider = line.slope_se * times if is_scattered > _SCATTERED else line.slope_se
    return replace(line, slope_se=wider, is_bent=is_bent > _BENT)


def turn_of(days: Sequence[float], sizes_mm: Sequence[float], sds_mm: Sequence[float]) -> int:
    """Where two lines that meet at a reading fit best: the place of that reading, which is neither end.

    Of very many readings only so many are tried.

    Args:
        days, sizes_mm, sds_mm: as for ``robust_line``, of at least three days, in order.
    """
    inner = [at for at in range(1, len(days) - 1) if days[0] < days[at] < days[-1]]
    return min(
        inner[:: max(1, len(inner) // _PLACES)],
        key=lambda at: sum(
            _off(days[part], sizes_mm[part], sds_mm[part])
            for part in (slice(0, at + 1), slice(at, len(days)))
        ),
    )


def _off(days: Sequence[float], sizes: Sequence[float], sds: Sequence[float]) -> float:
    """How far sizes lie from their own line in all: squares of standard deviations, each cut."""
    line = _least_squares(days, sizes, [1 / (sd * sd) for sd in sds])
    return sum(_cut(days, sizes, sds, line, _FAR_OFF))


def _least_squares(days: Sequence[float], sizes: Sequence[float], weights: Sequence[float]) -> Line:
    total = sum(weights)
    mean_day = sum(w * day for w, day in zip(weights, days, strict=True)) / total
    mean_mm = sum(w * size for w, size in zip(weights, sizes, strict=True)) / total
    spread = sum(w * (day - mean_day) ** 2 for w, day in zip(weights, days, strict=True))
    shared = sum(
        w * (day - mean_day) * (size - mean_mm) for w, day, size in zip(weights, days, sizes, strict=True)
    )
    return Line(shared / spread, sqrt(_PRICE / spread), mean_day, mean_mm)


def _surely_off(
    days: Sequence[float], sizes: Sequence[float], sds: Sequence[float], line: Line, most: float
) -> tuple[float, float]:
    """How many times as far as stated the sizes lie from the line, and how surely that is no chance: in
    standard deviations of what chance does to it.

    Args:
        most: no size counts for more than so many of its standard deviations.
    """
    free = len(days) - 2
    if free < 1:
        return 1.0, 0.0
    square = sum(_cut(days, sizes, sds, line, most)) / free / _NORMAL[most]
    return sqrt(square), (square - 1) / sqrt(2 / free)


def _cut(
    days: Sequence[float], sizes: Sequence[float], sds: Sequence[float], line: Line, most: float
) -> Iterator[float]:
    for day, size, sd in zip(days, sizes, sds, strict=True):
        yield min(((size - line.at(day)) / sd) ** 2, most**2)
