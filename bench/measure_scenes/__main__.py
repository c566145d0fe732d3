"""Photos with their truth: ``python -m bench.measure_scenes --set basic --count 72 --out DIR``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import cv2

from bench.measure_scenes.make import SETS, make_photo


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--set", choices=SETS, required=True)
    asked.add_argument("--count", type=int, default=24)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--first", type=int, default=0, help="number of the first photo")
    asked.add_argument("--out", type=Path, required=True)
    given = asked.parse_args()
    cv2.setNumThreads(1)
    write_set(given.set, given.count, given.seed, given.out, given.first)


def write_set(which: str, count: int, seed: int, out: Path, first: int = 0) -> None:
    """Render photos into a directory; it may be made."""
    out.mkdir(parents=True, exist_ok=True)
    truth: dict[str, Any] = {"version": 1, "seed": seed, "images": {}}
    points: dict[str, Any] = {}
    for index in range(first, first + count):
        photo = make_photo(which, seed, index)
        (out / photo.name).write_bytes(photo.data)
        truth["images"][photo.name], points[photo.name] = photo.truth, photo.points
    (out / "truth.json").write_text(json.dumps(truth))
    (out / "points.json").write_text(json.dumps(points))


if __name__ == "__main__":
    main()
