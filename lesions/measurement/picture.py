"""From the bytes of a photo to upright RGB pixels, whole or only a part of it, in bounded memory.

The decoders are those of ``lesions.image_worker``: the same limits, colours and turning as when a photo is
taken in, so that a file measured from the command line gives the pixels that the site would have kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from lesions import fast_jpeg, image_worker
from lesions.file_kinds import PICTURE_KINDS, kind_of
from lesions.measurement.terms import Pixels
from lesions.renditions import MAX_PIXELS

Grey = npt.NDArray[np.uint8]


class CannotOpen(Exception):
    """No photo that can be read; ``code`` as in ``lesions.image_checks``: wrong_kind, truncated, ..."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """A photo as a person looks at it.

    Args:
        pixels: the whole photo, or a part of it.
        focal_35mm: equivalent focal length in mm as the camera noted it; None if it did not.
        offset_px: where the upper left pixel lies in the whole photo (x, y).
        size_px: width and height of the whole photo.
    """

    pixels: Pixels
    focal_35mm: float | None
    offset_px: tuple[int, int]
    size_px: tuple[int, int]


def open_upright(
    data: bytes,
    *,
    part: tuple[float, float, float, float] | None = None,
    max_pixels: int = MAX_PIXELS,
) -> Picture:
    """Decode a JPEG, HEIC, PNG, WebP or AVIF, in sRGB and turned as EXIF says.

    Args:
        part: x0, y0, x1, y1 in pixels of the upright photo: only this is turned and given back (what of it
            lies within the photo, at least one pixel); the rest is dropped as soon as it is decoded.
        max_pixels: refuse more than this by the header, before anything is decoded.

    Raises:
        CannotOpen: wrong_kind, too_many_pixels, too_small, truncated, unreadable.
    """
    kind = kind_of(data)
    if kind not in PICTURE_KINDS:
        raise CannotOpen("wrong_kind")
    allowed_elsewhere = Image.MAX_IMAGE_PIXELS  # set for its whole process by image_worker
    try:
        lying, orientation, focal = _decoded(data, kind, max_pixels)
    except image_worker.Refused as refusal:
        raise CannotOpen(refusal.code) from refusal
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise CannotOpen("unreadable") from error
    finally:
        Image.MAX_IMAGE_PIXELS = allowed_elsewhere
    return _turned(lying, orientation, focal, part)


def _decoded(data: bytes, kind: str, max_pixels: int) -> tuple[Pixels, int, float | None]:
    """The pixels as they lie in the file, how they are to be turned, and the focal length."""
    picture = image_worker.open_picture(data, kind, max_pixels)
    if kind == "JPEG" and picture.mode == "RGB":
        pixels = image_worker.short_way(data, picture.info.get("icc_profile"))
        if pixels is not None and pixels.shape[1::-1] == picture.size:
            return (pixels, *_camera(picture))
    image_worker.decode(picture, max_pixels)
    orientation, focal = _camera(picture)
    return _array(image_worker.to_srgb(picture)), orientation, focal


def _camera(picture: Image.Image) -> tuple[int, float | None]:
    orientation, facts = image_worker.read_camera(picture)
    focal: float | None = facts.get("focal_length_35mm")
    return orientation, focal


def _array(picture: Image.Image) -> Pixels:
    """Pillow's pixels as an array, in strips: its own way holds them three times."""
    width, height = picture.size
    pixels = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, fast_jpeg.STRIP_PX):
        bottom = min(height, top + fast_jpeg.STRIP_PX)
        pixels[top:bottom] = np.asarray(picture.crop((0, top, width, bottom)))
    return pixels


def _turned(
    lying: Pixels, orientation: int, focal: float | None, part: tuple[float, float, float, float] | None
) -> Picture:
    rows, columns = lying.shape[:2]
    size = (columns, rows) if orientation < 5 else (rows, columns)
    x0, y0, x1, y1 = (0, 0, *size) if part is None else _within(part, size)
    box = _lying_box((x0, y0, x1, y1), orientation, size)
    cut = lying[box[1] : box[3], box[0] : box[2]]
    upright = fast_jpeg.upright(cut, orientation)
    # A view would keep the whole photo in memory.
    pixels = upright.copy() if part is not None and orientation not in fast_jpeg.TURNS else upright
    return Picture(np.ascontiguousarray(pixels), focal, (x0, y0), size)


def _within(part: tuple[float, float, float, float], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Whole pixels of the part that lie in the photo; at least one."""
    width, height = size
    x0 = min(max(int(np.floor(part[0])), 0), width - 1)
    y0 = min(max(int(np.floor(part[1])), 0), height - 1)
    x1 = min(max(int(np.ceil(part[2])), x0 + 1), width)
    y1 = min(max(int(np.ceil(part[3])), y0 + 1), height)
    return x0, y0, x1, y1


def _lying_box(
    box: tuple[int, int, int, int], orientation: int, size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Where a box of the upright photo lies in the file's pixels."""
    x0, y0, x1, y1 = box
    width, height = size
    mirrored_x, mirrored_y = (width - x1, width - x0), (height - y1, height - y0)
    across, down = (x0, x1), (y0, y1)
    (a0, a1), (b0, b1) = {
        1: (across, down),
        2: (mirrored_x, down),
        3: (mirrored_x, mirrored_y),
        4: (across, mirrored_y),
        5: (down, across),
        6: (down, mirrored_x),
        7: (mirrored_y, mirrored_x),
        8: (mirrored_y, across),
    }[orientation]
    return a0, b0, a1, b1
