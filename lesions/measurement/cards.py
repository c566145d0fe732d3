"""The cards we print: single markers and L-shaped cards of three (the idea of the forensic ABFO No. 2 scale).

All markers are of ArUco's DICT_4X4_50. Millimetres run right and down from the upper left corner of marker A.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lesions.measurement.terms import Card, Marker

DICTIONARY = "DICT_4X4_50"
CHECK_LINE_MM = 50.0
#: the number that stands for a marker whose number the person need not know
ANY_NUMBER = -1


@dataclass(frozen=True)
class LLayout:
    """Side of the markers, and how far B lies to the right and C below A, in mm."""

    side_mm: float
    right_mm: float
    down_mm: float
    numbers: tuple[int, int, int]


L_LAYOUTS = {
    "L-S": LLayout(10, 30, 24, (41, 42, 43)),
    "L-M": LLayout(12, 42, 32, (44, 45, 46)),
    "L-L": LLayout(15, 60, 45, (47, 48, 49)),
}
#: side in mm and number of the single markers we print
SINGLE_MARKERS = {
    "single-15": (15.0, 15),
    "single-20": (20.0, 20),
    "single-25": (25.0, 25),
    "single-30": (30.0, 30),
}


def marker_at(number: int, x_mm: float, y_mm: float, side_mm: float) -> Marker:
    """A marker whose upper left corner lies at (x, y)."""
    right, low = x_mm + side_mm, y_mm + side_mm
    return Marker(number, ((x_mm, y_mm), (right, y_mm), (right, low), (x_mm, low)))


def single(side_mm: float, number: int = ANY_NUMBER) -> Card:
    """A card with one marker of this side."""
    return Card("single", (marker_at(number, 0.0, 0.0, side_mm),))


def _l_card(key: str, layout: LLayout) -> Card:
    a, b, c = layout.numbers
    return Card(
        key,
        (
            marker_at(a, 0.0, 0.0, layout.side_mm),
            marker_at(b, layout.right_mm, 0.0, layout.side_mm),
            marker_at(c, 0.0, layout.down_mm, layout.side_mm),
        ),
    )


#: every card we print, as meant
CARDS = {key: replace(single(side, number), key=key) for key, (side, number) in SINGLE_MARKERS.items()} | {
    key: _l_card(key, layout) for key, layout in L_LAYOUTS.items()
}


def printed(card: Card, measured_mm: float, read_to_mm: float = 0.25) -> Card:
    """The card as it came out of a printer that made the 50 mm check line ``measured_mm`` long.

    Args:
        card: as meant.
        measured_mm: length of the check line on paper.
        read_to_mm: standard deviation of reading it with a ruler.
    """
    factor = measured_mm / CHECK_LINE_MM
    markers = tuple(
        Marker(m.number, tuple((x * factor, y * factor) for x, y in m.corners_mm)) for m in card.markers
    )
    return Card(card.key, markers, read_to_mm / measured_mm)
