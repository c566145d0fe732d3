"""Hard shadows and uneven light on the skin, in stops (a step of 1 is half the light)."""

from __future__ import annotations

import cv2
import numpy as np

from lesions.coach.frame import Field, Light, Mask

SHADOW_EXTENT = 0.12  # of the longer side: how far the edge of a shadow must run to count
REACH_PX = 6  # on either side of the edge, at SMALL_PX: an edge wider than this is no hard one
# A shadow leaves the colour nearly as it is; a pale lump or another thing does not.
CHROMA_STEP, CHROMA_PER_STOP = 0.12, 0.12


def hard_shadow_stops(light: Light) -> float | None:
    """The strongest step of light that runs over an eighth of the picture; None without skin."""
    if not light.has_skin:
        return None
    step = _step(light)
    least = SHADOW_EXTENT * max(step.shape)
    best = 0.0
    for stops in np.arange(0.1, 2.01, 0.05):
        if not _runs(step >= stops, least):
            break
        best = float(stops)
    return best


def _step(light: Light) -> Field:
    """The step of light at each pixel across its own gradient, 0 where it is no shadow on skin."""
    stops = np.asarray(light.stops, dtype=np.float32)
    across = cv2.Scharr(stops, cv2.CV_32F, 1, 0)
    down = cv2.Scharr(stops, cv2.CV_32F, 0, 1)
    length = np.maximum(cv2.magnitude(across, down), 1e-6)
    ux, uy = across / length, down / length
    rows, columns = np.indices(stops.shape, dtype=np.float32)

    def at(field: Field, distance: float) -> Field:
        x, y = columns + ux * distance, rows + uy * distance
        return np.asarray(
            cv2.remap(np.asarray(field, np.float32), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        )

    near = at(stops, REACH_PX) - at(stops, -REACH_PX)
    far = at(stops, 2.5 * REACH_PX) - at(stops, -2.5 * REACH_PX)
    # what a slope of the same light would give over the nearer distance is taken off
    sharp = near - np.clip(far - near, 0, None) * np.float32(1 / 1.5)
    colour = np.maximum(
        np.abs(at(light.red, REACH_PX) - at(light.red, -REACH_PX)),
        np.abs(at(light.blue, REACH_PX) - at(light.blue, -REACH_PX)) / 1.4,
    )
    inside = np.asarray(light.skin, np.float32)
    on_skin = (at(inside, 2.0 * REACH_PX) > 0.9) & (at(inside, -2.0 * REACH_PX) > 0.9) & light.skin
    same_colour = colour < CHROMA_STEP + CHROMA_PER_STOP * near
    return np.asarray(np.where(on_skin & same_colour, sharp, 0), dtype=np.float32)


def _runs(mask: Mask, least_px: float) -> bool:
    count, _labels, stats, _middles = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count < 2:
        return False
    widths, heights = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    return bool((np.hypot(widths, heights) >= least_px).any())


def uneven_stops(light: Light) -> float | None:
    """How much the light on the skin changes from one side to the other, by a plane; None without skin."""
    if not light.has_skin:
        return None
    rows, columns = np.nonzero(light.skin)
    size = max(light.stops.shape)
    plane = np.column_stack([columns / size, rows / size, np.ones(len(rows))])
    values = light.stops[light.skin]
    slope, *_rest = np.linalg.lstsq(plane, values, rcond=None)
    spread = plane @ slope
    return float(np.quantile(spread, 0.97) - np.quantile(spread, 0.03))
