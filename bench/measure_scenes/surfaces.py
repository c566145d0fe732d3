"""Skin as geometry: a plane, a limb (cylinder) or a finger (cylinder with a round tip).

Each has its own coordinates (u, v) in mm along the skin, in which lumps are drawn and measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bench.measure_scenes.camera import Floats, Grid

FAR = np.float32(1e9)
#: skin coordinates of a ray that misses
NOWHERE = np.float32(1e5)


@dataclass(frozen=True)
class Hit:
    """Where rays meet a surface: ray lengths (``FAR`` where missed), skin coordinates and unit normals."""

    depth: Grid
    u: Grid
    v: Grid
    normal: Grid


class Surface(Protocol):
    """What a scene needs to know about a surface."""

    def hit(self, origin: Floats, rays: Grid) -> Hit: ...

    def embed(self, uv: Floats) -> Floats: ...

    def normal_at(self, uv: Floats) -> Floats: ...


@dataclass(frozen=True)
class Plane:
    """z = ``height``; u and v are the world's x and y."""

    height: float = 0.0

    def hit(self, origin: Floats, rays: Grid) -> Hit:
        with np.errstate(divide="ignore"):
            depth = np.float32(self.height - origin[2]) / rays[..., 2]
        depth = np.where(depth > 0, depth, FAR)
        reach = np.minimum(depth, np.float32(1e5))
        normal = np.zeros_like(rays)
        normal[..., 2] = 1
        return Hit(
            depth,
            np.float32(origin[0]) + reach * rays[..., 0],
            np.float32(origin[1]) + reach * rays[..., 1],
            normal,
        )

    def embed(self, uv: Floats) -> Floats:
        return np.concatenate([uv, np.full((*uv.shape[:-1], 1), self.height)], axis=-1)

    def normal_at(self, uv: Floats) -> Floats:
        return np.broadcast_to([0.0, 0.0, 1.0], (*uv.shape[:-1], 3)).astype(np.float64)


@dataclass(frozen=True)
class Limb:
    """A cylinder whose top line runs through the world's origin in the direction ``axis_deg``.

    u and v are the plane's x and y once the skin is unrolled from that line.
    """

    radius: float
    axis_deg: float

    @property
    def _along(self) -> Floats:
        turn = np.deg2rad(self.axis_deg)
        return np.array([np.cos(turn), np.sin(turn), 0.0])

    @property
    def _across(self) -> Floats:
        turn = np.deg2rad(self.axis_deg)
        return np.array([-np.sin(turn), np.cos(turn), 0.0])

    def hit(self, origin: Floats, rays: Grid) -> Hit:
        along, across = self._along, self._across
        side, up = (rays @ across.astype(np.float32)), rays[..., 2]
        depth = _round_hit(side, up, float(origin @ across), float(origin[2]) + self.radius, self.radius)
        seen = depth < FAR
        reach = np.where(seen, depth, 0)
        x = np.float32(origin @ across) + reach * side
        z = np.float32(origin[2] + self.radius) + reach * up
        turn = np.arctan2(x, z)
        run = np.float32(origin @ along) + reach * (rays @ along.astype(np.float32))
        arc = turn * np.float32(self.radius)
        a, c = along.astype(np.float32), across.astype(np.float32)
        up_axis = np.array([0, 0, 1], np.float32)
        normal = np.asarray(np.sin(turn)[..., None] * c + np.cos(turn)[..., None] * up_axis, np.float32)
        u, v = run * a[0] + arc * c[0], run * a[1] + arc * c[1]
        return Hit(depth, np.where(seen, u, NOWHERE), np.where(seen, v, NOWHERE), normal)

    def embed(self, uv: Floats) -> Floats:
        along, across = self._along, self._across
        run, turn = uv @ along[:2], uv @ across[:2] / self.radius
        flat = run[..., None] * along + (self.radius * np.sin(turn))[..., None] * across
        return np.asarray(flat + (self.radius * (np.cos(turn) - 1))[..., None] * np.array([0.0, 0.0, 1.0]))

    def normal_at(self, uv: Floats) -> Floats:
        turn = uv @ self._across[:2] / self.radius
        up = np.array([0.0, 0.0, 1.0])
        return np.asarray(np.sin(turn)[..., None] * self._across + np.cos(turn)[..., None] * up)


