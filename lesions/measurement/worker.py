"""Measures one photo in a process of its own, with bounded memory and time.

Started as a script by ``lesions.measure_process``, kept warm by ``lesions.fork_server`` and forked for every
photo; knows no Django. A file made to crash or to exhaust the decoder takes down nothing but its process.

In: one JSON line (``do``: ``first``, ``next`` or ``again``, see ``answer``), then the bytes of the file.
Out: one JSON object: ``result``, or ``error`` with a code; ``cpu_seconds`` and ``peak_mb`` of this process.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
import warnings
from typing import Any

if __name__ == "__main__":  # started with -S (no site scan, faster): where everything lies comes as arguments
    sys.path.extend(sys.argv[1:-1])

import cv2
from PIL import Image, ImageFile

from lesions.fork_server import serve
from lesions.measurement import again, photo
from lesions.measurement.card_scale import CardScale
from lesions.measurement.messages import (
    local_from_json,
    polygons_from_json,
    polygons_to_json,
    reading_to_json,
    setting_from_json,
)
from lesions.measurement.picture import CannotOpen
from lesions.measurement.registration import Unregistered
from lesions.measurement.terms import LocalScale, Proposal

# 50 megapixels are 150 MB decoded, as much again while turning (200 through Pillow), and half of that to
# look for the card; libheif has its own. A usual photo of 12 megapixels stays below 250 MiB.
MEMORY_BYTES = 1400 * 1024 * 1024
CPU_SECONDS = 60
ASK_BYTES = 2_000_000  # outlines already drawn come along


def limit_resources() -> None:
    """Bound memory, CPU time and file writing of this process, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (16 * ASK_BYTES, 16 * ASK_BYTES))  # the answer
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(ask: dict[str, Any], data: bytes) -> dict[str, Any]:
    """What was asked for: ``first`` (setting, asks), ``next`` (scale, asks) or ``again`` (earlier, later)."""
    if ask["do"] == "again":
        return again_to_json(ask, data)
    asks = [ask_from_json(one) for one in ask["asks"]]
    if ask["do"] == "first":
        return photo_to_json(photo.first(data, setting_from_json(ask["setting"]), asks))
    return {"lesions": [lesion_to_json(photo.next_tap(data, kept_of(ask["scale"]), one)) for one in asks]}


def again_to_json(ask: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Both files come one after the other; ``earlier_bytes`` says where the second begins."""
    cut = int(ask["earlier_bytes"])
    earlier, later = once_from_json(ask["earlier"], data[:cut]), once_from_json(ask["later"], data[cut:])
    found = again.outline_again(earlier, later)
    if isinstance(found, Unregistered):
        return {"reason": found}
    registration = found.registration
    return {
        "outlines_px": polygons_to_json(found.outlines_px),
        "matrix": registration.earlier_to_later.tolist(),
        "quality": registration.quality,
        "lead": registration.lead,
        "by": registration.by,
    }


def once_from_json(kept: dict[str, Any], data: bytes) -> again.Once:
    scale, place = local_from_json(kept["scale"]), kept.get("place_px")
    if scale is None:
        raise ValueError("no scale")
    return again.Once(
        data,
        scale,
        polygons_from_json(kept["outlines_px"]),
        None if place is None else (float(place[0]), float(place[1])),
        polygons_from_json(kept["avoid_px"]),
    )


def ask_from_json(kept: dict[str, Any]) -> photo.Ask:
    tap, box = kept.get("tap"), kept.get("box")
    return photo.Ask(
        None if tap is None else (float(tap[0]), float(tap[1])),
        None if box is None else (float(box[0]), float(box[1]), float(box[2]), float(box[3])),
        polygons_from_json(kept.get("outlines_px") or ()),
    )


def kept_of(scale: dict[str, Any] | None) -> photo.Kept | None:
    """A card's scale, one by hand, or none."""
    if scale is not None and "markers_px" in scale:
        return CardScale.from_json(scale)
    return local_from_json(scale)


def photo_to_json(result: photo.PhotoResult) -> dict[str, Any]:
    return {
        "status": result.status,
        "reason": result.reason,
        "scale": None if result.scale is None else result.scale.to_json(),
        "lesions": [lesion_to_json(lesion) for lesion in result.lesions],
        "focal_35mm": result.focal_35mm,
    }


def lesion_to_json(lesion: photo.LesionResult) -> dict[str, Any]:
    proposal: Proposal | None = lesion.proposal
    scale: LocalScale | None = lesion.scale
    return {
        "status": lesion.status,
        "reason": lesion.reason,
        "scale": None if scale is None else scale.to_json(),
        "outlines_px": [] if proposal is None else polygons_to_json(proposal.outlines_px),
        "ambiguity": None if proposal is None else proposal.ambiguity,
        "reading": reading_to_json(lesion.reading),
    }


def work(given: int, out: int) -> None:
    """One job in its own process: limits first, then the answer to what came in."""
    limit_resources()
    with os.fdopen(given, "rb") as stream:
        ask = json.loads(stream.readline(ASK_BYTES))
        data = stream.read()
    reply: dict[str, Any]
    try:
        reply = {"result": answer(ask, data)}
    except CannotOpen as error:
        reply = {"error": error.code}
    except MemoryError:
        reply = {"error": "memory"}
    except (cv2.error, ArithmeticError, ValueError, LookupError, OSError):
        reply = {"error": "failed"}
    with os.fdopen(out, "wb") as stream_out:
        stream_out.write(json.dumps(reply | usage()).encode())


def usage() -> dict[str, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 3),
        "peak_mb": round(used.ru_maxrss / 1024, 1),
    }


def main() -> None:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    cv2.setNumThreads(1)  # the web server's other requests want the other core
    # once here, not in every fork
    import pi_heif  # noqa: F401

    Image.preinit()
    serve(socket.socket(fileno=int(sys.argv[-1])), work)


if __name__ == "__main__":
    main()
