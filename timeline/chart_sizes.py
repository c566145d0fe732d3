"""Sizes of one or a few lesions as a panel: points with their error, lines, gaps, "same" answers, events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .chart_data import LegendItem, LifeMark, Number, SizeLine, SizePoint
from .chart_events import draw_events, plan_events
from .chart_frame import Frame, apart, draw_time, draw_values, scaled
from .chart_marks import (
    LETTERS,
    SUFFIXES,
    Mark,
    Names,
    draw_gap_words,
    draw_line,
    draw_marks,
    draw_sample,
    draw_shape,
    method_name,
    shape_key,
)
from .chart_svg import Svg, fit
from .chart_thin import columns_for, kept, longest_step, run_at, runs_of
from .chart_words import long_day, plain

_PLOT_HEIGHT = 176
_ROW = 22
#: More lines in one panel cannot be told apart in black and white.
MOST_LINES = len(SUFFIXES)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a panel leaves behind: the y below it, the points drawn, whether its events carry numbers."""

    y: float
    points: int = 0
    numbered: bool = False


def events_of(lines: Sequence[SizeLine]) -> list[LifeMark]:
    """The events of all lines; with several each says by its letter whose it is."""
    if len(lines) == 1:
        return list(lines[0].events)
    return [
        replace(event, label=f"{letter}: {event.label}")
        for letter, line in zip(LETTERS, lines, strict=False)
        for event in line.events
    ]


def draw_sizes(
    svg: Svg, lines: Sequence[SizeLine], frame: Frame, y: float, every: Sequence[SizeLine]
) -> Drawn:
    """The panel from ``y`` down. Without a size in it only the events and the time axis stand; without
    anything it is left out.

    Args:
        every: the same lines with what lies outside of the range, from which the usual interval follows.
    """
    inside = [_inside(line, frame) for line in lines]
    count = sum(len(points) for points in inside)
    key = len(lines) * _ROW if len(lines) > 1 else 0
    plan = plan_events(events_of(lines), frame, first_row=y + key)
    if not (count or plan.events or any(frame.holds(day) for line in lines for day in line.same_on)):
        return Drawn(y)
    svg.open_hidden()
    svg.text(0, y + 14, _("Length in mm") if count else _("Events"))
    if key:
        draw_key(svg, lines, frame, y + 14 + _ROW)
    top = y + key + max(34 + plan.height, 40)
    frame = _scaled(inside, frame.moved(top, _PLOT_HEIGHT if count else 12))
    if count:
        draw_values(svg, frame)
    else:
        svg.path("c-axis", f"M{frame.left:g} {frame.bottom:g}H{frame.right:g}")
    y = draw_time(svg, frame)
    if frame.zero:
        svg.path("c-start", f"M{frame.x(frame.zero):.1f} {frame.top - 6:g}V{frame.bottom:g}")
        svg.text(frame.x(frame.zero), frame.top - 10, _("start"), "c-strong", "middle")
    draw_events(svg, plan, frame)
    svg.close()
    column = columns_for(count, frame)
    drawn = sum(
        _draw_one(
            svg, line, _marks(points, frame, column, every[place]), frame, place, plan.xs, points, len(lines)
        )
        for place, (line, points) in enumerate(zip(lines, inside, strict=True))
    )
    return Drawn(y, drawn, plan.numbered)


def _inside(line: SizeLine, frame: Frame) -> list[SizePoint]:
    return [point for point in line.points if frame.holds(point.observed_on)]


def _scaled(lines: Sequence[Sequence[SizePoint]], frame: Frame) -> Frame:
    highest = max(
        (float(point.length_mm) + float(point.uncertainty_mm) for points in lines for point in points),
        default=4,
    )
    return scaled(frame, highest)


def draw_key(svg: Svg, lines: Sequence[SizeLine], frame: Frame, y: float) -> None:
    """Which letter and which line is which lesion, one row each."""
    for place, line in enumerate(lines):
        base = y + place * _ROW
        svg.text(0, base, LETTERS[place], "c-strong")
        draw_sample(svg, SUFFIXES[place], 18, base - 5)
        svg.text(58, base, fit(line.name, frame.width - 58, frame.font))


