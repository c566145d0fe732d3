"""A card as a sheet of paper in space: flat, lifted, folded or bent, but never stretched.

On the card x runs right and y down, in mm. A sheet is bent about one straight line; across that line its
profile is a row of straight pieces (two for a fold, many for a bend), so that rays meet it exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from bench.measure_scenes.camera import Floats, Grid
from bench.measure_scenes.surfaces import FAR

PIECES = 14


@dataclass(frozen=True)
class Profile:
    """Across the line: how far along the paper, and where that lies (outward, up), in mm."""

    paper: Floats
    outward: Floats
    up: Floats


def flat_profile() -> Profile:
    return Profile(np.array([-500.0, 500.0]), np.array([-500.0, 500.0]), np.zeros(2))


def fold_profile(left_deg: float, right_deg: float) -> Profile:
    """Both sides of the line turned up by their angle (down if negative). Left: negative ``across``."""
    left, right = np.deg2rad([left_deg, right_deg])
    return Profile(
        np.array([-500.0, 0.0, 500.0]),
        500 * np.array([-np.cos(left), 0.0, np.cos(right)]),
        500 * np.array([np.sin(left), 0.0, np.sin(right)]),
    )


def bend_profile(radius: float, reach: float, *, up: bool) -> Profile:
    """An arc with its lowest (or highest) place at the line, over ``reach`` mm to both sides."""
    paper = np.linspace(-reach, reach, PIECES + 1)
    turn = paper / radius
    height = radius * (1 - np.cos(turn))
    return Profile(paper, radius * np.sin(turn), height if up else -height)


@dataclass(frozen=True)
class Sheet:
    """A card in the world.

    Args:
        origin: where the card's (0, 0) would lie if it were flat, mm.
        frame: rows: the card's x, its y and its upper normal in the world.
        line_point, line_dir: the line of bending on the card.
        profile: across that line.
    """

    origin: Floats
    frame: Floats
    line_point: Floats = field(default_factory=lambda: np.zeros(2))
    line_dir: Floats = field(default_factory=lambda: np.array([1.0, 0.0]))
    profile: Profile = field(default_factory=flat_profile)

    @property
    def _across(self) -> Floats:
        return np.array([-self.line_dir[1], self.line_dir[0]])

    def embed(self, xy: Floats) -> Floats:
        """Card mm (n, 2) to the world (n, 3)."""
        away = xy - self.line_point
        along, paper = away @ self.line_dir, away @ self._across
        out = _through(paper, self.profile.paper, self.profile.outward)
        up = _through(paper, self.profile.paper, self.profile.up)
        flat = self.line_point + along[:, None] * self.line_dir + out[:, None] * self._across
        return np.asarray(self.origin + np.column_stack([flat, up]) @ self.frame)

    def lifted(self, by_mm: float) -> Sheet:
        """The same, moved along its normal."""
        return Sheet(
            self.origin + by_mm * self.frame[2], self.frame, self.line_point, self.line_dir, self.profile
        )

    def hit(self, origin: Floats, rays: Grid) -> tuple[Grid, Grid, Grid]:
        """Ray lengths and card mm (x, y) of where rays meet the sheet."""
        eye = (self.frame @ (origin - self.origin)).astype(np.float32)
        local = rays @ self.frame.T.astype(np.float32)
        depth = np.full(rays.shape[:2], FAR, np.float32)
        x, y = np.zeros_like(depth), np.zeros_like(depth)
        for piece in range(len(self.profile.paper) - 1):
            self._piece(piece, eye, local, (depth, x, y))
        return depth, x, y

    def _piece(self, piece: int, eye: Grid, local: Grid, best: tuple[Grid, Grid, Grid]) -> None:
        shape = self.profile
        span = slice(piece, piece + 2)
        (p0, p1), (o0, o1), (u0, u1) = shape.paper[span], shape.outward[span], shape.up[span]
        across, run = self._across, self.line_dir
        out, up = (o1 - o0) / (p1 - p0), (u1 - u0) / (p1 - p0)
        stretch = out**2 + up**2  # a chord is a little shorter than its arc of paper
        normal = np.array([-up * across[0], -up * across[1], out])
        on = np.array([*(self.line_point + o0 * across), u0])
        with np.errstate(divide="ignore", invalid="ignore"):
            depth = np.float32(normal @ (on - eye)) / (local @ normal.astype(np.float32))
        point_x, point_y, point_z = (eye[k] + depth * local[..., k] for k in range(3))
        dx, dy = point_x - np.float32(self.line_point[0]), point_y - np.float32(self.line_point[1])
        outward = dx * np.float32(across[0]) + dy * np.float32(across[1])
        paper = p0 + ((outward - o0) * np.float32(out) + (point_z - u0) * np.float32(up)) / np.float32(
            stretch
        )
        along = dx * np.float32(run[0]) + dy * np.float32(run[1])
        hit = (depth > 0) & (depth < best[0]) & (paper >= p0 - 1e-3) & (paper <= p1 + 1e-3)
        best[0][hit] = depth[hit]
        best[1][hit] = (self.line_point[0] + along * run[0] + paper * across[0])[hit]
        best[2][hit] = (self.line_point[1] + along * run[1] + paper * across[1])[hit]


def _through(at: Floats, known: Floats, values: Floats) -> Floats:
    return np.asarray(np.interp(at, known, values))


def frame_from(normal: Floats, turn_deg: float) -> Floats:
    """A card's axes on a plane with this upper normal; seen from above y runs down, clockwise of x."""
    normal = normal / np.linalg.norm(normal)
    turn = np.deg2rad(turn_deg)
    ahead = np.array([np.cos(turn), np.sin(turn), 0.0])
    x = ahead - (ahead @ normal) * normal
    x /= np.linalg.norm(x)
    return np.array([x, np.cross(x, normal), normal])


def turned_about(
    frame: Floats, origin: Floats, hinge: Floats, axis: Floats, degrees: float
) -> tuple[Floats, Floats]:
    """A frame and origin turned about a line in the world (Rodrigues' formula)."""
    axis = axis / np.linalg.norm(axis)
    angle = np.deg2rad(degrees)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    turn = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return frame @ turn.T, hinge + turn @ (origin - hinge)
