"""Photo ingest: from uploaded bytes to upright sRGB JPEGs without metadata. Pure: no models, no request."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from lesions import renditions
from lesions.fork_server import CannotStart, ForkServer
from lesions.image_checks import PICTURE_KINDS, PhotoRefused, kind_of, refusal, wrong_kind

__all__ = ["RENDITIONS", "IngestedPhoto", "PhotoRefused", "ingest"]

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = renditions.MAX_PIXELS

#: the renditions' names, largest first; every one is a JPEG
RENDITIONS = tuple(name for name, _longest_px, _quality in renditions.RENDITIONS)

WORKERS_AT_ONCE = 2  # per server process
WAIT_SECONDS = 60
WORKER_SECONDS = 60

_slots = threading.BoundedSemaphore(WORKERS_AT_ONCE)


@dataclass(frozen=True, kw_only=True)
class IngestedPhoto:
    """A cleaned photo and the facts that were read from the upload before they were dropped.

    ``taken_local`` is naive: the camera's own clock; ``utc_offset`` is known only when the camera wrote it.
    Sizes are of the upright ``full`` rendition. ``sha256`` is of the upload, to recognise a duplicate.
    """

    renditions: dict[str, bytes] = field(repr=False)
    width_px: int
    height_px: int
    taken_local: datetime | None
    utc_offset: timedelta | None
    focal_length_mm: float | None
    focal_length_35mm: float | None
    sha256: str


def ingest(
    data: bytes | IO[bytes],
    *,
    file_name: str = "",
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> IngestedPhoto:
    """Check an uploaded photo, read what the camera noted, and re-encode it clean.

    Args:
        data: the bytes, or an open file (Django's ``UploadedFile`` is one), read from its start.
        file_name: as sent; untrusted, and never used to decide what the file is.
        max_bytes: refuse more than this.
        max_pixels: refuse more than this, by the header, before anything is decoded.

    Raises:
        PhotoRefused: with a sentence for the person; codes: empty, too_large, wrong_kind, too_many_pixels,
            too_small, truncated, unreadable, busy.
    """
    content = _read(data, max_bytes)
    kind = kind_of(content)
    if kind not in PICTURE_KINDS:
        raise wrong_kind(kind)
    header, parts = _work(content, kind, max_pixels)
    try:
        return _photo(header, parts, hashlib.sha256(content).hexdigest())
    except (ValueError, TypeError, KeyError) as error:
        raise refusal("unreadable") from error


def _photo(header: dict[str, Any], parts: dict[str, bytes], sha256: str) -> IngestedPhoto:
    """The worker's header as facts, each brought into its type."""
    taken, offset = header.get("taken_local"), header.get("utc_offset_min")
    focal, focal_35 = header.get("focal_length_mm"), header.get("focal_length_35mm")
    return IngestedPhoto(
        renditions=parts,
        width_px=int(header["width_px"]),
        height_px=int(header["height_px"]),
        taken_local=None if taken is None else datetime.fromisoformat(taken).replace(tzinfo=None),
        utc_offset=None if offset is None or taken is None else timedelta(minutes=int(offset)),
        focal_length_mm=None if focal is None else float(focal),
        focal_length_35mm=None if focal_35 is None else float(focal_35),
        sha256=sha256,
    )


def _read(data: bytes | IO[bytes], max_bytes: int) -> bytes:
    """All bytes, and never more than one above the limit in memory."""
    if not isinstance(data, bytes):
        data.seek(0)
        data = data.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise refusal("too_large", limit_mb=max_bytes // (1024 * 1024))
    if not data:
        raise refusal("empty")
    return data


def _work(content: bytes, kind: str, max_pixels: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Let the worker open the picture; its answer is taken apart without trusting it."""
    ask = json.dumps({"kind": kind, "max_pixels": max_pixels}).encode() + b"\n"
    line, _newline, body = _run_worker([ask, content]).partition(b"\n")
    try:
        header: dict[str, Any] = json.loads(line)
        if "refused" in header:
            values = {name: int(value) for name, value in header["values"].items()}
            limit = max_pixels // 1_000_000
            raise refusal(str(header["refused"]), **values | {"limit_megapixels": limit})
        parts = _parts(header["parts"], body)
    except (ValueError, TypeError, KeyError, AttributeError) as error:  # stopped by its limits, or taken over
        raise refusal("unreadable") from error
    return header, parts


def _parts(lengths: list[tuple[str, int]], body: bytes) -> dict[str, bytes]:
    """The renditions cut out of the worker's output.

    Raises:
        ValueError: not exactly our renditions, each a JPEG.
    """
    parts: dict[str, bytes] = {}
    at = 0
    for name, length in lengths:
        parts[name] = body[at : at + length]
        at += length
    if tuple(parts) != RENDITIONS or at != len(body):
        raise ValueError("the worker's answer does not fit its header")
    if not all(part.startswith(b"\xff\xd8\xff") for part in parts.values()):
        raise ValueError("the worker answered with something else than JPEG")
    return parts


def _run_worker(request: list[bytes]) -> bytes:
    """The worker's whole output; empty when it took too long.

    Raises:
        PhotoRefused: busy, when no worker became free in time or none can be started.
    """
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise refusal("busy")
    try:
        return workers.run(request, WORKER_SECONDS)
    except CannotStart as error:
        raise refusal("busy") from error
    finally:
        _slots.release()


def _command() -> list[str]:
    """Isolated and without a site scan; the project's and the libraries' folders go along instead."""
    script = Path(__file__).resolve().with_name("image_worker.py")
    specs = tuple(find_spec(name) for name in ("PIL", "pi_heif", "numpy", "cv2", "simplejpeg"))
    folders = {str(Path(spec.origin).parent.parent) for spec in specs if spec is not None and spec.origin}
    return [sys.executable, "-I", "-S", str(script), str(script.parent.parent), *sorted(folders)]


#: forks a process for every photo; one warm process of about 30 MB per server process
workers = ForkServer(_command)
