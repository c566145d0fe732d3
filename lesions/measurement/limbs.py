"""An arm or a leg on the photo: how round it is and how it lies, from where its skin ends.

A cylinder's two outlines are straight lines. Each spans a plane with the camera that touches the cylinder;
both planes run along its axis. The card lies on it and tells how far away it is, so the radius follows, and
with it the skin at the deposit: how much farther than the card, and how turned away. A card that was lifted
at one side shows by its slant against the limb.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from lesions.measurement.light import Values, srgb_to_light
from lesions.measurement.markers import Reduced
from lesions.measurement.pose import Pose
from lesions.measurement.terms import CardPlace, Pixels, Points, Setting, Surface
from lesions.measurement.uncertainty import ONE_LINE_DEG, TWO_LINES_DEG

#: longer side of the picture in which skin is told from what lies behind
LOOK_PX = 320
#: how much farther apart skin and background are in colour than each is wide (squared), to be two things
LEAST_APART = 6.0
#: share of the picture that the background takes at least, on one side
LEAST_GROUND = 0.01
#: an outline's length at least, in longer sides of the photo, and how far its points may lie off
LEAST_LINE, OFF_PX, LEAST_ON_LINE = 0.2, 1.5, 0.75
#: radius of arms and legs in mm, with room; and how far a card may be lifted from them, in degrees
RADII_MM, MOST_LIFT_DEG = (18.0, 400.0), 14.0
#: slant of a card against a limb from which it counts as lifted, and from its middle to the edge on which it
#: stands then, in sides of the marker
LEAST_LIFT_DEG, EDGE_AWAY = 2.5, 0.8
#: how far about the marker the card may reach, in sides from its middle
CARD_REACH = 1.25

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Limb:
    """A cylinder before the camera, in its coordinates and mm.

    Args:
        point: on the axis.
        axis: direction of it, of length 1.
        radius_mm: of the skin.
        error_deg: standard deviation of the direction in which the skin faces.
    """

    point: Values
    axis: Values
    radius_mm: float
    error_deg: float = 1.0

    def touched(self, ray: Values) -> tuple[Values, Values] | None:
        """Where a ray from the camera meets the skin, and the skin's normal there; None if it passes by."""
        start, way = (vector - self.axis * float(self.axis @ vector) for vector in (-self.point, ray))
        a, b, c = float(way @ way), float(way @ start), float(start @ start) - self.radius_mm**2
        inside = b * b - a * c
        if inside <= 0 or a <= 0:
            return None
        place = ray * ((-b - math.sqrt(inside)) / a)
        out = place - self.point
        out = out - self.axis * float(self.axis @ out)
        return place, out / np.linalg.norm(out)

    def to_json(self) -> dict[str, Any]:
        return {
            "point": self.point.tolist(),
            "axis": self.axis.tolist(),
            "radius_mm": self.radius_mm,
            "error_deg": self.error_deg,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Limb:
        point, axis = (np.asarray(kept[name], dtype=np.float64) for name in ("point", "axis"))
        return cls(point, axis, float(kept["radius_mm"]), float(kept["error_deg"]))


def may_be_round(setting: Setting) -> bool:
    """Whether the skin under the card may be an arm's or a leg's.

    On skin that is said to be flat straight edges are those of clothes, or of a hand.
    """
    if setting.place is not CardPlace.SAME_SKIN or setting.surface.is_finger:
        return False
    return setting.surface is Surface.LIMB or not setting.surface_said


def find_limb(
    photo: Reduced, pose: Pose, middle_mm: Values, corners_px: Points, side_mm: float
) -> Limb | None:
    """The limb under a card; None where the photo does not show how it lies.

    One outline will do when the other is not in the photo: the card is then taken as lying flat on the limb.

    Args:
        photo: reduced.
        pose: of the plane on which the card lies.
        middle_mm: of the card's marker, on the card.
        corners_px: of the marker.
        side_mm: of the marker.
    """
    lines = outlines_on(photo, corners_px)
    middle = pose.space(middle_mm[None])[0]
    planes = [_touching(pose, line, middle) for line in lines]
    if len(planes) == 2:
        limb = _between(planes[0], planes[1], middle, -pose.rotation[:, 2])
        return None if limb is None else _lowered(limb, planes, middle, -pose.rotation[:, 2], side_mm)
    if len(planes) == 1:
        return _along(planes[0], middle, -pose.rotation[:, 2])
    return None


def _touching(pose: Pose, line_px: Points, inside: Values) -> Values:
    """Outward normal of the plane through the camera and a line of the photo."""
    straight = pose.ideal(line_px)
    rays = (straight - pose.camera[:2, 2]) / pose.camera[0, 0]
    first, second = np.column_stack([rays, np.ones(2)])
    normal = np.cross(first, second)
    normal = normal / np.linalg.norm(normal)
    return np.asarray(-normal if normal @ inside > 0 else normal)


def _lowered(
    limb: Limb, planes: list[Values], middle: Values, card_up: Values, side_mm: float
) -> Limb | None:
    """Under a card that slants against the limb, and so stands on one edge with its middle in the air."""
    up = middle - limb.point
    up = up - limb.axis * float(limb.axis @ up)
    up = up / np.linalg.norm(up)
    slant = math.acos(min(1.0, float(up @ card_up)))
    if slant < math.radians(LEAST_LIFT_DEG):
        return limb
    return _between(planes[0], planes[1], middle - EDGE_AWAY * side_mm * math.sin(slant) * up, card_up)


def _along(plane: Values, touched: Values, up: Values) -> Limb | None:
    """The cylinder that touches one plane through the camera and, with its normal ``up``, a place."""
    axis = np.cross(plane, up)
    room = 1 - float(plane @ up)
    if np.linalg.norm(axis) < 0.2 or room < 0.05:
        return None
    radius = -float(plane @ touched) / room
    if not RADII_MM[0] <= radius <= RADII_MM[1]:
        return None
    return Limb(touched - radius * up, axis / np.linalg.norm(axis), radius, ONE_LINE_DEG)


def _between(one: Values, other: Values, touched: Values, card_up: Values) -> Limb | None:
    """The cylinder that touches two planes through the camera and passes through a place.

    With ``up`` the skin's normal there and R the radius the axis lies at ``touched - R up``, and R from each
    plane: ``n (touched - R up) = -R``. Both together give ``up``, which is at right angles to the axis.
    """
    axis = np.cross(one, other)
    if np.linalg.norm(axis) < 0.05:
        return None
    axis = axis / np.linalg.norm(axis)
    across = card_up - axis * float(axis @ card_up)
    if np.linalg.norm(across) < math.cos(math.radians(MOST_LIFT_DEG)):
        return None
    across = across / np.linalg.norm(across)
    side = np.cross(axis, across)
    turns = np.radians(np.linspace(-MOST_LIFT_DEG, MOST_LIFT_DEG, 561))
    ups = np.cos(turns)[:, None] * across + np.sin(turns)[:, None] * side
    depths = [-float(normal @ touched) for normal in (one, other)]
    rooms = [np.maximum(1 - ups @ normal, 1e-6) for normal in (one, other)]
    apart = depths[0] / rooms[0] - depths[1] / rooms[1]
    crossings = np.flatnonzero(np.sign(apart[1:]) != np.sign(apart[:-1]))
    if not len(crossings):
        return None
    best = int(crossings[np.abs(turns[crossings]).argmin()])
    radius = float((depths[0] / rooms[0][best] + depths[1] / rooms[1][best]) / 2)
    if not RADII_MM[0] <= radius <= RADII_MM[1]:
        return None
    return Limb(touched - radius * ups[best], axis, radius, TWO_LINES_DEG)


def outlines_on(photo: Reduced, corners_px: Points) -> list[Points]:
    """Straight lines along which skin ends, each as two points of the photo; at most two."""
    look = photo.smaller(LOOK_PX)
    small, factor, size = look.pixels, look.factor, look.pixels.shape[1::-1]
    card = _card_mask(size, (corners_px + 0.5) / factor - 0.5)
    colour = _colour(small)
    split = _split(colour, ~card)
    if split is None:
        return []
    value, threshold = split
    other = value > threshold
    near = cv2.dilate(card.astype(np.uint8), np.ones((25, 25), dtype=np.uint8)).astype(bool) & ~card
    if not near.any():
        return []
    if other[near].mean() > 0.5:
        value, threshold, other = -value, -threshold, ~other
    lines = []
    ground = cv2.morphologyEx(
        (other & ~card).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), dtype=np.uint8)
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ground, connectivity=4)
    for label in sorted(range(1, count), key=lambda one: -stats[one, cv2.CC_STAT_AREA])[:4]:
        if stats[label, cv2.CC_STAT_AREA] < LEAST_GROUND * ground.size:
            continue
        line = _line(labels == label, card, value, threshold)
        if line is not None:
            lines.append((line + 0.5) * factor - 0.5)
    return lines[:2] if len(lines) <= 2 else []


