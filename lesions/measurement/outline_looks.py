"""The two looks at a lump: far, from the tap and over all sizes; near, from the middle of a first outline."""

from __future__ import annotations

import numpy as np

from lesions.measurement.outline_polar import Fan, Floats, fan, radii_between
from lesions.measurement.terms import Pixels

#: a lump is 2 to 40 mm long; seen from a tap near its end the border may be that far
LARGEST_REACH_MM = 42.0
#: between the smallest and the largest radius of the far look
FAR_SPAN = 140.0
#: without a scale: the reach as a share of the photo's shorter side
REACH_SHARE = 0.4
RINGS = 120
FAR_RAYS, NEAR_RAYS = 96, 160
#: widest ring read at one level of the pyramid, in its pixels
FAR_RING_PX, NEAR_RING_PX = 40.0, 80.0
#: smallest and largest radius of the near look as shares of the first outline's mean radius
NEAR_FROM, NEAR_TO = 0.35, 2.2


def far_reach(size: tuple[int, int], density: float | None) -> tuple[float, float]:
    """Smallest and largest distance from a tap at which the border is looked for, in pixels."""
    largest = REACH_SHARE * min(size) if density is None else LARGEST_REACH_MM * density
    return largest / FAR_SPAN, largest


def far_fan(photo: Pixels, tap: tuple[float, float], smallest: float, hidden: Pixels | None) -> Fan:
    """Rays from the tap."""
    return fan(photo, tap, radii_between(smallest, smallest * FAR_SPAN, RINGS), FAR_RAYS, hidden, FAR_RING_PX)


def near_fan(photo: Pixels, centre: tuple[float, float], usual_px: float, hidden: Pixels | None) -> Fan:
    """Rays from the middle of a first outline with this mean radius."""
    radii = radii_between(NEAR_FROM * usual_px, NEAR_TO * usual_px, RINGS)
    return fan(photo, centre, radii, NEAR_RAYS, hidden, NEAR_RING_PX)


def from_box(box: tuple[float, float, float, float]) -> tuple[tuple[float, float], float]:
    """Middle of a box, and the mean radius of the lump that usually lies in such a box."""
    width, height = box[2] - box[0], box[3] - box[1]
    # A rough box leaves about a sixth of the lump free on each side.
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), 0.5 * 0.75 * float(np.sqrt(width * height))


def box_radius(fan: Fan, box: tuple[float, float, float, float]) -> Floats:
    """How far from the centre each ray leaves the box, in pixels."""
    x, y = fan.centre
    cos, sin = np.cos(fan.angles), np.sin(fan.angles)
    with np.errstate(divide="ignore"):
        side = np.where(cos > 0, (box[2] - x) / cos, (box[0] - x) / cos)
        end = np.where(sin > 0, (box[3] - y) / sin, (box[1] - y) / sin)
    return np.asarray(np.minimum(np.abs(side), np.abs(end)), dtype=np.float32)
