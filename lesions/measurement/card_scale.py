"""A card that was found: millimetres anywhere on the plane in which it lies."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lesions.measurement.deformed import WORST_HARM, harm_of_fold
from lesions.measurement.edges import FittedMarker
from lesions.measurement.fingers import Lie, Vector, on_skin, touching_plane
from lesions.measurement.limbs import Limb
from lesions.measurement.pose import Pose
from lesions.measurement.spread import spread_at
from lesions.measurement.terms import Card, LocalScale, Matrix, Points, Reason, Refusal, Setting
from lesions.measurement.uncertainty import says_nothing

#: a card's print lies this much above the skin: paper of 0.1 mm on skin that is not smooth
CARD_ABOVE_SKIN_MM = 0.15
#: causes that grow with the way from the card to the deposit, and with how far skin turns from the view
BY_DISTANCE, BY_SLOPE = {"plane", "height"}, {"tilt", "slope", "curvature"}
#: a marker whose shortest side is less on the photo lies too far away to be exact; a larger one is blurred
SMALL_MARKER_PX = 60.0
#: cosine of the angle at which skin is seen, at least: beyond 75 degrees a degree is an error of 6 %
LEAST_FACING = 0.26


@dataclass(frozen=True)
class CardScale:
    """Where the card lies on the photo.

    Args:
        px_to_mm: homography from the photo to the card's plane.
        markers_px: corners of each marker, so that an outline keeps clear of them.
        tilt_deg: between the line of sight and the card's normal.
        distance_mm: from the camera to the card; None without a focal length.
        spread: as in ``LocalScale``: relative standard deviations that hold all over the card's plane.
        lie: how the skin lies to the card; None for skin in the card's plane.
        middle_mm: of the card, where it touches round skin.
        pose: of the card; None when only its plane is known.
        limb: under the card, when the photo shows how it lies.
        flat_px_to_mm: as if the card were flat, when it is folded or bent; ``px_to_mm`` then is the skin's.
    """

    px_to_mm: Matrix
    markers_px: tuple[Points, ...]
    tilt_deg: float
    distance_mm: float | None
    spread: Mapping[str, float]
    lie: Lie | None = None
    middle_mm: tuple[float, float] = (0.0, 0.0)
    pose: Pose | None = None
    limb: Limb | None = None
    flat_px_to_mm: Matrix | None = None

    def at(self, place_px: tuple[float, float]) -> LocalScale | Refusal:
        """Millimetres on the skin about a place: in the card's plane, or where the skin lies beside it."""
        local = self._near(place_px)
        if isinstance(local, LocalScale) and says_nothing(local.spread):
            return Refusal(self._why_nothing(local.spread))
        return local

    def _why_nothing(self, spread: Mapping[str, float]) -> Reason:
        """What to mend where a scale is too uncertain to be told: the largest cause."""
        cause = max(spread, key=lambda one: math.inf if math.isnan(spread[one]) else spread[one])
        if cause in BY_DISTANCE:
            return Reason.TOO_FAR
        if cause in BY_SLOPE:
            return Reason.TILTED
        sides = [np.linalg.norm(px - np.roll(px, 1, axis=0), axis=1).min() for px in self.markers_px]
        return Reason.TOO_SMALL if max(sides, default=0.0) < SMALL_MARKER_PX else Reason.TOO_BLURRED

    def _near(self, place_px: tuple[float, float]) -> LocalScale | Refusal:
        if self.pose is None:
            return self._on_skin(self.px_to_mm, place_px, self.spread)
        if harm_of_fold(self.pose.px_to_mm(place_px), self.flat_px_to_mm, place_px) > WORST_HARM:
            return Refusal(Reason.FOLDED)
        # Skin is found as a camera without distortion would see it, and bent back about the place.
        (x, y), near = self.pose.ideal(np.array([place_px]))[0], self.pose.ideal_near(place_px)
        spread = {**spread_at(self.pose, place_px, np.asarray(self.middle_mm), self.limb), **self.spread}
        met = None if self.limb is None else self.limb.touched(self.pose.ray(place_px))
        if self.limb is not None and met is not None:
            return self._on_limb(self.pose, self.limb, met, near, spread)
        local = self._on_skin(self.pose.below(CARD_ABOVE_SKIN_MM).ideal_to_mm, (float(x), float(y)), spread)
        if isinstance(local, Refusal):
            return local
        return replace(local, px_to_mm=np.asarray(local.px_to_mm @ near))

    def _on_limb(
        self, pose: Pose, limb: Limb, met: tuple[Vector, Vector], near: Matrix, spread: Mapping[str, float]
    ) -> LocalScale | Refusal:
        """The plane that touches a limb where the deposit lies, with the limb's axis for x."""
        place, normal = met
        if -float(normal @ place) < LEAST_FACING * float(np.linalg.norm(place)):
            return Refusal(Reason.TILTED)
        px_to_mm = touching_plane(pose.camera, place, normal, limb.axis) @ near
        return LocalScale(np.asarray(px_to_mm), dict(spread), limb.radius_mm, (1.0, 0.0), (0.0, 0.0))

    def _on_skin(
        self, px_to_mm: Matrix, place_px: tuple[float, float], spread: Mapping[str, float]
    ) -> LocalScale | Refusal:
        if self.lie is None:
            return LocalScale(px_to_mm, dict(spread))
        return on_skin(px_to_mm, self.lie, place_px, spread, self.middle_mm)

    def to_json(self) -> dict[str, Any]:
        return {
            "px_to_mm": np.asarray(self.px_to_mm).tolist(),
            "markers_px": [np.asarray(corners).tolist() for corners in self.markers_px],
            "tilt_deg": self.tilt_deg,
            "distance_mm": self.distance_mm,
            "spread": dict(self.spread),
            "lie": None if self.lie is None else self.lie.to_json(),
            "middle_mm": self.middle_mm,
            "pose": None if self.pose is None else self.pose.to_json(),
            "limb": None if self.limb is None else self.limb.to_json(),
            "flat_px_to_mm": None if self.flat_px_to_mm is None else np.asarray(self.flat_px_to_mm).tolist(),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> CardScale:
        lie, pose, (x, y) = kept.get("lie"), kept.get("pose"), kept.get("middle_mm", (0.0, 0.0))
        flat = kept.get("flat_px_to_mm")
        return cls(
            np.asarray(kept["px_to_mm"], dtype=np.float64),
            tuple(np.asarray(corners, dtype=np.float64) for corners in kept["markers_px"]),
            float(kept["tilt_deg"]),
            None if kept["distance_mm"] is None else float(kept["distance_mm"]),
            {str(cause): float(share) for cause, share in kept["spread"].items()},
            None if lie is None else Lie.from_json(lie),
            (float(x), float(y)),
            None if pose is None else Pose.from_json(pose),
            None if kept.get("limb") is None else Limb.from_json(kept["limb"]),
            None if flat is None else np.asarray(flat, dtype=np.float64),
        )


def scale_of(pose: Pose, setting: Setting, card: Card, markers: Sequence[FittedMarker]) -> CardScale:
    """The scale of a flat card before the camera."""
    corners_mm = np.concatenate([np.asarray(marker.corners_mm) for marker in card.markers])
    middle = corners_mm.mean(axis=0)
    return CardScale(
        pose.px_to_mm(tuple(pose.px(middle[None])[0])),
        tuple(marker.corners_px for marker in markers),
        pose.tilt_deg(middle),
        pose.distance_mm(middle) if setting.focal_35mm else None,
        {"printed": card.printed_error},
        Lie.of(setting, pose.camera),
        (float(middle[0]), float(middle[1])),
        pose,
    )
