"""The table twins of the record's chart: everything that is drawn, in words and figures."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lesions.vocabulary import Anchor

from .chart_bars import treatment_days
from .chart_data import (
    ChartTable,
    ContextMark,
    LifeMark,
    PainPoint,
    PhotoMark,
    RecordSeries,
    SizeLine,
    SizePoint,
    TableRow,
    TreatmentBar,
)
from .chart_labs import lab_tables
from .chart_marks import method_name
from .chart_words import long_day, plain

#: ours: a page stays light; the file holds all of it
MOST_ROWS = 100


def chart_tables(series: RecordSeries, today: date) -> tuple[ChartTable, ...]:
    """The tables with content, in the order of the panels."""
    several = len(series.lines) > 1
    tables = [
        *(_size_table(line, several=several) for line in series.lines),
        *(
            _pain_table(line.said, _("Pain, and against last time"), line.name if several else "")
            for line in series.lines
        ),
        _pain_table(series.days, _("The whole person, day by day"), ""),
        *(table for lab in series.labs for table in lab_tables(lab.points, lab.name, lab.unit)),
        _treatment_table(series.treatments, today),
        _context_table(series.context),
        _photo_table(series.photos),
    ]
    return tuple(table for table in tables if table.rows)


def _size_table(line: SizeLine, *, several: bool) -> ChartTable:
    """Sizes, "same" answers and events by day, newest first, at most a hundred."""
    same, events = sorted(set(line.same_on)), sorted(line.events, key=lambda event: event.on)
    rows = [
        *_point_rows(line.points[-MOST_ROWS:]),
        *_same_rows(same[-MOST_ROWS:]),
        *((event.on, _event_row(event)) for event in events[-MOST_ROWS:]),
    ]
    rows.sort(key=lambda row: row[0], reverse=True)
    return ChartTable(
        caption=_with_name(_("Size over time"), line.name if several else ""),
        head=(_("Day"), _("Length"), _("How, or what happened")),
        rows=tuple(row for _day, row in rows[:MOST_ROWS]),
        note=_left_out(len(line.points) + len(same) + len(events)),
    )


def _with_name(caption: str, name: str) -> str:
    return _("%(what)s: %(name)s") % {"what": caption, "name": name} if name else caption


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
    if total <= MOST_ROWS:
        return ""
    return ngettext(
        "The newest %(shown)d of %(total)d entry.", "The newest %(shown)d of %(total)d entries.", total
    ) % {"shown": MOST_ROWS, "total": total}


def anchor_words(anchor: int | None) -> str:
    """The answer against last time; empty where none was given."""
    return "" if anchor is None else str(Anchor(anchor).label)


def _pain_table(points: Sequence[PainPoint], caption: str, name: str) -> ChartTable:
    """What was said, newest first. A column that nobody filled is left out."""
    language = get_language()
    has_pressure = any(point.pressure is not None for point in points)
    rows = []
    for point in reversed(points[-MOST_ROWS:]):
        pain = [point.rest, point.pressure] if has_pressure else [point.rest]
        cells = ["" if number is None else str(number) for number in pain]
        day = long_day(point.on, language=language)
        rows.append(TableRow(day, (*cells, anchor_words(point.anchor))))
    pains = (_("Pain at rest"), _("Pain on pressure")) if has_pressure else (_("Pain"),)
    head = (_("Day"), *pains, _("Against last time"))
    return ChartTable(_with_name(caption, name), head, tuple(rows), _left_out(len(points)))


def _treatment_table(bars: Sequence[TreatmentBar], today: date) -> ChartTable:
    newest = sorted(bars, key=lambda bar: bar.start or date.min, reverse=True)[:MOST_ROWS]
    rows = [TableRow(bar.name, (_sentence_case(treatment_days(bar, today)), bar.detail)) for bar in newest]
    head = (_("Treatment"), _("When"), _("Details"))
    return ChartTable(_("Treatments"), head, tuple(rows), _left_out(len(bars)))


def _context_table(marks: Sequence[ContextMark]) -> ChartTable:
    newest = sorted(marks, key=lambda mark: mark.on, reverse=True)[:MOST_ROWS]
    rows = tuple(TableRow(long_day(mark.on, mark.precision), (mark.label,)) for mark in newest)
    return ChartTable(_("What happened around"), (_("Day"), _("What happened")), rows, _left_out(len(marks)))


def _photo_table(photos: Sequence[PhotoMark]) -> ChartTable:
    """Only as a way to each photo: the drawing has one mark for several that lie close."""
    linked = [photo for photo in photos if photo.href]
    rows = tuple(
        TableRow(long_day(photo.on), (_("Photo"),), photo.href) for photo in reversed(linked[-MOST_ROWS:])
    )
    return ChartTable(_("Photos"), (_("Day"), _("What")), rows, _left_out(len(linked)))


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
