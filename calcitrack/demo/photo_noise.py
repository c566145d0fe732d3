"""Smooth random fields for the demo photos: skin, cloth and light are never even."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.floating[Any]]  # float32 wherever it is large


class Noise:
    """Value noise of one seed over a canvas; fields are drawn in a fixed order and so repeat exactly."""

    def __init__(self, seed: int, width: int, height: int) -> None:
        self.random = np.random.default_rng(seed)
        self.width = width
        self.height = height

    def layer(self, cell_x: float, cell_y: float | None = None) -> Field:
        """Mean 0, deviation about 1, smooth over cells of this many px."""
        cell_y = cell_x if cell_y is None else cell_y
        columns = max(2, int(self.width / cell_x) + 2)
        rows = max(2, int(self.height / cell_y) + 2)
        grid = Image.fromarray(self.random.standard_normal((rows, columns), dtype=np.float32))
        if columns >= self.width and rows >= self.height:
            return np.asarray(grid, dtype=np.float32)[: self.height, : self.width]
        box = (0.0, 0.0, min(columns, self.width / cell_x), min(rows, self.height / cell_y))
        field = np.asarray(grid.resize((self.width, self.height), Image.Resampling.BICUBIC, box=box))
        return field.astype(np.float32) * np.float32(1.5)

    def octaves(self, cell: float, count: int, persistence: float = 0.5) -> Field:
        """Layers from coarse to fine, each with half the cell and ``persistence`` times the weight."""
        total = np.zeros((self.height, self.width), dtype=np.float32)
        weight, norm = 1.0, 0.0
        for _ in range(count):
            total += np.float32(weight) * self.layer(cell)
            norm += weight * weight
            weight *= persistence
            cell = max(1.0, cell / 2)
        total *= np.float32(1 / norm**0.5)
        return total

    def white(self) -> Field:
        return self.random.standard_normal((self.height, self.width), dtype=np.float32)


def smoothstep(low: float, high: float, value: Field) -> Field:
    t = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def bump(centre: float, width: float, value: Field) -> Field:
    """A bell of height 1."""
    scaled = (value - np.float32(centre)) / np.float32(width)
    return np.asarray(np.exp(-scaled * scaled), dtype=np.float32)


def soften(field: Field, radius_px: float) -> Field:
    """A cheap wide blur: shrunk and enlarged again."""
    height, width = field.shape
    small = (max(2, int(width / radius_px)), max(2, int(height / radius_px)))
    image = Image.fromarray(np.ascontiguousarray(field, dtype=np.float32))
    image = image.resize(small, Image.Resampling.BOX).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(image, dtype=np.float32)


def linear(red: float, green: float, blue: float) -> Field:
    """An sRGB colour (0 to 255) as linear light."""
    srgb = np.array([red, green, blue], dtype=np.float32) / 255
    return np.asarray(
        np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4), dtype=np.float32
    )


def mix(base: Field, colour: Field, amount: Field) -> Field:
    """``base`` (rows, columns, 3) moved towards a colour by ``amount`` (rows, columns)."""
    return np.asarray(base + (colour - base) * amount[..., None], dtype=np.float32)
