"""A card that is flat, folded once or bent like a limb, fitted to the corners of its markers on a photo.

The camera is a pinhole whose focal length is known to a few per cent. A sheet of paper bends in one direction
only: it is folded along a line, or follows a cylinder; both keep lengths along the paper as they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from lesions.measurement import pose
from lesions.measurement.terms import Matrix, Points

Vector = npt.NDArray[np.float64]
Kind = Literal["flat", "fold", "bend"]

#: pixels of misfit that weigh as much as a focal length one standard deviation off
FOCAL_FIRMNESS_PX = 1.5
#: pixels of misfit that weigh as much as a swelling of so many pixels
MISFIT_PX, SWELL_PX = 0.1, 1.0
#: steps of each start, and more for the best of them
STEPS, MORE_STEPS = 8, 30
#: how many of the best are followed to their end
POLISHED = 3


@dataclass(frozen=True)
class Sheet:
    """The shape of a card and where it lies before the camera.

    Args:
        turn: rotation vector of the card's plane (with a fold, of the half before the crease).
        shift: of the card's (0, 0) in mm, in the camera's coordinates.
        angle: direction of the crease, or of the bend's axis, in radians from the card's x.
        offset: of the crease from (0, 0) in mm, to the left of its direction (y runs down: clockwise).
        amount: radians by which the half beyond the crease comes up; or the bend's curvature in 1/mm,
            positive where the card's rim goes down, away from the camera.
        zoom: logarithm of the true focal length over the one that was given.
        swell: pixels by which the corners of every marker lie too far out, since light bleeds into black and
            a shaken camera draws edges out along its way: symmetric matrix (xx, xy, yy) for the way outward.
    """

    turn: tuple[float, float, float]
    shift: tuple[float, float, float]
    kind: Kind = "flat"
    angle: float = 0.0
    offset: float = 0.0
    amount: float = 0.0
    zoom: float = 0.0
    swell: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @property
    def rotation(self) -> Matrix:
        return np.asarray(_rotations(np.array([self.turn]))[0])

    @property
    def across(self) -> Vector:
        """Unit vector across the crease or axis, in the card's plane."""
        return np.array([-math.sin(self.angle), math.cos(self.angle)])

    def beyond(self, points_mm: Points) -> Vector:
        """How far points lie beyond the crease, in mm."""
        return np.asarray(points_mm @ self.across - self.offset, dtype=np.float64)

    def seen(self, points_mm: Points, camera: Matrix) -> Points:
        """Where points of the paper appear on the photo."""
        return np.asarray(_seen(self._values[None], self.kind, points_mm, camera)[0])

    @property
    def _values(self) -> Vector:
        lie = (self.angle, self.offset, self.amount)
        return np.array([*self.turn, *self.shift, self.zoom, *self.swell, *lie])

    def tilted(self, radians: float) -> Sheet:
        """The flat sheet that this one would be, turned about its crease by an angle (up beyond it)."""
        x, y = self.offset * self.across
        axis = np.array([math.cos(self.angle), math.sin(self.angle), 0.0])
        about = np.asarray(cv2.Rodrigues(-axis * radians)[0], dtype=np.float64)
        hinge = np.array([x, y, 0.0])
        rotation = self.rotation @ about
        shift = self.rotation @ (hinge - about @ hinge) + np.array(self.shift)
        return replace(self, turn=_turn(rotation), shift=_triple(shift), kind="flat", amount=0.0)

    def lens(self, camera: Matrix) -> Matrix:
        """The camera's matrix with the focal length that fits."""
        lens = np.array(camera, dtype=np.float64)
        lens[0, 0] = lens[1, 1] = camera[0, 0] * math.exp(self.zoom)
        return lens

    def px_to_mm(self, camera: Matrix) -> Matrix:
        """Homography from the photo to the plane of the flat sheet."""
        mm_to_px = self.lens(camera) @ np.column_stack([self.rotation[:, :2], np.array(self.shift)])
        return np.asarray(np.linalg.inv(mm_to_px), dtype=np.float64)


