"""A blurred step from black to white, fitted to light across an edge."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lesions.measurement.light import Values, roll_slope, rolled_off, unrolled

#: paper throws back this much more light than ink beyond the ink's own (laser and ink-jet prints: 10 to 25)
USUAL_CONTRAST = 17.0
#: relative error of that, and of the light of a profile: together the weight of what black promises
CONTRAST_ERROR, PROFILE_ERROR = 0.1, 0.01


@dataclass(frozen=True)
class Crossings:
    """Blurred steps fitted across the edges; all arrays (n,).

    Args:
        place: where the step lies, in bits from where it was expected, towards white.
        error: standard deviation of ``place``.
        rise: from black to white, in linear light.
        bit_px: length of a bit across the edge on the photo.
        blur_px: standard deviation of the edge spread, over all edges.
    """

    place: Values
    error: Values
    rise: Values
    bit_px: Values
    blur_px: float


def fit_steps(steps: Values, light: Values, bit_px: Values, knee: float) -> Crossings:
    """Gauss-Newton for all edges at once: black, rise, place; the spread in pixels is one for all.

    What is fitted is the stored light, so the step goes through the roll-off of highlights (``rolled_off``).
    Where white is rolled off to nothing its true height follows from the black beside it: ink throws back a
    constant share of what paper does, in sun and in shade.
    """
    side = max(2, len(steps) // 5)
    black = light[:, :side].mean(axis=1)
    white = unrolled(light[:, -side:].mean(axis=1), knee)
    rise = np.maximum(white - black, 1e-3)
    contrast = _contrast(black, white, knee)
    level = rolled_off(black + rise / 2, knee)[:, None] - light
    crossed = np.abs(level).argmin(axis=1)
    place = np.clip(steps[crossed], steps[0] / 2, steps[-1] / 2)
    # a window is about three spreads to each side once the blur is known; a start too wide runs away
    spread = np.full(len(light), float(steps[-1]) / 5)
    blur_px = 0.0
    for turn in range(12):
        u = (steps[None] - place[:, None]) / spread[:, None]
        level, slope = gaussian_step(u)
        true = black[:, None] + rise[:, None] * level
        bend = roll_slope(true, knee)
        by_place = -rise[:, None] * slope / spread[:, None] * bend
        columns = [bend, level * bend, by_place]
        if turn < 7:
            columns.append(by_place * u)
        design = np.stack(columns, axis=-1)
        left = light - rolled_off(true, knee)
        normal = design.transpose(0, 2, 1) @ design + 1e-9 * np.eye(design.shape[-1])
        right = (design.transpose(0, 2, 1) @ left[..., None])[..., 0]
        # the height that the black beside it promises, as one more and weak observation
        promise = 1.0 / (CONTRAST_ERROR * contrast * black / PROFILE_ERROR) ** 2
        normal[:, 1, 1] += promise
        right[:, 1] += promise * (contrast * black - rise)
        change = np.linalg.solve(normal, right[..., None])[..., 0]
        black = np.clip(black + change[:, 0], 1e-3, 1.0)
        rise = np.clip(rise + change[:, 1], 0.3 * rise, 2.0 * rise)
        place = np.clip(place + np.clip(change[:, 2], -0.1, 0.1), steps[0], steps[-1])
        if turn < 7:
            spread = np.clip(spread + np.clip(change[:, 3], -0.05, 0.05), 0.01, 0.6)
        if turn == 6:
            blur_px = float(np.median(spread * bit_px))
            spread = blur_px / bit_px
    freedom = max(1, light.shape[1] - 3)
    error = np.sqrt((left**2).sum(axis=1) / freedom * np.linalg.inv(normal)[:, 2, 2])
    return Crossings(place, error, rise, bit_px, blur_px)


def _contrast(black: Values, white: Values, knee: float) -> float:
    """How much lighter paper is than ink, from edges whose white is not rolled off; else what prints have."""
    plain = white < max(knee, 0.7)
    if plain.sum() < 4:
        return USUAL_CONTRAST
    return float(np.median((white[plain] - black[plain]) / black[plain]))


def gaussian_step(u: Values) -> tuple[Values, Values]:
    """The normal distribution and its density: to 1e-7 (Abramowitz and Stegun 1964, 26.2.17)."""
    density = np.exp(-(u**2) / 2) / math.sqrt(2 * math.pi)
    t = 1 / (1 + 0.2316419 * np.abs(u))
    series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    tail = density * series
    return np.where(u >= 0, 1 - tail, tail), density
