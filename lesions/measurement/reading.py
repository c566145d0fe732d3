"""From an accepted outline to a size along the skin with its error."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lesions.measurement.plane import through
from lesions.measurement.shape import shape_of
from lesions.measurement.terms import LocalScale, Points, Reading
from lesions.measurement.uncertainty import parts_of, together

#: over all directions a way on a cylinder of radius r is longer by the second term of the arc's series times
#: the mean of cos^4, 3/8: as on a dome of radius r * sqrt(8 / 3)
DOME = 1.63


def to_skin_mm(points_px: Points, scale: LocalScale) -> Points:
    """Pixels to millimetres along the skin: through the touching plane, unrolled where the skin curves.

    Where the axis of the curve is not known, the skin is taken as a dome that curves less, in all directions:
    that makes a way in any direction longer by as much as it is on average over all axes.
    """
    flat = through(points_px, scale.px_to_mm)
    if scale.radius_mm is None:
        return flat
    top = np.asarray(scale.top_mm if scale.top_mm is not None else flat.mean(axis=0))
    if scale.axis is None:
        offset = flat - top
        reach = np.linalg.norm(offset, axis=1)
        return np.asarray(top + offset * _unrolled(reach, DOME * scale.radius_mm)[:, None])
    axis = np.asarray(scale.axis)
    across = np.array([-axis[1], axis[0]])
    offset = (flat - top) @ across
    longer = offset * (_unrolled(np.abs(offset), scale.radius_mm) - 1)
    return np.asarray(flat + longer[:, None] * across, dtype=np.float64)


def _unrolled(reach_mm: Points, radius_mm: float) -> Points:
    """How many times longer than on the touching plane a way from the top is along a curve."""
    # Beyond the rim of a cylinder nothing can be seen of it: such points are drawn beside the limb.
    reach = np.maximum(reach_mm, 1e-6)
    return np.asarray(radius_mm * np.arcsin(np.minimum(reach / radius_mm, 0.98)) / reach)


def measure(outlines_px: Sequence[Points], scale: LocalScale, ambiguity: float = 0.0) -> Reading:
    """The size of a lesion of one or several lumps.

    Args:
        outlines_px: closed polygons on the upright photo.
        scale: about the lesion.
        ambiguity: relative standard deviation of the length from where the border is drawn.

    Raises:
        ValueError: no outline, or one of fewer than three points.
    """
    shape = shape_of([to_skin_mm(outline, scale) for outline in outlines_px])
    causes = dict(scale.spread)
    if scale.radius_mm is not None and scale.axis is None:
        # cos^4 lies about its mean of 0.375 with a standard deviation of 0.365: as uncertain as it is long.
        flat = shape_of([through(outline, scale.px_to_mm) for outline in outlines_px])
        causes["curvature"] = math.hypot(shape.length / flat.length - 1, causes.get("curvature", 0.0))
    parts = parts_of(shape.length, causes, ambiguity)
    return Reading(
        length_mm=shape.length,
        width_mm=shape.width,
        area_mm2=shape.area,
        perimeter_mm=shape.perimeter,
        uncertainty_mm=together(parts),
        parts_mm=parts,
    )
