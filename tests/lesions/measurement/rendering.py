"""Small photos of a printed marker on skin, seen by a camera that is known exactly.

Every pixel is the mean of nine rays in linear light, so that the picture holds no error of its own
beyond noise and rounding.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import numpy.typing as npt

from lesions.measurement.terms import Pixels, Points

Array = npt.NDArray[np.float64]
RAYS = 3


@dataclass(frozen=True)
class View:
    """A camera over a card whose middle is the origin; millimetres right and down."""

    width: int = 360
    height: int = 270
    focal: float = 420.0
    distance: float = 110.0
    tilt_deg: float = 0.0
    turn_deg: float = 0.0
    about_deg: float = 0.0
    middle: tuple[float, float] = (0.0, 0.0)
    k1: float = 0.0

    @property
    def focal_35mm(self) -> float:
        """As a phone states it: the same angle across the diagonal of 36 x 24 mm."""
        return float(self.focal * np.hypot(36, 24) / np.hypot(self.width, self.height))

    def rotation(self) -> Array:
        turn, tilt, about = np.radians([self.turn_deg, self.tilt_deg, self.about_deg])
        spin = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
        axis = np.array([np.cos(about), np.sin(about), 0.0]) * tilt
        return np.asarray(cv2.Rodrigues(axis)[0] @ spin, dtype=np.float64)

    def shift(self) -> Array:
        x, y = self.middle
        return np.array([x, y, self.distance])

    def to_px(self, points_mm: Points) -> Points:
        """Where points of the card's plane (or in space) appear."""
        points = np.asarray(points_mm, dtype=np.float64)
        space = np.column_stack([points, np.zeros(len(points))]) if points.shape[1] == 2 else points
        seen = space @ self.rotation().T + self.shift()
        flat = seen[:, :2] / seen[:, 2:]
        flat = flat * (1 + self.k1 * (flat**2).sum(axis=1, keepdims=True))
        return np.asarray(flat * self.focal + [(self.width - 1) / 2, (self.height - 1) / 2])

    def rays(self) -> Array:
        """Directions of all rays, (3 rows, 3 columns, 3). No two of a pixel share a column or a row."""
        inner = np.arange(RAYS)
        fine = (inner[:, None] + (inner[None] + 0.5) / RAYS) / RAYS - 0.5
        shape = (self.height, RAYS, self.width, RAYS)
        x = np.broadcast_to(np.arange(self.width)[:, None] + fine.T[:, None], shape)
        y = np.broadcast_to(np.arange(self.height)[:, None, None, None] + fine[:, None], shape)
        bent = np.stack([x - (self.width - 1) / 2, y - (self.height - 1) / 2], axis=-1) / self.focal
        bent = bent.reshape(self.height * RAYS, self.width * RAYS, 2)
        flat = bent
        for _ in range(6):
            flat = bent / (1 + self.k1 * (flat**2).sum(axis=-1, keepdims=True))
        return np.concatenate([flat, np.ones((*flat.shape[:2], 1))], axis=-1)

    def on_plane(self, rays: Array, fold_deg: float = 0.0) -> Array:
        """Millimetres on the card where each ray meets it; folded along its middle when asked."""
        rotation, shift = self.rotation(), self.shift()
        start, way = -rotation.T @ shift, rays @ rotation
        if not fold_deg:
            reach = -start[2] / way[..., 2]
            return np.asarray(start[:2] + reach[..., None] * way[..., :2])
        return _on_folded(start, way, np.radians(fold_deg))


def _on_folded(start: Array, way: Array, fold: float) -> Array:
    """Both halves of a card rise from the crease x = 0 by half the angle each."""
    results = []
    for sign in (-1.0, 1.0):
        along = np.array([sign * np.cos(fold / 2), 0.0, -np.sin(fold / 2)])
        normal = np.array([sign * np.sin(fold / 2), 0.0, np.cos(fold / 2)])
        reach = -(start @ normal) / (way @ normal)
        place = start + reach[..., None] * way
        x = place @ along * sign
        results.append((np.stack([x, place[..., 1]], axis=-1), sign * x > 0))
    (left, is_left), (right, _) = results
    return np.where(is_left[..., None], left, right)


