"""Judge measurements of photos against their exact truth, by level, skin, site and card.

Predictions are those of ``measure_photo``. Errors are relative and in percent, of each lesion on photos that
are to be measured; any millimetres on another photo are a wrong measurement.

    python -m bench.measure_score PREDICTIONS.json TRUTH.json
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

SIZES = ("length_mm", "width_mm", "area_mm2")
SKINS = {"skin I-II": (1, 2), "skin III-IV": (3, 4), "skin V-VI": (5, 6)}
LEVELS = ("easy", "medium", "hard")
#: tags that make a group of their own
TAGGED = ("finger_", "card_table", "card_neighbour", "card_same_skin", "card_flat", "card_lift", "card_fold")
TAGGED += ("card_arm_up", "card_bend", "card_wrapped")
STATUS_OF = {"refuse": "refused", "manual": "manual"}
#: the reasons that say what is wrong with a photo of this variant; any of them is right
REASONS = {
    "out_of_frame": ("out_of_frame",),
    "occluded": ("occluded",),
    "blurred": ("too_blurred",),
    "strong_crease": ("folded",),
    "ruler": ("missing",),
    "coin": ("missing",),
    "nothing": ("missing",),
    "foreign": ("foreign", "missing"),
}


@dataclass(frozen=True)
class Row:
    """One lesion that was to be measured. ``errors``: percent by size; empty when it was not measured."""

    photo: str
    groups: frozenset[str]
    errors: dict[str, float] = field(default_factory=dict)
    error_mm: float = 0.0
    band_mm: float | None = None
    length_mm: float = 0.0

    @property
    def measured(self) -> bool:
        return "length_mm" in self.errors


@dataclass
class Score:
    """All that is counted. ``refused``: for each variant right status, right reason, all."""

    rows: list[Row] = field(default_factory=list)
    measured: int = 0
    falsely_refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    refusals: dict[str, list[int]] = field(default_factory=dict)

    def rows_of(self, group: str) -> list[Row]:
        return [row for row in self.rows if group in row.groups]


def score(predictions: dict[str, Any], truth: dict[str, Any]) -> Score:
    """Compare what was measured with the truth; a photo without a prediction counts as failed."""
    out = Score()
    for name, photo in truth["images"].items():
        said = predictions.get(name, {"status": "failed", "reason": "not there"})
        if photo["expected"] == "measure":
            _to_measure(out, name, photo, said)
        else:
            _to_refuse(out, name, photo, said)
    return out


def _to_measure(out: Score, name: str, photo: dict[str, Any], said: dict[str, Any]) -> None:
    good = said["status"] == "ok"
    out.measured += good
    if not good:
        out.falsely_refused[f"{said['status']} {said.get('reason', '')}".strip()] += 1
    for lesion in photo["lesions"]:
        found = said.get("lesions", {}).get(lesion["id"], {}) if good else {}
        out.rows.append(_row(name, photo, lesion, found))


def _row(name: str, photo: dict[str, Any], lesion: dict[str, Any], found: dict[str, Any]) -> Row:
    groups = frozenset(_groups(photo))
    if found.get("status", "ok") != "ok" or found.get("length_mm") is None:
        return Row(name, groups)
    errors = {size: 100 * (found[size] / lesion[size] - 1) for size in SIZES if found.get(size) is not None}
    return Row(
        name,
        groups,
        errors,
        found["length_mm"] - lesion["length_mm"],
        found.get("uncertainty_mm"),
        lesion["length_mm"],
    )


def _groups(photo: dict[str, Any]) -> Iterable[str]:
    yield "all"
    yield photo["difficulty"]
    yield from (name for name, types in SKINS.items() if photo["skin"]["fitzpatrick"] in types)
    yield from (tag for tag in photo["tags"] if tag.startswith(TAGGED) and tag != "card_lifted")


def _to_refuse(out: Score, name: str, photo: dict[str, Any], said: dict[str, Any]) -> None:
    counts = out.refusals.setdefault(photo["variant"], [0, 0, 0])
    counts[2] += 1
    if said["status"] == "ok":
        out.wrong.append(name)
        return
    counts[0] += said["status"] == STATUS_OF[photo["expected"]]
    counts[1] += said.get("reason") in REASONS[photo["variant"]]


def middle_and_most(values: Sequence[float]) -> tuple[float, float]:
    """Median and 90th percentile."""
    if not len(values):
        return float("nan"), float("nan")
    return float(np.percentile(values, 50)), float(np.percentile(values, 90))


def tables(result: Score, wanted: Callable[[str], bool] = lambda _group: True) -> str:
    """As text: what became of the photos, then errors and bands by group."""
    names = {group for row in result.rows for group in row.groups}
    order = ["all", *LEVELS, *SKINS, *sorted(names - {"all", *LEVELS, *SKINS})]
    lines = [*_outcome(result), "", HEADING]
    lines += [_line(group, result.rows_of(group)) for group in order if group in names and wanted(group)]
    return "\n".join(lines)


HEADING = (
    f"{'':<22}{'lesions':>8}{'got':>5} |{'length %':>14}{'bias':>7} |{'width %':>14} |"
    f"{'area %':>14}{'bias':>7} |{'in band':>8}{'± %':>7}{'/ error':>8}"
)


def _outcome(result: Score) -> Iterable[str]:
    refused = sum(result.falsely_refused.values())
    yield f"to measure: {result.measured} measured, {refused} not"
    yield from (f"    {count} {how}" for how, count in result.falsely_refused.most_common())
    photos = sum(counts[2] for counts in result.refusals.values())
    status, reason = (sum(counts[k] for counts in result.refusals.values()) for k in (0, 1))
    wrong = len(result.wrong)
    yield f"not to measure: {photos}, wrongly measured {wrong}, status right {status}, reason right {reason}"
    for variant, counts in sorted(result.refusals.items()):
        yield f"    {variant:<14} {counts[2]}: status right {counts[0]}, reason right {counts[1]}"
    if result.wrong:
        yield f"    wrongly measured: {', '.join(result.wrong)}"


def _line(group: str, rows: list[Row]) -> str:
    got = [row for row in rows if row.measured]
    line = f"{group:<22}{len(rows):>8}{len(got):>5} |"
    for size in SIZES:
        errors = [row.errors[size] for row in got if size in row.errors]
        middle, most = middle_and_most(np.abs(errors).tolist())
        line += f"{middle:>7.1f} /{most:>5.1f}"
        line += f"{np.median(errors) if errors else float('nan'):>+7.1f} |" if size != "width_mm" else " |"
    return line + _band(got)


def _band(rows: list[Row]) -> str:
    """Share of truths within the band, its median half-width in %, and that against the median error."""
    banded = [row for row in rows if row.band_mm is not None]
    if not banded:
        return ""
    inside = np.mean([abs(row.error_mm) <= (row.band_mm or 0) for row in banded])
    half = float(np.median([100 * (row.band_mm or 0) / row.length_mm for row in banded]))
    error = float(np.median([abs(row.errors["length_mm"]) for row in banded]))
    return f"{100 * inside:>7.0f}%{half:>7.1f}{half / max(error, 1e-9):>8.1f}"


def skin_ratio(result: Score, size: str = "length_mm") -> float:
    """The worst skin group's median error against the best one's."""
    groups = [[abs(row.errors[size]) for row in result.rows_of(skin) if row.measured] for skin in SKINS]
    medians = [float(np.median(errors)) for errors in groups if errors]
    return max(medians) / max(min(medians), 1e-9) if medians else float("nan")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("predictions", type=Path)
    asked.add_argument("truth", type=Path)
    given = asked.parse_args()
    result = score(json.loads(given.predictions.read_text()), json.loads(given.truth.read_text()))
    print(tables(result))


if __name__ == "__main__":
    main()
