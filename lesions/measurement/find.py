"""The scale of a photo from the card on it, or the reason why there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lesions.measurement.card_scale import CARD_ABOVE_SKIN_MM, CardScale, scale_of
from lesions.measurement.cards import ANY_NUMBER
from lesions.measurement.edges import fit_marker
from lesions.measurement.evidence import why_unread
from lesions.measurement.find_l_card import find_l_card
from lesions.measurement.limbs import find_limb, may_be_round
from lesions.measurement.markers import Found, Reduced, read_markers
from lesions.measurement.pose import Beforehand
from lesions.measurement.refusals import pose_of_marker
from lesions.measurement.terms import Card, Pixels, Reason, Refusal, Setting


def find_scale(photo: Pixels, setting: Setting) -> CardScale | Refusal:
    """The scale of a photo.

    Args:
        photo: upright, at full size.
        setting: with the card that the person says lies there (``card=None``: nothing to find).
    """
    if setting.card is None:
        return Refusal(Reason.MISSING)
    small = Reduced.of(photo)
    found = read_markers(small)
    if not found:
        closer = why_unread(photo, small)
        if isinstance(closer, Reason):
            return Refusal(closer)
        found = closer
    matching = of_card(found, setting.card)
    if not matching:
        return Refusal(Reason.OTHER_CARD)
    if setting.card.is_single:
        return _single(photo, small, setting, setting.card, matching)
    return find_l_card(photo, small, setting, setting.card, matching)


def of_card(found: list[Found], card: Card) -> list[Found]:
    """The markers that belong to the card, the largest first."""
    numbers = {marker.number for marker in card.markers}
    return [one for one in found if one.number in numbers or ANY_NUMBER in numbers]


def _single(
    photo: Pixels, small: Reduced, setting: Setting, card: Card, found: list[Found]
) -> CardScale | Refusal:
    """The plane of the largest marker."""
    height, width = photo.shape[:2]
    best = found[0]
    marker = next(one for one in card.markers if one.number in (best.number, ANY_NUMBER))
    fitted = fit_marker(photo, best, marker)
    middle = np.asarray(marker.corners_mm).mean(axis=0)
    known = Beforehand.of(setting.focal_35mm, width, height)
    pose = pose_of_marker(fitted, (float(middle[0]), float(middle[1])), (width, height), known)
    if isinstance(pose, Refusal):
        return pose
    scale = scale_of(pose, setting, card, (fitted,))
    if not may_be_round(setting):
        return scale
    skin = pose.below(CARD_ABOVE_SKIN_MM)
    return replace(scale, limb=find_limb(small, skin, middle, fitted.corners_px, marker.side_mm))
