"""The coach's measures on drawn photos with known faults, and on anything that an array can hold."""

from __future__ import annotations

import dataclasses
from functools import cache

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.coach import judge
from bench.coach_scenes import Scene, draw, scene
from lesions.coach.centre import off_centre
from lesions.coach.check import check
from lesions.coach.marker import find_markers
from lesions.coach.result import CRITERIA, Finding, Verdict, below

SOUND = {"focus": 0.6, "shadow": 0.0, "light": 0.1, "angle": 4.0, "centre": 0.1}
FAULTY = {"focus": 4.0, "shadow": 0.6, "light": 2.4, "angle": 35.0, "centre": 0.85}


@cache
def sound(seed: int) -> Scene:
    """A photo without a fault, of the skin and place of this seed."""
    return dataclasses.replace(
        scene(seed), faults=SOUND, marker="ours", soft_shadow=False, noise=2.0, size_mm=8.0, place="flat"
    )


def seen(what: Scene, *, tapped: bool = True) -> dict[str, Finding]:
    picture, at, _truth = draw(what)
    return {finding.key: finding for finding in check(picture, at if tapped else None, 26.0)}


@pytest.mark.parametrize("seed", [2, 5])
def test_a_sound_photo_is_good_in_everything(seed: int) -> None:
    assert {finding.verdict for finding in seen(sound(seed)).values()} == {Verdict.GOOD}


@pytest.mark.parametrize("key", FAULTY)
def test_each_fault_is_found_where_it_is(key: str) -> None:
    faulty = dataclasses.replace(sound(1), faults={**SOUND, key: FAULTY[key]})
    assert seen(faulty)[key].verdict == Verdict.POOR


@pytest.mark.parametrize("marker", ["no marker", "covered", "cut off", "foreign"])
def test_only_a_whole_marker_of_ours_counts(marker: str) -> None:
    found = seen(dataclasses.replace(sound(4), marker=marker))
    assert found["marker"].verdict == Verdict.POOR
    assert found["angle"].verdict == Verdict.CANNOT_TELL


def test_a_confusion_table_of_a_few_photos_stays_as_good_as_it_was() -> None:
    judged = [judge(seed) for seed in range(2000, 2008)]
    right = wrong = 0
    for photo in judged:
        for key in ("focus", "shadow", "light", "angle", "centre"):
            level = photo.level(key).removesuffix(", not tapped")
            verdict = photo.findings[key].verdict
            if level in ("none", "clear", "severe") and verdict != Verdict.CANNOT_TELL:
                expected = Verdict.GOOD if level == "none" else Verdict.POOR
                right, wrong = right + (verdict == expected), wrong + (verdict != expected)
    assert right >= 20
    assert wrong <= 3


def test_the_verdicts_do_not_depend_on_the_size_of_the_picture() -> None:
    picture, at, _truth = draw(sound(3))
    smaller = np.asarray(cv2.resize(picture, (960, 720), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    larger = np.asarray(cv2.resize(picture, (2048, 1536), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    verdicts = [[finding.verdict for finding in check(p, at, 26.0)] for p in (picture, smaller, larger)]
    assert verdicts[0] == verdicts[1] == verdicts[2]


def test_the_angle_is_the_angle_the_photo_was_drawn_with() -> None:
    for degrees in (15.0, 30.0, 45.0):
        picture, _at, _truth = draw(dataclasses.replace(sound(2), faults={**SOUND, "angle": degrees}))
        height, width = picture.shape[:2]
        assert find_markers(picture)[0].angle_degrees(width, height, 26.0) == pytest.approx(degrees, abs=4)


@settings(max_examples=25, deadline=None)
@given(width=st.integers(1, 400), height=st.integers(1, 400), seed=st.integers(0, 9), kind=st.integers(0, 3))
def test_any_picture_gets_six_findings_and_no_error(width: int, height: int, seed: int, kind: int) -> None:
    chance = np.random.default_rng(seed)
    flat = np.full((height, width, 3), chance.integers(0, 256, 3), dtype=np.uint8)
    noise = chance.integers(0, 256, (height, width, 3), dtype=np.uint8)
    picture = (flat, noise, np.zeros_like(flat), np.full_like(flat, 255))[kind]
    findings = check(picture)
    assert tuple(finding.key for finding in findings) == CRITERIA
    assert all(finding.value is None or np.isfinite(finding.value) for finding in findings)


@given(x=st.floats(0, 1), y=st.floats(0, 1))
def test_off_centre_is_0_in_the_middle_and_1_at_the_edge(x: float, y: float) -> None:
    assert 0 <= off_centre(x, y) <= 1
    assert off_centre(x, y) == pytest.approx(off_centre(1 - x, 1 - y))
    assert off_centre(0.5, 0.5) == 0
    assert off_centre(1, y) == 1


def test_a_value_at_the_limit_is_good_and_none_is_unknown() -> None:
    assert below("focus", 1.0, 1.0).verdict == Verdict.GOOD
    assert below("focus", 1.01, 1.0).verdict == Verdict.POOR
    assert below("focus", None, 1.0).verdict == Verdict.CANNOT_TELL
