"""Light over a scene: one lamp and its surroundings, a slope over the photo, shadows with soft edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.measure_scenes.camera import Camera, Floats, Grid


@dataclass(frozen=True)
class Shadow:
    """Of something straight: everything on one side of a line in the photo.

    Args:
        at: a point of its edge in pixels.
        turn: direction into the shadow, radians.
        edge_px: width of the soft edge.
        left: share of light that is left.
    """

    at: tuple[float, float]
    turn: float
    edge_px: float
    left: float

    def side(self, points: Floats) -> Floats:
        """How far points lie in the shadow, px."""
        way = np.array([np.cos(self.turn), np.sin(self.turn)])
        return np.asarray((points - np.array(self.at)) @ way)


@dataclass(frozen=True)
class Light:
    """``towards``: unit vector to the lamp; ``ambient``: share from all around; ``slope``: stops across."""

    towards: Floats
    ambient: float
    slope: float
    slope_turn: float
    fall_off: float
    shadows: tuple[Shadow, ...] = ()

    def on(self, normal: Grid) -> Grid:
        """Light on a surface against that on one facing up."""
        lamp = np.maximum(normal @ self.towards.astype(np.float32), 0) / np.float32(self.towards[2])
        round_about = np.float32(0.62) + np.float32(0.38) * np.clip(normal[..., 2], 0, 1)
        return np.asarray(
            self.ambient * round_about + np.float32(1 - self.ambient) * np.minimum(lamp, 1.35), np.float32
        )

    def over(self, camera: Camera, rows: slice) -> Grid:
        """What the photo's rows are multiplied with."""
        size = float(np.hypot(camera.width, camera.height)) / 2
        x = ((np.arange(camera.width, dtype=np.float32) - camera.centre[0]) / size)[None]
        y = ((np.arange(rows.start, rows.stop, dtype=np.float32) - camera.centre[1]) / size)[:, None]
        along = x * np.float32(np.cos(self.slope_turn)) + y * np.float32(np.sin(self.slope_turn))
        out = np.exp2(np.float32(self.slope / 2) * along) * (1 - np.float32(self.fall_off) * (x * x + y * y))
        for shadow in self.shadows:
            dx = (np.arange(camera.width, dtype=np.float32) - shadow.at[0])[None]
            dy = (np.arange(rows.start, rows.stop, dtype=np.float32) - shadow.at[1])[:, None]
            inside = dx * np.float32(np.cos(shadow.turn)) + dy * np.float32(np.sin(shadow.turn))
            deep = np.clip(inside / np.float32(shadow.edge_px) + np.float32(0.5), 0, 1)
            out *= 1 - np.float32(1 - shadow.left) * (deep * deep * (3 - 2 * deep))
        return np.asarray(out, dtype=np.float32)


def random_light(chance: np.random.Generator, level: int) -> Light:
    high, turn = np.deg2rad(chance.uniform(40, 75)), chance.uniform(0, 2 * np.pi)
    return Light(
        towards=np.array([np.cos(high) * np.cos(turn), np.cos(high) * np.sin(turn), np.sin(high)]),
        ambient=float(chance.uniform(0.4, 0.65)),
        slope=float(chance.uniform(0, (0.35, 0.8, 1.3)[level])),
        slope_turn=float(chance.uniform(0, 2 * np.pi)),
        fall_off=float(chance.uniform(0.05, 0.25)),
    )


def random_shadow(chance: np.random.Generator, camera: Camera, level: int) -> Shadow:
    """A shadow whose edge crosses the middle part of the photo."""
    return Shadow(
        at=(
            float(camera.width * chance.uniform(0.25, 0.75)),
            float(camera.height * chance.uniform(0.25, 0.75)),
        ),
        turn=float(chance.uniform(0, 2 * np.pi)),
        edge_px=float(max(camera.width, camera.height) * chance.uniform(0.01, 0.15)),
        left=float(chance.uniform(*((0.75, 0.9), (0.55, 0.75), (0.4, 0.65))[level])),
    )
