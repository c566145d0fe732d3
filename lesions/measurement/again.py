"""The outline of an earlier photo laid on a later one of the same lesion, as a place to start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lesions.measurement.picture import open_upright
from lesions.measurement.plane import pixels_per_mm
from lesions.measurement.registration import (
    HALF_MM,
    Registration,
    Sight,
    Unregistered,
    carry_over,
    register,
)
from lesions.measurement.terms import LocalScale, Points


@dataclass(frozen=True)
class Once:
    """A lesion on one photo, as it was measured then.

    Args:
        data: of the photo's file.
        scale: about the lesion.
        outlines_px: in pixels of the upright photo; may be empty for the later one.
        place_px: where the lesion is, when there is no outline.
        avoid_px: the card's markers.
    """

    data: bytes
    scale: LocalScale
    outlines_px: tuple[Points, ...] = ()
    place_px: tuple[float, float] | None = None
    avoid_px: tuple[Points, ...] = ()


@dataclass(frozen=True)
class Again:
    """Where the earlier outlines lie on the later photo, and how sure that is."""

    outlines_px: tuple[Points, ...]
    registration: Registration


def outline_again(earlier: Once, later: Once) -> Again | Unregistered:
    """Register both photos about the lesion and carry the outlines over.

    Raises:
        picture.CannotOpen: one of them is no photo that can be read.
        ValueError: a photo without outline and place.
    """
    found = register(_sight(earlier), _sight(later))
    if isinstance(found, Unregistered):
        return found
    return Again(carry_over(earlier.outlines_px, found), found)


def _sight(once: Once) -> Sight:
    """Only the part about the lesion is turned and kept in memory."""
    place = _middle(once.outlines_px, once.place_px)
    reach = 1.6 * HALF_MM[1] * pixels_per_mm(once.scale, place)
    x, y = place
    picture = open_upright(once.data, part=(x - reach, y - reach, x + reach, y + reach))
    return Sight(picture.pixels, once.scale, once.outlines_px, place, once.avoid_px, picture.offset_px)


def _middle(outlines_px: Sequence[Points], place: tuple[float, float] | None) -> tuple[float, float]:
    if not outlines_px:
        if place is None:
            raise ValueError("neither an outline nor a place")
        return place
    points = np.concatenate([np.asarray(one) for one in outlines_px])
    x, y = (points.min(axis=0) + points.max(axis=0)) / 2
    return float(x), float(y)
