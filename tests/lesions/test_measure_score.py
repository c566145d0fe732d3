"""The score of measurements counts what matters, and nothing twice."""

from __future__ import annotations

from typing import Any

import pytest

from bench.measure_score import Score, score, skin_ratio, tables


def _photo(expected: str = "measure", variant: str = "normal", skin: int = 1, length: float = 10.0) -> Any:
    lesion = {"id": "L0", "length_mm": length, "width_mm": 5.0, "area_mm2": 40.0}
    return {
        "expected": expected,
        "variant": variant,
        "difficulty": "easy",
        "skin": {"fitzpatrick": skin},
        "tags": ["easy", "card_table", "finger_pad"],
        "lesions": [lesion],
    }


def _found(length: float, band: float = 0.5) -> Any:
    lesion = {"status": "ok", "length_mm": length, "width_mm": 5.0, "area_mm2": 40.0, "uncertainty_mm": band}
    return {"status": "ok", "reason": "", "lesions": {"L0": lesion}}


def _score(predictions: Any, **photos: Any) -> Score:
    return score(predictions, {"images": photos})


def test_an_error_is_relative_to_the_truth() -> None:
    result = _score({"a": _found(9.8)}, a=_photo())
    assert result.rows[0].errors["length_mm"] == pytest.approx(-2.0)


def test_millimetres_on_a_photo_to_be_refused_are_a_wrong_measurement() -> None:
    result = _score({"a": _found(10.0)}, a=_photo("refuse", "occluded"))
    assert result.wrong == ["a"]
    assert not result.rows


def test_a_refusal_of_a_good_photo_loses_its_lesions() -> None:
    result = _score({"a": {"status": "refused", "reason": "folded", "lesions": {}}}, a=_photo())
    assert (result.measured, result.falsely_refused["refused folded"]) == (0, 1)
    assert [row.measured for row in result.rows] == [False]


def test_a_photo_that_was_left_out_counts_as_not_measured() -> None:
    assert _score({}, a=_photo()).measured == 0


@pytest.mark.parametrize(
    ("status", "reason", "counts"),
    [
        ("refused", "occluded", [1, 1, 1]),
        ("refused", "folded", [1, 0, 1]),
        ("manual", "missing", [0, 0, 1]),
    ],
)
def test_a_refusal_is_judged_by_its_status_and_its_reason(
    status: str, reason: str, counts: list[int]
) -> None:
    result = _score({"a": {"status": status, "reason": reason}}, a=_photo("refuse", "occluded"))
    assert result.refusals == {"occluded": counts}


def test_the_table_tells_how_many_truths_lie_in_the_band() -> None:
    result = _score({"a": _found(10.4), "b": _found(11.0)}, a=_photo(), b=_photo())
    line = next(line for line in tables(result).splitlines() if line.startswith("easy"))
    assert " 50%" in line
    assert line.split("|")[1].split()[0] == "7.0"


def test_sites_and_places_of_the_card_have_lines_of_their_own() -> None:
    text = tables(_score({"a": _found(10.0)}, a=_photo()))
    assert "finger_pad" in text
    assert "card_table" in text


def test_skin_tones_are_compared_by_their_median_errors() -> None:
    result = _score({"a": _found(10.1), "b": _found(10.3)}, a=_photo(skin=1), b=_photo(skin=6))
    assert skin_ratio(result) == pytest.approx(3.0)
