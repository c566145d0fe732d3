"""Skin and lumps as albedo, height and light: what a patch shows before a camera sees it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

#: linear albedo (RGB) of skin, Fitzpatrick I to VI
SKIN = np.array(
    [
        [0.66, 0.49, 0.42],
        [0.58, 0.40, 0.32],
        [0.49, 0.31, 0.23],
        [0.37, 0.215, 0.145],
        [0.235, 0.125, 0.08],
        [0.12, 0.062, 0.043],
    ]
)
PALE = np.array([0.80, 0.76, 0.66])


@dataclass
class Level:
    strength: tuple[float, float]
    soft: tuple[float, float]
    blur: tuple[float, float]
    noise: tuple[float, float]
    rough: tuple[float, float]
    length: tuple[float, float]
    ambient: tuple[float, float]


def smooth_noise(rng, shape, px):
    """Noise of unit variance with structures of about px pixels."""
    step = max(1.0, px / 2)
    small = rng.standard_normal((int(shape[0] / step) + 4, int(shape[1] / step) + 4)).astype(np.float32)
    small = cv2.GaussianBlur(small, (0, 0), 1.0) * 3.5
    return cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def blob(rng, rough, aspect):
    """A closed polygon of 180 points with a longest diameter of one, around its middle."""
    t = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    r = np.ones_like(t)
    kind = rng.random()
    for k in range(2, 9):
        r += (
            rng.normal()
            * rough
            * (1.0 / k ** rng.uniform(0.3, 1.2))
            * np.cos(k * t + rng.uniform(0, 6.3))
            * 1.6
        )
    r = np.clip(r, 0.35, None)
    p = np.stack([r * np.cos(t), r * np.sin(t) * aspect], 1)
    if kind < 0.12:  # boxy
        e = rng.uniform(0.5, 0.8)
        p = np.sign(p) * np.abs(p) ** e
    a = rng.uniform(0, 2 * np.pi)
    p = p @ np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    m = cv2.moments(p.astype(np.float32))
    p = p - [m["m10"] / m["m00"], m["m01"] / m["m00"]]
    d = np.linalg.norm(p[:, None] - p[None], axis=2).max()
    return p / d


def distance(outline, shape):
    """Signed distance in pixels to a polygon, positive inside (near the border to a tenth of one)."""
    f = 2
    m = np.zeros((shape[0] * f, shape[1] * f), np.uint8)
    q = np.round(((outline + 0.5) * f - 0.5) * 16).astype(np.int32)
    cv2.fillPoly(m, [q], 1, cv2.LINE_8, 4)
    inside = cv2.distanceTransform(m, cv2.DIST_L2, 5)
    outside = cv2.distanceTransform(1 - m, cv2.DIST_L2, 5)
    # fillPoly fills every pixel that the border touches: a fifth of a pixel too far, measured on circles
    d = np.where(m > 0, inside - 0.5, 0.5 - outside) / f - 0.2
    return cv2.resize(d.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_AREA)


def ramp(d, width):
    """0 outside, 1 inside, one half at the border."""
    x = np.clip(d / max(width, 1e-3) + 0.5, 0, 1)
    return x * x * (3 - 2 * x)


def line(rng, shape, width_px, bend):
    """A soft curved line across the patch, 0..1."""
    h, w = shape
    a = rng.uniform(0, np.pi)
    c = np.array([rng.uniform(0, w), rng.uniform(0, h)])
    s = np.linspace(-1, 1, 40) * max(w, h) * rng.uniform(0.2, 0.9)
    o = (
        bend
        * max(w, h)
        * (rng.normal() * (s / max(w, h)) ** 2 + 0.15 * rng.normal() * np.sin(s / max(w, h) * 5))
    )
    p = c + np.outer(s, [np.cos(a), np.sin(a)]) + np.outer(o, [-np.sin(a), np.cos(a)])
    m = np.zeros(shape, np.uint8)
    cv2.polylines(m, [np.round(p * 16).astype(np.int32)], False, 255, max(1, round(width_px)), cv2.LINE_AA, 4)
    m = m.astype(np.float32) / 255
    return cv2.GaussianBlur(m, (0, 0), max(0.5, width_px * 0.4)) * min(1.0, width_px)


class Scene:
    """Albedo, height and light of one patch, in millimetres and pixels of the drawing."""

    def __init__(self, rng, lv, density, shape):
        self.rng, self.lv, self.k, self.shape = rng, lv, density, shape
        self.tone = int(rng.integers(1, 7))
        base = SKIN[self.tone - 1] * np.exp(rng.normal(0, 0.08)) * np.exp(rng.normal(0, 0.05, 3))
        self.skin = np.ones((*shape, 3), np.float32) * base.astype(np.float32)
        self.base = base
        self.height = np.zeros(shape, np.float32)
        self.gloss = np.full(shape, rng.uniform(0, 0.04), np.float32)
        self.shine = np.ones(shape, np.float32)

    def texture(self):
        rng, k = self.rng, self.k
        n = 0.035 * smooth_noise(rng, self.shape, 0.25 * k) * rng.uniform(0.2, 1.5)
        n += 0.03 * smooth_noise(rng, self.shape, 2.5 * k) + 0.05 * rng.uniform(0, 1.5) * smooth_noise(
            rng, self.shape, 12 * k
        )
        red = 0.05 * smooth_noise(rng, self.shape, rng.uniform(1.5, 8) * k) * rng.uniform(0, 1.6)
        self.skin *= np.exp(n)[..., None]
        self.skin *= np.exp(red[..., None] * np.array([0.15, -1.0, -0.8], np.float32))
        if rng.random() < 0.6:
            pores = (
                smooth_noise(rng, self.shape, rng.uniform(0.25, 0.6) * k) > rng.uniform(1.6, 2.3)
            ).astype(np.float32)
            pores = cv2.GaussianBlur(pores, (0, 0), max(0.5, 0.08 * k))
            self.skin *= (1 - pores * rng.uniform(0.1, 0.4))[..., None]

    def ridges(self):
        rng, k = self.rng, self.k
        h, w = self.shape
        yy, xx = np.mgrid[:h, :w].astype(np.float32)
        c = rng.uniform(-0.5, 1.5, 2) * [w, h]
        r = np.hypot(xx - c[0], (yy - c[1]) * rng.uniform(0.7, 1.4)) + 0.6 * k * smooth_noise(
            rng, self.shape, 6 * k
        )
        wave = np.sin(r * 2 * np.pi / (rng.uniform(0.4, 0.6) * k))
        self.shine *= 1 + rng.uniform(0.02, 0.14) * wave

    def creases(self):
        rng, k = self.rng, self.k
        for _ in range(int(rng.integers(0, 7))):
            m = line(rng, self.shape, rng.uniform(0.1, 0.5) * k, rng.uniform(0.1, 1))
            self.skin *= 1 - np.clip(m * rng.uniform(0.1, 0.5), 0, 1)[..., None] * np.array(
                [0.7, 1, 1], np.float32
            )
            if rng.random() < 0.3:
                self.height -= m * 0.1

    def lump(self, outline, halo, ulcer):
        rng, k, lv = self.rng, self.k, self.lv
        d = distance(outline, self.shape) / k  # mm
        deep = max(float(d.max()), 0.1)
        soft = min(rng.uniform(*lv.soft), 0.36 * deep * 2) * rng.uniform(0.6, 1.4)
        alpha = ramp(d, soft * rng.uniform(0.8, 1.6))
        if halo:
            w = rng.uniform(0.5, 3.0) * min(1.0, 0.3 + deep / 4)
            ring = np.exp(-((np.maximum(-d, 0) / w) ** rng.uniform(0.8, 2))) * rng.uniform(0.15, 0.75)
            self.skin *= 1 - ring[..., None] * np.array([0.12, 0.5, 0.45], np.float32)
        strength = rng.uniform(*lv.strength)
        pale = PALE * np.exp(rng.normal(0, 0.06)) * np.exp(rng.normal(0, [0.02, 0.02, 0.06]))
        white = self.base + strength * (pale - self.base)
        n = 0.05 * smooth_noise(rng, self.shape, rng.uniform(0.15, 0.5) * deep * k) * rng.uniform(0.3, 2)
        if rng.random() < 0.5:  # the skin's own pattern shines through
            n += rng.uniform(0.1, 0.7) * np.log(self.skin[..., 1] / self.skin[..., 1].mean())
        lump = white.astype(np.float32) * np.exp(n)[..., None]
        if ulcer:
            lump = self.ulcer(lump, outline, deep)
        self.skin = self.skin * (1 - alpha[..., None]) + lump * alpha[..., None]
        raised = rng.uniform(0.03, 0.22) * 2 * deep * rng.uniform(0.6, 1.2)
        s = np.clip(d / (deep * rng.uniform(0.5, 1.05)), 0, 1)
        dome = raised * (1 - (1 - s) ** rng.uniform(1.4, 3))
        bump = smooth_noise(rng, self.shape, rng.uniform(0.25, 1.0) * deep * k) * rng.uniform(0, 0.3) * raised
        self.height += cv2.GaussianBlur(dome, (0, 0), max(0.5, 0.2 * soft * k)) + bump * np.clip(s * 2, 0, 1)
        self.gloss = self.gloss * (1 - alpha) + alpha * rng.uniform(0, 0.25)
        return alpha

    def ulcer(self, lump, outline, deep):
        rng, k = self.rng, self.k
        middle = outline.mean(0) + rng.normal(0, 0.15, 2) * deep * k
        share = rng.uniform(0.3, 0.68)
        inner = (
            middle + (outline - middle) * share * np.exp(0.15 * np.repeat(rng.normal(size=18), 10))[:, None]
        )
        d = distance(inner, self.shape) / k
        a = ramp(d, rng.uniform(0.05, 0.3))[..., None]
        red = np.array([0.42, 0.075, 0.06]) * np.exp(rng.normal(0, 0.25))
        red = red.astype(np.float32) * np.exp(0.3 * smooth_noise(rng, self.shape, 0.3 * deep * k))[..., None]
        if rng.random() < 0.6:
            e = ramp(d - rng.uniform(0.2, 0.5) * max(float(d.max()), 0.1), 0.3)[..., None]
            red = red * (1 - e) + e * np.array([0.62, 0.55, 0.34], np.float32)
        rim = np.exp(-((d / 0.15) ** 2))[..., None] * rng.uniform(0, 0.5)
        self.height -= ramp(d, 0.5) * rng.uniform(0, 0.3) * deep
        return (lump * (1 - a) + red * a) * (1 - rim)

    def hairs(self):
        rng, k = self.rng, self.k
        for _ in range(int(rng.integers(0, 5))):
            m = line(rng, self.shape, rng.uniform(0.05, 0.14) * k, rng.uniform(0.2, 1.5))
            self.skin *= (1 - np.clip(m * rng.uniform(0.4, 0.9), 0, 1))[..., None]

    def foreign(self, outline):
        """A card or another thing beside the lump, or the end of the finger; returns where it lies."""
        rng, k = self.rng, self.k
        far = -distance(outline, self.shape) / k
        what, kept = rng.random(), np.zeros(self.shape, np.uint8)
        h, w = self.shape
        a = rng.uniform(0, 2 * np.pi)
        n = np.array([np.cos(a), np.sin(a)])
        yy, xx = np.mgrid[:h, :w].astype(np.float32)
        reach = (outline @ n).max() + rng.uniform(0.4, 6) * k
        side = (xx * n[0] + yy * n[1] - reach) / k
        if what < 0.3:  # a white card with black squares
            along = (-xx * n[1] + yy * n[0]) / k
            off = rng.uniform(-15, 5)
            card = (side > 0) & (along > off) & (along < off + rng.uniform(15, 40))
            cell = rng.uniform(2, 6)
            black = (
                (np.floor(side / cell - 0.7) % 2 < 1) & (np.floor(along / cell) % 2 < 1) & (side > 0.7 * cell)
            )
            colour = np.where(black[..., None], 0.04, 0.8).astype(np.float32) * np.ones(3, np.float32)
            self.skin = np.where(card[..., None], colour, self.skin)
            if rng.random() < 0.6:
                kept = ((black & card & (far > 0)) * 255).astype(np.uint8)
        elif what < 0.55:  # the finger ends: table, cloth or shadow beyond
            colour = (rng.uniform(0.02, 0.7) * np.exp(rng.normal(0, 0.4, 3))).astype(np.float32)
            grain = np.exp(
                0.15 * smooth_noise(rng, self.shape, 2 * k) + 0.1 * smooth_noise(rng, self.shape, 0.5 * k)
            )
            self.shine *= np.where(
                side < 0, np.clip(1 - np.exp(side / rng.uniform(0.8, 4)) * rng.uniform(0, 0.6), 0, 1), 1
            )
            beyond = ramp(side, 0.2)[..., None]
            self.skin = self.skin * (1 - beyond) + colour * grain[..., None] * beyond
            self.height *= 1 - beyond[..., 0]
        return kept

    def light(self):
        rng, k = self.rng, self.k
        h, w = self.shape
        yy, xx = np.mgrid[:h, :w].astype(np.float32)
        gx = cv2.Scharr(self.height, cv2.CV_32F, 1, 0) / 32 * k * 2
        gy = cv2.Scharr(self.height, cv2.CV_32F, 0, 1) / 32 * k * 2
        elevation, a = np.deg2rad(rng.uniform(22, 80)), rng.uniform(0, 2 * np.pi)
        to = np.array([np.cos(elevation) * np.cos(a), np.cos(elevation) * np.sin(a), np.sin(elevation)])
        norm = np.sqrt(1 + gx * gx + gy * gy)
        cos = np.maximum(0, (-gx * to[0] - gy * to[1] + to[2]) / norm)
        ambient = rng.uniform(*self.lv.ambient)
        shade = ambient + (1 - ambient) * cos / to[2] ** rng.uniform(0.7, 1)
        half = to + np.array([0, 0, 1])
        half /= np.linalg.norm(half)
        spec = np.maximum(0, (-gx * half[0] - gy * half[1] + half[2]) / norm) ** rng.uniform(8, 60)
        slope = rng.normal(0, 0.35)
        d = (np.cos(a) * (xx / w - 0.5) + np.sin(a) * (yy / h - 0.5)) * slope
        shade = shade * np.exp(d) * np.exp(0.06 * smooth_noise(rng, self.shape, 25 * k))
        if rng.random() < 0.35:
            b = rng.uniform(0, 2 * np.pi)
            s = (np.cos(b) * (xx - rng.uniform(0, w)) + np.sin(b) * (yy - rng.uniform(0, h))) / k
            s = s + rng.uniform(0, 1.5) * smooth_noise(rng, self.shape, 8 * k)
            shade = shade * (1 - ramp(s, rng.uniform(0.3, 5)) * rng.uniform(0.15, 0.55))
        if rng.random() < 0.3:  # curved skin
            b = rng.uniform(0, 2 * np.pi)
            s = (np.cos(b) * (xx - w / 2) + np.sin(b) * (yy - h / 2)) / max(h, w)
            shade = shade * np.sqrt(np.clip(1 - (s * rng.uniform(0.5, 1.9)) ** 2, 0.04, 1))
        out = self.skin * (shade * self.shine)[..., None] + (spec * self.gloss * (1 - ambient))[..., None]
        return np.maximum(out, 0)
