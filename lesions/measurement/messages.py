"""What goes to the process that measures and what comes back, as JSON. Both ends use these functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from lesions.measurement.terms import Card, CardPlace, LocalScale, Marker, Points, Reading, Setting, Surface


def setting_to_json(setting: Setting) -> dict[str, Any]:
    return asdict(setting)


def setting_from_json(kept: Mapping[str, Any]) -> Setting:
    focal = kept["focal_35mm"]
    return Setting(
        card=None if kept["card"] is None else card_from_json(kept["card"]),
        place=CardPlace(kept["place"]),
        surface=Surface(kept["surface"]),
        surface_said=bool(kept["surface_said"]),
        hand_lies=kept["hand_lies"],
        focal_35mm=None if focal is None else float(focal),
    )


def card_from_json(kept: Mapping[str, Any]) -> Card:
    markers = tuple(
        Marker(int(one["number"]), tuple((float(x), float(y)) for x, y in one["corners_mm"]))
        for one in kept["markers"]
    )
    return Card(str(kept["key"]), markers, float(kept["printed_error"]))


def polygons_to_json(polygons: Sequence[Points]) -> list[list[list[float]]]:
    """To a hundredth of a pixel, which is far finer than anybody can point."""
    return [np.round(np.asarray(one, dtype=np.float64), 2).tolist() for one in polygons]


def polygons_from_json(kept: Sequence[Sequence[Sequence[float]]]) -> tuple[Points, ...]:
    """Closed polygons.

    Raises:
        ValueError: one that is no list of at least three points.
    """
    polygons = tuple(np.asarray(one, dtype=np.float64) for one in kept)
    if any(one.ndim != 2 or one.shape[0] < 3 or one.shape[1] != 2 for one in polygons):
        raise ValueError("an outline is a list of at least three points (x, y)")
    if not all(np.isfinite(one).all() for one in polygons):
        raise ValueError("an outline's points are numbers")
    return polygons


def reading_to_json(reading: Reading | None) -> dict[str, Any] | None:
    return None if reading is None else asdict(reading)


def reading_from_json(kept: Mapping[str, Any] | None) -> Reading | None:
    return None if kept is None else Reading(**kept)


def local_from_json(kept: Mapping[str, Any] | None) -> LocalScale | None:
    return None if kept is None else LocalScale.from_json(kept)
