"""What is known about each place on the rays around a point: is it the lump's border?

All but the last few numbers are differences of log light, so that neither the colour of the lamp nor its
strength nor the tone of the skin enters.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from lesions.measurement.outline_polar import Fan, Floats

#: borders of the rings inside (negative) and outside of a place whose means are compared, in rows of the fan
NARROW = (-29, -17, -11, -7, -4, -2, -1, 0, 1, 2, 4, 7, 11, 17, 29)
BROAD = (-29, -11, -4, 0, 4, 11, 29)
#: half-widths of what is averaged along the turn, as shares of a turn
FINE_TURN, WIDE_TURN = 1 / 64, 1 / 8
WIDEST = 29
MIDDLE_ROWS = 6


def around(rings: Floats, width: float) -> Floats:
    """Smoothed along the turn only, with a Gaussian whose standard deviation is ``width`` rays."""
    rays = rings.shape[1]
    wrap = min(rays, int(4 * width) + 1)
    wide = np.concatenate([rings[:, -wrap:], rings, rings[:, :wrap]], axis=1)
    size = 2 * int(3 * width + 0.5) + 1
    smooth = cv2.GaussianBlur(wide, (size, 1), width, sigmaY=0.01)
    return np.asarray(smooth[:, wrap : wrap + rays].reshape(rings.shape), dtype=np.float32)


def _sums(rings: Floats) -> Floats:
    padded = np.pad(rings, ((WIDEST + 1, WIDEST), (0, 0), (0, 0)), mode="edge")
    return np.asarray(np.cumsum(padded, axis=0, dtype=np.float32), dtype=np.float32)


def _mean(sums: Floats, start: int, end: int) -> Floats:
    """Mean of the rows from ``start`` up to ``end`` (left out), counted from each row."""
    number = len(sums) - 2 * WIDEST - 1
    high, low = WIDEST + end, WIDEST + start
    return np.asarray(
        (sums[high : high + number] - sums[low : low + number]) / (end - start), dtype=np.float32
    )


def _pools(rings: Floats) -> tuple[Floats, Floats]:
    """Mean colour of all that lies nearer and of all that lies farther, for each row; (rows, 1, 3)."""
    ring = rings.mean(axis=1, keepdims=True)
    count = np.arange(1, len(ring) + 1, dtype=np.float32)[:, None, None]
    nearer = np.cumsum(ring, axis=0) / count
    farther = (np.cumsum(ring[::-1], axis=0) / count)[::-1]
    return np.asarray(nearer, dtype=np.float32), np.asarray(farther, dtype=np.float32)


def features(fan: Fan, usual_px: float | None, density: float | None, box_radius: Floats | None) -> Floats:
    """Numbers for each place, (rows, rays, number of features).

    Args:
        fan: rays around the point.
        usual_px: mean radius of a first outline in pixels; None when there is none.
        density: pixels for a millimetre; None when unknown.
        box_radius: for each ray where it leaves the person's box, in pixels; None without a box.
    """
    rows, rays = fan.light.shape[:2]
    fine = around(fan.light, FINE_TURN * rays / 2)
    wide = around(fan.light, WIDE_TURN * rays / 2)
    ring = np.broadcast_to(fan.light.mean(axis=1, keepdims=True), (rows, 1, 3))
    fine_sums, wide_sums, ring_sums = _sums(fine), _sums(wide), _sums(np.asarray(ring, dtype=np.float32))
    here = _mean(wide_sums, -11, 11)
    parts = [_mean(fine_sums, a, b) - here for a, b in pairwise(NARROW)]
    parts += [_mean(wide_sums, a, b) - here for a, b in pairwise(BROAD)]
    parts += [_mean(ring_sums, a, b) - here for a, b in pairwise(BROAD)]
    parts += [pool - here for pool in _pools(fan.light)]
    parts.append(fan.light[:MIDDLE_ROWS].mean(axis=(0, 1)) - here)
    parts.append(_rough(fan))
    parts.append(_place(fan, usual_px, density, box_radius))
    return np.concatenate([np.broadcast_to(part, (rows, rays, part.shape[2])) for part in parts], axis=2)


def _rough(fan: Fan) -> Floats:
    """How much neighbouring rays differ just inside and just outside: texture, hair, noise."""
    grey = fan.light[..., 1:2]
    rough = np.abs(grey - np.roll(grey, 1, axis=1))
    sums = _sums(around(rough, WIDE_TURN * grey.shape[1] / 2))
    return np.concatenate([_mean(sums, -4, 0), _mean(sums, 0, 4)], axis=2) * 4


def _place(fan: Fan, usual_px: float | None, density: float | None, box_radius: Floats | None) -> Floats:
    """How large a lump ending here would be: in pixels, in mm, against a first outline, against a box."""
    place = np.zeros((*fan.light.shape[:2], 7), np.float32)
    radius = np.log(fan.radii)[:, None]
    place[..., 0] = np.minimum(radius, np.log(60))
    if density is not None:
        place[..., 1], place[..., 2] = radius - np.log(density), 1
    if usual_px is not None:
        place[..., 3] = radius - np.log(usual_px)
    if box_radius is not None:
        beyond = np.clip(radius - np.log(np.maximum(box_radius, 0.5)), -1.5, 1.5)
        place[..., 4], place[..., 5], place[..., 6] = beyond, np.maximum(beyond, 0), 1
    return place
