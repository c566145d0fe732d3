"""How the skin stands to a card: which surface a site is, how high it lies, how much it curves.

No published table of these was found (facts on measuring speak of "about 10 %" for a paper ruler on curved
skin). The numbers are ours, from the thickness of adults' fingers (14 to 22 mm, radius 7 to 11 mm) and limbs
(radius 40 to 170 mm), and wide enough for both. They say so here so that nobody takes them for findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from lesions.measurement.terms import CardPlace, Surface

#: parts of a finger from which a surface follows; a person alone knows that a deposit sits on the side of one
_PAD_ENDS = ("_palmar",)
_JOINT_ENDS = ("_dorsal", "_nail")
_JOINT_STARTS = ("dip_", "pip_", "ip_", "mcp_")
_DIGITS = frozenset(("thumb", "index", "middle", "ring", "little"))
_TOES = frozenset(("great_toe", "second_toe", "third_toe", "fourth_toe", "fifth_toe", "toe_skin"))
#: round in one direction at least, with a radius of some centimetres
_ROUND = frozenset(
    (
        "wrist", "forearm", "elbow", "upperarm", "shoulder", "axilla", "knee", "shin", "calf", "lowerleg",
        "thigh", "hip", "buttock", "gluteal", "groin", "ankle", "heel", "sole", "foot", "neck", "nape",
        "temple", "eyebrow", "eyelid", "cheek", "jawline", "nose", "ear", "preauricular", "postauricular",
        "forehead", "lip", "chin", "face", "scalp", "occiput", "perineum", "scrotum", "penis", "vulva",
        "genital", "flank", "breast",
    )
)  # fmt: skip
_FLAT = frozenset(
    ("palm", "thenar", "hypothenar", "hand", "chest", "sternum", "abdomen", "umbilicus", "upper", "lower",
     "back")
)  # fmt: skip


def surface_of(site: str) -> Surface:
    """The surface of a site of the atlas by its key; flat for a key that is not known.

    A finger's side is no site of its own: who measures one says so.
    """
    first = site.split("_", 1)[0]
    if site in _TOES or site == "digit_hand_skin":
        return Surface.FINGER_JOINT
    if site.startswith(_JOINT_STARTS) or (first in _DIGITS and site.endswith(_JOINT_ENDS)):
        return Surface.FINGER_JOINT
    if first in _DIGITS:
        return Surface.FINGER_PAD if site.endswith(_PAD_ENDS) else Surface.FINGER_JOINT
    return Surface.LIMB if first in _ROUND else Surface.FLAT


def is_known(site: str) -> bool:
    """Whether the table speaks of this site at all (a test holds it against the atlas)."""
    first = site.split("_", 1)[0]
    fingers = _DIGITS | {start.rstrip("_") for start in _JOINT_STARTS}
    return site in _TOES or site == "digit_hand_skin" or first in fingers | _ROUND | _FLAT


@dataclass(frozen=True)
class Stand:
    """How the skin at a deposit stands to the card's plane.

    Args:
        height_mm: how much nearer to the camera it lies, along the plane's normal.
        height_sd_mm: standard deviation of that.
        slope_deg: usual angle between the skin and the card, in a direction that is not known.
        radius_mm: the skin's usual radius; None where it is flat.
    """

    height_mm: float = 0.0
    height_sd_mm: float = 0.0
    slope_deg: float = 0.0
    radius_mm: float | None = None


#: typical radius of an adult's finger, and of what is round from the wrist to the thigh
FINGER_RADIUS_MM = 9.0
LIMB_RADIUS_MM = 100.0
#: the skin of a finger's pad or back slopes this much against the card; that of its side this much
TOP_SLOPE_DEG, SIDE_SLOPE_DEG = 9.0, 45.0
#: the air below a finger that is held over the table, and what is taken when nobody was asked
HELD_MM, UNASKED_MM = 4.5, 1.5
HELD_SD_MM, UNASKED_SD_MM = 1.3, 2.5
#: skin above a table on which the hand, or a limb, lies beside the card
_THICK = {Surface.FLAT: (27.0, 5.0), Surface.LIMB: (75.0, 25.0)}
#: thickness of a finger, less what its side lies lower
_ON_TABLE = {Surface.FINGER_PAD: 17.6, Surface.FINGER_JOINT: 17.6, Surface.FINGER_SIDE: 15.0}
_ON_TABLE_SD_MM = 2.3
#: a card over two neighbours lies on their highest lines: a little above those of the finger beside them
_ON_FINGERS = {Surface.FINGER_PAD: -0.4, Surface.FINGER_JOINT: -0.4, Surface.FINGER_SIDE: -3.0}
_ON_FINGERS_SD_MM = {Surface.FINGER_PAD: 2.1, Surface.FINGER_JOINT: 2.1, Surface.FINGER_SIDE: 2.4}
#: a card on the deposit's own finger lies on its highest line
_ON_ITSELF = {Surface.FINGER_PAD: -0.3, Surface.FINGER_JOINT: -0.3, Surface.FINGER_SIDE: -2.5}
_ON_ITSELF_SD_MM = 1.0


def stand_of(surface: Surface, place: CardPlace, hand_lies: bool | None = None) -> Stand:
    """How the skin stands to the card by what the person says.

    Args:
        surface: at the deposit.
        place: of the card.
        hand_lies: on the table; matters for a card on the table only.
    """
    if not surface.is_finger:
        radius = LIMB_RADIUS_MM if surface is Surface.LIMB else None
        height, error = _THICK[surface] if place is CardPlace.TABLE else (0.0, 0.0)
        return Stand(height, error, 0.0, radius)
    slope = SIDE_SLOPE_DEG if surface is Surface.FINGER_SIDE else TOP_SLOPE_DEG
    if place is CardPlace.TABLE:
        air, error = _air(hand_lies)
        return Stand(_ON_TABLE[surface] + air, hypot(_ON_TABLE_SD_MM, error), slope, FINGER_RADIUS_MM)
    if place is CardPlace.NEIGHBOUR:
        return Stand(_ON_FINGERS[surface], _ON_FINGERS_SD_MM[surface], slope, FINGER_RADIUS_MM)
    return Stand(_ON_ITSELF[surface], _ON_ITSELF_SD_MM, slope, FINGER_RADIUS_MM)


def _air(hand_lies: bool | None) -> tuple[float, float]:
    """Air between finger and table in mm, and its standard deviation."""
    if hand_lies is None:
        return UNASKED_MM, UNASKED_SD_MM
    return (0.0, 0.0) if hand_lies else (HELD_MM, HELD_SD_MM)


def needs_straight_view(surface: Surface) -> bool:
    """Whether the person is to hold the camera straight over the deposit, not over the card."""
    return surface is Surface.FINGER_SIDE
