"""The scale of a photo from the card on it, or the reason why there is none."""

from __future__ import annotations

import numpy as np

from lesions.measurement import pose
from lesions.measurement.card_scale import CardScale, plane_of
from lesions.measurement.cards import ANY_NUMBER
from lesions.measurement.edges import fit_marker
from lesions.measurement.fingers import Lie
from lesions.measurement.markers import Found, read_markers
from lesions.measurement.terms import Card, Pixels, Reason, Refusal, Setting

#: taken when a photo does not tell its focal length: phones' main cameras lie between 23 and 30 mm
USUAL_FOCAL_35MM = 27.0


def find_scale(photo: Pixels, setting: Setting) -> CardScale | Refusal:
    """The scale of a photo.

    Args:
        photo: upright, at full size.
        setting: with the card that the person says lies there (``card=None``: nothing to find).
    """
    if setting.card is None:
        return Refusal(Reason.MISSING)
    found = read_markers(photo)
    if not found:
        return Refusal(Reason.MISSING)
    matching = of_card(found, setting.card)
    if not matching:
        return Refusal(Reason.OTHER_CARD)
    return _single(photo, setting, setting.card, matching)


def of_card(found: list[Found], card: Card) -> list[Found]:
    """The markers that belong to the card, the largest first."""
    numbers = {marker.number for marker in card.markers}
    return [one for one in found if one.number in numbers or ANY_NUMBER in numbers]


def _single(photo: Pixels, setting: Setting, card: Card, found: list[Found]) -> CardScale:
    """The plane of the largest marker."""
    height, width = photo.shape[:2]
    best = found[0]
    marker = next(one for one in card.markers if one.number in (best.number, ANY_NUMBER))
    corners_mm = np.asarray(marker.corners_mm)
    fitted = fit_marker(photo, best, marker)
    px_to_mm = plane_of(fitted.corners_px, corners_mm)
    focal = pose.focal_px(setting.focal_35mm or USUAL_FOCAL_35MM, width, height)
    mm_to_px = np.asarray(np.linalg.inv(px_to_mm), dtype=np.float64)
    camera = pose.camera_matrix(focal, width, height)
    rotation, shift = pose.pose_of(mm_to_px, camera)
    middle = rotation[:, :2] @ corners_mm.mean(axis=0) + shift
    return CardScale(
        px_to_mm,
        (fitted.corners_px,),
        pose.tilt_of(rotation, middle),
        float(np.linalg.norm(middle)) if setting.focal_35mm else None,
        {"edge": 0.002, "plane": 0.03, "printed": card.printed_error},
        Lie.of(setting, camera),
        (float(corners_mm[:, 0].mean()), float(corners_mm[:, 1].mean())),
    )
