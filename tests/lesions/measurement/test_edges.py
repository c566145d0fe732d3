"""Edges of a marker: exact to hundredths of a pixel, in shade, in glare, with a hair over them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lesions.measurement.cards import single
from lesions.measurement.edges import FittedMarker, bit_edges, fit_marker, pattern
from lesions.measurement.light import rolled_off, unrolled
from lesions.measurement.markers import Found, Reduced, read_markers
from lesions.measurement.steps import gaussian_step
from tests.lesions.measurement.rendering import Scene, View


def fitted(scene: Scene) -> FittedMarker:
    photo = scene.photo()
    (found,) = read_markers(Reduced.of(photo))
    return fit_marker(photo, found, single(scene.side).markers[0])


def corner_error(scene: Scene) -> float:
    """The farthest that a corner lies from where it should, in pixels."""
    return float(np.linalg.norm(fitted(scene).corners_px - scene.corners_px(), axis=1).max())


@pytest.mark.parametrize(("turn", "tilt"), [(0, 0), (35, 20), (120, 35), (255, 10)])
def test_corners_are_exact_to_a_few_hundredths_of_a_pixel(turn: int, tilt: int) -> None:
    assert corner_error(Scene(View(turn_deg=turn, tilt_deg=tilt, about_deg=turn / 2))) < 0.06


@pytest.mark.parametrize("blur", [0.5, 1.5, 2.5])
def test_blur_moves_no_corner(blur: float) -> None:
    assert corner_error(Scene(View(tilt_deg=15), blur_px=blur)) < 0.12


def test_paper_that_outshines_the_photo_moves_no_corner_far() -> None:
    """Without the bloom each side would come out a pixel short."""
    scene = Scene(View(tilt_deg=15), paper=2.0, ink=0.11, skin=0.5, blur_px=1.5)
    assert fitted(scene).bloom_px > 0.5
    assert corner_error(scene) < 0.2


def test_rolled_off_highlights_with_half_of_the_card_in_shade_move_no_corner() -> None:
    scene = Scene(View(tilt_deg=15), paper=1.3, ink=0.07, roll_off=0.7, shade=0.45, blur_px=1.3)
    assert corner_error(scene) < 0.12


def test_a_hair_across_the_marker_is_left_out() -> None:
    scene = Scene(View(tilt_deg=10), finger_mm=(-30, -3.6, 30, -3.2))
    near = Found(scene.number, scene.corners_px() + 0.8)
    marker = fit_marker(scene.photo(), near, single(scene.side).markers[0])
    assert np.linalg.norm(marker.corners_px - scene.corners_px(), axis=1).max() < 0.1
    assert np.isinf(marker.plain.sigma_px).any()


def test_every_edge_of_a_pattern_has_white_on_the_side_it_says() -> None:
    white = pattern(7)
    middles, along = bit_edges(7)
    to_white = np.column_stack([along[:, 1], -along[:, 0]])
    for sign, expected in ((0.5, True), (-0.5, False)):
        cells = np.round(middles + sign * to_white + 0.5).astype(int)
        assert (white[cells[:, 1], cells[:, 0]] == expected).all()


@pytest.mark.parametrize("knee", [0.55, 0.7, 0.98])
def test_rolling_highlights_off_is_undone(knee: float) -> None:
    light = np.linspace(0, knee + 3 * (1 - knee), 50)
    assert unrolled(rolled_off(light, knee), knee) == pytest.approx(light)


def test_light_that_fell_is_never_less_for_more() -> None:
    stored = rolled_off(np.linspace(0, 3, 100), 0.7)
    assert (np.diff(stored) > 0).all()
    assert stored.max() < 1


def test_a_blurred_step_is_the_normal_distribution() -> None:
    u = np.linspace(-6, 6, 49)
    level, density = gaussian_step(u)
    assert level == pytest.approx([(1 + math.erf(x / math.sqrt(2))) / 2 for x in u], abs=1e-7)
    assert density == pytest.approx(np.exp(-(u**2) / 2) / math.sqrt(2 * math.pi))


@pytest.mark.parametrize("distance", [30, 45])
def test_a_sharp_marker_of_many_pixels_a_bit_is_seen_whole(distance: int) -> None:
    """The window about each edge is narrow then, and a step that is sought too wide in it runs away."""
    scene = Scene(View(tilt_deg=5, turn_deg=25, distance=distance), side=10, blur_px=0.7)
    marker = fitted(scene)
    assert np.isfinite(marker.edges.sigma_px).all()
    assert np.linalg.norm(marker.corners_px - scene.corners_px(), axis=1).max() < 0.06
