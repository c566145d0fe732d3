"""The one chart of a record: a pure function from dated series to two drawings, sentences, legend and tables.

The same drawing stands on screen, on paper and in the PDF. Panels lie under each other on one time axis.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from .change import WINDOW_DAYS, Reading, change_of
from .chart_aligned import line_name, no_proof, since_start
from .chart_bars import draw_bars
from .chart_data import (
    Chart,
    LegendItem,
    Panel,
    RecordSeries,
    Said,
    Sentence,
    SizeLine,
    SizePoint,
    SvgDrawing,
)
from .chart_events import event_notes
from .chart_frame import Frame, draw_time, narrow_frame, wide_frame
from .chart_labs import draw_results, lab_legend, scaled_to
from .chart_marks import LETTERS
from .chart_pain import anchor_legend, draw_anchors, draw_pain, has_anchors, has_pain
from .chart_rows import draw_context, draw_photos
from .chart_sizes import MOST_LINES, draw_sizes, events_of, size_legend
from .chart_svg import Svg
from .chart_tables import chart_tables
from .chart_thin import coarseness, is_many
from .chart_words import long_day, plain

_LAB_HEIGHT = 120
_PHONE_POINTS = 3
_AIR = 16  # drawing units between two panels


def record_chart(series: RecordSeries, *, today: date) -> Chart:
    """Sizes, pain, lab results, treatments and what happened around, over the chosen range.

    Args:
        series: the first three of its lines are drawn; each is ordered by day here.
        today: the patient's today; the axis ends there or at ``series.until``.

    Without anything in the range there is no drawing, and only the sentences stand.
    """
    series = _ordered(series)
    shown = _cut(series, series.since or date.min, _until(series, today))
    days = list(_days(shown))
    said = _said(series, _until(series, today))
    if not days:
        return Chart(title=_title(series, None), says=said[0].sentence, said=_several(said))
    since, until = series.since or min(days), _until(series, today)
    wide = _draw(shown, series, wide_frame(since, until), today)
    narrow = _draw(shown, series, narrow_frame(_phone_since(shown, since, until), until), today)
    return Chart(
        title=_title(series, (since, until)),
        says=said[0].sentence,
        wide=wide,
        narrow=narrow,
        legend=_legend(shown),
        notes=event_notes(events_of(shown.lines)) if wide.numbered or narrow.numbered else (),
        tables=chart_tables(shown, today),
        foot=_foot(shown),
        said=_several(said),
    )


# ---- what lies in the range ---------------------------------------------------------------------------


def within(series: RecordSeries, *, today: date) -> RecordSeries:
    """The series cut to its range, each part ordered by day; this is what is drawn, listed and taken out."""
    series = _ordered(series)
    return _cut(series, series.since or date.min, _until(series, today))


def _ordered(series: RecordSeries) -> RecordSeries:
    lines = [
        replace(
            line,
            points=sorted(line.points, key=lambda point: point.observed_on),
            said=sorted(line.said, key=lambda point: point.on),
        )
        for line in series.lines[:MOST_LINES]
    ]
    labs = [replace(lab, points=sorted(lab.points, key=lambda point: point.on)) for lab in series.labs]
    days = sorted(series.days, key=lambda point: point.on)
    return replace(series, lines=lines, labs=labs, days=days)


def _until(series: RecordSeries, today: date) -> date:
    """Where the axis ends: the chosen day, else today, or what was entered ahead of it."""
    if series.until:
        return min(series.until, today)
    return max([today, *(line.points[-1].observed_on for line in series.lines if line.points)])


def _cut(series: RecordSeries, since: date, until: date) -> RecordSeries:
    """The same with what lies in the range; treatments are cut where they are drawn."""
    lines = [
        replace(
            line,
            points=[p for p in line.points if since <= p.observed_on <= until],
            same_on=[day for day in line.same_on if since <= day <= until],
            events=[event for event in line.events if since <= event.on <= until],
            said=[p for p in line.said if since <= p.on <= until],
        )
        for line in series.lines
    ]
    return replace(
        series,
        lines=lines,
        days=[p for p in series.days if since <= p.on <= until],
        photos=[photo for photo in series.photos if since <= photo.on <= until],
        labs=[replace(lab, points=[p for p in lab.points if since <= p.on <= until]) for lab in series.labs],
        treatments=[
            bar for bar in series.treatments if (bar.start or since) <= until and (bar.stop or until) >= since
        ],
        context=[mark for mark in series.context if since <= mark.on <= until],
    )


def _days(series: RecordSeries) -> Iterator[date]:
    """The first day of everything that can be drawn; treatments and events are drawn beside the rest."""
    for line in series.lines:
        yield from (point.observed_on for point in line.points[:1])
        yield from sorted(line.same_on)[:1]
        yield from (point.on for point in line.said[:1])
    yield from (point.on for point in series.days[:1])
    yield from (photo.on for photo in series.photos)
    yield from (point.on for lab in series.labs for point in lab.points if point.value is not None)
    yield from (mark.on for mark in series.context)
    if series.since:
        yield from (event.on for line in series.lines for event in line.events)
        yield from (bar.start or series.since for bar in series.treatments)


def _phone_since(series: RecordSeries, since: date, until: date) -> date:
    """The newest months on a phone where no range was chosen, and at least three sizes."""
    if not series.phone_days:
        return since
    newest = [line.points[-_PHONE_POINTS:][0].observed_on for line in series.lines if line.points]
    return max(since, min([until - timedelta(days=series.phone_days), *newest]))


# ---- drawing ------------------------------------------------------------------------------------------


def _draw(series: RecordSeries, every: RecordSeries, frame: Frame, today: date) -> SvgDrawing:
    """All panels into one drawing, from top to bottom; ``every`` is the same, not cut to the range."""
    frame = replace(frame, zero=series.zero, coarseness=coarseness(_counts(series, frame)))
    svg = Svg(font=frame.font)
    sizes = draw_sizes(svg, series.lines, frame, 0, every.lines)
    y = draw_photos(svg, series.photos, frame, sizes.y + _AIR)
    below = _draw_said(svg, series, every, frame, y)
    below, points = _draw_labs(svg, series, every, frame, below)
    if below > y or not sizes.y:
        svg.open_hidden()
        below = draw_time(svg, frame.moved(below - _AIR, 0)) + _AIR
        svg.close()
    svg.open_hidden()
    y = draw_bars(svg, series.treatments, frame, below, today)
    svg.close()
    y = draw_context(svg, series.context, frame, y)
    kind, ident = frame.kind, _ident(series.key, frame.kind)
    title = _title(series, (frame.since, frame.until))
    links = svg.has_points
    drawn = svg.finish(ident=ident, title=title, width=frame.width, height=y + 4, kind=kind, links=links)
    count = sizes.points + points
    return SvgDrawing(drawn, frame.width, y + 4, frame.since, frame.until, sizes.numbered, count)


def _counts(series: RecordSeries, frame: Frame) -> Iterator[int]:
    """The points of each series that is drawn as a line."""
    for line in series.lines:
        yield sum(frame.holds(point.observed_on) for point in line.points)
        yield sum(point.rest is not None and frame.holds(point.on) for point in line.said)
        yield sum(point.pressure is not None and frame.holds(point.on) for point in line.said)
    yield len(series.days)
    yield from (len(lab.points) for lab in series.labs)


def _draw_said(svg: Svg, series: RecordSeries, every: RecordSeries, frame: Frame, y: float) -> float:
    """Pain, then the anchors, of each lesion and of the whole person."""
    several = len(series.lines) > 1
    told = [
        (line.said, whole.said, _("Pain, 0 to 10"), _("Against last time"), f"{letter}: " if several else "")
        for letter, line, whole in zip(LETTERS, series.lines, every.lines, strict=False)
    ]
    days = (_("Pain of the whole person, 0 to 10"), _("All in all, against last time"), "")
    for points, whole, pain, anchors, before in [*told, (series.days, every.days, *days)]:
        inside = [point for point in points if frame.holds(point.on)]
        if has_pain(inside):
            y = draw_pain(svg, inside, frame, y, before + pain, every=whole) + _AIR
        if has_anchors(inside):
            y = draw_anchors(svg, inside, frame, y, before + anchors) + _AIR
    return y


def _draw_labs(
    svg: Svg, series: RecordSeries, every: RecordSeries, frame: Frame, y: float
) -> tuple[float, int]:
    count = 0
    for lab, whole in zip(series.labs, every.labs, strict=True):
        inside = [point for point in lab.points if point.value is not None and frame.holds(point.on)]
        if not inside:
            continue
        svg.open_hidden()
        svg.text(0, y + 14, f"{lab.name}, {lab.unit}" if lab.unit else lab.name)
        svg.close()
        placed = scaled_to(inside, frame.moved(y + 30, _LAB_HEIGHT))
        links = frame.kind == "wide" and any(point.href for point in inside)
        count += draw_results(svg, inside, placed, links=links, every=whole.points)
        y = placed.bottom + 10 + _AIR
    return y, count


# ---- words --------------------------------------------------------------------------------------------


def _several(said: Sequence[Said]) -> tuple[Said, ...]:
    return tuple(said) if len(said) > 1 else ()


def _said(series: RecordSeries, until: date) -> list[Said]:
    """A sentence for each lesion, from everything measured up to the end of the range."""
    if not series.lines:
        return [Said("", "", Sentence(_("No deposit is chosen."), "", "ruler"))]
    return [
        Said(letter, line_name(line, series), _sentence(line, series, until))
        for letter, line in zip(LETTERS, series.lines, strict=False)
    ]


def _sentence(line: SizeLine, series: RecordSeries, until: date) -> Sentence:
    if line.hides_sizes:
        return Sentence(
            _("Its sizes are hidden from you."),
            _("You are asked to read it without seeing the first reading; they appear when you have read."),
            "eye-off",
        )
    if series.zero:
        return since_start(line, series.zero, until)
    since = series.since or date.min
    points = [point for point in line.points if point.observed_on <= until]
    if not any(point.observed_on >= since for point in points):
        return _nothing(points or line.points)
    # One from before the window tells that there was one; the rest could change nothing.
    window = points[-1].observed_on - timedelta(days=WINDOW_DAYS)
    first = bisect_left(points, window, key=lambda point: point.observed_on)
    readings = [
        Reading(p.observed_on, p.length_mm, p.uncertainty_mm, p.method, p.width_mm)
        for p in points[max(first - 1, 0) :]
    ]
    return change_of(readings, today=until, begins_on=line.begins_on).sentence


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


def _title(series: RecordSeries, days: tuple[date, date] | None) -> str:
    names = _(" and ").join(line.name for line in series.lines)
    if days is None:
        return (
            _("Length of %(name)s in millimetres") % {"name": names} if names else _("The record over time")
        )
    words = (
        _("Length of %(name)s in millimetres, %(first)s to %(last)s. The values stand in the table below.")
        if names
        else _("The record over time, %(first)s to %(last)s. The values stand in the table below.")
    )
    return words % {
        "name": names,
        "first": long_day(days[0], "month"),
        "last": long_day(days[1], "month"),
    }


def _ident(key: str, kind: str) -> str:
    """An id for the drawing's title, unique by the series' key."""
    return f"chart-{re.sub('[^A-Za-z0-9-]+', '-', key)}-{kind}"


def _legend(series: RecordSeries) -> tuple[LegendItem, ...]:
    said = [point for line in series.lines for point in line.said]
    drawn = [point for lab in series.labs for point in lab.points if point.value is not None]
    return (*size_legend(series.lines), *anchor_legend([*said, *series.days]), *lab_legend(drawn))


def _foot(series: RecordSeries) -> str:
    """What was asked for and is not there, and that very many points were drawn as fewer."""
    words = [text for text in (no_proof(series),) if text]
    empty = [str(Panel(key).label) for key in Panel.values if key in series.asked and _is_empty(series, key)]
    if empty:
        words.append(_("Nothing in this time: %(panels)s.") % {"panels": ", ".join(empty)})
    count = sum(len(line.points) for line in series.lines)
    if is_many(count):
        words.append(
            _(
                "%(count)d sizes are more than the picture has columns: of each column the first, the last, "
                "the smallest and the largest are drawn."
            )
            % {"count": count}
        )
    return " ".join(words)


def _is_empty(series: RecordSeries, panel: str) -> bool:
    said = [point for line in series.lines for point in line.said]
    return not {
        Panel.SIZES: any(line.points or line.same_on for line in series.lines),
        Panel.EVENTS: any(line.events for line in series.lines),
        Panel.PHOTOS: series.photos,
        Panel.PAIN: has_pain(said) or has_anchors(said),
        Panel.DAYS: series.days,
        Panel.LABS: any(point.value is not None for lab in series.labs for point in lab.points),
        Panel.TREATMENTS: series.treatments,
        Panel.CONTEXT: series.context,
    }[Panel(panel)]
