"""How a sheet writes days where there is little room. Pure."""

from __future__ import annotations

from lesions.partial_dates import PartialDate
from timeline.chart_words import written

_SHORT = {"day": "j M Y", "month": "M Y", "year": "Y"}


def short_when(when: PartialDate) -> str:
    """6 Nov 2026, Nov 2026 or 2026, as exactly as it is known."""
    return written(when.date, _SHORT[str(when.precision)])
