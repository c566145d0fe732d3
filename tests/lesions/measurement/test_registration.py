"""A later photo of a lesion is laid over an earlier one, or it is said why not."""

from __future__ import annotations

import zlib
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.measure_scenes.skin import tile
from lesions.measurement.registration import (
    By,
    Registration,
    Sight,
    Unregistered,
    carry_over,
    register,
)
from lesions.measurement.terms import LocalScale

Matrix = npt.NDArray[np.float64]
WORLD_PX_PER_MM = 8.0
WORLD_MM = 60.0
SIZE = 400
PX_PER_MM = 8.0


@cache
def _world(seed: int, texture: float) -> npt.NDArray[np.float32]:
    """Skin of 60 mm with a lump in the middle; ``texture``: depth of its pores and creases."""
    noise = tile(np.random.default_rng(seed), 5, 60, 0.8)[:480, :480]
    skin = np.stack([140 + 0 * noise, 110 + 0 * noise, 90 + 0 * noise], axis=-1)
    skin *= 1 + np.float32(texture) * noise[..., None]
    return np.asarray(skin, dtype=np.float32)


def _lump(bent: bool) -> Matrix:
    """An outline in mm about the world's middle: a bean, or round."""
    turn = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    radius = 4.5 * (1 + 0.3 * np.cos(turn) + 0.22 * np.cos(2 * turn + 1)) if bent else 0 * turn + 4.5
    return np.asarray(np.column_stack([np.cos(turn), np.sin(turn)]) * radius[:, None])


def _view(turn: float, shift: tuple[float, float], size: float, tilt: float) -> Matrix:
    """Millimetres about the world's middle to pixels."""
    c, s = np.cos(np.deg2rad(turn)), np.sin(np.deg2rad(turn))
    k = PX_PER_MM * size
    return np.array(
        [
            [k * c, -k * s, SIZE / 2 + shift[0]],
            [k * s, k * c, SIZE / 2 + shift[1]],
            [tilt * 1e-3 * c, tilt * 1e-3 * s, 1],
        ]
    )


def _map(matrix: Matrix, points: Matrix) -> Matrix:
    return np.asarray(cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix).reshape(-1, 2))


def _sight(
    to_px: Matrix, seed: int = 1, texture: float = 0.05, light: float = 1.0, bent: bool = True
) -> Sight:
    half = WORLD_MM / 2
    world = _world(seed, texture).copy()
    lump = np.round((_lump(bent) + half) * WORLD_PX_PER_MM).astype(np.int32)
    cv2.fillPoly(world, [lump], (215.0, 200.0, 170.0))
    k = WORLD_PX_PER_MM
    from_world = to_px @ np.array([[1 / k, 0, -half], [0, 1 / k, -half], [0, 0, 1]])
    seen = cv2.warpPerspective(world, from_world, (SIZE, SIZE), borderMode=cv2.BORDER_REFLECT)
    slope = 1 + (light - 1) * np.linspace(-1, 1, SIZE)[None, :, None]
    noise = np.random.default_rng(zlib.crc32(to_px.tobytes())).normal(0, 1.5, seen.shape)
    pixels = np.clip(seen * slope + noise, 0, 255).astype(np.uint8)
    return Sight(
        pixels,
        LocalScale(np.asarray(np.linalg.inv(to_px), dtype=np.float64), {}),
        (_map(to_px, _lump(bent)),),
    )


FIRST = _view(0, (0, 0), 1.0, 0.0)
LATER = _view(74, (10, -6), 0.9, 0.5)
AROUND = np.array([[x, y] for x in (-9.0, 0, 9) for y in (-9.0, 0, 9)])


def _error_mm(found: object, first: Matrix, later: Matrix) -> float:
    assert isinstance(found, Registration)
    there = _map(found.earlier_to_later, _map(first, AROUND))
    return float(np.linalg.norm(there - _map(later, AROUND), axis=1).max()) / PX_PER_MM


