"""Results of one lab test as a panel of a chart: the lab's own interval as a band, flags as words."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .chart_data import ChartTable, LabPoint, LegendItem, TableRow
from .chart_frame import Frame, draw_values, scaled
from .chart_marks import MOST_LINKS
from .chart_svg import Svg, text_width
from .chart_thin import columns_for, kept, longest_step, run_at, runs_of
from .chart_words import figure, long_day

_MOST_ROWS = 100
_FLAGGED = ("high", "low", "outside")


def scaled_to(points: Sequence[LabPoint], frame: Frame) -> Frame:
    """A scale that holds values and intervals; from zero unless everything lies far above it."""
    numbers = [float(n) for p in points for n in (p.value, p.low, p.high) if n is not None]
    lowest, highest = min(numbers), max(numbers)
    if lowest >= 0 and lowest < 0.5 * highest:
        lowest = 0
    air = (highest - lowest) * 0.08 or max(abs(highest), 1) * 0.1
    return scaled(frame, highest + air, lowest - air if lowest else 0)


def draw_results(
    svg: Svg, points: Sequence[LabPoint], frame: Frame, *, links: bool, every: Sequence[LabPoint]
) -> int:
    """Band, scale, lines and marks of results inside a frame from ``scaled_to``; returns how many were drawn.

    Call it outside a hidden group: it hides everything but the linked points. The usual interval follows from
    ``every`` result, also outside of the range.
    """
    ordinals, values = [p.on.toordinal() for p in points], [float(p.value or 0) for p in points]
    column = columns_for(len(points), frame)
    places = kept(ordinals, values, frame, column)
    gaps = runs_of(ordinals, longest_step([p.on.toordinal() for p in every if p.value is not None]))
    shown, runs = [points[at] for at in places], [run_at(gaps, at) for at in places]
    spots = [(frame.x(points[at].on), frame.y(values[at])) for at in places]
    svg.open_hidden()
    _draw_band(svg, shown, spots, frame)
    draw_values(svg, frame)
    _draw_lines(svg, shown, spots, runs)
    _draw_words(svg, shown, spots, frame)
    is_dense = bool(column) or len(shown) > MOST_LINKS
    links = links and not is_dense
    if is_dense:
        _draw_specks(svg, shown, spots)
    elif not links:
        _draw_marks(svg, shown, spots, frame)
    svg.close()
    if links:
        _draw_links(svg, shown, spots, frame)
    return len(shown)


def _draw_specks(svg: Svg, points: Sequence[LabPoint], spots: Sequence[tuple[float, float]]) -> None:
    """Very many: a dot each, larger where the lab's interval says so, in two paths."""
    specks: dict[bool, list[str]] = {False: [], True: []}
    for point, (x, y) in zip(points, spots, strict=True):
        specks[bool(point.flag in _FLAGGED or point.comparator)].append(f"M{x:.0f} {y:.0f}h0")
    svg.path("c-specks", "".join(specks[False]))
    svg.path("c-specks-flag", "".join(specks[True]))


def _draw_marks(
    svg: Svg, points: Sequence[LabPoint], spots: Sequence[tuple[float, float]], frame: Frame
) -> None:
    for point, (x, y) in zip(points, spots, strict=True):
        _draw_mark(svg, point, x, y, frame.bottom)


def _draw_links(
    svg: Svg, points: Sequence[LabPoint], spots: Sequence[tuple[float, float]], frame: Frame
) -> None:
    for point, (x, y) in zip(points, spots, strict=True):
        svg.open_point(_label(point), point.href)
        svg.path("c-hit", f"M{x - 14:.1f} {y - 22:.1f}h28v44h-28z")
        _draw_mark(svg, point, x, y, frame.bottom)
        svg.close("a" if point.href else "g")


def _draw_band(
    svg: Svg, points: Sequence[LabPoint], spots: Sequence[tuple[float, float]], frame: Frame
) -> None:
    """Each result's interval reaches half-way to its neighbours, so a change of interval is a step."""
    bands: list[tuple[float, float, float, float]] = []
    for at, point in enumerate(points):
        if point.low is None and point.high is None:
            continue
        x = spots[at][0]
        x0 = (spots[at - 1][0] + x) / 2 if at else frame.left
        x1 = (x + spots[at + 1][0]) / 2 if at + 1 < len(points) else frame.right
        y0 = frame.bottom if point.low is None else frame.y(float(point.low))
        y1 = frame.top if point.high is None else frame.y(float(point.high))
        if bands and bands[-1][1] == x0 and bands[-1][2:] == (y0, y1):
            x0 = bands.pop()[0]
        bands.append((x0, x1, y0, y1))
    svg.path("c-band", "".join(f"M{x0:.1f} {y0:.1f}H{x1:.1f}V{y1:.1f}H{x0:.1f}z" for x0, x1, y0, y1 in bands))


def _draw_lines(
    svg: Svg, points: Sequence[LabPoint], spots: Sequence[tuple[float, float]], runs: Sequence[int]
) -> None:
    """Full lines between values; dotted ones over a gap, and to a result that only says "less than"."""
    solid: list[str] = []
    dotted: list[str] = []
    form = ".1f" if len(points) <= MOST_LINKS else ".0f"
    for before, after in pairwise(range(len(points))):
        (x0, y0), (x1, y1) = spots[before], spots[after]
        is_limit = points[before].comparator or points[after].comparator
        data = f"M{x0:{form}} {y0:{form}}L{x1:{form}} {y1:{form}}"
        (dotted if is_limit or runs[before] != runs[after] else solid).append(data)
    svg.path("c-line", "".join(solid))
    svg.path("c-gap", "".join(dotted))


