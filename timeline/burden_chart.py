"""The picture of all deposits together: summed area by month with its error, and how many were open."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .burden import BurdenMonth
from .chart_data import Chart, ChartTable, Sentence, SvgDrawing, TableRow
from .chart_frame import Frame, draw_values, scaled
from .chart_svg import Svg, text_width
from .chart_words import long_day, written

_PHONE_MONTHS = 7
_FEW = 0.5  # ours: below this share of active deposits measured, a month's point is hollow
_MIN_MONTHS = 2


def burden_chart(months: Sequence[BurdenMonth], *, key: str = "burden") -> Chart:
    """Summed area and number of open deposits by month, oldest first. Months before the first deposit are
    left out.
    """
    known = _since_known(months)
    title = _("Total measured area in square millimetres by month, and how many deposits were open.")
    measured = [month for month in known if month.area_mm2 is not None]
    if not measured:
        return Chart(title, _nothing_measured(), tables=_tables(known))
    title += " " + _("The values stand in the table below.")
    return Chart(
        title=title,
        says=_says(known),
        wide=_draw(known, Frame("wide", 660, 44, 646, 40, 196, 15, *_range(known)), title, key),
        narrow=_draw(
            known[-_PHONE_MONTHS:],
            Frame("narrow", 336, 36, 326, 40, 176, 14, *_range(known[-_PHONE_MONTHS:])),
            title,
            key,
        ),
        tables=_tables(known),
        foot=_foot(known),
    )


def _since_known(months: Sequence[BurdenMonth]) -> list[BurdenMonth]:
    first = next((at for at, month in enumerate(months) if month.active or month.measured), None)
    return [] if first is None else list(months[min(first, max(len(months) - _MIN_MONTHS, 0)) :])


def _range(months: Sequence[BurdenMonth]) -> tuple[date, date]:
    last = months[-1].first_day
    return months[0].first_day, (last + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _draw(months: Sequence[BurdenMonth], frame: Frame, title: str, key: str) -> SvgDrawing:
    svg = Svg(font=frame.font)
    highest = max(((m.area_mm2 or 0) + (m.area_error_mm2 or 0) for m in months), default=0)
    frame = scaled(frame, highest or 1)
    pitch = (frame.right - frame.left) / len(months)
    xs = [frame.left + pitch * (at + 0.5) for at in range(len(months))]
    svg.text(0, 14, _("Total measured area in mm²"))
    draw_values(svg, frame)
    for run in _runs(months):
        _draw_run(svg, [months[at] for at in run], [xs[at] for at in run], frame)
    _draw_months(svg, months, xs, frame)
    _draw_gaps(svg, months, xs, frame)
    _draw_last(svg, months, xs, frame)
    base = frame.bottom + (52 if months[0].first_day.year == months[-1].first_day.year else 70)
    _draw_open(svg, months, xs, base)
    height = base + 44
    ident = f"chart-{key}-{frame.kind}"
    drawn = svg.finish(
        ident=ident, title=title, width=frame.width, height=height, kind=frame.kind, links=False
    )
    return SvgDrawing(drawn, frame.width, height, frame.since, frame.until, points_drawn=len(months))


def _runs(months: Sequence[BurdenMonth]) -> Iterator[list[int]]:
    """Neighbouring months with an area, as their positions: nothing is drawn over a month without."""
    for has_area, group in groupby(range(len(months)), key=lambda at: months[at].area_mm2 is not None):
        if has_area:
            yield list(group)


def _draw_run(svg: Svg, months: Sequence[BurdenMonth], xs: Sequence[float], frame: Frame) -> None:
    areas = [(m.area_mm2 or 0, m.area_error_mm2 or 0) for m in months]
    top = [f"{x:.1f} {frame.y(area + error):.1f}" for x, (area, error) in zip(xs, areas, strict=True)]
    low = [f"{x:.1f} {frame.y(area - error):.1f}" for x, (area, error) in zip(xs, areas, strict=True)]
    middle = [f"{x:.1f} {frame.y(area):.1f}" for x, (area, _error) in zip(xs, areas, strict=True)]
    if len(months) > 1:
        svg.path("c-band", f"M{' '.join(top)} {' '.join(reversed(low))}z")
        svg.path("c-line", f"M{' '.join(middle)}")
    else:
        x = xs[0]
        y0, y1 = (frame.y(areas[0][0] + sign * areas[0][1]) for sign in (-1, 1))
        svg.path("c-err", f"M{x:.1f} {y0:.1f}V{y1:.1f}M{x - 4:.1f} {y0:.1f}h8M{x - 4:.1f} {y1:.1f}h8")
    for month, x, (area, _error) in zip(months, xs, areas, strict=True):
        few = (month.share_measured or 0) < _FEW
        svg.circle("c-hollow" if few else "c-dot", x, frame.y(area), 4.5)


def _draw_months(svg: Svg, months: Sequence[BurdenMonth], xs: Sequence[float], frame: Frame) -> None:
    """Month names where they fit, and the year under its first month when there are two."""
    pitch = (frame.right - frame.left) / len(months)
    every = 1 + int((text_width("May", frame.font) + 8) // pitch)
    years = len({month.first_day.year for month in months}) > 1
    for at, (month, x) in enumerate(zip(months, xs, strict=True)):
        if (len(months) - 1 - at) % every == 0:
            svg.text(x, frame.bottom + 20, written(month.first_day, "M"), anchor="middle")
        if years and (at == 0 or month.first_day.month == 1):
            svg.text(x, frame.bottom + 38, str(month.first_day.year), anchor="middle")


def _draw_gaps(svg: Svg, months: Sequence[BurdenMonth], xs: Sequence[float], frame: Frame) -> None:
    """ "no sizes" in the middle of each stretch of months without any."""
    words = _("no sizes").split(" ", 1)
    for empty, group in groupby(range(len(months)), key=lambda at: months[at].area_mm2 is None):
        positions = list(group)
        if not empty:
            continue
        x = (xs[positions[0]] + xs[positions[-1]]) / 2
        y = (frame.top + frame.bottom) / 2
        for line, word in enumerate(words):
            svg.text(x, y + 17 * line, word, anchor="middle")


def _draw_last(svg: Svg, months: Sequence[BurdenMonth], xs: Sequence[float], frame: Frame) -> None:
    """The newest value in figures, over its band or, at the top of the picture, under it."""
    at = max((at for at, month in enumerate(months) if month.area_mm2 is not None), default=-1)
    if at < 0:
        return
    area, error = months[at].area_mm2 or 0, months[at].area_error_mm2 or 0
    text = f"{area:.0f} ± {error:.0f}"
    half = text_width(text, frame.font, bold=True) / 2
    over = frame.y(area + error) - 8
    y = over if over > 30 else frame.y(area - error) + 20
    svg.text(min(max(xs[at], half), frame.width - half), y, text, "c-strong", "middle")


def _draw_open(svg: Svg, months: Sequence[BurdenMonth], xs: Sequence[float], y: float) -> None:
    svg.text(0, y, _("Open deposits"))
    for month, x in zip(months, xs, strict=True):
        if month.open:
            svg.path("c-event-mark", f"M{x - 5:.1f} {y + 14:g}l8 9l-8 9l-8 -9z")
            svg.text(x + 6, y + 28, str(month.open), "c-event-text")
        else:
            svg.text(x, y + 28, "0", anchor="middle")


def _says(months: Sequence[BurdenMonth]) -> Sentence:
    """Whether the area changed between the first comparable month and the last one, over the same deposits
    only.
    """
    last = months[-1]
    if last.area_mm2 is None:
        newest = next(month for month in reversed(months) if month.area_mm2 is not None)
        return Sentence(
            _("Nothing was measured this month."),
            _("The last total is from %(month)s: %(area)s.")
            % {"month": _month_name(newest, last), "area": _area(newest.area_mm2, newest.area_error_mm2)},
        )
    best = max((month.paired for month in months[:-1]), default=0)
    base = next((month for month in months[:-1] if month.paired and month.paired * 2 >= best), None)
    if base is None:
        return Sentence(
            _("%(area)s in all.") % {"area": _area(last.area_mm2, last.area_error_mm2)},
            _(
                "There is no earlier month yet with the same deposits measured the same way, so nothing "
                "to compare."
            ),
        )
    return _compared(base, last)


def _compared(base: BurdenMonth, last: BurdenMonth) -> Sentence:
    difference = base.paired_now_mm2 - base.paired_then_mm2
    words = {
        "month": _month_name(base, last),
        "area": f"{abs(difference):.0f}",
        "error": f"{base.paired_error_mm2:.0f}",
        "then": f"{base.paired_then_mm2:.0f}",
        "now": f"{base.paired_now_mm2:.0f}",
        "count": base.paired,
    }
    over = ngettext(
        "%(count)d deposit was measured the same way both times: %(then)s mm² then, %(now)s mm² now.",
        "%(count)d deposits were measured the same way both times: %(then)s mm² then, %(now)s mm² now.",
        base.paired,
    )
    if abs(difference) <= base.paired_error_mm2:
        lead = _("No change since %(month)s that we can be sure of.")
        more = _("The difference is not more than the error of measuring (± %(error)s mm²).")
        return Sentence(lead % words, f"{over % words} {more % words}", "same")
    lead = (
        _("Larger by %(area)s mm² ± %(error)s mm² since %(month)s.")
        if difference > 0
        else _("Smaller by %(area)s mm² ± %(error)s mm² since %(month)s.")
    )
    more = _("That is more than the error of measuring. It doesn’t say why.")
    return Sentence(lead % words, f"{over % words} {more}")


def _month_name(month: BurdenMonth, last: BurdenMonth) -> str:
    same_year = month.first_day.year == last.first_day.year
    return written(month.first_day, "F" if same_year else "F Y")


def _area(area: float | None, error: float | None) -> str:
    return _("not measured") if area is None else f"{area:.0f} ± {error or 0:.0f} mm²"


def _nothing_measured() -> Sentence:
    return Sentence(
        _("No area can be drawn yet."),
        _("It needs a length and a width, taken on the same day, of at least one deposit."),
    )


def _foot(months: Sequence[BurdenMonth]) -> str:
    if any((month.share_measured or 1) < _FEW for month in months if month.area_mm2 is not None):
        return _("A hollow point: fewer than half of the deposits were measured.")
    return ""


def _tables(months: Sequence[BurdenMonth]) -> tuple[ChartTable, ...]:
    rows = tuple(
        TableRow(
            long_day(month.first_day, "month"),
            (
                _area(month.area_mm2, month.area_error_mm2),
                _("%(measured)d of %(active)d") % {"measured": month.measured, "active": month.active},
                str(month.open),
            ),
        )
        for month in reversed(months)
    )
    head = (_("Month"), _("Area"), _("Measured"), _("Open"))
    return (ChartTable(_("All deposits over time"), head, rows),) if rows else ()
