"""Sizes of outlines: exact for shapes with a formula, and the same however the outline lies."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesions.measurement.shape import Shape, area_of, hull_of, longest_diameter, shape_of
from lesions.measurement.terms import Points
from tests.lesions.measurement.drawn_lumps import ellipse

sides = st.floats(0.5, 60)
angles = st.floats(-math.pi, math.pi)
places = st.tuples(st.floats(-5000, 5000), st.floats(-5000, 5000))


@st.composite
def blobs(draw: st.DrawFn) -> Points:
    """A border without crossings: a radius for each of up to 40 directions."""
    radii = draw(st.lists(st.floats(0.5, 20), min_size=3, max_size=40))
    angle = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    return np.asarray(np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.asarray(radii)[:, None])


def turned(points: Points, angle: float) -> Points:
    cos, sin = math.cos(angle), math.sin(angle)
    return np.asarray(points @ np.array([[cos, sin], [-sin, cos]]))


def sizes(shape: Shape) -> tuple[float, float, float, float]:
    return shape.length, shape.width, shape.area, shape.perimeter


def close(shape: Shape, length: float, width: float, area: float, perimeter: float) -> bool:
    return sizes(shape) == pytest.approx((length, width, area, perimeter), rel=2e-3)


@given(sides, places)
def test_a_circle_is_as_long_as_wide(radius: float, place: tuple[float, float]) -> None:
    circle = shape_of([ellipse(place, (radius, radius))])
    assert close(circle, 2 * radius, 2 * radius, math.pi * radius**2, 2 * math.pi * radius)


@given(sides, st.floats(0.2, 0.95), angles)
def test_an_ellipse_has_its_axes_and_its_area(half: float, share: float, angle: float) -> None:
    found = shape_of([ellipse((3, -8), (half, half * share), angle)])
    assert found.length == pytest.approx(2 * half, rel=2e-3)
    assert found.width == pytest.approx(2 * half * share, rel=0.02)
    assert found.area == pytest.approx(math.pi * half**2 * share, rel=2e-3)


@given(sides, angles)
def test_a_square_is_longest_across_its_corners(side: float, angle: float) -> None:
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64) * side
    diagonal = side * math.sqrt(2)
    assert close(shape_of([turned(corners, angle)]), diagonal, diagonal, side**2, 4 * side)


@given(sides, sides)
def test_a_rectangle_is_as_wide_as_its_corners_reach_across_the_diagonal(a: float, b: float) -> None:
    found = shape_of([np.array([(0, 0), (a, 0), (a, b), (0, b)])])
    assert close(found, math.hypot(a, b), 2 * a * b / math.hypot(a, b), a * b, 2 * (a + b))


def lopsided(blob: Points) -> bool:
    """Whether one pair of points is clearly the farthest: else rounding may choose another."""
    hull = hull_of(blob)
    apart = np.sort(np.linalg.norm(hull[:, None] - hull[None], axis=2)[np.triu_indices(len(hull), 1)])
    return len(apart) > 1 and apart[-1] - apart[-2] > 1e-6


@given(blobs().filter(lopsided), angles, places)
def test_turning_and_moving_changes_no_size(blob: Points, angle: float, place: tuple[float, float]) -> None:
    moved = turned(blob, angle) + np.asarray(place)
    assert sizes(shape_of([moved])) == pytest.approx(sizes(shape_of([blob])), rel=1e-6)


@given(blobs().filter(lopsided), st.booleans())
def test_a_mirror_image_has_the_same_sizes(blob: Points, across: bool) -> None:
    mirrored = blob * ((-1, 1) if across else (1, -1))
    assert sizes(shape_of([mirrored])) == pytest.approx(sizes(shape_of([blob])))


@given(blobs().filter(lopsided), st.floats(0.05, 50))
def test_lengths_grow_with_the_scale_and_the_area_with_its_square(blob: Points, factor: float) -> None:
    one, larger = shape_of([blob]), shape_of([blob * factor])
    wanted = (one.length * factor, one.width * factor, one.area * factor**2, one.perimeter * factor)
    assert sizes(larger) == pytest.approx(wanted)


@given(blobs().filter(lopsided), st.integers(0, 39), st.booleans())
def test_it_does_not_matter_where_an_outline_starts_and_which_way_it_runs(
    blob: Points, start: int, backwards: bool
) -> None:
    other = np.roll(blob, start, axis=0)
    assert sizes(shape_of([other[::-1] if backwards else other])) == pytest.approx(sizes(shape_of([blob])))


@given(blobs())
def test_points_added_on_the_border_change_nothing(blob: Points) -> None:
    middles = (blob + np.roll(blob, -1, axis=0)) / 2
    denser = np.stack([blob, middles], axis=1).reshape(-1, 2)
    assert shape_of([denser]).length == pytest.approx(shape_of([blob]).length)
    assert shape_of([denser]).area == pytest.approx(shape_of([blob]).area)
    assert shape_of([denser]).perimeter == pytest.approx(shape_of([blob]).perimeter)


@given(blobs())
def test_an_outline_lies_within_its_length_and_width(blob: Points) -> None:
    found = shape_of([blob])
    assert found.width <= found.length * (1 + 1e-9)
    assert found.area <= found.length * found.width * (1 + 1e-9)
    ends = np.asarray(found.ends)
    assert np.linalg.norm(ends[0] - ends[1]) == pytest.approx(found.length)


@given(blobs())
def test_the_longest_diameter_is_that_of_all_pairs(blob: Points) -> None:
    start, end = longest_diameter(blob)
    apart = np.linalg.norm(blob[:, None] - blob[None], axis=2)
    assert np.linalg.norm(end - start) == pytest.approx(apart.max())


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=3, max_size=30))
def test_the_hull_is_opencvs(points: list[tuple[int, int]]) -> None:
    """Small whole numbers, so that many points coincide or lie in a row."""
    mine = hull_of(np.array(points, dtype=np.float64))
    theirs = cv2.convexHull(np.array(points, dtype=np.float32)).reshape(-1, 2)
    assert area_of(mine) == pytest.approx(cv2.contourArea(theirs))
    assert len(mine) <= len(set(points))


@given(blobs(), st.floats(30, 80))
def test_several_lumps_are_one_lesion_across_all_of_them(blob: Points, away: float) -> None:
    other = blob + np.array([away, 0])
    both, one = shape_of([blob, other]), shape_of([blob])
    assert both.area == pytest.approx(2 * one.area)
    assert both.perimeter == pytest.approx(2 * one.perimeter)
    assert both.length >= away
    assert sizes(shape_of([other, blob])) == pytest.approx(sizes(both))


def test_a_line_has_a_length_and_no_area() -> None:
    line = shape_of([np.array([(0.0, 0.0), (3.0, 4.0), (6.0, 8.0)])])
    assert (line.length, line.width, line.area) == pytest.approx((10, 0, 0))


def test_three_times_the_same_point_has_no_size() -> None:
    assert sizes(shape_of([np.zeros((3, 2))])) == (0, 0, 0, 0)


@pytest.mark.parametrize("outlines", [[], [np.zeros((2, 2))], [np.eye(3)[:, :2], np.zeros((0, 2))]])
def test_an_outline_needs_three_points(outlines: list[Points]) -> None:
    with pytest.raises(ValueError, match="three points"):
        shape_of(outlines)
