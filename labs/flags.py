"""High, low or within: only ever by the interval that the lab itself printed beside the result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from labs.units import COMPARATORS, RawValue, Unreadable, Word, normalise_unit, read_number, read_word


class Flag(StrEnum):
    LOW = "low"
    HIGH = "high"
    WITHIN = "within"
    OUTSIDE = "outside"  # a word other than the one the lab expects
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Interval:
    """The lab's own interval in the result's own unit; ``expected`` for results that are words.

    An open bound does not belong to the interval: "<5" excludes 5, "0-5" includes it.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    expected: Word = ""

    @property
    def is_empty(self) -> bool:
        return self.low is None and self.high is None and not self.expected


_DIGITS = r"[0-9][0-9.,'’]*"
_TWO = re.compile(
    rf"^\[?\(?\s*({_DIGITS})\s*(?:-|–|—|−|\.\.\.?|to|bis|…)\s*({_DIGITS})\s*\)?\]?\s*(.*)$", re.IGNORECASE
)
_ONE = re.compile(
    r"^(<=|>=|=<|=>|<|>|≤|≥|up to|at most|less than|below|under|at least|more than|above|over)"
    rf"\s*(1\s*[:/]\s*)?({_DIGITS})\s*(.*)$",
    re.IGNORECASE,
)
_SIGN_WORDS = {
    "up to": "<=", "at most": "<=", "less than": "<", "below": "<", "under": "<",
    "at least": ">=", "more than": ">", "above": ">", "over": ">",
}  # fmt: skip


@lru_cache(maxsize=1024)  # a lab prints the same interval on every report
def read_interval(text: str, unit: str = "") -> Interval:
    """Read the interval as printed: "2.15-2.55", "0,6 – 1,2", "< 5", "up to 40", "> 60", "<1:80", "negative".

    Args:
        unit: the result's unit code; a unit printed behind the interval must be the same.

    Raises:
        Unreadable: codes 'interval', 'interval_order', 'interval_thousands', 'interval_unit'.
    """
    text = " ".join(text.split())
    if not text:
        return Interval()
    word = read_word(text)
    if word:
        return Interval(expected=word)
    two = _TWO.match(text)
    if two:
        low, high = _bound(two[1]), _bound(two[2])
        if low > high:
            raise Unreadable("interval_order")
        _same_unit(two[3], unit)
        return Interval(low, high)
    one = _ONE.match(text)
    if not one:
        raise Unreadable("interval")
    _same_unit(one[4], unit)
    sign = _SIGN_WORDS.get(one[1].lower()) or COMPARATORS[one[1]]
    bound, is_open = _bound(one[3]), sign in ("<", ">")
    return Interval(high=bound, high_open=is_open) if "<" in sign else Interval(low=bound, low_open=is_open)


def _bound(text: str) -> Decimal:
    try:
        number, other = read_number(text)
    except Unreadable as problem:
        raise Unreadable("interval") from problem
    # A comma before three digits may group thousands; a dot is the decimal sign of this language.
    if other is not None and "," in text:
        raise Unreadable("interval_thousands")
    return number


def _same_unit(printed: str, unit: str) -> None:
    if printed and unit and normalise_unit(printed) != unit:
        raise Unreadable("interval_unit")


def flag(raw: RawValue, interval: Interval) -> Flag:
    """Where a result lies against the lab's interval; unknown unless all it can stand for lies on one side.

    "<0.5" against 0.6-1.2 is low, "<4" against 0-4.9 is within, "<5" against 0-4.9 is unknown.
    """
    if interval.is_empty:
        return Flag.UNKNOWN
    if raw.word:
        return _flag_word(raw.word, interval)
    number = Decimal(raw.titre) if raw.titre is not None else raw.number
    if number is None or (interval.low is None and interval.high is None):
        return Flag.UNKNOWN
    return _flag_number(raw.comparator, number, interval)


def _flag_word(word: Word, interval: Interval) -> Flag:
    if not interval.expected:
        return Flag.UNKNOWN
    return Flag.WITHIN if word == interval.expected else Flag.OUTSIDE


def _flag_number(comparator: str, number: Decimal, interval: Interval) -> Flag:
    """The result as a span of possible values (nothing measured here is below zero) beside the interval."""
    least = number if comparator in ("", ">", ">=") else Decimal(0)
    most: Decimal | None = number if comparator in ("", "<", "<=") else None
    least_open, most_open = comparator == ">", comparator == "<"
    low, high = interval.low, interval.high
    if low is not None and most is not None and _beyond(-most, most_open, -low, interval.low_open):
        return Flag.LOW
    if high is not None and _beyond(least, least_open, high, interval.high_open):
        return Flag.HIGH
    above_low = low is None or _reaches(least, least_open, low, interval.low_open)
    below_high = high is None or (most is not None and _reaches(-most, most_open, -high, interval.high_open))
    return Flag.WITHIN if above_low and below_high else Flag.UNKNOWN


def _beyond(least: Decimal, least_open: bool, bound: Decimal, bound_open: bool) -> bool:
    """Whether everything from ``least`` on lies outside a span that ends at ``bound``."""
    return least > bound or (least == bound and (least_open or bound_open))


def _reaches(least: Decimal, least_open: bool, bound: Decimal, bound_open: bool) -> bool:
    """Whether everything from ``least`` on lies at or above ``bound``."""
    return least > bound or (least == bound and (least_open or not bound_open))
