"""Photos that must give no millimetres, each with its reason; and slight harm that is measured."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lesions.measurement.card_scale import CardScale
from lesions.measurement.cards import single
from lesions.measurement.edges import Edges, FittedMarker, Paper, across, project
from lesions.measurement.find import find_scale
from lesions.measurement.pose import Beforehand, Pose, camera_matrix, turned
from lesions.measurement.refusals import pose_of_marker
from lesions.measurement.terms import LocalScale, Pixels, Reason, Refusal, Setting
from tests.lesions.measurement.rendering import Scene, View
from tests.lesions.measurement.test_find import found, length_error


def answer(scene: Scene) -> CardScale | Refusal:
    return find_scale(scene.photo(), Setting(single(scene.side), focal_35mm=scene.view.focal_35mm))


def reason(scene: Scene) -> Reason:
    refusal = answer(scene)
    assert isinstance(refusal, Refusal), refusal
    return refusal.reason


@pytest.mark.parametrize(
    "dictionary", [cv2.aruco.DICT_5X5_50, cv2.aruco.DICT_6X6_250, cv2.aruco.DICT_APRILTAG_36H11]
)
def test_a_marker_of_another_family_asks_for_a_known_length(dictionary: int) -> None:
    scene = Scene(View(tilt_deg=10, turn_deg=20), dictionary=dictionary)
    assert reason(scene) is Reason.FOREIGN
    assert Refusal(Reason.FOREIGN).status == "manual"


def test_a_marker_of_the_family_that_we_do_not_print_is_foreign() -> None:
    assert reason(Scene(dictionary=cv2.aruco.DICT_4X4_250, number=200)) is Reason.FOREIGN


@pytest.mark.parametrize("corner", [(4, 4, 40, 40), (-40, 5, -3, 40)])
def test_a_finger_over_a_corner_is_told(corner: tuple[float, float, float, float]) -> None:
    scene = Scene(View(turn_deg=15), finger_mm=corner)
    assert reason(scene) is Reason.OCCLUDED
    assert Refusal(Reason.OCCLUDED).status == "refused"


def test_a_marker_that_is_cut_off_by_the_photo_is_told() -> None:
    assert reason(Scene(View(middle=(-45.0, 3.0), turn_deg=10))) is Reason.OUT_OF_FRAME


def test_a_marker_whose_bits_run_into_each_other_is_too_blurred() -> None:
    assert reason(Scene(blur_px=6.0)) is Reason.TOO_BLURRED


def test_a_marker_of_a_few_pixels_is_too_small() -> None:
    assert reason(Scene(View(distance=350), blur_px=0.4)) in (Reason.TOO_SMALL, Reason.MISSING)


@pytest.mark.parametrize(("fold", "turn"), [(24, 15), (-30, 60)])
def test_a_strong_fold_is_refused(fold: float, turn: float) -> None:
    view = View(width=480, height=360, focal=570, tilt_deg=20, about_deg=35, turn_deg=turn)
    assert reason(Scene(view, fold_deg=fold)) in (Reason.FOLDED, Reason.OCCLUDED)


@pytest.mark.parametrize("fold", [-7, 5])
def test_a_slight_crease_is_taken_out(fold: float) -> None:
    """Read as flat the same photo is wrong by 1 to 3 %."""
    view = View(width=480, height=360, focal=570, tilt_deg=25, about_deg=35, turn_deg=15)
    scene = Scene(view, fold_deg=fold)
    scale = found(scene)
    flat = replace(scene, fold_deg=0)
    assert length_error(flat, scale, (0.0, 14.0)) < 0.015


def shaken() -> Scene:
    """White that is rolled off bleeds farther into black along the way in which the camera moved."""
    return Scene(View(tilt_deg=8), blur_px=1.0, shaken_px=9, roll_off=0.6, paper=1.1)


def test_a_flat_card_on_a_shaken_photo_is_not_taken_for_a_folded_one() -> None:
    assert length_error(shaken(), found(shaken())) < 0.03


@pytest.mark.parametrize("fold", [24, -30])
def test_a_strong_fold_is_refused_on_a_shaken_photo_too(fold: float) -> None:
    assert reason(shaken().but(fold_deg=fold)) in (Reason.FOLDED, Reason.OCCLUDED)


def with_a_corner_off(off_px: float) -> FittedMarker:
    """A flat marker whose lower right corner was found beside its plane, as where that is folded over."""
    paper = Paper.of(7, np.zeros(2), 20 / 6)
    tilt = turned(np.eye(3), np.array([0.35, 0.2, 0.0]))
    flat = Pose(camera_matrix(1600.0, 1200, 900), 0.0, tilt, np.array([-10.0, -10.0, 150.0]))
    beyond = (paper.mm - 10.0).sum(axis=1) > 6.5 * np.sqrt(2)
    px = flat.px(paper.mm) + off_px * beyond[:, None] * np.array([1.0, 0.6])
    edges, plane = Edges(paper.mm, paper.along, px, np.full(len(px), 0.02)), flat.mm_to_ideal
    corners = project(plane, np.array([(0, 0), (20, 0), (20, 20), (0, 20)], dtype=np.float64))
    plain = edges.judged(across(edges, plane, 0.0))
    return FittedMarker(7, 20.0, edges, plain, plane, corners, 0.0, 0.1, 0.8, 0.0)


@pytest.mark.parametrize(("off_px", "refused"), [(0.0, False), (-7.0, True), (7.0, True)])
def test_a_corner_that_is_folded_over_is_no_slight_crease(off_px: float, refused: bool) -> None:
    answer = pose_of_marker(with_a_corner_off(off_px), (10.0, 10.0), (1200, 900), Beforehand(1600.0, 0.02))
    assert (answer == Refusal(Reason.FOLDED)) is refused


def absurd(cause: str, size_px: float = 200.0, share: float = 13.6) -> LocalScale | Refusal:
    """A scale of which one cause is far out of proportion; a card before a camera of 3000 pixels."""
    corners = np.array([(0, 0), (size_px, 0), (size_px, size_px), (0, size_px)], dtype=np.float64)
    scale = CardScale(np.diag([0.1, 0.1, 1.0]), (corners,), 5.0, 200.0, {"printed": 0.005, cause: share})
    return scale.at((300.0, 300.0))


@pytest.mark.parametrize(
    ("cause", "size_px", "reason"),
    [
        ("edge", 200.0, Reason.TOO_BLURRED),
        ("lens", 40.0, Reason.TOO_SMALL),
        ("plane", 200.0, Reason.TOO_FAR),
        ("slope", 200.0, Reason.TILTED),
    ],
)
@pytest.mark.parametrize("share", [0.26, 13.6, float("inf"), float("nan")])
def test_a_scale_that_says_nothing_is_refused(
    cause: str, size_px: float, reason: Reason, share: float
) -> None:
    assert absurd(cause, size_px, share) == Refusal(reason)


def test_a_wide_band_that_still_says_something_is_told() -> None:
    assert isinstance(absurd("edge", share=0.24), LocalScale)


def test_a_card_seen_almost_from_the_side_is_refused() -> None:
    view = View(width=640, height=480, focal=1100, tilt_deg=69, turn_deg=5, distance=120)
    assert reason(Scene(view, blur_px=0.5)) in (Reason.TILTED, Reason.OCCLUDED, Reason.TOO_SMALL)


def ruler() -> Pixels:
    """A white ruler with ticks and digits on skin."""
    photo = np.full((540, 720, 3), (190, 140, 115), dtype=np.uint8)
    photo[200:290, 60:660] = 235
    for tick in range(0, 560, 9):
        photo[200 : 200 + (30 if tick % 90 == 0 else 16), 80 + tick : 82 + tick] = 30
    for digit in range(6):
        cv2.putText(photo, str(digit), (75 + 90 * digit, 265), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (30, 30, 30), 2)
    return photo


def test_a_ruler_is_no_covered_card() -> None:
    assert find_scale(ruler(), Setting(single(20))) == Refusal(Reason.MISSING)


def test_a_dark_lump_on_pale_skin_is_no_covered_card() -> None:
    photo = np.full((540, 720, 3), (235, 225, 215), dtype=np.uint8)
    cv2.circle(photo, (300, 250), 60, (120, 50, 45), -1)
    photo = cv2.GaussianBlur(photo, (0, 0), 1.0).astype(np.uint8)
    assert find_scale(photo, Setting(single(20))) == Refusal(Reason.MISSING)


@pytest.mark.parametrize("tone", [(60, 40, 32), (120, 85, 65), (225, 185, 165)])
def test_bare_skin_of_any_tone_shows_no_card(tone: tuple[int, int, int]) -> None:
    random = np.random.default_rng(3)
    photo = np.clip(np.array(tone) + random.normal(0, 6, (300, 400, 1)), 0, 255).astype(np.uint8)
    assert find_scale(photo, Setting(single(20))) == Refusal(Reason.MISSING)
