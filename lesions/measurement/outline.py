"""From one tap or a rough box to a proposed outline of a pale raised lump.

Two looks. The far one goes out on rays from the tap over all sizes a lump can have; a small trained network
(``outline_model``) says for each place of a ray how likely the lump ends there, and the closed path through
the likeliest places is the first outline. The near one does the same, finer, from the middle of that outline.
With a box only the near look is needed.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from lesions.measurement.outline_features import around, features
from lesions.measurement.outline_looks import (
    LARGEST_REACH_MM,
    REACH_SHARE,
    box_radius,
    far_fan,
    far_reach,
    from_box,
    near_fan,
)
from lesions.measurement.outline_model import border_model
from lesions.measurement.outline_polar import Fan, Floats, closed_path
from lesions.measurement.outline_trust import Look, ambiguity, is_lump, sharpened
from lesions.measurement.terms import LocalScale, Pixels, Points, Proposal

Tap = tuple[float, float]
Box = tuple[float, float, float, float]

#: what a step of the border by one row from ray to ray costs, in logarithms of probability
FAR_BEND, NEAR_BEND = 0.25, 0.25
#: places that must not be looked at are this unlikely (logarithm)
UNSEEN = -12.0


class NothingFound(ValueError):
    """There is no pale lump here that stands out from the skin."""


def propose(
    photo: Pixels,
    *,
    tap: Tap | None = None,
    box: Box | None = None,
    scale: LocalScale | None = None,
    avoid_px: Sequence[Points] = (),
    offset: tuple[float, float] = (0.0, 0.0),
) -> Proposal:
    """An outline of the lump that was tapped or boxed, to be looked at by the person.

    Args:
        photo: RGB, the whole photo or a crop of it.
        tap: a point on the lump, in pixels of the whole photo.
        box: left, top, right, low of a rough box around it instead.
        scale: millimetres about the lump; None when they are not known yet.
        avoid_px: polygons that are not skin (the card's markers).
        offset: x, y of the crop's upper left pixel in the whole photo.

    Raises:
        NothingFound: nothing there looks like a lump.
        ValueError: neither tap nor box, or both, or outside the photo; a box without an inside.
    """
    if (tap is None) == (box is None):
        raise ValueError("one of tap and box is needed")
    if box is not None and not (box[0] < box[2] and box[1] < box[3]):
        raise ValueError("the box has no inside: left, top, right, low are needed")
    shift = np.asarray(offset, dtype=np.float64)
    start = np.asarray(tap if box is None else ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)) - shift
    height, width = photo.shape[:2]
    if not (0 <= start[0] < width and 0 <= start[1] < height):
        raise ValueError("the place lies outside the photo")
    hidden = _hidden(photo, avoid_px, shift)
    middle = (float(start[0]), float(start[1]))
    density = None if scale is None else pixels_per_mm(scale, (middle[0] + shift[0], middle[1] + shift[1]))
    inner = None if box is None else _moved(box, shift)
    looks = [] if inner is not None else [_far_look(photo, middle, density, hidden)]
    centre, usual = _middle(_outline(looks[0])) if inner is None else from_box(inner)
    looks.append(_near_look(photo, centre, usual, density, hidden, inner))
    outline = sharpened(_outline(looks[-1]), looks[-1].likely)
    if not is_lump(looks) or (inner is None and not _holds(outline, middle, slack=0.3 * usual)):
        raise NothingFound("no pale lump stands out from the skin here")
    return Proposal((outline + shift,), ambiguity(looks))


def _holds(outline: Points, point: Tap, slack: float) -> bool:
    """Whether the point lies within the outline, or no more than ``slack`` pixels beside it."""
    return cv2.pointPolygonTest(outline.astype(np.float32), point, True) > -slack


def _moved(box: Box, shift: Points) -> Box:
    return (box[0] - shift[0], box[1] - shift[1], box[2] - shift[0], box[3] - shift[1])


def _far_look(photo: Pixels, tap: Tap, density: float | None, hidden: Pixels | None) -> Look:
    smallest, _ = far_reach(photo.shape[:2], density)
    rays = far_fan(photo, tap, max(smallest, 0.5), hidden)
    return _look("far", rays, features(rays, None, density, None), FAR_BEND)


def _near_look(
    photo: Pixels, centre: Tap, usual: float, density: float | None, hidden: Pixels | None, box: Box | None
) -> Look:
    rays = near_fan(photo, centre, usual, hidden)
    leaves = None if box is None else box_radius(rays, box)
    return _look("near", rays, features(rays, usual, density, leaves), NEAR_BEND)


def _look(name: str, rays: Fan, places: Floats, bend: float) -> Look:
    score = border_model(name).log_share(places)
    score[~rays.seen] = UNSEEN
    path, _ = closed_path(score, bend)
    return Look(name, rays, score, path)


def _middle(outline: Points) -> tuple[Tap, float]:
    """Centre of gravity and mean radius of a polygon."""
    area = cv2.moments(outline.astype(np.float32))
    if area["m00"] < 1:
        return (float(outline[:, 0].mean()), float(outline[:, 1].mean())), 1.0
    return (area["m10"] / area["m00"], area["m01"] / area["m00"]), float(np.sqrt(area["m00"] / np.pi))


def _outline(look: Look) -> Points:
    return look.rays.points(around(look.radius[None, :, None], 0.8)[0, :, 0])


def window(
    size: tuple[int, int], *, tap: Tap | None = None, box: Box | None = None, scale: LocalScale | None
) -> tuple[int, int, int, int]:
    """The part of a photo that ``propose`` looks at: left, top, right, low in whole pixels.

    Args:
        size: width and height of the whole photo in pixels.
        tap, box, scale: as for ``propose``.
    """
    width, height = size
    if tap is not None:
        x, y, reach = *tap, REACH_SHARE * min(size)
        if scale is not None:
            reach = LARGEST_REACH_MM * pixels_per_mm(scale, tap)
    elif box is not None:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        reach = 1.5 * float(np.hypot(box[2] - box[0], box[3] - box[1])) / 2
    else:
        raise ValueError("one of tap and box is needed")
    reach += 8
    return (
        max(0, int(x - reach)),
        max(0, int(y - reach)),
        min(width, int(x + reach) + 1),
        min(height, int(y + reach) + 1),
    )


def _hidden(photo: Pixels, avoid_px: Sequence[Points], shift: Points) -> Pixels | None:
    if not avoid_px:
        return None
    hidden = np.zeros(photo.shape[:2], np.uint8)
    for polygon in avoid_px:
        cv2.fillPoly(hidden, [np.round(np.asarray(polygon) - shift).astype(np.int32)], 255)
    return hidden


def pixels_per_mm(scale: LocalScale, at: tuple[float, float]) -> float:
    """Pixels of the whole photo for a millimetre on the skin at this point, on the mean of all directions."""
    here = np.array([[at], [(at[0] + 1, at[1])], [(at[0], at[1] + 1)]], dtype=np.float64)
    mm = cv2.perspectiveTransform(here, np.asarray(scale.px_to_mm)).reshape(-1, 2)
    area = abs(np.linalg.det(np.stack([mm[1] - mm[0], mm[2] - mm[0]])))
    return float(1 / np.sqrt(max(area, 1e-12)))
