"""Light and camera for the demo photos: from relief and colour to a JPEG as a phone would have written it."""

from __future__ import annotations

import io
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageDraw, ImageFilter, ImageFont

from calcitrack.demo.photo_noise import Field, Noise, linear, mix, soften
from calcitrack.demo.photo_sites import Canvas

MARK = "SYNTHETIC · demo"
FOCAL_LENGTH_35MM = 26


def cloth(noise: Noise, colour: tuple[int, int, int], px_per_mm: float) -> Field:
    """Woven cloth in soft folds, out of focus."""
    folds = noise.octaves(noise.width / 3.2, 3, 0.45)
    weave = noise.layer(max(2.0, 0.35 * px_per_mm), max(2.0, 1.4 * px_per_mm))
    weave = weave + noise.layer(max(2.0, 1.4 * px_per_mm), max(2.0, 0.35 * px_per_mm))
    rows, columns = np.gradient(soften(folds, 12))
    light = 1 - np.float32(noise.width / 55) * (columns + rows) + np.float32(0.035) * weave
    return np.asarray(linear(*colour) * np.clip(light, 0.3, 1.6)[..., None], dtype=np.float32)


def light_up(canvas: Canvas, background: Field, azimuth: float) -> Field:
    """Skin lit by a window from the side, with light that has gone through it; its shadow on the cloth."""
    rows, columns = np.gradient(canvas.relief)
    scale = np.float32(canvas.px_per_mm)
    nx, ny = -columns * scale, -rows * scale
    steep = np.sqrt(nx * nx + ny * ny + 1)
    nx, ny, nz = nx / steep, ny / steep, 1 / steep
    lx, ly, lz = (np.float32(v) for v in (np.cos(azimuth) * 0.62, np.sin(azimuth) * 0.62, 0.785))
    facing = nx * lx + ny * ly + nz * lz
    sky = np.float32(0.30) * (0.55 + 0.45 * nz)
    skin = np.empty_like(canvas.albedo)
    for channel, (wrap, key, fill) in enumerate(((0.38, 0.86, 1.02), (0.20, 0.84, 1.0), (0.15, 0.80, 1.04))):
        lit = np.clip((facing + np.float32(wrap)) / np.float32(1 + wrap), 0, None)
        skin[..., channel] = canvas.albedo[..., channel] * (np.float32(key) * lit + np.float32(fill) * sky)
    hx, hy, hz = lx, ly, lz + np.float32(1)
    length = np.float32((hx * hx + hy * hy + hz * hz) ** 0.5)
    shine = np.clip((nx * hx + ny * hy + nz * hz) / length, 0, 1)
    shine2 = shine**24
    skin += (canvas.gloss * (np.float32(0.16) * shine2 + np.float32(0.34) * shine2**4))[..., None]
    return mix(background * _shade(canvas, azimuth)[..., None], skin, canvas.cover)


def _shade(canvas: Canvas, azimuth: float) -> Field:
    """What is left of the light on the cloth: a soft cast shadow, and dark where skin touches it."""
    cast = soften(canvas.cover, canvas.px(3.5))
    step = canvas.px(3.2)
    cast = _moved(cast, -int(np.cos(azimuth) * step), -int(np.sin(azimuth) * step))
    contact = soften(canvas.cover, canvas.px(1.3))
    return np.asarray(1 - np.float32(0.50) * cast - np.float32(0.28) * contact, dtype=np.float32)


def _moved(field: Field, right: int, down: int) -> Field:
    """Shifted, with the edge carried on."""
    rows = np.clip(np.arange(field.shape[0]) - down, 0, field.shape[0] - 1)
    columns = np.clip(np.arange(field.shape[1]) - right, 0, field.shape[1] - 1)
    return np.asarray(field[rows][:, columns], dtype=np.float32)


