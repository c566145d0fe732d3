"""Camera and pose: where a flat card lies before the camera, from its edges.

With the focal length known only six numbers say how a card lies, and tilt shows in how its sides shorten as
well as in how they converge. Focal length, radial distortion and bloom are fitted with them, each held by
what is known beforehand: one estimate for phones that tell their focal length and phones that do not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from lesions.measurement.edges import Edges
from lesions.measurement.light import Values
from lesions.measurement.plane import through
from lesions.measurement.terms import Matrix, Points

#: diagonal of the 36 x 24 mm film frame in mm: "35 mm equivalent" means the same angle across the diagonal
#: (CIPA DCG-001; phones keep to it, since their frames are 4:3)
FILM_DIAGONAL_MM = math.hypot(36.0, 24.0)
#: taken when a photo does not tell its focal length: phones' main cameras lie between 23 and 30 mm
USUAL_FOCAL_35MM = 27.0
#: relative standard deviation of a focal length that is stored in whole millimetres, and of the usual one,
#: before the card's edges are fitted (``fingers.LIE_FOCAL_ERROR`` is allowed for after the fit)
STORED_FOCAL_ERROR, USUAL_FOCAL_ERROR = 0.012, 0.10
#: standard deviation of the radial distortion k1 (r in focal lengths); phones correct most of it themselves
K1_ERROR = 0.008
#: standard deviation of the bloom in pixels, before anything is seen
BLOOM_ERROR_PX = 2.0
#: a turn of the estimate: numbers of ``Pose.covariance``
TURN, SHIFT, FOCAL, K1 = slice(0, 3), slice(3, 6), 6, 7


def focal_px(focal_35mm: float, width: int, height: int) -> float:
    """Focal length in pixels of the whole photo."""
    return focal_35mm / FILM_DIAGONAL_MM * math.hypot(width, height)


def camera_matrix(focal: float, width: int, height: int) -> Matrix:
    """Square pixels and the axis through the middle of the photo."""
    return np.array([[focal, 0, (width - 1) / 2], [0, focal, (height - 1) / 2], [0, 0, 1]])


def pose_of(mm_to_px: Matrix, camera: Matrix) -> tuple[Matrix, Matrix]:
    """Rotation (3, 3) and shift (3,) of a plane seen by a camera, from its homography (Zhang 2000)."""
    seen = np.linalg.inv(camera) @ mm_to_px
    seen = seen / np.sqrt(np.linalg.norm(seen[:, 0]) * np.linalg.norm(seen[:, 1]))
    if seen[2, 2] < 0:
        seen = -seen
    first, second, shift = seen.T
    rough = np.column_stack([first, second, np.cross(first, second)])
    left, _, right = np.linalg.svd(rough)
    return left @ right, shift


def tilt_of(rotation: Matrix, place: Matrix) -> float:
    """Degrees between a plane's normal and the line of sight to a place in the camera's coordinates."""
    share = abs(float(rotation[:, 2] @ place)) / float(np.linalg.norm(place))
    return math.degrees(math.acos(min(1.0, share)))


def turned(rotation: Matrix, by: Values) -> Matrix:
    """A rotation turned further by a small rotation vector (Rodrigues), in the camera's coordinates."""
    angle = float(np.linalg.norm(by))
    if angle < 1e-12:
        return rotation
    x, y, z = by / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turn = np.eye(3) + math.sin(angle) * cross + (1 - math.cos(angle)) * cross @ cross
    return np.asarray(turn @ rotation)


