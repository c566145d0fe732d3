"""The short way for the usual photo: a JPEG decoded, brought into sRGB, turned, shrunk and encoded as arrays.

Less work than through Pillow, since pixels take 3 bytes instead of 4, are copied less, and two cores share
what is left. Whatever is unusual (another colour profile, a damaged file, another kind) goes the long way in
``lesions.image_worker``.
"""

from __future__ import annotations

import contextlib
import mmap
import threading
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

THREADS = 2
STRIP_PX = 64  # rows of the upright picture; a multiple of 16, and small enough for the processor's cache
MCU_PX = 16  # side of the blocks in which 4:2:0 is encoded

#: what EXIF orientation 2 to 8 asks for; each gives a copy
TURNS: dict[int, Callable[[Pixels], Any]] = {
    2: lambda pixels: cv2.flip(pixels, 1),
    3: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_180),
    4: lambda pixels: cv2.flip(pixels, 0),
    5: lambda pixels: cv2.transpose(pixels),
    6: lambda pixels: cv2.transpose(cv2.flip(pixels, 0)),  # rows are turned faster than the pixels in them
    7: lambda pixels: cv2.flip(cv2.transpose(pixels), -1),
    8: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE),
}

cv2.setNumThreads(1)  # the threads here already work beside each other


def decode(data: bytes) -> Pixels | None:
    """Rows, columns, RGB; None when the file is not wholly in order."""
    try:
        height, width = simplejpeg.decode_jpeg_header(data)[:2]
        room = np.frombuffer(_memory(height * width * 3), np.uint8).reshape(height, width, 3)
        return np.asarray(simplejpeg.decode_jpeg(data, "RGB", strict=True, buffer=room))
    except (ValueError, OSError):
        return None


def _memory(length: int) -> mmap.mmap:
    """Memory in large pages, if the system has them: ten thousand small ones cost half a decode."""
    memory = mmap.mmap(-1, length, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with contextlib.suppress(OSError):
        memory.madvise(mmap.MADV_HUGEPAGE)
    return memory


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """Turned and mirrored as EXIF orientation 1 to 8 asks."""
    turn = TURNS.get(orientation)
    return pixels if turn is None else np.asarray(turn(pixels))


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
    """All renditions, upright, each from the next larger one; the full size in strips beside the others."""
    (full, _, full_quality), *others = renditions
    smaller: dict[str, bytes] = {}
    strips = upright_strips(pixels, orientation)
    parts: list[bytes] = [b""] * len(strips)

    def make_smaller() -> None:
        at = pixels
        for number, (name, longest_px, quality) in enumerate(others):
            at = shrink(at, longest_px)
            at = upright(at, orientation) if number == 0 else at
            smaller[name] = encode(at, quality)

    def make_strip(number: int) -> None:
        parts[number] = encode(upright(strips[number], orientation), full_quality)

    # The smaller ones first: what is left can be shared out.
    together([make_smaller, *(partial(make_strip, number) for number in range(len(strips)))])
    size = pixels.shape[:2] if orientation < 5 else pixels.shape[1::-1]
    return {full: joined(parts, *size), **smaller}


def upright_strips(pixels: Pixels, orientation: int) -> list[Pixels]:
    """Views of the picture as it lies; each one turned, they lie below each other in the upright picture."""
    axis = 0 if orientation < 5 else 1  # what becomes the rows
    length = pixels.shape[axis]
    strips = []
    for start in range(0, length, STRIP_PX):
        end = min(start + STRIP_PX, length)
        part = slice(length - end, length - start) if orientation in (3, 4, 7, 8) else slice(start, end)
        strips.append(pixels[part] if axis == 0 else pixels[:, part])
    return strips


def joined(strips: Sequence[bytes], height_px: int, width_px: int) -> bytes:
    """One JPEG of strips that were encoded alike, from the top down, all but the last ``STRIP_PX`` high.

    Each strip becomes what stands between two restart markers; there the encoding starts afresh anyway.
    """
    if len(strips) == 1:
        return strips[0]
    size_at, scan_at, body_at = _places(strips[0])
    blocks = STRIP_PX // MCU_PX * -(-width_px // MCU_PX)
    out = bytearray(strips[0][:scan_at])
    out[size_at : size_at + 2] = height_px.to_bytes(2, "big")
    out += b"\xff\xdd\0\x04" + blocks.to_bytes(2, "big") + strips[0][scan_at:-2]
    for number, strip in enumerate(strips[1:]):
        out += bytes((0xFF, 0xD0 + number % 8)) + strip[body_at:-2]
    return bytes(out + b"\xff\xd9")


def _places(jpeg: bytes) -> tuple[int, int, int]:
    """Where the height, the scan's header and the encoded pixels stand; the same in every strip."""
    at, size_at = 2, 0
    while jpeg[at + 1] != 0xDA:
        if jpeg[at + 1] == 0xC0:
            size_at = at + 5
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return size_at, at, at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")


def together(jobs: Sequence[Callable[[], None]]) -> None:
    """Do all of these in ``THREADS`` threads, each taking the next one; an error ends it and is raised."""
    waiting = deque(jobs)
    failed: list[BaseException] = []

    def work() -> None:
        while not failed and (job := next_of(waiting)) is not None:
            try:
                job()
            except BaseException as error:  # noqa: BLE001  # carried over to the main thread below
                failed.append(error)

    others = [threading.Thread(target=work) for _ in range(THREADS - 1)]
    for thread in others:
        thread.start()
    work()
    for thread in others:
        thread.join()
    if failed:
        raise failed[0]


def next_of(waiting: deque[Callable[[], None]]) -> Callable[[], None] | None:
    """The next job; None when another thread took the last."""
    try:
        return waiting.popleft()
    except IndexError:
        return None
