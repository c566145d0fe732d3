"""What the coach says of a photo: one finding per criterion, as numbers and verdicts without words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: raised whenever a measure or a threshold changes; kept with every result
VERSION = 1

#: the six criteria of the Manchester study (doi 10.1093/rap/rkac105), in the order in which they are told
CRITERIA = ("focus", "shadow", "light", "marker", "angle", "centre")


class Verdict(StrEnum):
    """How a photo meets one criterion. ``CANNOT_TELL`` is said instead of a guess."""

    GOOD = "good"
    POOR = "poor"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Finding:
    """One criterion. ``value`` is in the unit of its measure (see ``check``); None: not measured."""

    key: str
    verdict: Verdict
    value: float | None = None


def below(key: str, value: float | None, limit: float) -> Finding:
    """Good up to ``limit``, poor above it, cannot tell without a value."""
    if value is None:
        return Finding(key, Verdict.CANNOT_TELL)
    return Finding(key, Verdict.GOOD if value <= limit else Verdict.POOR, round(value, 3))
