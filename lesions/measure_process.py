"""Measuring a photo in a process of its own: knows bytes, no records and no Django.

All places are in pixels of the upright photo at full size. The web pages come through
``lesions.measure_services``.
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

from lesions.fork_server import CannotStart, ForkServer
from lesions.measurement.messages import (
    local_from_json,
    polygons_from_json,
    polygons_to_json,
    reading_from_json,
    setting_to_json,
)
from lesions.measurement.terms import LocalScale, Points, Reading, Setting

ROOT = Path(__file__).resolve().parent.parent
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


def first(data: bytes, setting: Setting, lesions: Sequence[Pointed], wait_seconds: float) -> Measured:
    """Find the card and measure any number of lesions; none: only the scale.

    Raises:
        MeasuringBusy: too much is being measured.
    """
    ask = {"do": "first", "setting": setting_to_json(setting), "asks": [one.to_json() for one in lesions]}
    return _measured(_run(ask, data, wait_seconds))


def next_tap(
    data: bytes, scale: Mapping[str, Any] | None, lesions: Sequence[Pointed], wait_seconds: float
) -> Measured:
    """Measure with a scale that is known: ``Measured.scale``, ``LocalScale.to_json()``, or none.

    Raises:
        MeasuringBusy: too much is being measured.
    """
    ask = {"do": "next", "scale": scale, "asks": [one.to_json() for one in lesions]}
    return _measured(_run(ask, data, wait_seconds))


@dataclass(frozen=True)
class Again:
    """Earlier outlines on a later photo; ``facts``: matrix (pixels to pixels), quality, lead, by."""

    outlines_px: tuple[Points, ...]
    facts: dict[str, Any]


def again(
    earlier: bytes, later: bytes, then: Mapping[str, Any], now: Mapping[str, Any], wait_seconds: float
) -> Again | None:
    """Lay the outlines of an earlier photo on a later one; None when the two do not fit.

    Raises:
        MeasuringBusy: too much is being measured.
    """
    ask = {"do": "again", "earlier": then, "later": now, "earlier_bytes": len(earlier)}
    try:
        result = json.loads(_run(ask, earlier + later, wait_seconds))["result"]
        if "reason" in result:
            return None
        matrix = [[float(value) for value in row] for row in result["matrix"]]
        facts = {"matrix": matrix, "quality": float(result["quality"]), "lead": float(result["lead"])}
        return Again(polygons_from_json(result["outlines_px"]), {**facts, "by": str(result["by"])})
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


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
    script = ROOT / "lesions" / "measurement" / "worker.py"
    return [sys.executable, "-I", "-S", str(script), str(ROOT), *sorted(folders)]


#: forks a process for every photo; one warm process of about 60 MB per server process, started when needed
workers = ForkServer(_command)
