"""Points through a homography. Pure numpy, so that the web process need not load OpenCV to read a size."""

from __future__ import annotations

import numpy as np

from lesions.measurement.terms import LocalScale, Matrix, Points


def through(points: Points, matrix: Matrix) -> Points:
    """Points (n, 2) mapped by a homography (3, 3)."""
    at = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    matrix = np.asarray(matrix, dtype=np.float64)
    whole = at @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(whole[:, :2] / whole[:, 2:], dtype=np.float64)


def pixels_per_mm(scale: LocalScale, place_px: tuple[float, float]) -> float:
    """Pixels of the photo for a millimetre on the skin about a place, the mean of all directions."""
    x, y = place_px
    here, right, down = through(np.array([[x, y], [x + 1, y], [x, y + 1]]), scale.px_to_mm)
    (a, b), (c, d) = right - here, down - here
    return float(1 / np.sqrt(max(abs(a * d - b * c), 1e-12)))
