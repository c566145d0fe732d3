"""Close-ups of pale lumps on skin with a known border, drawn quickly and in great variety.

They are no photos: one light, flat geometry, a camera of blur, noise, sharpening and JPEG. Enough to learn
what the border of a lump looks like, and what else looks like one (halo, ulcer, neighbour, crease, hair,
shadow, card).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from bench.measure_outline.drawing import Level, Scene, blob

SIDE = 420  # pixels of a patch at most


@dataclass
class Patch:
    jpeg: bytes
    outline: np.ndarray  # pixels
    taps: np.ndarray
    density: float  # pixels for a millimetre
    level: str
    tone: int
    length: float
    avoid: np.ndarray | None = None


LEVELS = {
    "easy": Level((0.6, 0.86), (0.2, 0.4), (0.4, 0.9), (0.002, 0.008), (0.005, 0.05), (3.5, 40), (0.55, 0.8)),
    "medium": Level(
        (0.43, 0.72), (0.3, 0.78), (0.5, 1.5), (0.004, 0.015), (0.02, 0.09), (2.6, 36), (0.4, 0.75)
    ),
    "hard": Level((0.28, 0.55), (0.28, 1.4), (0.7, 2.4), (0.006, 0.03), (0.03, 0.14), (2.0, 30), (0.25, 0.7)),
}


DIFFICULT = {
    "easy": {},
    "medium": {"blur": (0.6, 2.0)},
    "hard": {"blur": (0.8, 3.2), "strength": (0.25, 0.5)},
}


def camera(rng, light, lv, reduced):
    """Linear light to JPEG bytes: blur, white balance, exposure, noise, curve, sharpening, compression."""
    if rng.random() < 0.12:
        n = int(rng.integers(2, 6))
        a = rng.uniform(0, np.pi)
        kernel = np.zeros((11, 11), np.float32)
        v = np.array([np.cos(a), np.sin(a)]) * n / 2 * 16
        cv2.line(kernel, tuple(int(x) for x in 80 - v), tuple(int(x) for x in 80 + v), 1.0, 1, cv2.LINE_AA, 4)
        light = cv2.filter2D(light, -1, kernel / kernel.sum())
    light = cv2.GaussianBlur(light, (0, 0), max(0.35, rng.uniform(*lv.blur) / reduced))
    light = light * np.exp(rng.normal(0, [0.08, 0.02, 0.13])).astype(np.float32)
    if rng.random() < 0.8:  # the brightest thing is kept, or the skin is exposed as most cameras do
        light = light * rng.uniform(0.55, 1.25) / max(float(np.percentile(light.mean(2), 99.5)), 1e-3)
    else:
        light = light * rng.uniform(0.14, 0.6) / max(float(np.percentile(light.mean(2), 60)), 1e-3)
    noise = rng.uniform(*lv.noise) / min(reduced, 3)
    grain = rng.standard_normal(light.shape).astype(np.float32)
    if rng.random() < 0.5:
        grain = cv2.GaussianBlur(grain, (0, 0), 0.8) * 1.8
    light = light + grain * noise * np.sqrt(np.maximum(light, 0.01) * 2)
    x = np.clip(light, 0, 1)
    srgb = np.where(x <= 0.0031308, 12.92 * x, 1.055 * x ** (1 / 2.4) - 0.055)
    curve = rng.uniform(0, 0.35)
    srgb = srgb * (1 - curve) + curve * (3 * srgb**2 - 2 * srgb**3)
    if rng.random() < 0.6:
        fat = cv2.GaussianBlur(srgb, (0, 0), rng.uniform(0.8, 2.0))
        srgb = srgb + rng.uniform(0.1, 0.9) * (srgb - fat)
    grey = srgb.mean(2, keepdims=True)
    srgb = grey + (srgb - grey) * rng.uniform(0.8, 1.25)
    pixels = (np.clip(srgb, 0, 1) * 255 + 0.5).astype(np.uint8)
    quality = int(rng.uniform(62, 96))
    return cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def taps_in(rng, outline, number):
    """Points in the middle part of the lump, as people tap."""
    taps = []
    middle = outline.mean(0)
    while len(taps) < number:
        p = middle + (outline[rng.integers(len(outline))] - middle) * 0.75 * np.sqrt(rng.random())
        if cv2.pointPolygonTest(outline.astype(np.float32), (float(p[0]), float(p[1])), True) > 1:
            taps.append(p)
        elif rng.random() < 0.05:
            taps.append(middle)
    return np.array(taps)


#: patches from this number on are small, faint and blurred more often
DIFFICULT_FROM = 5000


def patch(seed: int) -> Patch:
    """The patch with this number: always the same. Takes about an eighth of a second."""
    rng = np.random.default_rng(seed)
    difficult = DIFFICULT_FROM <= seed < 2 * DIFFICULT_FROM
    level = str(
        rng.choice(["easy", "medium", "hard"], p=[0.1, 0.35, 0.55] if difficult else [0.2, 0.35, 0.45])
    )
    lv = replace(LEVELS[level], **DIFFICULT[level]) if difficult else LEVELS[level]
    length = float(np.exp(rng.uniform(*np.log(lv.length))))
    if level != "easy" and rng.random() < (0.5 if difficult else 0.3):
        length = rng.uniform(2.0, 5.0)
    density = float(np.exp(rng.uniform(np.log(5.5), np.log(18))))
    half = float(np.clip(length * np.exp(rng.uniform(np.log(1.1), np.log(4))), 5, 45))
    k = min(density, SIDE / 2 / half)
    size = int(2 * half * k)
    grow = 2 if length * k < 70 else 1  # draw small lumps finer than the camera sees them
    shape = (size * grow, size * grow)
    scene = Scene(rng, lv, k * grow, shape)
    squeeze = np.array([[1, 0], [0, np.cos(np.deg2rad(rng.uniform(0, 40)))]])
    one = blob(rng, rng.uniform(*lv.rough), rng.uniform(0.45, 1.0)) @ squeeze
    outline = one * length * k * grow + size * grow * rng.uniform(0.42, 0.58, 2)
    scene.texture()
    if rng.random() < 0.2:
        scene.ridges()
    scene.creases()
    for _ in range(int(rng.integers(0, 5)) if rng.random() < 0.5 else 0):
        other = (
            blob(rng, rng.uniform(*lv.rough), rng.uniform(0.45, 1.0))
            * length
            * rng.uniform(0.3, 1.2)
            * k
            * grow
        )
        a = rng.uniform(0, 2 * np.pi)
        direction = np.array([np.cos(a), np.sin(a)])
        gap = rng.uniform(0.3, 1 + 0.6 * length) * k * grow
        other += outline.mean(0) + direction * (
            ((outline - outline.mean(0)) @ direction).max() + (-(other @ direction)).max() + gap
        )
        scene.lump(other, rng.random() < 0.4, rng.random() < 0.15)
    scene.lump(outline, rng.random() < 0.5, length > 4 and level != "easy" and rng.random() < 0.2)
    scene.hairs()
    kept = scene.foreign(outline)
    light = scene.light()
    if grow > 1:
        light = cv2.resize(light, (size, size), interpolation=cv2.INTER_AREA)
        kept = cv2.resize(kept, (size, size), interpolation=cv2.INTER_NEAREST)
        outline = (outline + 0.5) / grow - 0.5
    reduced = density / k
    jpeg = camera(rng, light, lv, reduced)
    taps = taps_in(rng, outline, 4)
    return Patch(jpeg, outline, taps, k, level, scene.tone, length, kept if kept.any() else None)
