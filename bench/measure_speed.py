"""How long measuring takes, and how much memory, against Pillow's bare decode of the same photo.

    python -m bench.measure_speed photos/POINTS.json photos/p001.jpg ...

``first``: from the file's bytes to the proposed outline and its millimetres, by one tap. ``next``: the same
for another tap, with the scale kept. Decode, first and next take turns; the table has medians of processor
time, so that a busy machine matters little. Memory is the peak of the process that measured (ru_maxrss).
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from lesions import measure_process
from lesions.measure_process import Pointed
from lesions.measurement import photo
from lesions.measurement.points import read_points

ROUNDS = 7
LIMIT_FIRST, LIMIT_NEXT, LIMIT_MIB = 11, 3, 250


def bare_decode(data: bytes) -> None:
    Image.open(io.BytesIO(data)).load()


def cpu_ms(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def measure(file: Path, points: Path, rounds: int) -> dict[str, float]:
    """Medians in ms, and MiB."""
    data = file.read_bytes()
    said = read_points(points.read_bytes(), "tap", [file.name])[file.name]
    x, y = next(iter(said.places.values()))
    ask = photo.Ask(tap=(float(x), float(y)))
    result = photo.first(data, said.setting, [ask])
    jobs: dict[str, Callable[[], object]] = {
        "decode": lambda: bare_decode(data),
        "first": lambda: photo.first(data, said.setting, [ask]),
        "next": lambda: photo.next_tap(data, result.scale, ask) if result.scale else None,
    }
    times = [{name: cpu_ms(job) for name, job in jobs.items()} for _ in range(rounds)]
    peak = measure_process.first(data, said.setting, [Pointed(tap=ask.tap)], 60).peak_mb
    return {name: statistics.median(one[name] for one in times) for name in jobs} | {"MiB": peak or 0.0}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("points", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    print(
        f"{'photo':<14}{'decode ms':>10}{'first':>8}{'next':>7}{'MiB':>6}    at most {LIMIT_FIRST} x, "
        f"{LIMIT_NEXT} x, {LIMIT_MIB} MiB for 12 megapixels"
    )
    for file in given.files:
        row = measure(file, given.points, given.rounds)
        print(
            f"{file.name:<14}{row['decode']:>10.0f}{row['first'] / row['decode']:>7.1f}x"
            f"{row['next'] / row['decode']:>6.1f}x{row['MiB']:>6.0f}"
        )


if __name__ == "__main__":
    main()
