"""The picture prepared once for all measures: sizes, light in stops, colour, and where the skin is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Field = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]

WORK_PX = 1280  # longest side at which focus is judged: about what a page shows
SMALL_PX = 320  # longest side at which light and shadow are judged: pores and hair are gone

# Skin of any tone reflects more red than green and more green than blue; natural logarithms of ratios.
MIN_RED_OVER_GREEN = 0.06
SKIN_COLOUR_REACH = 0.36
MIN_SKIN_SHARE = 0.10  # of the picture, or nothing is said about light on it


@dataclass(frozen=True)
class Light:
    """The picture at ``SMALL_PX`` in linear light.

    ``stops`` is the logarithm to base 2 of the luminance; ``red`` and ``blue`` are natural logarithms of red
    and blue over green; ``skin`` is where the picture has the colour of its skin, without the marker.
    """

    stops: Field
    red: Field
    blue: Field
    skin: Mask

    @property
    def has_skin(self) -> bool:
        return float(self.skin.mean()) >= MIN_SKIN_SHARE


def shrunk(picture: Picture, longest_px: int) -> Picture:
    """At most ``longest_px`` on the longer side, by averaging; never enlarged."""
    height, width = picture.shape[:2]
    scale = longest_px / max(height, width)
    if scale >= 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def in_linear_light(picture: Picture) -> Field:
    """sRGB bytes as linear light, 0 to 1."""
    steps = np.arange(256, dtype=np.float32) / 255
    table = np.where(steps <= 0.04045, steps / 12.92, ((steps + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return np.asarray(table[picture], dtype=np.float32)


def light_of(picture: Picture, cards: list[Field]) -> Light:
    """Light, colour and skin of a picture; ``cards`` are outlines in fractions of width and height."""
    small = cv2.medianBlur(shrunk(picture, SMALL_PX), 3)
    linear = cv2.GaussianBlur(in_linear_light(np.asarray(small, dtype=np.uint8)), (0, 0), 1.0) + np.float32(
        0.002
    )
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
    logs = np.log(linear)
    red, blue = logs[..., 0] - logs[..., 1], logs[..., 2] - logs[..., 1]
    skin = _skin(red, blue) & ~_covered(luminance.shape[:2], cards)
    return Light(np.log2(luminance), red, blue, np.asarray(skin, dtype=np.bool_))


def _skin(red: Field, blue: Field) -> Mask:
    """Pixels of the colour that skin-like pixels in the middle of the picture have."""
    like_skin = (red > MIN_RED_OVER_GREEN) & (blue < 0)
    height, width = red.shape
    middle = np.zeros_like(like_skin)
    middle[height // 5 : height - height // 5, width // 5 : width - width // 5] = True
    seeds = like_skin & middle
    if not seeds.any():
        return np.zeros_like(like_skin)
    near_red = np.abs(red - np.median(red[seeds])) < SKIN_COLOUR_REACH
    near_blue = np.abs(blue - np.median(blue[seeds])) < SKIN_COLOUR_REACH * 1.4
    found = (near_red & near_blue & (red > MIN_RED_OVER_GREEN / 2)).astype(np.uint8)
    opened = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) > 0)


def _covered(shape: tuple[int, ...], cards: list[Field]) -> Mask:
    mask = np.zeros(shape, dtype=np.uint8)
    for card in cards:
        corners = np.round(card * np.array([shape[1], shape[0]])).astype(np.int32)
        cv2.fillConvexPoly(mask, corners, 1)
    return np.asarray(mask > 0)
