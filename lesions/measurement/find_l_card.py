"""The scale from an L-shaped card: its markers together, flat or deformed, or fewer of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from lesions.measurement.card_scale import CARD_ABOVE_SKIN_MM, CardScale, scale_of
from lesions.measurement.edges import Edges, FittedMarker, fit_marker, homography
from lesions.measurement.l_card import Joint, join
from lesions.measurement.light import Values
from lesions.measurement.limbs import Limb, find_limb, may_be_round
from lesions.measurement.markers import Found, Reduced
from lesions.measurement.plane import through
from lesions.measurement.pose import Beforehand, Pose, camera_matrix, fit_pose
from lesions.measurement.sheets import outward
from lesions.measurement.terms import Card, Pixels, Points, Reason, Refusal, Setting

#: relative standard deviation of a length, since a stiff card may be lifted as a whole by some degrees, by
#: how many of its markers were seen (ours, from simulated cards: a quarter of them lifted by 3 to 8 degrees)
LIFT = {3: 0.02, 2: 0.024, 1: 0.03}
#: residual of a marker's edges, in shares of its side, that no plane leaves (ours: flat ones leave 0.3 %)
CREASED = 0.0035
#: on a photo that is sharper than this, corners found on the reduced picture are off alike, but for so much
SHARP_PX, ODD_PX = 1.3, 0.8
#: a lifted card stands on an edge so far from its middle, as if on a marker of this share of its width
STANDS = 0.6
#: a residual of the corners says so much about the error of a length
BY_RESIDUAL = 0.5


def find_l_card(
    photo: Pixels, small: Reduced, setting: Setting, card: Card, found: Sequence[Found]
) -> CardScale | Refusal:
    """The scale of a card with three markers.

    Args:
        photo: at full size.
        small: the same, reduced.
        found: markers with numbers of this card, the largest first, at least one.
    """
    size = photo.shape[1], photo.shape[0]
    best = {one.number: one for one in reversed(found)}
    markers = [marker for marker in card.markers if marker.number in best]
    fitted = [fit_marker(photo, best[marker.number], marker) for marker in markers]
    known = Beforehand.of(setting.focal_35mm, *size)
    spread = {"lift": LIFT[len(fitted)]}
    if len(fitted) == 1:
        pose = fit_pose(fitted[0].edges, fitted[0].mm_to_px, size, known)
        if not _rest_is_outside(pose, card, size):
            return Refusal(Reason.OCCLUDED)
        return _with(scale_of(pose, setting, card, fitted), spread)
    camera = camera_matrix(known.focal_px, *size)
    blur_px = max(one.blur_px for one in fitted)
    joint = join(card, _corners(fitted, best), camera, known.focal_error, setting.surface, blur_px)
    if isinstance(joint, Refusal):
        return joint
    if joint.sheet is None and any(fits_no_plane(one) for one in fitted):
        return Refusal(Reason.FOLDED)
    if joint.sheet is None:
        pose = _flat(fitted, card, size, known)
        scale = _with(scale_of(pose, setting, card, fitted), spread)
        return replace(scale, limb=_limb_below(small, pose, card, setting))
    sheet = joint.sheet
    pose = Pose(sheet.lens(camera), 0.0, sheet.rotation, np.array(sheet.shift))
    scale = _with(scale_of(pose, setting, card, fitted), spread | _unsure(joint))
    limb = joint.limb or _limb_below(small, pose, card, setting)
    return replace(scale, flat_px_to_mm=joint.flat_px_to_mm, limb=limb)


def fits_no_plane(one: FittedMarker) -> bool:
    """Whether a marker's edges fit no plane, as when a crease runs through it."""
    return one.residual_px > CREASED * _side_px(one.corners_px)


def _corners(fitted: Sequence[FittedMarker], raw: Mapping[int, Found]) -> dict[int, Points]:
    """The corners of all markers; those found on the reduced picture where a crease runs through a marker.

    They lie too far in by the light that bleeds into black: as far as those of the other markers.
    """
    bled = {one.number: _bled(one, raw[one.number]) for one in fitted}
    least = min(float(np.abs(value).max()) for value in bled.values())
    creased = [one.number for one in fitted if _is_creased(one, bled[one.number], least)]
    whole = [value for number, value in bled.items() if number not in creased]
    inward = float(np.median(np.concatenate(whole))) if whole else 0.0
    return {
        one.number: raw[one.number].corners_px + inward * outward(raw[one.number].corners_px)
        if one.number in creased
        else one.corners_px
        for one in fitted
    }


def _bled(one: FittedMarker, raw: Found) -> Values:
    """Pixels by which each corner was found too far in."""
    away = (one.corners_px - raw.corners_px) * outward(one.corners_px)
    return np.asarray(away.sum(axis=1), dtype=np.float64)


def _is_creased(one: FittedMarker, bled_px: Values, least_px: float) -> bool:
    """Whether edges fit no plane, or a sharp photo's corners lie beside the plane of the edges."""
    odd = one.blur_px < SHARP_PX and float(np.abs(bled_px).max()) > least_px + ODD_PX
    return odd or fits_no_plane(one)


def _side_px(corners_px: Points) -> float:
    return float(np.linalg.norm(corners_px - np.roll(corners_px, 1, axis=0), axis=1).mean())


def _flat(fitted: Sequence[FittedMarker], card: Card, size: tuple[int, int], known: Beforehand) -> Pose:
    """One pose through the edges of all markers."""
    numbers = [one.number for one in fitted]
    corners_mm = np.concatenate(
        [np.asarray(marker.corners_mm) for marker in card.markers if marker.number in numbers]
    )
    corners_px = np.concatenate([one.corners_px for one in fitted])
    edges = Edges.joined([one.edges for one in fitted])
    return fit_pose(edges, homography(corners_mm, corners_px), size, known)


def _limb_below(small: Reduced, pose: Pose, card: Card, setting: Setting) -> Limb | None:
    """The limb on which a card lies, where the photo shows its outlines."""
    if not may_be_round(setting):
        return None
    corners_mm = np.concatenate([np.asarray(marker.corners_mm) for marker in card.markers])
    (left, top), (right, low) = corners_mm.min(axis=0), corners_mm.max(axis=0)
    whole = pose.px(np.array([(left, top), (right, top), (right, low), (left, low)]))
    skin = pose.below(CARD_ABOVE_SKIN_MM)
    return find_limb(small, skin, corners_mm.mean(axis=0), whole, STANDS * float(right - left))


def _rest_is_outside(pose: Pose, card: Card, size: tuple[int, int]) -> bool:
    """Whether all but one marker of a card lie beside the photo, at least in part."""
    inside = 0
    for marker in card.markers:
        there = through(np.asarray(marker.corners_mm), pose.mm_to_ideal)
        inside += bool((there > 0).all() and (there < np.array(size) - 1).all())
    return inside <= 1


def _unsure(joint: Joint) -> dict[str, float]:
    """Relative standard deviations from a card's shape."""
    return {"edge": max(BY_RESIDUAL * joint.residual, 0.001), "bend": joint.unsure}


def _with(scale: CardScale, spread: dict[str, float]) -> CardScale:
    return replace(scale, spread={**scale.spread, **spread})
