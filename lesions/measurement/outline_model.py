"""A small network that judges places on a ray: which of them is the border of the lump?

Trained by ``bench/measure_outline/train.py`` on drawn close-ups alone; its numbers lie beside this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from lesions.measurement.outline_polar import Floats

HERE = Path(__file__).parent


@dataclass(frozen=True)
class BorderModel:
    """Layers of weights and shifts; between them a rectifier."""

    weights: tuple[Floats, ...]
    shifts: tuple[Floats, ...]

    def log_share(self, places: Floats) -> Floats:
        """For each ray the logarithm of the probability of each row to be the border.

        Args:
            places: (rows, rays, features).

        Returns:
            (rows, rays); the exponentials of a ray sum to one.
        """
        rows, rays, number = places.shape
        value = places.reshape(-1, number)
        for weight, shift in zip(self.weights[:-1], self.shifts[:-1], strict=True):
            value = value @ weight
            value += shift
            np.maximum(value, 0, out=value)
        score = (value @ self.weights[-1] + self.shifts[-1]).reshape(rows, rays)
        score -= score.max(axis=0)
        return np.asarray(score - np.log(np.exp(score).sum(axis=0)), dtype=np.float32)


@cache
def border_model(look: str) -> BorderModel:
    """The model of the ``far`` or the ``near`` look, read once."""
    with np.load(HERE / f"outline_{look}.npz") as kept:
        layers = range(len(kept.files) // 2)
        return BorderModel(
            tuple(kept[f"w{layer}"].astype(np.float32) for layer in layers),
            tuple(kept[f"b{layer}"].astype(np.float32) for layer in layers),
        )
