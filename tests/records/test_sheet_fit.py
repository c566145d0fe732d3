"""The short form: how texts are shortened and lists cut until one page holds them. No database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.selection import Part
from records.sheet_fit import (
    HEAD_LETTERS,
    MOST,
    PAGE_MM,
    fit,
    head_mm,
    height_mm,
    short_head,
    shorten,
    units,
)
from records.sheet_parts import Band, Head, Line, Section, Table

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200)
LINES = st.builds(Line, TEXTS, lead=TEXTS, when=st.sampled_from(["", "6 November 2026"])).map(lambda one: one)
CELLS = st.lists(st.tuples(*[TEXTS] * 6), max_size=60).map(tuple)


def listed(key: str) -> st.SearchStrategy[Section]:
    lines = st.lists(LINES, min_size=1, max_size=40).map(tuple)
    return st.builds(Section, st.just(key), TEXTS.map(lambda text: text[:30]), intro=TEXTS, lines=lines)


def tabled() -> st.SearchStrategy[Section]:
    table = CELLS.map(lambda rows: Table(("a",) * 6, rows, (False,) * len(rows)))
    return st.builds(Section, st.just(Part.LABS), st.just("Lab results"), table=table)


BANDS = st.tuples(
    st.tuples(st.tuples(listed(Part.CHANGES)), st.tuples(listed(Part.EVENTS), listed(Part.TREATMENTS))),
    st.tuples(st.tuples(tabled())),
)
HEADS = st.builds(Head, TEXTS, st.lists(TEXTS, max_size=2).map(tuple), TEXTS, TEXTS)


@given(BANDS, HEADS)
def test_whatever_comes_in_fits_on_the_page(bands: tuple[Band, ...], head: Head) -> None:
    head = short_head(head)
    assert head_mm(head) + height_mm(fit(bands, head)) <= PAGE_MM


@given(BANDS)
def test_what_is_left_out_is_counted(bands: tuple[Band, ...]) -> None:
    made = fit(bands, Head("", (), "", ""))
    for band, was in zip(made, bands, strict=True):
        for column, before in zip(band, was, strict=True):
            for section, whole in zip(column, before, strict=True):
                left = len(whole.lines) - len(section.lines)
                assert section.more == (f"and {left} more: in the long form" * bool(left)) or whole.table


@given(st.integers(0, 30))
def test_a_short_list_stays_whole(count: int) -> None:
    section = Section(Part.EVENTS, "Events", lines=tuple(Line("Opened") for _ in range(count)))
    made = fit((((section,),),), Head("Rosa", (), "", ""))
    assert len(made[0][0][0].lines) == min(count, MOST[Part.EVENTS])


@given(TEXTS, st.integers(2, 60))
def test_a_shortened_text_has_the_room_it_was_given(text: str, room: int) -> None:
    assert units(shorten(text, room)) <= room + 1


@given(TEXTS)
def test_a_text_with_room_stays_as_it_is(text: str) -> None:
    assert shorten(text, units(text)) == text


@pytest.mark.parametrize("name", ["Rosa Keller", "W" * 120, "漢" * 120])
def test_a_name_takes_one_line(name: str) -> None:
    head = short_head(Head(name, ("a" * 400,), "", ""))
    assert units(head.name) <= 41
    assert units(head.about[0]) <= 2 * HEAD_LETTERS