def _draw_one(
    svg: Svg,
    line: SizeLine,
    marks: Sequence[Mark],
    frame: Frame,
    place: int,
    blocked: Sequence[float],
    points: Sequence[SizePoint],
    is_one_of: int,
) -> int:
    """One lesion: line, gaps, "same" answers, then its points as links where there is room for them."""
    suffix = SUFFIXES[place]
    svg.open_hidden()
    gaps = draw_line(svg, marks, suffix)
    if is_one_of == 1:
        draw_gap_words(svg, gaps, blocked, frame.top, frame.bottom)
    base = frame.bottom - 12 - 14 * place
    # With several lesions the answers stand in the strip of each under this panel, and not on its lines.
    same = line.same_on if is_one_of == 1 or not line.said else ()
    svg.path("c-same", "".join(f"M{x - 5:.1f} {base:g}h10m-10 5h10" for x in apart(same, frame, 13)))
    if is_one_of > 1 and marks:
        last = marks[-1]
        svg.text(min(last.x + 9, frame.width - 11), last.y - 7, LETTERS[place], "c-strong")
    svg.close()
    room = frame.right - frame.left
    if frame.kind == "wide" and any(point.href for point in points[-1:]):
        draw_marks(
            svg, marks, room=room, names=_names(points, line.name if is_one_of > 1 else ""), suffix=suffix
        )
    else:
        svg.open_hidden()
        draw_marks(svg, marks, room=room, suffix=suffix)
        svg.close()
    return len(marks)


def _marks(points: Sequence[SizePoint], frame: Frame, column: float, every: SizeLine) -> list[Mark]:
    """Points on paper, thinned by column when there are very many."""
    ordinals = [point.observed_on.toordinal() for point in points]
    gaps = runs_of(ordinals, longest_step([point.observed_on.toordinal() for point in every.points]))
    values = [float(point.length_mm) for point in points] if column else []
    return [_mark(points[at], frame, at, run_at(gaps, at)) for at in kept(ordinals, values, frame, column)]


def _mark(point: SizePoint, frame: Frame, index: int, run: int) -> Mark:
    length, error = float(point.length_mm), float(point.uncertainty_mm)
    x, y = frame.x(point.observed_on), frame.y(length)
    low, high = frame.y(length - error), frame.y(length + error)
    return Mark(point.observed_on, x, y, low, high, shape_key(point.method), index, run)


def _names(points: Sequence[SizePoint], whose: str) -> Names:
    """The words for each of the newest points: 17 November 2026: 7 mm plus or minus 1, ruler."""
    words = _("%(day)s: %(mm)s mm plus or minus %(error)s, %(method)s")
    methods = {method: method_name(method) for method in {point.method for point in points}}
    language = get_language()
    before = f"{whose}, " if whose else ""

    def name(index: int) -> tuple[str, str]:
        point = points[index]
        values = {
            "day": long_day(point.observed_on, language=language),
            "mm": plain(point.length_mm),
            "error": plain(point.uncertainty_mm),
            "method": methods[point.method],
        }
        return before + words % values, point.href

    return name


def size_legend(lines: Sequence[SizeLine]) -> tuple[LegendItem, ...]:
    """Only the ways of measuring that occur, with the range of their error; then "same"."""
    items = []
    errors: dict[str, set[Number]] = {}
    for line in lines:
        for point in line.points:
            errors.setdefault(point.method, set()).add(point.uncertainty_mm)
    of_shape: dict[str, set[Number]] = {}
    for method, found in errors.items():
        of_shape.setdefault(shape_key(method), set()).update(found)
    for shape, found in of_shape.items():
        low, high = plain(min(found)), plain(max(found))
        words = _("%(method)s, ± %(error)s mm") % {
            "method": method_name(shape),
            "error": low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high},
        }
        svg = Svg(font=15)
        draw_shape(svg, shape, 13, 10)
        items.append(LegendItem(svg.fragment(26, 20), words[:1].upper() + words[1:]))
    if any(line.same_on and (len(lines) == 1 or not line.said) for line in lines):
        svg = Svg(font=15)
        svg.path("c-same", "M8 8h10m-10 5h10")
        items.append(LegendItem(svg.fragment(26, 20), _("“Same as last time”, no size taken")))
    return tuple(items)
