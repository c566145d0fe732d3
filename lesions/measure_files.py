"""Measuring photos that are files, for the command line: each in a process of its own, results one by one."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from lesions import measure_process
from lesions.measure_process import WAIT_SECONDS, Lesion, Measured, MeasuringBusy, Pointed
from lesions.measurement.points import PhotoPoints, largest
from lesions.measurement.terms import Points

MAX_BYTES = 100 * 1024 * 1024
NOT_SAID = "not_pointed_at"

Prediction = dict[str, Any]


def predictions(
    files: Sequence[Path], points: Mapping[str, PhotoPoints], use: str, jobs: int
) -> Iterator[tuple[str, Prediction]]:
    """File name and prediction of each photo, in order, as soon as it is there."""
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        try:
            yield from pool.map(partial(_named, points=points, use=use), files)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _named(file: Path, points: Mapping[str, PhotoPoints], use: str) -> tuple[str, Prediction]:
    said = points.get(file.name)
    if said is None:
        return file.name, {"status": "failed", "reason": "not_in_points", "lesions": {}}
    return file.name, prediction(file, said, use)


def prediction(file: Path, said: PhotoPoints, use: str) -> Prediction:
    """What PREDICTIONS.json says of one photo; a file that cannot be measured says why."""
    started = time.perf_counter()
    pointed = {key: _pointed(place, use) for key, place in said.places.items() if place is not None}
    measured = _measured(file, said, list(pointed.values()))
    lesions = {key: lesion_entry(one) for key, one in zip(pointed, measured.lesions, strict=False)}
    for key, place in said.places.items():
        if place is None:
            lesions[key] = {"status": "failed", "reason": NOT_SAID}
    entry: Prediction = {"status": measured.status, "reason": measured.reason, "lesions": lesions}
    if measured.scale is not None:
        entry["tilt_deg"], entry["distance_mm"] = measured.tilt_deg, measured.scale.get("distance_mm")
    return entry | {
        "seconds": round(time.perf_counter() - started, 3),
        "cpu_seconds": measured.cpu_seconds,
        "peak_mb": measured.peak_mb,
    }


def _measured(file: Path, said: PhotoPoints, pointed: Sequence[Pointed]) -> Measured:
    try:
        if file.stat().st_size > MAX_BYTES:
            return Measured("failed", "too_large")
        return measure_process.first(file.read_bytes(), said.setting, pointed, WAIT_SECONDS)
    except FileNotFoundError:
        return Measured("failed", "no_such_file")
    except OSError as error:
        return Measured("failed", f"cannot be read: {error.strerror}")
    except MeasuringBusy:
        return Measured("failed", "cannot_start")


def _pointed(place: Points, use: str) -> Pointed:
    if use == "outline":
        return Pointed(outlines_px=(place,))
    if use == "box":
        return Pointed(box=(float(place[0]), float(place[1]), float(place[2]), float(place[3])))
    return Pointed(tap=(float(place[0]), float(place[1])))


def lesion_entry(lesion: Lesion) -> Prediction:
    """Sizes rounded to a thousandth; of several lumps ``outline_px`` is the largest one's."""
    entry: Prediction = {"status": lesion.status}
    if lesion.reason:
        entry["reason"] = lesion.reason
    if lesion.reading is not None:
        sizes = ("length_mm", "width_mm", "area_mm2", "perimeter_mm", "uncertainty_mm")
        entry |= {name: round(getattr(lesion.reading, name), 3) for name in sizes}
        entry["parts_mm"] = {cause: round(part, 3) for cause, part in lesion.reading.parts_mm.items()}
        entry["outline_px"] = np.round(largest(lesion.outlines_px), 2).tolist()
    return entry


class Out:
    """PREDICTIONS.json, written photo by photo; put in its place at the end, also of a run that was stopped.

    Raises:
        OSError: it cannot be written there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._part = path.with_name(path.name + ".part")
        self._stream = self._part.open("w", encoding="utf-8")
        self._stream.write("{")
        self._count = 0

    def __enter__(self) -> Out:
        return self

    def add(self, name: str, entry: Prediction) -> None:
        self._stream.write(",\n" if self._count else "\n")
        self._stream.write(f"{json.dumps(name)}: {json.dumps(entry)}")
        self._stream.flush()
        self._count += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.write("\n}\n")
        self._stream.close()
        os.replace(self._part, self.path)