def _card_mask(size: tuple[int, ...], corners: Points) -> Mask:
    """The card with its margins, which is neither skin nor background."""
    mask = np.zeros((size[1], size[0]), dtype=np.uint8)
    middle = corners.mean(axis=0)
    wide = middle + (corners - middle) * 2 * CARD_REACH
    cv2.fillPoly(mask, [np.round(wide).astype(np.int32)], 1)
    return mask.astype(bool)


def _colour(small: Pixels) -> Values:
    """Colour without brightness, (rows, columns, 2): shade and folds do not change it."""
    light = srgb_to_light()[small] + 0.004
    logs = np.log(light)
    chroma = np.stack([logs[..., 0] - logs[..., 1], logs[..., 2] - logs[..., 1]], axis=-1)
    return np.asarray(cv2.GaussianBlur(chroma, (0, 0), 1.0), dtype=np.float64)


def _split(colour: Values, where: Mask) -> tuple[Values, float] | None:
    """The colours along the line on which they differ most, and where they part; None if they are one."""
    sample = colour[where]
    middle = sample.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov((sample - middle).T))
    value = (colour - middle) @ vectors[:, 1]
    sample = np.sort(value[where])[:: max(1, int(where.sum()) // 4000)]
    count = np.arange(1, len(sample))
    total = np.cumsum(sample)
    low, high = total[:-1] / count, (total[-1] - total[:-1]) / count[::-1]
    share = count / len(sample)
    between = share * (1 - share) * (high - low) ** 2
    best = int(between.argmax())
    within = float(sample.var()) - float(between[best])
    if (high[best] - low[best]) ** 2 < LEAST_APART * max(within, 1e-9):
        return None
    return value, float((low[best] + high[best]) / 2)


def _line(ground: Mask, card: Mask, value: Values, threshold: float) -> Points | None:
    """The straight rim of a part of the background, or None if it has none."""
    height, width = ground.shape
    skin = ~ground & ~cv2.dilate(card.astype(np.uint8), np.ones((5, 5), dtype=np.uint8)).astype(bool)
    beside = np.zeros_like(ground)
    for shift in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        beside |= np.roll(skin, shift, axis=(0, 1))
    rows, columns = np.nonzero(ground & beside)
    inner = (rows > 2) & (rows < height - 3) & (columns > 2) & (columns < width - 3)
    points = np.column_stack([columns[inner], rows[inner]]).astype(np.float64)
    if len(points) < LEAST_LINE * max(height, width):
        return None
    for _ in range(4):
        fitted = cv2.fitLine(points.astype(np.float32), cv2.DIST_WELSCH, 0, 0.01, 0.01)
        dx, dy, x, y = (float(number) for number in np.ravel(fitted))
        way, normal, start = np.array([dx, dy]), np.array([-dy, dx]), np.array([x, y])
        on = np.abs((points - start) @ normal) < OFF_PX
        points = _crossed(points, normal, value, threshold) if on.mean() > LEAST_ON_LINE else points
    along = (points[on] - start) @ way
    if on.mean() < LEAST_ON_LINE or np.ptp(along) < LEAST_LINE * max(height, width):
        return None
    return np.asarray(start + np.array([[along.min()], [along.max()]]) * way, dtype=np.float64)


def _crossed(points: Points, normal: Values, value: Values, threshold: float) -> Points:
    """Points moved across a line to where the colour passes the threshold, between pixels."""
    steps = np.linspace(-3, 3, 25)
    place = points[:, None] + steps[None, :, None] * normal
    x, y = (np.ascontiguousarray(place[..., k], dtype=np.float32) for k in (0, 1))
    seen = cv2.remap(value.astype(np.float32), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    over = seen > threshold
    change = over[:, 1:] != over[:, :-1]
    single = change.sum(axis=1) == 1
    at = change.argmax(axis=1)
    rows = np.arange(len(points))
    before, after = seen[rows, at], seen[rows, at + 1]
    part = (threshold - before) / np.where(after == before, 1.0, after - before)
    moved = points + (steps[at] + part * (steps[1] - steps[0]))[:, None] * normal
    return np.asarray(np.where(single[:, None], moved, points))
