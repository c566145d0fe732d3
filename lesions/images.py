"""Photo ingest: from the bytes somebody uploaded to upright sRGB JPEGs without metadata. Pure: no models, no request."""

from __future__ import annotations

import hashlib
import json
import subprocess  # our own script, fixed arguments
import sys
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from lesions import image_worker
from lesions.image_checks import PICTURE_KINDS, PhotoRefused, kind_of, refusal, wrong_kind

__all__ = ["RENDITIONS", "IngestedPhoto", "PhotoRefused", "ingest"]

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000

#: the renditions' names, largest first; every one is a JPEG
RENDITIONS = tuple(name for name, _longest_px, _quality in image_worker.RENDITIONS)

WORKERS_AT_ONCE = 2  # per server process
WAIT_SECONDS = 60
WORKER_SECONDS = 60

_slots = threading.BoundedSemaphore(WORKERS_AT_ONCE)


@dataclass(frozen=True, kw_only=True)
class IngestedPhoto:
    """A cleaned photo and the facts that were read from the upload before they were dropped.

    ``taken_local`` is naive: the camera's own clock; ``utc_offset`` is known only when the camera wrote it.
    Sizes are of the upright ``full`` rendition. ``sha256`` is of the bytes as uploaded, to recognise a duplicate.
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
        PhotoRefused: with a sentence for the person; codes: empty, too_large, wrong_kind, too_many_pixels, too_small,
            truncated, unreadable, busy.
    """
    content = _read(data, max_bytes)
    kind = kind_of(content)
    if kind not in PICTURE_KINDS:
        raise wrong_kind(kind)
    header, parts = _work(content, kind, max_pixels)
    offset = header.get("utc_offset_min")
    taken = header.get("taken_local")
    return IngestedPhoto(
        renditions=parts,
        width_px=int(header["width_px"]),
        height_px=int(header["height_px"]),
        taken_local=None if taken is None else datetime.fromisoformat(taken),
        utc_offset=None if offset is None or taken is None else timedelta(minutes=offset),
        focal_length_mm=header.get("focal_length_mm"),
        focal_length_35mm=header.get("focal_length_35mm"),
        sha256=hashlib.sha256(content).hexdigest(),
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
    output = _run_worker(ask + content)
    line, _newline, body = output.partition(b"\n")
    try:
        header: dict[str, Any] = json.loads(line)
    except ValueError as error:  # the worker was stopped by its limits
        raise refusal("unreadable") from error
    if "refused" in header:
        raise refusal(header["refused"], limit_megapixels=max_pixels // 1_000_000, **header["values"])
    parts: dict[str, bytes] = {}
    for name, length in header["parts"]:
        parts[name], body = body[:length], body[length:]
    if tuple(parts) != RENDITIONS or body or not all(parts.values()):
        raise refusal("unreadable")
    return header, parts


def _run_worker(request: bytes) -> bytes:
    """The worker's whole output; empty when it was killed or took too long.

    Raises:
        PhotoRefused: busy, when no worker became free in time.
    """
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise refusal("busy")
    try:
        done = subprocess.run(  # noqa: S603  # fixed arguments, no shell
            _command(),
            input=request,
            capture_output=True,
            timeout=WORKER_SECONDS,
            check=False,
            env={},
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        return b""
    finally:
        _slots.release()
    return done.stdout if done.returncode == 0 else b""


def _command() -> list[str]:
    """Isolated and without a site scan, which halves the start; the folders of the two libraries go along instead."""
    specs = (find_spec("PIL"), find_spec("pi_heif"))
    folders = {str(Path(spec.origin).parent.parent) for spec in specs if spec is not None and spec.origin}
    return [sys.executable, "-I", "-S", str(Path(image_worker.__file__).resolve()), *sorted(folders)]
