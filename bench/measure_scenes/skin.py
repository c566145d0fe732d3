"""The look of skin: tone, mottling, pores, creases and hair, fixed to the skin's own mm by a seed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from bench.measure_scenes.camera import Camera, Floats, Grid
from bench.measure_scenes.surfaces import Hit, Surface

#: share of light thrown back against white paper, by Fitzpatrick's type I to VI (read off the sample photos)
TONES = (
    (0.54, 0.385, 0.305),
    (0.52, 0.360, 0.265),
    (0.46, 0.305, 0.220),
    (0.43, 0.270, 0.190),
    (0.31, 0.158, 0.103),
    (0.20, 0.092, 0.062),
)
TILE = 1024
FINE_PX_PER_MM = 16.0
COARSE_PX_PER_MM = 2.6
#: how much a mottled patch takes of red, green and blue
REDDER = np.array([0.35, 1.0, 0.9], np.float32)


def tile(
    chance: np.random.Generator, shortest: float, longest: float, power: float, stretch: float = 1.0
) -> Grid:
    """Noise that repeats without a seam: mean 0, deviation 1, wave lengths between two bounds in px.

    Args:
        power: amplitude falls with frequency to this power.
        stretch: waves are this much longer along x.
    """
    fy, fx = np.fft.fftfreq(TILE)[:, None], np.fft.rfftfreq(TILE)[None] * stretch
    rate = np.hypot(fx, fy)
    keep = (rate < 1 / shortest) & (rate > 1 / longest)
    shape = np.where(keep, np.maximum(rate, 1e-6) ** -power, 0)
    noise = np.fft.rfft2(chance.standard_normal((TILE, TILE)))
    field = np.fft.irfft2(noise * shape, s=(TILE, TILE))
    return np.asarray(field / field.std(), dtype=np.float32)


def lookup(field: Grid, u: Grid, v: Grid, px_per_mm: float) -> Grid:
    """A tile's values at places in mm."""
    x = np.mod(u * np.float32(px_per_mm), np.float32(TILE)).astype(np.float32)
    y = np.mod(v * np.float32(px_per_mm), np.float32(TILE)).astype(np.float32)
    return np.asarray(cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP), dtype=np.float32)


@dataclass(frozen=True)
class Skin:
    """One person's skin.

    Args:
        roughness: depth of pores and fine creases, as a share of light.
        mottling: depth of patches, the same.
        lines: straight creases (point, direction, depth) in skin mm.
        hairs: polylines in skin mm.
        moles: (u, v, radius, depth) in mm.
        rings: v in mm of the folds over a finger's joints.
        ridges: depth of a finger pad's ridges, 0 for none.
    """

    fitzpatrick: int
    seed: int
    roughness: float = 0.03
    mottling: float = 0.05
    lines: tuple[tuple[tuple[float, float], tuple[float, float], float], ...] = ()
    hairs: tuple[Floats, ...] = ()
    moles: tuple[tuple[float, float, float, float], ...] = ()
    rings: tuple[float, ...] = ()
    ridges: float = 0.0

    @cached_property
    def _tiles(self) -> tuple[Grid, Grid]:
        chance = np.random.default_rng((31, self.seed))
        pores = tile(chance, 4, 40, 0.6, float(chance.uniform(0.7, 1.6)))
        patches = tile(chance, 4, 160, 1.1)
        return pores, patches

    @property
    def tone(self) -> Grid:
        return np.asarray(TONES[self.fitzpatrick - 1], np.float32)

    def albedo(self, hit: Hit) -> Grid:
        """Share of light thrown back, (rows, columns, 3)."""
        pores, patches = self._tiles
        fine = lookup(pores, hit.u, hit.v, FINE_PX_PER_MM)
        patch = lookup(patches, hit.u, hit.v, COARSE_PX_PER_MM)
        light = 1 + np.float32(self.roughness) * fine
        for point, direction, depth in self.lines:
            light *= _crease(hit, point, direction, depth)
        for ring in self.rings:
            light *= self._ring(hit, ring, patch)
        if self.ridges:
            bow = hit.v + np.float32(0.35) * np.abs(hit.u) ** np.float32(1.3)
            light *= 1 + np.float32(self.ridges) * np.sin(bow * np.float32(2 * np.pi / 0.5))
        for u, v, radius, depth in self.moles:
            near = ((hit.u - np.float32(u)) ** 2 + (hit.v - np.float32(v)) ** 2) / np.float32(radius**2)
            light *= 1 - np.float32(depth) * np.exp(-(np.minimum(near, 30) ** 2))
        mottled = np.exp(-np.float32(self.mottling) * patch[..., None] * REDDER)
        return np.asarray(self.tone * light[..., None] * mottled, dtype=np.float32)

    def _ring(self, hit: Hit, at: float, patch: Grid) -> Grid:
        """A bunch of three folds across a finger."""
        out = np.ones_like(hit.u)
        for step, (offset, depth) in enumerate(((-1.4, 0.13), (0.0, 0.24), (1.6, 0.15))):
            wave = 0.5 * np.sin(hit.u * np.float32(0.35 + 0.1 * step) + np.float32(at + step))
            away = hit.v - np.float32(at + offset) - wave.astype(np.float32) - np.float32(0.12) * patch
            out *= 1 - np.float32(depth) * np.exp(-np.minimum((away / np.float32(0.22)) ** 2, 40))
        return out

    def draw_hairs(self, picture: Grid, camera: Camera, surface: Surface, px_per_mm: float) -> None:
        """Hair as dark lines about 0.08 mm wide, in place."""
        for hair in self.hairs:
            facing = (surface.normal_at(hair) * (camera.position - surface.embed(hair))).sum(axis=1)
            if facing.min() <= 0:
                continue
            points = camera.project(surface.embed(hair))
            box = camera.around(points, 4)
            if box.empty:
                continue
            mask = np.zeros((box.low - box.top, box.right - box.left), np.uint8)
            line = np.round((points - [box.left, box.top]) * 16).astype(np.int32)
            cv2.polylines(mask, [line], False, 255, max(1, round(0.11 * px_per_mm)), cv2.LINE_AA, 4)
            picture[box.window] *= 1 - np.float32(0.55) * (mask.astype(np.float32) / 255)[..., None]


