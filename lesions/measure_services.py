"""Measuring a kept photo for the web pages, in a process of its own (``lesions.measure_process``).

All places are in pixels of the upright photo at full size; ``fractions_of`` and ``pixels_of`` change to and
from the fractions that pages and tables speak in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from accounts.files import private_storage
from lesions import measure_process, renditions
from lesions.measure_process import WAIT_SECONDS, Again, Box, Lesion, Measured, MeasuringBusy, Pointed, Tap
from lesions.measurement.terms import LocalScale, Points, Setting
from lesions.models import Photo

__all__ = [
    "Again",
    "Lesion",
    "Measured",
    "MeasuringBusy",
    "Pointed",
    "again",
    "find_and_measure",
    "fractions_of",
    "pixels_of",
    "propose",
]


def propose(
    photo: Photo | bytes,
    *,
    setting: Setting | None = None,
    scale: Mapping[str, Any] | LocalScale | None = None,
    tap: Tap | None = None,
    box: Box | None = None,
    outlines_px: Sequence[Points] = (),
    wait_seconds: float = WAIT_SECONDS,
) -> Measured:
    """Propose the outline of one lesion and read its size, for a person to look at.

    Give ``setting`` the first time (the card is looked for; ``Setting.focal_35mm`` comes from the photo's row
    when left empty), and then ``scale``: the kept ``Measured.scale`` of that photo, or a ``LocalScale`` (or
    its JSON) of a length known by hand. With neither, an outline without millimetres is proposed.

    Args:
        photo: a stored photo, of which the full size is taken, or the bytes of a file.
        tap: a point on the lesion, or
        box: left, top, right, low about it, or
        outlines_px: drawn already; then only the scale about them and the size are asked for.
        wait_seconds: for a free process.

    Raises:
        MeasuringBusy: too much is being measured; ask to try again in a minute.
    """
    pointed = [Pointed(tap, box, outlines_px)]
    if setting is not None:
        return find_and_measure(photo, setting, pointed, wait_seconds=wait_seconds)
    kept = scale.to_json() if isinstance(scale, LocalScale) else scale
    return measure_process.next_tap(_bytes_of(photo), kept, pointed, wait_seconds)


def find_and_measure(
    photo: Photo | bytes,
    setting: Setting,
    lesions: Sequence[Pointed],
    *,
    wait_seconds: float = WAIT_SECONDS,
) -> Measured:
    """Find the card and measure any number of lesions (none: only the scale) in one process.

    Raises:
        MeasuringBusy: too much is being measured.
    """
    if setting.focal_35mm is None and isinstance(photo, Photo):  # our renditions carry no EXIF
        setting = replace(setting, focal_35mm=photo.focal_length_35mm)
    return measure_process.first(_bytes_of(photo), setting, lesions, wait_seconds)


def again(
    earlier: Photo,
    later: Photo,
    then: Mapping[str, Any],
    now: Mapping[str, Any],
    *,
    wait_seconds: float = WAIT_SECONDS,
) -> Again | None:
    """Lay the outlines of an earlier photo of a lesion on a later one; None when the two do not fit.

    Args:
        then, now: ``scale`` (``LocalScale.to_json()``), ``outlines_px``, ``avoid_px`` of each photo; of the
            later one ``place_px`` too.

    Raises:
        MeasuringBusy: too much is being measured.
    """
    return measure_process.again(_bytes_of(earlier), _bytes_of(later), then, now, wait_seconds)


def pixels_of(photo: Photo, fractions: Sequence[Sequence[float]]) -> Points:
    """Fractions of the upright photo as pixels; (0, 0) is the centre of the upper left pixel."""
    size = np.array([photo.width_px, photo.height_px], dtype=np.float64)
    return np.asarray(np.asarray(fractions, dtype=np.float64).reshape(-1, 2) * size - 0.5)


def fractions_of(photo: Photo, points_px: Points) -> list[list[float]]:
    """The other way, kept within the photo and rounded to what a 50-megapixel photo can show."""
    size = np.array([photo.width_px, photo.height_px], dtype=np.float64)
    shares = (np.asarray(points_px, dtype=np.float64).reshape(-1, 2) + 0.5) / size
    rounded: list[list[float]] = np.round(np.clip(shares, 0, 1), 6).tolist()
    return rounded


def _bytes_of(photo: Photo | bytes) -> bytes:
    """Empty when the file is gone: it then fails like any file that is no photo."""
    if isinstance(photo, bytes):
        return photo
    try:
        with private_storage().open(photo.rendition_name(renditions.RENDITIONS[0][0])) as stream:
            content: bytes = stream.read()
    except OSError:
        return b""
    return content
