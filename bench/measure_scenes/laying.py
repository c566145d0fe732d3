"""Where a card lies and what has happened to it: beside lumps, lifted, folded, with an arm up, or bent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.measure_scenes.camera import Floats
from bench.measure_scenes.lumps import Lump
from bench.measure_scenes.papers import Paper
from bench.measure_scenes.sheets import Sheet, bend_profile, fold_profile, frame_from, turned_about
from bench.measure_scenes.surfaces import Limb, Surface

PAPER_MM = 0.15
#: how near and far from a lump a card lies, mm
NEAR, FAR_AWAY = 1.5, 12.0
#: deviation of a card from the line along a limb through a lump, mm (read off the sample)
ASIDE_MM = 9.0


@dataclass(frozen=True)
class Laid:
    """A card where it lies: as it is, and as it would be undeformed."""

    sheet: Sheet
    flat: Sheet
    shape: str = "flat"
    lift_deg: float = 0.0
    fold_deg: float = 0.0
    fold_line: dict[str, Any] | None = None


@dataclass(frozen=True)
class Spread:
    """What a card covers: rectangles on it (low, high) in mm, and the place on it that touches the skin."""

    parts: tuple[tuple[Floats, Floats], ...]
    touch: Floats

    @property
    def middle(self) -> Floats:
        return np.asarray(np.mean(self.reach, axis=0))

    @property
    def reach(self) -> tuple[Floats, Floats]:
        return np.min([p[0] for p in self.parts], axis=0), np.max([p[1] for p in self.parts], axis=0)

    @property
    def half(self) -> Floats:
        low, high = self.reach
        return np.asarray((high - low) / 2)

    def gap(self, points: Floats) -> float:
        """How far the nearest point on the card's plane lies from it, mm; negative when on it."""
        gaps = [np.max(np.maximum(low - points, points - high), axis=1).min() for low, high in self.parts]
        return float(min(gaps))


def spread_of(paper: Paper, arm_mm: float | None = None) -> Spread:
    """Of a rectangular paper, or of an L whose arms are so wide."""
    low, high = paper.reach
    if arm_mm is None:
        return Spread(((low, high),), (low + high) / 2)
    across = (low, np.array([high[0], low[1] + arm_mm]))
    down = (low, np.array([low[0] + arm_mm, high[1]]))
    return Spread((across, down), low + (high - low) / 3)


def lay_beside(
    chance: np.random.Generator, surface: Surface, lumps: tuple[Lump, ...], spread: Spread
) -> Sheet | None:
    """A flat card on the skin near the lumps, on none of them; None when no place was found."""
    points = np.concatenate([lump.outline(60) for lump in lumps])
    world = surface.embed(points)
    for _ in range(60):
        turn, away = chance.uniform(0, 2 * np.pi), chance.uniform(-5, 22) + float(spread.half.min())
        uv = points[int(chance.integers(len(points)))] + away * np.array([np.cos(turn), np.sin(turn)])
        if isinstance(surface, Limb):
            uv = _along_limb(chance, surface, uv)
        flat = sheet_on(surface, uv, float(chance.uniform(0, 360)), spread.touch)
        on_card = (world - flat.origin) @ flat.frame[:2].T
        if NEAR < spread.gap(on_card) < FAR_AWAY:
            return flat
    return None


def _along_limb(chance: np.random.Generator, limb: Limb, uv: Floats) -> Floats:
    """People lay a card lengthwise of a lump on a limb, where it lies flat, and hardly round the side."""
    axis = np.deg2rad(limb.axis_deg)
    along, across = np.array([np.cos(axis), np.sin(axis)]), np.array([-np.sin(axis), np.cos(axis)])
    aside = np.clip(chance.normal(0, ASIDE_MM), -0.25 * limb.radius, 0.25 * limb.radius)
    way = float(np.hypot(*uv)) * (1.0 if uv @ along >= 0 else -1.0)
    return np.asarray(way * along + aside * across)


