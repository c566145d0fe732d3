"""Life events on the chart: labels that never overlap, numbers with a list when there are too many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from .chart_data import LifeMark, Note
from .chart_frame import Frame
from .chart_svg import Svg, text_width
from .chart_words import long_day, period, short_day

_ROW = 22  # height of one row of labels
_ROWS = 3
_FIRST_ROW = 39
_BESIDE = 10  # from the middle of a mark to its label
_MOST_NOTES = 40
_APART = 6  # drawing units under which two marks are one
_MOST_LABELS = 24


@dataclass(frozen=True, slots=True)
class Placed:
    """An event on paper: the middle of its mark, its row, and its label from ``x0`` to ``x1``."""

    event: LifeMark
    x: float
    row: int
    text: str
    x0: float
    x1: float
    anchor: str


@dataclass(frozen=True, slots=True)
class EventPlan:
    """Where the events go. ``height`` is the room above the plot; without ``placed`` numbers are used."""

    events: tuple[tuple[LifeMark, float], ...] = ()
    placed: tuple[Placed, ...] = ()
    numbers: tuple[int, ...] = ()
    height: float = 0
    first_row: float = 0  # the y of the panel's upper edge

    @property
    def numbered(self) -> bool:
        return bool(self.events) and not self.placed

    @property
    def xs(self) -> list[float]:
        return [x for _event, x in self.events]


def plan_events(events: Sequence[LifeMark], frame: Frame, *, first_row: float = 0) -> EventPlan:
    """Labels beside their marks in up to three rows; numbered marks when that fails. Events out of range are
    left out.

    Args:
        first_row: the y of the upper edge of the panel.
    """
    ordered = sorted(events, key=lambda event: event.on)
    inside = [(number, event) for number, event in enumerate(ordered, 1) if frame.holds(_middle(event))]
    if not inside:
        return EventPlan()
    spots = tuple((event, frame.x(_middle(event))) for _number, event in inside)
    placed = _place_all(spots, frame)
    if placed:
        rows = max(item.row for item in placed) + 1
        return EventPlan(spots, placed, (), rows * _ROW + 8, first_row)
    return EventPlan(spots, (), tuple(number for number, _event in inside), 2 * _ROW, first_row)


def _middle(event: LifeMark) -> date:
    first, last = period(event.on, event.precision)
    return first + (last - first) // 2


def _place_all(spots: Sequence[tuple[LifeMark, float]], frame: Frame) -> tuple[Placed, ...]:
    """Left to right or right to left, whichever takes fewer rows; nothing when neither finds room for all."""
    if len(spots) > _MOST_LABELS:
        return ()
    tries = [_place_in_order(order, frame) for order in (spots, spots[::-1])]
    found = [placed for placed in tries if placed]
    return min(found, key=lambda placed: max(item.row for item in placed), default=())


def _place_in_order(spots: Sequence[tuple[LifeMark, float]], frame: Frame) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    for event, x in spots:
        found = _place(event, x, placed, frame)
        if found is None:
            return ()
        placed.append(found)
    return tuple(placed)


def _place(event: LifeMark, x: float, placed: Sequence[Placed], frame: Frame) -> Placed | None:
    text = f"{event.label} {short_day(event.on, event.precision)}"
    width = text_width(text, frame.font, bold=event.care)
    beside = max(_BESIDE, _half_span(event, frame) + 6)
    for row in range(_ROWS):
        for anchor, x0 in (("start", x + beside), ("end", x - beside - width)):
            item = Placed(event, x, row, text, x0, x0 + width, anchor)
            if x0 >= 0 and item.x1 <= frame.width and _is_free(item, placed):
                return item
    return None


def _half_span(event: LifeMark, frame: Frame) -> float:
    """Half the width of the bracket for a month or a year; 0 when the mark itself covers it."""
    first, last = (frame.x(day) for day in period(event.on, event.precision))
    return (last - first) / 2 if last - first > 14 else 0


def _is_free(item: Placed, placed: Sequence[Placed]) -> bool:
    """No label over a label or a mark, and no dotted line (from its mark down) through a label."""
    for other in placed:
        if other.row == item.row:
            first, second = sorted((_span(item), _span(other)))
            if first[1] + 6 > second[0]:
                return False
        if other.row < item.row and item.x0 - 4 < other.x < item.x1 + 4:
            return False
        if item.row < other.row and other.x0 - 4 < item.x < other.x1 + 4:
            return False
    return True


def _span(item: Placed) -> tuple[float, float]:
    return min(item.x0, item.x - 7), max(item.x1, item.x + 7)


def draw_events(svg: Svg, plan: EventPlan, frame: Frame) -> None:
    """Dotted lines down to the axis, a mark each (filled needs care, hollow doesn't), then the words."""
    if plan.numbered:
        _draw_numbered(svg, plan, frame)
        return
    for item in plan.placed:
        y = plan.first_row + _FIRST_ROW + item.row * _ROW
        _draw_one(svg, item.event, item.x, y, frame)
        css_class = "c-event-text" if item.event.care else "c-calm-text"
        at = item.x0 if item.anchor == "start" else item.x1
        svg.text(at, y + 5, item.text, css_class, item.anchor)


def _draw_one(svg: Svg, event: LifeMark, x: float, y: float, frame: Frame) -> None:
    name = "c-event" if event.care else "c-calm"
    svg.path(name, f"M{x:.1f} {y:.1f}V{frame.bottom:g}")
    half = _half_span(event, frame)
    if half:
        svg.path(f"{name}-span", f"M{x - half:.1f} {y - 5:.1f}v10m0 -5h{2 * half:.1f}m0 -5v10")
    svg.path(f"{name}-mark", _diamond(x, y))


def _diamond(x: float, y: float) -> str:
    return f"M{x:.1f} {y - 6.5:.1f}l6 6.5l-6 6.5l-6 -6.5z"


def _draw_numbered(svg: Svg, plan: EventPlan, frame: Frame) -> None:
    """One path a class, and one mark for those that would lie on each other: there may be thousands."""
    y = plan.first_row + _FIRST_ROW + _ROW
    for name, care in (("c-event", True), ("c-calm", False)):
        mine = [(event, x) for event, x in plan.events if event.care == care]
        xs = list({round(x / _APART): x for _event, x in mine}.values())
        spans = {(round(x), round(half)) for event, x in mine if (half := _half_span(event, frame))}
        svg.path(name, "".join(f"M{x:.1f} {y:g}V{frame.bottom:g}" for x in xs))
        svg.path(
            f"{name}-span",
            "".join(f"M{x - half} {y - 5:g}v10m0 -5h{2 * half}m0 -5v10" for x, half in sorted(spans)),
        )
        svg.path(f"{name}-mark", "".join(_diamond(x, y) for x in xs))
    for first, last, text, middle in _clusters(plan, frame.font):
        care = any(event.care for event, _x in plan.events[first : last + 1])
        svg.text(middle, y - 13, text, "c-event-text" if care else "c-strong", "middle")


def _clusters(plan: EventPlan, font: float) -> list[tuple[int, int, str, float]]:
    """First and last index, text and middle of each number text: neighbours whose numbers would touch share
    one.
    """
    runs: list[tuple[int, int, str, float]] = []
    xs = plan.xs
    for at, (number, x) in enumerate(zip(plan.numbers, xs, strict=True)):
        run = (at, at, str(number), x)
        while runs and _touch(runs[-1], run, font):
            first = runs.pop()[0]
            run = (first, at, f"{plan.numbers[first]}–{number}", (xs[first] + x) / 2)
        runs.append(run)
    return runs


def _touch(before: tuple[int, int, str, float], after: tuple[int, int, str, float], font: float) -> bool:
    widths = text_width(before[2], font, bold=True) + text_width(after[2], font, bold=True)
    return after[3] - before[3] < widths / 2 + 6


def event_notes(events: Sequence[LifeMark]) -> tuple[Note, ...]:
    """The numbered list that goes with numbered marks: the newest forty, oldest first."""
    ordered = sorted(events, key=lambda event: event.on)
    notes = [
        Note(
            number,
            _("%(event)s, %(day)s") % {"event": event.label, "day": long_day(event.on, event.precision)},
            event.care,
        )
        for number, event in enumerate(ordered, 1)
    ]
    return tuple(notes[-_MOST_NOTES:])
