"""Skin out of the card's plane: a finger beside a card or over one, a limb that curves away.

The card's pose tells where its plane lies before the camera. A deposit that lies ``h`` nearer, with the
camera ``d`` from the plane, looks larger by ``d / (d - h)``; skin that slopes to the sight looks shorter.
What the surface is comes from the person (``surfaces``), and what stays unknown goes into the spread.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lesions.measurement import pose
from lesions.measurement.surfaces import Stand, stand_of
from lesions.measurement.terms import CardPlace, LocalScale, Matrix, Reason, Refusal, Setting, Surface

Vector = npt.NDArray[np.float64]

#: how far the skin is taken to face the camera rather than to lie as the card does, by whether it is the side
#: of a finger. There people look at the deposit; on a finger's top the card tells more (ours: least error on
#: simulated scenes)
FACING = {True: 0.75, False: 0.1}
#: skin that slopes by an angle a looks shorter by this share of 1 - cos a: a deposit's longest way lies in
#: any direction, and turns away from the one that looks short (ours, from simulated scenes)
SHORTER, SHORTER_SD = 0.26, 0.52
#: relative standard deviation of the focal length in the distance of skin off the card's plane, by whether
#: the file told it (in whole mm of about 25; phones' main cameras without one lie between 22 and 30 mm). Not
#: ``pose.STORED_FOCAL_ERROR``: that holds before the card's edges are fitted, this comes after it (ours)
LIE_FOCAL_ERROR = {True: 0.02, False: 0.09}
#: of the squared way from the card to a deposit on a limb, this share goes across it in the mean: a stiff
#: card is laid along a limb, where it can lie flat (ours; the limb's axis is not known)
ACROSS = 0.1
#: beyond this relative error a height is a guess
WORST_HEIGHT = 0.10
#: closer to the camera than this share of the card's distance nothing is in focus
NEAREST = 0.4


@dataclass(frozen=True)
class Lie:
    """How card and skin lie before the camera.

    Args:
        camera: (3, 3) matrix of focal length and centre, in pixels.
        focal_error: relative standard deviation of the focal length.
    """

    camera: Matrix
    focal_error: float
    surface: Surface
    place: CardPlace
    hand_lies: bool | None

    @classmethod
    def of(cls, setting: Setting, camera: Matrix) -> Lie:
        """By what a person and the camera say; ``camera`` with a usual focal length when it says none."""
        error = LIE_FOCAL_ERROR[setting.focal_35mm is not None]
        return cls(camera, error, setting.surface, setting.place, setting.hand_lies)

    @property
    def stand(self) -> Stand:
        return stand_of(self.surface, self.place, self.hand_lies)

    @property
    def is_in_plane(self) -> bool:
        """Whether the skin lies as the card does, so that the card's millimetres hold as they are."""
        return self.stand == Stand()

    def to_json(self) -> dict[str, Any]:
        return {
            "camera": np.asarray(self.camera).tolist(),
            "focal_error": self.focal_error,
            "surface": self.surface.value,
            "place": self.place.value,
            "hand_lies": self.hand_lies,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Lie:
        return cls(
            np.asarray(kept["camera"], dtype=np.float64),
            float(kept["focal_error"]),
            Surface(kept["surface"]),
            CardPlace(kept["place"]),
            kept["hand_lies"],
        )


def on_skin(
    px_to_mm: Matrix,
    lie: Lie,
    place_px: tuple[float, float],
    spread: Mapping[str, float],
    middle_mm: tuple[float, float] | None = None,
) -> LocalScale | Refusal:
    """Millimetres on the skin about a place that lies out of the card's plane.

    Args:
        px_to_mm: of the card's plane.
        lie: of card and skin.
        place_px: middle of the deposit.
        spread: what is uncertain about the card's plane itself. All of it holds, but for ``plane`` and
            ``tilt`` (how well skin keeps to the card): on a finger ``height`` and ``slope`` say more.
        middle_mm: of the card, on which it touches a limb.
    """
    if lie.is_in_plane:
        return LocalScale(px_to_mm, dict(spread))
    rotation, shift = pose.pose_of(np.linalg.inv(px_to_mm).astype(np.float64), lie.camera)
    up = -rotation[:, 2]
    sight = sight_of(lie.camera, place_px)
    if float(up @ sight) >= 0:
        return Refusal(Reason.TILTED)
    stand = lie.stand
    away = _from_card(px_to_mm, place_px, middle_mm) if lie.surface is Surface.LIMB else np.zeros(2)
    if stand.radius_mm and away.any():
        stand = _round(stand, float(np.hypot(*away)))
    far = -float(up @ shift)
    if far - stand.height_mm < NEAREST * far or stand.height_sd_mm > WORST_HEIGHT * (far - stand.height_mm):
        return Refusal(Reason.TOO_FAR)
    point = sight * float((shift + stand.height_mm * up) @ up) / float(sight @ up)
    normal, gain = _skin(lie.surface, stand, up, sight, rotation[:, :2] @ away)
    matrix = touching_plane(lie.camera, point, normal, rotation[:, 0], gain)
    kept = {
        cause: share
        for cause, share in spread.items()
        if not (lie.surface.is_finger and cause in ("plane", "tilt"))
    }
    causes = {**kept, **_causes(lie, stand, far, -float(up @ sight), float(np.hypot(*away)))}
    return LocalScale(matrix, causes, stand.radius_mm, top_mm=(0.0, 0.0))


def sight_of(camera: Matrix, place_px: tuple[float, float]) -> Vector:
    """The direction in which the camera sees a pixel, of length 1."""
    ray = np.linalg.solve(camera, np.array([*place_px, 1.0]))
    return np.asarray(ray / np.linalg.norm(ray), dtype=np.float64)


def touching_plane(camera: Matrix, point: Vector, normal: Vector, right: Vector, gain: float = 1.0) -> Matrix:
    """Homography from pixels to mm on the plane through a point, which becomes (0, 0).

    Args:
        camera: matrix of the camera, in whose coordinates all vectors are.
        point: on the plane, in mm.
        normal: of the plane, towards the camera.
        right: direction that becomes x, as far as it lies in the plane.
        gain: factor on the millimetres.
    """
    x = right - normal * float(normal @ right)
    x = x / np.linalg.norm(x)
    # y runs down the photo like on the card: with z away from the camera, x, y, z are right-handed.
    y = np.cross(-normal, x)
    mm_to_px = camera @ np.column_stack([x / gain, y / gain, point])
    return np.asarray(np.linalg.inv(mm_to_px), dtype=np.float64)


def _from_card(
    px_to_mm: Matrix, place_px: tuple[float, float], middle_mm: tuple[float, float] | None
) -> Vector:
    """From the card's middle to a place, in mm on its plane."""
    if middle_mm is None:
        return np.zeros(2)
    x, y, w = px_to_mm @ np.array([*place_px, 1.0])
    return np.asarray([x / w - middle_mm[0], y / w - middle_mm[1]], dtype=np.float64)


def _round(stand: Stand, away_mm: float) -> Stand:
    """Skin that curves away below a stiff card: lower, the farther from where it touches, across the limb."""
    radius = stand.radius_mm or math.inf
    drop = ACROSS * min(away_mm, radius) ** 2 / (2 * radius)
    return Stand(stand.height_mm - drop, math.hypot(stand.height_sd_mm, 1.4 * drop), stand.slope_deg, radius)


def _skin(surface: Surface, stand: Stand, up: Vector, sight: Vector, away: Vector) -> tuple[Vector, float]:
    """The skin's usual normal, and the factor for what looks shorter all the same."""
    if not surface.is_finger:
        normal = up + ACROSS * away / stand.radius_mm if stand.radius_mm else up
        return normal / np.linalg.norm(normal), 1.0
    part = FACING[surface is Surface.FINGER_SIDE]
    normal = (1 - part) * up - part * sight
    normal = normal / np.linalg.norm(normal)
    return normal, 1 + SHORTER * (1 - math.cos(_still_sloping(surface, stand, -float(up @ sight))))


def _still_sloping(surface: Surface, stand: Stand, cosine: float) -> float:
    """Usual angle in radians between skin and line of sight, with ``cosine`` that of the card's tilt.

    Who looks at the side of a finger leans over to it: the more the card is tilted, the straighter the view.
    """
    if surface is not Surface.FINGER_SIDE:
        return math.radians(stand.slope_deg)
    return math.radians(max(stand.slope_deg - math.degrees(math.acos(min(1.0, cosine))), 12.0))


def _causes(lie: Lie, stand: Stand, far: float, cosine: float, away_mm: float) -> dict[str, float]:
    """Relative standard deviations of a length from what is not known about the skin."""
    near = far - stand.height_mm
    sloping = math.tan(math.acos(min(1.0, cosine)))
    causes = {
        "height": stand.height_sd_mm / near,
        "focal": lie.focal_error * (abs(stand.height_mm) / near + 0.2 * sloping**2),
    }
    if lie.surface is Surface.FINGER_SIDE:
        left = _still_sloping(lie.surface, stand, cosine)
        causes["slope"] = math.hypot(SHORTER_SD * (1 - math.cos(left)), 0.03)
    elif lie.surface.is_finger:
        causes["slope"] = math.hypot(0.4 * math.radians(stand.slope_deg) * sloping, 0.01)
    elif stand.radius_mm:
        left = math.sqrt(ACROSS) * away_mm / stand.radius_mm
        causes["slope"] = 0.4 * left * (sloping + left / 2)
    return causes