@dataclass(frozen=True)
class Pose:
    """A card before a camera.

    Args:
        camera: matrix of the camera.
        k1: radial distortion, with the radius in focal lengths.
        rotation: (3, 3), card to camera; z of the camera points away from it.
        shift: (3,), the card's origin in the camera's coordinates, in mm.
        covariance: (8, 8) of a turn, the shift, the focal length's logarithm and k1.
        misfit: standard deviation of the edges' residuals by what each edge claims (1: as claimed).
    """

    camera: Matrix
    k1: float
    rotation: Matrix
    shift: Values
    covariance: Values = field(default_factory=lambda: np.zeros((8, 8)))
    bloom_px: float = 0.0
    misfit: float = 1.0

    @property
    def mm_to_ideal(self) -> Matrix:
        """Homography from the card to the pixels of a camera without distortion."""
        return np.asarray(self.camera @ np.column_stack([self.rotation[:, :2], self.shift]))

    @property
    def ideal_to_mm(self) -> Matrix:
        return np.asarray(np.linalg.inv(self.mm_to_ideal), dtype=np.float64)

    def space(self, mm: Points) -> Points:
        """Points of the card in the camera's coordinates, (n, 3)."""
        return np.asarray(mm @ self.rotation[:, :2].T + self.shift)

    def px(self, mm: Points) -> Points:
        """Where points of the card appear."""
        return self.bent(through(mm, self.mm_to_ideal))

    def px_in_space(self, mm: Points) -> Points:
        """Where points appear that need not lie in the card's plane, (n, 3); z runs away from the camera."""
        space = mm @ self.rotation.T + self.shift
        return self.bent(self.camera[:2, 2] + self.camera[0, 0] * space[:, :2] / space[:, 2:])

    def bent(self, ideal_px: Points) -> Points:
        """Pixels of a camera without distortion to those of this one."""
        centre, focal = self.camera[:2, 2], self.camera[0, 0]
        off = ideal_px - centre
        return np.asarray(centre + off * (1 + self.k1 * ((off / focal) ** 2).sum(axis=1, keepdims=True)))

    def ideal(self, px: Points) -> Points:
        """Pixels of this camera to those of one without distortion."""
        centre, focal = self.camera[:2, 2], self.camera[0, 0]
        off = np.asarray(px, dtype=np.float64).reshape(-1, 2) - centre
        straight = off
        for _ in range(8):
            straight = off / (1 + self.k1 * ((straight / focal) ** 2).sum(axis=1, keepdims=True))
        return np.asarray(centre + straight)

    def ray(self, place_px: tuple[float, float]) -> Values:
        """Direction in which the camera sees a pixel, of length 1."""
        (x, y), (cx, cy), focal = self.ideal(np.array([place_px]))[0], self.camera[:2, 2], self.camera[0, 0]
        way = np.array([(x - cx) / focal, (y - cy) / focal, 1.0])
        return np.asarray(way / np.linalg.norm(way))

    def ideal_near(self, place_px: tuple[float, float]) -> Matrix:
        """The same about one place, as an affine map (3, 3)."""
        x, y = place_px
        here, right, down = self.ideal(np.array([[x, y], [x + 1, y], [x, y + 1]], dtype=np.float64))
        linear = np.column_stack([right - here, down - here])
        affine = np.eye(3)
        affine[:2, :2] = linear
        affine[:2, 2] = here - linear @ np.array([x, y])
        return affine

    def px_to_mm(self, place_px: tuple[float, float]) -> Matrix:
        """Homography from pixels to mm on the card's plane, exact about one place."""
        return np.asarray(self.ideal_to_mm @ self.ideal_near(place_px))

    def below(self, mm: float) -> Pose:
        """The pose of a plane so much farther from the camera, below the card."""
        return replace(self, shift=self.shift + mm * self.rotation[:, 2])

    def changed(self, by: Values) -> Pose:
        """The pose with a change of the eight numbers of the covariance."""
        camera = self.camera.copy()
        camera[0, 0] = camera[1, 1] = self.camera[0, 0] * math.exp(by[FOCAL])
        return replace(
            self,
            camera=camera,
            k1=self.k1 + float(by[K1]),
            rotation=turned(self.rotation, by[TURN]),
            shift=self.shift + by[SHIFT],
        )

    def tilt_deg(self, mm: Values) -> float:
        """Degrees between the card's normal and the line of sight to a place of it."""
        return tilt_of(self.rotation, self.space(mm[None])[0])

    def distance_mm(self, mm: Values) -> float:
        return float(np.linalg.norm(self.space(mm[None])[0]))

    def to_json(self) -> dict[str, Any]:
        return {
            "camera": self.camera.tolist(),
            "k1": self.k1,
            "rotation": self.rotation.tolist(),
            "shift": self.shift.tolist(),
            "covariance": self.covariance.tolist(),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Pose:
        camera, rotation, shift, covariance = (
            np.asarray(kept[name], dtype=np.float64) for name in ("camera", "rotation", "shift", "covariance")
        )
        return cls(camera, float(kept["k1"]), rotation, shift, covariance)


@dataclass(frozen=True)
class Beforehand:
    """What is known of a camera before looking: means and relative standard deviations."""

    focal_px: float
    focal_error: float
    k1_error: float = K1_ERROR

    @classmethod
    def of(cls, focal_35mm: float | None, width: int, height: int) -> Beforehand:
        if focal_35mm:
            return cls(focal_px(focal_35mm, width, height), STORED_FOCAL_ERROR)
        return cls(focal_px(USUAL_FOCAL_35MM, width, height), USUAL_FOCAL_ERROR)


def fit_pose(edges: Edges, mm_to_px: Matrix, size: tuple[int, int], known: Beforehand) -> Pose:
    """The pose of a flat card: Gauss-Newton on the distances across its edges.

    Args:
        edges: of one marker or of several of one card, in the card's millimetres.
        mm_to_px: the homography through them, to start from.
        size: width and height of the photo in pixels.
        known: of the camera.
    """
    camera = camera_matrix(known.focal_px, *size)
    rotation, shift = pose_of(mm_to_px, camera)
    pose, damping = Pose(camera, 0.0, rotation, shift), 1e-6
    cost = _cost(pose, edges, known)
    for _ in range(30):
        design, off, weights, scale = _linear(pose, edges, known)
        normal = design.T @ (weights[:, None] * design)
        step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -design.T @ (weights * off))
        step = step * scale
        tried = _moved(pose, step)
        lower = _cost(tried, edges, known)
        if lower <= cost:
            done = cost - lower < 1e-7 * (1 + cost)
            pose, cost, damping = tried, lower, damping / 10
            if done:
                break
        else:
            damping = max(damping, 1e-6) * 10
            if damping > 1e3:
                break
    return _with_covariance(pose, edges, known)


