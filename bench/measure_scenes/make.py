"""One photo of a set: its bytes, its truth and what a person would say about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bench.measure_scenes import basic, fingers, lcards
from bench.measure_scenes.develop import develop, encode
from bench.measure_scenes.scene import draw
from bench.measure_scenes.truth import Case, points_of, record_of

CASES: dict[str, Callable[[int, int], Case]] = {
    "basic": basic.case_of,
    "fingers": fingers.case_of,
    "lcards": lcards.case_of,
}
SETS = tuple(CASES)
LETTERS = {"basic": "p", "fingers": "s", "lcards": "L"}


@dataclass(frozen=True)
class Photo:
    """A rendered photo. ``truth``, ``points``: its entries in the two files."""

    name: str
    data: bytes
    truth: dict[str, Any]
    points: dict[str, Any]


def shrunk(case: Case, factor: int) -> Case:
    """The same scene from a camera with so many times fewer pixels to each side: quick to draw, for tests."""
    scene, camera = case.scene, case.scene.camera
    small = replace(
        camera,
        focal_px=camera.focal_px / factor,
        width=camera.width // factor,
        height=camera.height // factor,
    )
    how = replace(scene.development, blur_px=0.6, motion_px=0.0)
    scene = replace(scene, camera=small, px_per_mm=scene.px_per_mm / factor, development=how)
    return replace(case, scene=scene)


def large_case(seed: int) -> Case:
    """A photo of 12 megapixels that is to be measured."""
    case = basic.case_of(seed, 1)
    scene, camera = case.scene, case.scene.camera
    factor = 4032 / max(camera.width, camera.height)
    large = replace(
        camera,
        focal_px=camera.focal_px * factor,
        width=round(camera.width * factor),
        height=round(camera.height * factor),
    )
    how = replace(scene.development, blur_px=scene.development.blur_px * factor**0.5)
    scene = replace(scene, camera=large, px_per_mm=scene.px_per_mm * factor, development=how)
    return replace(case, scene=scene)


def make_photo(which: str, seed: int, index: int) -> Photo:
    """Draw, develop and describe photo ``index`` of a set."""
    case = CASES[which](seed, index)
    data = picture_of(case)
    record = record_of(case, len(data))
    return Photo(f"{LETTERS[which]}{index:03d}.jpg", data, record, points_of(case, record))


def picture_of(case: Case) -> bytes:
    """The case as the bytes of a JPEG."""
    scene = case.scene
    pixels = develop(draw(scene), scene.development, scene.seed)
    return encode(pixels, scene.development, scene.camera.focal_35mm)
