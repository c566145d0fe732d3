"""Where a card lies before the camera, from edges whose places are known exactly."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lesions.measurement.edges import Edges, Paper, fit_plane, homography
from lesions.measurement.pose import Beforehand, Pose, fit_pose, focal_px, residuals, tilt_of
from lesions.measurement.spread import spread_at
from tests.lesions.measurement.rendering import View

SIDE = 20.0
SIZE = (1600, 1200)
NEAR = View(width=1600, height=1200, focal=1700.0, distance=180.0)


def edges_of(view: View, noise: float = 0.0, seed: int = 1) -> Edges:
    """The edges of marker 7 about the origin, as the camera sees them."""
    paper = Paper.of(7, np.array([-SIDE / 2, -SIDE / 2]), SIDE / 6)
    ahead = view.to_px(paper.mm + 0.1 * paper.along) - view.to_px(paper.mm - 0.1 * paper.along)
    normal = np.column_stack([ahead[:, 1], -ahead[:, 0]]) / np.linalg.norm(ahead, axis=1, keepdims=True)
    off = np.random.default_rng(seed).normal(0, 1, (len(normal), 1)) * noise
    return Edges(
        paper.mm, paper.along, view.to_px(paper.mm) + off * normal, np.full(len(off), max(noise, 0.02))
    )


def pose_of(view: View, noise: float = 0.0, seed: int = 1, known: Beforehand | None = None) -> Pose:
    half = SIDE / 2
    corners = np.array([(-half, -half), (half, -half), (half, half), (-half, half)])
    edges = edges_of(view, noise, seed)
    plane, _ = fit_plane(edges, homography(corners, view.to_px(corners)), 0.0)
    return fit_pose(edges, plane, SIZE, known or Beforehand(view.focal, 0.012))


def length_error(view: View, pose: Pose, place: tuple[float, float]) -> float:
    x, y = place
    (at,) = view.to_px(np.array([place]))
    ends = view.to_px(np.array([(x - 4, y), (x + 4, y), (x, y - 4), (x, y + 4)]))
    lifted = np.column_stack([ends, np.ones(4)]) @ pose.px_to_mm((float(at[0]), float(at[1]))).T
    mm = lifted[:, :2] / lifted[:, 2:]
    lengths = np.linalg.norm(mm[::2] - mm[1::2], axis=1)
    return float(np.abs(lengths / 8 - 1).max())


@settings(max_examples=30)
@given(
    tilt=st.floats(0, 40),
    about=st.floats(0, 360),
    turn=st.floats(0, 360),
    distance=st.floats(100, 300),
    x=st.floats(-30, 30),
    y=st.floats(-25, 25),
)
def test_a_card_is_found_where_it_lies(
    tilt: float, about: float, turn: float, distance: float, x: float, y: float
) -> None:
    view = replace(NEAR, tilt_deg=tilt, about_deg=about, turn_deg=turn, distance=distance, middle=(x, y))
    pose = pose_of(view)
    assert pose.shift == pytest.approx(view.shift(), abs=0.05)
    assert tilt_of(pose.rotation, np.array([0.0, 0.0, 1.0])) == pytest.approx(tilt, abs=0.1)
    assert length_error(view, pose, (15, 25)) < 1e-3


def test_distance_and_tilt_are_those_to_the_card() -> None:
    view = replace(NEAR, tilt_deg=25, about_deg=40, distance=210)
    pose = pose_of(view)
    assert pose.distance_mm(np.zeros(2)) == pytest.approx(210, abs=0.5)
    assert pose.tilt_deg(np.zeros(2)) == pytest.approx(25, abs=0.1)


def test_the_focal_length_of_a_photo_is_the_angle_across_its_diagonal() -> None:
    assert focal_px(28, 2032, 1524) == pytest.approx(1643.8, abs=0.1)
    assert focal_px(28, 1524, 2032) == focal_px(28, 2032, 1524)


def test_distortion_is_told_from_a_large_marker() -> None:
    view = replace(NEAR, k1=-0.02, distance=60, tilt_deg=20, middle=(8, 5))
    pose = pose_of(view, known=Beforehand(view.focal, 0.012, k1_error=0.02))
    assert pose.k1 == pytest.approx(-0.02, abs=0.003)
    assert length_error(view, pose, (15, 10)) < 1e-3


def test_pixels_are_bent_and_straightened_again() -> None:
    pose = replace(pose_of(NEAR), k1=0.02)
    points = np.array([(0.0, 0.0), (1599.0, 1199.0), (800.0, 100.0)])
    assert pose.bent(pose.ideal(points)) == pytest.approx(points)


def test_a_photo_without_its_focal_length_is_read_by_the_usual_one() -> None:
    view = replace(NEAR, tilt_deg=25, about_deg=60)
    pose = pose_of(view, noise=0.02, known=Beforehand.of(None, *SIZE))
    assert length_error(view, pose, (15, 25)) < 0.01


def test_a_known_focal_length_makes_lengths_surer() -> None:
    view = replace(NEAR, tilt_deg=25)
    known, usual = (pose_of(view, 0.05, known=Beforehand.of(f, *SIZE)) for f in (36.8, None))
    place = tuple(view.to_px(np.array([(15.0, 25.0)]))[0])
    sure, unsure = (spread_at(pose, place, np.zeros(2)) for pose in (known, usual))
    assert math.hypot(sure["edge"], sure["lens"]) < math.hypot(unsure["edge"], unsure["lens"])


def test_the_stated_error_of_the_edges_is_what_comes_of_their_noise() -> None:
    """Over 25 photos the root mean square error of lengths beside the card, edge noise 0.1 px."""
    view = replace(NEAR, tilt_deg=25, about_deg=60)
    place = tuple(view.to_px(np.array([(15.0, 25.0)]))[0])
    stated, errors = [], []
    for seed in range(25):
        pose = pose_of(view, 0.1, seed, Beforehand(view.focal, 0.001, k1_error=0.0005))
        parts = spread_at(pose, place, np.zeros(2))
        stated.append(math.hypot(parts["edge"], parts["lens"]))
        errors.append(length_error(view, pose, (15, 25)))
    # the worse of two directions against the mean over all
    assert 0.6 < float(np.sqrt(np.mean(np.square(errors)))) / float(np.mean(stated)) < 1.9


def test_one_edge_that_lies_apart_does_no_harm() -> None:
    view = replace(NEAR, tilt_deg=20)
    edges = edges_of(view, 0.02)
    edges.px[3] += 4.0
    half = SIDE / 2
    corners = np.array([(-half, -half), (half, -half), (half, half), (-half, half)])
    plane, _bloom = fit_plane(edges, homography(corners, view.to_px(corners)), 0.0)
    pose = fit_pose(edges, plane, SIZE, Beforehand(view.focal, 0.012))
    assert length_error(view, pose, (15, 25)) < 3e-3
    assert abs(residuals(pose, edges)[3]) > 1.5


def test_a_pose_is_the_same_after_it_was_kept() -> None:
    pose = pose_of(replace(NEAR, tilt_deg=20), 0.05)
    again = Pose.from_json(pose.to_json())
    assert spread_at(again, (900.0, 700.0), np.zeros(2)) == spread_at(pose, (900.0, 700.0), np.zeros(2))


def test_skin_that_is_farther_and_slanted_is_less_sure() -> None:
    near, far, slanted = (
        spread_at(pose_of(replace(NEAR, tilt_deg=tilt), 0.02), place, np.zeros(2))
        for tilt, place in ((5, (820.0, 640.0)), (5, (1400.0, 640.0)), (35, (820.0, 640.0)))
    )
    assert near["plane"] < far["plane"]
    assert near["tilt"] < slanted["tilt"]
