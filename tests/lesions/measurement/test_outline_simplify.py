"""Few points that still give the same size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesions.measurement.outline_simplify import simplify
from lesions.measurement.shape import shape_of
from lesions.measurement.terms import Points
from tests.lesions.measurement.drawn_lumps import ellipse


def lump(waves: list[float], stretch: float) -> Points:
    angle = np.linspace(0, 2 * np.pi, 160, endpoint=False)
    radius = 50 * (1 + sum(w * np.cos((k + 2) * angle + k) for k, w in enumerate(waves)))
    return np.stack([radius * np.cos(angle) + 300, stretch * radius * np.sin(angle) + 200], axis=1)


@given(st.lists(st.floats(-0.06, 0.06), min_size=1, max_size=5), st.floats(0.5, 1.0))
def test_forty_points_keep_length_and_area_within_half_a_percent(waves: list[float], stretch: float) -> None:
    outline = lump(waves, stretch)
    few = simplify(outline, 40)
    seen, meant = shape_of([few]), shape_of([outline])
    assert 12 <= len(few) <= 40
    assert seen.area == pytest.approx(meant.area, rel=0.005)
    assert seen.length == pytest.approx(meant.length, rel=0.005)


def test_a_plain_outline_gets_by_with_fewer_points() -> None:
    assert len(simplify(ellipse((90, 90), (40, 30)))) < 30


def test_no_more_points_than_asked_for() -> None:
    assert len(simplify(ellipse((90, 90), (40, 30)), 12)) == 12


def test_an_outline_of_few_points_stays_as_it_is() -> None:
    square = np.array([[0.0, 0.0], [10, 0], [10, 10], [0, 10]])
    assert shape_of([simplify(square)]).area == pytest.approx(100)


@pytest.mark.parametrize(("points", "most"), [(2, 40), (60, 2)])
def test_two_points_are_no_outline(points: int, most: int) -> None:
    with pytest.raises(ValueError, match="three points"):
        simplify(ellipse((90, 90), (40, 30))[:points], most)
