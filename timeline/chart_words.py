"""How charts and their sentences write days, lengths and ranges."""

from datetime import date, timedelta
from functools import lru_cache

from django.utils.dateformat import format as date_text
from django.utils.translation import get_language

from .chart_data import Number

_FORMATS = {"day": "j F Y", "month": "F Y", "year": "Y"}
_SHORT = {"day": "j M", "month": "M Y", "year": "Y"}


@lru_cache(maxsize=8192)
def _cached(day: date, pattern: str, _language: str | None) -> str:
    return date_text(day, pattern)


def written(day: date, pattern: str) -> str:
    """``day`` by a Django date pattern in the active language; cached, as a chart asks for a day twice."""
    return _cached(day, pattern, get_language())


def long_day(day: date, precision: str = "day", *, language: str | None = None) -> str:
    """17 November 2026, November 2026 or 2026, as exactly as it is known.

    In a long loop pass ``language``: asking Django for the active one costs more than all the rest.
    """
    return _cached(day, _FORMATS.get(precision, "j F Y"), language or get_language())


def short_day(day: date, precision: str = "day") -> str:
    """17 Nov, Nov 2026 or 2026."""
    return written(day, _SHORT.get(precision, "j M"))


def day_near(day: date, other: date) -> str:
    """17 November, with the year only when it isn't the year of ``other``."""
    return written(day, "j F" if day.year == other.year else "j F Y")


def plain(value: Number) -> str:
    """A number with at most one decimal and no empty one: 7, 7.6."""
    text = f"{float(value):.1f}"
    return text[:-2] if text.endswith(".0") else text


def figure(value: Number) -> str:
    """A number with up to three decimals, as many as it has: 2.45, 140."""
    text = f"{float(value):.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def period(day: date, precision: str) -> tuple[date, date]:
    """First and last day of what a date with this precision may mean."""
    if precision == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if precision == "month":
        first = day.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        return first, following - timedelta(days=1)
    return day, day
