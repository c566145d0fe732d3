"""From an accepted outline to a size along the skin with its error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lesions.measurement.plane import through
from lesions.measurement.shape import shape_of
from lesions.measurement.terms import LocalScale, Points, Reading

#: half-width of a band that holds 95 % of a normal error, in standard deviations
BAND_95 = 1.96


def to_skin_mm(points_px: Points, scale: LocalScale) -> Points:
    """Pixels to millimetres along the skin: through the touching plane, unrolled where the skin curves."""
    flat = through(points_px, scale.px_to_mm)
    if scale.radius_mm is None or scale.axis is None:
        return flat
    axis = np.asarray(scale.axis)
    across = np.array([-axis[1], axis[0]])
    top = np.asarray(scale.top_mm if scale.top_mm is not None else flat.mean(axis=0))
    offset = (flat - top) @ across
    # Beyond the rim of the cylinder nothing can be seen of it: such points are drawn beside the limb.
    share = np.clip(offset / scale.radius_mm, -0.98, 0.98)
    arc = scale.radius_mm * np.arcsin(share)
    return np.asarray(flat + (arc - offset)[:, None] * across, dtype=np.float64)


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
    causes = {**scale.spread, "outline": ambiguity}
    parts = {cause: BAND_95 * share * shape.length for cause, share in causes.items() if share > 0}
    return Reading(
        length_mm=shape.length,
        width_mm=shape.width,
        area_mm2=shape.area,
        perimeter_mm=shape.perimeter,
        uncertainty_mm=float(np.sqrt(sum(part**2 for part in parts.values()))),
        parts_mm=parts,
    )
