"""Looking at a photo from one point outward: rays, rings, and the best closed path around the point."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from lesions.measurement.terms import Pixels, Points

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]
#: the widest ring that is read at one level of the pyramid, in pixels of that level
WIDEST_RING_PX = 40.0


def _linear_light() -> Floats:
    """sRGB's transfer curve (IEC 61966-2-1) as a table of 256 logarithms, with a floor in the black."""
    value = np.arange(256) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.log(linear + 0.004), dtype=np.float32)


#: logarithm of linear light by 8-bit value: in it light and shade only add, and colour stays as it is
LOG_LIGHT = _linear_light()


@dataclass(frozen=True)
class Fan:
    """A photo sampled on rays around a point.

    Args:
        centre: in pixels of the picture given.
        radii: in pixels, growing; one row of ``light`` each.
        light: (radii, rays, 3), logarithm of linear light, RGB.
        seen: (radii, rays), False where the photo ends or something lies that is not skin.
    """

    centre: tuple[float, float]
    radii: Floats
    light: Floats
    seen: npt.NDArray[np.bool_]

    @property
    def angles(self) -> Floats:
        rays = self.light.shape[1]
        return np.asarray(np.arange(rays) * (2 * np.pi / rays), dtype=np.float32)

    def points(self, radius_of_ray: Floats) -> Points:
        """The closed polygon with this radius on each ray."""
        angles = self.angles
        return np.stack(
            [
                self.centre[0] + radius_of_ray * np.cos(angles),
                self.centre[1] + radius_of_ray * np.sin(angles),
            ],
            axis=1,
        ).astype(np.float64)


def radii_between(smallest: float, largest: float, number: int) -> Floats:
    """Radii in equal ratios: rays then look the same for a small lump and for a large one."""
    return np.asarray(np.geomspace(smallest, largest, number), dtype=np.float32)


def fan(
    photo: Pixels,
    centre: tuple[float, float],
    radii: Floats,
    rays: int,
    hidden: Pixels | None,
    widest_px: float = WIDEST_RING_PX,
) -> Fan:
    """Samples the photo around a point, each ring at a resolution that fits its width.

    Args:
        photo: RGB.
        centre: x, y in its pixels.
        radii: growing, in its pixels.
        rays: number of directions.
        hidden: same rows and columns, not 0 where nothing must be looked at.
        widest_px: of a ring at one level of the pyramid, in pixels of that level.
    """
    light = np.empty((len(radii), rays, 3), np.float32)
    seen = np.zeros((len(radii), rays), np.bool_)
    level = np.maximum(0, np.ceil(np.log2(np.maximum(radii, 1) / widest_px))).astype(int)
    for step in np.unique(level):
        rows = np.flatnonzero(level == step)
        ring = _rings(photo, centre, radii[rows], rays, 2 ** int(step), hidden)
        light[rows], seen[rows] = ring
    return Fan(centre, radii, light, seen)


def _rings(
    photo: Pixels, centre: tuple[float, float], radii: Floats, rays: int, shrink: int, hidden: Pixels | None
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Neighbouring rings, read from a window around the centre made smaller by a whole factor."""
    height, width = photo.shape[:2]
    reach = int(radii[-1]) + 2 * shrink + 2
    left, top = max(0, int(centre[0]) - reach), max(0, int(centre[1]) - reach)
    right, low = min(width, int(centre[0]) + reach + 1), min(height, int(centre[1]) + reach + 1)
    size = (max(1, (right - left) // shrink), max(1, (low - top) // shrink))
    part = photo[top : top + size[1] * shrink, left : left + size[0] * shrink]
    if not part.size:
        part = photo[top:low, left:right]
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA) if shrink > 1 else part
    angles = np.arange(rays) * (2 * np.pi / rays)
    x = (centre[0] + np.outer(radii, np.cos(angles))).astype(np.float32)
    y = (centre[1] + np.outer(radii, np.sin(angles))).astype(np.float32)
    x_small, y_small = (x - left + 0.5) / shrink - 0.5, (y - top + 0.5) / shrink - 0.5
    light = cv2.remap(LOG_LIGHT[small], x_small, y_small, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    seen = (x > 0) & (y > 0) & (x < width - 1) & (y < height - 1)
    if hidden is not None:
        row = np.clip(y, 0, height - 1).astype(int)
        seen &= hidden[row, np.clip(x, 0, width - 1).astype(int)] == 0
    return np.asarray(light, dtype=np.float32), seen


def closed_path(score: Floats, bend: float, widest_step: int = 3) -> tuple[Rows, float]:
    """The closed path over all rays with the largest sum of scores (dynamic programming, Viterbi).

    Args:
        score: (radii, rays).
        bend: what a step of one radius from ray to ray costs; a step of n costs n² times that.
        widest_step: how many radii the path may change from ray to ray.

    Returns:
        the row of each ray, and the mean score a ray along the path.
    """
    turned = np.concatenate([score, score], axis=1).T
    number, rays = score.shape
    steps = range(-widest_step, widest_step + 1)
    best = turned[0].astype(np.float32)
    came: list[Rows] = []
    for ray in turned[1:]:
        lifted = np.full((len(steps), number), -1e9, np.float32)
        for row, step in enumerate(steps):
            to, source = (
                slice(max(0, -step), number - max(0, step)),
                slice(max(0, step), number + min(0, step)),
            )
            lifted[row, to] = best[source] - bend * step * step
        choice = lifted.argmax(axis=0)
        came.append(np.arange(number) + choice - widest_step)
        best = lifted[choice, np.arange(number)] + ray
    path = np.empty(2 * rays, np.intp)
    path[-1] = int(best.argmax())
    for index in range(2 * rays - 2, -1, -1):
        path[index] = came[index][path[index + 1]]
    half = rays // 2
    middle = np.roll(path[half : half + rays], half)
    return middle, float(score[middle, np.arange(rays)].mean())
