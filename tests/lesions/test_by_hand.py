"""Without a card: the scale of a known length, the error it states, and sizes from two lines."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lesions.coin_words import coin_choices
from lesions.measurement.by_hand import AT_LEAST, KnownLength, PhotoFrame, measure_lines, scale_by_hand
from lesions.measurement.coins import COINS
from lesions.measurement.reading import measure
from lesions.measurement.terms import LocalScale, Points, Reading, Reason, Refusal, Surface
from lesions.measurement.uncertainty import BAND_95

FRAME = PhotoFrame(4000, 3000)
RULER = KnownLength((1000.0, 1000.0), (1000.0, 1800.0), 40.0)
NEAR = (1200.0, 1400.0)


def scale(known: KnownLength = RULER, at: tuple[float, float] = NEAR, **more: object) -> LocalScale:
    found = scale_by_hand(known, at, more.get("frame", FRAME), more.get("surface", Surface.FLAT))  # type: ignore[arg-type]
    assert isinstance(found, LocalScale)
    return found


def half_width(found: LocalScale) -> float:
    return BAND_95 * math.hypot(*found.spread.values())


def circle(middle: tuple[float, float], radius: float) -> Points:
    turn = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    return np.column_stack([middle[0] + radius * np.cos(turn), middle[1] + radius * np.sin(turn)])


points = st.floats(0, 4000)


@given(points, points, st.floats(0, 2 * math.pi), st.floats(60, 2000), st.floats(2, 300))
def test_the_known_length_itself_reads_as_what_was_typed(
    x: float, y: float, angle: float, length_px: float, length_mm: float
) -> None:
    end = (x + length_px * math.cos(angle), y + length_px * math.sin(angle))
    known = KnownLength((x, y), end, length_mm)
    reading = measure_lines(np.array([(x, y), end]), np.array([(x, y), (x + 1, y)]), scale(known), FRAME)
    assert reading.length_mm == pytest.approx(length_mm)


@given(points, points, st.floats(10, 300), st.floats(0, 4000), st.floats(0, 4000))
def test_no_size_by_hand_is_surer_than_five_percent(
    x: float, y: float, length_mm: float, to_x: float, to_y: float
) -> None:
    assume(math.dist((x, y), (to_x, to_y)) > 60)
    assert half_width(scale(KnownLength((x, y), (to_x, to_y), length_mm), (x, y))) >= AT_LEAST


def test_the_larger_uncertainty_is_stated_when_the_length_lies_in_another_plane() -> None:
    other = dataclasses.replace(RULER, in_plane=False)
    assert half_width(scale(other)) > half_width(scale(RULER))


@pytest.mark.parametrize("surface", [Surface.FINGER_PAD, Surface.FINGER_JOINT, Surface.FINGER_SIDE])
def test_a_finger_above_the_ruler_reads_smaller_than_flat(surface: Surface) -> None:
    """It is nearer to the camera than the ruler on the table, so that it looks larger than it is."""
    other = dataclasses.replace(RULER, in_plane=False)
    outline = [circle(NEAR, 100)]
    lower = measure(outline, scale(other, surface=surface)).length_mm
    assert 0.85 < lower / measure(outline, scale(RULER, surface=surface)).length_mm < 0.98


def test_a_short_length_is_less_sure_than_a_long_one() -> None:
    short = KnownLength((1000.0, 1000.0), (1000.0, 1080.0), 4.0)
    assert half_width(scale(short, (1000.0, 1040.0))) > 1.5 * half_width(scale(RULER, (1000.0, 1400.0)))


def test_a_length_far_from_the_deposit_is_less_sure_than_one_beside_it() -> None:
    assert half_width(scale(RULER, (3800.0, 1400.0))) > 1.5 * half_width(scale(RULER, NEAR))


def test_a_finger_is_less_sure_than_flat_skin() -> None:
    assert half_width(scale(surface=Surface.FINGER_SIDE)) > half_width(scale(surface=Surface.FLAT))


def test_two_taps_in_one_place_give_no_scale() -> None:
    known = KnownLength((1000.0, 1000.0), (1010.0, 1000.0), 20.0)
    assert scale_by_hand(known, NEAR, FRAME) == Refusal(Reason.TOO_SMALL)


def test_one_point_twice_gives_no_scale() -> None:
    known = KnownLength((1000.0, 1000.0), (1000.0, 1000.0), 20.0)
    assert scale_by_hand(known, NEAR, FRAME) == Refusal(Reason.TOO_SMALL)


@pytest.mark.parametrize("length", [0.0, -5.0, 1.9, 301.0, float("nan"), float("inf")])
def test_a_length_that_nobody_lays_beside_a_deposit_is_refused(length: float) -> None:
    with pytest.raises(ValueError, match="known length"):
        KnownLength((0.0, 0.0), (100.0, 0.0), length)


def test_the_distance_comes_from_the_focal_length_where_it_is_known() -> None:
    assert PhotoFrame(3600, 2700, 26.0).distance_mm(13.0) == pytest.approx(200.0)
    assert PhotoFrame(3600, 2700).distance_mm(13.0) == 200.0


def test_a_phone_held_far_away_sees_less_of_the_difference_in_height() -> None:
    other = dataclasses.replace(RULER, in_plane=False)
    near, far = (PhotoFrame(4000, 3000, focal) for focal in (26.0, 104.0))
    outline = [circle(NEAR, 100)]
    lengths = [
        measure(outline, scale(other, frame=frame, surface=Surface.FINGER_PAD)).length_mm
        for frame in (near, far)
    ]
    assert lengths[0] < lengths[1]


# ---- two lines ------------------------------------------------------------------------------------


def line(*ends: float) -> Points:
    return np.array(ends, dtype=np.float64).reshape(2, 2)


def lines(first: Points, second: Points) -> Reading:
    return measure_lines(first, second, scale(), FRAME)


def test_the_longer_line_is_the_length_whichever_was_drawn_first() -> None:
    along, across = line(1000, 1000, 1300, 1000), line(1150, 900, 1150, 1100)
    assert lines(along, across) == lines(across, along)
    assert (lines(along, across).length_mm, lines(along, across).width_mm) == pytest.approx((15.0, 10.0))


def test_a_round_deposit_by_two_lines_has_the_area_of_its_circle() -> None:
    reading = lines(line(1000, 1000, 1200, 1000), line(1100, 900, 1100, 1100))
    assert reading.area_mm2 == pytest.approx(math.pi * 25)
    assert reading.perimeter_mm == pytest.approx(math.pi * 10)


def test_two_lines_are_less_sure_than_an_outline() -> None:
    by_lines = lines(line(1000, 1000, 1200, 1000), line(1100, 900, 1100, 1100))
    by_outline = measure([circle((1100, 1000), 100)], scale(), 0.01)
    assert by_lines.uncertainty_mm > by_outline.uncertainty_mm


def test_the_parts_of_the_error_add_up_to_it() -> None:
    reading = lines(line(1000, 1000, 1300, 1000), line(1150, 900, 1150, 1100))
    assert math.hypot(*reading.parts_mm.values()) == pytest.approx(reading.uncertainty_mm)


def test_a_line_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="two different ends"):
        lines(line(1000, 1000, 1300, 1000), line(5, 5, 5, 5))


# ---- does the stated band hold? -------------------------------------------------------------------


def photographed(
    points_mm: Points, tilt: float, turn: float, distance: float, frame: PhotoFrame, focal_35mm: float
) -> Points:
    """Points (x, y, height above the table in mm) through a pinhole camera, in pixels."""
    tip = np.array([[1, 0, 0], [0, math.cos(tilt), -math.sin(tilt)], [0, math.sin(tilt), math.cos(tilt)]])
    spin = np.array([[math.cos(turn), -math.sin(turn), 0], [math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
    seen = (points_mm * np.array([1, 1, -1])) @ (tip @ spin).T + np.array([0, 0, distance])
    focal_px = focal_35mm / 36 * frame.width_px
    middle = np.array([frame.width_px / 2, frame.height_px / 2])
    return np.asarray(seen[:, :2] / seen[:, 2:] * focal_px + middle)


def covered(
    *, heights: tuple[float, float], in_plane: bool, surface: Surface, knows_focal: bool, seed: int
) -> float:
    """In which share of invented photos the true length lies within the stated band."""
    chance, held, number = np.random.default_rng(seed), 0, 400
    for _photo in range(number):
        focal = float(chance.uniform(24, 60))
        frame = PhotoFrame(4000, 3000, focal if knows_focal else None)
        length, known, apart = chance.uniform(4, 20), chance.uniform(15, 60), chance.uniform(10, 40)
        middle = chance.uniform(-15, 15, 2)
        height = chance.uniform(*heights)
        scene = np.array(
            [
                (middle[0] - length / 2, middle[1], height),
                (middle[0] + length / 2, middle[1], height),
                (middle[0] - known / 2, middle[1] + apart, 0),
                (middle[0] + known / 2, middle[1] + apart, 0),
            ]
        )
        tilt = math.radians(min(30.0, abs(float(chance.normal(0, 12)))))
        turn, distance = chance.uniform(0, 2 * math.pi), chance.uniform(120, 300)
        seen = photographed(scene, tilt, float(turn), float(distance), frame, focal)
        seen += chance.normal(0, frame.tap_px, seen.shape)
        length_given = KnownLength(tuple(seen[2]), tuple(seen[3]), float(known), in_plane)
        found = scale_by_hand(length_given, tuple(seen[:2].mean(axis=0)), frame, surface, True)
        assert isinstance(found, LocalScale)
        reading = measure_lines(seen[:2], seen[:2] * 0.9, found, frame)
        held += abs(reading.length_mm - length) <= reading.uncertainty_mm
    return held / number


@pytest.mark.parametrize("knows_focal", [True, False])
def test_the_stated_band_holds_the_truth_beside_a_ruler_on_the_skin(knows_focal: bool) -> None:
    share = covered(heights=(0, 0), in_plane=True, surface=Surface.FLAT, knows_focal=knows_focal, seed=1)
    assert 0.9 <= share <= 0.995


@pytest.mark.parametrize("knows_focal", [True, False])
def test_the_stated_band_holds_the_truth_on_a_finger_beside_a_ruler_on_the_table(knows_focal: bool) -> None:
    share = covered(
        heights=(11, 24), in_plane=False, surface=Surface.FINGER_PAD, knows_focal=knows_focal, seed=2
    )
    assert 0.9 <= share < 1  # lines have no curve, for which the scale of a finger makes an allowance


@pytest.mark.parametrize("knows_focal", [True, False])
def test_the_stated_band_holds_the_truth_beside_a_ruler_higher_or_lower(knows_focal: bool) -> None:
    share = covered(heights=(-14, 14), in_plane=False, surface=Surface.FLAT, knows_focal=knows_focal, seed=3)
    assert 0.9 <= share <= 0.995


def test_a_held_hand_is_less_sure_than_one_that_lies() -> None:
    other = dataclasses.replace(RULER, in_plane=False)
    lies, held = (
        scale_by_hand(other, NEAR, FRAME, Surface.FINGER_PAD, hand_lies=one) for one in (True, False)
    )
    assert isinstance(lies, LocalScale)
    assert isinstance(held, LocalScale)
    assert half_width(held) > half_width(lies)


# ---- coins ----------------------------------------------------------------------------------------


def test_every_coin_is_as_large_as_coins_are() -> None:
    assert all(15 <= coin.diameter_mm <= 32 for coin in COINS.values())


@pytest.mark.parametrize(
    ("key", "diameter"),
    [("EUR-1", 23.25), ("USD-0.25", 24.26), ("GBP-0.10", 24.5), ("CHF-1", 23.2), ("JPY-100", 22.6)],
)
def test_coins_that_everybody_knows_are_right(key: str, diameter: float) -> None:
    assert COINS[key].diameter_mm == diameter


def test_every_coin_has_a_name_and_a_place_in_the_list() -> None:
    listed = [key for _currency, coins in coin_choices() for key, _name in coins]
    assert sorted(listed) == sorted(COINS)
    assert all(len({name for _key, name in coins}) == len(coins) for _currency, coins in coin_choices())


def test_a_coin_is_named_in_words_with_its_size() -> None:
    names = dict(pair for _currency, coins in coin_choices() for pair in coins)
    assert names["EUR-2"] == "2 euro, 25.75 mm across"
    assert names["USD-0.25"] == "25 cents, 24.26 mm across"
    assert names["USD-1"] == "1 dollar, 26.49 mm across"
    assert names["GBP-0.01"] == "1 penny, 20.3 mm across"


def test_a_key_tells_currency_and_value() -> None:
    assert all(key == f"{coin.currency}-{coin.value}" == coin.key for key, coin in COINS.items())
    assert all(len(coin.currency) == 3 and float(coin.value) > 0 for coin in COINS.values())
