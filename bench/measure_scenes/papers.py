"""What is printed on cards, and rulers and coins: bitmaps in shares of light, with their place in mm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from bench.measure_scenes.camera import Floats, Grid
from lesions.measurement.cards import L_LAYOUTS
from lesions.measurement.terms import Card

PX_PER_MM = 24
#: black ink against white paper (the darkest and lightest of the sample's cards)
INK = 0.052
#: paper around an L card's markers, mm
L_EDGE = 4.8
FOREIGN = (cv2.aruco.DICT_6X6_250, cv2.aruco.DICT_5X5_100, cv2.aruco.DICT_APRILTAG_36H11)


@dataclass(frozen=True)
class Paper:
    """A printed sheet. ``light``: (rows, columns, 3); ``shape``: where there is paper.

    ``corner``: place in mm of the outer corner of the first pixel.
    """

    light: Grid
    shape: Grid
    corner: tuple[float, float]

    @property
    def reach(self) -> tuple[Floats, Floats]:
        """The lowest and highest x and y in mm."""
        low = np.array(self.corner)
        return low, low + np.array(self.light.shape[1::-1]) / PX_PER_MM

    def look(self, x: Grid, y: Grid) -> tuple[Grid, Grid]:
        """Light and cover at places in mm."""
        column = (x - np.float32(self.corner[0])) * np.float32(PX_PER_MM) - np.float32(0.5)
        row = (y - np.float32(self.corner[1])) * np.float32(PX_PER_MM) - np.float32(0.5)
        light = cv2.remap(self.light, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        cover = cv2.remap(self.shape, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        return np.asarray(light, np.float32), np.asarray(cover, np.float32)


def _blank(low: tuple[float, float], high: tuple[float, float]) -> Paper:
    size = round((high[1] - low[1]) * PX_PER_MM), round((high[0] - low[0]) * PX_PER_MM)
    return Paper(np.ones((*size, 3), np.float32), np.ones(size, np.float32), low)


def _print_marker(paper: Paper, code: Grid, at: tuple[float, float], side: float) -> None:
    """A marker with its upper left corner at ``at``; where an edge cuts a pixel it is blended."""
    fine = 6
    whole = cv2.resize(code, (round(side * PX_PER_MM * fine),) * 2, interpolation=cv2.INTER_NEAREST)
    offset = (np.array(at) - paper.corner) * PX_PER_MM * fine
    left, top = (round(float(o)) for o in offset)
    first = np.array([left // fine, top // fine])
    pad = np.array([left % fine, top % fine])
    room = -(-(whole.shape[0] + pad.max()) // fine) * fine
    sheet = np.ones((room, room), np.float32)
    sheet[pad[1] : pad[1] + whole.shape[0], pad[0] : pad[0] + whole.shape[1]] = whole
    small = cv2.resize(sheet, (room // fine,) * 2, interpolation=cv2.INTER_AREA)
    rows, columns = (slice(first[k], first[k] + room // fine) for k in (1, 0))
    paper.light[rows, columns] *= (INK + (1 - INK) * small)[..., None]


def code_of(number: int, dictionary: int = cv2.aruco.DICT_4X4_50) -> Grid:
    """A marker's squares: 0 black, 1 white."""
    words = cv2.aruco.getPredefinedDictionary(dictionary)
    cells = int(words.markerSize) + 2
    return np.asarray(cv2.aruco.generateImageMarker(words, number, cells) > 127, dtype=np.float32)


def _write(paper: Paper, text: str, at: tuple[float, float], size_mm: float, turn: bool = False) -> None:
    height = size_mm * PX_PER_MM
    scale = height / 22
    (wide, tall), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, 2)
    mask = np.zeros((tall + 12, wide + 8), np.uint8)
    thick = max(1, round(height / 11))
    cv2.putText(mask, text, (4, tall + 4), cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thick, cv2.LINE_AA)
    if turn:
        mask = np.ascontiguousarray(np.rot90(mask))
    x, y = (int((p - c) * PX_PER_MM) for p, c in zip(at, paper.corner, strict=True))
    part = paper.light[y : y + mask.shape[0], x : x + mask.shape[1]]
    part *= 1 - (1 - INK) * (mask[: part.shape[0], : part.shape[1]].astype(np.float32) / 255)[..., None]


def _ticks(
    paper: Paper, x: float, y: float, count: int, *, upright: bool = False, inward: float = 1.0
) -> None:
    """A scale of 1 mm steps, every fifth longer."""
    for step in range(count + 1):
        long = 2.6 if step % 5 == 0 else 1.6
        a, b = (x + step, y), (x + step + 0.16, y + inward * long)
        if upright:
            a, b = (x, y + step), (x + inward * long, y + step + 0.16)
        (x0, x1), (y0, y1) = (
            sorted(round((p[k] - paper.corner[k]) * PX_PER_MM) for p in (a, b)) for k in (0, 1)
        )
        paper.light[y0:y1, x0:x1] *= INK * 2


