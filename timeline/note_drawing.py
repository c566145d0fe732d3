"""How the marks of notes are drawn above a photo: every length that depends on it in percent, the rest in px.

An SVG without a view box takes both, so that lines, heads and numbers keep their size on a phone and on a
large screen, and no picture has to be drawn twice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from timeline.note_marks import Arrow, Ellipse, Mark, Point

# Words near an edge run inwards; in the middle they stand below their number. In px, as the numbers are.
BESIDE_PX, BELOW_PX = 20, 36


@dataclass(frozen=True)
class Drawn:
    """A mark as attributes of SVG elements, all of them ready as text."""

    kind: str  # arrow, ellipse or text
    badge: tuple[str, str]  # the middle of the number
    line: tuple[str, str, str, str] | None = None
    oval: tuple[str, str, str, str] | None = None
    label: str = ""
    anchor: str = ""
    dx: int = 0
    dy: int = 0


def drawn(mark: Mark) -> Drawn:
    """The mark with the place of its number: at the free end of an arrow, on the rim of an ellipse."""
    if isinstance(mark, Arrow):
        return Drawn("arrow", _percents(mark.start), line=(*_percents(mark.start), *_percents(mark.end)))
    if isinstance(mark, Ellipse):
        (x, y), (rx, ry) = mark.centre, mark.radii
        half = math.sqrt(0.5)
        rim = _percents((x + rx * half, y - ry * half))
        return Drawn("ellipse", rim, oval=(*_percents(mark.centre), *_percents(mark.radii)))
    x = mark.at[0]
    anchor, dx, dy = "middle", 0, BELOW_PX if mark.at[1] < 0.5 else -BELOW_PX + 12
    if x < 1 / 3:
        anchor, dx, dy = "start", BESIDE_PX, 6
    elif x > 2 / 3:
        anchor, dx, dy = "end", -BESIDE_PX, 6
    return Drawn("text", _percents(mark.at), label=mark.words, anchor=anchor, dx=dx, dy=dy)


def mark_words(mark: Mark) -> str:
    """What is drawn and where, for a list and for those who do not see the picture."""
    if isinstance(mark, Arrow):
        return _("Arrow to the %(place)s") % {"place": place_words(mark.end)}
    if isinstance(mark, Ellipse):
        return _("Circle around the %(place)s") % {"place": place_words(mark.centre)}
    return _("“%(words)s” at the %(place)s") % {"words": mark.words, "place": place_words(mark.at)}


def place_words(point: Point) -> str:
    """Which ninth of the photo a place lies in."""
    names = (
        (_("upper left"), _("upper middle"), _("upper right")),
        (_("left"), _("middle"), _("right")),
        (_("lower left"), _("lower middle"), _("lower right")),
    )
    x, y = (min(int(number * 3), 2) for number in point)
    return names[y][x]


def _percents(point: Point) -> tuple[str, str]:
    """Plain text, so that no language's comma comes into an attribute."""
    return f"{point[0] * 100:.2f}%", f"{point[1] * 100:.2f}%"
