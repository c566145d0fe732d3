"""Outlines as a browser sends them: JSON, read with limits and told off in sentences. Pure.

All places are fractions of the upright photo, from (0, 0) at its upper left to (1, 1) at its lower right.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Place = tuple[float, float]
Polygon = list[Place]

MOST_LUMPS = 20
MOST_POINTS = 400
MOST_CHARACTERS = 400_000  # twenty lumps of 400 points with all digits a browser writes
# Less than a pixel of a photo of 50 megapixels: no outline but a slip.
SMALLEST_AREA = 2e-8


def read_polygons(text: str, *, may_be_empty: bool = False) -> list[Polygon]:
    """Closed polygons, one for each lump.

    Raises:
        ValidationError: with a sentence that says what to do.
    """
    given = _loaded(text) if text.strip() else []
    if not isinstance(given, list):
        raise _unreadable()
    if not given and not may_be_empty:
        raise ValidationError(_("There is no outline yet. Tap the deposit on the photo."), code="empty")
    if len(given) > MOST_LUMPS:
        words = _("At most %(most)d lumps fit in one outline. Measure the others as a deposit of their own.")
        raise ValidationError(words % {"most": MOST_LUMPS}, code="too_many_lumps")
    return [_polygon(one) for one in given]


def read_lines(text: str) -> list[Polygon]:
    """One or two lines of two ends each: the length, and perhaps the width.

    Raises:
        ValidationError: with a sentence that says what to do.
    """
    given = _loaded(text) if text.strip() else []
    if not isinstance(given, list) or not 1 <= len(given) <= 2:
        raise ValidationError(_("Draw a line for the length and, if you like, one for the width."))
    lines = [_places(one) for one in given]
    if any(len(line) != 2 or math.dist(*line) < 1e-4 for line in lines):
        raise ValidationError(_("Each line needs two ends that lie apart. Tap both ends again."))
    return lines


def read_places(text: str, number: int) -> Polygon:
    """``"x,y"`` or ``"x0,y0,x1,y1"``: so many places, separated by commas.

    Raises:
        ValidationError: not that many, or not on the photo.
    """
    try:
        values = [float(part) for part in text.split(",")] if len(text) < 200 else []
    except ValueError:
        values = []
    if len(values) != 2 * number:
        raise ValidationError(_("Tap the photo again; the place did not arrive."), code="place")
    return [_place(pair) for pair in zip(values[::2], values[1::2], strict=True)]


def area_of(polygon: Sequence[Place]) -> float:
    """Of a closed polygon, as a share of the photo's area (shoelace formula)."""
    twice = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in _edges(polygon))
    return abs(twice) / 2


def middle_of(polygons: Sequence[Polygon]) -> Place:
    """The middle of the box around all of them."""
    xs = [x for polygon in polygons for x, _y in polygon]
    ys = [y for polygon in polygons for _x, y in polygon]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def crosses_itself(polygon: Sequence[Place]) -> bool:
    """Whether two edges that are no neighbours meet: the area of such a figure is no area of a lump."""
    edges = list(_edges(polygon))
    last = len(edges) - 1
    boxes = [(min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])) for a, b in edges]
    for i, (a, b) in enumerate(edges):
        left, right, top, low = boxes[i]
        for j in range(i + 2, len(edges) - (i == 0)):
            other = boxes[j]
            apart = other[0] > right or other[1] < left or other[2] > low or other[3] < top
            if not apart and not (i == 0 and j == last) and _meet(a, b, *edges[j]):
                return True
    return False


def _loaded(text: str) -> Any:
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(_("This outline has too many points. Start again with a tap."), code="too_long")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error


def _unreadable() -> ValidationError:
    return ValidationError(_("The outline did not arrive whole. Tap the deposit again."), code="unreadable")


def _polygon(given: Any) -> Polygon:
    places = _places(given)
    if len(places) < 3:
        raise ValidationError(_("An outline needs at least three points. Add one."), code="too_few")
    if len(places) > MOST_POINTS:
        words = _("An outline has at most %(most)d points. Start again with a tap.")
        raise ValidationError(words % {"most": MOST_POINTS}, code="too_many")
    if crosses_itself(places):
        words = _("The outline crosses itself. Move the point that lies beyond the line, or start again.")
        raise ValidationError(words, code="crossing")
    if area_of(places) < SMALLEST_AREA:
        raise ValidationError(_("The outline encloses nothing. Draw it around the deposit."), code="no_area")
    return places


def _places(given: Any) -> Polygon:
    if not isinstance(given, list) or len(given) > 10 * MOST_POINTS:
        raise _unreadable()
    return [_place(one) for one in given]


def _place(given: Any) -> Place:
    if not isinstance(given, (list, tuple)) or len(given) != 2:
        raise _unreadable()
    for value in given:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _unreadable()
        if not 0 <= value <= 1:  # neither does "not a number" lie there
            raise ValidationError(_("A point lies beside the photo. Move it onto the photo."), code="beside")
    return float(given[0]), float(given[1])


def _edges(polygon: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    return zip(polygon, [*polygon[1:], polygon[0]], strict=True)


def _meet(a: Place, b: Place, c: Place, d: Place) -> bool:
    """Whether two segments cross properly; touching in a point is no crossing."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Place, b: Place, c: Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
