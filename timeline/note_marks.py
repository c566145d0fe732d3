"""What a note points at on a photo: an arrow, an ellipse or a few words, in fractions of the upright photo.

The photo itself is never changed; a mark is drawn above it. Places are (x, y) with 0, 0 at the top left and
1, 1 at the bottom right, whatever the size the photo is shown at.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

Point = tuple[float, float]

# So many characters stay readable on a phone 320 px wide, wherever on the picture they stand. Ours.
LABEL_MOST = 24
# Below this an ellipse hides what it surrounds, and an arrow has no direction to be seen. Ours.
RADIUS_LEAST = 0.01
ARROW_LEAST = 0.02
DIGITS = 4  # a ten-thousandth of a side: below one pixel of any photo that is kept
SLACK = 10**-DIGITS  # rounding may put the rim of an ellipse so far outside


class MarkRefused(ValueError):
    """A mark that cannot be drawn; ``field`` is the part of the form the sentence belongs to."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Arrow:
    """From a free place to what is meant."""

    start: Point
    end: Point


@dataclass(frozen=True)
class Ellipse:
    """Around what is meant; the radii are fractions of the photo's width and height."""

    centre: Point
    radii: Point


@dataclass(frozen=True)
class Label:
    """A few words at a point."""

    at: Point
    words: str


Mark = Arrow | Ellipse | Label


def mark_from_json(data: object) -> Mark:
    """The mark that is stored as JSON.

    Raises:
        MarkRefused: it is no mark, or some of it lies outside the photo.
    """
    if not isinstance(data, Mapping):
        raise MarkRefused("mark", _("This is no mark. Set it again."))
    kind = data.get("kind")
    if kind == "arrow":
        return arrow(_point(data.get("from"), "x1"), _point(data.get("to"), "x2"))
    if kind == "ellipse":
        centre, radii = _point(data.get("centre"), "x1"), _point(data.get("radii"), "x2")
        return ellipse(
            (centre[0] - radii[0], centre[1] - radii[1]), (centre[0] + radii[0], centre[1] + radii[1])
        )
    if kind == "text":
        return label(_point(data.get("at"), "x1"), data.get("label"))
    raise MarkRefused("mark", _("This is no mark. Set it again."))


def mark_to_json(mark: Mark) -> dict[str, object]:
    """As it is stored and exported; ``mark_from_json`` reads it back."""
    if isinstance(mark, Arrow):
        return {"kind": "arrow", "from": list(mark.start), "to": list(mark.end)}
    if isinstance(mark, Ellipse):
        return {"kind": "ellipse", "centre": list(mark.centre), "radii": list(mark.radii)}
    return {"kind": "text", "at": list(mark.at), "label": mark.words}


def arrow(start: Point, end: Point) -> Arrow:
    """An arrow between two places of the photo.

    Raises:
        MarkRefused: one lies outside, or both are the same place.
    """
    start, end = _inside(start, "x1"), _inside(end, "x2")
    if math.dist(start, end) < ARROW_LEAST:
        raise MarkRefused("x2", _("The arrow starts where it ends. Set its two ends further apart."))
    return Arrow(start, end)


def ellipse(corner: Point, opposite: Point) -> Ellipse:
    """The ellipse that fills the box between two opposite corners, given in any order.

    Raises:
        MarkRefused: a corner lies outside, or the box is too flat to see what is in it.
    """
    corner, opposite = _inside(corner, "x1"), _inside(opposite, "x2")
    radii = abs(opposite[0] - corner[0]) / 2, abs(opposite[1] - corner[1]) / 2
    if min(radii) < RADIUS_LEAST - SLACK:
        raise MarkRefused("x2", _("The circle is too small to see. Set its two corners further apart."))
    centre = (corner[0] + opposite[0]) / 2, (corner[1] + opposite[1]) / 2
    return Ellipse(_rounded(centre), _rounded(radii))


def label(at: Point, words: object) -> Label:
    """A few words at a place of the photo.

    Raises:
        MarkRefused: the place lies outside, or there are no words or too many of them.
    """
    at = _inside(at, "x1")
    text = " ".join(words.split()) if isinstance(words, str) else ""
    if not text:
        raise MarkRefused("label", _("Write the words that shall stand on the photo."))
    if len(text) > LABEL_MOST:
        sentence = _("At most %(most)s characters fit on a phone. Write the rest into the note.")
        raise MarkRefused("label", sentence % {"most": LABEL_MOST})
    return Label(at, text)


def corners_of(mark: Mark) -> tuple[Point, Point | None]:
    """The one or two places somebody sets to draw it."""
    if isinstance(mark, Arrow):
        return mark.start, mark.end
    if isinstance(mark, Ellipse):
        (x, y), (rx, ry) = mark.centre, mark.radii
        return _inside((x - rx, y - ry), "x1"), _inside((x + rx, y + ry), "x2")
    return mark.at, None


def _point(value: object, field: str) -> Point:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise MarkRefused(field, _("This is no place on the photo. Set it again."))
    x, y = value
    for number in (x, y):
        if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
            raise MarkRefused(field, _("This is no place on the photo. Set it again."))
    return float(x), float(y)


def _inside(point: Point, field: str) -> Point:
    if not all(-SLACK <= number <= 1 + SLACK for number in point):
        raise MarkRefused(field, _("This place lies outside the photo: between 0 and 100 percent, please."))
    return _rounded((min(max(point[0], 0.0), 1.0), min(max(point[1], 0.0), 1.0)))


def _rounded(point: Point) -> Point:
    return round(point[0], DIGITS), round(point[1], DIGITS)