def residuals(pose: Pose, edges: Edges) -> Values:
    """Pixels by which each edge lies beside where the pose puts it, towards white, bloom taken out."""
    return look(pose, edges)[1]


def _moved(pose: Pose, step: Values) -> Pose:
    return replace(pose.changed(step[:8]), bloom_px=pose.bloom_px + float(step[8]))


def _cost(pose: Pose, edges: Edges, known: Beforehand) -> float:
    off = residuals(pose, edges)
    good = np.isfinite(edges.sigma_px)
    relative = off[good] / edges.sigma_px[good]
    # beyond three standard deviations an edge counts linearly (Huber)
    far = np.maximum(np.abs(relative) - 3.0, 0.0)
    return float((relative**2 - far**2).sum() + (held(pose, known) ** 2).sum())


def prior_rows(known: Beforehand) -> Values:
    """Derivatives (3, 9) of ``held``."""
    rows = np.zeros((3, 9))
    rows[0, FOCAL], rows[1, K1], rows[2, 8] = 1 / known.focal_error, 1 / known.k1_error, 1 / BLOOM_ERROR_PX
    return rows


def held(pose: Pose, known: Beforehand) -> Values:
    """Distance from what is known beforehand, in standard deviations."""
    focal = math.log(pose.camera[0, 0] / known.focal_px) / known.focal_error
    return np.array([focal, pose.k1 / known.k1_error, pose.bloom_px / BLOOM_ERROR_PX])


def _linear(pose: Pose, edges: Edges, known: Beforehand) -> tuple[Values, Values, Values, Values]:
    """Design, residuals and weights of edges and prior knowledge; columns scaled by ``scale``."""
    design, off = look(pose, edges)
    good = np.isfinite(edges.sigma_px)
    relative = np.where(good, np.abs(off) / np.where(good, edges.sigma_px, 1.0), 0.0)
    weights = np.where(good, 1 / np.where(good, edges.sigma_px, 1.0) ** 2, 0.0)
    weights = weights * np.minimum(1.0, 3.0 / np.maximum(relative, 1e-9))
    whole = np.concatenate([design, prior_rows(known)])
    scale = 1 / np.maximum(np.linalg.norm(whole, axis=0), 1e-12)
    return (
        whole * scale,
        np.concatenate([off, held(pose, known)]),
        np.concatenate([weights, np.ones(3)]),
        scale,
    )


def look(pose: Pose, edges: Edges) -> tuple[Values, Values]:
    """Derivatives (n, 9) of the residuals, and the residuals (n,) in pixels."""
    focal, centre = pose.camera[0, 0], pose.camera[:2, 2]
    arm = edges.mm @ pose.rotation[:, :2].T
    space = arm + pose.shift
    depth = space[:, 2:]
    flat = space[:, :2] / depth
    radius2 = (flat**2).sum(axis=1, keepdims=True)
    bend = 1 + pose.k1 * radius2
    # d pixel / d flat, then d flat / d space
    by_flat = focal * (bend[..., None] * np.eye(2) + 2 * pose.k1 * flat[:, :, None] * flat[:, None, :])
    flat_by_space = np.concatenate([np.tile(np.eye(2), (len(flat), 1, 1)), -flat[..., None]], axis=2)
    by_space = by_flat @ (flat_by_space / depth[..., None])
    ahead = (by_space @ (edges.along @ pose.rotation[:, :2].T)[..., None])[..., 0]
    normal = np.column_stack([ahead[:, 1], -ahead[:, 0]]) / np.linalg.norm(ahead, axis=1, keepdims=True)
    over = (by_space @ (edges.to_white @ pose.rotation[:, :2].T)[..., None])[..., 0]
    normal = normal * np.sign((normal * over).sum(axis=1, keepdims=True))
    off = ((edges.px - centre - focal * bend * flat) * normal).sum(axis=1) + pose.bloom_px
    across = np.einsum("ni,nij->nj", normal, by_space)
    design = np.column_stack(
        [
            -np.cross(arm, across),  # a turn w moves a point by w x arm
            -across,
            -(normal * focal * bend * flat).sum(axis=1),
            -(normal * focal * radius2 * flat).sum(axis=1),
            np.ones(len(off)),
        ]
    )
    return design, off


def _with_covariance(pose: Pose, edges: Edges, known: Beforehand) -> Pose:
    design, off, weights, scale = _linear(pose, edges, known)
    count = len(edges.mm)
    good = np.isfinite(edges.sigma_px)
    relative = off[:count][good] / edges.sigma_px[good]
    misfit = math.sqrt(float((relative**2).sum()) / max(1, int(good.sum()) - 7))
    weights = np.concatenate([weights[:count] / max(1.0, misfit) ** 2, weights[count:]])
    normal = design.T @ (weights[:, None] * design)
    whole = np.linalg.inv(normal) * np.outer(scale, scale)
    return replace(pose, covariance=whole[:8, :8], misfit=misfit)
