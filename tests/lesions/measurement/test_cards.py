"""The cards we print: what is on them, and what a printer's scale makes of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesions.measurement.cards import (
    ANY_NUMBER,
    CARDS,
    CHECK_LINE_MM,
    L_LAYOUTS,
    SINGLE_MARKERS,
    printed,
    single,
)
from lesions.measurement.terms import Card

EVERY_CARD = pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))


@EVERY_CARD
def test_every_marker_is_a_square_clockwise_from_its_upper_left(card: Card) -> None:
    for marker in card.markers:
        corners = np.asarray(marker.corners_mm)
        ways = np.roll(corners, -1, axis=0) - corners
        side = marker.side_mm
        assert ways == pytest.approx(np.array([(side, 0), (0, side), (-side, 0), (0, -side)]))


@EVERY_CARD
def test_millimetres_start_at_the_upper_left_of_the_first_marker(card: Card) -> None:
    assert card.markers[0].corners_mm[0] == (0, 0)


@EVERY_CARD
def test_the_key_of_a_card_leads_back_to_it(card: Card) -> None:
    assert CARDS[card.key] is card


def test_no_number_stands_on_two_cards() -> None:
    numbers = [marker.number for card in CARDS.values() for marker in card.markers]
    assert len(set(numbers)) == len(numbers)
    assert all(0 <= number < 50 for number in numbers)


@pytest.mark.parametrize("key", sorted(L_LAYOUTS))
def test_an_l_card_has_its_markers_right_and_below_without_touching(key: str) -> None:
    layout, (a, b, c) = L_LAYOUTS[key], CARDS[key].markers
    assert list(b.corners_mm[0]) == [layout.right_mm, 0]
    assert list(c.corners_mm[0]) == [0, layout.down_mm]
    gaps = (layout.right_mm - layout.side_mm, layout.down_mm - layout.side_mm)
    assert min(gaps) > layout.side_mm / 6  # a marker needs white about it
    assert [marker.side_mm for marker in (a, b, c)] == [layout.side_mm] * 3


@pytest.mark.parametrize("key", sorted(SINGLE_MARKERS))
def test_single_cards_have_the_side_they_are_named_after(key: str) -> None:
    card = CARDS[key]
    assert card.is_single
    assert card.markers[0].side_mm == SINGLE_MARKERS[key][0] == float(key.removeprefix("single-"))


def test_a_marker_whose_number_is_not_known_takes_any() -> None:
    assert single(20.0).markers[0].number == ANY_NUMBER


@given(st.sampled_from(sorted(CARDS)), st.floats(40, 60))
def test_a_printers_scale_holds_for_every_length_on_the_card(key: str, measured: float) -> None:
    card = printed(CARDS[key], measured)
    for as_meant, as_printed in zip(CARDS[key].markers, card.markers, strict=True):
        wanted = np.asarray(as_meant.corners_mm) * measured / CHECK_LINE_MM
        assert np.asarray(as_printed.corners_mm) == pytest.approx(wanted)
        assert as_printed.number == as_meant.number


@given(st.floats(40, 60), st.floats(0.05, 1))
def test_how_exactly_the_check_line_was_read_is_kept_as_a_share(measured: float, read_to: float) -> None:
    assert printed(CARDS["L-M"], measured, read_to).printed_error == pytest.approx(read_to / measured)


def test_a_card_as_meant_carries_no_error_of_printing() -> None:
    assert all(card.printed_error == 0 for card in CARDS.values())