def _crease(hit: Hit, point: tuple[float, float], direction: tuple[float, float], depth: float) -> Grid:
    """A long fine fold: a dark line beside a light one."""
    du, dv = hit.u - np.float32(point[0]), hit.v - np.float32(point[1])
    across = du * np.float32(-direction[1]) + dv * np.float32(direction[0])
    along = du * np.float32(direction[0]) + dv * np.float32(direction[1])
    across = (
        across
        + np.float32(0.5) * np.sin(along * np.float32(0.13))
        + np.float32(0.2) * np.sin(along * np.float32(0.7))
    )
    dark = np.exp(-np.minimum((across / np.float32(0.14)) ** 2, 40))
    pale = np.exp(-np.minimum(((across - np.float32(0.35)) / np.float32(0.25)) ** 2, 40))
    return np.asarray(1 - np.float32(depth) * dark + np.float32(0.4 * depth) * pale, dtype=np.float32)


def random_skin(chance: np.random.Generator, fitzpatrick: int, level: int, reach_mm: float) -> Skin:
    """Skin of a level (0 easy to 2 hard) over an area of about this half-width."""
    hairs = tuple(_hair(chance, reach_mm) for _ in range(int(chance.poisson((1, 6, 9)[level]))))
    turns = chance.uniform(0, np.pi, 3)
    lines = tuple(
        (
            (float(chance.normal(0, 25)), float(chance.normal(0, 25))),
            (float(np.cos(turn)), float(np.sin(turn))),
            float(chance.uniform(0.08, 0.3)),
        )
        for turn in turns[: int(chance.integers((0, 0, 1)[level], (1, 2, 4)[level]))]
    )
    moles = tuple(
        (*chance.uniform(-reach_mm, reach_mm, 2), chance.uniform(0.4, 1.3), chance.uniform(0.15, 0.5))
        for _ in range(int(chance.poisson((1, 3, 3)[level])))
    )
    return Skin(
        fitzpatrick,
        int(chance.integers(2**31)),
        roughness=float(chance.uniform(*((0.012, 0.03), (0.02, 0.05), (0.035, 0.085))[level])),
        mottling=float(chance.uniform(*((0.015, 0.03), (0.025, 0.06), (0.05, 0.1))[level])),
        lines=lines,
        hairs=hairs,
        moles=moles,
    )


def _hair(chance: np.random.Generator, reach: float) -> Floats:
    start, turn = chance.uniform(-reach, reach, 2), chance.uniform(0, 2 * np.pi)
    bend, length = chance.normal(0, 0.12), chance.uniform(4, 12)
    steps = np.linspace(0, length, 14)
    turns = turn + bend * steps
    return np.asarray(start + np.column_stack([np.cos(turns), np.sin(turns)]).cumsum(axis=0) * (length / 14))