def develop(scene: Field, shot: np.random.Generator, size: tuple[int, int]) -> Image.Image:
    """The day's light and the small differences of every shot: aim, white balance, blur, noise."""
    height, width = scene.shape[:2]
    x = np.linspace(-1, 1, width, dtype=np.float32)
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    slope_x, slope_y = shot.uniform(-0.07, 0.07, 2)
    light = (1 - np.float32(0.10) * (x * x + y * y)) * (1 + np.float32(slope_x) * x + np.float32(slope_y) * y)
    warm = shot.uniform(-0.05, 0.05)
    balance = np.array([1 + warm, 1, 1 - warm], dtype=np.float32) * np.float32(
        1.12 * shot.uniform(0.93, 1.07)
    )
    exposed = scene * light[..., None] * balance
    pixels = _tone_curve(exposed)
    picture = Image.fromarray(pixels)
    picture = _aim(picture, shot, size).filter(ImageFilter.GaussianBlur(float(shot.uniform(0.5, 0.95))))
    return _grain(picture, shot)


def _tone_curve(exposed: Field) -> NDArray[np.uint8]:
    """Linear light to sRGB with a soft shoulder, by a table: powers of four million numbers are slow."""
    steps = np.linspace(0, 1.6, 4096, dtype=np.float32)
    rolled = np.where(steps < 0.7, steps, 0.7 + 0.3 * np.tanh((steps - 0.7) / 0.42))
    srgb = np.where(rolled <= 0.0031308, rolled * 12.92, 1.055 * rolled ** (1 / 2.4) - 0.055)
    srgb = srgb + 0.035 * np.sin((srgb - 0.5) * np.pi * 2) * (srgb * (1 - srgb) * 4)  # a little contrast
    table = np.clip(srgb * 255 + 0.5, 0, 255).astype(np.uint8)
    index = np.clip(exposed * np.float32(4095 / 1.6), 0, 4095).astype(np.uint16)
    return np.asarray(table[index], dtype=np.uint8)


def _aim(picture: Image.Image, shot: np.random.Generator, size: tuple[int, int]) -> Image.Image:
    """The same place seen from slightly elsewhere; the canvas has a margin for it."""
    angle = np.deg2rad(shot.uniform(-2.6, 2.6))
    zoom = shot.uniform(0.97, 1.03)
    shift_x, shift_y = shot.uniform(-0.014, 0.014, 2) * size[0]
    cos, sin = np.cos(angle) * zoom, np.sin(angle) * zoom
    middle_x, middle_y = picture.width / 2 + shift_x, picture.height / 2 + shift_y
    affine = (
        cos, -sin, middle_x - cos * size[0] / 2 + sin * size[1] / 2,
        sin, cos, middle_y - sin * size[0] / 2 - cos * size[1] / 2,
    )  # fmt: skip
    return picture.transform(size, Image.Transform.AFFINE, affine, Image.Resampling.BICUBIC)


