"""Camera and pose: from a focal length and a homography to distance and tilt."""

from __future__ import annotations

import math

import numpy as np

from lesions.measurement.terms import Matrix

#: diagonal of the 36 x 24 mm film frame in mm: "35 mm equivalent" means the same angle across the diagonal
#: (CIPA DCG-001; phones keep to it, since their frames are 4:3)
FILM_DIAGONAL_MM = math.hypot(36.0, 24.0)


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
