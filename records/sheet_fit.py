"""Makes the short form fit on one page: texts are shortened and lists cut before anything is drawn.

Screen, print and PDF draw what is left, so all of them say the same. Heights are estimates in millimetres on
the narrower and the shorter of A4 and Letter, on the safe side; tests set hostile records to hold them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from math import ceil

from django.utils.translation import gettext as _

from records.selection import Part
from records.sheet_parts import Band, Head, Line, Pair, Section

# The paper: Letter is the shorter, A4 the narrower one. The foot stands in the margin below.
PAGE_MM = 279.4 - 2 * 11 - 7
HEAD_MM, HEAD_LETTERS = 14.0, 86
TITLE_MM, LINE_MM, ITEM_MM, GAP_MM, ROW_MM = 3.9, 3.65, 0.4, 4.0, 3.9
# How many letters of average width go into a line: of the whole width, the main column, the one beside it.
FULL, MAIN, SIDE = 128, 84, 39
WHEN = 13  # what a date in the margin takes of it
CELLS = (26, 18, 22, 14, 13, 27)
PICTURE_MM, ONE_PICTURE_MM, PAIRS_IN_A_ROW = 28.5, 40.0, 2
CAPTION_MM = 9.5
CHART_MM, CHART_MOST_MM = 121.0, 44.0

MOST: dict[str, int] = {
    Part.CHANGES: 8, Part.PHOTOS: 4, Part.EVENTS: 6, Part.CONTEXT: 4, Part.TREATMENTS: 7, Part.NOTES: 3,
    Part.LABS: 12,
}  # fmt: skip
GOOD: dict[str, int] = {
    Part.CHANGES: 4, Part.PHOTOS: 2, Part.EVENTS: 3, Part.CONTEXT: 2, Part.TREATMENTS: 3, Part.NOTES: 1,
    Part.LABS: 4,
}  # fmt: skip
LEAST: dict[str, int] = {
    Part.CHANGES: 2, Part.PHOTOS: 1, Part.EVENTS: 1, Part.CONTEXT: 1, Part.TREATMENTS: 1, Part.NOTES: 1,
    Part.LABS: 2,
}  # fmt: skip
#: how many lines an entry may take and how long lists may become, step by step as long as there is room
STEPS = ((2, LEAST), (2, GOOD), (3, GOOD), (3, MOST), (4, MOST))
#: whose turn it is first when a list may become longer
ORDER = (
    Part.CHANGES, Part.PHOTOS, Part.TREATMENTS, Part.EVENTS, Part.LABS, Part.NOTES, Part.CONTEXT,
)  # fmt: skip


class _Plan:
    """How much of each list is kept and how many lines its entries may take, by column."""

    def __init__(self, bands: Sequence[Band]) -> None:
        self.bands = bands
        self.lines = {(b, c): 1 for b, band in enumerate(bands) for c in range(len(band))}
        found = [section for band in bands for column in band for section in column]
        self.sizes = {section.key: _size(section) for section in found}
        self.kept = {key: min(size, LEAST.get(key, 99)) for key, size in self.sizes.items()}
        self.side_mm = PICTURE_MM
        self._shortened = cache(_shortened)

    def made(self) -> tuple[Band, ...]:
        return tuple(
            tuple(
                tuple(self._section(section, width, self.lines[b, c]) for section in column)
                for c, (column, width) in enumerate(zip(band, widths(band), strict=True))
            )
            for b, band in enumerate(self.bands)
        )

    def _section(self, section: Section, width: int, lines: int) -> Section:
        cut = _cut(self._shortened(section, width, lines), self.kept[section.key])
        return replace(cut, side_mm=self.side_mm) if cut.pairs else cut


def fit(bands: Sequence[Band], head: Head) -> tuple[Band, ...]:
    """Begin with the least of everything and add, step by step, what still fits on one page."""
    room = PAGE_MM - head_mm(head)
    plan = _Plan(bands)

    def fits() -> bool:
        return height_mm(plan.made()) <= room

    for lines, most in STEPS:
        for column in plan.lines:
            before, plan.lines[column] = plan.lines[column], lines
            if not fits():
                plan.lines[column] = before
        _lengthen(plan, most, fits)
    plan.side_mm = ONE_PICTURE_MM
    if plan.kept.get(Part.PHOTOS) != 1 or not fits():
        plan.side_mm = PICTURE_MM
    return plan.made()


def _lengthen(plan: _Plan, most: dict[str, int], fits: Callable[[], bool]) -> None:
    """Add an entry to each list in turn until no list can become longer."""
    able = [key for key in ORDER if key in plan.kept]
    while able:
        for key in list(able):
            plan.kept[key] += 1
            if plan.kept[key] > min(plan.sizes[key], most[key]) or not fits():
                plan.kept[key] -= 1
                able.remove(key)


def widths(band: Band) -> tuple[int, ...]:
    """How many letters go into a line of each column."""
    return (FULL,) if len(band) == 1 else (MAIN, SIDE)


# ---- cutting and shortening ----------------------------------------------------------------------


def _size(section: Section) -> int:
    return len(section.pairs) or len(section.lines) or (len(section.table.rows) if section.table else 0)


def _cut(section: Section, keep: int) -> Section:
    left = _size(section) - keep
    if left <= 0:
        return section
    more = _("and %(count)d more: in the long form") % {"count": left}
    table = section.table
    if table:
        table = replace(table, rows=table.rows[:keep], care=table.care[:keep])
    return replace(section, lines=section.lines[:keep], table=table, pairs=section.pairs[:keep], more=more)


def _shortened(section: Section, width: int, most: int) -> Section:
    table = section.table
    if table:
        rows = tuple(
            tuple(shorten(cell, room) for cell, room in zip(row, CELLS, strict=True)) for row in table.rows
        )
        table = replace(table, rows=rows)
    if section.key in (Part.QUESTIONS, Part.CHANGES):  # her own words; a verdict with both of its sizes
        most = 2 if section.key == Part.QUESTIONS else min(most + 1, 4)
    return replace(
        section,
        intro=shorten(section.intro, 2 * width),
        outro=shorten(section.outro, 3 * width),
        table=table,
        lines=tuple(_short_line(line, width, most) for line in section.lines),
        pairs=tuple(_short_pair(pair) for pair in section.pairs),
    )


def _short_line(line: Line, width: int, most: int) -> Line:
    room = most * (width - WHEN if line.when else width) - most  # a word that breaks leaves a gap
    lead = shorten(line.lead, min(room, 90))
    return replace(line, lead=lead, text=shorten(line.text, max(room - units(lead) - 1, 1)))


def _short_pair(pair: Pair) -> Pair:
    return replace(pair, title=shorten(pair.title, 34), scale=shorten(pair.scale, 44))


def short_head(head: Head) -> Head:
    """The head of a sheet that has to fit on one page: a name of 120 letters is cut like any other text."""
    return replace(
        head,
        name=shorten(head.name, 40),
        about=tuple(shorten(line, 2 * HEAD_LETTERS - 6) for line in head.about),
        made=shorten(head.made, 130),
    )


def shorten(text: str, room: int) -> str:
    """The text within so many letters of average width, ending in … where something was cut."""
    if units(text) <= room:
        return text
    width, end = _unit("…"), 0
    for place, letter in enumerate(text):
        width += _unit(letter)
        if width > room:
            break
        end = place + 1
    return text[: _boundary(text, end)].rstrip() + "…"


def _boundary(text: str, end: int) -> int:
    """Where to cut before ``end``: after a sentence or a phrase, else between words; no number in two."""
    for mark, least in ((". ", 0.6), ("; ", 0.6), (" ", 0.5)):
        place = text.rfind(mark, 0, end)
        if place >= least * end:
            return place + len(mark)
    return end


def units(text: str) -> int:
    """About how wide a text is, in letters of average width."""
    return ceil(sum(map(_unit, text)))


def _unit(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0x1F000:
        return 2.2
    if letter in "mwMW@%—…":
        return 2.1
    return 1.4 if letter.isupper() or ord(letter) > 0x250 else 1.0


# ---- heights -------------------------------------------------------------------------------------


def head_mm(head: Head) -> float:
    """About how high the head stands."""
    return HEAD_MM + sum(_lines(line, HEAD_LETTERS) * LINE_MM + ITEM_MM for line in head.about)


def height_mm(bands: Sequence[Band]) -> float:
    """About how high the bands stand on the page."""
    return sum(
        max(_column_mm(column, width) for column, width in zip(band, widths(band), strict=True))
        for band in bands
    )


def _column_mm(column: Sequence[Section], width: int) -> float:
    return sum(_section_mm(section, width) for section in column)


def _section_mm(section: Section, width: int) -> float:
    height = TITLE_MM + GAP_MM
    for text in (section.intro, section.outro, section.more):
        height += _lines(text, width) * LINE_MM + (ITEM_MM if text else 0)
    height += sum(_line_mm(line, width, 1.12 if section.is_numbered else 1.0) for line in section.lines)
    if section.table:
        height += ROW_MM * (len(section.table.rows) + 1)
    if section.pairs:
        rows = ceil(len(section.pairs) / PAIRS_IN_A_ROW)
        height += rows * (section.side_mm + CAPTION_MM)
    if section.drawing:
        legend = " ".join(f"{text}     " for _mark, text in section.drawing.legend)
        height += drawing_mm(section.drawing.height_per_width) + _lines(legend, width + 10) * LINE_MM + 1
    return height


def drawing_mm(height_per_width: float) -> float:
    """How high a chart is drawn in the short form: as wide as its column, or less if that were too high."""
    return min(CHART_MM * height_per_width, CHART_MOST_MM)


def _line_mm(line: Line, width: int, size: float) -> float:
    room = width - WHEN if line.when else width
    return LINE_MM * size * max(1, _lines(f"{line.lead} {line.text}", room)) + ITEM_MM


def _lines(text: str, width: int) -> int:
    return ceil(units(text) / width) if text else 0
