"""Makes the short form fit on one page: texts are shortened and lists cut before anything is drawn.

Screen, print and PDF draw what is left, so all of them say the same. Heights are estimates in millimetres on
the narrower and the shorter of A4 and Letter, on the safe side; tests set hostile records to hold them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from django.utils.translation import gettext as _

from records.selection import Part
from records.sheet_parts import Band, Head, Line, Pair, Section, Table

# The paper: Letter is the shorter, A4 the narrower one.
PAGE_MM = 279.4 - 2 * 11
HEAD_MM, FOOT_MM = 25.0, 11.0
TITLE_MM, LINE_MM, GAP_MM, ROW_MM = 6.4, 4.1, 2.6, 4.9
# How many average letters go into a line of the whole width, of a column, and of a cell.
FULL, COLUMN = 112, 52
CELLS = (26, 18, 20, 14, 18, 26)
PICTURE_MM = {1: 40.0, 2: 40.0, 3: 27.0}  # the side of a photo, by the number of pairs in the row
CAPTION_MM = 9.0
CHART_WIDTH_MM, CHART_MOST_MM = 184.0, 62.0

MOST: dict[str, int] = {
    Part.CHANGES: 8, Part.PHOTOS: 3, Part.EVENTS: 6, Part.CONTEXT: 4, Part.TREATMENTS: 7, Part.NOTES: 2,
    Part.LABS: 10,
}  # fmt: skip
LEAST: dict[str, int] = {
    Part.CHANGES: 3, Part.PHOTOS: 1, Part.EVENTS: 2, Part.CONTEXT: 1, Part.TREATMENTS: 2, Part.NOTES: 1,
    Part.LABS: 3,
}  # fmt: skip
#: what is cut first when the page is too full; over and over, one entry at a time
CUT_ORDER = (
    Part.CONTEXT, Part.LABS, Part.EVENTS, Part.NOTES, Part.LABS, Part.TREATMENTS, Part.EVENTS, Part.CHANGES,
    Part.PHOTOS,
)  # fmt: skip


def fit(bands: Sequence[Band]) -> tuple[Band, ...]:
    """Shorten texts and cut lists until the bands fit on one page."""
    sections = {section.key: _shortened(section) for band in bands for column in band for section in column}
    kept = {key: min(_size(section), MOST.get(key, 99)) for key, section in sections.items()}
    while True:
        cut = {key: _cut(section, kept[key]) for key, section in sections.items()}
        made = tuple(
            tuple(tuple(cut[section.key] for section in column) for column in band) for band in bands
        )
        if height_mm(made) <= PAGE_MM - HEAD_MM - FOOT_MM or not _cut_one(kept):
            return made


def _cut_one(kept: dict[str, int]) -> bool:
    """Take one entry from the list that is longest beyond its least, by the order above."""
    over = [key for key in CUT_ORDER if kept.get(key, 0) > LEAST[key]]
    if not over:
        return False
    key = max(over, key=lambda one: (kept[one] - LEAST[one]) / (MOST[one] - LEAST[one]))
    kept[key] -= 1
    return True


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
        table = Table(table.head, table.rows[:keep], table.care[:keep])
    return replace(section, lines=section.lines[:keep], table=table, pairs=section.pairs[:keep], more=more)


def _shortened(section: Section) -> Section:
    is_half = section.key in (Part.EVENTS, Part.DAYS, Part.CONTEXT, Part.TREATMENTS, Part.NOTES)
    width = COLUMN if is_half else FULL
    table = section.table
    if table:
        rows = tuple(
            tuple(shorten(cell, room) for cell, room in zip(row, CELLS, strict=True)) for row in table.rows
        )
        table = replace(table, rows=rows)
    return replace(
        section,
        intro=shorten(section.intro, 2 * width),
        outro=shorten(section.outro, 3 * width),
        table=table,
        lines=tuple(_short_line(line, width, notes=section.key == Part.NOTES) for line in section.lines),
        pairs=tuple(_short_pair(pair) for pair in section.pairs),
    )


def _short_line(line: Line, width: int, *, notes: bool) -> Line:
    room = 5 * width if notes else 2 * width
    lead = shorten(line.lead, width)
    return replace(line, lead=lead, text=shorten(line.text, room - units(lead)))


def _short_pair(pair: Pair) -> Pair:
    return replace(pair, title=shorten(pair.title, 34), scale=shorten(pair.scale, 44))


def short_head(head: Head) -> Head:
    """The head of a sheet that has to fit on one page: a name of 120 letters is cut like any other text."""
    return replace(
        head,
        name=shorten(head.name, 44),
        about=tuple(shorten(line, 2 * FULL) for line in head.about),
        since=shorten(head.since, FULL),
        made=shorten(head.made, 150),
    )


def shorten(text: str, room: int) -> str:
    """The text within so many letters of average width, ending in … where something was cut."""
    if units(text) <= room:
        return text
    width, end = 1.0, 0
    for place, letter in enumerate(text):
        width += _unit(letter)
        if width > room:
            break
        end = place + 1
    return text[:end].rstrip() + "…"


def units(text: str) -> int:
    """About how wide a text is, in letters of average width."""
    return ceil(sum(map(_unit, text)))


def _unit(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0x1F000:
        return 2.2
    if letter in "mwMW@%—…":
        return 1.75
    return 1.25 if letter.isupper() else 1.0


# ---- heights -------------------------------------------------------------------------------------


def height_mm(bands: Sequence[Band]) -> float:
    """About how high the bands stand on the page."""
    return sum(max(map(_column_mm, band), default=0.0) for band in bands)


def _column_mm(column: Sequence[Section]) -> float:
    return sum(map(_section_mm, column))


def _section_mm(section: Section) -> float:
    is_half = section.key in (Part.EVENTS, Part.DAYS, Part.CONTEXT, Part.TREATMENTS, Part.NOTES)
    width = COLUMN if is_half else FULL
    height = TITLE_MM + GAP_MM
    height += sum(_lines(text, width) for text in (section.intro, section.outro)) * LINE_MM
    height += LINE_MM if section.more else 0
    height += sum(_line_mm(line, width) for line in section.lines)
    if section.table:
        height += ROW_MM * (len(section.table.rows) + 1)
    if section.pairs:
        height += pictures_mm(len(section.pairs)) + 2 * CAPTION_MM
    if section.drawing:
        height += drawing_mm(section.drawing.height_per_width)
    return height


def pictures_mm(pairs: int) -> float:
    """The side of a photo when so many pairs stand in a row."""
    return PICTURE_MM[min(max(pairs, 1), 3)]


def drawing_mm(height_per_width: float) -> float:
    """How high a chart is drawn: the whole width, or less where that would take too much of the page."""
    return min(CHART_WIDTH_MM * height_per_width, CHART_MOST_MM)


def _line_mm(line: Line, width: int) -> float:
    room = width - 14 if line.when else width
    return LINE_MM * max(1, _lines(f"{line.lead} {line.text}", room))


def _lines(text: str, width: int) -> int:
    return ceil(units(text) / width) if text else 0
