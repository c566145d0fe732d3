"""Small drawn pictures of a pale lump on skin, of known size."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from lesions.measurement.terms import LocalScale, Pixels, Points

#: linear light, RGB, of skin by Fitzpatrick type
SKIN = {
    1: (0.62, 0.44, 0.36),
    2: (0.55, 0.36, 0.28),
    3: (0.45, 0.28, 0.20),
    4: (0.33, 0.18, 0.115),
    5: (0.19, 0.095, 0.058),
    6: (0.085, 0.043, 0.029),
}
LUMP = np.array([0.70, 0.64, 0.54])
DENSITY = 8.0  # pixels for a millimetre

Floats = npt.NDArray[np.float64]


def scale(density: float = DENSITY) -> LocalScale:
    return LocalScale(px_to_mm=np.diag([1 / density, 1 / density, 1.0]))


def ellipse(middle: tuple[float, float], halves: tuple[float, float], turned: float = 0.0) -> Points:
    angle = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    along, across = halves[0] * np.cos(angle), halves[1] * np.sin(angle)
    cos, sin = np.cos(turned), np.sin(turned)
    return np.stack([middle[0] + along * cos - across * sin, middle[1] + along * sin + across * cos], axis=1)


def cover(outline: Points, size: tuple[int, int], soft_px: float) -> Floats:
    """How much of each pixel the outline covers, with a soft border."""
    fine = 8
    drawn = np.zeros((size[1] * 2, size[0] * 2), np.uint8)
    corners = np.round((outline * 2 + 0.5) * fine).astype(np.int32)
    cv2.fillPoly(drawn, [corners], 255, cv2.LINE_AA, 3)
    half = cv2.resize(drawn, size, interpolation=cv2.INTER_AREA).astype(np.float64) / 255
    return np.asarray(cv2.GaussianBlur(half, (0, 0), soft_px), dtype=np.float64)


def draw(
    outlines: list[Points],
    *,
    tone: int = 3,
    size: tuple[int, int] = (320, 320),
    soft_px: float = 1.5,
    change: Callable[[Floats], Floats] | None = None,
    seed: int = 3,
) -> Pixels:
    """Skin with pores and noise, and lumps on it; ``change`` may alter the linear light under the lumps."""
    random = np.random.default_rng(seed)
    light = np.ones((size[1], size[0], 3)) * np.array(SKIN[tone])
    pores = cv2.GaussianBlur(random.normal(size=(size[1], size[0])), (0, 0), 1.5)
    light *= np.exp(0.12 * pores)[..., None]
    if change is not None:
        light = change(light)
    brightness = 0.45 + 0.55 * np.array(SKIN[tone])[0] / SKIN[1][0]
    for outline in outlines:
        share = cover(outline, size, soft_px)[..., None]
        light = light * (1 - share) + LUMP * brightness * share
    light *= 1 + 0.02 * random.normal(size=light.shape)
    return np.asarray(255 * np.clip(light, 0, 1) ** (1 / 2.2), dtype=np.uint8)
