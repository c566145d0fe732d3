"""Pain from 0 to 10 and the anchors (a lot better to a lot worse) as panels under the sizes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from statistics import median

from django.utils.translation import gettext as _

from lesions.vocabulary import Anchor

from .chart_data import LegendItem, PainPoint
from .chart_frame import Frame, draw_values
from .chart_marks import Mark, draw_line, draw_marks
from .chart_svg import Svg, text_width
from .chart_thin import columns_for, kept, longest_step, run_at, runs_of

_PLOT_HEIGHT = 84
_STRIP = 64
_LEVEL = 11  # drawing units between two anchors
_APART = 14  # an anchor's mark is 12 units wide

_SHAPE_OF = {"": "ruler", "-b": "eye"}
Value = Callable[[PainPoint], int | None]

#: One step is one chevron, two steps are two; up is better. "Same" is a pair of level lines.
_CHEVRONS = {
    2: "M{x:.0f} {y:.0f}l5 -5l5 5m-10 5l5 -5l5 5",
    1: "M{x:.0f} {y:.0f}l5 -5l5 5",
    0: "M{x:.0f} {y:.0f}h10m-10 5h10",
    -1: "M{x:.0f} {y:.0f}l5 5l5 -5",
    -2: "M{x:.0f} {y:.0f}l5 5l5 -5m-10 -5l5 5l5 -5",
}


def has_pain(points: Sequence[PainPoint]) -> bool:
    return any(point.rest is not None or point.pressure is not None for point in points)


def has_anchors(points: Sequence[PainPoint]) -> bool:
    return any(point.anchor is not None for point in points)


def draw_pain(
    svg: Svg,
    points: Sequence[PainPoint],
    frame: Frame,
    y: float,
    heading: str,
    *,
    every: Sequence[PainPoint],
) -> float:
    """Rest as a full line with dots, pressure as a dashed one with triangles; returns the y below.

    Args:
        points: those inside the frame.
        every: also what lies outside of the range, from which the usual interval follows.
    """
    has_pressure = any(point.pressure is not None for point in points)
    svg.open_hidden()
    svg.text(0, y + 14, heading)
    if has_pressure:
        has_rest = any(point.rest is not None for point in points)
        y = _draw_key(svg, frame, y, after=text_width(heading, frame.font), has_rest=has_rest)
    frame = replace(frame.moved(y + 30, _PLOT_HEIGHT), step=5, low=0, high=10)
    draw_values(svg, frame)
    _draw_line(svg, points, frame, every, lambda point: point.rest, "")
    if has_pressure:
        _draw_line(svg, points, frame, every, lambda point: point.pressure, "-b")
    svg.close()
    return frame.bottom + 10


def _draw_key(svg: Svg, frame: Frame, y: float, *, after: float, has_rest: bool) -> float:
    """The kinds of pain beside the heading, or under it where there is no room; returns the new y."""
    kinds = [(_("at rest"), "ruler", "")] if has_rest else []
    kinds.append((_("on pressure"), "eye", "-b"))
    wide = sum(56 + text_width(words, frame.font) for words, _shape, _suffix in kinds)
    x = after + 22
    if x + wide > frame.width:
        x, y = 0.0, y + 22
    for words, shape, suffix in kinds:
        svg.path("c-line" + suffix, f"M{x:.1f} {y + 9:.1f}h32")
        draw_marks(svg, [_sample(x + 16, y + 9, shape)], room=100, suffix=suffix, has_errors=False)
        svg.text(x + 38, y + 14, words)
        x += 38 + text_width(words, frame.font) + 18
    return y


def _sample(x: float, y: float, shape: str) -> Mark:
    return Mark(date.min, x, y, y, y, shape)


def _draw_line(
    svg: Svg,
    points: Sequence[PainPoint],
    frame: Frame,
    every: Sequence[PainPoint],
    value: Value,
    suffix: str,
) -> None:
    said = [(point.on, number) for point in points if (number := value(point)) is not None]
    ordinals = [day.toordinal() for day, _number in said]
    gaps = runs_of(
        ordinals, longest_step([point.on.toordinal() for point in every if value(point) is not None])
    )
    marks = []
    shape, column = _SHAPE_OF[suffix], columns_for(len(said), frame)
    for at in kept(ordinals, [number for _day, number in said], frame, column):
        x, y = frame.x(said[at][0]), frame.y(said[at][1])
        marks.append(Mark(said[at][0], x, y, y, y, shape, at, run_at(gaps, at)))
    draw_line(svg, marks, suffix)
    if column:
        return
    # Days close together need small marks also where the rest of the axis is empty.
    steps = [after.x - before.x for before, after in pairwise(marks)]
    room = min(frame.right - frame.left, median(steps) * len(marks)) if steps else frame.right - frame.left
    draw_marks(svg, marks, room=room, suffix=suffix, has_errors=False)


def draw_anchors(svg: Svg, points: Sequence[PainPoint], frame: Frame, y: float, heading: str) -> float:
    """A strip: the better, the higher. Where marks would touch, the best and the worst of them stay."""
    middle = y + 24 + _STRIP / 2
    svg.open_hidden()
    svg.text(0, y + 14, heading)
    svg.path("c-grid", f"M{frame.left:g} {middle:.0f}H{frame.right:g}")
    for level, data in _anchor_paths(points, frame, middle).items():
        svg.path("c-anchor-worse" if level < 0 else "c-anchor", data)
    svg.close()
    return y + 24 + _STRIP + 6


def _anchor_paths(points: Sequence[PainPoint], frame: Frame, middle: float) -> dict[int, str]:
    """The path of each level. In every column of one mark's width only the best and the worst stay."""
    columns: dict[int, tuple[date, set[int]]] = {}
    days = max((frame.until - frame.since).days, 1)
    scale, first = (frame.right - frame.left) / days / _APART, frame.since.toordinal()
    for point in points:
        if point.anchor is not None:
            place = int((point.on.toordinal() - first) * scale)
            if place not in columns:
                columns[place] = (point.on, set())
            columns[place][1].add(point.anchor)
    paths: dict[int, str] = {}
    for day, levels in columns.values():
        x = frame.x(day)
        for level in {min(levels), max(levels)}:
            mark = _CHEVRONS[level].format(x=x - 5, y=middle - level * _LEVEL)
            paths[level] = paths.get(level, "") + mark
    return paths


def anchor_legend(points: Sequence[PainPoint]) -> tuple[LegendItem, ...]:
    """The marks that occur, from best to worst."""
    found = {point.anchor for point in points}
    items = []
    for level in Anchor:
        if level in found:
            svg = Svg(font=15)
            svg.path("c-anchor-worse" if level < 0 else "c-anchor", _CHEVRONS[level].format(x=8, y=10))
            items.append(LegendItem(svg.fragment(26, 20), str(level.label)))
    return tuple(items)
