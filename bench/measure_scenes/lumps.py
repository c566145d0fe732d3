"""Lumps: pale, raised, round about their own middle, with a soft border, halo and ulcer.

The outline is where the picture is halfway between skin and lump: r(turn) about the middle, in the skin's mm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.measure_scenes.camera import Camera, Floats, Grid
from bench.measure_scenes.skin import FINE_PX_PER_MM, Skin, lookup, tile
from bench.measure_scenes.surfaces import Hit, Surface
from lesions.measurement.shape import Shape, shape_of

POINTS = 180
#: finer than the outline that is written down: sizes are taken from this one
EXACT_POINTS = 720
PALE = (0.90, 0.81, 0.65)
FLESH = (0.30, 0.065, 0.055)
HALO_MM = 2.2
#: a raised border turns away from the light: it rises a little outside the outline, in widths of the soft
#: border, and is darker by so much at the rim, fading over so many widths. Read off the sample, where half
#: the contrast lies 0.04 widths and the steepest place 0.15 widths outside the outline.
RISE_OUTSIDE, RIM_DARK, RIM_WIDE = 0.15, 0.2, np.float32(0.8)


@dataclass(frozen=True)
class Lump:
    """One lump. ``waves``: cosine and sine shares of r(turn) from the second order on, of the mean radius."""

    middle: tuple[float, float]
    mean_radius: float
    waves: tuple[tuple[float, float], ...]
    strength: float
    border_soft_mm: float
    halo: bool
    ulcer: bool
    raised_mm: float
    seed: int
    tint: tuple[float, float, float] = PALE

    def radius(self, turn: Floats) -> Floats:
        out = np.ones_like(turn)
        for order, (cosine, sine) in enumerate(self.waves, start=2):
            out = out + cosine * np.cos(order * turn) + sine * np.sin(order * turn)
        return np.asarray(out * self.mean_radius)

    def outline(self, points: int = POINTS) -> Floats:
        turn = np.linspace(0, 2 * np.pi, points, endpoint=False)
        ring = np.column_stack([np.cos(turn), np.sin(turn)]) * self.radius(turn)[:, None]
        return np.asarray(ring + np.array(self.middle))

    @property
    def shape(self) -> Shape:
        """Sizes along the skin."""
        return shape_of([self.outline(EXACT_POINTS)])

    def depth_in(self, u: Grid, v: Grid) -> tuple[Grid, Grid]:
        """Signed way to the border in mm (inside positive; exact at the border) and the turn."""
        x, y = u - np.float32(self.middle[0]), v - np.float32(self.middle[1])
        turn, away = np.arctan2(y, x), np.hypot(x, y)
        radius, slope = np.ones_like(turn), np.zeros_like(turn)
        for order, (cosine, sine) in enumerate(self.waves, start=2):
            c, s = np.cos(order * turn), np.sin(order * turn)
            radius += np.float32(cosine) * c + np.float32(sine) * s
            slope += np.float32(order * sine) * c - np.float32(order * cosine) * s
        lean = np.sqrt(1 + (slope / radius) ** 2)
        return (radius * np.float32(self.mean_radius) - away) / lean, turn

    def paint(
        self, picture: Grid, camera: Camera, surface: Surface, skin: Skin, light: tuple[float, float]
    ) -> None:
        """Onto skin that is drawn already (albedo), in place. ``light``: where it comes from, in (u, v)."""
        ring = camera.project(surface.embed(self.outline()))
        margin = (HALO_MM * 2.5 if self.halo else 1.0) * float(np.ptp(ring, axis=0).max()) / self.shape.length
        box = camera.around(ring, margin + 4)
        if box.empty:
            return
        hit = surface.hit(camera.position, camera.rays(box))
        inside, turn = self.depth_in(hit.u, hit.v)
        here = picture[box.window]
        if self.halo:
            self._redden(here, inside)
        here *= 1 - np.float32(0.10) * np.exp(-((np.minimum(inside, 0) / np.float32(0.25)) ** 2))[..., None]
        soft = np.float32(self.border_soft_mm)
        cover = _smooth(inside / soft + np.float32(0.5 + RISE_OUTSIDE)) * np.float32(self.strength)
        body = self._body(hit, inside, turn, light) * skin_light(here, skin)
        body *= (1 - np.float32(RIM_DARK) * np.exp(-np.maximum(inside, 0) / (RIM_WIDE * soft)))[..., None]
        if self.ulcer:
            body = self._open(body, hit, inside, turn)
        np.copyto(here, here + (body - here) * cover[..., None])

    def _redden(self, here: Grid, inside: Grid) -> None:
        wide = np.float32(min(HALO_MM, 0.35 * self.mean_radius + 0.5))
        glow = np.exp(-np.maximum(-inside, 0) / wide) * np.float32(0.38)
        here *= 1 - glow[..., None] * np.array([0.08, 1.0, 0.8], np.float32)

    def _body(self, hit: Hit, inside: Grid, turn: Grid, light: tuple[float, float]) -> Grid:
        """The lump's own colour, lit as a low dome that falls off towards its border."""
        rim = np.float32(min(0.45 * self.mean_radius, 1.6))
        fall = np.clip(1 - inside / rim, 0, 1) * np.float32(min(self.raised_mm / float(rim), 1.2))
        towards = np.cos(turn) * np.float32(light[0]) + np.sin(turn) * np.float32(light[1])
        bumps = lookup(skin_bumps(self.seed), hit.u, hit.v, FINE_PX_PER_MM / 5)
        shade = 1 + np.float32(0.22) * fall * towards + np.float32(0.05) * bumps
        return np.asarray(np.array(self.tint, np.float32) * shade[..., None])

    def _open(self, body: Grid, hit: Hit, inside: Grid, turn: Grid) -> Grid:
        """An ulcer in the middle: red flesh with some white slough."""
        three, five = np.float32(self.seed % 6), np.float32(self.seed % 5)
        wave = np.float32(0.16) * np.cos(3 * turn + three) + np.float32(0.12) * np.cos(5 * turn + five)
        edge = np.float32(0.42 * self.mean_radius) * (1 + wave)
        hole = _smooth((inside - edge) / np.float32(0.12) + np.float32(0.5))
        bumps = lookup(skin_bumps(self.seed), hit.u, hit.v, FINE_PX_PER_MM / 7)
        slough = _smooth(bumps * np.float32(0.9) + np.float32(0.1))
        flesh = np.array(FLESH, np.float32) * (1 + np.float32(0.25) * bumps[..., None])
        flesh = flesh + (np.array(PALE, np.float32) * np.float32(0.8) - flesh) * slough[..., None]
        return np.asarray(body + (flesh - body) * hole[..., None])


