"""The size chart of one lesion: a pure function from dated values to two drawings, a sentence, a legend and a
table.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .change import Reading, change_of
from .chart_bars import draw_bars, treatment_days
from .chart_data import (
    Chart,
    ChartTable,
    LegendItem,
    LifeMark,
    Note,
    Number,
    Sentence,
    SizePoint,
    SizeSeries,
    SvgDrawing,
    TableRow,
    TreatmentBar,
)
from .chart_events import EventPlan, draw_events, event_notes, plan_events
from .chart_frame import Frame, draw_time, draw_values, narrow_frame, scaled, wide_frame
from .chart_marks import (
    Mark,
    Names,
    columns_for,
    draw_gap_words,
    draw_line,
    draw_marks,
    draw_shape,
    is_gap,
    method_name,
    shape_key,
    thin,
    usual_interval,
)
from .chart_svg import Svg
from .chart_words import long_day, plain

__all__ = [
    "Chart",
    "ChartTable",
    "LegendItem",
    "LifeMark",
    "Note",
    "Number",
    "Sentence",
    "SizePoint",
    "SizeSeries",
    "SvgDrawing",
    "TableRow",
    "TreatmentBar",
    "size_chart",
]

_PLOT_HEIGHT = 176
_PHONE_DAYS = 183  # six months
_PHONE_POINTS = 3
_MOST_ROWS = 100


def size_chart(series: SizeSeries, *, today: date) -> Chart:
    """The length of one lesion over time, with the error of each measurement (95 % half-widths, in mm).

    ``today`` is the patient's today; the axis ends there or at ``series.until``. Without a reading in the
    range there is nothing to draw, and only the sentence stands.
    """
    points = sorted(series.points, key=lambda point: point.observed_on)
    until = (
        min(series.until or today, today)
        if series.until
        else max([today, *(p.observed_on for p in points[-1:])])
    )
    shown = [p for p in points if (series.since or date.min) <= p.observed_on <= until]
    if not shown:
        return Chart(
            title=_title(series.name, None), says=_nothing(points), tables=_tables(series, [], today)
        )
    usual = usual_interval(point.observed_on for point in points)
    since = series.since or min([shown[0].observed_on, *(day for day in series.same_on if day <= until)])
    wide = _draw(series, shown, wide_frame(since, until), usual, today)
    phone_since = max(since, min(until - timedelta(days=_PHONE_DAYS), shown[-_PHONE_POINTS:][0].observed_on))
    narrow = _draw(series, shown, narrow_frame(phone_since, until), usual, today)
    return Chart(
        title=_title(series.name, (since, until)),
        says=change_of(
            [Reading(p.observed_on, p.length_mm, p.uncertainty_mm, p.method, p.width_mm) for p in shown],
            today=today,
        ).sentence,
        wide=wide,
        narrow=narrow,
        legend=_legend(shown, series),
        notes=event_notes(series.events) if wide.numbered or narrow.numbered else (),
        tables=_tables(series, shown, today),
    )


def _draw(
    series: SizeSeries, points: Sequence[SizePoint], frame: Frame, usual: float | None, today: date
) -> SvgDrawing:
    svg = Svg(font=frame.font)
    plan = plan_events(series.events, frame)
    inside = [point for point in points if frame.holds(point.observed_on)]
    highest = max(float(p.length_mm) + float(p.uncertainty_mm) for p in inside or points)
    frame = scaled(frame.moved(max(34 + plan.height, 40), _PLOT_HEIGHT), highest)
    links = frame.kind == "wide" and any(point.href for point in inside)
    marks = _marks(inside, frame, usual)
    svg.open_hidden()
    svg.text(0, 14, _("Length in mm"))
    draw_values(svg, frame)
    y = draw_time(svg, frame)
    draw_events(svg, plan, frame)
    _draw_series(svg, marks, series, frame, plan)
    if links:
        svg.close()
        draw_marks(svg, marks, room=frame.right - frame.left, names=_names(inside))
        svg.open_hidden()
    else:
        draw_marks(svg, marks, room=frame.right - frame.left)
    y = _draw_photos(svg, series.photos_on, frame, y + 14)
    y = draw_bars(svg, series.treatments, frame, y, today)
    svg.close()
    title = _title(series.name, (max(frame.since, points[0].observed_on), frame.until))
    drawn = svg.finish(
        ident=_ident(series.key, frame.kind),
        title=title,
        width=frame.width,
        height=y + 4,
        kind=frame.kind,
        links=links,
    )
    return SvgDrawing(drawn, frame.width, y + 4, frame.since, frame.until, plan.numbered, len(marks))


def _marks(points: Sequence[SizePoint], frame: Frame, usual: float | None) -> list[Mark]:
    """Points on paper, thinned by column when there are very many."""
    column = columns_for(len(points))
    placed = []
    run = 0
    for index, point in enumerate(points):
        if index and is_gap(points[index - 1].observed_on, point.observed_on, usual):
            run += 1
        length, error = float(point.length_mm), float(point.uncertainty_mm)
        x, y = frame.x(point.observed_on), frame.y(length)
        low, high = frame.y(length - error), frame.y(length + error)
        placed.append(Mark(point.observed_on, x, y, low, high, shape_key(point.method), index, run))
    return thin(placed, column) if column else placed


def _names(points: Sequence[SizePoint]) -> Names:
    """The words for each of the newest points: 17 November 2026: 7 mm plus or minus 1, ruler."""
    words = _("%(day)s: %(mm)s mm plus or minus %(error)s, %(method)s")
    methods = {method: method_name(method) for method in {point.method for point in points}}
    language = get_language()

    def name(index: int) -> tuple[str, str]:
        point = points[index]
        values = {
            "day": long_day(point.observed_on, language=language),
            "mm": plain(point.length_mm),
            "error": plain(point.uncertainty_mm),
            "method": methods[point.method],
        }
        return words % values, point.href

    return name


def _draw_series(svg: Svg, marks: Sequence[Mark], series: SizeSeries, frame: Frame, plan: EventPlan) -> None:
    gaps = draw_line(svg, marks)
    draw_gap_words(svg, gaps, plan.xs, frame.top, frame.bottom)
    svg.path(
        "c-same",
        "".join(f"M{x - 5:.1f} {frame.bottom - 12:g}h10m-10 5h10" for x in _apart(series.same_on, frame, 13)),
    )


def _draw_photos(svg: Svg, days: Sequence[date], frame: Frame, y: float) -> float:
    """A row of ticks, one for each day with a photo; returns the y below it."""
    xs = _apart(days, frame, 3)
    if not xs:
        return y + 4
    svg.text(0, y + 14, _("Photos"))
    svg.path("c-axis", f"M{frame.left:g} {y + 30:g}H{frame.right:g}")
    svg.path("c-photo", "".join(f"M{x:.1f} {y + 22:g}v8" for x in xs))
    return y + 40


def _apart(days: Sequence[date], frame: Frame, least: float) -> list[float]:
    """Where these days lie, leaving out those that would fall onto the one before."""
    kept: list[float] = []
    for x in sorted(frame.x(day) for day in set(days) if frame.holds(day)):
        if not kept or x - kept[-1] >= least:
            kept.append(x)
    return kept


def _title(name: str, days: tuple[date, date] | None) -> str:
    if days is None:
        return _("Length of %(name)s in millimetres") % {"name": name}
    return _(
        "Length of %(name)s in millimetres, %(first)s to %(last)s. The values stand in the table below."
    ) % {
        "name": name,
        "first": long_day(days[0], "month"),
        "last": long_day(days[1], "month"),
    }


def _ident(key: str, kind: str) -> str:
    """An id for the drawing's title, unique by the series' key."""
    return f"chart-{re.sub('[^A-Za-z0-9-]+', '-', key)}-{kind}"


def _nothing(points: Sequence[SizePoint]) -> Sentence:
    if not points:
        return Sentence(
            _("No size has been measured yet."),
            _(
                "When you measure it, the size will be drawn here, with how sure it is. Nothing is "
                "expected of you."
            ),
            "ruler",
        )
    last = points[-1]
    return Sentence(
        _("No size was measured in this time."),
        _("The last one was %(mm)s ± %(error)s mm on %(day)s.")
        % {
            "mm": plain(last.length_mm),
            "error": plain(last.uncertainty_mm),
            "day": long_day(last.observed_on),
        },
        "ruler",
    )


def _legend(points: Sequence[SizePoint], series: SizeSeries) -> tuple[LegendItem, ...]:
    """Only the ways of measuring that occur, with the range of their error; then "same" and photos."""
    items = []
    for shape in dict.fromkeys(shape_key(point.method) for point in points):
        errors = sorted(float(p.uncertainty_mm) for p in points if shape_key(p.method) == shape)
        low, high = plain(errors[0]), plain(errors[-1])
        words = _("%(method)s, ± %(error)s mm") % {
            "method": method_name(shape),
            "error": low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high},
        }
        items.append(LegendItem(_legend_mark(shape), words[:1].upper() + words[1:]))
    if series.same_on:
        svg = Svg(font=15)
        svg.path("c-same", "M8 8h10m-10 5h10")
        items.append(LegendItem(svg.fragment(26, 20), _("“Same as last time”, no size taken")))
    return tuple(items)


def _legend_mark(shape: str) -> SafeString:
    svg = Svg(font=15)
    draw_shape(svg, shape, 13, 10)
    return svg.fragment(26, 20)


def _tables(series: SizeSeries, points: Sequence[SizePoint], today: date) -> tuple[ChartTable, ...]:
    return tuple(
        table for table in (_size_table(series, points), _treatment_table(series, today)) if table.rows
    )


def _size_table(series: SizeSeries, points: Sequence[SizePoint]) -> ChartTable:
    """Sizes, "same" answers and events by day, newest first, at most a hundred."""
    since, until = series.since or date.min, series.until or date.max
    same = sorted(day for day in set(series.same_on) if since <= day <= until)
    events = sorted((e for e in series.events if since <= e.on <= until), key=lambda event: event.on)
    rows = [
        *_point_rows(points[-_MOST_ROWS:]),
        *_same_rows(same[-_MOST_ROWS:]),
        *((e.on, _event_row(e)) for e in events[-_MOST_ROWS:]),
    ]
    rows.sort(key=lambda row: row[0], reverse=True)
    return ChartTable(
        caption=_("Size over time"),
        head=(_("Day"), _("Length"), _("How, or what happened")),
        rows=tuple(row for _day, row in rows[:_MOST_ROWS]),
        note=_left_out(len(points) + len(same) + len(events)),
    )


def _point_rows(points: Sequence[SizePoint]) -> Iterator[tuple[date, TableRow]]:
    language = get_language()
    methods = {method: _sentence_case(method_name(method)) for method in {point.method for point in points}}
    for point in points:
        size = f"{plain(point.length_mm)} ± {plain(point.uncertainty_mm)} mm"
        day = long_day(point.observed_on, language=language)
        yield point.observed_on, TableRow(day, (size, methods[point.method]), point.href)


def _same_rows(days: Sequence[date]) -> Iterator[tuple[date, TableRow]]:
    language = get_language()
    cells = (_("not taken"), _("“Same as last time”"))
    return ((day, TableRow(long_day(day, language=language), cells)) for day in days)


def _event_row(event: LifeMark) -> TableRow:
    return TableRow(long_day(event.on, event.precision), ("", _sentence_case(event.label)))


def _left_out(total: int) -> str:
    if total <= _MOST_ROWS:
        return ""
    return ngettext(
        "The newest %(shown)d of %(total)d entry.", "The newest %(shown)d of %(total)d entries.", total
    ) % {"shown": _MOST_ROWS, "total": total}


def _treatment_table(series: SizeSeries, today: date) -> ChartTable:
    return ChartTable(
        caption=_("Treatments"),
        head=(_("Treatment"), _("When"), _("Details")),
        rows=tuple(
            TableRow(bar.name, (_sentence_case(treatment_days(bar, today)), bar.detail))
            for bar in sorted(series.treatments, key=lambda bar: bar.start or date.min, reverse=True)[
                :_MOST_ROWS
            ]
        ),
    )


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
