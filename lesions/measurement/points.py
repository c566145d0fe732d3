"""POINTS.json and PREDICTIONS.json: what a person says about photos, and what was measured on them.

POINTS is an object of photos by file name, each with ``marker_mm`` (side of a single marker) or
``card_layout`` (``markers``: number -> four corners in mm, or the key of a card we print), ``card_place``,
``hand_lies``, ``site`` (a ``terms.Surface``; absent: flat) and ``lesions``, each with ``tap``, ``box`` and
``outline`` in pixels of the upright photo. The form is that of our sample of rendered photos.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lesions.measurement.cards import CARDS, single
from lesions.measurement.shape import area_of
from lesions.measurement.terms import Card, CardPlace, Marker, Points, Setting, Surface

USES = ("tap", "box", "outline")
#: larger than any paper that lies beside a lesion
LARGEST_MARKER_MM = 200.0


class PointsError(ValueError):
    """What was said about a photo cannot be understood; the text says which and how it should be."""


@dataclass(frozen=True)
class PhotoPoints:
    """One photo's entry: its setting, and where each lesion is; None where this was not said."""

    setting: Setting
    places: Mapping[str, Points | None]


def read_points(text: str | bytes, use: str, names: Sequence[str]) -> dict[str, PhotoPoints]:
    """The entries of these photos; photos that are not in it are left out.

    Args:
        use: one of ``USES``: which way of pointing is taken.

    Raises:
        PointsError: no JSON object, or an entry of these photos that cannot be understood.
    """
    try:
        entries = json.loads(text)
    except ValueError as error:
        raise PointsError(f"It is not JSON: {error}") from error
    if not isinstance(entries, dict):
        raise PointsError("It should be an object with a photo's file name as each key.")
    return {name: _photo(name, entries[name], use) for name in names if name in entries}


def _photo(name: str, entry: Any, use: str) -> PhotoPoints:
    try:
        if not isinstance(entry, dict) or not isinstance(entry.get("lesions", {}), dict):
            raise PointsError("an entry should be an object with an object of lesions")
        lesions = entry.get("lesions", {})
        places = {str(key): _place(key, lesion, use) for key, lesion in lesions.items()}
        return PhotoPoints(setting_of(entry), places)
    except PointsError as error:
        raise PointsError(f"{name}: {error}") from error


def setting_of(entry: Mapping[str, Any]) -> Setting:
    """The card, where it lies, and what the skin is like.

    Raises:
        PointsError: a value that cannot be understood.
    """
    lies = entry.get("hand_lies")
    if lies not in (True, False, None):
        raise PointsError("hand_lies should be true, false or null")
    return Setting(
        card=card_of(entry),
        place=CardPlace(one_of("card_place", entry.get("card_place", "same_skin"), CardPlace)),
        surface=Surface(one_of("site", entry.get("site") or "flat", Surface)),
        surface_said=bool(entry.get("site")),
        hand_lies=lies,
        focal_35mm=_focal(entry.get("focal_35mm")),
    )


def card_of(entry: Mapping[str, Any]) -> Card | None:
    """From ``card_layout`` or else ``marker_mm``; None when neither is given."""
    layout, side = entry.get("card_layout"), entry.get("marker_mm")
    if isinstance(layout, str):
        return CARDS[one_of("card_layout", layout, CARDS)]
    if layout is not None:
        return _layout(layout)
    if side is None:
        return None
    if not is_number(side) or not 0 < side <= LARGEST_MARKER_MM:
        raise PointsError(f"marker_mm should be a number of millimetres up to {LARGEST_MARKER_MM:g}")
    return single(float(side))


def _layout(layout: Any) -> Card:
    markers = layout.get("markers") if isinstance(layout, dict) else None
    if not isinstance(markers, dict) or not markers:
        raise PointsError("card_layout should hold markers: a number, and four corners in mm for each")
    return Card("layout", tuple(_marker(number, corners) for number, corners in markers.items()))


def _marker(number: str, corners: Any) -> Marker:
    points = numbers(corners, (4, 2))
    if points is None or not number.isdecimal() or int(number) > 49:
        raise PointsError(f"marker {number} should have a number from 0 to 49 and four corners in mm")
    return Marker(int(number), tuple((float(x), float(y)) for x, y in points))


def _place(key: str, lesion: Any, use: str) -> Points | None:
    """(2,) for a tap, (4,) for a box, (n, 2) for an outline."""
    value = lesion.get(use) if isinstance(lesion, dict) else None
    if value is None:
        return None
    shape = {"tap": (2,), "box": (4,), "outline": (-1, 2)}[use]
    place = numbers(value, shape)
    if place is None or (use == "outline" and len(place) < 3):
        how = {"tap": "x and y", "box": "left, top, right and low", "outline": "at least three points x, y"}
        raise PointsError(f"the {use} of {key} should be {how[use]}, in pixels")
    if use == "box" and not (place[0] < place[2] and place[1] < place[3]):
        raise PointsError(f"the box of {key} should be left, top, right and low, in this order")
    return place


def numbers(value: Any, shape: tuple[int, ...]) -> Points | None:
    """The value as an array of this shape (-1: any length) of finite numbers; None if it is not one."""
    try:
        array = np.asarray(value, dtype=np.float64)
    except (ValueError, TypeError, OverflowError):
        return None
    fits = array.ndim == len(shape) and all(
        want in (-1, have) for want, have in zip(shape, array.shape, strict=True)
    )
    return array if fits and bool(np.isfinite(array).all()) else None


def is_number(value: Any) -> bool:
    """Whether it is a number that a length can be; JSON knows whole ones of any size."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -1e9 < value < 1e9


def one_of(name: str, value: Any, known: Any) -> str:
    """The value, if it is one of the known words."""
    words = [str(word) for word in known]
    if value not in words:
        raise PointsError(f"{name} should be one of {', '.join(words)}")
    return str(value)


def _focal(value: Any) -> float | None:
    if value is None:
        return None
    if not is_number(value) or not 5 <= value <= 2000:
        raise PointsError("focal_35mm should be a number of millimetres from 5 to 2000")
    return float(value)


def largest(outlines_px: Sequence[Points]) -> Points:
    """The outline of the largest lump: PREDICTIONS has room for one."""
    return max(outlines_px, key=area_of)
