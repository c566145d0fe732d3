"""When a marker that was read is not to be used, and the pose it gives when it is."""

from __future__ import annotations

import math

import numpy as np

from lesions.measurement.edges import Edges, FittedMarker
from lesions.measurement.folds import CREASED_MISFIT, fit_crease
from lesions.measurement.light import Values
from lesions.measurement.pose import Beforehand, Pose, fit_pose, residuals
from lesions.measurement.terms import Reason, Refusal

#: pixels a bit below which edges run into each other
LEAST_BIT_PX = 5.0
#: blur in bits from which edges of neighbouring bits are one
MOST_BLUR_BITS = 0.2
#: tilt in degrees beyond which an error of a degree is one of 7 % and more
MOST_TILT_DEG = 65.0
#: share of bits that may show something else (a hair, a spot of glare)
MOST_WRONG_BITS = 0.03
#: share of edges that may not be seen at all (a finger, a reflection)
MOST_UNSEEN = 0.4
#: share of edges that may lie apart from the plane for reasons of their own
MOST_APART = 0.15
#: a crease up to this many degrees is fitted (we promise 8; those to be refused begin at 22): one that is
#: understood, and one that leaves something over, since a strong one can look like a slight one that does
MOST_CREASE_DEG = (13.0, 8.0)
#: misfit up to which a crease counts as understood and as seen at all, and the share of the flat card's that
#: it must fall below
CREASE_MISFIT, CREASE_GAIN = (2.0, 6.0), 0.6
#: edges that no slight crease explains: off by more than this share of a bit, and the share that may be so
#: (ours: of drawn slight creases none leaves one, a corner that is folded over leaves 14 %)
ASTRAY_BITS, MOST_ASTRAY = 0.05, 0.08
#: edges that lie apart by less, in pixels (root mean square), harm nobody, whatever they claim
HARMLESS_PX = 0.15
#: from a marker's middle to where its card ends, in sides
CARD_REACH = 0.75


def unusable(marker: FittedMarker) -> Refusal | None:
    """Why a marker gives no scale, by its picture alone."""
    if marker.bit_px < LEAST_BIT_PX:
        return Refusal(Reason.TOO_SMALL)
    if marker.blur_px > MOST_BLUR_BITS * marker.bit_px:
        return Refusal(Reason.TOO_BLURRED)
    if float(np.isinf(marker.edges.sigma_px).mean()) > MOST_UNSEEN:
        return Refusal(Reason.OCCLUDED)
    return None


def pose_of_marker(
    marker: FittedMarker, middle_mm: tuple[float, float], size: tuple[int, int], known: Beforehand
) -> Pose | Refusal:
    """The pose of the plane on which a card with one marker lies.

    Args:
        marker: with exact edges.
        middle_mm: of the marker on its card.
        size: width and height of the photo in pixels.
        known: of the camera.
    """
    bad = unusable(marker)
    if bad is not None:
        return bad
    pose = fit_pose(marker.edges, marker.mm_to_px, size, known)
    if _uneven_misfit(pose, marker.edges) > CREASED_MISFIT and _apart_px(pose, marker.edges) > HARMLESS_PX:
        return _creased(marker, pose, np.asarray(middle_mm), size, known)
    if marker.wrong_bits > MOST_WRONG_BITS:
        return Refusal(Reason.OCCLUDED)
    return _straight_enough(fit_pose(marker.plain, marker.mm_to_px, size, known), np.asarray(middle_mm))


def _creased(
    marker: FittedMarker, flat: Pose, middle: Values, size: tuple[int, int], known: Beforehand
) -> Pose | Refusal:
    """A slight crease is taken out; a few edges that lie apart are left out; all else is refused."""
    crease = fit_crease(marker.edges, flat, known, middle, marker.side_mm)
    if crease.misfit < min(CREASE_MISFIT[1], CREASE_GAIN * flat.misfit):
        if float((crease.apart_px > ASTRAY_BITS * marker.bit_px).mean()) > MOST_ASTRAY:
            return Refusal(Reason.FOLDED)
        understood = crease.misfit < CREASE_MISFIT[0]
        if crease.degrees > MOST_CREASE_DEG[0 if understood else 1]:
            return Refusal(Reason.FOLDED)
        return _straight_enough(crease.skin(CARD_REACH * marker.side_mm), middle)
    if marker.wrong_bits > MOST_WRONG_BITS:
        return Refusal(Reason.OCCLUDED)
    if float(np.isinf(marker.plain.sigma_px).mean()) <= MOST_APART:
        plain = fit_pose(marker.plain, marker.mm_to_px, size, known)
        if _apart_px(plain, marker.plain) < HARMLESS_PX:
            return _straight_enough(plain, middle)
    return Refusal(Reason.FOLDED)


def _straight_enough(pose: Pose, middle: Values) -> Pose | Refusal:
    return Refusal(Reason.TILTED) if pose.tilt_deg(middle) > MOST_TILT_DEG else pose


def _uneven_misfit(pose: Pose, edges: Edges) -> float:
    """A pose's misfit without what a shaken camera does: white that bleeds farther along one way.

    Blur that is longer along one side of the marker moves its edges towards white or black by the same on
    both sides of a bit, which moves no middle. A crease moves both sides of a bit the same way on the photo:
    one towards white and one away from it, so that it stays.
    """
    off, known = residuals(pose, edges), np.isfinite(edges.sigma_px)
    weight = np.where(known, 1 / edges.sigma_px, 0.0)
    upright = np.abs(edges.to_white[:, 0]) > np.abs(edges.to_white[:, 1])
    relative = []
    for way in (upright & known, ~upright & known):
        if way.any():
            even = float(np.average(off[way], weights=weight[way] ** 2))
            relative.append((off[way] - even) * weight[way])
    if not relative:
        return math.inf
    left = np.concatenate(relative)
    return math.sqrt(float(left @ left) / max(1, len(left) - 8))


def _apart_px(pose: Pose, edges: Edges) -> float:
    """Root mean square distance of the edges from where the pose puts them."""
    known = np.isfinite(edges.sigma_px)
    if not known.any():
        return math.inf
    return float(np.sqrt((residuals(pose, edges)[known] ** 2).mean()))
