"""Where the red ring around a lump ends.

Redness is the logarithm of red over green light, the erythema index of Diffey and others (Br J Dermatol
1984): blood takes green light away, brightness and shade leave it as it is. The limits are ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from lesions.measurement.outline import pixels_per_mm
from lesions.measurement.outline_features import around
from lesions.measurement.outline_polar import Fan, Floats, closed_path, fan, radii_between
from lesions.measurement.terms import LocalScale, Pixels, Points

#: the ring must be redder than the skin farther out by this logarithm of red over green light
LEAST_REDDER = 0.06
#: how far beyond the lump redness is looked for: its own mean radius, at least so many mm
REACH_MM = 8.0
ROWS, RAYS = 100, 96
#: rows over which redness just inside and just outside a place is averaged
BESIDE = 8
LARGEST_DRAWN = 600  # pixels, when several red areas are joined


def redness(
    photo: Pixels,
    *,
    outlines_px: Sequence[Points],
    scale: LocalScale | None = None,
    offset: tuple[float, float] = (0.0, 0.0),
) -> tuple[Points, ...]:
    """Outer borders of the red areas around lumps, the lumps within included; empty when nothing is redder.

    Args:
        photo: RGB, the whole photo or a crop of it.
        outlines_px: of the lumps, in pixels of the whole photo.
        scale: millimetres about them, None when unknown.
        offset: x, y of the crop's upper left pixel in the whole photo.
    """
    shift = np.asarray(offset, dtype=np.float64)
    areas = [
        area for outline in outlines_px if (area := _area(photo, outline - shift, scale, shift)) is not None
    ]
    return tuple(area + shift for area in _joined(areas))


def _area(photo: Pixels, outline: Points, scale: LocalScale | None, shift: Points) -> Points | None:
    middle = outline.mean(axis=0)
    border = np.linalg.norm(outline - middle, axis=1)
    least = 0.0
    if scale is not None:
        least = REACH_MM * pixels_per_mm(scale, (float(middle[0] + shift[0]), float(middle[1] + shift[1])))
    largest = float(border.max()) + max(least, float(border.mean()))
    radii = radii_between(max(1.0, 0.5 * float(border.min())), largest, ROWS)
    rays = fan(photo, (float(middle[0]), float(middle[1])), radii, RAYS, None)
    red = around(rays.light[..., :1] - rays.light[..., 1:2], 1.5)[..., 0]
    lump = _row_of_border(rays, outline)
    row = np.arange(ROWS)[:, None]
    ring, far = (row > lump + 2) & (row <= lump + 2 + BESIDE), row > lump + 0.75 * (ROWS - lump)
    if not far.any() or _median(red, ring) - _median(red, far & rays.seen) < LEAST_REDDER:
        return None
    score = _drop(red)
    score[(row < lump + 3) | ~rays.seen] = -1
    path, _ = closed_path(score, bend=0.003)
    return rays.points(around(rays.radii[path][None, :, None], 1.5)[0, :, 0])


def _median(values: Floats, where: npt.NDArray[np.bool_]) -> float:
    chosen = values[where]
    return float(np.median(chosen)) if chosen.size else 0.0


def _row_of_border(rays: Fan, outline: Points) -> Floats:
    """The row in which each ray leaves the lump."""
    turned = outline - np.asarray(rays.centre)
    angle = np.arctan2(turned[:, 1], turned[:, 0]) % (2 * np.pi)
    order = np.argsort(angle)
    radius = np.interp(rays.angles, angle[order], np.linalg.norm(turned, axis=1)[order], period=2 * np.pi)
    return np.asarray(np.interp(radius, rays.radii, np.arange(len(rays.radii))), dtype=np.float32)


def _drop(red: Floats) -> Floats:
    """How much redder it is just inside than just outside of each place."""
    total = np.cumsum(np.pad(red, ((BESIDE + 1, BESIDE), (0, 0)), mode="edge"), axis=0)
    mean = (total[BESIDE:] - total[:-BESIDE]) / BESIDE
    return np.asarray(mean[: len(red)] - mean[BESIDE : BESIDE + len(red)], dtype=np.float32)


def _joined(areas: list[Points]) -> list[Points]:
    """Overlapping areas become one, so that none is counted twice."""
    if len(areas) < 2:
        return areas
    points = np.concatenate(areas)
    low, size = points.min(axis=0) - 2, np.ptp(points, axis=0) + 4
    grow = LARGEST_DRAWN / float(size.max())
    drawn = np.zeros((int(size[1] * grow) + 2, int(size[0] * grow) + 2), np.uint8)
    for area in areas:
        cv2.fillPoly(drawn, [np.round((area - low) * grow).astype(np.int32)], 255)
    found, _ = cv2.findContours(drawn, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return [contour.reshape(-1, 2) / grow + low for contour in found if len(contour) > 2]
