"""The places on the body: silhouette, relief and colour of the skin, without any deposit yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from calcitrack.demo.photo_noise import Field, Noise, bump, linear, mix, smoothstep, soften

# sRGB of untanned to very dark skin in diffuse light, by eye
TONES = (
    (0.0, (236, 200, 182)),
    (0.25, (226, 180, 154)),
    (0.5, (196, 146, 114)),
    (0.75, (139, 92, 66)),
    (1.0, (84, 55, 43)),
)


Cut = tuple[slice, slice]


@dataclass
class Canvas:
    """The scene while it is being built. Lengths in mm, colours as linear light, arrays (rows, columns)."""

    x: Field
    y: Field
    px_per_mm: float
    tone: float
    noise: Noise
    relief: Field
    cover: Field
    albedo: Field
    gloss: Field

    def cut(self, x_mm: float, y_mm: float, half_width: float, half_height: float) -> Cut | None:
        """Rows and columns of the part around a point; None outside the picture."""
        rows = np.flatnonzero(np.abs(self.y[:, 0] - y_mm) < half_height)
        columns = np.flatnonzero(np.abs(self.x[0] - x_mm) < half_width)
        if len(rows) < 4 or len(columns) < 4:
            return None
        return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)

    def part(self, cut: Cut) -> Canvas:
        """Views of a part: what is drawn there is drawn here."""
        fields = {name: getattr(self, name)[cut] for name in ("x", "y", "relief", "cover", "albedo", "gloss")}
        return Canvas(px_per_mm=self.px_per_mm, tone=self.tone, noise=self.noise, **fields)

    def px(self, length_mm: float) -> float:
        return max(1.0, length_mm * self.px_per_mm)


def skin_colour(tone: float) -> Field:
    knots = [knot for knot, _ in TONES]
    return linear(*(float(np.interp(tone, knots, [rgb[i] for _, rgb in TONES])) for i in range(3)))


def new_canvas(width: int, height: int, px_per_mm: float, tone: float, seed: int) -> Canvas:
    columns = (np.arange(width, dtype=np.float32) - width / 2) / np.float32(px_per_mm)
    rows = (np.arange(height, dtype=np.float32) - height / 2) / np.float32(px_per_mm)
    x, y = np.meshgrid(columns, rows)
    flat = np.zeros((height, width), dtype=np.float32)
    albedo = np.empty((height, width, 3), dtype=np.float32)
    albedo[:] = skin_colour(tone)
    return Canvas(
        x=x.astype(np.float32),
        y=y.astype(np.float32),
        px_per_mm=px_per_mm,
        tone=tone,
        noise=Noise(seed, width, height),
        relief=flat.copy(),
        cover=flat + np.float32(1),
        albedo=albedo,
        gloss=flat + np.float32(0.16),
    )


def redden(canvas: Canvas, amount: Field) -> None:
    """More blood near the surface takes out green and blue; on dark skin it shows less and more violet."""
    depth = np.array([0.10 + 0.25 * canvas.tone, 0.62, 0.52], dtype=np.float32) * np.float32(
        1 - 0.35 * canvas.tone
    )
    canvas.albedo *= 1 - np.clip(amount, 0, 1)[..., None] * depth


def paint_skin(canvas: Canvas, *, grain_mm: float = 0.5, blotch: float = 0.16) -> None:
    """Uneven colour (blood, pigment) and the fine furrows and pores every skin has."""
    noise = canvas.noise
    redden(canvas, np.float32(blotch) * (0.5 + 0.5 * noise.octaves(canvas.px(9), 4, 0.6)))
    canvas.albedo *= (1 + np.float32(0.035) * noise.octaves(canvas.px(14), 5, 0.7))[..., None]
    cell = canvas.px(grain_mm)
    lines = np.zeros_like(canvas.relief)
    for stretch_x, stretch_y in ((1.0, 2.2), (2.2, 1.0), (1.2, 1.2)):
        lines += np.abs(noise.layer(cell * stretch_x, cell * stretch_y))
    furrows = 1 - smoothstep(0.25, 1.5, lines)
    canvas.relief -= np.float32(0.035 * min(1.0, grain_mm / 0.5)) * furrows
    canvas.relief += np.float32(0.012) * noise.layer(max(1.6, cell / 2))
    canvas.albedo *= (1 - np.float32(0.07) * furrows)[..., None]
    pores = smoothstep(2.0, 3.2, noise.layer(max(2.2, canvas.px(0.22))))
    canvas.albedo *= (1 - np.float32(0.16) * pores)[..., None]


def crease(canvas: Canvas, distance_mm: Field, width_mm: float, depth_mm: float) -> None:
    """A fold of the skin where ``distance_mm`` is 0: darker and redder in its bottom."""
    fold = bump(0, width_mm, distance_mm)
    canvas.relief -= np.float32(depth_mm) * fold
    canvas.albedo *= 1 - fold[..., None] * np.array([0.22, 0.38, 0.40], dtype=np.float32) * np.float32(0.75)


def finger_shape(canvas: Canvas, along: Field, across: Field, radius_mm: float) -> tuple[Field, Field]:
    """Height and cover of a finger whose tip is at ``along`` = 0."""
    tip = np.float32(radius_mm * 1.12)
    rounding = np.sqrt(np.clip(1 - np.clip((tip - along) / tip, 0, 1) ** 2, 0, 1))
    waist = 1 - 0.045 * bump(24, 5, along) + 0.03 * bump(11, 7, along) + 0.0022 * np.clip(along, 0, 60)
    radius = (np.float32(radius_mm) * rounding * waist).astype(np.float32)
    inside = np.clip(radius**2 - across**2, 0, None)
    height = np.float32(0.82) * np.sqrt(inside)
    # the edge in px from the slope of the implicit shape, which also holds at the round tip
    implicit = radius**2 - across**2
    slope = np.hypot(2 * across, 2 * np.float32(radius_mm**2 / tip) * np.clip((tip - along) / tip, 0, 1))
    cover = np.clip(implicit / np.maximum(slope, 0.5) * np.float32(canvas.px_per_mm / 1.6) + 0.5, 0, 1)
    return height.astype(np.float32), (cover * (along > -0.02)).astype(np.float32)


def _fingers(canvas: Canvas, tip_y_mm: float) -> tuple[Field, Field]:
    """One finger in the middle coming from below, a little bent, and a lower neighbour on either side."""
    noise = canvas.noise
    bend = 0.0016 * (canvas.y - np.float32(tip_y_mm)) ** 2 * np.float32(noise.random.uniform(-0.6, 0.6))
    along = canvas.y - np.float32(tip_y_mm) + np.float32(0.25) * noise.layer(canvas.px(9))
    across = canvas.x + bend + np.float32(0.16) * noise.layer(canvas.px(7))
    canvas.relief[:], canvas.cover[:] = finger_shape(canvas, along, across, 8.6)
    for side, back, radius in ((-1, 15.5, 7.9), (1, 5.5, 8.3)):
        tilt = across - np.float32(side * 18.3) - np.float32(side * 0.045) * along
        height, cover = finger_shape(canvas, along - np.float32(back), tilt, radius)
        higher = (height - np.float32(3.2)) > np.where(canvas.cover > 0.5, canvas.relief, -9)
        canvas.relief[:] = np.where(higher, height - np.float32(3.2), canvas.relief)
        canvas.cover[:] = np.maximum(canvas.cover, cover)
    return along.astype(np.float32), across.astype(np.float32)


def fingertip_pad(canvas: Canvas) -> None:
    along, across = _fingers(canvas, -11.0)
    paint_skin(canvas, grain_mm=0.3, blotch=0.12)
    redden(canvas, np.float32(0.26) * np.exp(-(((along - 7) / 9) ** 2)) + np.float32(0.06))
    _ridges(canvas, along, across)
    wave = np.float32(0.5) * canvas.noise.layer(canvas.px(5))
    for at, depth in ((25.5, 0.30), (27.6, 0.22), (23.6, 0.08)):
        crease(canvas, along - np.float32(at) - 0.012 * across**2 + wave, 0.34, depth)
    canvas.gloss += 0.10


def _ridges(canvas: Canvas, along: Field, across: Field) -> None:
    """Papillary ridges, half a millimetre apart: a whorl on the pad that runs out into arches."""
    warp = np.float32(0.55) * canvas.noise.layer(canvas.px(4.5)) + np.float32(0.10) * canvas.noise.layer(
        canvas.px(1.2)
    )
    whorl = np.sqrt(across**2 * 1.25 + ((along - 9) * 0.82) ** 2 + 0.3)
    arches = along - 5.5 + 0.035 * across**2
    phase = whorl + (arches - whorl) * smoothstep(12, 19, along) + warp
    wave = np.sin(phase * np.float32(2 * np.pi / 0.52))
    strength = 1 - smoothstep(6.0, 8.6, np.abs(across))
    strength *= 0.75 + 0.25 * canvas.noise.layer(canvas.px(2.5))
    canvas.relief += np.float32(0.026) * wave * strength
    canvas.albedo *= (1 + np.float32(0.045) * wave * strength)[..., None]


def finger_back(canvas: Canvas) -> None:
    along, across = _fingers(canvas, -19.0)
    paint_skin(canvas, grain_mm=0.55)
    wave = np.float32(0.45) * canvas.noise.octaves(canvas.px(5), 3)
    redden(canvas, np.float32(0.20) * bump(26, 6, along))
    for offset, back, width in ((0.0, 0.0, 5.6), (-18.3, 15.5, 5.2), (18.3, 5.5, 5.4)):
        own_along = along - np.float32(back)
        own_across = across - np.float32(offset) - np.float32(np.sign(offset) * 0.045) * along
        joint = canvas.cut(offset, back + 7, 11, 9)
        if joint is not None:
            _joint_folds(canvas.part(joint), own_along[joint], own_across[joint], wave[joint])
        nail = canvas.cut(offset, back - 12.6, width + 5, 11)
        if nail is not None:
            _nail(canvas.part(nail), own_along[nail], own_across[nail], width)


def _joint_folds(canvas: Canvas, along: Field, across: Field, wave: Field) -> None:
    """The folds over the end joint, bowed away from its middle, on one finger only."""
    inside = 1 - smoothstep(7.0, 8.8, np.abs(across))
    bowed = np.clip(across, -9, 9) ** 2
    for i, at in enumerate((22.4, 24.0, 25.3, 26.6, 28.2, 29.8)):
        distance = along - np.float32(at) + np.float32((at - 26) * 0.009) * bowed + wave * np.float32(0.7)
        fold = bump(0, 0.21, distance) * inside * np.float32(1 - 0.22 * abs(i - 2.5))
        canvas.relief -= np.float32(0.15) * fold
        canvas.albedo *= 1 - fold[..., None] * np.array([0.17, 0.27, 0.28], dtype=np.float32)


def _nail(canvas: Canvas, along: Field, across: Field, half_width: float) -> None:
    """A nail plate from the free edge to the lunula, with fold and cuticle around it; on a part."""
    u = across / np.float32(half_width)
    v = (along - np.float32(6.4)) / np.float32(5.6)
    shape = (np.abs(u) ** 3.2 + np.abs(v) ** 2.8).astype(np.float32)
    plate = 1 - smoothstep(0.94, 1.02, shape)
    fold = bump(1.10, 0.12, shape)
    redden(canvas, np.float32(0.28) * bump(1.3, 0.3, shape))
    canvas.relief += np.float32(0.35) * bump(1.35, 0.3, shape) - np.float32(0.22) * fold
    canvas.albedo *= (1 - np.float32(0.30) * fold)[..., None]
    bed = linear(226 - 70 * canvas.tone, 168 - 66 * canvas.tone, 156 - 62 * canvas.tone)
    canvas.albedo[:] = mix(canvas.albedo, bed, plate * np.float32(0.9))
    pale = linear(236 - 30 * canvas.tone, 214 - 40 * canvas.tone, 200 - 40 * canvas.tone)
    moon = plate * (1 - smoothstep(0.8, 1.0, np.hypot(u * 1.25, (v - 0.95) / 0.42)))
    canvas.albedo[:] = mix(canvas.albedo, pale, moon * np.float32(0.6))
    edge = plate * smoothstep(0.0, 0.10, -v - np.float32(0.76) - 0.10 * u**2)
    canvas.albedo[:] = mix(canvas.albedo, linear(238, 230, 214), edge * np.float32(0.75))
    smooth = soften(canvas.relief, canvas.px(1.4))
    grooves = np.sin(across * np.float32(9.1)) * np.sin(across * np.float32(3.7) + 1)
    canvas.relief += (smooth - canvas.relief + np.float32(0.006) * grooves) * plate
    canvas.gloss[:] = canvas.gloss * (1 - plate) + plate * np.float32(0.62)


def elbow(canvas: Canvas) -> None:
    noise = canvas.noise
    axis = canvas.y + 0.10 * canvas.x + np.float32(1.6) * noise.layer(canvas.px(40))
    half = 33 + 3.0 * bump(4, 22, canvas.x)
    implicit = half**2 - axis**2
    canvas.relief[:] = 0.72 * np.sqrt(np.clip(implicit, 0, None))
    canvas.cover[:] = np.clip((half - np.abs(axis)) * canvas.px_per_mm / 1.6 + 0.5, 0, 1)
    point = np.exp(-(((canvas.x - 2) / 17) ** 2 + (axis / 15) ** 2))
    canvas.relief += np.float32(4.5) * point
    paint_skin(canvas, grain_mm=1.1, blotch=0.2)
    redden(canvas, np.float32(0.22) * point)
    canvas.albedo *= (1 - np.float32(0.10) * point)[..., None]
    _wrinkles(canvas, canvas.x - 2 + 0.25 * axis, axis, point)
    canvas.gloss -= 0.04


def _wrinkles(canvas: Canvas, across: Field, along: Field, where: Field) -> None:
    wave = np.float32(0.9) * canvas.noise.octaves(canvas.px(11), 3)
    broken = smoothstep(-0.9, 0.9, canvas.noise.layer(canvas.px(7)))
    folds = np.zeros_like(where)
    for at in (-14.0, -11.2, -8.6, -5.4, -2.9, 0.1, 2.6, 5.8, 8.1, 11.3, 14.2):
        bow = np.float32(at * 0.0011) * np.clip(along, -18, 18) ** 2
        folds += bump(0, 0.36, across - np.float32(at) + bow + wave)
    folds *= where * broken
    canvas.relief -= np.float32(0.20) * folds
    canvas.albedo *= 1 - np.clip(folds, 0, 1)[..., None] * np.array([0.09, 0.16, 0.17], dtype=np.float32)


def knee(canvas: Canvas) -> None:
    noise = canvas.noise
    edge = 47 + 2.5 * np.sin(canvas.y / 34) + np.float32(0.8) * noise.layer(canvas.px(30))
    canvas.relief[:] = 0.7 * np.sqrt(np.clip(edge**2 - canvas.x**2, 0, None))
    canvas.cover[:] = np.clip((edge - np.abs(canvas.x)) * canvas.px_per_mm / 1.6 + 0.5, 0, 1)
    cap = np.exp(-(((canvas.x / 25) ** 2 + ((canvas.y + 5) / 24) ** 2) ** 1.6))
    canvas.relief += np.float32(4.5) * cap
    canvas.relief -= np.float32(1.2) * bump(
        1.0, 0.22, np.hypot(canvas.x / 27, (canvas.y + 5) / 27).astype(np.float32)
    )
    paint_skin(canvas, grain_mm=0.8, blotch=0.2)
    redden(canvas, np.float32(0.20) * cap)
    _wrinkles(canvas, canvas.y + 6, canvas.x, cap * np.float32(0.5))


def abdomen(canvas: Canvas) -> None:
    noise = canvas.noise
    canvas.relief[:] = -((canvas.x / 15) ** 2 + ((canvas.y - 8) / 17) ** 2) + np.float32(1.5) * noise.layer(
        canvas.px(50)
    )
    paint_skin(canvas, grain_mm=0.7, blotch=0.13)
    veins = bump(0, 0.05, noise.octaves(canvas.px(60), 2))
    vein_colour = skin_colour(canvas.tone) * np.array([0.80, 0.95, 1.02], dtype=np.float32)
    canvas.albedo[:] = mix(canvas.albedo, vein_colour, soften(veins, 6) * np.float32(0.55))


def hand_back(canvas: Canvas) -> None:
    """The back of a right hand lying flat, fingers up, wrist leaving the picture at the bottom."""
    x, y = canvas.x, canvas.y
    wobble = np.float32(0.5) * canvas.noise.layer(canvas.px(16))
    depth, height = _palm(x + wobble, y + wobble)
    for start, end, thick in HAND_FINGERS:
        finger_depth, finger_height = _bone(x + wobble, y + wobble, start, end, thick)
        depth = _smooth_max(depth, finger_depth, 5.0)
        height = _smooth_max(height, finger_height, 3.0)
    canvas.relief[:] = height * np.clip(depth * 0.4 + 0.5, 0, 1)
    canvas.cover[:] = np.clip(depth * canvas.px_per_mm / 1.6 + 0.5, 0, 1)
    paint_skin(canvas, grain_mm=1.1)
    _hand_details(canvas)


# knuckle and tip (mm from the middle), radius at the knuckle
HAND_FINGERS = (
    ((-31.0, 12.0), (-47.0, -37.0), 7.4),
    ((-12.5, 4.0), (-18.0, -61.0), 8.4),
    ((7.5, 2.0), (9.0, -69.0), 8.8),
    ((26.0, 7.0), (35.0, -59.0), 8.6),
    ((38.0, 40.0), (66.0, -2.0), 9.8),
)


Point = tuple[float, float]


def _bone(
    x: Field, y: Field, start: Point, end: Point, thick: float, flat: float = 0.85
) -> tuple[Field, Field]:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length2 = dx * dx + dy * dy
    share = np.clip(((x - start[0]) * dx + (y - start[1]) * dy) / length2, 0, 1).astype(np.float32)
    distance = np.hypot(x - start[0] - share * dx, y - start[1] - share * dy)
    radius = thick * (1 - 0.20 * share + 0.05 * bump(0.45, 0.10, share))
    height = flat * np.sqrt(np.clip(radius**2 - distance**2, 0, None))
    return (radius - distance).astype(np.float32), height.astype(np.float32)


# wrist end, knuckle end, radius: what the back of the hand is made of
HAND_BONES = (
    ((-4.0, 66.0), (-5.0, 140.0), 25.0),
    ((-14.0, 62.0), (-29.0, 12.0), 13.0),
    ((-7.0, 62.0), (-12.0, 6.0), 14.0),
    ((-1.0, 62.0), (7.0, 5.0), 14.5),
    ((6.0, 62.0), (25.0, 9.0), 13.0),
    ((8.0, 66.0), (38.0, 40.0), 14.5),
)


def _palm(x: Field, y: Field) -> tuple[Field, Field]:
    depth, height = _bone(x, y, *HAND_BONES[0], flat=0.5)
    for bone in HAND_BONES[1:]:
        bone_depth, bone_height = _bone(x, y, *bone, flat=0.62)
        depth = _smooth_max(depth, bone_depth, 7.0)
        height = _smooth_max(height, bone_height, 5.0)
    return depth, height


def _smooth_max(a: Field, b: Field, blend: float) -> Field:
    h = np.clip(0.5 + 0.5 * (a - b) / blend, 0, 1)
    return np.asarray(b + (a - b) * h + blend * h * (1 - h), dtype=np.float32)


def _hand_details(canvas: Canvas) -> None:
    for start, end, thick in HAND_FINGERS:
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        half = (abs(end[0] - start[0]) / 2 + 16, abs(end[1] - start[1]) / 2 + 16)
        finger = canvas.cut(*middle, *half)
        if finger is not None:
            _finger_details(canvas.part(finger), start, end, thick)
        hand = canvas.cut(start[0], start[1] + 26, 26, 52)
        if hand is not None and thick < 9.5:
            _knuckle(canvas.part(hand), start)


def _finger_details(part: Canvas, start: Point, end: Point, thick: float) -> None:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = float(np.hypot(dx, dy))
    along = ((end[0] - part.x) * dx + (end[1] - part.y) * dy) / length + np.float32(thick * 0.8)
    across = ((part.x - end[0]) * dy - (part.y - end[1]) * dx) / length
    finger = 1 - smoothstep(0.75, 1.0, np.abs(across) / np.float32(thick))
    for joint in (0.42, 0.78) if thick < 9.5 else (0.62,):
        at = np.float32(length * joint)
        redden(part, np.float32(0.26) * bump(0, 5.0, along - at) * finger)
        for step in (-2.6, -1.2, 0.3, 1.7, 3.0):
            distance = along - at - np.float32(step) + np.float32(step * 0.014) * across**2
            fold = bump(0, 0.36, distance) * finger
            part.relief -= np.float32(0.13) * fold
            part.albedo *= 1 - fold[..., None] * np.float32(0.12)
    _nail(part, along * np.float32(1.02), across, thick * 0.58)


def _knuckle(part: Canvas, at: Point) -> None:
    """The knuckle and the tendon that runs from it towards the wrist."""
    knuckle = np.exp(-(((part.x - at[0]) / 8) ** 2 + ((part.y - at[1] - 3) / 8) ** 2))
    part.relief += np.float32(1.6) * knuckle
    redden(part, np.float32(0.20) * knuckle)
    line = part.x - np.float32(at[0]) * (1 - 0.009 * (part.y - at[1]))
    tendon = (
        bump(0, 2.4, line)
        * smoothstep(at[1], at[1] + 14, part.y)
        * (1 - smoothstep(at[1] + 30, at[1] + 54, part.y))
    )
    part.relief += np.float32(0.55) * tendon


SITES: dict[str, Callable[[Canvas], None]] = {
    "fingertip_pad": fingertip_pad,
    "finger_back": finger_back,
    "elbow": elbow,
    "knee": knee,
    "abdomen": abdomen,
    "hand_back": hand_back,
}
