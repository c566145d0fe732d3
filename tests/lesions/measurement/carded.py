"""A small drawn photo of a lump of known size beside a marker, as the bytes of a file."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import ExifTags, Image

from lesions.measurement.terms import Pixels, Points
from tests.lesions.measurement.drawn_lumps import DENSITY, draw, ellipse

SIDE_MM = 15.0
NUMBER = 8
SIZE = (480, 320)
AT = (350.0, 160.0)
LENGTH_MM, WIDTH_MM = 8.0, 6.0
LUMP: Points = ellipse(AT, (LENGTH_MM / 2 * DENSITY, WIDTH_MM / 2 * DENSITY))


def pixels(*, card: bool = True, lump: bool = True) -> Pixels:
    """8 px a millimetre, seen straight from above."""
    photo = draw([LUMP] if lump else [], size=SIZE)
    if card:
        cell = round(SIDE_MM * DENSITY / 6)
        book = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
        marker = cv2.aruco.generateImageMarker(book, NUMBER, 6 * cell, borderBits=1)
        paper = np.pad(marker // 255 * 170 + 60, cell, constant_values=230)
        soft = cv2.GaussianBlur(paper.astype(np.uint8), (0, 0), 0.8)
        photo[80 : 80 + len(soft), 60 : 60 + len(soft)] = soft[..., None]
    return photo


def saved(picture: Pixels, kind: str = "JPEG", focal_35mm: int | None = 26, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    if focal_35mm is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.FocalLengthIn35mmFilm] = focal_35mm
    out = io.BytesIO()
    Image.fromarray(picture).save(out, kind, quality=95, exif=exif)
    return out.getvalue()
