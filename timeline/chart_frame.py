"""The frame of a chart: where days and values lie, round ticks, grid lines, names of months and years."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, floor, log10

from django.utils.translation import gettext as _

from .chart_svg import Svg, text_width
from .chart_words import written

_MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120, 300)
_WEEK_STEPS = (1, 2, 4, 8, 13, 26, 52, 104, 260, 520)
_SHORTEST_DAYS = 45
_LABEL_GAP = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """Geometry in drawing units. ``top`` is the y of ``high``, ``bottom`` the y of ``low``."""

    kind: str
    width: float
    left: float
    right: float
    top: float
    bottom: float
    font: float
    since: date
    until: date
    step: float = 1
    high: float = 4
    low: float = 0
    coarseness: float = 1  # of what is thinned, see chart_thin
    zero: date | None = None  # the axis counts weeks from this day; None: months and years

    def x(self, day: date) -> float:
        """Where a day lies, kept inside the plot."""
        share = (day - self.since).days / max((self.until - self.since).days, 1)
        return self.left + (self.right - self.left) * min(max(share, 0), 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - (self.bottom - self.top) * min(max(share, 0), 1)

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until

    def moved(self, top: float, height: float) -> "Frame":
        """The same frame with its plot somewhere else on the paper."""
        return replace(self, top=top, bottom=top + height)


def wide_frame(since: date, until: date) -> Frame:
    """For screen and paper: 680 units, the whole chosen range."""
    first, last = _padded(since, until)
    return Frame("wide", 680, 44, 664, 40, 200, 15, first, last)


def narrow_frame(since: date, until: date) -> Frame:
    """For phones: 336 units, lettering that stays readable at 320 px."""
    first, last = _padded(since, until)
    return Frame("narrow", 336, 32, 326, 40, 200, 14, first, last)


def _padded(since: date, until: date) -> tuple[date, date]:
    """A little air at both ends, and at least six weeks, so that a single point isn't a whole axis."""
    since = min(since, until - timedelta(days=_SHORTEST_DAYS))
    air = timedelta(days=max(2, round((until - since).days * 0.022)))
    return since - air, until + air


def apart(days: Iterable[date], frame: Frame, least: float) -> list[float]:
    """Where these days lie, leaving out those that would fall onto the one before."""
    kept: list[float] = []
    for x in sorted(frame.x(day) for day in set(days) if frame.holds(day)):
        if not kept or x - kept[-1] >= least:
            kept.append(x)
    return kept


def scaled(frame: Frame, highest: float, lowest: float = 0) -> Frame:
    """``frame`` with a round scale that holds everything from ``lowest`` to ``highest``; sizes always begin
    at zero.
    """
    step = _round_step(max(highest - lowest, 1e-6) / 4)
    low = floor(lowest / step + 1e-9) * step
    return replace(frame, step=step, low=low, high=max(ceil(highest / step - 1e-9) * step, low + step))


def _round_step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    nice = (1, 2, 2.5, 4, 5, 10) if power >= 10 else (1, 2, 4, 5, 10)
    return float(next(step * power for step in nice if step * power >= rough * 0.999))


def tick_text(value: float, step: float) -> str:
    """A tick's number with as many decimals as its step needs; zero is 0."""
    decimals = 0 if step >= 1 else -floor(log10(step) + 1e-9)
    return f"{value:.{decimals}f}" if round(value, 9) else "0"


def draw_values(svg: Svg, frame: Frame) -> None:
    """Grid lines with their numbers; the lowest one is the axis."""
    count = round((frame.high - frame.low) / frame.step)
    for index in range(count + 1):
        value = frame.low + index * frame.step
        y = frame.y(value)
        svg.path("c-grid" if index else "c-axis", f"M{frame.left:g} {y:.1f}H{frame.right:g}")
        svg.text(frame.left - 8, y + 5, tick_text(value, frame.step), anchor="end")


@dataclass(frozen=True, slots=True)
class _Cell:
    """One step of the time axis: a month, a quarter, some years."""

    first: date
    label: str
    x0: float
    x1: float


