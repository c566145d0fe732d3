"""Marks on photos: what is drawn, what is stored, what is refused with the part of the form it belongs to."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.note_drawing import drawn, mark_words, place_words
from timeline.note_marks import (
    LABEL_MOST,
    Arrow,
    Ellipse,
    Label,
    Mark,
    MarkRefused,
    arrow,
    corners_of,
    ellipse,
    label,
    mark_from_json,
    mark_to_json,
)

FRACTION = st.floats(0, 1)
POINT = st.tuples(FRACTION, FRACTION)
# Everything that JSON can hold where a mark is looked for.
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)
KIND = st.sampled_from(["arrow", "ellipse", "text", "square"])
PARTS = ("from", "to", "centre", "radii", "at", "label")


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    """A mark somebody could have set."""
    first, second = draw(POINT), draw(POINT)
    words = draw(st.text("abcdefghij <&\"'>", min_size=1, max_size=LABEL_MOST).filter(str.strip))
    made: list[Mark] = []
    for make in (lambda: arrow(first, second), lambda: ellipse(first, second), lambda: label(first, words)):
        try:
            made.append(make())
        except MarkRefused:
            continue
    return draw(st.sampled_from(made))


@given(marks())
def test_a_mark_comes_back_from_json_as_it_was(mark: Mark) -> None:
    assert mark_from_json(json.loads(json.dumps(mark_to_json(mark)))) == mark


@given(marks())
def test_what_is_drawn_stays_on_the_photo(mark: Mark) -> None:
    for point in filter(None, corners_of(mark)):
        assert all(0 <= number <= 1 for number in point)
    shape = drawn(mark)
    numbers = [*shape.badge, *(shape.line or ()), *(shape.oval or ())]
    assert all(re.fullmatch(r"\d{1,3}\.\d\d%", number) for number in numbers)
    assert all(float(number[:-1]) <= 100 for number in numbers)


@given(ANYTHING | st.fixed_dictionaries({"kind": KIND}, optional=dict.fromkeys(PARTS, ANYTHING)))
def test_anything_else_is_refused_or_a_mark(data: Any) -> None:
    with contextlib.suppress(MarkRefused):
        mark = mark_from_json(data)
        assert mark_from_json(mark_to_json(mark)) == mark


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "arrow", "from": [1.2, 0.5], "to": [0.5, 0.5]}, "x1"),
        ({"kind": "arrow", "from": [0.5, 0.5], "to": [0.5, -0.1]}, "x2"),
        ({"kind": "arrow", "from": [0.5, 0.5], "to": [0.5, 0.51]}, "x2"),
        ({"kind": "arrow", "from": [True, 0.5], "to": [0.5, 0.5]}, "x1"),
        ({"kind": "arrow", "from": [float("nan"), 0.5], "to": [0.5, 0.5]}, "x1"),
        ({"kind": "ellipse", "centre": [0.9, 0.5], "radii": [0.2, 0.1]}, "x2"),
        ({"kind": "ellipse", "centre": [0.5, 0.5], "radii": [0.2, 0.001]}, "x2"),
        ({"kind": "text", "at": [0.5, 0.5], "label": "  "}, "label"),
        ({"kind": "text", "at": [0.5, 0.5], "label": "x" * (LABEL_MOST + 1)}, "label"),
        ({"kind": "square"}, "mark"),
        ([0.5, 0.5], "mark"),
    ],
)
def test_a_refusal_names_the_part_of_the_form(data: Any, field: str) -> None:
    with pytest.raises(MarkRefused) as refused:
        mark_from_json(data)
    assert refused.value.field == field


def test_the_corners_of_a_circle_may_be_given_in_any_order() -> None:
    assert (
        ellipse((0.6, 0.2), (0.4, 0.6)) == ellipse((0.4, 0.6), (0.6, 0.2)) == Ellipse((0.5, 0.4), (0.1, 0.2))
    )


def test_words_lose_their_line_breaks() -> None:
    assert label((0.5, 0.5), " an \n old\tscar ") == Label((0.5, 0.5), "an old scar")


def test_words_near_an_edge_run_inwards() -> None:
    anchors = [drawn(Label((x, 0.5), "scar")).anchor for x in (0.1, 0.5, 0.9)]
    assert anchors == ["start", "middle", "end"]


def test_the_number_of_an_arrow_stands_at_its_free_end() -> None:
    assert drawn(Arrow((0.1, 0.2), (0.5, 0.5))).badge == ("10.00%", "20.00%")


def test_a_mark_is_told_in_words() -> None:
    assert mark_words(Arrow((0.1, 0.1), (0.9, 0.9))) == "Arrow to the lower right"
    assert mark_words(Ellipse((0.5, 0.5), (0.1, 0.1))) == "Circle around the middle"
    assert mark_words(Label((0.1, 0.1), "scar")) == "“scar” at the upper left"
    assert place_words((1.0, 0.0)) == "upper right"
