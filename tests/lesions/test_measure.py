"""How sure a size is, by the way it was taken."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesions.measure import error_of, uncertainty_mm
from lesions.vocabulary import Method


@pytest.mark.parametrize(
    ("method", "length", "expected"),
    [
        ("caliper", "3", "0.5"),
        ("caliper", "120", "0.5"),
        ("ruler", "3", "1"),
        ("ruler", "120", "1"),
        ("eye", "3", "2"),
        ("eye", "8", "2"),
        ("eye", "20", "5"),
        ("photo_known", "4", "0.5"),
        ("photo_known", "40", "2"),
        ("photo_card", "4", "0.5"),
        ("photo_card", "100", "3"),
    ],
)
def test_the_half_width_of_each_way_of_measuring(method: str, length: str, expected: str) -> None:
    assert uncertainty_mm(Decimal(length), method) == Decimal(expected)


LENGTHS = st.decimals("0.1", "500", places=1)


@given(LENGTHS, st.sampled_from(Method.values))
def test_no_size_is_ever_exact(length: Decimal, method: str) -> None:
    assert uncertainty_mm(length, method) >= Decimal("0.5")


@given(LENGTHS, LENGTHS, st.sampled_from(Method.values))
def test_a_larger_size_is_never_surer(one: Decimal, other: Decimal, method: str) -> None:
    small, large = sorted((one, other))
    assert uncertainty_mm(small, method) <= uncertainty_mm(large, method)


@given(LENGTHS)
def test_the_eye_is_never_surer_than_an_instrument(length: Decimal) -> None:
    by_eye = uncertainty_mm(length, "eye")
    assert all(uncertainty_mm(length, method) <= by_eye for method in Method.values)


@given(LENGTHS, st.sampled_from(Method.values))
def test_the_error_fits_its_column(length: Decimal, method: str) -> None:
    error = uncertainty_mm(length, method)
    assert error == error.quantize(Decimal("0.1"))
    assert error < 1000


def test_an_unknown_way_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(ValueError):
        uncertainty_mm(Decimal(4), "thumb")


@pytest.mark.parametrize("stored", [None, Decimal(0)])
def test_a_size_without_a_stored_error_gets_that_of_its_method(stored: Decimal | None) -> None:
    assert error_of(Decimal(20), stored, "eye") == Decimal(5)


def test_the_measurements_own_error_goes_before_the_table() -> None:
    assert error_of(Decimal(20), Decimal("0.8"), "photo_card") == Decimal("0.8")
