"""From one tap or a rough box to a proposed outline of a pale raised lump."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from lesions.measurement.outline_polar import Fan, Floats, Rows, closed_path, fan, radii_between
from lesions.measurement.terms import LocalScale, Pixels, Points, Proposal

Tap = tuple[float, float]
Box = tuple[float, float, float, float]

#: a lump is 2 to 40 mm long; seen from a tap near its end the border may be that far
LARGEST_REACH_MM = 42.0
SMALLEST_REACH_MM = 0.3
#: without a scale: the reach as a share of the photo's shorter side
REACH_SHARE = 0.4
#: a drop of paleness (in logarithms of light) as large as this is as good as any larger one
CLEAR_DROP = 0.25
RAYS = 96
RINGS = 120


class NothingFound(ValueError):
    """There is no pale lump here that stands out from the skin."""


def propose(
    photo: Pixels,
    *,
    tap: Tap | None = None,
    box: Box | None = None,
    scale: LocalScale | None = None,
    avoid_px: Sequence[Points] = (),
    offset: tuple[float, float] = (0.0, 0.0),
) -> Proposal:
    """An outline of the lump that was tapped or boxed, to be looked at by the person.

    Args:
        photo: RGB, the whole photo or a crop of it.
        tap: a point on the lump, in pixels of the whole photo.
        box: left, top, right, low of a rough box around it instead.
        scale: millimetres about the lump; None when they are not known yet.
        avoid_px: polygons that are not skin (the card's markers).
        offset: x, y of the crop's upper left pixel in the whole photo.

    Raises:
        NothingFound: nothing there looks like a lump.
        ValueError: neither tap nor box, or both, or outside the photo.
    """
    if (tap is None) == (box is None):
        raise ValueError("one of tap and box is needed")
    shift = np.asarray(offset, dtype=np.float64)
    start = np.asarray(tap if box is None else ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)) - shift
    height, width = photo.shape[:2]
    if not (0 <= start[0] < width and 0 <= start[1] < height):
        raise ValueError("the place lies outside the photo")
    hidden = _hidden(photo, avoid_px, shift)
    middle = (float(start[0]), float(start[1]))
    smallest, largest = _reach(photo, middle, scale, shift, box)
    rays = fan(photo, middle, radii_between(smallest, largest, RINGS), RAYS, hidden)
    first, _ = _border(rays, bend=0.02, first=True)
    closer = _look_again(photo, first, hidden)
    outline, score = _border(closer, bend=0.01)
    if score < 0.06:
        raise NothingFound("no lump stands out here")
    return Proposal((outline + shift,), ambiguity=0.05)


def window(
    size: tuple[int, int], *, tap: Tap | None = None, box: Box | None = None, scale: LocalScale | None
) -> tuple[int, int, int, int]:
    """The part of a photo that ``propose`` looks at: left, top, right, low in whole pixels.

    Args:
        size: width and height of the whole photo in pixels.
        tap, box, scale: as for ``propose``.
    """
    width, height = size
    if tap is not None:
        x, y, reach = *tap, REACH_SHARE * min(size)
        if scale is not None:
            reach = LARGEST_REACH_MM * pixels_per_mm(scale, tap)
    elif box is not None:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        reach = 1.5 * float(np.hypot(box[2] - box[0], box[3] - box[1])) / 2
    else:
        raise ValueError("one of tap and box is needed")
    reach += 8
    return (
        max(0, int(x - reach)),
        max(0, int(y - reach)),
        min(width, int(x + reach) + 1),
        min(height, int(y + reach) + 1),
    )


def _hidden(photo: Pixels, avoid_px: Sequence[Points], shift: Points) -> Pixels | None:
    if not avoid_px:
        return None
    hidden = np.zeros(photo.shape[:2], np.uint8)
    for polygon in avoid_px:
        cv2.fillPoly(hidden, [np.round(np.asarray(polygon) - shift).astype(np.int32)], 255)
    return hidden


def pixels_per_mm(scale: LocalScale, at: tuple[float, float]) -> float:
    """Pixels of the whole photo for a millimetre on the skin at this point, on the mean of all directions."""
    here = np.array([[at], [(at[0] + 1, at[1])], [(at[0], at[1] + 1)]], dtype=np.float64)
    mm = cv2.perspectiveTransform(here, np.asarray(scale.px_to_mm)).reshape(-1, 2)
    area = abs(np.linalg.det(np.stack([mm[1] - mm[0], mm[2] - mm[0]])))
    return float(1 / np.sqrt(max(area, 1e-12)))


def _reach(
    photo: Pixels, start: tuple[float, float], scale: LocalScale | None, shift: Points, box: Box | None
) -> tuple[float, float]:
    """Smallest and largest distance from the start at which the border can lie, in pixels."""
    if box is not None:
        half = np.array([box[2] - box[0], box[3] - box[1]]) / 2
        return max(1.0, 0.3 * float(half.min())), 1.5 * float(np.hypot(*half))
    if scale is None:
        return 2.0, REACH_SHARE * min(photo.shape[:2])
    density = pixels_per_mm(scale, (start[0] + shift[0], start[1] + shift[1]))
    return max(1.0, SMALLEST_REACH_MM * density), LARGEST_REACH_MM * density


def _border(rays: Fan, bend: float, first: bool = False) -> tuple[Points, float]:
    """The closed path where pale turns into skin most clearly."""
    step = float(np.log(rays.radii[1] / rays.radii[0]))
    # A soft border lies where linear light is half-way; on dark skin its logarithm is so only farther out.
    light = rays.light if first else np.exp(rays.light - rays.light.mean(axis=(0, 1)))
    paleness = _around(light @ np.array([-0.3, 0.5, 0.8], np.float32), 1.0)
    near = max(1, round((0.16 if first else 0.1) / step))
    score = _drop(paleness, near)
    score[~rays.seen] = -CLEAR_DROP
    if first:
        score = np.clip(score, -CLEAR_DROP, CLEAR_DROP)
        passed = np.maximum.accumulate(score, axis=0)[: -2 * near]
        score[2 * near :] -= 0.5 * np.maximum(passed, 0)
    score[:2] = -CLEAR_DROP
    path, mean = closed_path(score, bend)
    radius = np.interp(_finer(score, path), np.arange(len(rays.radii)), rays.radii).astype(np.float32)
    return rays.points(_around(radius[None], 1.2)[0]), mean


def _around(rings: Floats, width: float) -> Floats:
    """Smoothed along the rays' turn, and a little across the rings."""
    rays = rings.shape[1]
    return np.asarray(
        cv2.GaussianBlur(np.hstack([rings] * 3), (0, 0), width)[:, rays:-rays], dtype=np.float32
    )


def _drop(paleness: Floats, near: int) -> Floats:
    """How much paler it is just inside than just outside, for each ring and ray."""
    total = np.cumsum(np.pad(paleness, ((near + 1, near), (0, 0)), mode="edge"), axis=0)
    mean = (total[near:] - total[:-near]) / near
    number = len(paleness)
    return np.asarray(mean[:number] - mean[near : near + number], dtype=np.float32)


def _finer(score: Floats, path: Rows) -> Floats:
    """The peak of the score between rings (parabola through three)."""
    inner = np.clip(path, 1, len(score) - 2)
    ray = np.arange(score.shape[1])
    before, here, after = score[inner - 1, ray], score[inner, ray], score[inner + 1, ray]
    curve = before - 2 * here + after
    move = np.where(curve < -1e-6, 0.5 * (before - after) / np.minimum(curve, -1e-6), 0)
    return np.asarray(path - 0.5 + np.clip(move, -0.5, 0.5), dtype=np.float32)


def _look_again(photo: Pixels, outline: Points, hidden: Pixels | None) -> Fan:
    """Rays from the middle of a first outline, in a narrower band of radii."""
    area = cv2.moments(outline.astype(np.float32))
    middle = outline.mean(axis=0)
    if area["m00"] > 1:
        middle = np.array([area["m10"], area["m01"]]) / area["m00"]
    distance = np.linalg.norm(outline - middle, axis=1)
    radii = radii_between(max(0.7, 0.7 * float(distance.min())), 1.4 * float(distance.max()), RINGS)
    return fan(photo, (float(middle[0]), float(middle[1])), radii, RAYS * 2, hidden)
