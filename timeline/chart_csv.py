"""The chart's values as a file: every one of them, where the drawing thins."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date

from lesions.readings import safe_cell

from .chart_data import LabSeries, PainPoint, RecordSeries, SizeLine, TreatmentBar
from .chart_words import figure

COLUMNS = (
    "kind", "day", "precision", "until", "deposit", "what", "value", "unit", "uncertainty", "method", "low",
    "high", "flag",
)  # fmt: skip
Line = dict[str, str]
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def record_csv(series: RecordSeries) -> str:
    """One line a value, by panel, oldest first. ``uncertainty`` is a 95 % half-width."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows({name: _cell(name, text) for name, text in line.items()} for line in _lines(series))
    return out.getvalue()


def _cell(name: str, text: str) -> str:
    """A value that is a plain number runs nothing, whatever its sign, and stays a number."""
    return text if name == "value" and NUMBER.fullmatch(text) else safe_cell(text)


def _lines(series: RecordSeries) -> Iterator[Line]:
    for line in series.lines:
        yield from _of_lesion(line)
    yield from _said(series.days, "", "whole person")
    for lab in series.labs:
        yield from _of_lab(lab)
    for bar in series.treatments:
        yield from _of_treatment(bar)
    for mark in series.context:
        yield {"kind": "context", "day": _day(mark.on), "precision": mark.precision, "what": mark.label}


def _of_lesion(line: SizeLine) -> Iterator[Line]:
    for point in line.points:
        yield {
            "kind": "size",
            "day": _day(point.observed_on),
            "deposit": line.name,
            "what": "length",
            "value": figure(point.length_mm),
            "unit": "mm",
            "uncertainty": figure(point.uncertainty_mm),
            "method": point.method,
        }
    for event in line.events:
        yield {
            "kind": "event",
            "day": _day(event.on),
            "precision": event.precision,
            "deposit": line.name,
            "what": event.label,
        }
    yield from _said(line.said, line.name, "deposit")


def _said(points: Sequence[PainPoint], name: str, whose: str) -> Iterator[Line]:
    for point in points:
        values = (
            ("pain at rest" if whose == "deposit" else "pain", point.rest, "0-10"),
            ("pain on pressure", point.pressure, "0-10"),
            ("against last time", point.anchor, "-2 to 2"),
        )
        for what, value, unit in values:
            if value is not None:
                yield {
                    "kind": whose,
                    "day": _day(point.on),
                    "deposit": name,
                    "what": what,
                    "value": str(value),
                    "unit": unit,
                }


def _of_lab(lab: LabSeries) -> Iterator[Line]:
    for point in lab.points:
        yield {
            "kind": "lab",
            "day": _day(point.on),
            "what": lab.name,
            "value": point.text if point.value is None else f"{point.comparator}{figure(point.value)}",
            "unit": lab.unit,
            "low": "" if point.low is None else figure(point.low),
            "high": "" if point.high is None else figure(point.high),
            "flag": point.flag,
        }


def _of_treatment(bar: TreatmentBar) -> Iterator[Line]:
    yield {
        "kind": "procedure" if bar.is_procedure else "treatment",
        "day": _day(bar.start),
        "until": _day(bar.stop),
        "what": bar.name,
        "value": bar.detail,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
