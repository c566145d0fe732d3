"""The words of measuring, shared by all: what a person says, what is found, why nothing is found.

Points are ``(x, y)``. In pixels they belong to the upright photo at full size, with (0, 0) the centre of
the upper left pixel; in millimetres to a plane in or parallel to the skin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""A photo: rows, columns, RGB."""
Points = npt.NDArray[np.float64]
"""Shape (n, 2): one row a point."""
Matrix = npt.NDArray[np.float64]
"""Shape (3, 3): a homography."""


class CardPlace(StrEnum):
    """Where the card lies, as the person says it."""

    SAME_SKIN = "same_skin"
    TABLE = "table"
    NEIGHBOUR = "neighbour"


class Surface(StrEnum):
    """How the skin curves at the lesion, as far as its site tells."""

    FLAT = "flat"
    LIMB = "limb"
    FINGER_PAD = "finger_pad"
    FINGER_JOINT = "finger_joint"
    FINGER_SIDE = "finger_side"

    @property
    def is_finger(self) -> bool:
        return self in (Surface.FINGER_PAD, Surface.FINGER_JOINT, Surface.FINGER_SIDE)


class Reason(StrEnum):
    """Why a photo gives no scale. ``MISSING`` and ``FOREIGN`` ask for a known length by hand instead."""

    MISSING = "missing"
    FOREIGN = "foreign"
    OCCLUDED = "occluded"
    OUT_OF_FRAME = "out_of_frame"
    FOLDED = "folded"
    TOO_SMALL = "too_small"
    TOO_BLURRED = "too_blurred"
    TILTED = "tilted"
    OTHER_CARD = "other_card"  # a marker of ours, but not of the card that was named
    TOO_FAR = "too_far"  # the card lies too far from the lesion to tell its scale

    @property
    def is_manual(self) -> bool:
        """Whether the photo holds no card of ours at all, so that a known length is asked for."""
        return self in (Reason.MISSING, Reason.FOREIGN)


@dataclass(frozen=True)
class Marker:
    """A printed marker: its ArUco number and its corners in mm on the card, clockwise from its upper left."""

    number: int
    corners_mm: tuple[tuple[float, float], ...]

    @property
    def side_mm(self) -> float:
        (x0, y0), (x1, y1) = self.corners_mm[:2]
        return float(np.hypot(x1 - x0, y1 - y0))


@dataclass(frozen=True)
class Card:
    """A card as it lies on the table: markers with their millimetres as printed.

    Args:
        key: of ``cards.CARDS``, or ``single`` for a marker of which only the side is known.
        markers: in true millimetres (a printer's scale is already applied). A single marker whose number is
            not known has number -1.
        printed_error: relative standard deviation of the millimetres (how exactly the check line was read).
    """

    key: str
    markers: tuple[Marker, ...]
    printed_error: float = 0.0

    @property
    def is_single(self) -> bool:
        return len(self.markers) == 1


@dataclass(frozen=True)
class Setting:
    """What a person and the camera say about a photo.

    Args:
        card: None when the person has no card.
        focal_35mm: equivalent focal length from EXIF in mm, None if unknown.
        hand_lies: whether the hand lies on the table; None if not asked (not a finger).
        surface_said: whether the surface was said at all; if not it is flat until the photo shows a limb.
    """

    card: Card | None
    place: CardPlace = CardPlace.SAME_SKIN
    surface: Surface = Surface.FLAT
    hand_lies: bool | None = None
    focal_35mm: float | None = None
    surface_said: bool = True


@dataclass(frozen=True)
class Refusal:
    """No millimetres, and why."""

    reason: Reason

    @property
    def status(self) -> str:
        return "manual" if self.reason.is_manual else "refused"


@dataclass(frozen=True)
class LocalScale:
    """Millimetres on the skin about one place of a photo: all that a reading needs.

    Args:
        px_to_mm: homography from pixels to millimetres in the plane that touches the skin there.
        spread: relative standard deviation of a length, by cause (``edge``, ``tilt``, ``height``, ...).
        radius_mm: the skin curves with this radius about ``axis``; None when it is taken as flat.
        axis: direction of the axis of that cylinder in the mm plane, of length 1.
        top_mm: the point in the mm plane where the cylinder touches it.
    """

    px_to_mm: Matrix
    spread: Mapping[str, float] = field(default_factory=dict)
    radius_mm: float | None = None
    axis: tuple[float, float] | None = None
    top_mm: tuple[float, float] | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "px_to_mm": np.asarray(self.px_to_mm).tolist(),
            "spread": dict(self.spread),
            "radius_mm": self.radius_mm,
            "axis": self.axis,
            "top_mm": self.top_mm,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> LocalScale:
        def pair(name: str) -> tuple[float, float] | None:
            value: Sequence[float] | None = kept.get(name)
            return None if value is None else (float(value[0]), float(value[1]))

        radius = kept.get("radius_mm")
        return cls(
            px_to_mm=np.asarray(kept["px_to_mm"], dtype=np.float64),
            spread={str(cause): float(share) for cause, share in kept.get("spread", {}).items()},
            radius_mm=None if radius is None else float(radius),
            axis=pair("axis"),
            top_mm=pair("top_mm"),
        )


@dataclass(frozen=True)
class Proposal:
    """An outline to look at.

    Args:
        outlines_px: one closed polygon for each lump, in pixels of the whole photo.
        ambiguity: relative standard deviation of the length: how far other plausible borders lie.
    """

    outlines_px: tuple[Points, ...]
    ambiguity: float


@dataclass(frozen=True)
class Reading:
    """A size with its error.

    Args:
        uncertainty_mm: half-width of the 95 % band of the length.
        parts_mm: the same by cause; their squares add up to its square.
    """

    length_mm: float
    width_mm: float
    area_mm2: float
    perimeter_mm: float
    uncertainty_mm: float
    parts_mm: Mapping[str, float] = field(default_factory=dict)
