"""The difference of two sizes, with its error, in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from django.utils.translation import gettext as _

from timeline.change import Reading
from timeline.chart_words import plain


@dataclass(frozen=True, slots=True)
class Difference:
    """Now minus then in mm with the 95 % half-width of that, and what it means."""

    mm: float
    half_width_mm: float
    is_beyond_error: bool
    is_same_method: bool
    words: str


def difference_of(then: Reading, now: Reading) -> Difference:
    """Two readings against each other; by different methods only the numbers stand beside each other."""
    mm = float(now.length_mm) - float(then.length_mm)
    half_width = hypot(float(then.uncertainty_mm), float(now.uncertainty_mm))
    is_same = then.method == now.method
    return Difference(mm, half_width, abs(mm) > half_width, is_same, _words(mm, half_width, is_same=is_same))


def _words(mm: float, half_width: float, *, is_same: bool) -> str:
    if not is_same:
        return _("These two were measured in different ways, so they can’t be compared.")
    numbers = {"mm": plain(abs(mm)), "error": plain(half_width)}
    if abs(mm) <= half_width:
        return _("No difference that we can be sure of: it is not more than the error of measuring.")
    if mm > 0:
        return _("Longer by %(mm)s mm ± %(error)s mm: more than the error of measuring.") % numbers
    return _("Shorter by %(mm)s mm ± %(error)s mm: more than the error of measuring.") % numbers
