"""How far a length read off a card's plane may be wrong, from what the photo shows and what it cannot show.

A flat marker tells its own plane. Whether the skin at the deposit keeps to that plane it cannot tell: a card
may be lifted at one side, a limb curves away below it. Both were drawn at random as they happen on made-up
photos (``bench/measure_scenes``), and the constants below are what makes the stated band hold there.
"""

from __future__ import annotations

import math

import numpy as np

from lesions.measurement.light import Values
from lesions.measurement.plane import through
from lesions.measurement.pose import FOCAL, Pose
from lesions.measurement.terms import Matrix

#: angle in degrees by which skin and card part: standard deviation for a card straight below the camera, and
#: for one seen at a slant (who takes more care with one takes more care with the other; ours, from scenes)
PART_DEG, PART_PER_TILT = 0.4, 0.08
#: by how much it grows with the way from card to deposit: 1 / the radius of a limb, in most photos none
CURVE_PER_MM = 1 / 500
#: how far edges of a neighbourhood err together (paper, lens): added to what the edges show, in pixels
COMMON_PX = 0.02


def spread_at(pose: Pose, place_px: tuple[float, float], middle_mm: Values) -> dict[str, float]:
    """Relative standard deviations of a length about a place of the photo, by cause.

    Args:
        pose: of the card, with its covariance.
        place_px: middle of the deposit.
        middle_mm: middle of the card's markers.

    Returns:
        ``edge``: noise of the edges; ``lens``: focal length and distortion; ``tilt``: skin that is tilted
        against the card looks shorter or longer; ``plane``: skin that lies nearer or farther.
    """
    data, lens = _from_edges(pose, place_px)
    place_mm = through(np.array([place_px]), pose.px_to_mm(place_px))
    away = float(np.linalg.norm(place_mm[0] - middle_mm))
    tilt = math.radians(pose.tilt_deg(place_mm[0]))
    part = math.hypot(
        math.radians(PART_DEG) + PART_PER_TILT * tilt,
        away * CURVE_PER_MM * min(1.0, tilt / math.radians(15.0)),
    )
    return {
        "edge": data,
        "lens": lens,
        "tilt": part * math.tan(min(tilt, 1.3)) * DIRECTIONS,
        "plane": away * math.tan(min(part, 1.0)) / 2 / pose.distance_mm(place_mm[0]),
    }


#: share of a change along one direction that a length in any direction takes up, in the mean square: of the
#: angle between them, and of that with the slant
DIRECTIONS = math.sqrt(3 / 8)


def _from_edges(pose: Pose, place_px: tuple[float, float]) -> tuple[float, float]:
    """What the pose's covariance does to lengths: by the edges alone, and by the lens."""
    covariance = pose.covariance
    if not covariance.any():
        return 0.0, 0.0
    inner, outer = covariance[:FOCAL, :FOCAL], covariance[FOCAL:, FOCAL:]
    mixed = covariance[:FOCAL, FOCAL:]
    alone = np.zeros_like(covariance)
    alone[:FOCAL, :FOCAL] = inner - mixed @ np.linalg.inv(outer) @ mixed.T
    data, whole = (_length_error(pose, place_px, part) for part in (alone, covariance))
    return data, math.sqrt(max(whole**2 - data**2, 0.0))


def _length_error(pose: Pose, place_px: tuple[float, float], covariance: Values) -> float:
    """Root mean square over all directions of a length's relative error."""
    values, vectors = np.linalg.eigh(covariance)
    here = _local(pose.px_to_mm(place_px), place_px)
    total = 0.0
    for value, vector in zip(values, vectors.T, strict=True):
        if value <= 0:
            continue
        step = vector * math.sqrt(value)
        there = _local(pose.changed(step).px_to_mm(place_px), place_px)
        change = there @ np.linalg.inv(here) - np.eye(2)
        sheared = (change + change.T) / 2
        total += (2 * float((sheared**2).sum()) + float(np.trace(sheared)) ** 2) / 8
    return math.sqrt(total)


def _local(px_to_mm: Matrix, place_px: tuple[float, float]) -> Values:
    """A homography's derivative at a place, (2, 2)."""
    x, y, w = px_to_mm @ np.array([*place_px, 1.0])
    return np.asarray((px_to_mm[:2, :2] - np.outer([x / w, y / w], px_to_mm[2, :2])) / w)