@dataclass(frozen=True)
class Fit:
    """A sheet and how well it fits: sum of squared residuals in px², residual as root mean square in px.

    ``rivals``: other sheets that were tried, with their squares.
    """

    sheet: Sheet
    squares: float
    residual_px: float
    rivals: tuple[tuple[float, Sheet], ...] = ()


def fit(
    points_mm: Points,
    points_px: Points,
    camera: Matrix,
    focal_error: float,
    kind: Kind = "flat",
    starts: tuple[tuple[float, float, float], ...] = ((0.0, 0.0, 0.0),),
) -> Fit:
    """The best sheet of a kind through matching points, by damped least squares (Levenberg, Marquardt).

    Args:
        points_mm: on the card, the four corners of a marker in a row.
        points_px: on the photo.
        focal_error: relative standard deviation of the camera's focal length.
        starts: (angle, offset, amount) to begin from, each; the best end is kept.
    """
    held = np.array([FOCAL_FIRMNESS_PX / max(focal_error, 1e-4), *[MISFIT_PX / SWELL_PX] * 3])
    away_px = outward(points_px)

    def misses(rows: Vector) -> Vector:
        """Residuals of many sheets at once, a row each."""
        swell = rows[:, [7, 8, 8, 9]].reshape(-1, 2, 2)
        away = _seen(rows, kind, points_mm, camera) + away_px @ swell - points_px
        return np.column_stack([away.reshape(len(rows), -1), rows[:, 6:10] * held])

    tries = []
    for start in starts:
        turn, shift = _rough(points_mm, points_px, camera, kind, start)
        first = np.array([*turn, *shift, *[0.0] * 4, *start])
        tries.append(_least_squares(misses, first, STEPS, _FREE[kind]))
    tries.sort(key=lambda one: one[0])
    if kind != "flat":
        tries[:POLISHED] = [
            _least_squares(misses, values, MORE_STEPS, _FREE[kind]) for _, values in tries[:POLISHED]
        ]
    rivals = tuple((squares, _sheet(values, kind)) for squares, values in tries)
    squares, sheet = min(rivals, key=lambda one: one[0])
    return Fit(sheet, squares, math.sqrt(squares / len(points_mm)), rivals)


def _sheet(values: Vector, kind: Kind) -> Sheet:
    zoom, xx, xy, yy, angle, offset, amount = (float(value) for value in values[6:])
    turn, shift = _triple(values[:3]), _triple(values[3:6])
    return Sheet(turn, shift, kind, angle, offset, amount, zoom, (xx, xy, yy))


def outward(points_px: Points) -> Points:
    """Unit vectors from the middle of each marker to its corners."""
    quads = points_px.reshape(-1, 4, 2)
    away = quads - quads.mean(axis=1, keepdims=True)
    return np.asarray((away / np.linalg.norm(away, axis=2, keepdims=True)).reshape(-1, 2))


def _seen(rows: Vector, kind: Kind, points_mm: Points, camera: Matrix) -> Vector:
    """Where points appear on the photo for many sheets, (sheets, points, 2)."""
    space = _space(rows, kind, points_mm)
    space = np.einsum("sij,spj->spi", _rotations(rows[:, :3]), space) + rows[:, None, 3:6]
    focal = camera[0, 0] * np.exp(rows[:, 6])[:, None, None]
    return np.asarray(focal * space[..., :2] / space[..., 2:] + camera[:2, 2], dtype=np.float64)


