"""Linear light: what fell on the sensor, from what the file stores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from lesions.measurement.terms import Pixels, Points

Light = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]


@cache
def srgb_to_light() -> Values:
    """Linear light 0..1 of the 256 values of sRGB (IEC 61966-2-1)."""
    stored = np.arange(256) / 255
    light = np.where(stored <= 0.04045, stored / 12.92, ((stored + 0.055) / 1.055) ** 2.4)
    return np.asarray(light, dtype=np.float64)


@dataclass(frozen=True)
class Crop:
    """Linear luminance of a part of a photo; ``offset`` is the photo's pixel of its upper left one."""

    light: Light
    offset: tuple[int, int]

    @classmethod
    def about(cls, photo: Pixels, corners_px: Points, margin: float) -> Crop:
        """Around corners with a margin in pixels, cut at the photo's border."""
        height, width = photo.shape[:2]
        low = np.floor(corners_px.min(axis=0) - margin).astype(int)
        high = np.ceil(corners_px.max(axis=0) + margin).astype(int) + 1
        x0, y0 = np.clip(low, 0, (width - 1, height - 1))
        x1, y1 = np.clip(high, (x0 + 1, y0 + 1), (width, height))
        part = photo[y0:y1, x0:x1]
        table = srgb_to_light()
        weights = (0.2126, 0.7152, 0.0722)  # luminance of linear sRGB (ITU-R BT.709)
        parts = [cv2.LUT(part[..., c], (table * weights[c]).astype(np.float32)) for c in range(3)]
        return cls(np.asarray(parts[0] + parts[1] + parts[2], dtype=np.float32), (int(x0), int(y0)))

    def at(self, points_px: Points) -> Values:
        """Light at places of the photo, between pixels by their distance."""
        place = (points_px - self.offset).astype(np.float32)
        rows = max(1, -(-len(place) // 16384))  # remap takes no more than 32,767 columns
        shape = (rows, -(-len(place) // rows))
        x, y = np.resize(place[:, 0], shape), np.resize(place[:, 1], shape)
        values = cv2.remap(self.light, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(values, dtype=np.float64).ravel()[: len(place)]


def rolled_off(light: Values, knee: float) -> Values:
    """Highlights as a phone stores them: above the knee they approach 1 and never reach it."""
    room = max(1.0 - knee, 1e-6)
    over = np.maximum(light - knee, 0.0) / room
    return np.asarray(np.minimum(light, knee) + room * (1 - np.exp(-over)))


def unrolled(stored: Values, knee: float) -> Values:
    """Light from what was stored, up to where nothing can be told any more."""
    room = max(1.0 - knee, 1e-6)
    over = np.clip((stored - knee) / room, 0.0, 0.97)
    return np.asarray(np.minimum(stored, knee) - room * np.log1p(-over))


def roll_slope(light: Values, knee: float) -> Values:
    room = max(1.0 - knee, 1e-6)
    return np.asarray(np.exp(-np.maximum(light - knee, 0.0) / room))
