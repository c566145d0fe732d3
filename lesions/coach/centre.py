"""Where the deposit is in the frame: the point a person tapped, else the one clear lump, else unknown."""

from __future__ import annotations

import cv2
import numpy as np

from lesions.coach.frame import Field, Light

SIZES_PX = (5.0, 8.0, 12.0, 18.0, 27.0)  # radii looked for, at SMALL_PX
MIN_CONTRAST = 6.0  # times the usual difference of the skin
MIN_LEAD = 1.55  # over the next best place


def off_centre(x: float, y: float) -> float:
    """0 in the middle, 1 at the edge, by the worse of the two directions; x and y are fractions."""
    return 2 * max(abs(x - 0.5), abs(y - 0.5))


def find_lump(light: Light) -> tuple[float, float] | None:
    """The one place whose colour differs from the skin around it far more than any other; as fractions."""
    if not light.has_skin:
        return None
    best = _difference(light)
    usual = float(np.median(best[light.skin]))
    row, column = np.unravel_index(int(np.argmax(best)), best.shape)
    top = float(best[row, column])
    rest = best.copy()
    cv2.circle(rest, (int(column), int(row)), 40, 0.0, -1)
    if usual <= 0 or top < MIN_CONTRAST * usual or top < MIN_LEAD * float(rest.max()):
        return None
    return (float(column) + 0.5) / best.shape[1], (float(row) + 0.5) / best.shape[0]


def _difference(light: Light) -> Field:
    """For each pixel the largest difference in colour between a disc and the ring around it, on skin only."""
    mask = np.asarray(light.skin, dtype=np.float32)
    total = np.zeros_like(mask)
    for radius in SIZES_PX:
        squared = np.zeros_like(mask)
        for channel, weight in ((light.red, 1.0), (light.blue, 0.7)):
            inner = _mean(channel, mask, radius * 0.6)
            outer = _mean(channel, mask, radius * 1.8)
            squared += np.float32(weight) * (inner - outer) ** 2
        total = np.maximum(total, np.sqrt(squared))
    return np.asarray(np.where(cv2.erode(mask, np.ones((9, 9), np.uint8)) > 0, total, 0), dtype=np.float32)


def _mean(field: Field, mask: Field, blur_px: float) -> Field:
    weight = cv2.GaussianBlur(mask, (0, 0), blur_px)
    return np.asarray(
        cv2.GaussianBlur(np.asarray(field, np.float32) * mask, (0, 0), blur_px) / np.maximum(weight, 1e-3)
    )
