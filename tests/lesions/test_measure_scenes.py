"""The drawn photos of measuring: their truth holds in the picture, and comes out alike every time."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from bench.measure_scenes.again import again
from bench.measure_scenes.basic import MANUAL, case_of, variant_of
from bench.measure_scenes.camera import Box, Camera, looking_at
from bench.measure_scenes.develop import develop, encode
from bench.measure_scenes.make import CASES, picture_of, shrunk
from bench.measure_scenes.scene import draw
from bench.measure_scenes.sheets import Sheet, bend_profile, fold_profile, frame_from
from bench.measure_scenes.surfaces import Finger, Limb, Plane, Surface
from bench.measure_scenes.truth import Case, points_of, record_of
from lesions.measurement.shape import shape_of

Floats = npt.NDArray[np.float64]
EASY = 3  # seed 1: easy, plane, no lens error
SURFACES: dict[str, Surface] = {
    "plane": Plane(),
    "limb": Limb(80.0, 35.0),
    "finger": Finger(9.0, 3.0, 9.0, 1.0),
}


@cache
def _case(which: str, seed: int, index: int) -> Case:
    return CASES[which](seed, index)


def _truth(which: str, index: int) -> dict[str, Any]:
    return record_of(_case(which, 1, index), 1)


def _camera(target: Floats, tilt: float) -> Camera:
    position, rotation = looking_at(target, 150.0, tilt, 40.0, 25.0)
    return Camera(300.0, 400, 300, position, rotation, 0.004)


def test_an_outline_in_mm_falls_on_the_outline_in_pixels() -> None:
    truth = _truth("basic", EASY)
    for lump in truth["lesions"]:
        there = cv2.perspectiveTransform(
            np.array(lump["outline_mm"]).reshape(-1, 1, 2), np.array(truth["H_skin_mm_to_px"])
        )
        assert np.abs(there.reshape(-1, 2) - lump["outline_px"]).max() < 0.02


@pytest.mark.parametrize("index", range(6))
def test_sizes_are_those_of_the_outline_along_the_skin(index: int) -> None:
    for lump in _truth("basic", index)["lesions"]:
        shape = shape_of([np.array(lump["outline_mm"])])
        assert shape.length == pytest.approx(lump["length_mm"], rel=2e-3)
        assert shape.area == pytest.approx(lump["area_mm2"], rel=2e-3)


def test_a_marker_is_found_where_the_truth_says() -> None:
    case = shrunk(_case("basic", 1, EASY), 2)
    pixels = develop(draw(case.scene), case.scene.development, 1)
    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50))
    corners, numbers, _ = detector.detectMarkers(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    truth = record_of(case, 1)["marker"]
    assert [int(n) for n in np.ravel(numbers)] == [truth["id"]]
    assert np.abs(corners[0].reshape(4, 2) - np.array(truth["corners_px"])).max() < 1.5


def test_half_of_a_lumps_colour_is_reached_on_its_outline() -> None:
    case = shrunk(_case("basic", 1, EASY), 2)
    scene = case.scene
    lump = replace(scene.lumps[0], halo=False, ulcer=False, border_soft_mm=1.2, raised_mm=0.0)
    drawn = draw(replace(scene, lumps=(lump,), light=replace(scene.light, shadows=(), slope=0.0)))
    middle = np.array(lump.middle)
    ring = lump.outline(200) - middle

    def green(factor: float) -> float:
        px = scene.camera.project(scene.bodies[0].surface.embed(middle + ring * factor)).astype(np.float32)
        return float(cv2.remap(drawn, px[:, 0], px[:, 1], cv2.INTER_LINEAR)[..., 1].mean())

    reach = lump.mean_radius
    skin, body = green(1 + 1.5 / reach), green(1 - 1.5 / reach)
    assert (green(1.0) - skin) / (body - skin) == pytest.approx(0.5, abs=0.12)


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, again = (picture_of(shrunk(case_of(3, 4), 6)) for _ in range(2))
    assert first == again


def test_another_seed_gives_another_photo() -> None:
    one, other = _case("basic", 3, 4).scene, _case("basic", 4, 4).scene
    assert one.lumps[0] != other.lumps[0]
    assert not np.allclose(one.camera.position, other.camera.position)


def test_two_photos_of_three_are_to_be_measured() -> None:
    variants = [variant_of(index) for index in range(72)]
    assert variants.count("normal") == 49
    assert {"ruler", "coin", "foreign", "nothing", "blurred", "occluded", "out_of_frame"} < set(variants)


UNUSABLE = [4, 8, 9, 13, 17, 22, 26, 27, 31]


@pytest.mark.parametrize("index", [index for index in UNUSABLE if variant_of(index) in MANUAL])
def test_without_a_card_of_ours_a_known_length_is_expected(index: int) -> None:
    case = _case("basic", 1, index)
    assert (case.expected, case.card) == ("manual", None)


@pytest.mark.parametrize("index", [index for index in UNUSABLE if variant_of(index) not in MANUAL])
def test_with_a_card_that_cannot_be_used_a_refusal_is_expected(index: int) -> None:
    case = _case("basic", 1, index)
    assert case.expected == "refuse"
    assert case.card is not None


def test_a_marker_out_of_frame_is_cut_but_not_gone() -> None:
    case = next(_case("basic", 1, k) for k in range(72) if variant_of(k) == "out_of_frame")
    truth = record_of(case, 1)
    corners = np.array(truth["marker"]["corners_px"])
    inside = (corners > 0).all(axis=1) & (corners < [truth["width"], truth["height"]]).all(axis=1)
    assert 0 < inside.sum() < 4


@pytest.mark.parametrize("which", ["fingers", "lcards"])
def test_the_truth_of_every_set_fits_its_own_scene(which: str) -> None:
    for index in (1, 4, 6):
        case = _case(which, 1, index)
        truth = record_of(case, 1)
        for lump in truth["lesions"]:
            world = case.scene.bodies[0].surface.embed(np.array(lump["outline_mm"]))
            assert np.abs(case.scene.camera.project(world) - lump["outline_px"]).max() < 0.02
            size = shape_of([np.array(lump["outline_mm"])])
            assert size.length == pytest.approx(lump["length_mm"], rel=3e-3)


def test_an_l_card_is_refused_where_a_flat_reading_is_wrong_by_a_tenth() -> None:
    for index in range(6):
        case = _case("lcards", 1, index)
        worst = max(abs(lump["deform_error_pct"]["length_mm"]) for lump in record_of(case, 1)["lesions"])
        assert (case.expected == "refuse") == (worst > 10)


def test_a_flat_l_card_reads_a_plane_exactly() -> None:
    case = next(_case("lcards", 1, k) for k in range(48) if _case("lcards", 1, k).shape == "flat")
    for lump in record_of(case, 1)["lesions"]:
        assert abs(lump["deform_error_pct"]["length_mm"]) < 1e-6


def test_of_fingers_only_a_card_folded_over_is_refused() -> None:
    for index in range(4):
        case = _case("fingers", 1, index)
        assert (case.expected == "refuse") == (case.shape in ("fold_strong", "wrapped"))


def test_a_card_on_the_table_lies_below_the_lump_on_a_finger() -> None:
    case = next(_case("fingers", 1, k) for k in range(12) if _case("fingers", 1, k).card_place == "table")
    truth = record_of(case, 1)
    assert 5 < truth["lesions"][0]["height_above_card_mm"] < 36


def test_a_later_photo_shows_the_same_lumps_from_elsewhere() -> None:
    case = _case("basic", 1, EASY)
    later = again(case, 7, growth=1.1)
    assert later.scene.lumps[0].shape.length == pytest.approx(1.1 * case.scene.lumps[0].shape.length)
    assert later.scene.bodies == case.scene.bodies
    assert not np.allclose(later.scene.camera.position, case.scene.camera.position)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_stored_photo_turns_upright_by_its_orientation(orientation: int) -> None:
    pixels = np.zeros((40, 64, 3), np.uint8)
    pixels[:16, :32] = (250, 20, 20)
    how = replace(_case("basic", 1, EASY).scene.development, orientation=orientation, quality=95)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(encode(pixels, how, 28))))
    assert upright.size == (64, 40)
    assert np.abs(np.asarray(upright).astype(int) - pixels).mean() < 4


@pytest.mark.parametrize("index", [0, 4])
def test_a_tap_lies_in_its_outline_and_a_box_around_it(index: int) -> None:
    case = _case("basic", 1, index)
    for lump in points_of(case, record_of(case, 1))["lesions"].values():
        outline = np.array(lump["outline"], np.float32)
        assert cv2.pointPolygonTest(outline, [float(c) for c in lump["tap"]], False) > 0
        low, high = np.array(lump["box"][:2]), np.array(lump["box"][2:])
        assert (low < outline.min(axis=0)).all()
        assert (high > outline.max(axis=0)).all()


@given(
    where=st.tuples(st.floats(-6, 6), st.floats(2, 25)),
    tilt=st.floats(0, 40),
    name=st.sampled_from(sorted(SURFACES)),
)
def test_a_ray_meets_the_skin_where_the_point_was_put(
    where: tuple[float, float], tilt: float, name: str
) -> None:
    surface, uv = SURFACES[name], np.array([where])
    world = surface.embed(uv)
    camera = _camera(world[0], tilt)
    px = camera.project(world)[0]
    column, row = (int(np.floor(c)) for c in px)
    rays = camera.rays(Box(column, row, column + 1, row + 1), (px[0] - column, px[1] - row))
    hit = surface.hit(camera.position, rays)
    if ((camera.position - world[0]) @ surface.normal_at(uv)[0]) < 20:
        return  # seen along the skin or from behind
    assert [hit.u[0, 0], hit.v[0, 0]] == pytest.approx(where, abs=2e-3)


@given(
    x=st.floats(-10, 40),
    y=st.floats(-10, 40),
    turn=st.floats(0, 6.2),
    degrees=st.floats(-30, 30),
    bent=st.booleans(),
)
def test_a_ray_meets_a_bent_card_where_the_point_was_printed(
    x: float, y: float, turn: float, degrees: float, bent: bool
) -> None:
    line = np.array([np.cos(turn), np.sin(turn)])
    profile = bend_profile(60.0, 80.0, up=degrees > 0) if bent else fold_profile(degrees, degrees / 3)
    frame = frame_from(np.array([0.1, -0.1, 1.0]), 70.0)
    sheet = Sheet(np.array([-10.0, 5.0, 2.0]), frame, np.array([12.0, 9.0]), line, profile)
    world = sheet.embed(np.array([[x, y]]))
    camera = _camera(world[0], 8.0)
    px = camera.project(world)[0]
    column, row = (int(np.floor(c)) for c in px)
    rays = camera.rays(Box(column, row, column + 1, row + 1), (px[0] - column, px[1] - row))
    depth, x_seen, y_seen = sheet.hit(camera.position, rays)
    straight = np.linalg.norm(world[0] - camera.position) / np.linalg.norm(rays[0, 0])
    if depth[0, 0] < straight - 0.05:
        return  # another part of the card stands before it
    assert [x_seen[0, 0], y_seen[0, 0]] == pytest.approx([x, y], abs=5e-3)


@given(turn=st.floats(0, 6.2), at=st.floats(-20, 20), degrees=st.floats(-60, 60))
def test_folding_never_stretches_a_card(turn: float, at: float, degrees: float) -> None:
    sheet = Sheet(np.zeros(3), np.eye(3), np.zeros(2), np.array([1.0, 0.0]), fold_profile(degrees, degrees))
    start = np.array([3.0, at])
    step = 1e-4 * np.array([np.cos(turn), np.sin(turn)])
    here, there = sheet.embed(np.array([start, start + step]))
    if abs(at) > 1e-3:
        assert np.linalg.norm(there - here) == pytest.approx(1e-4, rel=1e-6)


@given(turn=st.floats(0, 6.2), u=st.floats(-10, 10), name=st.sampled_from(sorted(SURFACES)))
def test_skin_coordinates_are_mm_along_the_skin(turn: float, u: float, name: str) -> None:
    start, step = np.array([u, 5.0]), 1e-4 * np.array([np.cos(turn), np.sin(turn)])
    here, there = SURFACES[name].embed(np.array([start, start + step]))
    assert np.linalg.norm(there - here) == pytest.approx(1e-4, rel=1e-4)
