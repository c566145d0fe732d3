"""Whether two photos are the same picture, although a program packed or shrank one of them anew. Pure.

Two photos of one finger, held as last time, differ little; so a short fingerprint only finds the candidates,
and the small pictures themselves decide. Measured on the demo: the same picture saved again at quality 60 or
shrunk differs by at most 2 bits and 0.4 grey levels; different photos of one deposit by as few as 2 bits, but
at least 4 grey levels.
"""

from __future__ import annotations

import hashlib
import io

from PIL import Image

NEAR_BITS = 8  # of 64: candidates to compare
NEAR_LEVELS = 1.5  # of 255, on average over the small picture
_SIDE_PX = 32
_LARGEST_PX = 640  # the small rendition is at most half of this


def content_of(jpeg: bytes) -> str:
    """A digest of a cleaned rendition: the same pixels with other metadata have the same one."""
    return hashlib.sha256(jpeg).hexdigest()


def look_of(jpeg: bytes) -> str:
    """The 64-bit difference hash of a small rendition in hex: of 8 x 8 fields, is the next one darker?

    Raises:
        ValueError: not a small JPEG.
    """
    grey = _grey(jpeg, (9, 8))
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return f"{bits:016x}"


def bits_apart(one: str, other: str) -> int:
    """In how many of the 64 bits two looks differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def is_same_picture(one: bytes, other: bytes) -> bool:
    """Whether two small renditions show one picture, by their mean difference in grey levels.

    Raises:
        ValueError: one of them is not a small JPEG.
    """
    size = (_SIDE_PX, _SIDE_PX)
    pairs = zip(_grey(one, size), _grey(other, size), strict=True)
    return sum(abs(a - b) for a, b in pairs) <= NEAR_LEVELS * _SIDE_PX * _SIDE_PX


def _grey(jpeg: bytes, size: tuple[int, int]) -> bytes:
    """The picture in grey levels. Only our own small renditions: anything else is not even opened."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
            if max(picture.size) > _LARGEST_PX:
                raise ValueError("larger than a small rendition")
            return picture.convert("L").resize(size, Image.Resampling.BOX).tobytes()
    except OSError as error:
        raise ValueError("not a JPEG") from error
