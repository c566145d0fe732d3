"""The measured points: a shape for each method, error bars, lines, gaps, and thinning when there are very
many.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from .chart_svg import Svg, text_width
from .chart_thin import is_many

#: Which of several lesions: classes with this ending, told apart by dash and filling, and a letter.
SUFFIXES = ("", "-b", "-c")
LETTERS = ("A", "B", "C")
_MOST_LINKS_OF_MANY = 40
_FULL_MARK_ROOM = 9  # drawing units per point below which marks shrink and lose their caps
MOST_LINKS = 120  # ours: keeps keyboard stops and bytes bounded; older points are reached from the table


@dataclass(frozen=True, slots=True)
class Mark:
    """One point on paper. ``low`` and ``high`` are the ends of its error bar; ``shape`` is a key of SHAPES;
    ``index`` counts the points before thinning, ``run`` the gaps before this one.
    """

    day: date
    x: float
    y: float
    low: float
    high: float
    shape: str
    index: int = 0
    run: int = 0


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y:.1f}a{r:g} {r:g} 0 1 1 {2 * r:g} 0a{r:g} {r:g} 0 1 1 {-2 * r:g} 0z"


def _square(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y - r:.1f}h{2 * r:g}v{2 * r:g}h{-2 * r:g}z"


def _diamond(x: float, y: float, r: float) -> str:
    r *= 1.25
    return f"M{x:.1f} {y - r:.1f}l{r:g} {r:g}l{-r:g} {r:g}l{-r:g} {-r:g}z"


def _triangle(x: float, y: float, r: float) -> str:
    return f"M{x:.1f} {y - r * 1.1:.1f}l{r * 1.15:g} {r * 1.95:g}h{-r * 2.3:g}z"


def _half(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y:.1f}h{2 * r:g}v{r:g}h{-2 * r:g}z"


Shape = Callable[[float, float, float], str]
#: The name and the address of a point, by its number in the series.
Names = Callable[[int], tuple[str, str]]

#: Shape by way of measuring: readable in black and white. A method we don't know gets the circle with a
#: hollow middle.
SHAPES: dict[str, tuple[str, Shape]] = {
    "ruler": ("c-dot", _circle),
    "caliper": ("c-dot", _diamond),
    "card": ("c-dot", _square),
    "known_length": ("c-hollow", _square),
    "eye": ("c-hollow", _triangle),
    "other": ("c-hollow", _circle),
}

# The stored names of the ways to measure, where they differ from the shape's.
_SHAPE_OF = {"photo_card": "card", "photo_known": "known_length"}


def shape_key(method: str) -> str:
    """The shape for a method's stored name."""
    key = _SHAPE_OF.get(method, method)
    return key if key in SHAPES else "other"


_METHOD_NAMES = {
    "ruler": pgettext_lazy("way of measuring", "ruler"),
    "caliper": pgettext_lazy("way of measuring", "caliper"),
    "card": pgettext_lazy("way of measuring", "photo with card"),
    "known_length": pgettext_lazy("way of measuring", "photo with something of known length"),
    "eye": pgettext_lazy("way of measuring", "by eye"),
    "other": pgettext_lazy("way of measuring", "another way"),
}


def method_name(method: str) -> str:
    """The method in words, as it stands after a number: 7 mm, ruler."""
    return _method_name(shape_key(method), get_language())


@lru_cache(maxsize=64)
def _method_name(shape: str, _language: str | None) -> str:
    return str(_METHOD_NAMES[shape])


def draw_shape(svg: Svg, shape: str, x: float, y: float, radius: float = 5, suffix: str = "") -> None:
    """One mark; the photo with a known length is a square whose lower half is filled."""
    css_class, outline = SHAPES[shape]
    if shape == "ruler":
        svg.circle(css_class + suffix, x, y, radius + 0.5)
    else:
        svg.path(css_class + suffix, outline(x, y, radius))
    if shape == "known_length":
        svg.path("c-half" + suffix, _half(x, y, radius))


def draw_sample(svg: Svg, suffix: str, x: float, y: float) -> None:
    """A piece of line with a mark, 32 units wide, for the key of several lines."""
    svg.path("c-line" + suffix, f"M{x:g} {y:g}h32")
    svg.circle("c-dot" + suffix, x + 16, y, 4.5)


def draw_line(svg: Svg, marks: Sequence[Mark], suffix: str = "") -> list[tuple[Mark, Mark]]:
    """Full lines between neighbours, dotted ones over gaps; returns the gaps."""
    solid: list[str] = []
    dotted: list[str] = []
    gaps: list[tuple[Mark, Mark]] = []
    joined = False
    # Where there are more marks than a screen has columns, a tenth of a unit is only weight.
    form = ".0f" if is_many(len(marks)) else ".1f"
    for before, after in pairwise(marks):
        if before.run != after.run:
            gaps.append((before, after))
            dotted.append(f"M{before.x:.1f} {before.y:.1f}L{after.x:.1f} {after.y:.1f}")
            joined = False
            continue
        solid.append(
            f"L{after.x:{form}} {after.y:{form}}"
            if joined
            else f"M{before.x:{form}} {before.y:{form}}L{after.x:{form}} {after.y:{form}}"
        )
        joined = True
    svg.path("c-line" + suffix, "".join(solid))
    svg.path("c-gap", "".join(dotted))
    return gaps


