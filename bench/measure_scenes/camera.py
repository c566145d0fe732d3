"""A pinhole camera with one term of radial distortion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Grid = npt.NDArray[np.float32]
#: diagonal of the 36 x 24 mm film that equivalent focal lengths refer to
FILM_DIAGONAL_MM = 43.267


@dataclass(frozen=True)
class Box:
    """Whole pixels from (left, top) up to, not including, (right, low)."""

    left: int
    top: int
    right: int
    low: int

    @property
    def empty(self) -> bool:
        return self.right <= self.left or self.low <= self.top

    @property
    def window(self) -> tuple[slice, slice]:
        return slice(self.top, self.low), slice(self.left, self.right)


@dataclass(frozen=True)
class Camera:
    """Axes: x right, y down, z forward; the world's rows of ``rotation``. (0, 0) is the first pixel's centre.

    Args:
        position: of the pupil, mm.
        k1: a point at radius r from the axis (in focal lengths) is seen at r (1 + k1 r²).
    """

    focal_px: float
    width: int
    height: int
    position: Floats
    rotation: Floats
    k1: float = 0.0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.width - 1) / 2, (self.height - 1) / 2

    @property
    def focal_35mm(self) -> int:
        """As EXIF gives it: by the diagonal, in whole mm."""
        return round(self.focal_px * FILM_DIAGONAL_MM / float(np.hypot(self.width, self.height)))

    def project(self, points: Floats) -> Floats:
        """World (..., 3) in mm to pixels (..., 2)."""
        seen = (points - self.position) @ self.rotation.T
        flat = seen[..., :2] / seen[..., 2:]
        bent = flat * (1 + self.k1 * (flat**2).sum(axis=-1, keepdims=True))
        return np.asarray(bent * self.focal_px + np.array(self.centre))

    def rays(self, box: Box, shift: tuple[float, float] = (0.0, 0.0)) -> Grid:
        """Directions in the world (rows, columns, 3) through a box of pixels, of length 1 along the axis."""
        cx, cy = self.centre
        x = ((np.arange(box.left, box.right) + shift[0] - cx) / self.focal_px).astype(np.float32)[None, :]
        y = ((np.arange(box.top, box.low) + shift[1] - cy) / self.focal_px).astype(np.float32)[:, None]
        turned = self.rotation.astype(np.float32)
        out = np.empty((y.size, x.size, 3), np.float32)
        if not self.k1:
            for axis in range(3):
                out[..., axis] = x * turned[0, axis] + (y * turned[1, axis] + turned[2, axis])
            return out
        bent = np.float32(self.k1) * (x**2 + y**2)
        # the inverse of r (1 + k1 r²) as a series; |k1 r²| stays below 0.01, so the next term is below 1e-6
        straight = 1 - bent * (1 - bent * (3 - 12 * bent))
        fx, fy = x * straight, y * straight
        for axis in range(3):
            out[..., axis] = fx * turned[0, axis] + fy * turned[1, axis] + turned[2, axis]
        return out

    def around(self, points_px: Floats, margin: float = 0.0) -> Box:
        """The box about some pixels, cut to the photo."""
        low, high = np.floor(points_px.min(axis=0) - margin), np.ceil(points_px.max(axis=0) + margin + 1)
        left, top = np.clip(low, 0, [self.width, self.height]).astype(int)
        right, bottom = np.clip(high, 0, [self.width, self.height]).astype(int)
        return Box(int(left), int(top), int(right), int(bottom))


def looking_at(
    target: Floats, distance_mm: float, tilt_deg: float, azimuth_deg: float, roll_deg: float
) -> tuple[Floats, Floats]:
    """Position and rotation of a camera that looks at a point, tilted against the world's upright."""
    tilt, azimuth = np.deg2rad([tilt_deg, azimuth_deg])
    back = np.array([np.sin(tilt) * np.cos(azimuth), np.sin(tilt) * np.sin(azimuth), np.cos(tilt)])
    forward = -back
    side = np.cross(forward, [0.0, 1.0, 0.0] if abs(back[1]) < 0.9 else [1.0, 0.0, 0.0])
    side /= np.linalg.norm(side)
    down = np.cross(forward, side)
    roll = np.deg2rad(roll_deg)
    right = np.cos(roll) * side + np.sin(roll) * down
    return target + back * distance_mm, np.array([right, np.cross(forward, right), forward])
