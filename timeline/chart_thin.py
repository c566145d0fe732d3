"""Very many values on few columns: what to keep is decided from plain numbers, before anything is written."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from .chart_frame import Frame

_GAP_FACTOR = 3  # ours: a line over more than three usual intervals would claim what nobody measured
_MOST_POINTS = 200
_COLUMN = 4  # width in drawing units of a column when points are thinned: about a screen's pixel and a half


def columns_for(count: int, *, lines: int = 1) -> float:
    """Column width in drawing units for thinning: none up to 200 points.

    Args:
        count: of all points in the panel.
        lines: that share the drawing, so that two together weigh no more than one.
    """
    return 0.0 if count <= _MOST_POINTS else _COLUMN * lines


def runs_of(ordinals: Sequence[int]) -> list[int]:
    """Positions after a gap: more than three times the usual interval (the median) went by before them.

    Args:
        ordinals: days as proleptic ordinals, oldest first.
    """
    steps = [after - before for before, after in pairwise(ordinals)]
    between = [step for step in steps if step]
    if not between:
        return []
    most = _GAP_FACTOR * median(between)
    return [at for at, step in enumerate(steps, 1) if step > most]


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
