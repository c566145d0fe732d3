"""The deposit in the skin: a pale raised lump, and what it looks like opened, healed or infected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calcitrack.demo.photo_noise import Field, Noise, bump, linear, mix, smoothstep, soften
from calcitrack.demo.photo_sites import Canvas, redden, skin_colour
from calcitrack.demo.photo_spec import Spot


@dataclass(frozen=True)
class Look:
    """What a state adds. ``hole``: radius of the opening as a share of the lump; the rest are strengths."""

    height: float = 1.0
    pale: float = 0.82
    halo: float = 0.05
    reach: float = 0.25
    swelling: float = 0.0
    hole: float = 0.0
    chalk: float = 0.0
    slough: float = 0.0
    yellow_top: float = 0.0
    scar: float = 0.0
    gloss: float = 0.10


LOOKS = {
    "quiet": Look(),
    "inflamed": Look(halo=0.72, reach=0.75, swelling=0.35, pale=0.62, gloss=0.20),
    "opened": Look(halo=0.40, reach=0.45, hole=0.52, chalk=1.0, pale=0.7),
    "ulcer": Look(halo=0.62, reach=0.5, hole=0.86, slough=1.0, chalk=0.3, height=0.5, pale=0.45, gloss=0.15),
    "scar": Look(height=0.10, pale=0.0, halo=0.12, reach=0.3, scar=1.0, gloss=0.20),
    "infected": Look(halo=0.92, reach=1.1, swelling=0.8, pale=0.35, yellow_top=0.9, gloss=0.42),
}


def draw_spot(canvas: Canvas, spot: Spot) -> None:
    """Draw one deposit into the part of the canvas it touches."""
    look = LOOKS[spot.state]
    reach = spot.length_mm * (0.6 + 2.0 * look.reach) + 4
    cut = canvas.cut(spot.x_mm, spot.y_mm, reach, reach)
    if cut is None:
        return
    part = canvas.part(cut)
    noise = Noise(spot.seed * 7919 + 17, part.x.shape[1], part.x.shape[0])
    radius = _radius(part, spot, noise)
    _flush(part, look, radius, noise)
    _lump(part, spot, look, radius, noise)
    if look.hole:
        _opening(part, spot, look, radius, noise)
    if look.scar:
        _scar(part, radius, noise)


def _radius(part: Canvas, spot: Spot, noise: Noise) -> Field:
    """1 on the outline: an uneven ellipse that measures exactly length by width."""
    angle = np.deg2rad(spot.angle_degrees)
    dx, dy = part.x - np.float32(spot.x_mm), part.y - np.float32(spot.y_mm)
    u = dx * np.float32(np.cos(angle)) + dy * np.float32(np.sin(angle))
    v = dy * np.float32(np.cos(angle)) - dx * np.float32(np.sin(angle))
    phases = noise.random.uniform(0, 2 * np.pi, 4)

    def uneven(theta: Field) -> Field:
        waves = ((2, 0.07), (3, 0.07), (4, 0.04), (7, 0.02))
        total = sum(size * np.cos(n * theta + phase) for (n, size), phase in zip(waves, phases, strict=True))
        return np.asarray(1 + total, dtype=np.float32)

    theta = np.linspace(0, 2 * np.pi, 360, dtype=np.float32)
    outline = uneven(theta)
    extent_u = np.ptp(outline * np.cos(theta)) / 2
    extent_v = np.ptp(outline * np.sin(theta)) / 2
    u = u / np.float32(spot.length_mm / 2 / extent_u)
    v = v / np.float32(spot.width_mm / 2 / extent_v)
    radius = np.hypot(u, v) / uneven(np.arctan2(v, u))
    return np.asarray(
        radius + np.float32(0.02) * noise.layer(part.px(spot.length_mm * 0.12)), dtype=np.float32
    )


def _flush(part: Canvas, look: Look, radius: Field, noise: Noise) -> None:
    """The red surround, strongest at the edge and fading out unevenly."""
    outside = np.clip(radius - np.float32(0.92), 0, None)
    uneven = 1 + np.float32(0.35) * noise.octaves(part.px(4), 3)
    fade = np.exp(-((outside / np.float32(look.reach * 1.25 + 0.05)) ** 1.35) * np.clip(uneven, 0.4, 2))
    redden(part, np.float32(look.halo) * fade)
    if look.halo < 0.2:  # quiet: a few small vessels over the rim
        vessels = bump(0, 0.07, noise.octaves(part.px(1.8), 2)) * bump(0.98, 0.16, radius)
        redden(part, np.float32(0.30) * vessels)


def _lump(part: Canvas, spot: Spot, look: Look, radius: Field, noise: Noise) -> None:
    """Raised and pale: chalky lobes seen through thin, stretched and so smoother skin."""
    dome = 1 - smoothstep(0.2, 1.42, radius)
    lobes = noise.octaves(part.px(max(0.9, spot.width_mm * 0.36)), 2, 0.4)
    height = min(0.24 * spot.width_mm, 2.2) * look.height
    taut = (1 - smoothstep(0.6, 1.1, radius)) * np.float32(0.75 * min(1.0, look.height))
    part.relief[:] = part.relief + (soften(part.relief, part.px(0.5)) - part.relief) * taut
    part.relief += np.float32(height) * dome * (1 + np.float32(0.07) * lobes * taut)
    if look.swelling:
        part.relief += np.float32(look.swelling * height) * np.exp(-((radius / np.float32(1.5)) ** 2))
    thin = (
        1 - smoothstep(0.72 - 0.2 * part.tone, 1.20 + 0.1 * part.tone, radius + np.float32(0.05) * lobes)
    ) * np.float32(look.pale)
    skin = skin_colour(part.tone)
    # the darker the skin over it, the less of the white comes through
    through = np.float32(0.80 - 0.30 * part.tone)
    lime = linear(252, 236, 204) * np.float32(1 - 0.25 * part.tone) * through + skin * (1 - through)
    part.albedo[:] = mix(part.albedo, lime, thin * np.clip(0.88 + 0.12 * lobes, 0.5, 1))
    part.gloss += np.float32(look.gloss) * dome
    redden(part, np.float32(0.22) * bump(1.06, 0.20, radius) * np.float32(min(1.0, look.pale)))
    if look.yellow_top:
        top = 1 - smoothstep(0.15, 0.80, radius + np.float32(0.08) * lobes)
        pus = linear(236, 214, 142) * np.float32(1 - 0.2 * part.tone)
        part.albedo[:] = mix(part.albedo, pus, top * np.float32(look.yellow_top))


def _opening(part: Canvas, spot: Spot, look: Look, radius: Field, noise: Noise) -> None:
    """A crater with a red rim; in it white crumbs, or a moist red base with yellowish slough."""
    size = spot.width_mm
    ragged = radius / np.float32(look.hole) + np.float32(0.10) * noise.octaves(part.px(size * 0.25), 3)
    pit = 1 - smoothstep(0.72, 1.0, ragged)
    part.relief -= np.float32(min(0.18 * size, 1.1)) * pit
    part.relief += np.float32(0.15) * bump(1.15, 0.16, ragged)
    redden(part, np.float32(0.75) * bump(1.06, 0.22, ragged))
    base = linear(150, 58, 50) * np.float32(1 - 0.3 * part.tone)
    part.albedo[:] = mix(part.albedo, base, pit * np.float32(0.92))
    part.gloss[:] = part.gloss * (1 - pit) + pit * np.float32(0.42)
    if look.slough:
        film = smoothstep(-0.9, 1.1, noise.octaves(part.px(size * 0.30), 4, 0.6) + 0.9 - ragged * 1.1) * pit
        part.albedo[:] = mix(part.albedo, linear(222, 192, 140), film * np.float32(0.85 * look.slough))
    if look.chalk:
        crumbs = noise.octaves(part.px(max(0.5, size * 0.14)), 3, 0.55)
        full = 1.5 * look.chalk - 0.9
        filled = pit * smoothstep(
            -0.25, 0.45, crumbs * np.float32(0.55) + np.float32(full) - (ragged - 0.45) * 1.1
        )
        part.albedo[:] = mix(part.albedo, linear(246, 239, 222), filled * np.float32(0.93))
        part.relief += np.float32(min(0.5, 0.10 * size)) * filled * (1 + np.float32(0.22) * crumbs)
        part.gloss *= 1 - np.float32(0.9) * filled


def _scar(part: Canvas, radius: Field, noise: Noise) -> None:
    """Flat, shiny, pink to violet, paler in the middle, with fine lines drawn towards it."""
    patch = 1 - smoothstep(0.55, 1.1, radius + np.float32(0.09) * noise.octaves(part.px(1.2), 2))
    pink = skin_colour(part.tone) * np.array([0.98, 0.70, 0.74], dtype=np.float32)
    part.albedo[:] = mix(part.albedo, pink, patch * np.float32(0.75))
    middle = 1 - smoothstep(0.15, 0.6, radius)
    pale = skin_colour(part.tone) * np.array([1.08, 1.04, 1.02], dtype=np.float32)
    part.albedo[:] = mix(part.albedo, pale, middle * np.float32(0.45))
    part.relief -= np.float32(0.28) * middle
    part.relief += np.float32(0.02) * noise.layer(part.px(0.25), part.px(1.6)) * patch
