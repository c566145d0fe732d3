"""Treatments as bars under a chart, on the same time axis."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .chart_data import TreatmentBar
from .chart_frame import Frame
from .chart_svg import Svg, fit, text_width
from .chart_words import day_near

_BAR = 28
_PITCH = 38
_MOST_BARS = 8
_TIP = 9
_DOSES = 18


def treatment_days(bar: TreatmentBar, today: date) -> str:
    """When, in words: since 14 April, goes on; 9 June to 30 September; on 3 May."""
    if bar.start is None:
        if bar.stop is None:
            return _("start not known, goes on")
        return _("until %(day)s") % {"day": day_near(bar.stop, today)}
    if bar.stop is None:
        return _("since %(day)s, goes on") % {"day": day_near(bar.start, today)}
    if bar.stop == bar.start:
        return _("on %(day)s") % {"day": day_near(bar.start, today)}
    if bar.is_procedure and len(bar.steps) > 1:
        return _("%(count)d times, %(first)s to %(last)s") % {
            "count": len(bar.steps),
            "first": day_near(bar.start, today),
            "last": day_near(bar.stop, today),
        }
    return _("%(first)s to %(last)s") % {
        "first": day_near(bar.start, bar.stop if bar.stop.year == today.year else date(1, 1, 1)),
        "last": day_near(bar.stop, today),
    }


def visible_bars(bars: Sequence[TreatmentBar], frame: Frame) -> list[TreatmentBar]:
    """Treatments that touch the range, by start."""
    touching = [
        bar
        for bar in bars
        if (bar.start or frame.since) <= frame.until and (bar.stop or frame.until) >= frame.since
    ]
    return sorted(touching, key=lambda bar: (bar.start or date.min, bar.stop or date.max))


def draw_bars(svg: Svg, bars: Sequence[TreatmentBar], frame: Frame, y: float, today: date) -> float:
    """A heading and one row for each treatment from ``y`` down; returns the y below the last row."""
    shown = visible_bars(bars, frame)
    if not shown:
        return y
    svg.text(0, y + 14, _("Treatments"))
    y += 26
    for bar in shown[-_MOST_BARS:]:
        if bar.is_procedure:
            _draw_pins(svg, bar, frame, y, today)
        else:
            _draw_bar(svg, bar, frame, y, today)
        y += _PITCH + (_draw_doses(svg, bar, frame, y) if len(bar.steps) > 1 else 0)
    left_out = len(shown) - _MOST_BARS
    if left_out > 0:
        words = ngettext("and %(count)d earlier treatment", "and %(count)d earlier treatments", left_out)
        svg.text(0, y + 12, words % {"count": left_out})
        y += 24
    return y


def _draw_bar(svg: Svg, bar: TreatmentBar, frame: Frame, y: float, today: date) -> None:
    x0 = frame.x(bar.start) if bar.start else frame.left
    x1 = frame.right if bar.stop is None else frame.x(bar.stop)
    if bar.start is not None and bar.start == bar.stop:
        _draw_pins(svg, bar, frame, y, today)
        return
    x1 = max(x1, x0 + 4)
    open_left = bar.start is None or bar.start < frame.since
    svg.path(
        "c-bar", _outline(x0, x1, y, goes_on=bar.stop is None or bar.stop > frame.until, open_left=open_left)
    )
    inside = x1 - x0 - 2 * _TIP - (_TIP if bar.stop is None else 0)
    _label(svg, bar, x0, x1, y + _BAR / 2 + 5, frame, today, inside=inside)


def _draw_pins(svg: Svg, bar: TreatmentBar, frame: Frame, y: float, today: date) -> None:
    """A procedure: a pin for each day it was done, and its name beside them."""
    days = [day for day, _words in bar.steps if frame.holds(day)] or [bar.start or frame.since]
    xs = sorted({round(frame.x(day), 1) for day in days})
    svg.path("c-bar", "".join(f"M{x:.1f} {y + 3:.1f}l8 11l-8 11l-8 -11z" for x in xs))
    _label(svg, bar, xs[0] - 8, xs[-1] + 8, y + _BAR / 2 + 5, frame, today, inside=0)


def _draw_doses(svg: Svg, bar: TreatmentBar, frame: Frame, y: float) -> float:
    """A line through the bar where the dose changed, each dose under its stretch; returns the height used."""
    if bar.is_procedure:
        return 0
    ends = [day for day, _words in bar.steps[1:]] + [bar.stop or frame.until]
    for (day, words), end in zip(bar.steps, ends, strict=True):
        if end < frame.since or day > frame.until:
            continue
        x0, x1 = frame.x(day), frame.x(end)
        # Not through the middle of the bar, where its name may stand.
        svg.path("c-step", f"M{x0:.1f} {y:g}v7M{x0:.1f} {y + _BAR - 7:g}v17")
        svg.text(x0 + 4, y + _BAR + 15, fit(words, x1 - x0 - 8, frame.font))
    return _DOSES


def _outline(x0: float, x1: float, y: float, *, goes_on: bool, open_left: bool) -> str:
    """A box; a tip to the right while it goes on, no left edge when it began before the range."""
    start = f"M{x0:.1f} {y:g}"
    if goes_on and x1 - x0 > 2 * _TIP:
        body = f"H{x1 - _TIP:.1f}l{_TIP} {_BAR / 2:g}l-{_TIP} {_BAR / 2:g}H{x0:.1f}"
    else:
        body = f"H{x1:.1f}v{_BAR}H{x0:.1f}"
    return start + body + ("" if open_left else "z")


def _label(
    svg: Svg,
    bar: TreatmentBar,
    x0: float,
    x1: float,
    base: float,
    frame: Frame,
    today: date,
    *,
    inside: float,
) -> None:
    """The name in the bar when it fits, else beside it where there is more room; then the days where they
    fit.
    """
    font = frame.font
    days = treatment_days(bar, today)
    name_width = text_width(bar.name, font, bold=True)
    days_width = text_width(days, font)
    if name_width <= inside:
        svg.text(x0 + _TIP, base, bar.name, "c-bar-text")
        if name_width + days_width + 24 <= inside:
            svg.text(x1 - _TIP - (11 if bar.stop is None else 0), base, days, anchor="end")
        elif x1 + 9 + days_width <= frame.width:
            svg.text(x1 + 9, base, days)
        elif x0 - 9 - days_width >= 0:
            svg.text(x0 - 9, base, days, anchor="end")
        return
    right, left = frame.width - x1 - 9, x0 - 9
    if max(right, left) < inside:
        svg.text(x0 + _TIP, base, fit(bar.name, inside, font, bold=True), "c-bar-text")
        return
    on_right = right >= min(name_width, left)
    room = right if on_right else left
    name = fit(bar.name, room, font, bold=True)
    shown_width = text_width(name, font, bold=True)
    with_days = shown_width + 12 + days_width <= room
    if on_right:
        svg.text(x1 + 9, base, name, "c-bar-text")
        if with_days:
            svg.text(x1 + 9 + shown_width + 12, base, days)
        return
    if with_days:
        svg.text(x0 - 9, base, days, anchor="end")
    svg.text(x0 - 9 - (days_width + 12 if with_days else 0), base, name, "c-bar-text", "end")
