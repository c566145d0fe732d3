"""The photo coach's confusion tables: drawn photos with known faults against its verdicts.

python -m bench.coach                  the photos that the thresholds were not set on
python -m bench.coach --first 0        the photos that they were set on
"""

from __future__ import annotations

import argparse
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import cv2

from bench.coach_scenes import LEVELS, MARKERS, Scene, draw, scene
from lesions.coach import centre
from lesions.coach.check import check
from lesions.coach.result import CRITERIA, Finding

PHOTOS, SET_ON, REPORTED_ON = 240, 0, 1000
FOCAL_35MM = 26.0
GROUPS = {"Fitzpatrick I-II": (1, 2), "III-IV": (3, 4), "V-VI": (5, 6)}
VERDICTS = ("good", "poor", "cannot_tell")


@dataclass(frozen=True)
class Judged:
    truth: Scene
    at: tuple[float, float]
    findings: dict[str, Finding]

    def level(self, key: str) -> str:
        """What the photo was drawn with. Light is not judged beside a hard shadow: that is uneven, too."""
        if key == "marker":
            return self.truth.marker
        if key == "light" and self.truth.levels["shadow"] in ("clear", "severe"):
            return "not counted"
        if key == "angle" and self.truth.marker != "ours":
            return "no whole marker"
        if key == "centre":
            return _off_centre(self.at) + ("" if self.truth.tapped else ", not tapped")
        return self.truth.levels[key]


def _off_centre(at: tuple[float, float]) -> str:
    """By where the deposit came to lie, which the tilt changes."""
    off = centre.off_centre(*at)
    return LEVELS[sum(off > limit for limit in (0.32, 0.60, 0.80))]


def judge(seed: int) -> Judged:
    cv2.setNumThreads(1)
    picture, at, truth = draw(scene(seed))
    findings = check(picture, at if truth.tapped else None, FOCAL_35MM)
    return Judged(truth, at, {finding.key: finding for finding in findings})


def table(judged: list[Judged], key: str) -> list[tuple[str, Counter[str]]]:
    """For every level of the truth how often each verdict was given."""
    rows: dict[str, Counter[str]] = {}
    for photo in judged:
        rows.setdefault(photo.level(key), Counter())[photo.findings[key].verdict.value] += 1
    order = [*LEVELS, *(f"{level}, not tapped" for level in LEVELS), *MARKERS, "no whole marker"]
    return [(level, rows[level]) for level in order if level in rows]


def rate(judged: list[Judged], key: str, levels: tuple[str, ...], verdict: str) -> tuple[int, int]:
    """Of the photos with one of these levels, how many got the verdict, and how many there are."""
    at = [photo for photo in judged if photo.level(key).removesuffix(", not tapped") in levels]
    return sum(photo.findings[key].verdict == verdict for photo in at), len(at)


def faulty(key: str) -> tuple[str, ...]:
    return MARKERS[1:] if key == "marker" else ("clear", "severe")


def sound(key: str) -> tuple[str, ...]:
    return MARKERS[:1] if key == "marker" else ("none",)


def report(judged: list[Judged]) -> None:
    """The tables in Markdown, as docs/coach.md has them."""
    for key in CRITERIA:
        print(f"### {key}\n\n| drawn with | good | poor | cannot tell |\n|---|---|---|---|")
        for level, counts in table(judged, key):
            print(f"| {level} | " + " | ".join(str(counts[verdict]) for verdict in VERDICTS) + " |")
        print()
    print("### by skin tone: sound photos called poor / clear and severe faults called good\n")
    print("| criterion | " + " | ".join(GROUPS) + " |\n|---|" + "---|" * len(GROUPS))
    for key in CRITERIA:
        cells = []
        for tones in GROUPS.values():
            group = [photo for photo in judged if photo.truth.fitzpatrick in tones]
            cells.append(
                "{}/{} · {}/{}".format(
                    *rate(group, key, sound(key), "poor"), *rate(group, key, faulty(key), "good")
                )
            )
        print(f"| {key} | " + " | ".join(cells) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--first", type=int, default=REPORTED_ON, help="first seed")
    parser.add_argument("--photos", type=int, default=PHOTOS)
    options = parser.parse_args()
    with ProcessPoolExecutor(2) as pool:
        judged = list(pool.map(judge, range(options.first, options.first + options.photos), chunksize=4))
    print(f"{len(judged)} photos, seeds from {options.first}\n")
    report(judged)


if __name__ == "__main__":
    main()
