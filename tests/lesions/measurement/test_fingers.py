"""Fingers and limbs seen by a camera that is known exactly; no pixels, only geometry."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesions.measurement import fingers, pose
from lesions.measurement.card_scale import CardScale
from lesions.measurement.fingers import Lie, on_skin, touching_plane
from lesions.measurement.reading import measure, to_skin_mm
from lesions.measurement.surfaces import Stand
from lesions.measurement.terms import CardPlace, LocalScale, Matrix, Points, Reason, Refusal, Setting, Surface
from tests.lesions.measurement.rendering import View

VIEW = View(width=2000, height=1500, focal=1800.0, distance=180.0)
CARD = np.array([(-10.0, -10.0), (10.0, -10.0), (10.0, 10.0), (-10.0, 10.0)])
CAMERA = pose.camera_matrix(1800.0, 2000, 1500)
ROUND = np.linspace(0, 2 * np.pi, 60, endpoint=False)

angles = st.floats(-180, 180)
tilts = st.floats(0, 40)


def lying(surface: Surface, place: CardPlace, hand_lies: bool | None = True) -> Lie:
    return Lie.of(Setting(None, place, surface, hand_lies, 26.0), CAMERA)


def card_plane(view: View) -> Matrix:
    matrix, _ = cv2.findHomography(view.to_px(CARD), CARD)
    return np.asarray(matrix, dtype=np.float64)


def circle(across: float, x: float, y: float, height: float) -> Points:
    """A circle that lies over the card's plane by ``height``; space, z away from the camera."""
    half = across / 2
    flat = np.column_stack([x + half * np.cos(ROUND), y + half * np.sin(ROUND)])
    return np.column_stack([flat, np.full(len(flat), -height)])


def seen(view: View, x: float, y: float, height: float) -> tuple[float, float]:
    px, py = view.to_px(np.array([[x, y, -height]]))[0]
    return float(px), float(py)


def local(view: View, lie: Lie, place: tuple[float, float]) -> LocalScale:
    scale = on_skin(card_plane(view), lie, place, {"edge": 0.001})
    assert isinstance(scale, LocalScale), scale
    return scale


@given(turn=angles, about=angles, tilt=tilts, x=st.floats(-20, 20), height=st.floats(-10, 30))
def test_a_raised_plane_of_known_height_is_measured_exactly(
    turn: float, about: float, tilt: float, x: float, height: float
) -> None:
    view = replace(VIEW, turn_deg=turn, about_deg=about, tilt_deg=tilt)
    rotation, shift = pose.pose_of(np.linalg.inv(card_plane(view)).astype(np.float64), CAMERA)
    up = -rotation[:, 2]
    sight = fingers.sight_of(CAMERA, seen(view, x, 5.0, height))
    point = sight * float((shift + height * up) @ up) / float(sight @ up)
    plane = touching_plane(CAMERA, point, up, rotation[:, 0])
    read = measure([view.to_px(circle(8.0, x, 5.0, height))], LocalScale(plane))
    assert read.length_mm == pytest.approx(8.0, rel=2e-3)
    assert read.width_mm == pytest.approx(8.0, rel=5e-3)


@given(turn=angles, about=angles, tilt=tilts)
def test_skin_in_the_cards_plane_keeps_the_cards_millimetres(turn: float, about: float, tilt: float) -> None:
    view = replace(VIEW, turn_deg=turn, about_deg=about, tilt_deg=tilt)
    read = local(view, lying(Surface.FLAT, CardPlace.SAME_SKIN), seen(view, 20.0, 0.0, 0.0))
    points = np.array([(16.0, 0.0), (24.0, 3.0)])
    assert to_skin_mm(view.to_px(points), read) == pytest.approx(points, abs=1e-3)


def test_a_fingertip_over_a_card_on_the_table_is_not_read_as_larger() -> None:
    outline = VIEW.to_px(circle(6.0, 25.0, 0.0, 17.6))
    scale = local(VIEW, lying(Surface.FINGER_PAD, CardPlace.TABLE), seen(VIEW, 25.0, 0.0, 17.6))
    read_flat = measure([outline], LocalScale(card_plane(VIEW)))
    assert read_flat.length_mm == pytest.approx(6.0 * 180 / 162.4, rel=1e-3)
    # what is left is the allowance for the finger's curve
    assert measure([outline], scale).length_mm == pytest.approx(6.0, rel=0.012)


def test_millimetres_run_the_same_way_over_the_card_as_on_it() -> None:
    scale = local(VIEW, lying(Surface.FINGER_PAD, CardPlace.TABLE), seen(VIEW, 25.0, 0.0, 17.6))
    right, down = to_skin_mm(VIEW.to_px(np.array([(29.0, 0.0, -17.6), (25.0, 4.0, -17.6)])), scale)
    assert right == pytest.approx((4.0, 0.0), abs=0.2)
    assert down == pytest.approx((0.0, 4.0), abs=0.2)


def test_who_leans_over_the_side_of_a_finger_measures_what_faces_the_camera() -> None:
    """A circle that slopes by 40 degrees, seen straight by a camera that is tilted by 40 degrees."""
    view = replace(VIEW, tilt_deg=40.0, about_deg=90.0)
    lean = np.radians(40) * np.array([1.0, -1.0])
    shapes = [
        np.column_stack(
            [3 * np.cos(ROUND) * np.cos(a), 3 * np.sin(ROUND), 3 * np.cos(ROUND) * np.sin(a) - 15]
        )
        for a in lean
    ]
    straight = max((view.to_px(shape) for shape in shapes), key=lambda shape: float(np.ptp(shape[:, 0])))
    scale = local(view, lying(Surface.FINGER_SIDE, CardPlace.TABLE), seen(view, 0.0, 0.0, 15.0))
    assert measure([straight], scale).length_mm == pytest.approx(6.0, rel=0.05)


