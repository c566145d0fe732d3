"""How far a length read off a card's plane may be wrong, from what the photo shows and what it cannot show.

A flat marker tells its own plane. Whether the skin at the deposit keeps to that plane it cannot tell: a card
may be lifted at one side, a limb curves away below it. What is taken for that stands in ``uncertainty``.
"""

from __future__ import annotations

import math

import numpy as np

from lesions.measurement import uncertainty
from lesions.measurement.light import Values
from lesions.measurement.limbs import Limb
from lesions.measurement.plane import through
from lesions.measurement.pose import FOCAL, Pose
from lesions.measurement.terms import Matrix


def spread_at(
    pose: Pose, place_px: tuple[float, float], middle_mm: Values, limb: Limb | None = None
) -> dict[str, float]:
    """Relative standard deviations of a length about a place of the photo, by cause.

    Args:
        pose: of the card, with its covariance.
        place_px: middle of the deposit.
        middle_mm: middle of the card's markers.
        limb: under the card, when the photo shows how it lies.

    Returns:
        ``edge``: noise of the edges; ``lens``: focal length and distortion; ``tilt``: skin that is tilted
        against what is taken looks shorter or longer; ``plane``: skin that lies nearer or farther.
    """
    data, lens = _from_edges(pose, place_px)
    place_mm = through(np.array([place_px]), pose.px_to_mm(place_px))
    away = float(np.linalg.norm(place_mm[0] - middle_mm))
    far = pose.distance_mm(place_mm[0])
    met = None if limb is None else limb.touched(pose.ray(place_px))
    if limb is not None and met is not None:
        tilt = math.acos(min(1.0, abs(float(met[1] @ met[0])) / float(np.linalg.norm(met[0]))))
        part, above = math.radians(limb.error_deg), uncertainty.ABOVE_LIMB_MM
    else:
        tilt = math.radians(pose.tilt_deg(place_mm[0]))
        part, above = uncertainty.parting(tilt, away), 0.0
    return {
        "edge": data,
        "lens": lens,
        "tilt": uncertainty.by_tilt(part, tilt),
        "plane": uncertainty.by_plane(part, away, far, above),
    }


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
