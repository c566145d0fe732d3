"""The pictures say what was measured, stay small, and let nothing through that could run."""

import gzip
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.chart import record_chart
from timeline.chart_data import (
    Chart,
    ContextMark,
    LabPoint,
    LabSeries,
    LifeMark,
    PainPoint,
    PhotoMark,
    RecordSeries,
    SizeLine,
    SizePoint,
    TreatmentBar,
)
from timeline.chart_events import plan_events
from timeline.chart_frame import tick_text, wide_frame
from timeline.chart_thin import kept, longest_step, runs_of
from timeline.lab_chart import lab_chart

TODAY = date(2026, 11, 23)


def point(
    day: date, mm: float = 8, error: float = 1, method: str = "ruler", href: str = "/c/1/"
) -> SizePoint:
    return SizePoint(day, mm, error, method, href=href)


def monthly(count: int, **kwargs: object) -> list[SizePoint]:
    return [point(TODAY - timedelta(days=30 * index), **kwargs) for index in range(count)]  # type: ignore[arg-type]


def draw(**kwargs: Any) -> Chart:
    """One lesion; what is said of it goes to its line, the rest to the whole chart."""
    of_line = {name: kwargs.pop(name) for name in ("points", "same_on", "events", "said") if name in kwargs}
    line = SizeLine("thumb", "left thumb", **of_line)
    return record_chart(
        RecordSeries(lines=[line], **{"asked": frozenset(), "phone_days": 183, **kwargs}), today=TODAY
    )


def wide(chart: Chart) -> str:
    assert chart.wide is not None
    return chart.wide.svg


def narrow(chart: Chart) -> str:
    assert chart.narrow is not None
    return chart.narrow.svg


def test_without_a_reading_there_is_a_kind_sentence_and_no_picture() -> None:
    chart = draw()
    assert chart.says.lead == "No size has been measured yet."
    assert chart.wide is None


def test_a_range_without_readings_says_the_last_one() -> None:
    chart = draw(points=[point(date(2025, 1, 3))], since=date(2026, 1, 1))
    assert chart.wide is None
    assert "3 January 2025" in chart.says.more


def test_each_point_is_a_link_with_its_words_in_the_wide_drawing_only() -> None:
    chart = draw(points=[point(date(2026, 11, 17), 7)])
    assert 'aria-label="17 November 2026: 7 mm plus or minus 1, ruler"' in wide(chart)
    assert "<a " not in narrow(chart)


def test_a_drawing_with_links_is_a_group_and_one_without_an_image() -> None:
    chart = draw(points=monthly(3))
    assert 'role="group"' in wide(chart)
    assert 'role="img"' in narrow(chart)


@pytest.mark.parametrize(
    ("method", "css_class", "name"),
    [
        ("ruler", "c-dot", "Ruler"),
        ("caliper", "c-dot", "Caliper"),
        ("photo_card", "c-dot", "Photo with card"),
        ("photo_known", "c-half", "Photo with something of known length"),
        ("eye", "c-hollow", "By eye"),
    ],
)
def test_each_method_has_its_shape_and_only_used_ones_a_legend(
    method: str, css_class: str, name: str
) -> None:
    chart = draw(points=[point(TODAY, method=method)])
    assert [item.text for item in chart.legend] == [f"{name}, ± 1 mm"]
    assert css_class in chart.legend[0].mark
    assert f'class="{css_class}"' in wide(chart)


def test_the_error_bar_spans_the_half_widths() -> None:
    svg = wide(draw(points=[point(TODAY, 8, 2)]))
    low, high = map(float, re.search(r'c-err" d="M[\d.]+ ([\d.]+)V([\d.]+)', svg).groups())  # type: ignore[union-attr]
    centre = float(re.search(r'<circle class="c-dot" cx="[\d.]+" cy="([\d.]+)"', svg)[1])  # type: ignore[index]
    assert low - centre == pytest.approx(centre - high, abs=0.2)
    assert low > centre > high


def test_a_long_gap_is_dotted_and_named() -> None:
    days = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 9, 1), date(2026, 10, 1)]
    svg = wide(draw(points=[point(day) for day in days]))
    assert 'class="c-gap"' in svg
    assert ">measured</text>" in svg


def test_an_even_rhythm_has_no_dotted_line() -> None:
    assert 'class="c-gap"' not in wide(draw(points=monthly(10)))


