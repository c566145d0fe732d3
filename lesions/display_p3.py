"""Display P3, the colours in which iPhones write their photos, brought into sRGB by tables and one matrix.

As exact as littlecms within two levels of 255, which is asked about each profile first, and faster by half.
"""

from __future__ import annotations

import io
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from lesions.fast_jpeg import Pixels, together, upright_strips

#: primaries of both spaces as columns of XYZ, adapted to D50 as in an ICC profile
P3_XYZ = ((0.51512, 0.29198, 0.15710), (0.24120, 0.69225, 0.06657), (-0.00105, 0.04189, 0.78407))
SRGB_XYZ = ((0.43607, 0.38515, 0.14307), (0.22249, 0.71687, 0.06061), (0.01392, 0.09708, 0.71410))
LEVELS_OFF = 2
ROWS = 8  # at a time
PROBES = (0, 1, 4, 10, 25, 35, 60, 85, 110, 160, 185, 210, 235, 255)  # of each colour, to ask a profile with


def _linear() -> NDArray[np.uint16]:
    """Light for every level of 8 bits, 0 to 65,535; the curve is sRGB's in both spaces."""
    level = np.arange(256) / 255
    light = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.rint(light * 65_535), dtype=np.uint16)


def _levels() -> NDArray[np.uint8]:
    """The level for every light."""
    light = np.arange(65_536) / 65_535
    level = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(level * 255), dtype=np.uint8)


LINEAR, LEVELS = _linear(), _levels()
MATRIX = np.linalg.inv(np.array(SRGB_XYZ)) @ np.array(P3_XYZ)


def is_display_p3(profile: bytes) -> bool:
    """Whether littlecms makes the same of a few thousand colours by this profile as we do."""
    steps = np.array(sorted(PROBES), dtype=np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(len(steps), -1, 3)
    picture = Image.fromarray(colours)
    try:
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        wanted = ImageCms.profileToProfile(picture, source, target)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return False
    ours = colours.copy()
    convert(ours)
    return bool(np.abs(ours.astype(int) - np.asarray(wanted, dtype=int)).max() <= LEVELS_OFF)


def convert(pixels: Pixels) -> None:
    """From Display P3 to sRGB, in place; what sRGB does not have becomes its nearest."""
    parts = upright_strips(pixels, 1)
    together([partial(_convert_strip, part) for part in parts])


def _convert_strip(part: Pixels) -> None:
    """A few rows at a time through the same memory, which stays in the processor's cache."""
    light = np.empty((ROWS, *part.shape[1:]), np.uint16)
    mixed = np.empty_like(light)
    for start in range(0, len(part), ROWS):
        rows = part[start : start + ROWS]
        here, there = light[: len(rows)], mixed[: len(rows)]
        cv2.LUT(rows, LINEAR, dst=here)
        cv2.transform(here, MATRIX, dst=there)
        cv2.LUT(there, LEVELS, dst=rows)
