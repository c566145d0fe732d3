"""A treated deposit beside an untreated one, counted from the start; and the values of a chart as a file."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from timeline.chart import record_chart
from timeline.chart_csv import record_csv
from timeline.chart_data import (
    Chart,
    ContextMark,
    LabPoint,
    LabSeries,
    PainPoint,
    RecordSeries,
    SizeLine,
    SizePoint,
    TreatmentBar,
)

TODAY = date(2026, 11, 23)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def point(days: int, mm: float = 8) -> SizePoint:
    return SizePoint(ago(days), mm, 1, "ruler")


def wide(chart: Chart) -> str:
    assert chart.wide is not None
    return chart.wide.svg


# ---- a treated and an untreated deposit ---------------------------------------------------------------


def aligned(**changed: Any) -> Chart:
    treated = SizeLine("elbow", "Right elbow", [point(day, mm) for day, mm in ((140, 10), (20, 4))])
    control = SizeLine("thumb", "Left thumb", [point(day, 9) for day in (150, 30)])
    series = RecordSeries(
        lines=[treated, control], zero=ago(140), zero_name="Laser", control="thumb", since=ago(200)
    )
    return record_chart(replace(series, **changed), today=TODAY)


def test_the_axis_of_a_comparison_counts_weeks_from_the_start() -> None:
    svg = wide(aligned())
    zero = re.search(r'<text class="c-text" x="([\d.]+)"[^>]*>0</text>', svg[svg.index("Length") + 60 :])
    assert ">weeks since the start</text>" in svg
    assert ">−8</text>" in svg
    assert ">Jun</text>" not in svg
    assert zero


def test_week_zero_lies_at_the_day_the_treatment_began() -> None:
    svg = wide(aligned())
    zero = re.findall(r'<text class="c-text" x="([\d.]+)" y="[\d.]+" text-anchor="middle"[^>]*>0</text>', svg)
    first = re.search(r'<circle class="c-dot" cx="([\d.]+)" cy="[\d.]+" r="5.5"', svg)
    assert first
    assert zero[0] == first[1]


def test_a_comparison_says_each_change_and_that_it_is_no_proof() -> None:
    chart = aligned()
    assert [one.name for one in chart.said] == ["Right elbow (treated)", "Left thumb (left untreated)"]
    assert chart.said[0].sentence.lead.startswith("6 mm shorter ± 1.4 mm")
    assert chart.said[1].sentence.lead.startswith("The same size")
    assert chart.foot.startswith("This is no proof that Laser works")


def test_without_a_size_near_the_start_nothing_is_compared() -> None:
    late = SizeLine("elbow", "Right elbow", [point(20, 4), point(10, 4)])
    chart = aligned(lines=[late, SizeLine("thumb", "Left thumb")])
    assert chart.said[0].sentence.lead == "We can’t tell how it changed since the start."


# ---- the file -------------------------------------------------------------------------------------------


def test_the_file_holds_every_value_with_its_unit_and_error() -> None:
    lab = LabSeries("calcium_total", "Calcium", "mg/dL", [LabPoint(ago(250), 9.1, low=8.6, high=10.2)])
    series = RecordSeries(
        lines=[SizeLine("thumb", "Left thumb", [point(300)])],
        labs=[lab],
        context=[ContextMark("cold", "Cold", ago(30))],
    )
    rows = record_csv(series).splitlines()
    assert rows[1] == "size,2026-01-27,,,Left thumb,length,8,mm,1,ruler,,,"
    assert "lab,2026-03-18,,,,Calcium,9.1,mg/dL,,,8.6,10.2," in rows
    assert "context,2026-10-24,day,,,Cold,,,,,,," in rows


def test_nothing_in_the_file_is_taken_for_a_formula() -> None:
    series = RecordSeries(
        lines=[SizeLine("x", "=HYPERLINK(1)", [point(3)])], treatments=[TreatmentBar("@x", ago(9))]
    )
    text = record_csv(series)
    assert ",'=HYPERLINK(1)," in text
    assert ",'@x," in text


def test_a_negative_number_stays_a_number_in_the_file() -> None:
    """-1 is "worse"; with a quote before it, a program that reads the file would take it for a word."""
    series = RecordSeries(days=[PainPoint(ago(3), anchor=-1)])
    assert ",against last time,-1," in record_csv(series)


def test_a_formula_that_begins_like_a_number_is_none() -> None:
    text = record_csv(RecordSeries(treatments=[TreatmentBar("-1+cmd|x", ago(9), detail="-1\n=2")]))
    assert "'-1+cmd|x" in text
    assert "'-1\n=2" in text