@lru_cache(maxsize=4)
def single_card(number: int, side: float, dictionary: int = cv2.aruco.DICT_4X4_50) -> Paper:
    """A card with one marker at (0, 0), a text and a scale below it."""
    wide = max(side + 9.0, 29.0)
    edge = (wide - side) / 2
    paper = _blank((-edge, -edge), (side + edge, side + edge + 5.5))
    _print_marker(paper, code_of(number, dictionary), (0.0, 0.0), side)
    _write(paper, f"{side:.0f} mm  #{number}", (side / 2 - 6.5, side + edge * 0.35 + 0.3), 2.0)
    _ticks(paper, side / 2 - 7.5, side + edge + 5.0, 15, inward=-1.0)
    return paper


@lru_cache(maxsize=4)
def l_card(card: Card) -> Paper:
    """An L-shaped card with three markers."""
    layout = L_LAYOUTS[card.key]
    edge = L_EDGE
    right, low = layout.right_mm + layout.side_mm + edge, layout.down_mm + layout.side_mm + edge
    paper = _blank((-edge, -edge), (right, low))
    inner = round((layout.side_mm + 2 * edge) * PX_PER_MM)
    paper.shape[inner:, inner:] = 0
    for marker in card.markers:
        _print_marker(paper, code_of(marker.number), marker.corners_mm[0], layout.side_mm)
    _ticks(paper, 0.0, -edge + 0.3, int(layout.right_mm))
    _ticks(paper, -edge + 0.3, 0.0, int(layout.down_mm), upright=True)
    text = f"{card.key} {layout.side_mm:.0f} mm #{card.markers[0].number}"
    _write(paper, text, (layout.side_mm + 2.5, layout.side_mm / 2 - 0.6), 1.2)
    return paper


def ruler(steel: bool) -> Paper:
    """A ruler of 60 mm; (0, 0) is its zero."""
    paper = _blank((-4.0, -2.0), (66.0, 16.0))
    if steel:
        paper.light[:] *= np.array([0.52, 0.54, 0.58], np.float32)
    for step in range(61):
        long = 5.0 if step % 10 == 0 else 3.6 if step % 5 == 0 else 2.2
        x = round((step + 4.0) * PX_PER_MM)
        paper.light[: round((long + 2) * PX_PER_MM), x : x + 4] *= INK * 2
    for step in range(7):
        _write(paper, str(step), (step * 10 - 0.9, 6.2), 2.4)
    return paper


#: coins at hand: name, diameter in mm, rim and middle (Euro: ECB; Swiss franc: Swissmint; US: US Mint)
COINS = (
    ("coin", 25.75, (0.60, 0.60, 0.60), (0.62, 0.47, 0.20)),
    ("coin", 23.25, (0.62, 0.47, 0.20), (0.60, 0.60, 0.60)),
    ("coin", 23.20, (0.60, 0.60, 0.60), (0.60, 0.60, 0.60)),
    ("coin", 24.26, (0.58, 0.57, 0.55), (0.58, 0.57, 0.55)),
    ("coin", 19.05, (0.50, 0.26, 0.15), (0.50, 0.26, 0.15)),
)


def coin(which: int, chance: np.random.Generator) -> Paper:
    """A coin with its middle at (0, 0)."""
    _name, diameter, rim, middle = COINS[which]
    radius = diameter / 2
    paper = _blank((-radius - 0.5, -radius - 0.5), (radius + 0.5, radius + 0.5))
    rows, columns = np.indices(paper.shape.shape, dtype=np.float32)
    x = (columns + 0.5) / PX_PER_MM + paper.corner[0]
    y = (rows + 0.5) / PX_PER_MM + paper.corner[1]
    away = np.hypot(x, y)
    paper.shape[:] = np.clip((radius - away) * PX_PER_MM + 0.5, 0, 1)
    paper.light[:] = np.where((away < 0.72 * radius)[..., None], np.array(middle), np.array(rim))
    grain = cv2.GaussianBlur(chance.standard_normal(away.shape).astype(np.float32), (0, 0), 14)
    shine = (
        1
        + 0.25 * np.sin(np.arctan2(y, x) * 2 + 1)
        + 2.5 * grain / max(float(np.abs(grain).max()), 1e-6) * 0.3
    )
    edge = (
        1
        - 0.5 * np.exp(-(((away - 0.72 * radius) / 0.2) ** 2))
        - 0.3 * np.exp(-(((away - 0.95 * radius) / 0.3) ** 2))
    )
    paper.light[:] *= (shine * edge)[..., None].astype(np.float32)
    return paper