def test_the_usual_interval_is_the_median_and_three_of_it_are_no_gap() -> None:
    days = [0, 10, 20, 50, 110]
    assert longest_step(days) == 60
    assert runs_of(days, 60) == []
    assert runs_of([*days, 171], 60) == [5]


def test_the_phone_shows_six_months_and_at_least_three_points() -> None:
    six_months = draw(points=monthly(24)).narrow
    assert six_months is not None
    assert (TODAY - six_months.since).days < 200
    sparse = draw(points=[point(TODAY - timedelta(days=300 * index)) for index in range(5)]).narrow
    assert sparse is not None
    assert sparse.points_drawn == 3


def test_same_answers_are_marks_on_the_axis_and_never_points() -> None:
    chart = draw(points=[point(TODAY)], same_on=[TODAY - timedelta(days=9)])
    assert chart.wide is not None
    assert chart.wide.points_drawn == 1
    assert 'class="c-same"' in chart.wide.svg


def test_hostile_text_is_shown_and_never_run() -> None:
    bad = "\"><script>alert(1)</script>&'"
    line = SizeLine(
        bad,
        bad,
        points=[point(TODAY, method=bad, href=f"javascript:{bad}")],
        events=[LifeMark("x", TODAY, bad, care=True)],
        said=[PainPoint(TODAY, 3, 4, 1)],
    )
    chart = record_chart(
        RecordSeries(
            key=bad,
            lines=[line, replace(line, key="other")],
            treatments=[TreatmentBar(bad, TODAY - timedelta(days=20), None, bad)],
            photos=[PhotoMark(TODAY, f"javascript:{bad}")],
            labs=[LabSeries(bad, bad, bad, [LabPoint(TODAY, 2, text=bad, href=bad)])],
            context=[ContextMark(bad, bad, TODAY)],
        ),
        today=TODAY,
    )
    html = render_to_string("timeline/_chart.html", {"chart": chart})
    assert "<script" not in html
    for svg in (wide(chart), narrow(chart)):
        ET.fromstring(svg)  # noqa: S314
    assert " style=" not in html


def test_ids_are_unique_by_key_and_drawing() -> None:
    pages = [draw(key=key, points=monthly(3)) for key in ("k1", "k2")]
    idents = re.findall(r'id="([^"]+)"', "".join(wide(chart) + narrow(chart) for chart in pages))
    assert len(idents) == len(set(idents)) == 4


def test_ten_thousand_points_stay_under_twenty_kilobytes_and_keep_the_extremes() -> None:
    random = Random(1)
    points = [
        point(
            date(1999, 1, 1) + timedelta(days=index),
            round(20 + random.gauss(0, 3), 1),
            1,
            href=f"/c/{random.random()}/",
        )
        for index in range(10_000)
    ]
    points[4321] = point(points[4321].observed_on, 77)
    points[8765] = point(points[8765].observed_on, 1)
    chart = draw(points=points, until=points[-1].observed_on)
    html = render_to_string("timeline/_chart.html", {"chart": chart})
    assert len(gzip.compress(html.encode(), 6)) <= 20_000
    ys = [float(y) for y in re.findall(r"L[\d.]+ ([\d.]+)", re.search(r'c-line" d="([^"]+)', wide(chart))[1])]  # type: ignore[index]
    assert chart.wide is not None
    assert max(ys) - min(ys) == pytest.approx(76 / 80 * 176, abs=0.3)


def test_thinning_keeps_first_last_lowest_and_highest_of_a_column() -> None:
    frame = wide_frame(date(1990, 1, 1), TODAY)
    assert kept([TODAY.toordinal()] * 6, [5, 9, 6, 1, 7, 6], frame, 3) == [0, 1, 3, 5]


def test_event_labels_never_overlap_each_other() -> None:
    random = Random(3)
    frame = wide_frame(date(2025, 11, 1), TODAY)
    for count in range(1, 9):
        events = [
            LifeMark("x", date(2025, 11, 5) + timedelta(days=random.randrange(380)), "inflamed")
            for _ in range(count)
        ]
        boxes = [(item.row, item.x0, item.x1) for item in plan_events(events, frame).placed]
        for row, x0, x1 in boxes:
            others = [box for box in boxes if box != (row, x0, x1) and box[0] == row]
            assert not any(x0 < other[2] and other[1] < x1 for other in others)


