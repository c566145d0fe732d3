"""Where everything lies on a card: the markers as in ``lesions/measurement/cards.py``, the rest around."""

from __future__ import annotations

from dataclasses import dataclass

from lesions.measurement.cards import CARDS, CHECK_LINE_MM, L_LAYOUTS, SINGLE_MARKERS
from scripts.cards import shapes, texts
from scripts.cards.shapes import HINT, Piece, Ring

HANDLE_MM = 40.0
CHECK_BAND_MM, SCALE_BAND_MM = 9.0, 5.0
#: how far the check line lies from the edge of its band on which its words and the measured length stand
LINE_IN_BAND_MM = 5.6
EDGE_MM = 5.0


@dataclass(frozen=True)
class PrintedCard:
    """A card to cut out.

    Args:
        key: of ``lesions.measurement.cards.CARDS``.
        origin_mm: where the upper left corner of marker A lies on it.
        outline: where to cut, clockwise from the upper left.
        check_line_mm: the two ends of the check line.
    """

    key: str
    width_mm: float
    height_mm: float
    origin_mm: tuple[float, float]
    outline: Ring
    check_line_mm: tuple[tuple[float, float], tuple[float, float]]
    pieces: list[Piece]


def quiet_mm(side_mm: float) -> float:
    """White around a marker: more than a bit (a sixth of its side), and enough to cut it out by hand."""
    return max(3.0, round(side_mm / shapes.CELLS * 1.3 * 2) / 2)


def single_card(key: str) -> PrintedCard:
    """One marker, a handle beside it with its size in words, and below both the check line and a scale."""
    side, number = SINGLE_MARKERS[key]
    quiet = quiet_mm(side)
    width = 2 * quiet + side + HANDLE_MM
    top = 2 * quiet + side
    height = top + CHECK_BAND_MM + SCALE_BAND_MM - 1.5
    line_y = top + LINE_IN_BAND_MM - 1.4
    handle = top
    pieces = [
        shapes.marker(number, quiet, quiet, side),
        shapes.words(handle, quiet + 5.2, texts.SIZE % side, 19, weight=700),
        shapes.words(handle, quiet + 8.8, texts.ONE_MARKER, 7.5, colour=HINT),
        *shapes.patches(handle + 22.0, quiet, 15.5, min(side, 18.0)),
        *shapes.check_line(EDGE_MM, line_y, CHECK_LINE_MM, texts.CHECK_LINE, texts.MEASURED),
        *shapes.scale_across(EDGE_MM, height, 50, -1.0),
        shapes.words(width - 2.5, height - 1.2, "mm", 5.5, anchor="middle"),
    ]
    ends = ((EDGE_MM, line_y), (EDGE_MM + CHECK_LINE_MM, line_y))
    outline = [[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]]
    return PrintedCard(key, width, height, (quiet, quiet), outline, ends, pieces)


def l_card(key: str) -> PrintedCard:
    """Three markers on two arms; the deposit lies in the angle, along whose edges the scales run."""
    layout = L_LAYOUTS[key]
    side, quiet = layout.side_mm, quiet_mm(layout.side_mm)
    width = max(2 * quiet + layout.right_mm + side, 2 * EDGE_MM + CHECK_LINE_MM)
    height = CHECK_BAND_MM + 2 * quiet + layout.down_mm + side
    arm_x = 2 * quiet + side + SCALE_BAND_MM
    arm_y = CHECK_BAND_MM + arm_x
    x, y = quiet, CHECK_BAND_MM + quiet
    left = (width - CHECK_LINE_MM) / 2
    pieces = [
        *(
            shapes.marker(m.number, x + m.corners_mm[0][0], y + m.corners_mm[0][1], side)
            for m in CARDS[key].markers
        ),
        *shapes.check_line(left, LINE_IN_BAND_MM, CHECK_LINE_MM, texts.CHECK_LINE, texts.MEASURED),
        *_letter(key, x + side + quiet, y, side),
        *shapes.patches(x, y + side + quiet, side, layout.down_mm - side - 2 * quiet),
        *shapes.scale_across(arm_x, arm_y, int(width - arm_x - 1), -1.0),
        *shapes.scale_down(arm_x, arm_y, int(height - arm_y - 1), -1.0),
    ]
    outline = [[0.0, 0.0], [width, 0.0], [width, arm_y], [arm_x, arm_y], [arm_x, height], [0.0, height]]
    ends = ((left, LINE_IN_BAND_MM), (left + CHECK_LINE_MM, LINE_IN_BAND_MM))
    return PrintedCard(key, width, height, (x, y), outline, ends, pieces)


def _letter(key: str, x: float, y: float, side: float) -> list[Piece]:
    """The card's size, to be read by a person."""
    return [
        shapes.words(x, y + side * 0.55, key.removeprefix("L-"), side * 1.9, weight=700),
        shapes.words(x, y + side * 0.55 + 3.4, texts.L_CARD, 6.5, colour=HINT),
    ]


def printed_card(key: str) -> PrintedCard:
    return l_card(key) if key in L_LAYOUTS else single_card(key)