def draw_time(svg: Svg, frame: Frame) -> float:
    """Ticks and names along the bottom; returns the y of the lowest line of text."""
    if frame.zero:
        return _draw_weeks(svg, frame, frame.zero)
    step, cells = _time_cells(frame)
    y = frame.bottom + 20
    svg.path("c-axis", "".join(f"M{c.x0:.1f} {frame.bottom:g}v5" for c in cells if c.x0 > frame.left))
    reach = frame.left - _LABEL_GAP
    for cell in cells:
        half = text_width(cell.label, frame.font) / 2
        middle = (cell.x0 + cell.x1) / 2
        if cell.x1 - cell.x0 < half * 2 or middle - half < reach:
            continue
        svg.text(middle, y, cell.label, anchor="middle")
        reach = middle + half + _LABEL_GAP / 2
    return y + _draw_years(svg, frame, cells, y) if step < 12 else y


def _draw_weeks(svg: Svg, frame: Frame, zero: date) -> float:
    """Weeks before and after a day, at the finest step that leaves the numbers room."""
    days = (frame.until - frame.since).days
    room = (frame.right - frame.left) / max(days / 7, 1)
    wide = text_width("−000", frame.font) + _LABEL_GAP
    step = next((step for step in _WEEK_STEPS if room * step >= wide), _WEEK_STEPS[-1])
    first = ceil((frame.since - zero).days / 7 / step) * step
    y = frame.bottom + 20
    for week in range(first, (frame.until - zero).days // 7 + 1, step):
        x = frame.x(zero + timedelta(weeks=week))
        svg.path("c-axis", f"M{x:.1f} {frame.bottom:g}v5")
        svg.text(x, y, str(week).replace("-", "−"), anchor="middle")
    svg.text(frame.right, y + 19, _("weeks since the start"), anchor="end")
    return y + 19


def _draw_years(svg: Svg, frame: Frame, cells: list[_Cell], y: float) -> float:
    """Years under the months when the range crosses a new year; returns the height used."""
    years = sorted({c.first.year for c in cells} | {frame.until.year})
    if len(years) < 2:
        return 0
    svg.path(
        "c-axis",
        "".join(
            f"M{frame.x(date(year, 1, 1)):.1f} {frame.bottom:g}v44"
            for year in years
            if frame.holds(date(year, 1, 1))
        ),
    )
    for year in years:
        x0, x1 = frame.x(date(year, 1, 1)), frame.x(date(year + 1, 1, 1))
        if x1 - x0 >= text_width(str(year), frame.font) + 4:
            svg.text((x0 + x1) / 2, y + 19, str(year), anchor="middle")
    return 19


def _time_cells(frame: Frame) -> tuple[int, list[_Cell]]:
    """The finest step whose names fit beside each other."""
    months = (frame.until - frame.since).days / 30.44
    plot = frame.right - frame.left
    for step in _MONTH_STEPS:
        room = plot / max(months, 1) * step
        sample = _sample(step)
        if room >= text_width(sample, frame.font) + _LABEL_GAP or step == _MONTH_STEPS[-1]:
            return step, list(_cells(frame, step))
    raise AssertionError("the last step always returns")


def _sample(step: int) -> str:
    return "2026–2026" if step > 12 else "2026" if step == 12 else "May" if step == 1 else "May–Aug"


def _cells(frame: Frame, step: int) -> Iterator[_Cell]:
    start = _step_start(frame.since, step)
    while start <= frame.until:
        following = _add_months(start, step)
        yield _Cell(start, _cell_label(start, following, step), frame.x(start), frame.x(following))
        start = following


def _step_start(day: date, step: int) -> date:
    if step >= 12:
        years = step // 12
        return date(max(day.year // years * years, 1), 1, 1)
    return date(day.year, (day.month - 1) // step * step + 1, 1)


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(min(index // 12, 9999), index % 12 + 1, 1)


def _cell_label(start: date, following: date, step: int) -> str:
    last = following - timedelta(days=1)
    if step == 1:
        return written(start, "M")
    if step < 12:
        return f"{written(start, 'M')}–{written(last, 'M')}"
    return str(start.year) if step == 12 else f"{start.year}–{last.year}"
