"""How wrong a reading may be: what can err, how large that is, and how it adds up to one band.

Every cause is a relative standard deviation of a length; they are taken as independent. The constants are
ours: they were set on scenes drawn with exact truth (``bench/measure_scenes``) so that the truth lies within
the band in 90 to 99 of 100 readings. What a place of the body adds (how high a finger is above a table, how
round a limb) stands with its mean in ``surfaces``; what is added without a card, in ``by_hand``; what is
taken of a camera before anything is seen (focal length, lens, bloom), in ``pose``; how vague a border is, in
``outline_trust``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

#: half-width of a band that holds 95 % of a normal error, in standard deviations
BAND_95 = 1.96

#: a scale whose band of a length is wider than this share of it to each side says nothing (ours: of drawn
#: photos the widest band without a fault was 30 %, on the side of a finger)
MOST_BAND = 0.5

# -- skin that does not keep to the card's plane, of which a flat marker shows nothing

#: degrees by which skin and card part: for a card straight below the camera, and for each degree of its tilt,
#: twice as much at a slant of ``SLANT_DEG``: who takes more care with one takes more care with the other
PART_DEG, PART_PER_TILT, SLANT_DEG = 0.16, 0.033, 20.0
#: by how much that grows with the way from card to lesion in mm: as on skin of this radius, since limbs whose
#: outlines a photo shows are told apart, and fully from this tilt on
CURVE_PER_MM, CURVED_TILT_DEG = 1 / 2300, 12.0
#: degrees by which a limb's skin faces otherwise than its two outlines tell, or one of them and the card
TWO_LINES_DEG, ONE_LINE_DEG = 1.5, 3.5
#: how far a card lies above a limb, in mm
ABOVE_LIMB_MM = 1.0
#: share of a change along one direction that a length in any direction takes up, in the mean square: of the
#: angle between them, and of that with the slant
DIRECTIONS = math.sqrt(3 / 8)


def parting(tilt: float, away_mm: float) -> float:
    """Angle in radians (standard deviation) between skin and card, so far from the card's middle."""
    curved = away_mm * CURVE_PER_MM * min(1.0, tilt / math.radians(CURVED_TILT_DEG)) ** 3
    slanted = PART_PER_TILT * tilt * (1 + (tilt / math.radians(SLANT_DEG)) ** 2)
    return math.hypot(math.radians(PART_DEG) + slanted, curved)


def by_tilt(part: float, tilt: float) -> float:
    """Skin that is tilted by ``part`` against the card looks shorter or longer, in radians both."""
    return part * math.tan(min(tilt, 1.3)) * DIRECTIONS


def by_plane(part: float, away_mm: float, distance_mm: float, above_mm: float = 0.0) -> float:
    """Skin that parts from the card's plane by this angle, or lies below it, is nearer or farther."""
    return math.hypot(away_mm * math.tan(min(part, 1.0)) / 2, above_mm) / distance_mm


def parts_of(length_mm: float, spread: Mapping[str, float], ambiguity: float = 0.0) -> dict[str, float]:
    """Half-widths of the 95 % band of a length in mm, by cause; causes without error are left out."""
    causes = {**spread, "outline": ambiguity}
    return {cause: BAND_95 * share * length_mm for cause, share in causes.items() if share > 0}


def together(parts_mm: Mapping[str, float]) -> float:
    """The half-width of all causes: the root of the sum of their squares."""
    return math.hypot(*parts_mm.values())


def says_nothing(spread: Mapping[str, float]) -> bool:
    """Whether a scale's causes together leave no length worth telling; also where one is no number."""
    return not BAND_95 * math.hypot(*spread.values()) <= MOST_BAND
