"""Outlines as a browser sends them: what is read, what is refused and in which words."""

from __future__ import annotations

import json
import math

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from lesions.outline_text import (
    MOST_LUMPS,
    MOST_POINTS,
    area_of,
    crosses_itself,
    read_lines,
    read_places,
    read_polygons,
)

SQUARE = [[0.1, 0.1], [0.4, 0.1], [0.4, 0.4], [0.1, 0.4]]


def ring(number: int, radius: float = 0.3) -> list[list[float]]:
    turns = [2 * math.pi * step / number for step in range(number)]
    return [[0.5 + radius * math.cos(turn), 0.5 + radius * math.sin(turn)] for turn in turns]


def code_of(text: str) -> str:
    with pytest.raises(ValidationError) as caught:
        read_polygons(text)
    assert caught.value.message[0].isupper()
    assert caught.value.message[-1] == "."
    return str(caught.value.code)


def test_an_outline_comes_as_it_was_sent() -> None:
    assert read_polygons(json.dumps([SQUARE])) == [[(0.1, 0.1), (0.4, 0.1), (0.4, 0.4), (0.1, 0.4)]]


def test_several_lumps_are_kept_apart() -> None:
    assert len(read_polygons(json.dumps([SQUARE] * MOST_LUMPS))) == MOST_LUMPS


def test_as_many_points_as_are_allowed_are_read() -> None:
    assert len(read_polygons(json.dumps([ring(MOST_POINTS)]))[0]) == MOST_POINTS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("[]", "empty"),
        ("{}", "unreadable"),
        ("[[1, 2", "unreadable"),
        ("[" * 100_000, "unreadable"),
        ('[[["0.1", "0.1"], [0.2, 0.1], [0.2, 0.2]]]', "unreadable"),
        ("[[[true, false], [0.2, 0.1], [0.2, 0.2]]]", "unreadable"),
        ("[[[0.1], [0.2, 0.1], [0.2, 0.2]]]", "unreadable"),
        ("[[[NaN, 0.1], [0.2, 0.1], [0.2, 0.2]]]", "beside"),
        ("[[[Infinity, 0.1], [0.2, 0.1], [0.2, 0.2]]]", "beside"),
        ("[[[-0.1, 0.1], [0.2, 0.1], [0.2, 0.2]]]", "beside"),
        ("[[[1.1, 0.1], [0.2, 0.1], [0.2, 0.2]]]", "beside"),
        (json.dumps([SQUARE[:2]]), "too_few"),
        (json.dumps([ring(MOST_POINTS + 1)]), "too_many"),
        (json.dumps([SQUARE] * (MOST_LUMPS + 1)), "too_many_lumps"),
        (json.dumps([[SQUARE[0]] * 4]), "no_area"),
        (json.dumps([[SQUARE[0], SQUARE[1], SQUARE[1]]]), "no_area"),
        (json.dumps([[SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]]), "crossing"),
        ("[" + "0" * 400_000, "too_long"),
    ],
)
def test_what_is_no_outline_is_refused_with_a_sentence(text: str, code: str) -> None:
    assert code_of(text) == code


def test_a_ring_that_ends_where_it_began_does_not_cross_itself() -> None:
    assert not crosses_itself([tuple(place) for place in [*SQUARE, SQUARE[0]]])  # type: ignore[misc]


def test_no_redness_is_an_answer_too() -> None:
    assert read_polygons("[]", may_be_empty=True) == []
    assert read_polygons("", may_be_empty=True) == []


def test_one_or_two_lines_are_read_and_others_are_not() -> None:
    line = [[0.1, 0.1], [0.3, 0.1]]
    assert read_lines(json.dumps([line])) == [[(0.1, 0.1), (0.3, 0.1)]]
    assert len(read_lines(json.dumps([line, line]))) == 2
    for wrong in ([], [line] * 3, [[line[0], line[0]]], [[*line, line[0]]], "x"):
        with pytest.raises(ValidationError):
            read_lines(json.dumps(wrong))


@pytest.mark.parametrize("text", ["", "0.5", "0.5,0.5,0.5", "a,b", "0.5,1.5", "nan,0.5", "0.5," + "0" * 300])
def test_a_place_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_places(text, 1)


def test_places_are_read_in_their_order() -> None:
    assert read_places("0,0.25,1,0.75", 2) == [(0.0, 0.25), (1.0, 0.75)]


@given(
    st.text() | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(json.dumps)
)
def test_nothing_a_browser_sends_does_anything_but_parse_or_be_refused(text: str) -> None:
    try:
        found = read_polygons(text)
    except ValidationError:
        return
    for outline in found:
        assert 3 <= len(outline) <= MOST_POINTS
        assert area_of(outline) > 0
        assert all(0 <= value <= 1 for place in outline for value in place)


@given(
    st.integers(3, 60),
    st.floats(0.01, 0.45),
    st.floats(0, 2 * math.pi),
)
def test_a_regular_polygon_never_crosses_itself_and_has_its_area(
    number: int, radius: float, turn: float
) -> None:
    turns = [turn + 2 * math.pi * step / number for step in range(number)]
    outline = [(0.5 + radius * math.cos(at), 0.5 + radius * math.sin(at)) for at in turns]
    assert not crosses_itself(outline)
    assert area_of(outline) == pytest.approx(number / 2 * radius**2 * math.sin(2 * math.pi / number))
