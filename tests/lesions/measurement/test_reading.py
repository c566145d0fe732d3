"""From an outline on the photo to millimetres along the skin, with their error."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesions.measurement.plane import pixels_per_mm, through
from lesions.measurement.reading import measure, to_skin_mm
from lesions.measurement.terms import LocalScale, Matrix, Points
from lesions.measurement.uncertainty import BAND_95
from tests.lesions.measurement.drawn_lumps import ellipse

LUMP = ellipse((400.0, 300.0), (60.0, 40.0), 0.4)


@st.composite
def views(draw: st.DrawFn) -> Matrix:
    """Millimetres to pixels of a plane seen by a camera: turned, moved, tilted up to about 40 degrees."""
    turn, density = draw(st.floats(-3, 3)), draw(st.floats(2, 40))
    tilt = draw(st.tuples(st.floats(-0.002, 0.002), st.floats(-0.002, 0.002)))
    cos, sin = math.cos(turn) * density, math.sin(turn) * density
    return np.array([[cos, -sin, draw(st.floats(0, 3000))], [sin, cos, draw(st.floats(0, 3000))], [*tilt, 1]])


def inverse(matrix: Matrix) -> Matrix:
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


@given(views())
def test_a_plane_seen_by_any_camera_reads_the_millimetres_on_it(mm_to_px: Matrix) -> None:
    drawn_mm = ellipse((4.0, -7.0), (6.0, 4.0), 0.7)
    reading = measure([through(drawn_mm, mm_to_px)], LocalScale(inverse(mm_to_px)))
    assert reading.length_mm == pytest.approx(12, rel=2e-3)
    assert reading.width_mm == pytest.approx(8, rel=0.02)
    assert reading.area_mm2 == pytest.approx(math.pi * 24, rel=2e-3)


@given(views(), st.floats(-10, 10), st.floats(-10, 10))
def test_a_homography_and_its_inverse_lead_back(mm_to_px: Matrix, x: float, y: float) -> None:
    there = through(np.array([[x, y]]), mm_to_px)
    assert through(there, inverse(mm_to_px)) == pytest.approx(np.array([[x, y]]), abs=1e-6)


@given(st.floats(2, 40), st.floats(0, 3))
def test_pixels_for_a_millimetre_are_those_of_the_scale(density: float, turn: float) -> None:
    cos, sin = math.cos(turn) / density, math.sin(turn) / density
    scale = LocalScale(np.array([[cos, -sin, 3], [sin, cos, -4], [0, 0, 1]]))
    assert pixels_per_mm(scale, (100.0, 50.0)) == pytest.approx(density)


def on_cylinder(outline: Points, radius: float, axis_deg: float, top: tuple[float, float]) -> Points:
    """Where points along the skin of a cylinder appear from straight above; closed form r sin(s / r)."""
    axis = np.array([math.cos(math.radians(axis_deg)), math.sin(math.radians(axis_deg))])
    across = np.array([-axis[1], axis[0]])
    along, arc = outline @ axis, outline @ across
    flat = radius * np.sin(arc / radius)
    return np.asarray(along[:, None] * axis + flat[:, None] * across + np.asarray(top))


@given(
    st.floats(7, 60), st.floats(0, 180), st.floats(-1.0, 1.0), st.tuples(st.floats(-9, 9), st.floats(-9, 9))
)
def test_skin_of_a_cylinder_is_unrolled_to_its_length(
    radius: float, axis_deg: float, share: float, top: tuple[float, float]
) -> None:
    """An outline from up to 57 degrees off the top on to as much beyond it."""
    drawn = ellipse((0.0, 0.0), (0.3 * radius, 0.2 * radius))
    middle = (
        np.array([-math.sin(math.radians(axis_deg)), math.cos(math.radians(axis_deg))]) * share * 0.7 * radius
    )
    angle = math.radians(axis_deg)
    scale = LocalScale(np.eye(3), {}, radius, (math.cos(angle), math.sin(angle)), top)
    seen = on_cylinder(drawn + middle, radius, axis_deg, top)
    reading = measure([seen], scale)
    assert reading.length_mm == pytest.approx(0.6 * radius, rel=2e-3)
    assert reading.area_mm2 == pytest.approx(math.pi * 0.06 * radius**2, rel=2e-3)


def test_without_a_top_the_cylinder_touches_at_the_middle_of_the_outline() -> None:
    drawn = ellipse((0.0, 0.0), (6.0, 4.0))
    seen = on_cylinder(drawn, 10, 90, (50.0, 20.0))
    scale = LocalScale(np.eye(3), {}, 10.0, (0.0, 1.0))
    assert measure([seen], scale).length_mm == pytest.approx(12, rel=2e-3)


@given(st.floats(10, 60), st.floats(2, 8))
def test_where_the_axis_is_not_known_a_length_is_that_of_the_mean_over_all_axes(
    radius: float, length: float
) -> None:
    """Each direction is as likely; the rest goes into the error."""
    line = ellipse((0.0, 0.0), (length / 2, length / 200))
    seen = [on_cylinder(line, radius, axis, (0.0, 0.0)) for axis in range(0, 180, 5)]
    unknown = LocalScale(np.eye(3), {}, radius)
    read = [measure([one], unknown) for one in seen]
    assert np.mean([one.length_mm for one in read]) == pytest.approx(length, rel=1e-3)
    assert all(abs(one.length_mm - length) <= one.uncertainty_mm for one in read)


def test_points_beside_the_cylinder_stay_finite() -> None:
    scale = LocalScale(np.eye(3), {}, 8.0, (0.0, 1.0), (0.0, 0.0))
    seen = to_skin_mm(np.array([[30.0, 0.0], [-30.0, 5.0], [0.0, 5.0]]), scale)
    assert np.isfinite(seen).all()
    assert np.abs(seen[:, 0]).max() < 8 * math.pi / 2 + 30


shares = st.dictionaries(st.sampled_from(["edge", "tilt", "height", "printed"]), st.floats(0, 0.2))


@given(shares, st.floats(0, 0.2))
def test_the_error_is_that_of_its_parts_together(spread: dict[str, float], ambiguity: float) -> None:
    reading = measure([LUMP], LocalScale(np.eye(3) / 8, spread), ambiguity)
    everything = math.sqrt(sum(share**2 for share in spread.values()) + ambiguity**2)
    assert reading.uncertainty_mm == pytest.approx(BAND_95 * everything * reading.length_mm)
    assert math.sqrt(sum(part**2 for part in reading.parts_mm.values())) == pytest.approx(
        reading.uncertainty_mm
    )


@given(shares, st.floats(0.001, 0.2))
def test_another_cause_of_error_never_makes_a_reading_surer(spread: dict[str, float], more: float) -> None:
    scale = LocalScale(np.eye(3) / 8, spread)
    with_more = LocalScale(np.eye(3) / 8, {**spread, "plane": more})
    assert measure([LUMP], with_more).uncertainty_mm > measure([LUMP], scale).uncertainty_mm


def test_a_cause_without_error_is_not_named() -> None:
    parts = measure([LUMP], LocalScale(np.eye(3), {"edge": 0.0, "tilt": 0.01})).parts_mm
    assert set(parts) == {"tilt"}


@given(st.floats(0.1, 20))
def test_sizes_in_pixels_do_not_matter_only_those_on_the_skin(factor: float) -> None:
    """The same photo in other pixels reads the same."""
    one = measure([LUMP], LocalScale(np.diag([0.1, 0.1, 1]), {"edge": 0.01}), 0.02)
    other = measure(
        [LUMP * factor], LocalScale(np.diag([0.1 / factor, 0.1 / factor, 1]), {"edge": 0.01}), 0.02
    )
    assert other.length_mm == pytest.approx(one.length_mm)
    assert other.uncertainty_mm == pytest.approx(one.uncertainty_mm)


def test_no_outline_is_an_error() -> None:
    with pytest.raises(ValueError, match="three points"):
        measure([], LocalScale(np.eye(3)))
