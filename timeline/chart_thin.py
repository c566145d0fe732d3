"""Very many values on few columns: what to keep is decided from plain numbers, before anything is written."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf
from statistics import median

from .chart_frame import Frame

_GAP_FACTOR = 3  # ours: a line over more than three usual intervals would claim what nobody measured
_MOST_POINTS = 200
_AT_FULL_WIDTH = 2  # so many long series are drawn as finely as one
_COLUMN = 4  # width in drawing units of a column when points are thinned: about a screen's pixel and a half


def columns_for(count: int, frame: Frame) -> float:
    """Column width in drawing units for thinning so many points: none up to 200."""
    return _COLUMN * frame.coarseness if is_many(count) else 0.0


def is_many(count: int) -> bool:
    return count > _MOST_POINTS


def coarseness(counts: Iterable[int]) -> float:
    """By how much columns are wider where many long series share a drawing, so that it stays light.

    Args:
        counts: the points of each series.
    """
    return max(1.0, sum(map(is_many, counts)) / _AT_FULL_WIDTH)


def longest_step(ordinals: Sequence[int]) -> float:
    """The days a full line may cross: three times the usual interval, which is the median of all there is.

    Args:
        ordinals: days as proleptic ordinals, oldest first, also those that are not drawn.
    """
    between = [after - before for before, after in pairwise(ordinals) if after > before]
    return _GAP_FACTOR * median(between) if between else inf


def runs_of(ordinals: Sequence[int], longest: float) -> list[int]:
    """Positions after a gap: more than ``longest`` days went by before them."""
    return [at for at, (before, after) in enumerate(pairwise(ordinals), 1) if after - before > longest]


def run_at(gaps: Sequence[int], at: int) -> int:
    """How many gaps lie before a position."""
    return bisect_right(gaps, at)


def kept(ordinals: Sequence[int], values: Sequence[float], frame: Frame, column: float) -> list[int]:
    """Positions to draw: first, last, lowest and highest of every column; all of them without a column."""
    if not column or not ordinals:
        return list(range(len(ordinals)))
    days = max((frame.until - frame.since).days, 1)
    scale = (frame.right - frame.left) / days / column
    shift = frame.left / column - frame.since.toordinal() * scale
    found: list[int] = []
    current, first, low, high = None, 0, 0, 0
    for at, ordinal in enumerate(ordinals):
        place = int(ordinal * scale + shift)
        if place != current:
            if current is not None:
                found += sorted({first, low, high, at - 1})
            current, first, low, high = place, at, at, at
        elif values[at] < values[low]:
            low = at
        elif values[at] > values[high]:
            high = at
    return found + sorted({first, low, high, len(ordinals) - 1})
