"""Results of one lab test over time, each beside the interval of the lab that made it."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from .chart_data import Chart, LabPoint, Sentence, SvgDrawing
from .chart_frame import Frame, draw_time, narrow_frame, wide_frame
from .chart_labs import draw_results, interval_text, lab_legend, lab_tables, scaled_to, value_text
from .chart_svg import Svg
from .chart_words import day_near

_PLOT_HEIGHT = 150
_PHONE_POINTS = 8


def lab_chart(
    points: Sequence[LabPoint], *, analyte_name: str, unit: str, today: date, key: str = "lab"
) -> Chart:
    """The trend of one test. Flags are the caller's, from the lab's own interval; this function judges
    nothing.
    """
    ordered = sorted(points, key=lambda point: point.on)
    drawn = [point for point in ordered if point.value is not None]
    title = (
        _("%(test)s in %(unit)s over time.") % {"test": analyte_name, "unit": unit} if unit else analyte_name
    )
    tables = lab_tables(ordered, analyte_name, unit)
    if not drawn:
        return Chart(title, _nothing(ordered), tables=tables)
    title += " " + _("The values stand in the table below.")
    until = max(today, drawn[-1].on)
    wide = wide_frame(drawn[0].on, until)
    narrow = narrow_frame(drawn[-_PHONE_POINTS:][0].on, until)
    return Chart(
        title=title,
        says=_says(drawn, unit, today),
        wide=_draw(drawn, wide, title, key, f"{analyte_name}, {unit}"),
        narrow=_draw(drawn, narrow, title, key, f"{analyte_name}, {unit}"),
        legend=lab_legend(drawn),
        tables=tables,
        foot=_foot(drawn),
    )


def _draw(points: Sequence[LabPoint], frame: Frame, title: str, key: str, heading: str) -> SvgDrawing:
    inside = [point for point in points if frame.holds(point.on)]
    frame = scaled_to(inside, frame.moved(40, _PLOT_HEIGHT))
    links = frame.kind == "wide" and any(point.href for point in inside)
    svg = Svg(font=frame.font)
    svg.open_hidden()
    svg.text(0, 14, heading)
    y = draw_time(svg, frame)
    svg.close()
    count = draw_results(svg, inside, frame, links=links, every=points)
    ident, height = f"chart-{key}-{frame.kind}", y + 12
    drawn = svg.finish(
        ident=ident, title=title, width=frame.width, height=height, kind=frame.kind, links=links
    )
    return SvgDrawing(drawn, frame.width, height, frame.since, frame.until, points_drawn=count)


def _says(points: Sequence[LabPoint], unit: str, today: date) -> Sentence:
    """The newest value and how it stands to its own lab's interval."""
    last = points[-1]
    lead = _("%(value)s on %(day)s.") % {"value": value_text(last, unit), "day": day_near(last.on, today)}
    return Sentence(lead, _stands(last), "flask")


def _stands(point: LabPoint) -> str:
    if point.low is None and point.high is None:
        return _("The lab gave no range with it.")
    words = {"interval": interval_text(point)}
    return {
        "high": _("That is above this lab’s own range (%(interval)s).") % words,
        "low": _("That is below this lab’s own range (%(interval)s).") % words,
        "within": _("That is within this lab’s own range (%(interval)s).") % words,
    }.get(point.flag, _("This lab’s own range: %(interval)s.") % words)


def _nothing(points: Sequence[LabPoint]) -> Sentence:
    if points:
        return Sentence(
            _("These results are words, so there is no curve."), _("They stand in the table."), "flask"
        )
    return Sentence(_("No result has been entered yet."), "", "flask")


def _foot(points: Sequence[LabPoint]) -> str:
    frame = scaled_to(points, Frame("wide", 1, 0, 1, 0, 1, 1, date.min, date.max))
    return _("The scale doesn’t begin at zero.") if frame.low > 0 else ""