def _round_hit(side: Grid, up: Grid, side_at: float, up_at: float, radius: float) -> Grid:
    """Where rays first meet a cylinder about an axis through the origin of (side, up); ``FAR`` if never."""
    a = side * side + up * up
    b = np.float32(side_at) * side + np.float32(up_at) * up
    c = np.float32(side_at**2 + up_at**2 - radius**2)
    inside = b * b - a * c
    depth = (-b - np.sqrt(np.maximum(inside, 0))) / np.maximum(a, np.float32(1e-9))
    return np.asarray(np.where((inside > 0) & (depth > 0), depth, FAR), dtype=np.float32)


@dataclass(frozen=True)
class Finger:
    """A finger along +y whose round tip touches y = ``tip``; its axis runs at (``x``, ``z``).

    u is the arc from the top line, v the way from where tip and shaft meet; on the round tip (v < 0) v is the
    arc along the meridian and u the arc across it.
    """

    radius: float
    x: float = 0.0
    z: float = 0.0
    tip: float = 0.0

    @property
    def base(self) -> Floats:
        """Where the tip's half ball has its centre."""
        return np.array([self.x, self.tip + self.radius, self.z])

    def hit(self, origin: Floats, rays: Grid) -> Hit:
        start = origin - self.base
        shaft = _round_hit(rays[..., 0], rays[..., 2], float(start[0]), float(start[2]), self.radius)
        run = np.float32(start[1]) + np.minimum(shaft, np.float32(1e5)) * rays[..., 1]
        shaft = np.where(run >= 0, shaft, FAR)
        ball = self._ball(start, rays)
        depth = np.minimum(shaft, ball)
        seen = depth < FAR
        point = start.astype(np.float32) + np.where(seen, depth, 0)[..., None] * rays
        y = np.minimum(point[..., 1], 0)
        normal = np.stack([point[..., 0], y, point[..., 2]], axis=-1) / np.float32(self.radius)
        turn = np.arctan2(point[..., 0], point[..., 2])
        bow = np.arcsin(np.clip(y / np.float32(self.radius), -1, 0))
        v = np.where(point[..., 1] > 0, point[..., 1], bow * np.float32(self.radius))
        u = turn * np.float32(self.radius) * np.cos(bow)
        u, v = np.where(seen, u, NOWHERE), np.where(seen, v, NOWHERE)
        return Hit(depth, u, v, normal.astype(np.float32))

    def _ball(self, start: Floats, rays: Grid) -> Grid:
        a = (rays * rays).sum(axis=-1)
        b = rays @ start.astype(np.float32)
        inside = b * b - a * np.float32(start @ start - self.radius**2)
        depth = (-b - np.sqrt(np.maximum(inside, 0))) / a
        in_tip = np.float32(start[1]) + depth * rays[..., 1] < 0
        return np.asarray(np.where((inside > 0) & (depth > 0) & in_tip, depth, FAR), dtype=np.float32)

    def embed(self, uv: Floats) -> Floats:
        return np.asarray(self.base + self.normal_at(uv) * self.radius + self._run(uv))

    def _run(self, uv: Floats) -> Floats:
        run = np.zeros((*uv.shape[:-1], 3))
        run[..., 1] = np.maximum(uv[..., 1], 0)
        return run

    def normal_at(self, uv: Floats) -> Floats:
        bow = np.minimum(uv[..., 1], 0) / self.radius
        turn = uv[..., 0] / (self.radius * np.cos(bow))
        return np.stack(
            [np.sin(turn) * np.cos(bow), np.sin(bow), np.cos(turn) * np.cos(bow)],
            axis=-1,
        )


@dataclass(frozen=True)
class Turned:
    """Another surface, turned about the world's upright and moved."""

    inner: Finger
    turn_deg: float
    at: Floats

    @property
    def _turn(self) -> Floats:
        c, s = np.cos(np.deg2rad(self.turn_deg)), np.sin(np.deg2rad(self.turn_deg))
        return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])

    def hit(self, origin: Floats, rays: Grid) -> Hit:
        turn = self._turn
        found = self.inner.hit(turn.T @ (origin - self.at), rays @ turn.astype(np.float32))
        return Hit(found.depth, found.u, found.v, found.normal @ turn.T.astype(np.float32))

    def embed(self, uv: Floats) -> Floats:
        return np.asarray(self.inner.embed(uv) @ self._turn.T + self.at)

    def normal_at(self, uv: Floats) -> Floats:
        return np.asarray(self.inner.normal_at(uv) @ self._turn.T)
