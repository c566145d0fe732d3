"""Measuring a photo in a process of its own: for the web pages and for the command line.

All places are in pixels of the upright photo at full size; ``fractions_of`` and ``pixels_of`` change to and
from the fractions that pages and tables speak in.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from accounts.files import private_storage
from lesions import renditions
from lesions.fork_server import CannotStart, ForkServer
from lesions.measurement.messages import (
    local_from_json,
    polygons_from_json,
    polygons_to_json,
    reading_from_json,
    setting_to_json,
)
from lesions.measurement.terms import LocalScale, Points, Reading, Setting
from lesions.models import Photo

AT_ONCE = 2  # per server process
WAIT_SECONDS = 20
SECONDS = 90  # of one photo, before its process is stopped

_slots = threading.BoundedSemaphore(AT_ONCE)

Tap = tuple[float, float]
Box = tuple[float, float, float, float]


class MeasuringBusy(Exception):
    """No process could measure in time. Nothing is kept, so that it can be asked again."""


@dataclass(frozen=True)
class Lesion:
    """What came of one lesion.

    Args:
        status: ``ok``, ``refused``, ``manual``, or ``failed`` (no outline was found there).
        reason: of ``terms.Reason``, or ``no_outline``; empty with a reading.
        local: the scale about the lesion: ``reading.measure`` needs nothing else to read other outlines.
        outlines_px: a closed polygon for each lump.
        ambiguity: relative standard deviation of the length from where the border is drawn.
    """

    status: str
    reason: str = ""
    local: LocalScale | None = None
    outlines_px: tuple[Points, ...] = ()
    ambiguity: float | None = None
    reading: Reading | None = None


@dataclass(frozen=True)
class Measured:
    """What came of a photo.

    Args:
        status: as of its best lesion; ``failed`` also when the photo could not be read.
        reason: of ``terms.Reason``, ``no_outline``, a code of ``image_checks``, ``memory``, or ``stopped``
            (its process took too long or was ended).
        scale: ``CardScale.to_json()``, to be kept for the next tap; None without a card.
        markers_px: corners of the card's markers as found, to be drawn.
        focal_35mm: what was taken for the camera's focal length.
        peak_mb, cpu_seconds: of the process that measured.
    """

    status: str
    reason: str = ""
    scale: Mapping[str, Any] | None = None
    markers_px: tuple[Points, ...] = ()
    tilt_deg: float | None = None
    lesions: tuple[Lesion, ...] = ()
    focal_35mm: float | None = None
    cpu_seconds: float | None = None
    peak_mb: float | None = None

    @property
    def lesion(self) -> Lesion:
        """The only one; a failed one when there is none because the photo has no scale."""
        return self.lesions[0] if self.lesions else Lesion(self.status, self.reason)


@dataclass(frozen=True)
class Pointed:
    """One lesion as a person points at it: a tap, a rough box, or outlines already drawn (which win)."""

    tap: Tap | None = None
    box: Box | None = None
    outlines_px: Sequence[Points] = field(default_factory=tuple)

    def to_json(self) -> dict[str, Any]:
        return {"tap": self.tap, "box": self.box, "outlines_px": polygons_to_json(self.outlines_px)}


def propose(
    photo: Photo | bytes,
    *,
    setting: Setting | None = None,
    scale: Mapping[str, Any] | LocalScale | None = None,
    tap: Tap | None = None,
    box: Box | None = None,
    wait_seconds: float = WAIT_SECONDS,
) -> Measured:
    """Propose the outline of one lesion and read its size, for a person to look at.

    Give ``setting`` the first time (the card is looked for; ``Setting.focal_35mm`` comes from the photo's row
    when left empty), and then ``scale``: the kept ``Measured.scale`` of that photo, or a ``LocalScale`` (or
    its JSON) of a length known by hand. With neither, an outline without millimetres is proposed.

    Args:
        photo: a stored photo, of which the full size is taken, or the bytes of a file.
        tap: a point on the lesion, or
        box: left, top, right, low about it.
        wait_seconds: for a free process.

    Raises:
        MeasuringBusy: too much is being measured; ask to try again in a minute.
    """
    pointed = [Pointed(tap, box)]
    if setting is not None:
        return find_and_measure(photo, setting, pointed, wait_seconds=wait_seconds)
    kept = scale.to_json() if isinstance(scale, LocalScale) else scale
    ask = {"do": "next", "scale": kept, "asks": [one.to_json() for one in pointed]}
    return _measured(_run(ask, _bytes_of(photo), wait_seconds))


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
    ask: dict[str, Any] = {"do": "first", "setting": setting_to_json(setting)}
    if setting.focal_35mm is None and isinstance(photo, Photo):  # our renditions carry no EXIF
        ask["setting"]["focal_35mm"] = photo.focal_length_35mm
    ask["asks"] = [one.to_json() for one in lesions]
    return _measured(_run(ask, _bytes_of(photo), wait_seconds))


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


def _run(ask: Mapping[str, Any], data: bytes, wait_seconds: float) -> bytes:
    """The worker's whole output; empty when it was stopped.

    Raises:
        MeasuringBusy: no worker became free in time, or none can be started.
    """
    if not _slots.acquire(timeout=wait_seconds):
        raise MeasuringBusy
    try:
        return workers.run([json.dumps(ask).encode() + b"\n", data], SECONDS)
    except CannotStart as error:
        raise MeasuringBusy from error
    finally:
        _slots.release()


def _measured(answer: bytes) -> Measured:
    """The worker's answer, taken apart without trusting it: it has read a stranger's file."""
    try:
        reply = json.loads(answer)
        measured = _result(reply)
        return replace(measured, cpu_seconds=float(reply["cpu_seconds"]), peak_mb=float(reply["peak_mb"]))
    except (ValueError, TypeError, LookupError, AttributeError):
        return Measured("failed", "stopped")


def _result(reply: Mapping[str, Any]) -> Measured:
    if "error" in reply:
        return Measured("failed", str(reply["error"]))
    result = reply["result"]
    lesions = tuple(_lesion(one) for one in result["lesions"])
    if "status" not in result:  # a next tap
        return Measured(lesions[0].status, lesions[0].reason, lesions=lesions)
    scale = result["scale"]
    return Measured(
        status=str(result["status"]),
        reason=str(result["reason"]),
        scale=scale,
        markers_px=() if scale is None else polygons_from_json(scale["markers_px"]),
        tilt_deg=None if scale is None else float(scale["tilt_deg"]),
        lesions=lesions,
        focal_35mm=None if result["focal_35mm"] is None else float(result["focal_35mm"]),
    )


def _lesion(kept: Mapping[str, Any]) -> Lesion:
    return Lesion(
        status=str(kept["status"]),
        reason=str(kept["reason"]),
        local=local_from_json(kept["scale"]),
        outlines_px=polygons_from_json(kept["outlines_px"]),
        ambiguity=None if kept["ambiguity"] is None else float(kept["ambiguity"]),
        reading=reading_from_json(kept["reading"]),
    )


def _command() -> list[str]:
    """Isolated and without a site scan; the project's and the libraries' folders go along instead."""
    specs = tuple(find_spec(name) for name in ("PIL", "pi_heif", "numpy", "cv2", "simplejpeg"))
    folders = {str(Path(spec.origin).parent.parent) for spec in specs if spec is not None and spec.origin}
    script = Path(__file__).resolve().parent / "measurement" / "worker.py"
    return [sys.executable, "-I", "-S", str(script), str(settings.BASE_DIR), *sorted(folders)]


#: forks a process for every photo; one warm process of about 60 MB per server process, started when needed
workers = ForkServer(_command)