def test_the_side_of_a_finger_is_less_certain_the_less_straight_the_view() -> None:
    lie = lying(Surface.FINGER_SIDE, CardPlace.TABLE)
    leaning = replace(VIEW, tilt_deg=35.0)
    from_above = local(VIEW, lie, seen(VIEW, 0.0, 0.0, 15.0)).spread["slope"]
    assert from_above > 2 * local(leaning, lie, seen(leaning, 0.0, 0.0, 15.0)).spread["slope"]


@pytest.mark.parametrize("surface", [Surface.FINGER_PAD, Surface.FINGER_JOINT])
def test_a_held_hand_reads_smaller_and_less_certain(surface: Surface) -> None:
    outline = VIEW.to_px(circle(6.0, 10.0, 0.0, 18.0))
    lies, held = (
        measure([outline], local(VIEW, lying(surface, CardPlace.TABLE, hand), seen(VIEW, 10.0, 0.0, 18.0)))
        for hand in (True, False)
    )
    assert held.length_mm < lies.length_mm
    assert held.parts_mm["height"] > lies.parts_mm["height"]


def test_without_a_focal_length_a_height_is_less_certain() -> None:
    known = lying(Surface.FINGER_PAD, CardPlace.TABLE)
    guessed = Lie.of(Setting(None, CardPlace.TABLE, Surface.FINGER_PAD, True, None), CAMERA)
    place = seen(VIEW, 10.0, 0.0, 18.0)
    assert local(VIEW, guessed, place).spread["focal"] > 2 * local(VIEW, known, place).spread["focal"]


def test_a_longer_deposit_on_a_finger_is_less_certain_by_its_curve() -> None:
    scale = local(VIEW, lying(Surface.FINGER_PAD, CardPlace.TABLE), seen(VIEW, 10.0, 0.0, 17.6))
    short, long = (measure([VIEW.to_px(circle(across, 10.0, 0.0, 17.6))], scale) for across in (3.0, 9.0))
    assert long.parts_mm["curvature"] / long.length_mm > 4 * short.parts_mm["curvature"] / short.length_mm


def test_a_limb_curves_away_from_the_card() -> None:
    lie = lying(Surface.LIMB, CardPlace.SAME_SKIN)
    near, far = (
        on_skin(card_plane(VIEW), lie, seen(VIEW, x, 0.0, 0.0), {}, (0.0, 0.0)) for x in (12.0, 40.0)
    )
    assert isinstance(near, LocalScale)
    assert isinstance(far, LocalScale)
    outlines = [VIEW.to_px(circle(6.0, x, 0.0, 0.0)) for x in (12.0, 40.0)]
    lengths = [
        measure([outline], scale).length_mm for outline, scale in zip(outlines, (near, far), strict=True)
    ]
    assert 6.0 < lengths[0] < lengths[1] < 6.7
    assert far.spread["height"] > 5 * near.spread["height"]


def test_a_limb_over_a_card_on_the_table_is_refused() -> None:
    answer = on_skin(card_plane(VIEW), lying(Surface.LIMB, CardPlace.TABLE), seen(VIEW, 30.0, 0.0, 0.0), {})
    assert answer == Refusal(Reason.TOO_FAR)


def test_a_place_beyond_the_horizon_of_the_cards_plane_is_refused() -> None:
    """At the edge of a very oblique photo the sight no longer meets the plane."""
    view = replace(VIEW, tilt_deg=75.0, about_deg=0.0)
    answer = on_skin(card_plane(view), lying(Surface.FINGER_PAD, CardPlace.TABLE), (1000.0, 4000.0), {})
    assert answer == Refusal(Reason.TILTED)


def test_a_card_so_near_that_the_finger_would_touch_the_camera_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fingers, "stand_of", lambda *_: Stand(height_mm=170.0, height_sd_mm=0.1))
    answer = on_skin(card_plane(VIEW), lying(Surface.FINGER_PAD, CardPlace.TABLE), (1000.0, 750.0), {})
    assert answer == Refusal(Reason.TOO_FAR)


def test_a_card_beside_a_finger_is_the_same_after_it_was_kept() -> None:
    lie = lying(Surface.FINGER_SIDE, CardPlace.NEIGHBOUR, hand_lies=None)
    scale = CardScale(card_plane(VIEW), (VIEW.to_px(CARD),), 0.0, 180.0, {"edge": 0.01}, lie, (0.0, 0.0))
    again = CardScale.from_json(scale.to_json())
    first, second = scale.at((900.0, 700.0)), again.at((900.0, 700.0))
    assert isinstance(first, LocalScale)
    assert isinstance(second, LocalScale)
    assert np.asarray(second.px_to_mm) == pytest.approx(np.asarray(first.px_to_mm))
    assert second.spread == pytest.approx(dict(first.spread))


def test_a_curve_without_an_axis_is_right_on_average_over_all_axes() -> None:
    """Lengths of 8 mm along a finger of radius 9 mm, seen from far above."""
    half, radius = 4.0, 9.0
    turns = np.linspace(0, np.pi, 36, endpoint=False)
    along, around = half * np.cos(turns), half * np.sin(turns)
    ends = np.column_stack([along, radius * np.sin(around / radius)])
    scale = LocalScale(np.eye(3), {}, radius_mm=radius, top_mm=(0.0, 0.0))
    read = [np.hypot(*to_skin_mm(end[None], scale)[0]) * 2 for end in ends]
    assert np.mean(read) == pytest.approx(8.0, rel=0.003)
    assert max(read) - min(read) == pytest.approx(8.0 - 2 * ends[:, 1].max(), rel=0.15)
