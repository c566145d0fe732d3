"""L-shaped cards seen by a camera that is known exactly: flat, folded, bent, partly hidden. Only geometry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lesions.measurement import pose
from lesions.measurement.card_scale import CardScale
from lesions.measurement.cards import CARDS
from lesions.measurement.l_card import Joint, join
from lesions.measurement.reading import measure
from lesions.measurement.terms import Card, LocalScale, Matrix, Points, Reason, Refusal, Surface
from tests.lesions.measurement.rendering import View

VIEW = View(width=2000, height=1500, focal=1800.0, distance=180.0)
CAMERA = pose.camera_matrix(1800.0, 2000, 1500)
CARD = CARDS["L-M"]
ROUND = np.linspace(0, 2 * np.pi, 60, endpoint=False)

angles = st.floats(-180, 180)
tilts = st.floats(0, 35)


def flat(mm: Points) -> Points:
    return np.column_stack([mm, np.zeros(len(mm))])


def folded(mm: Points, angle: float, through: tuple[float, float], up: tuple[float, float]) -> Points:
    """Both sides of a crease come up by an angle each, in degrees; z points away from the camera."""
    turn = np.radians(angle)
    across = np.array([-np.sin(turn), np.cos(turn)])
    reach = (mm - np.array(through)) @ across
    rise = np.radians(np.where(reach < 0, up[0], up[1]))
    moved = mm + (reach * (np.cos(rise) - 1))[:, None] * across
    return np.column_stack([moved, -np.abs(reach) * np.sin(rise)])


def around(mm: Points, radius: float) -> Points:
    """On a limb whose axis runs along y and that touches the plane in x = 0."""
    x = radius * np.sin(mm[:, 0] / radius)
    return np.column_stack([x, mm[:, 1], radius * (1 - np.cos(mm[:, 0] / radius))])


def corners(view: View, shape: object, card: Card = CARD, noise: float = 0.0) -> dict[int, Points]:
    random = np.random.default_rng(3)
    return {
        marker.number: view.to_px(shape(np.array(marker.corners_mm)))  # type: ignore[operator]
        + random.normal(0, noise, (4, 2))
        for marker in card.markers
    }


def joint(seen: dict[int, Points], surface: Surface = Surface.FLAT) -> Joint:
    answer = join(CARD, seen, CAMERA, 0.02, surface)
    assert isinstance(answer, Joint), answer
    return answer


def plane(answer: Joint) -> Matrix:
    assert answer.sheet is not None
    return answer.sheet.px_to_mm(CAMERA)


def length(view: View, px_to_mm: Matrix, x: float, y: float) -> float:
    """What a circle of 10 mm on the skin is read as."""
    circle = np.column_stack([x + 5 * np.cos(ROUND), y + 5 * np.sin(ROUND)])
    return measure([view.to_px(flat(circle))], LocalScale(px_to_mm)).length_mm


@given(turn=angles, about=angles, tilt=tilts)
@settings(max_examples=8)
def test_a_flat_card_at_any_pose_is_flat(turn: float, about: float, tilt: float) -> None:
    view = replace(VIEW, turn_deg=turn, about_deg=about, tilt_deg=tilt)
    answer = joint(corners(view, flat, noise=0.1))
    assert answer.sheet is None
    assert answer.flat_px_to_mm is None


@given(turn=angles, fold=st.floats(7, 16), down=st.floats(14, 30))
@settings(max_examples=5)
def test_a_raised_arm_is_found_and_the_rest_taken(turn: float, fold: float, down: float) -> None:
    view = replace(VIEW, turn_deg=turn, about_deg=40, tilt_deg=12)
    answer = joint(corners(view, lambda mm: folded(mm, 0.0, (0.0, down), (0.0, fold)), noise=0.02))
    assert answer.fold_deg == pytest.approx(fold, abs=2.0)
    assert length(view, plane(answer), 40.0, 30.0) == pytest.approx(10.0, rel=0.01)


@pytest.mark.parametrize("angle", [110.0, 143.0, 160.0])
def test_a_card_folded_across_lies_with_its_crease_on_the_skin(angle: float) -> None:
    view = replace(VIEW, turn_deg=20, tilt_deg=10)
    answer = joint(corners(view, lambda mm: folded(mm, angle, (20.0, 7.0), (6.5, 6.5)), noise=0.05))
    assert answer.fold_deg == pytest.approx(13.0, abs=1.0)
    assert length(view, plane(answer), 40.0, 30.0) == pytest.approx(10.0, rel=0.01)
    assert answer.unsure > 0


def test_a_card_that_stands_like_a_tent_is_nearer_than_the_skin() -> None:
    def tent(mm: Points) -> Points:
        # the markers reach 39 mm beyond the crease, the paper 6 mm more
        space = folded(mm, 90.0, (15.0, 0.0), (-6.0, -6.0))
        return np.asarray(space - [0.0, 0.0, 45.0 * np.sin(np.radians(6))])

    answer = joint(corners(VIEW, tent, noise=0.05))
    assert length(VIEW, plane(answer), 30.0, 30.0) == pytest.approx(10.0, rel=0.01)


@given(
    turn=angles,
    fold=st.floats(29, 45),
    way=st.sampled_from([0.0, 90.0, 143.0]),
    sign=st.sampled_from([-1, 1]),
)
@settings(max_examples=5)
def test_a_strong_fold_is_refused(turn: float, fold: float, way: float, sign: int) -> None:
    view = replace(VIEW, turn_deg=turn, about_deg=40, tilt_deg=12)
    up = (sign * fold / 2, sign * fold / 2)
    seen = corners(view, lambda mm: folded(mm, way, (22.0, 20.0), up), noise=0.05)
    assert join(CARD, seen, CAMERA, 0.02) == Refusal(Reason.FOLDED)


def test_markers_that_fit_no_sheet_are_refused() -> None:
    seen = corners(VIEW, flat)
    seen[CARD.markers[1].number] = seen[CARD.markers[1].number] * [1.0, 1.06] - [0.0, 40.0]
    assert join(CARD, seen, CAMERA, 0.02) == Refusal(Reason.FOLDED)


def test_a_shaken_camera_does_not_make_a_flat_card_look_folded() -> None:
    """Corners drawn out along the way of the shake, by the same pixels on every marker."""
    shake = np.array([0.6, 0.3])
    seen = {
        number: quad + np.sign((quad - quad.mean(axis=0)) @ shake)[:, None] * shake
        for number, quad in corners(replace(VIEW, turn_deg=30), flat).items()
    }
    assert joint(seen).flat_px_to_mm is None


def test_a_card_that_follows_a_limb_tells_its_radius_and_axis() -> None:
    limb = joint(corners(VIEW, lambda mm: around(mm, 80.0), noise=0.05), Surface.LIMB).limb
    assert limb is not None
    assert limb.radius_mm == pytest.approx(80.0, rel=0.05)
    assert abs(limb.axis[1]) == pytest.approx(1.0, abs=0.01)


def test_a_deposit_on_the_limb_that_a_card_follows_is_measured_along_the_skin() -> None:
    answer = joint(corners(VIEW, lambda mm: around(mm, 250.0), noise=0.02), Surface.LIMB)
    scale = scale_of(answer)
    circle = np.column_stack([-20 + 10 * np.cos(ROUND), 20 + 10 * np.sin(ROUND)])
    outline = VIEW.to_px(around(circle, 250.0))
    place = VIEW.to_px(around(np.array([[-20.0, 20.0]]), 250.0))[0]
    local = scale.at((float(place[0]), float(place[1])))
    assert isinstance(local, LocalScale)
    read = measure([outline], local)
    assert read.length_mm == pytest.approx(20.0, rel=0.015)
    assert read.width_mm == pytest.approx(20.0, rel=0.02)


def test_a_card_that_follows_a_thin_limb_is_refused_where_a_flat_reading_is_far_off() -> None:
    answer = joint(corners(VIEW, lambda mm: around(mm, 60.0), noise=0.02), Surface.LIMB)
    place = VIEW.to_px(around(np.array([[-20.0, 20.0]]), 60.0))[0]
    assert scale_of(answer).at((float(place[0]), float(place[1]))) == Refusal(Reason.FOLDED)


def test_a_card_bent_around_a_thin_finger_is_refused() -> None:
    seen = corners(VIEW, lambda mm: around(mm, 25.0))
    assert join(CARD, seen, CAMERA, 0.02, Surface.LIMB) == Refusal(Reason.FOLDED)


def test_a_card_that_curls_up_strongly_is_refused_and_a_mild_one_is_not() -> None:
    mild, strong = (
        corners(VIEW, lambda mm, r=radius: around(mm, r) * [1, 1, -1]) for radius in (200.0, 70.0)
    )
    assert joint(mild).flat_px_to_mm is not None
    assert join(CARD, strong, CAMERA, 0.02) == Refusal(Reason.FOLDED)


def test_two_flat_markers_are_enough() -> None:
    seen = corners(VIEW, flat, noise=0.05)
    del seen[CARD.markers[2].number]
    assert joint(seen).sheet is None


def test_what_the_blur_explains_is_no_fold() -> None:
    seen = corners(VIEW, flat, noise=0.9)
    del seen[CARD.markers[2].number]
    assert join(CARD, seen, CAMERA, 0.02) == Refusal(Reason.FOLDED)
    blurred = join(CARD, seen, CAMERA, 0.02, blur_px=6.0)
    assert isinstance(blurred, Joint)
    assert blurred.sheet is None


def test_two_markers_that_disagree_are_refused() -> None:
    seen = corners(VIEW, lambda mm: folded(mm, 90.0, (25.0, 0.0), (0.0, -24.0)))
    del seen[CARD.markers[2].number]
    assert join(CARD, seen, CAMERA, 0.02) == Refusal(Reason.FOLDED)


def test_one_marker_is_no_joint() -> None:
    with pytest.raises(ValueError, match="two markers"):
        join(CARD, {44: VIEW.to_px(flat(np.array(CARD.markers[0].corners_mm)))}, CAMERA, 0.02)


def scale_of(answer: Joint) -> CardScale:
    assert answer.sheet is not None
    sheet = answer.sheet
    place = pose.Pose(sheet.lens(CAMERA), 0.0, sheet.rotation, np.array(sheet.shift))
    return CardScale(
        plane(answer), (), 0.0, 180.0, {}, None, (20.0, 15.0), place, answer.limb, answer.flat_px_to_mm
    )


def folded_scale(fold: float) -> CardScale:
    return scale_of(joint(corners(VIEW, lambda mm: folded(mm, 0.0, (0.0, 20.0), (0.0, fold)), noise=0.02)))


def test_where_a_flat_reading_would_be_far_off_a_folded_card_is_not_used() -> None:
    scale = folded_scale(17.0)
    near, far = (VIEW.to_px(flat(np.array([[x, y]])))[0] for x, y in ((30.0, 8.0), (50.0, 150.0)))
    assert isinstance(scale.at((float(near[0]), float(near[1]))), LocalScale)
    assert scale.at((float(far[0]), float(far[1]))) == Refusal(Reason.FOLDED)


def test_a_deformed_card_is_the_same_after_it_was_kept() -> None:
    scale = folded_scale(12.0)
    again = CardScale.from_json(scale.to_json())
    first, second = scale.at((1100.0, 800.0)), again.at((1100.0, 800.0))
    assert isinstance(first, LocalScale)
    assert isinstance(second, LocalScale)
    assert np.asarray(second.px_to_mm) == pytest.approx(np.asarray(first.px_to_mm))