@settings(max_examples=8)
@given(
    turn=st.floats(0, 359),
    shift=st.tuples(st.floats(-25, 25), st.floats(-25, 25)),
    size=st.floats(0.75, 1.2),
    tilt=st.floats(-1.5, 1.5),
)
def test_a_later_photo_is_laid_over_the_earlier_one_however_it_is_turned(
    turn: float, shift: tuple[float, float], size: float, tilt: float
) -> None:
    later = _view(turn, shift, size, tilt)
    found = register(_sight(FIRST), _sight(later))
    assert _error_mm(found, FIRST, later) < 0.6


def test_light_that_has_changed_does_not_matter() -> None:
    found = register(_sight(FIRST), _sight(LATER, light=1.25))
    assert _error_mm(found, FIRST, LATER) < 0.6


def test_the_skin_decides_when_it_shows_enough() -> None:
    found = register(_sight(FIRST), _sight(LATER))
    assert isinstance(found, Registration)
    assert found.by == By.TEXTURE


def test_other_skin_is_not_laid_over() -> None:
    first, later = _sight(FIRST, seed=1, bent=False), _sight(LATER, seed=2, bent=False)
    assert register(first, later) in (Unregistered.NO_MATCH, Unregistered.AMBIGUOUS)


def test_a_round_lump_on_smooth_skin_could_be_turned_anyhow() -> None:
    first, later = _sight(FIRST, texture=0.0, bent=False), _sight(LATER, texture=0.0, bent=False)
    assert register(first, later) in (Unregistered.NO_MATCH, Unregistered.AMBIGUOUS)


def test_a_lump_of_unlike_form_is_laid_over_by_its_outline_when_the_skin_is_hidden() -> None:
    """The later photo shows the outline but other skin, as after a bandage."""
    found = register(_sight(FIRST, seed=1), _sight(LATER, seed=2))
    assert _error_mm(found, FIRST, LATER) < 1.5


def test_a_card_of_another_size_is_noticed() -> None:
    later = _sight(LATER)
    wrong = np.diag([1.3, 1.3, 1.0]) @ np.asarray(later.scale.px_to_mm)
    found = register(_sight(FIRST), Sight(later.photo, LocalScale(wrong, {}), place_px=later.middle_px))
    assert found == Unregistered.OTHER_SCALE


def test_millimetres_that_run_upwards_are_the_same_millimetres() -> None:
    later = _sight(LATER)
    upwards = np.diag([1.0, -1.0, 1.0]) @ np.asarray(later.scale.px_to_mm)
    found = register(_sight(FIRST), Sight(later.photo, LocalScale(upwards, {}), later.outlines_px))
    assert _error_mm(found, FIRST, LATER) < 0.6


def test_a_part_of_a_photo_does_as_well_as_the_whole() -> None:
    later = _sight(LATER)
    part = Sight(later.photo[20:, 30:], later.scale, later.outlines_px, offset=(30, 20))
    assert _error_mm(register(_sight(FIRST), part), FIRST, LATER) < 0.6


def test_a_place_is_enough_where_no_outline_is_known_yet() -> None:
    later = _sight(LATER)
    x, y = later.middle_px
    pointed = Sight(later.photo, later.scale, place_px=(x + 8, y - 6))
    assert _error_mm(register(_sight(FIRST), pointed), FIRST, LATER) < 0.6


def test_too_little_skin_is_said_so() -> None:
    later = _sight(LATER)
    x, y = (int(c) for c in later.middle_px)
    patch = Sight(
        later.photo[y - 40 : y + 40, x - 40 : x + 40],
        later.scale,
        place_px=later.middle_px,
        offset=(x - 40, y - 40),
    )
    assert register(_sight(FIRST), patch) == Unregistered.TOO_LITTLE_SEEN


def test_the_earlier_outline_is_carried_to_where_the_lump_lies_now() -> None:
    first, later = _sight(FIRST), _sight(LATER)
    found = register(first, later)
    assert isinstance(found, Registration)
    carried = carry_over(first.outlines_px, found)
    apart = np.linalg.norm(carried[0] - later.outlines_px[0], axis=1)
    assert apart.max() / PX_PER_MM < 0.5


def test_a_sight_needs_an_outline_or_a_place() -> None:
    bare = Sight(_sight(FIRST).photo, LocalScale(np.eye(3), {}))
    with pytest.raises(ValueError, match="neither"):
        register(bare, bare)
