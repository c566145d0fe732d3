"""A card that was found: millimetres anywhere on the plane in which it lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from lesions.measurement.terms import LocalScale, Matrix, Points, Refusal


@dataclass(frozen=True)
class CardScale:
    """Where the card lies on the photo.

    Args:
        px_to_mm: homography from the photo to the card's plane.
        markers_px: corners of each marker, so that an outline keeps clear of them.
        tilt_deg: between the line of sight and the card's normal.
        distance_mm: from the camera to the card; None without a focal length.
        spread: as in ``LocalScale``: relative standard deviations that hold all over the card's plane.
    """

    px_to_mm: Matrix
    markers_px: tuple[Points, ...]
    tilt_deg: float
    distance_mm: float | None
    spread: Mapping[str, float]

    def at(self, place_px: tuple[float, float]) -> LocalScale | Refusal:
        """Millimetres on the skin about a place, taken as lying in the card's plane."""
        return LocalScale(self.px_to_mm, dict(self.spread))

    def to_json(self) -> dict[str, Any]:
        return {
            "px_to_mm": np.asarray(self.px_to_mm).tolist(),
            "markers_px": [np.asarray(corners).tolist() for corners in self.markers_px],
            "tilt_deg": self.tilt_deg,
            "distance_mm": self.distance_mm,
            "spread": dict(self.spread),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> CardScale:
        return cls(
            np.asarray(kept["px_to_mm"], dtype=np.float64),
            tuple(np.asarray(corners, dtype=np.float64) for corners in kept["markers_px"]),
            float(kept["tilt_deg"]),
            None if kept["distance_mm"] is None else float(kept["distance_mm"]),
            {str(cause): float(share) for cause, share in kept["spread"].items()},
        )


def plane_of(corners_px: Points, corners_mm: Points) -> Matrix:
    """The homography from the photo to the card's millimetres through matching corners."""
    matrix, _ = cv2.findHomography(corners_px.astype(np.float64), corners_mm.astype(np.float64))
    return np.asarray(matrix, dtype=np.float64)
