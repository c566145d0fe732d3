"""Skin of an arm or a leg: told from its outlines on the photo, whichever way it lies."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from lesions.measurement.card_scale import CardScale
from lesions.measurement.cards import single
from lesions.measurement.limbs import Limb, find_limb, may_be_round, outlines_on
from lesions.measurement.markers import Reduced
from lesions.measurement.pose import Pose, camera_matrix
from lesions.measurement.reading import to_skin_mm
from lesions.measurement.terms import CardPlace, LocalScale, Pixels, Setting, Surface

Array = npt.NDArray[np.float64]
SIZE = (480, 360)
CAMERA = camera_matrix(380.0, *SIZE)
SKIN, CLOTH = (196, 146, 122), (104, 118, 160)


def cylinder(radius: float, turn_deg: float, far: float = 200.0, aside: float = 5.0) -> Limb:
    """A limb whose nearest line lies ``far`` before the camera, turned in the photo."""
    turn = math.radians(turn_deg)
    axis = np.array([math.cos(turn), math.sin(turn), 0.15])
    axis = axis / np.linalg.norm(axis)
    across = np.cross(axis, (0.0, 0.0, 1.0))
    return Limb(np.array([0.0, 0.0, far + radius]) + aside * across / np.linalg.norm(across), axis, radius)


def photo_of(limb: Limb, behind: tuple[int, int, int] = CLOTH) -> Pixels:
    """Skin in front of cloth, with shade running over both."""
    columns, rows = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    rays = np.stack([columns, rows, np.ones_like(rows)], axis=-1) @ np.linalg.inv(CAMERA).T
    way = rays - (rays @ limb.axis)[..., None] * limb.axis
    start = -(limb.point - limb.axis * float(limb.axis @ limb.point))
    a, b = (way**2).sum(axis=-1), way @ start
    seen = b * b - a * (float(start @ start) - limb.radius_mm**2) > 0
    photo = np.where(seen[..., None], SKIN, behind).astype(np.float64)
    photo *= np.linspace(1.1, 0.6, SIZE[0])[None, :, None]
    photo += np.random.default_rng(1).normal(0, 3, photo.shape)
    return cv2.GaussianBlur(np.clip(photo, 0, 255).astype(np.uint8), (0, 0), 0.8).astype(np.uint8)


def card_on(limb: Limb, lift_deg: float = 0.0) -> tuple[Pose, Array]:
    """A card of 20 mm that touches the limb at its middle, turned about the limb's axis when lifted."""
    touched = limb.touched(np.array([0.03, 0.02, 1.0]))
    assert touched is not None
    place, up = touched
    x = limb.axis
    normal = -(up * math.cos(math.radians(lift_deg)) + np.cross(x, up) * math.sin(math.radians(lift_deg)))
    pose = Pose(CAMERA, 0.0, np.column_stack([x, np.cross(normal, x), normal]), np.asarray(place))
    half = np.array([(-10.0, -10.0), (10.0, -10.0), (10.0, 10.0), (-10.0, 10.0)])
    return pose, pose.px(half)


def found(limb: Limb, lift_deg: float = 0.0) -> Limb | None:
    pose, corners = card_on(limb, lift_deg)
    return find_limb(Reduced.of(photo_of(limb)), pose, np.zeros(2), corners, 20.0)


@pytest.mark.parametrize(("radius", "turn"), [(40, 20), (60, 75), (60, 130), (75, 0)])
def test_radius_and_axis_follow_from_both_outlines(radius: float, turn: float) -> None:
    truth = cylinder(radius, turn)
    limb = found(truth)
    assert limb is not None
    assert limb.radius_mm == pytest.approx(radius, rel=0.06)
    assert abs(float(limb.axis @ truth.axis)) == pytest.approx(1, abs=2e-3)


def test_skin_faces_where_it_faces_even_under_a_card_that_slants() -> None:
    truth = cylinder(60, 30)
    limb = found(truth, lift_deg=5)
    ray = np.array([0.12, -0.1, 1.0])
    assert limb is not None
    (_, normal), (_, expected) = limb.touched(ray) or (None, None), truth.touched(ray) or (None, None)
    assert normal is not None
    assert expected is not None
    assert math.degrees(math.acos(min(1.0, float(normal @ expected)))) < 2.5


