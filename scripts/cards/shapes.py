"""What a card is drawn with: areas, lines and words, all in millimetres from its upper left corner."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from shapely.geometry import box
from shapely.ops import unary_union

INK, GREY, HINT = "#000000", "#777777", "#5b6668"
CELLS = 6  # four by four bits in a black border one bit wide

Piece = dict[str, Any]
Ring = list[list[float]]


def area(rings: list[Ring], fill: str) -> Piece:
    """An area with holes, drawn as one path, so that no hairline shows between its parts."""
    return {"kind": "area", "rings": rings, "fill": fill}


def rectangle(x: float, y: float, width: float, height: float, fill: str) -> Piece:
    return area([[[x, y], [x + width, y], [x + width, y + height], [x, y + height]]], fill)


def line(x0: float, y0: float, x1: float, y1: float, width: float = 0.2, *, colour: str = INK) -> Piece:
    return {"kind": "line", "from": [x0, y0], "to": [x1, y1], "width": width, "colour": colour}


def words(
    x: float, y: float, text: str, size: float, *, weight: int = 400, anchor: str = "left", colour: str = INK
) -> Piece:
    """A line of text. ``x``, ``y``: its baseline's left end, middle or right end; ``size`` in points."""
    return {
        "kind": "words", "at": [x, y], "text": text, "size": size,
        "weight": weight, "anchor": anchor, "colour": colour,
    }  # fmt: skip


def marker(number: int, x: float, y: float, side: float) -> Piece:
    """A marker of DICT_4X4_50 whose upper left corner is at (x, y): one black area with white holes."""
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    cells = np.asarray(cv2.aruco.generateImageMarker(dictionary, number, CELLS))
    bit = side / CELLS
    black = unary_union(
        [box(column, row, column + 1, row + 1) for row, column in np.argwhere(cells == 0).tolist()]
    )
    parts = [black] if black.geom_type == "Polygon" else list(black.geoms)
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return area([[[x + u * bit, y + v * bit] for u, v in ring.coords[:-1]] for ring in rings], INK)


def scale_across(x: float, y: float, length: int, up: float) -> list[Piece]:
    """A millimetre scale to the right from (x, y); its ticks point to ``up`` (-1 or 1), numbers behind."""
    return [piece for mm in range(length + 1) for piece in _tick(mm, (x + mm, y), (0.0, up))]


def scale_down(x: float, y: float, length: int, left: float) -> list[Piece]:
    """A millimetre scale downwards from (x, y); its ticks point to ``left`` (-1 or 1)."""
    return [piece for mm in range(length + 1) for piece in _tick(mm, (x, y + mm), (left, 0.0))]


def _tick(mm: int, at: tuple[float, float], way: tuple[float, float]) -> list[Piece]:
    reach = 2.6 if mm % 10 == 0 else 2.0 if mm % 5 == 0 else 1.3
    (x, y), (to_x, to_y) = at, way
    drawn = [line(x, y, x + to_x * reach, y + to_y * reach, 0.15)]
    if mm % 10 == 0:
        drawn.append(_number(mm, x + to_x * 3.1, y + to_y * 3.1, down=to_y > 0, aside=bool(to_x)))
    return drawn


def _number(mm: int, x: float, y: float, *, down: bool, aside: bool) -> Piece:
    lower = 0.7 if aside else 1.5 if down else 0.0
    return words(x - (0.8 if aside else 0.0), y + lower, str(mm), 5, anchor="middle")


def check_line(x: float, y: float, length: float, text: str, measured: tuple[str, str]) -> list[Piece]:
    """The line that is measured after printing, from outer end to outer end of its bars.

    Args:
        measured: what stands before and behind the place to write its measured length on.
    """
    right = x + length - 1.5
    bar = 0.25
    return [
        rectangle(x, y - 0.175, length, 0.35, INK),
        rectangle(x, y - 1.5, bar, 3.0, INK),
        rectangle(x + length - bar, y - 1.5, bar, 3.0, INK),
        words(x + 1.5, y - 1.0, text, 6, weight=600),
        words(right - 14.0, y - 1.0, measured[0], 6, anchor="right", colour=HINT),
        line(right - 13.2, y - 1.0, right - 4.0, y - 1.0, 0.1, colour=HINT),
        words(right, y - 1.0, measured[1], 6, anchor="right", colour=HINT),
    ]


def patches(x: float, y: float, width: float, height: float) -> list[Piece]:
    """Grey over four colours, to judge a photo's light by. Printers differ: nothing is computed from it."""
    gap = 0.4
    row, column = (height - 2 * gap) / 3, (width - gap) / 2
    drawn = [rectangle(x, y, width, row, GREY)]
    for number, colour in enumerate(("#c8372d", "#f2c230", "#3c8d4f", "#2f5fa8")):
        left, top = x + number % 2 * (column + gap), y + (1 + number // 2) * (row + gap)
        drawn.append(rectangle(left, top, column, row, colour))
    return drawn