def _draw_mark(svg: Svg, point: LabPoint, x: float, y: float, bottom: float = 20) -> None:
    """An arrow for a limit, a triangle for above (up) or below (down) the interval, a diamond for outside,
    else a dot.
    """
    if point.comparator:
        svg.path("c-err", _arrow(point, x, y, bottom))
        return
    shapes = {
        "high": f"M{x:.1f} {y - 7:.1f}l7 12h-14z",
        "low": f"M{x:.1f} {y + 7:.1f}l7 -12h-14z",
        "outside": f"M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z",
    }
    if point.flag in shapes:
        svg.path("c-flag-mark", shapes[point.flag])
    else:
        svg.circle("c-dot", x, y, 5)


def _arrow(point: LabPoint, x: float, y: float, bottom: float) -> str:
    """A bar at the limit with an arrow away from it; moved up where the axis leaves no room."""
    if point.comparator.startswith(">"):
        return f"M{x - 6:.1f} {y:.1f}h12M{x:.1f} {y:.1f}v-14m-4 5l4 -5l4 5"
    y = min(y, bottom - 11)
    return f"M{x - 6:.1f} {y:.1f}h12M{x:.1f} {y:.1f}v10m-4 -5l4 5l4 -5"


def flag_word(flag: str) -> str:
    """The flag in a word, an empty string for none."""
    return {
        "high": pgettext("lab result", "high"),
        "low": pgettext("lab result", "low"),
        "outside": pgettext("lab result", "not as expected"),
    }.get(flag, "")


def _draw_words(
    svg: Svg, points: Sequence[LabPoint], spots: Sequence[tuple[float, float]], frame: Frame
) -> None:
    """The flag's word over or under its mark, where it covers no other mark and no other word."""
    reach = float("-inf")
    for at, (point, (x, y)) in enumerate(zip(points, spots, strict=True)):
        word = flag_word(point.flag)
        half = text_width(word, frame.font, bold=True) / 2
        base = y + 24 if point.flag == "low" else y - (22 if point.comparator else 13)
        near = (other for other in range(max(at - 3, 0), min(at + 4, len(spots))) if other != at)
        crowded = any(
            abs(spots[other][0] - x) < half + 8 and abs(spots[other][1] - (base - 5)) < 14 for other in near
        )
        inside = half <= x <= frame.width - half and base < frame.bottom - 2
        if word and inside and not crowded and x - half > reach:
            svg.text(x, base, word, "c-event-text", "middle")
            reach = x + half + 4


def value_text(point: LabPoint, unit: str) -> str:
    if point.value is None:
        return point.text or _("no number")
    return f"{point.comparator}{figure(point.value)} {unit}".strip()


def interval_text(point: LabPoint) -> str:
    if point.low is not None and point.high is not None:
        return f"{figure(point.low)}–{figure(point.high)}"
    if point.high is not None:
        return _("up to %(high)s") % {"high": figure(point.high)}
    return _("from %(low)s") % {"low": figure(point.low)} if point.low is not None else _("not given")


def _label(point: LabPoint) -> str:
    word = flag_word(point.flag)
    text = f"{long_day(point.on)}: {point.text or value_text(point, '')}"
    return f"{text}, {word}" if word else text


def lab_legend(points: Sequence[LabPoint]) -> tuple[LegendItem, ...]:
    items = []
    if any(point.low is not None or point.high is not None for point in points):
        svg = Svg(font=15)
        svg.path("c-band", "M3 3H23V17H3z")
        items.append(LegendItem(svg.fragment(26, 20), _("The lab’s own range")))
    for flag, words in (
        ("high", _("Above the range")),
        ("low", _("Below the range")),
        ("outside", _("Not as expected")),
    ):
        if any(point.flag == flag and not point.comparator for point in points):
            svg = Svg(font=15)
            _draw_mark(svg, LabPoint(date.min, 0, flag=flag), 13, 10)
            items.append(LegendItem(svg.fragment(26, 20), words))
    for sign, words in (("<", _("Less than the value drawn")), (">", _("More than the value drawn"))):
        if any(point.comparator.startswith(sign) for point in points):
            svg = Svg(font=15)
            _draw_mark(svg, LabPoint(date.min, 0, sign), 13, 3 if sign == "<" else 17)
            items.append(LegendItem(svg.fragment(26, 20), words))
    return tuple(items)


def lab_tables(points: Sequence[LabPoint], name: str, unit: str) -> tuple[ChartTable, ...]:
    rows = tuple(
        TableRow(long_day(p.on), (value_text(p, unit), interval_text(p), flag_word(p.flag)), p.href)
        for p in reversed(points[-_MOST_ROWS:])
    )
    note = ""
    if len(points) > _MOST_ROWS:
        note = _("The newest %(shown)d of %(total)d results.") % {"shown": _MOST_ROWS, "total": len(points)}
    head = (_("Day"), _("Result"), _("The lab’s own range"), _("Flag"))
    return (ChartTable(name, head, rows, note),) if rows else ()