def _space(rows: Vector, kind: Kind, points_mm: Points) -> Vector:
    """Points of bent sheets in the coordinates of the card's plane; z away from the camera."""
    flat = np.zeros((len(rows), len(points_mm), 3))
    flat[..., :2] = points_mm
    if kind == "flat":
        return flat
    across = np.column_stack([-np.sin(rows[:, 10]), np.cos(rows[:, 10])])
    reach = across @ points_mm.T - rows[:, 11:12]
    amount = rows[:, 12:13]
    if kind == "fold":
        far = np.maximum(reach, 0.0)
        moved, deep = far * (np.cos(amount) - 1), -far * np.sin(amount)
    else:
        bend = np.where(np.abs(amount) < 1e-7, 1e-7, amount)
        moved, deep = np.sin(bend * reach) / bend - reach, (1 - np.cos(bend * reach)) / bend
    flat[..., :2] += moved[..., None] * across[:, None]
    flat[..., 2] = deep
    return flat


def _rotations(turns: Vector) -> Vector:
    """Rotation matrices of rotation vectors (Rodrigues), (n, 3, 3)."""
    angle = np.maximum(np.linalg.norm(turns, axis=1), 1e-12)[:, None, None]
    x, y, z = turns.T / angle[:, 0, 0]
    none = np.zeros_like(x)
    cross = np.stack([none, -z, y, z, none, -x, -y, x, none], axis=-1).reshape(-1, 3, 3)
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def _rough(
    points_mm: Points, points_px: Points, camera: Matrix, kind: Kind, start: tuple[float, float, float]
) -> tuple[Vector, Vector]:
    """Rotation vector and shift from the plane through all points, or those before a crease."""
    angle, offset, _ = start
    before = points_mm @ np.array([-math.sin(angle), math.cos(angle)]) < offset
    # whole markers only: four corners tell a plane
    whole = np.repeat(before.reshape(-1, 4).all(axis=1), 4)
    which = whole if kind == "fold" and whole.any() else np.ones(len(points_mm), dtype=bool)
    matrix, _ = cv2.findHomography(points_mm[which].astype(np.float64), points_px[which].astype(np.float64))
    rotation, shift = pose.pose_of(np.asarray(matrix, dtype=np.float64), camera)
    return np.array(_turn(rotation)), np.asarray(shift, dtype=np.float64)


#: steps for the slopes of the residuals: rotation, shift, zoom, swell, angle, offset, amount
_NUDGES = np.array([1e-6] * 3 + [1e-4] * 3 + [1e-6] + [1e-3] * 3 + [1e-5, 1e-3, 1e-6])
#: what is free: a bend has the same shape wherever its axis is put
_FREE: dict[Kind, list[int]] = {
    "flat": list(range(10)),
    "fold": list(range(13)),
    "bend": [*range(11), 12],
}


def _least_squares(
    misses: Callable[[Vector], Vector], values: Vector, steps: int, free: list[int]
) -> tuple[float, Vector]:
    """The least sum of squared misses near some values, and the values of it."""
    here, damping = misses(values[None])[0], 1e-3
    nudges = np.diag(_NUDGES)[free]
    for _ in range(steps):
        slopes = ((misses(values + nudges) - here) / _NUDGES[free, None]).T
        normal, pull = slopes.T @ slopes, slopes.T @ here
        scales = np.diag(np.diag(normal) + 1e-12)
        moves = np.zeros((len(DAMPINGS), len(values)))
        for place, factor in enumerate(DAMPINGS):
            moves[place, free] = -np.linalg.solve(normal + damping * factor * scales, pull)
        there = misses(values + moves)
        squares = (there**2).sum(axis=1)
        best = int(np.nanargmin(squares))
        gained = float(here @ here - squares[best])
        if not gained > 0:
            damping *= 100
            continue
        values, here, damping = values + moves[best], there[best], max(damping * DAMPINGS[best], 1e-9)
        if gained < 1e-4 * float(here @ here) + 1e-12:
            break
    return float(here @ here), values


#: dampings that are tried at each step, as factors of the last one that served
DAMPINGS = (0.1, 1.0, 10.0, 100.0)


def _turn(rotation: Matrix) -> tuple[float, float, float]:
    return _triple(cv2.Rodrigues(rotation)[0].ravel().astype(np.float64))


def _triple(vector: Vector) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in vector)
    return x, y, z
