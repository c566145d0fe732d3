"""Millimetres without a card: two taps on something of known length, then an outline or two lines.

A length on a photo says nothing about tilt, and its scale holds only where it lies: the errors are several
times those of a card, and they are stated. What is assumed here about how people take such photos is ours and
not published; tests/lesions/test_by_hand.py photographs invented scenes and counts how often the stated band
holds the truth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lesions.measurement.reading import to_skin_mm
from lesions.measurement.terms import LocalScale, Matrix, Points, Reading, Reason, Refusal, Surface
from lesions.measurement.uncertainty import BAND_95, parts_of, together

#: The half-width that a photo with a known length never goes below (the table of ``lesions/measure.py``).
AT_LEAST = 0.05
#: A length that cannot be told from its taps: their error is more than this share of it (standard deviation).
MOST_TAP_ERROR = 0.15
#: Standard deviation of a tap, as a share of the photo's longer side: a finger with a magnifier, on a phone.
TAP_SHARE = 0.0012
#: Shortest and longest length that is taken as known: a pin's head, a sheet of paper.
SHORTEST_MM, LONGEST_MM = 2.0, 300.0
#: How far from straight above people hold a phone without anything that tells them, and how far away.
TILT_DEG, TYPICAL_DISTANCE_MM = 12.0, 200.0
#: Width in mm of a 35 mm film's frame, to which equivalent focal lengths refer.
FILM_WIDTH_MM = 36.0
#: A length that lies in another plane than the skin: by how many mm the skin is nearer to the camera, and how
#: exactly that is known. On a finger that lies beside a ruler it is known best; elsewhere it may be either.
HEIGHT_MM = {
    Surface.FLAT: (0.0, 8.0),
    Surface.LIMB: (0.0, 12.0),
    Surface.FINGER_PAD: (18.0, 4.0),
    Surface.FINGER_JOINT: (18.0, 4.0),
    Surface.FINGER_SIDE: (15.0, 8.0),
}
#: The same standard deviation where the hand is held over what the known length lies on, or nobody said.
HELD_MM = 12.0
#: What is lost by reading curved skin as flat, since no card tells which way it curves.
CURVATURE = {
    Surface.FLAT: 0.0,
    Surface.LIMB: 0.01,
    Surface.FINGER_PAD: 0.03,
    Surface.FINGER_JOINT: 0.03,
    Surface.FINGER_SIDE: 0.06,
}
#: Where a border is drawn with two lines instead of an outline: more is judged by eye.
LINES_AMBIGUITY = 0.03


@dataclass(frozen=True)
class KnownLength:
    """Two points on a photo that lie ``length_mm`` apart.

    Args:
        start_px, end_px: (x, y) on the upright photo.
        length_mm: typed, from a ruler, or a coin's diameter.
        in_plane: it lies on the same skin as the lesion, at its height.
    """

    start_px: tuple[float, float]
    end_px: tuple[float, float]
    length_mm: float
    in_plane: bool = True

    def __post_init__(self) -> None:
        if not SHORTEST_MM <= self.length_mm <= LONGEST_MM:
            raise ValueError(f"a known length lies between {SHORTEST_MM} and {LONGEST_MM} mm")

    @property
    def length_px(self) -> float:
        return math.dist(self.start_px, self.end_px)


@dataclass(frozen=True)
class PhotoFrame:
    """What a photo says of its camera: its size in pixels, and the 35 mm focal length if it is known."""

    width_px: int
    height_px: int
    focal_35mm: float | None = None

    @property
    def tap_px(self) -> float:
        """Standard deviation of a tap in pixels, in each direction."""
        return TAP_SHARE * max(self.width_px, self.height_px)

    def distance_mm(self, px_per_mm: float) -> float:
        """How far the camera is from where a millimetre is so many pixels, seen from straight above."""
        if not self.focal_35mm:
            return TYPICAL_DISTANCE_MM
        return self.focal_35mm / FILM_WIDTH_MM * max(self.width_px, self.height_px) / px_per_mm


def scale_by_hand(
    known: KnownLength,
    at_px: tuple[float, float],
    frame: PhotoFrame,
    surface: Surface = Surface.FLAT,
    hand_lies: bool | None = None,
) -> LocalScale | Refusal:
    """The scale at a lesion from a known length beside it.

    Args:
        at_px: the middle of the lesion.
        surface: how the skin curves there.
        hand_lies: of a finger with the known length in another plane: whether the hand lies beside it.

    Returns:
        A refusal when the two points are too near to each other to tell a length.
    """
    taps = math.sqrt(2) * frame.tap_px / max(known.length_px, 1e-9)
    if taps > MOST_TAP_ERROR:
        return Refusal(Reason.TOO_SMALL)
    distance = frame.distance_mm(known.length_px / known.length_mm)
    factor, height = (1.0, 0.0) if known.in_plane else _nearer(surface, hand_lies, distance)
    mm_per_px = factor * known.length_mm / known.length_px
    spread = {
        "known_length": AT_LEAST / BAND_95,
        "taps": taps,
        "perspective": _perspective(known, at_px, mm_per_px, distance),
        "height": height,
        "curvature": CURVATURE[surface],
    }
    return LocalScale(
        px_to_mm=_about(known.start_px, mm_per_px),
        spread={cause: share for cause, share in spread.items() if share > 0},
    )


def _nearer(surface: Surface, hand_lies: bool | None, distance_mm: float) -> tuple[float, float]:
    """How much smaller a pixel is on skin nearer to the camera than the known length; how sure that is."""
    height, spread = HEIGHT_MM[surface]
    if surface.is_finger and not hand_lies:
        spread = HELD_MM
    # From nearer than twice the height no phone sees anything sharp.
    far = max(distance_mm, 2 * (height + spread))
    factor = 1 - height / far
    return factor, spread / far / factor


def _perspective(
    known: KnownLength, at_px: tuple[float, float], mm_per_px: float, distance_mm: float
) -> float:
    """Under a tilt nobody knows of, the scale changes with the way from the known length to the lesion."""
    middle = ((known.start_px[0] + known.end_px[0]) / 2, (known.start_px[1] + known.end_px[1]) / 2)
    apart_mm = math.dist(middle, at_px) * mm_per_px
    return apart_mm / distance_mm * math.tan(math.radians(TILT_DEG))


def _about(origin_px: tuple[float, float], mm_per_px: float) -> Matrix:
    x, y = origin_px
    return np.array([[mm_per_px, 0.0, -mm_per_px * x], [0.0, mm_per_px, -mm_per_px * y], [0.0, 0.0, 1.0]])


def measure_lines(first_px: Points, second_px: Points, scale: LocalScale, frame: PhotoFrame) -> Reading:
    """A size from two lines, one along the lesion and one across it; the longer one is the length.

    Area and perimeter are those of an ellipse with these axes, which overstates less than length times width
    does; the perimeter is Ramanujan's first formula.

    Args:
        first_px, second_px: shape (2, 2), the ends of each line.

    Raises:
        ValueError: a line without length.
    """
    lengths = [
        float(np.linalg.norm(np.diff(to_skin_mm(line, scale), axis=0))) for line in (first_px, second_px)
    ]
    length, width = max(lengths), min(lengths)
    if not width > 0:
        raise ValueError("a line needs two different ends")
    longer = first_px if lengths[0] >= lengths[1] else second_px
    ends = math.sqrt(2) * frame.tap_px / float(np.linalg.norm(longer[1] - longer[0]))
    parts = parts_of(length, scale.spread, math.hypot(LINES_AMBIGUITY, ends))
    a, b = length / 2, width / 2
    return Reading(
        length_mm=length,
        width_mm=width,
        area_mm2=math.pi * a * b,
        perimeter_mm=math.pi * (3 * (a + b) - math.sqrt((3 * a + b) * (a + 3 * b))),
        uncertainty_mm=together(parts),
        parts_mm=parts,
    )
