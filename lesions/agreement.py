"""How two readings of one size agree: one pair against its errors, and many pairs after Bland and Altman.

Source: Bland JM, Altman DG. Statistical methods for assessing agreement between two methods of clinical
measurement. Lancet 1986; 327: 307-310.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from lesions.measurement.uncertainty import BAND_95

#: From so many pairs on, limits are given (ours: below, a standard deviation says next to nothing).
FEWEST_PAIRS = 5
#: A difference below this is not told as one: it is less than the digits shown.
EQUAL_MM = 0.05


@dataclass(frozen=True)
class Difference:
    """The second length less the first one.

    Attributes:
        percent: of the mean of both.
        error_mm: what both together may be off, a 95 % half-width.
    """

    mm: float
    percent: float
    error_mm: float

    @property
    def is_equal(self) -> bool:
        return abs(self.mm) < EQUAL_MM

    @property
    def is_within(self) -> bool:
        """Whether the two readings need not differ at all."""
        return abs(self.mm) <= self.error_mm


def difference_between(
    first_mm: float, first_error_mm: float, second_mm: float, second_error_mm: float
) -> Difference:
    """Two lengths with their 95 % half-widths, taken independently of each other.

    Raises:
        ValueError: a length that is none.
    """
    if first_mm <= 0 or second_mm <= 0:
        raise ValueError("a length is more than nothing")
    mm = second_mm - first_mm
    return Difference(mm, 200 * mm / (first_mm + second_mm), math.hypot(first_error_mm, second_error_mm))


@dataclass(frozen=True)
class Agreement:
    """Many pairs: ``lower_mm`` and ``upper_mm`` are the 95 % limits of agreement, None below FEWEST_PAIRS."""

    pairs: int
    mean_mm: float
    lower_mm: float | None = None
    upper_mm: float | None = None


def agreement_of(differences_mm: Sequence[float]) -> Agreement | None:
    """Mean difference and limits of agreement of pairs (second less first); None without any."""
    if not differences_mm:
        return None
    mean = statistics.fmean(differences_mm)
    if len(differences_mm) < FEWEST_PAIRS:
        return Agreement(len(differences_mm), mean)
    half = BAND_95 * statistics.stdev(differences_mm)
    return Agreement(len(differences_mm), mean, mean - half, mean + half)