_BUMPS: dict[int, Grid] = {}


def skin_bumps(seed: int) -> Grid:
    """One of eight tiles of soft bumps, made once."""
    key = seed % 8
    if key not in _BUMPS:
        _BUMPS[key] = tile(np.random.default_rng((37, key)), 6, 60, 1.2)
    return _BUMPS[key]


def skin_light(here: Grid, skin: Skin) -> Grid:
    """How light or dark the skin here is against its own mean: the lump shares its light."""
    share = here.mean(axis=-1, keepdims=True) / np.float32(skin.tone.mean())
    return np.asarray(np.clip(share, 0.8, 1.15) ** np.float32(0.3))


def _smooth(share: Grid) -> Grid:
    t = np.clip(share, 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def random_lump(
    chance: np.random.Generator,
    middle: tuple[float, float],
    length: float,
    level: int,
    *,
    round_only: bool = False,
) -> Lump:
    """A lump of this longest diameter at a level's contrast (0 easy to 2 hard)."""
    long = float(chance.uniform(0.0, 0.32)) * (0.4 if round_only else 1.0)
    phase = chance.uniform(0, 2 * np.pi)
    waves = [(long * np.cos(phase), long * np.sin(phase))]
    rough = chance.uniform(0.015, 0.085)
    for order in range(3, 9):
        waves.append(tuple(chance.normal(0, rough * 3 / order, 2)))
    strength = chance.uniform(*((0.6, 0.86), (0.44, 0.7), (0.3, 0.5))[level])
    soft = chance.uniform(*((0.2, 0.4), (0.3, 0.76), (0.45, 1.4))[level])
    tint = np.clip(
        np.array(PALE) * chance.uniform(0.93, 1.05) * chance.normal(1, (0.015, 0.02, 0.04)), 0.3, 0.97
    )
    whole = Lump(
        middle=middle,
        mean_radius=length / 2,
        waves=tuple((float(a), float(b)) for a, b in waves),
        strength=float(strength),
        border_soft_mm=float(min(soft, 0.28 * length)),
        halo=bool(chance.random() < (0.25, 0.5, 0.6)[level]),
        ulcer=bool(length > 3.5 and chance.random() < (0.1, 0.22, 0.22)[level]),
        raised_mm=float(min(length * chance.uniform(0.05, 0.16), 5.0)),
        seed=int(chance.integers(2**31)),
        tint=(float(tint[0]), float(tint[1]), float(tint[2])),
    )
    factor = length / whole.shape.length
    return Lump(**{**whole.__dict__, "mean_radius": whole.mean_radius * factor})