def draw_marks(
    svg: Svg,
    marks: Sequence[Mark],
    *,
    room: float,
    names: Names | None = None,
    suffix: str = "",
    has_errors: bool = True,
) -> None:
    """Error bars and shapes. With room, each recent point is a link of its own; dense points share one path
    per shape.
    """
    if not marks:
        return
    spacing = room / len(marks)
    if spacing < _FULL_MARK_ROOM / 3:
        _draw_dense(svg, marks, 1.75, suffix, has_errors=has_errors)
    elif spacing < _FULL_MARK_ROOM:
        _draw_dense(svg, marks, 3, suffix, has_errors=has_errors)
    elif names is None:
        if has_errors:
            svg.path("c-err" + suffix, "".join(map(_error_bar, marks)))
        for mark in marks:
            draw_shape(svg, mark.shape, mark.x, mark.y, suffix=suffix)
    if names is not None:
        most = _MOST_LINKS_OF_MANY if is_many(len(marks)) else MOST_LINKS
        _draw_links(svg, marks[-most:], names, spacing, suffix)


def _error_bar(mark: Mark) -> str:
    return (
        f"M{mark.x:.1f} {mark.low:.1f}V{mark.high:.1f}"
        f"M{mark.x - 4:.1f} {mark.low:.1f}h8M{mark.x - 4:.1f} {mark.high:.1f}h8"
    )


def _draw_dense(svg: Svg, marks: Sequence[Mark], radius: float, suffix: str, *, has_errors: bool) -> None:
    if has_errors:
        svg.path("c-err-dense" + suffix, "".join(_columns(marks)))
    if is_many(len(marks)):
        # A stroke without length and with round ends is a dot in nine bytes.
        data = "".join(f"M{m.x:.0f} {m.y:.0f}h0" for m in marks)
        svg.path("c-specks" + suffix, data)
        return
    for shape, (css_class, outline) in SHAPES.items():
        data = "".join(outline(round(m.x), round(m.y), radius) for m in marks if m.shape == shape)
        svg.path(("c-mass" if css_class == "c-dot" else "c-mass-hollow") + suffix, data)


def _columns(marks: Sequence[Mark]) -> Iterable[str]:
    """One error line per pixel column, from its lowest to its highest end."""
    ends: dict[int, tuple[float, float]] = {}
    for mark in marks:
        low, high = ends.get(round(mark.x), (mark.low, mark.high))
        ends[round(mark.x)] = max(low, mark.low), min(high, mark.high)
    return (f"M{x} {low:.0f}V{high:.0f}" for x, (low, high) in ends.items())


def _draw_links(svg: Svg, marks: Sequence[Mark], names: Names, spacing: float, suffix: str) -> None:
    half = min(max(spacing / 2, 4), 22)
    for mark in marks:
        label, href = names(mark.index)
        svg.open_point(label, href)
        svg.path("c-hit", f"M{mark.x - half:.1f} {mark.y - 22:.1f}h{2 * half:.1f}v44h{-2 * half:.1f}z")
        if spacing >= _FULL_MARK_ROOM:
            svg.path("c-err" + suffix, _error_bar(mark))
            draw_shape(svg, mark.shape, mark.x, mark.y, suffix=suffix)
        svg.close("a" if href else "g")


def draw_gap_words(
    svg: Svg, gaps: Sequence[tuple[Mark, Mark]], blocked: Sequence[float], top: float, bottom: float
) -> None:
    """Say "not measured" under (or over) a dotted line where the words have room."""
    words = _("not measured").split(" ", 1)
    width = max(text_width(word, svg.font) for word in words)
    reach = float("-inf")
    for before, after in gaps:
        x = _free_middle(before.x, after.x, width, blocked)
        if x is None or x - width / 2 < reach:
            continue
        share = (x - before.x) / max(after.x - before.x, 1)
        line = before.y + (after.y - before.y) * share
        lowest = max(before.low, after.low, line)
        y = line + 34 if lowest + 34 + 18 * len(words) < bottom - 18 else line - 14 - 17 * (len(words) - 1)
        if y - 14 < top:
            continue
        for index, word in enumerate(words):
            svg.text(x, y + 17 * index, word, anchor="middle")
        reach = x + width / 2 + 10


def _free_middle(left: float, right: float, width: float, blocked: Sequence[float]) -> float | None:
    """A place between two points where words of this width cross no event line."""
    if right - left < width + 20:
        return None
    for share in (0.5, 0.35, 0.65, 0.25, 0.75):
        x = left + (right - left) * share
        if x - width / 2 < left + 8 or x + width / 2 > right - 8:
            continue
        if not any(abs(x - other) < width / 2 + 4 for other in blocked):
            return x
    return None