def test_one_outline_will_do_when_the_skin_may_be_round() -> None:
    truth = cylinder(90, 0, far=150, aside=60)
    pose, corners = card_on(truth)
    photo = photo_of(truth)
    assert len(outlines_on(Reduced.of(photo), corners)) == 1
    limb = find_limb(Reduced.of(photo), pose, np.zeros(2), corners, 20.0)
    assert limb is not None
    assert limb.radius_mm == pytest.approx(90, rel=0.08)


def test_bare_skin_all_over_is_no_limb() -> None:
    truth = cylinder(60, 20)
    pose, corners = card_on(truth)
    photo = photo_of(truth, behind=SKIN)
    assert find_limb(Reduced.of(photo), pose, np.zeros(2), corners, 20.0) is None


def test_a_red_patch_on_the_skin_is_no_limb() -> None:
    truth = cylinder(60, 20)
    pose, corners = card_on(truth)
    photo = photo_of(truth, behind=SKIN)
    cv2.circle(photo, (380, 90), 50, (200, 90, 85), -1)
    assert find_limb(Reduced.of(photo), pose, np.zeros(2), corners, 20.0) is None


def test_a_sight_that_passes_the_limb_meets_nothing() -> None:
    assert cylinder(20, 0).touched(np.array([0.0, 0.9, 1.0])) is None


def test_the_skin_that_is_met_lies_on_the_cylinder_and_faces_the_camera() -> None:
    limb = cylinder(60, 50)
    ray = np.array([0.05, 0.1, 1.0])
    place, normal = limb.touched(ray) or (np.zeros(3), np.zeros(3))
    off = place - limb.point
    assert np.linalg.norm(off - limb.axis * float(limb.axis @ off)) == pytest.approx(60)
    assert float(normal @ place) < 0
    assert np.cross(place, ray) == pytest.approx(np.zeros(3), abs=1e-9)


def test_a_limb_is_the_same_after_it_was_kept() -> None:
    limb = cylinder(60, 50)
    again = Limb.from_json(limb.to_json())
    assert again.radius_mm == limb.radius_mm
    assert again.point == pytest.approx(limb.point)


def test_only_skin_that_may_be_round_is_searched_for_outlines() -> None:
    """A straight edge beside skin that is said to be flat is that of a sleeve, or of the hand."""
    card = single(20)
    assert may_be_round(Setting(card, surface_said=False))
    assert may_be_round(Setting(card, surface=Surface.LIMB))
    assert not may_be_round(Setting(card, surface=Surface.FLAT))
    assert not may_be_round(Setting(card, surface=Surface.FINGER_PAD))
    assert not may_be_round(Setting(card, surface=Surface.LIMB, place=CardPlace.TABLE))


def test_a_card_on_a_limb_reads_along_the_skin_and_is_the_same_after_it_was_kept() -> None:
    """A piece of skin 24 mm long across a limb of 40 mm looks a millimetre and more shorter."""
    limb = cylinder(40, 0)
    pose, corners = card_on(limb)
    spread = {"printed": 0.0}
    scale = CardScale(np.eye(3), (corners,), 0.0, 200.0, spread, None, (0.0, 0.0), pose, limb)
    top = limb.point - np.array([0.0, 0.0, 1.0]) * 40
    up = top - limb.point - limb.axis * float(limb.axis @ (top - limb.point))
    up = up / np.linalg.norm(up)
    side = np.cross(limb.axis, up)
    ends = [limb.point + 40 * (math.cos(a) * up + math.sin(a) * side) for a in (-0.3, 0.3)]
    px = np.array([(CAMERA @ end)[:2] / end[2] for end in ends])
    place = (float(px[:, 0].mean()), float(px[:, 1].mean()))
    for one in (scale, CardScale.from_json(scale.to_json())):
        local = one.at(place)
        assert isinstance(local, LocalScale)
        read = to_skin_mm(px, local)
        assert np.linalg.norm(read[0] - read[1]) == pytest.approx(24, rel=0.015)