def _grain(picture: Image.Image, shot: np.random.Generator) -> Image.Image:
    pixels = np.asarray(picture).astype(np.float32)
    height, width = pixels.shape[:2]
    strength = np.float32(shot.uniform(1.6, 3.0))
    pixels += shot.standard_normal((height, width, 1), dtype=np.float32) * strength
    coarse = (
        shot.standard_normal((height // 3 + 1, width // 3 + 1, 3), dtype=np.float32)
        * strength
        * np.float32(0.5)
    )
    pixels += np.repeat(np.repeat(coarse, 3, axis=0), 3, axis=1)[:height, :width]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def lay_ruler(scene: Field, px_per_mm: float, x_mm: float, y_mm: float, length_mm: int) -> None:
    """A paper ruler beside the lesion, drawn into the scene with its soft shadow."""
    scale = 2
    width, height = int(length_mm * px_per_mm) + int(4 * px_per_mm), int(9 * px_per_mm)
    paper = Image.new("RGB", (width * scale, height * scale), (238, 236, 229))
    draw = ImageDraw.Draw(paper)
    font = ImageFont.load_default(size=3.0 * px_per_mm * scale)
    ink = (48, 50, 54)
    for mm in range(length_mm + 1):
        at = (2 + mm) * px_per_mm * scale
        tick = 4.2 if mm % 10 == 0 else 3.2 if mm % 5 == 0 else 2.1
        draw.line(
            (at, 0, at, tick * px_per_mm * scale), fill=ink, width=max(1, round(0.13 * px_per_mm * scale))
        )
        if mm % 10 == 0:
            draw.text((at, 6.3 * px_per_mm * scale), str(mm), fill=ink, font=font, anchor="mm")
    small = paper.resize((width, height), Image.Resampling.LANCZOS)
    top = int(scene.shape[0] / 2 + y_mm * px_per_mm)
    left = int(scene.shape[1] / 2 + x_mm * px_per_mm)
    rows, columns = slice(top, top + height), slice(left, left + width)
    shadow = np.zeros(scene.shape[:2], dtype=np.float32)
    shadow[top + 3 : top + height + int(0.8 * px_per_mm), left + 3 : left + width + int(0.8 * px_per_mm)] = 1
    scene *= (1 - np.float32(0.38) * soften(shadow, max(2.0, 0.5 * px_per_mm)))[..., None]
    target = scene[rows, columns]
    srgb = np.asarray(small, dtype=np.float32)[: target.shape[0], : target.shape[1]] / 255
    scene[rows, columns] = np.float32(0.80) * srgb**2.2


CARD_NUMBER = 20  # of the marker on the card "single-20"


def lay_card(scene: Field, px_per_mm: float, x_mm: float, y_mm: float, side_mm: float) -> None:
    """A printed single-marker card flat on the skin, its middle at (x, y), with its soft shadow."""
    import cv2  # only whoever draws such a photo needs it

    around = 0.2 * side_mm
    paper = np.full((round((side_mm + 2 * around) * px_per_mm * 4),) * 2, 238, dtype=np.uint8)
    side, edge = round(side_mm * px_per_mm * 4), round(around * px_per_mm * 4)
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    marker = cv2.aruco.generateImageMarker(dictionary, CARD_NUMBER, side)
    paper[edge : edge + side, edge : edge + side] = np.where(marker > 0, 238, 30)
    whole = round((side_mm + 2 * around) * px_per_mm)
    small = Image.fromarray(paper).resize((whole, whole), Image.Resampling.BOX)
    top = int(scene.shape[0] / 2 + y_mm * px_per_mm - whole / 2)
    left = int(scene.shape[1] / 2 + x_mm * px_per_mm - whole / 2)
    shadow = np.zeros(scene.shape[:2], dtype=np.float32)
    shadow[top + 2 : top + whole + int(0.4 * px_per_mm), left + 2 : left + whole + int(0.4 * px_per_mm)] = 1
    scene *= (1 - np.float32(0.35) * soften(shadow, max(2.0, 0.4 * px_per_mm)))[..., None]
    srgb = np.asarray(small, dtype=np.float32)[..., None] / 255
    scene[top : top + whole, left : left + whole] = np.float32(0.80) * srgb**2.2


def burn_mark(picture: Image.Image) -> None:
    """The word that this is no photo of a person, in a corner, readable on any ground."""
    size = max(18, picture.width // 46)
    font = ImageFont.load_default(size=size)
    draw = ImageDraw.Draw(picture, "RGBA")
    left, top, right, bottom = draw.textbbox((0, 0), MARK, font=font)
    pad = size // 2
    box_left, box_top = picture.width - (right - left) - 3 * pad, picture.height - (bottom - top) - 3 * pad
    draw.rounded_rectangle(
        (box_left, box_top, picture.width - pad, picture.height - pad), radius=pad, fill=(20, 25, 26, 150)
    )
    draw.text((box_left + pad - left, box_top + pad - top), MARK, font=font, fill=(255, 255, 255, 235))


def to_jpeg(picture: Image.Image, taken_at: datetime) -> bytes:
    """With what a phone notes: time, zone if known, focal length."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "CalciTrack demo"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    if taken_at.tzinfo is not None:
        offset = taken_at.strftime("%z")
        details[ExifTags.Base.OffsetTimeOriginal] = f"{offset[:3]}:{offset[3:5]}"
    details[ExifTags.Base.FocalLengthIn35mmFilm] = FOCAL_LENGTH_35MM
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, exif=exif)
    return out.getvalue()
