"""The short way for the usual photo: a plain JPEG decoded, turned, shrunk and encoded as arrays.

Less work than through Pillow, since pixels take 3 bytes instead of 4 and are copied less. Whatever is unusual
(a colour profile, a damaged file, another kind) goes the long way in ``lesions.image_worker``.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

cv2.setNumThreads(1)  # the full size and the smaller ones already work beside each other


def decode(data: bytes) -> Pixels | None:
    """Rows, columns, RGB; None when the file is not wholly in order."""
    try:
        return np.asarray(simplejpeg.decode_jpeg(data, "RGB", strict=True))
    except ValueError:
        return None


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """Turned and mirrored as EXIF orientation 1 to 8 asks."""
    turns: dict[int, Any] = {
        2: lambda: cv2.flip(pixels, 1),
        3: lambda: cv2.rotate(pixels, cv2.ROTATE_180),
        4: lambda: cv2.flip(pixels, 0),
        5: lambda: cv2.transpose(pixels),
        6: lambda: cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE),
        7: lambda: cv2.flip(cv2.transpose(pixels), -1),
        8: lambda: cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE),
    }
    return np.asarray(turns[orientation]()) if orientation in turns else pixels


def shrink(pixels: Pixels, longest_px: int) -> Pixels:
    """At most ``longest_px`` on the longer side, by averaging; never larger than it was."""
    height, width = pixels.shape[:2]
    longest = max(height, width)
    if longest <= longest_px:
        return pixels
    factor = -(-longest // longest_px)
    shown = -(-longest // factor)  # a whole divisor that ends within a tenth below the wish is faster
    scale = (shown if shown >= longest_px * 0.9 else longest_px) / longest
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def encode(pixels: Pixels, quality: int) -> bytes:
    """JPEG with nothing in it but pixels."""
    return bytes(
        simplejpeg.encode_jpeg(
            np.ascontiguousarray(pixels), quality=quality, colorspace="RGB", colorsubsampling="420"
        )
    )


def render(pixels: Pixels, orientation: int, renditions: Sequence[tuple[str, int, int]]) -> dict[str, bytes]:
    """All renditions, upright, each from the next larger one; the full size in a thread beside the others."""
    (full, _, full_quality), *others = renditions
    done: dict[str, bytes] = {}
    failed: list[BaseException] = []

    def full_size() -> None:
        try:
            done[full] = encode(upright(pixels, orientation), full_quality)
        except BaseException as error:  # noqa: BLE001  # carried over to the main thread below
            failed.append(error)

    thread = threading.Thread(target=full_size)
    thread.start()
    smaller: dict[str, bytes] = {}
    at = pixels
    for number, (name, longest_px, quality) in enumerate(others):
        at = shrink(at, longest_px)
        at = upright(at, orientation) if number == 0 else at
        smaller[name] = encode(at, quality)
    thread.join()
    if failed:
        raise failed[0]
    return done | smaller
