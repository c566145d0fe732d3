"""Measure drawn photos and print how far off it is: `make bench-measure` or `python -m bench.measure`.

It draws a small seeded set of each kind into a temporary folder and measures it as ``manage.py
measure_photo`` does: with the outline given (scale only), with a tap, and with a box. Last come time and
memory on one photo of 12 megapixels.

    python -m bench.measure --photos DIR      an existing folder with truth.json and points.json
    python -m bench.measure --count 24        more photos of each kind
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import cv2

from bench.measure_scenes.__main__ import write_set
from bench.measure_scenes.make import SETS, large_case, picture_of
from bench.measure_scenes.truth import points_of, record_of
from bench.measure_score import score, skin_ratio, tables
from bench.measure_speed import LIMIT_FIRST, LIMIT_MIB, LIMIT_NEXT
from bench.measure_speed import measure as speed_of
from lesions import measure_process
from lesions.measure_files import predictions
from lesions.measurement.points import USES, read_points

#: photos of each kind; each third of them a level
COUNT = 18
ROUNDS = 5


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--photos", type=Path, action="append", help="measure these folders, draw nothing")
    asked.add_argument("--set", choices=SETS, action="append", help="only this kind")
    asked.add_argument("--use", choices=USES, action="append", help="only this way of pointing")
    asked.add_argument("--count", type=int, default=COUNT, help=f"photos of each kind (default {COUNT})")
    asked.add_argument("--seed", type=int, default=5)
    asked.add_argument("--out", type=Path, help="keep photos and predictions here")
    asked.add_argument("--no-speed", action="store_true", help="leave out time and memory")
    given = asked.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as made:
        place = given.out or Path(made)
        uses = given.use or USES
        for folder in given.photos or _drawn(given.set or SETS, given.count, given.seed, place):
            for use in uses:
                judge(folder, use, given.out)
        if not given.no_speed:
            _speed(place, given.seed)
    measure_process.workers.stop()


def _drawn(kinds: list[str], count: int, seed: int, place: Path) -> list[Path]:
    for kind in kinds:
        print(f"drawing {count} photos: {kind}", flush=True)
        write_set(kind, count, seed, place / kind)
    return [place / kind for kind in kinds]


def judge(folder: Path, use: str, keep: Path | None) -> None:
    """Measure a folder's photos one after the other and print the tables."""
    truth = json.loads((folder / "truth.json").read_text())
    names = [name for name in truth["images"] if (folder / name).exists()]
    points = read_points((folder / "points.json").read_bytes(), use, names)
    found: dict[str, Any] = dict(predictions([folder / name for name in names], points, use, 1))
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{folder.name}-{use}.json").write_text(json.dumps(found))
    result = score(found, {**truth, "images": {name: truth["images"][name] for name in names}})
    print(
        f"\n== {folder.name}, {len(names)} photos, by {use}" + (" (scale only)" if use == "outline" else "")
    )
    print(tables(result))
    print(f"skin tones: worst median error of the length {skin_ratio(result):.1f} times the best")


def _speed(place: Path, seed: int) -> None:
    """Time as multiples of Pillow's bare decode in the same loop, and memory of a process of its own."""
    case = large_case(seed)
    photo = place / "large.jpg"
    photo.write_bytes(picture_of(case))
    points = place / "large-points.json"
    points.write_text(json.dumps({photo.name: points_of(case, record_of(case, 0))}))
    row = speed_of(photo, points, ROUNDS)
    first, following = row["first"] / row["decode"], row["next"] / row["decode"]
    print("\n== time and memory, 12 megapixels, one tap")
    print(f"from bytes to outline  {first:5.1f} times Pillow's bare decode (at most {LIMIT_FIRST})")
    print(f"the next tap           {following:5.1f} times (at most {LIMIT_NEXT})")
    print(f"memory                 {row['MiB']:5.0f} MiB (at most {LIMIT_MIB})")


if __name__ == "__main__":
    main()
