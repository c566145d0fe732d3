"""What stands on a visit sheet, in words ready to be set: screen, print and PDF draw the same. Pure."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from timeline.pairing import Frame

HISTORY = "history"  # the key of a section of the long form that is no part to tick


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: ``when`` stands in the margin, ``lead`` is set in bold; each may be empty.

    Attributes:
        is_care: it asks for attention: an infection, a value outside the lab's own interval.
    """

    text: str
    lead: str = ""
    when: str = ""
    is_care: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header row; the first cell of each row is its name."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    care: tuple[bool, ...]  # one for each row


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that was ticked. ``frame`` says which part of it is shown; None: all of it."""

    photo_id: uuid.UUID
    width_px: int
    height_px: int
    caption: str
    alt: str
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """The photos of one deposit side by side; ``scale`` says how they were laid over each other."""

    title: str
    pictures: tuple[Picture, ...]
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: the SVG carries its own colours; ``narrow`` is the same for a phone.

    Attributes:
        alt: what it shows.
        legend: a mark (SVG) and what it stands for.
    """

    svg: SafeString
    narrow: SafeString
    alt: str
    height_per_width: float
    legend: tuple[tuple[SafeString, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet. ``more`` says what was left out for lack of room, and where it stands.

    ``side_mm``: how wide each photo is on paper.
    """

    key: str
    title: str
    intro: str = ""
    lines: tuple[Line, ...] = ()
    is_numbered: bool = False
    table: Table | None = None
    pairs: tuple[Pair, ...] = ()
    side_mm: float = 28.5
    drawing: Drawing | None = None
    outro: str = ""
    more: str = ""

    def texts(self) -> Iterator[str]:
        """Every text of the section in reading order, but for what a drawing shows."""
        yield from (self.title, self.intro)
        for line in self.lines:
            yield from (line.when, line.lead, line.text)
        if self.table:
            yield from self.table.head
            for row in self.table.rows:
                yield from row
        for pair in self.pairs:
            yield from (pair.title, *(picture.caption for picture in pair.pictures), pair.scale)
        if self.drawing:
            yield from (text for _mark, text in self.drawing.legend)
        yield from (self.outro, self.more)


#: one column takes the whole width; of two the first is the main one, twice as wide
Band = tuple[tuple[Section, ...], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Whose sheet it is, since when it counts, who made it, when, and from which revision of the record."""

    name: str
    about: tuple[str, ...]
    since: str
    made: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole visit sheet. ``bands`` are drawn from top to bottom."""

    title: str
    language: str
    made_on: datetime.date
    head: Head
    bands: tuple[Band, ...]
    foot: str
    is_long: bool = False

    def sections(self) -> Iterator[Section]:
        for band in self.bands:
            for column in band:
                yield from column

    def section(self, key: str) -> Section | None:
        """The section of a part, or None where it is not on the sheet."""
        return next((section for section in self.sections() if section.key == key), None)

    def photo_ids(self) -> set[uuid.UUID]:
        """Every photo that the sheet shows."""
        return {
            picture.photo_id
            for section in self.sections()
            for pair in section.pairs
            for picture in pair.pictures
        }

    def texts(self) -> Iterator[str]:
        """Every text that is set, in reading order and without empty ones."""
        yield from filter(None, (self.head.name, *self.head.about, self.head.since))
        for section in self.sections():
            yield from filter(None, section.texts())
        yield from filter(None, (self.head.made, self.foot))