def test_too_many_events_become_numbers_with_a_list() -> None:
    events = [LifeMark("x", TODAY - timedelta(days=9 * index), "opened", care=True) for index in range(20)]
    chart = draw(points=monthly(8), events=events)
    assert chart.wide is not None
    assert chart.wide.numbered
    assert [note.number for note in chart.notes] == list(range(1, 21))


def test_a_month_is_drawn_and_said_as_a_month() -> None:
    svg = wide(draw(points=monthly(4), events=[LifeMark("x", date(2026, 9, 1), "noticed", "month")]))
    assert "noticed Sep 2026" in svg


def test_every_value_stands_in_the_table() -> None:
    chart = draw(points=[point(date(2026, 11, 17), 7)], same_on=[date(2026, 11, 20)])
    assert chart.table is not None
    assert [(row.head, *row.cells) for row in chart.table.rows] == [
        ("20 November 2026", "not taken", "“Same as last time”"),
        ("17 November 2026", "7 ± 1 mm", "Ruler"),
    ]


def test_a_long_table_says_what_it_left_out() -> None:
    chart = draw(points=[point(TODAY - timedelta(days=index)) for index in range(150)])
    assert chart.table is not None
    assert chart.table.note == "The newest 100 of 150 entries."


@pytest.mark.parametrize(
    ("value", "step", "text"), [(0, 4, "0"), (8, 4, "8"), (0.4, 0.2, "0.4"), (50, 25, "50"), (0, 0.5, "0")]
)
def test_ticks_are_written_with_the_decimals_of_their_step(value: float, step: float, text: str) -> None:
    assert tick_text(value, step) == text


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(date(1990, 1, 1), TODAY), st.floats(0.1, 500), st.floats(0.1, 100), st.text(max_size=8)
        ),
        min_size=1,
        max_size=30,
    ),
    st.lists(
        st.tuples(st.dates(date(1980, 1, 1), TODAY), st.sampled_from(["day", "month", "year"])), max_size=9
    ),
)
def test_any_series_draws_well_formed_and_inside_its_frame(
    rows: list[tuple[date, float, float, str]], events: list[tuple[date, str]]
) -> None:
    chart = draw(
        points=[SizePoint(day, mm, error, method) for day, mm, error, method in rows],
        events=[LifeMark("x", day, "came back", precision) for day, precision in events],
    )
    for drawing in (chart.wide, chart.narrow):
        assert drawing is not None
        root = ET.fromstring(drawing.svg)  # noqa: S314
        for text in root.iter("text"):
            assert -1 <= float(text.get("x", 0)) <= drawing.width + 1
            assert 0 <= float(text.get("y", 0)) <= drawing.height


def labs(*rows: tuple[float | None, str, str]) -> Chart:
    points = [
        LabPoint(TODAY - timedelta(days=30 * (len(rows) - at)), value, sign, 2.2, 2.6, flag, f"/labs/{at}/")
        for at, (value, sign, flag) in enumerate(rows)
    ]
    return lab_chart(points, analyte_name="Calcium", unit="mmol/L", today=TODAY)


def test_a_lab_chart_shows_the_labs_own_interval_and_the_flag_in_a_word() -> None:
    chart = labs((2.4, "", "within"), (2.8, "", "high"))
    assert 'class="c-band"' in wide(chart)
    assert ">high</text>" in wide(chart)
    assert chart.table is not None
    assert chart.table.rows[0].cells == ("2.8 mmol/L", "2.2–2.6", "high")


def test_a_result_below_a_limit_is_an_arrow_and_its_line_is_dotted() -> None:
    svg = wide(labs((2.4, "", "within"), (2.1, "<", "")))
    assert 'class="c-err"' in svg
    assert 'class="c-gap"' in svg


def test_results_in_words_are_listed_and_not_drawn() -> None:
    chart = labs((None, "", "outside"))
    assert chart.wide is None
    assert len(chart.tables[0].rows) == 1


def test_a_change_of_interval_is_a_step() -> None:
    points = [
        LabPoint(date(2026, 1, 1), 2.3, "", 2.2, 2.6),
        LabPoint(date(2026, 3, 1), 2.3, "", 2.2, 2.6),
        LabPoint(date(2026, 6, 1), 2.3, "", 2.1, 2.5),
    ]
    svg = wide(lab_chart(points, analyte_name="Calcium", unit="mmol/L", today=TODAY))
    band = re.search(r'c-band" d="([^"]+)', svg)[1]  # type: ignore[index]
    assert band.count("M") == 2