def sheet_on(surface: Surface, uv: Floats, turn_deg: float, touch: Floats) -> Sheet:
    """A flat card of which the place ``touch`` touches the skin at (u, v)."""
    frame = frame_from(surface.normal_at(uv[None])[0], turn_deg)
    point = surface.embed(uv[None])[0]
    return Sheet(point - touch @ frame[:2] + PAPER_MM * frame[2], frame)


def lifted(chance: np.random.Generator, flat: Sheet, spread: Spread, degrees: float) -> Laid:
    """Stiff, standing on one edge."""
    turn = chance.uniform(0, 2 * np.pi)
    way = np.array([np.cos(turn), np.sin(turn)])
    foot = spread.middle - np.abs(spread.half @ np.abs(way)) * way
    hinge = flat.embed(foot[None])[0]
    axis = way[0] * flat.frame[1] - way[1] * flat.frame[0]
    rises = np.cross(axis, way @ flat.frame[:2]) @ flat.frame[2] > 0
    frame, origin = turned_about(flat.frame, flat.origin, hinge, axis if rises else -axis, degrees)
    return Laid(Sheet(origin, frame), flat, "lift", lift_deg=degrees)


def _settled(sheet: Sheet, spread: Spread) -> Sheet:
    """Raised until no place of the card lies lower than it would flat."""
    low, high = spread.reach
    x, y = np.meshgrid(np.linspace(low[0], high[0], 9), np.linspace(low[1], high[1], 9))
    heights = (sheet.embed(np.column_stack([x.ravel(), y.ravel()])) - sheet.origin) @ sheet.frame[2]
    return sheet.lifted(float(max(0.0, -heights.min())))


def _fold_record(point: Floats, line: Floats, up: tuple[float, float]) -> dict[str, Any]:
    return {
        "point_mm": np.round(point, 3).tolist(),
        "direction": np.round(line, 4).tolist(),
        "up_deg": [round(side, 2) for side in up],
    }


def folded(
    flat: Sheet,
    spread: Spread,
    point: Floats,
    line: Floats,
    up: tuple[float, float],
    shape: str,
) -> Laid:
    """Folded about a line on the card, each side turned up by so many degrees."""
    sheet = Sheet(flat.origin, flat.frame, point, line, fold_profile(*up))
    record = _fold_record(point, line, up)
    return Laid(_settled(sheet, spread), flat, shape, fold_deg=abs(up[0]) + abs(up[1]), fold_line=record)


def fold_anywhere(
    chance: np.random.Generator, flat: Sheet, spread: Spread, at: Floats, degrees: float, shape: str
) -> Laid:
    """Folded about a line in any direction, both sides alike: a roof or a valley."""
    turn = chance.uniform(0, 2 * np.pi)
    each = float(chance.choice([-1.0, 1.0])) * degrees / 2
    return folded(flat, spread, at, np.array([np.cos(turn), np.sin(turn)]), (each, each), shape)


def arm_up(
    chance: np.random.Generator,
    flat: Sheet,
    spread: Spread,
    side_mm: float,
    ends: tuple[float, float],
    degrees: float,
    shape: str,
) -> Laid:
    """An L with one arm turned up at a line across it. ``ends``: where B and C begin, from A's corner."""
    which = int(chance.integers(2))
    at = float(chance.choice([side_mm - 0.8, 0.5 * (side_mm + ends[which]), ends[which] - 0.4]))
    point = np.array([at, 0.0]) if which == 0 else np.array([0.0, at])
    line = np.array([0.0, -1.0]) if which == 0 else np.array([1.0, 0.0])
    return folded(flat, spread, point, line, (0.0, degrees), shape)


def bent(flat: Sheet, spread: Spread, line: Floats, radius: float, *, up: bool, shape: str) -> Laid:
    """Bent as an arc about a line through the place where it touches."""
    profile = bend_profile(radius, min(float(np.hypot(*spread.half)) * 2.2, 1.4 * radius), up=up)
    sheet = Sheet(flat.origin, flat.frame, spread.touch, line, profile)
    degrees = float(np.rad2deg(2 * spread.half.max() / radius))
    settled = sheet if shape == "wrapped" else _settled(sheet, spread)
    return Laid(settled, flat, shape, fold_deg=round(degrees, 2))
