"""The band of a reading: more of any cause makes it wider, and causes add up as squares."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesions.measurement.uncertainty import BAND_95, by_plane, by_tilt, parting, parts_of, together

tilts = st.floats(0, 1.2)
ways = st.floats(0, 150)
parts = st.floats(0.001, 0.5)


@given(tilts, ways, st.floats(0.01, 0.3), st.floats(1, 80))
def test_a_card_parts_from_the_skin_more_at_a_slant_and_farther_away(
    tilt: float, away: float, more_tilt: float, more_away: float
) -> None:
    here = parting(tilt, away)
    assert here > 0
    assert parting(tilt + more_tilt, away) > here
    assert parting(tilt, away + more_away) >= here


@given(parts, tilts)
def test_seen_from_straight_above_a_tilt_against_the_card_does_nothing(part: float, tilt: float) -> None:
    assert by_tilt(part, 0.0) == 0
    assert by_tilt(part, tilt) >= 0


@given(parts, st.floats(1, 150), st.floats(80, 400))
def test_beside_the_card_height_grows_with_the_way_and_matters_less_from_afar(
    part: float, away: float, distance: float
) -> None:
    assert by_plane(part, 0.0, distance) == 0
    assert by_plane(part, away * 1.5, distance) > by_plane(part, away, distance)
    assert by_plane(part, away, distance * 1.5) < by_plane(part, away, distance)


def test_a_view_along_the_skin_stays_finite() -> None:
    assert math.isfinite(by_tilt(0.1, math.pi / 2))
    assert math.isfinite(by_plane(3.0, 50, 150))


spreads = st.dictionaries(st.sampled_from(["edge", "tilt", "plane", "printed"]), st.floats(0, 0.3))


@given(st.floats(0.5, 60), spreads, st.floats(0, 0.3))
def test_causes_add_up_as_squares(length: float, spread: dict[str, float], ambiguity: float) -> None:
    half = together(parts_of(length, spread, ambiguity))
    wanted = BAND_95 * length * math.hypot(ambiguity, *spread.values())
    assert half == pytest.approx(wanted)


def test_causes_without_error_are_left_out() -> None:
    assert parts_of(10.0, {"edge": 0.0, "tilt": 0.01}) == {"tilt": pytest.approx(0.196)}


def test_where_nothing_errs_the_band_is_empty() -> None:
    assert together({}) == 0
