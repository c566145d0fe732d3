"""From linear light to a file, as a phone does it: blur, exposure, noise, tone curve, sharpening, JPEG.

The strengths were read off the sample photos: width of the cards' edges, their white and black, noise.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from bench.measure_scenes.camera import Grid

#: from here on the tone curve bends to white: 1 - 0.3 exp(-(x - 0.7) / 0.3)
SHOULDER = 0.7
STEPS = 16384
BRIGHTEST = 4.0


@dataclass(frozen=True)
class Development:
    """Args:
    blur_px: deviation of the lens's blur.
    motion_px: length of the path of a moved hand, 0 for none; ``motion_turn`` its direction.
    middle: green light that the middle of the photo gets.
    balance: gains of red and blue.
    noise: deviation at white, as a share of white.
    sharpen: share of the detail that is added again.
    quality: of the JPEG.
    """

    blur_px: float
    motion_px: float
    motion_turn: float
    middle: float
    balance: tuple[float, float]
    noise: float
    sharpen: float
    quality: int
    orientation: int
    gps: bool
    focal: bool


def random_development(chance: np.random.Generator, level: int, longest_px: int) -> Development:
    scale = (longest_px / 2032) ** 0.35
    moved = chance.random() < (0.0, 0.2, 0.3)[level]
    spread = (0.04, 0.10, 0.16)[level]
    warm = chance.normal(0, spread / 2)
    return Development(
        blur_px=float(chance.uniform(*((0.6, 0.95), (0.95, 1.7), (1.25, 2.3))[level]) * scale),
        motion_px=float(chance.uniform(2.5, (0, 4.5, 7)[level]) * scale) if moved else 0.0,
        motion_turn=float(chance.uniform(0, np.pi)),
        middle=float(chance.uniform(*((0.175, 0.225), (0.155, 0.24), (0.14, 0.26))[level])),
        balance=(float(1 + warm), float(1 - warm + chance.normal(0, spread / 3))),
        noise=float(chance.uniform(*((0.006, 0.011), (0.009, 0.02), (0.015, 0.045))[level])),
        sharpen=float(chance.uniform(0.15, 0.6)),
        quality=int(chance.integers(*((88, 96), (76, 91), (62, 82))[level])),
        orientation=int(chance.integers(2, 9)) if chance.random() < 0.45 else 1,
        gps=bool(chance.random() < 0.35),
        focal=bool(chance.random() < (0.95, 0.85, 0.85)[level]),
    )


def develop(light: Grid, how: Development, seed: int) -> npt.NDArray[np.uint8]:
    """Linear light (rows, columns, 3), which is used up, to bytes of the upright photo."""
    if how.motion_px:
        light = cv2.filter2D(light, -1, _path(how.motion_px, how.motion_turn))  # type: ignore[assignment]
    light = cv2.GaussianBlur(light, (0, 0), how.blur_px)  # type: ignore[assignment]
    middle = light[light.shape[0] // 5 : -light.shape[0] // 5 : 8, ::8, 1]
    light *= np.float32(how.middle / float(np.median(middle)))
    light *= np.array([how.balance[0], 1.0, how.balance[1]], np.float32)
    _grain(light, how.noise, np.random.default_rng((41, seed)))
    return _tone(light, how.sharpen)


def _path(length: float, turn: float) -> Grid:
    span = int(np.ceil(length / 2)) + 1
    rows, columns = np.mgrid[-span : span + 1, -span : span + 1].astype(np.float32)
    along = columns * np.cos(turn) + rows * np.sin(turn)
    across = rows * np.cos(turn) - columns * np.sin(turn)
    line = np.clip(length / 2 + 0.5 - np.abs(along), 0, 1) * np.clip(1 - np.abs(across), 0, 1)
    return np.asarray(line / line.sum(), dtype=np.float32)


def _grain(light: Grid, noise: float, chance: np.random.Generator) -> None:
    """Shot noise that grows with the root of the light, and a floor, a little smoothed by the phone."""
    rows = 256
    for top in range(0, light.shape[0], rows):
        part = light[top : top + rows]
        grain = chance.standard_normal(part.shape, dtype=np.float32)
        grain = cv2.GaussianBlur(grain, (0, 0), 0.55) * np.float32(1.6)
        part += grain * np.sqrt(np.maximum(part, 0) * np.float32(noise**2) + np.float32((0.15 * noise) ** 2))


def tone_curve() -> Grid:
    """sRGB bytes (as fractions of a step) for light from 0 to ``BRIGHTEST`` in equal steps of its root."""
    light = np.linspace(0, BRIGHTEST**0.5, STEPS) ** 2
    bent = np.where(light > SHOULDER, 1 - 0.3 * np.exp(-(light - SHOULDER) / 0.3), light)
    srgb = np.where(bent <= 0.0031308, 12.92 * bent, 1.055 * np.maximum(bent, 1e-9) ** (1 / 2.4) - 0.055)
    return np.asarray(255 * srgb, dtype=np.float32)


def _tone(light: Grid, sharpen: float) -> npt.NDArray[np.uint8]:
    curve, rows, lap = tone_curve(), 512, 8
    out = np.empty(light.shape, np.uint8)
    for top in range(0, light.shape[0], rows):
        first, last = max(top - lap, 0), min(top + rows + lap, light.shape[0])
        root = np.sqrt(np.clip(light[first:last], 0, BRIGHTEST)) * np.float32((STEPS - 1) / BRIGHTEST**0.5)
        tone = curve[root.astype(np.int32)]
        soft = cv2.GaussianBlur(tone, (0, 0), 1.2)
        sharp = tone + np.float32(sharpen) * (tone - soft)
        keep = np.clip(sharp + np.float32(0.5), 0, 255)[top - first : top - first + rows]
        out[top : top + rows] = keep[: light.shape[0] - top].astype(np.uint8)
    return out


#: how a stored photo is turned so that its EXIF orientation makes it upright again
_STORED = {
    1: lambda p: p,
    2: lambda p: p[:, ::-1],
    3: lambda p: p[::-1, ::-1],
    4: lambda p: p[::-1],
    5: lambda p: p.transpose(1, 0, 2),
    6: lambda p: np.rot90(p),
    7: lambda p: p[::-1, ::-1].transpose(1, 0, 2),
    8: lambda p: np.rot90(p, -1),
}


def encode(pixels: npt.NDArray[np.uint8], how: Development, focal_35mm: int) -> bytes:
    """A JPEG with orientation, and with focal length and place when the phone gives them."""
    stored = Image.fromarray(np.ascontiguousarray(_STORED[how.orientation](pixels)))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "CalciTrack", "Bench", how.orientation
    if how.focal:
        exif.get_ifd(0x8769)[0xA405] = focal_35mm
    if how.gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 14.0), 3: "E", 4: (11.0, 34.0, 31.0)})
    out = io.BytesIO()
    stored.save(out, "JPEG", quality=how.quality, subsampling=2, exif=exif)
    return out.getvalue()