@dataclass(frozen=True)
class Scene:
    """What lies there, in linear light from 0 to 1.

    ``shade``: share of the light that falls on the left of the card. ``roll_off``: where highlights begin to
    be rolled off. ``shaken_px``: how far the camera moved to the right meanwhile. ``finger_mm``: a rectangle
    of skin over the card, from x, y to x, y.
    """

    view: View = field(default_factory=View)
    number: int = 7
    side: float = 20.0
    dictionary: int = cv2.aruco.DICT_4X4_50
    paper: float = 0.85
    ink: float = 0.05
    skin: float = 0.35
    blur_px: float = 0.8
    shaken_px: int = 0
    noise: float = 0.004
    fold_deg: float = 0.0
    mirrored: bool = False
    roll_off: float | None = None
    shade: float | None = None
    finger_mm: tuple[float, float, float, float] | None = None
    seed: int = 1

    def but(self, **changes: object) -> Scene:
        return replace(self, **changes)  # type: ignore[arg-type]

    def corners_px(self) -> Points:
        half = self.side / 2
        return self.view.to_px(np.array([(-half, -half), (half, -half), (half, half), (-half, half)]))

    def photo(self) -> Pixels:
        """The photo as a phone would store it: sRGB, 8 bits."""
        light = self._light(self.view.on_plane(self.view.rays(), self.fold_deg))
        rows, columns = self.view.height, self.view.width
        pixels = light.reshape(rows, RAYS, columns, RAYS).mean(axis=(1, 3))
        if self.blur_px:
            pixels = cv2.GaussianBlur(pixels, (0, 0), self.blur_px)
        if self.shaken_px:
            pixels = cv2.blur(pixels, (self.shaken_px, 1))
        random = np.random.default_rng(self.seed)
        if self.roll_off is not None:
            over = np.maximum(pixels - self.roll_off, 0) / (1 - self.roll_off)
            pixels = np.minimum(pixels, self.roll_off) + (1 - self.roll_off) * (1 - np.exp(-over))
        pixels = np.clip(pixels + random.normal(0, self.noise, pixels.shape), 0, 1)
        stored = np.where(pixels <= 0.0031308, 12.92 * pixels, 1.055 * pixels ** (1 / 2.4) - 0.055)
        return np.repeat(np.round(stored * 255).astype(np.uint8)[..., None], 3, axis=2)

    def _light(self, mm: Array) -> Array:
        book = cv2.aruco.getPredefinedDictionary(self.dictionary)
        cells = book.markerSize + 2
        pattern = cv2.aruco.generateImageMarker(book, self.number, cells, borderBits=1) > 0
        if self.mirrored:
            pattern = pattern[:, ::-1]
        bit = self.side / cells
        index = np.floor((mm + self.side / 2) / bit).astype(int)
        inside = ((index >= 0) & (index < cells)).all(axis=-1)
        clipped = np.clip(index, 0, cells - 1)
        white = ~inside | pattern[clipped[..., 1], clipped[..., 0]]
        on_card = (np.abs(mm) < self.side / 2 + 1.5 * bit).all(axis=-1)
        light = np.where(on_card, np.where(white, self.paper, self.ink), self.skin)
        if self.shade is not None:
            light = light * np.where(mm[..., 0] + 0.3 * mm[..., 1] < 0.6, self.shade, 1.0)
        if self.finger_mm is not None:
            x0, y0, x1, y1 = self.finger_mm
            covered = (mm[..., 0] > x0) & (mm[..., 0] < x1) & (mm[..., 1] > y0) & (mm[..., 1] < y1)
            light = np.where(covered, self.skin * 1.2, light)
        return np.asarray(light, dtype=np.float64)
