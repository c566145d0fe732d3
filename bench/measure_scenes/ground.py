"""What lies behind: a table of wood or one colour, or cloth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bench.measure_scenes.camera import Floats, Grid
from bench.measure_scenes.skin import lookup, tile
from bench.measure_scenes.surfaces import Finger, Hit, Plane, Surface

KINDS = ("wood", "cloth", "plain")


@dataclass(frozen=True)
class Ground:
    """A plane with a look."""

    plane: Plane
    kind: str
    colour: tuple[float, float, float]
    turn: float
    seed: int

    @cached_property
    def _tiles(self) -> tuple[Grid, Grid]:
        chance = np.random.default_rng((43, self.seed))
        if self.kind == "wood":
            return tile(chance, 6, 200, 0.7, 9.0), tile(chance, 30, 500, 1.0, 5.0)
        return tile(chance, 4, 12, 0.2), tile(chance, 40, 400, 1.5)

    def albedo(self, hit: Hit) -> Grid:
        fine, coarse = self._tiles
        c, s = np.float32(np.cos(self.turn)), np.float32(np.sin(self.turn))
        u, v = hit.u * c + hit.v * s, hit.v * c - hit.u * s
        depth = {"wood": (0.10, 0.12), "cloth": (0.06, 0.10), "plain": (0.01, 0.05)}[self.kind]
        light = (
            1
            + np.float32(depth[0]) * lookup(fine, u, v, 10.0)
            + np.float32(depth[1]) * lookup(coarse, u, v, 4.0)
        )
        return np.asarray(
            np.array(self.colour, np.float32) * np.clip(light, 0.3, 1.7)[..., None], dtype=np.float32
        )

    def shade(self, hit: Hit, bodies: tuple[Surface, ...], towards: Floats) -> Grid:
        """Share of light left under fingers: the lamp is hidden, and less comes from all around close by."""
        out = np.ones_like(hit.u)
        slant = float(np.hypot(towards[0], towards[2]))
        for body in bodies:
            if not isinstance(body, Finger):
                continue
            dx, dz = hit.u - np.float32(body.x), np.float32(self.plane.height - body.z)
            away = np.abs(dx * np.float32(towards[2]) - dz * np.float32(towards[0])) / np.float32(slant)
            step = np.float32((body.z - self.plane.height) / towards[2] * towards[1])
            beyond = np.maximum(body.tip - (hit.v + step), 0)
            gap = np.float32(body.radius) - np.hypot(away, beyond)
            out *= 1 - np.float32(0.45) * np.clip(gap / np.float32(2.5) + np.float32(0.5), 0, 1)
            near = np.hypot(
                np.maximum(np.abs(dx) - np.float32(body.radius * 0.6), 0), np.maximum(body.tip - hit.v, 0)
            )
            out *= 1 - np.float32(0.3) * np.exp(-near / np.float32(3.5))
        return out


def random_ground(chance: np.random.Generator, height: float, kind: str | None = None) -> Ground:
    kind = str(chance.choice(KINDS)) if kind is None else kind
    if kind == "wood":
        base = np.array([0.30, 0.19, 0.10]) * chance.uniform(0.6, 1.2)
    else:
        base = chance.uniform(0.12, 0.32) * (1 + chance.normal(0, 0.25, 3))
        base = base + np.array([0.0, 0.01, 0.06]) * chance.random()
    red, green, blue = (float(c) for c in np.clip(base, 0.05, 0.6))
    return Ground(
        Plane(height), kind, (red, green, blue), float(chance.uniform(0, np.pi)), int(chance.integers(2**31))
    )
