"""Two readings against their errors, and many pairs after Bland and Altman."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesions.agreement import FEWEST_PAIRS, agreement_of, difference_between

MM = st.floats(0.5, 200)
ERRORS = st.floats(0.1, 20)
DIFFERENCES = st.lists(st.floats(-20, 20), min_size=FEWEST_PAIRS, max_size=40)


def test_the_difference_is_that_of_the_second_and_its_share_that_of_the_mean() -> None:
    found = difference_between(9, 0.3, 11, 0.4)
    assert (found.mm, found.percent) == (2, 20)
    assert found.error_mm == pytest.approx(0.5)
    assert not found.is_within


@given(MM, ERRORS, MM, ERRORS)
def test_whoever_is_called_the_first_changes_the_sign_only(a: float, ea: float, b: float, eb: float) -> None:
    one, other = difference_between(a, ea, b, eb), difference_between(b, eb, a, ea)
    assert one.mm == pytest.approx(-other.mm)
    assert one.percent == pytest.approx(-other.percent)
    assert one.is_within == other.is_within


@given(MM, ERRORS, ERRORS)
def test_the_same_length_agrees_whatever_the_errors(mm: float, one: float, other: float) -> None:
    found = difference_between(mm, one, mm, other)
    assert found.is_equal
    assert found.is_within


def test_a_length_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        difference_between(0, 1, 5, 1)


def test_the_limits_are_those_of_a_sum_done_by_hand() -> None:
    """Mean 0, standard deviation the root of 2.5: 1.96 times that is 3.099."""
    found = agreement_of([-2, -1, 0, 1, 2])
    assert found is not None
    assert found.mean_mm == 0
    assert found.upper_mm == pytest.approx(3.0990, abs=1e-4)


@given(DIFFERENCES)
def test_the_limits_lie_as_far_below_the_mean_as_above(differences: list[float]) -> None:
    found = agreement_of(differences)
    assert found is not None
    assert found.lower_mm is not None
    assert found.upper_mm is not None
    assert found.upper_mm - found.mean_mm == pytest.approx(found.mean_mm - found.lower_mm)


@given(st.floats(-20, 20), st.integers(FEWEST_PAIRS, 30))
def test_readers_who_always_differ_by_the_same_have_limits_of_no_width(offset: float, pairs: int) -> None:
    found = agreement_of([offset] * pairs)
    assert found is not None
    assert found.lower_mm == pytest.approx(offset)
    assert found.upper_mm == pytest.approx(offset)


@given(DIFFERENCES, st.floats(-5, 5))
def test_an_offset_moves_the_limits_and_leaves_their_width(differences: list[float], offset: float) -> None:
    plain, moved = agreement_of(differences), agreement_of([one + offset for one in differences])
    assert plain is not None
    assert moved is not None
    assert moved.lower_mm == pytest.approx((plain.lower_mm or 0) + offset, abs=1e-6)
    assert moved.upper_mm == pytest.approx((plain.upper_mm or 0) + offset, abs=1e-6)


def test_few_pairs_give_a_mean_and_no_limits() -> None:
    found = agreement_of([1.0] * (FEWEST_PAIRS - 1))
    assert found is not None
    assert (found.mean_mm, found.lower_mm, found.upper_mm) == (1, None, None)


def test_no_pair_gives_nothing() -> None:
    assert agreement_of([]) is None
