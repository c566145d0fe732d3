"""One chart of a record: panels on one axis, told apart without colour, honest about what is missing."""

import gzip
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
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
from timeline.chart_frame import wide_frame
from timeline.chart_marks import LETTERS, SUFFIXES
from timeline.chart_svg import PAINT, text_width
from timeline.chart_thin import kept

TODAY = date(2026, 11, 23)


def ago(days: float) -> date:
    return TODAY - timedelta(days=days)


def point(days: float, mm: float = 8, method: str = "ruler", href: str = "") -> SizePoint:
    return SizePoint(ago(days), mm, 1, method, href=href)


def line(
    key: str = "thumb", name: str = "Left thumb", days: Any = (300, 200, 100, 0), **more: Any
) -> SizeLine:
    return SizeLine(key, name, [point(day) for day in days], **more)


CALCIUM = LabSeries(
    "calcium_total",
    "Calcium",
    "mg/dL",
    [LabPoint(ago(250), 9.1, low=8.6, high=10.2), LabPoint(ago(50), 9.4, low=8.4, high=10.0)],
)
SAID = [
    PainPoint(ago(day), rest, 7, anchor) for day, rest, anchor in ((300, 2, 1), (200, 4, 0), (100, 6, -2))
]
FULL = RecordSeries(
    lines=[line(said=SAID, events=[LifeMark("opened", ago(150), "opened", care=True)])],
    days=[PainPoint(ago(day), 3, None, 1) for day in (60, 50, 40)],
    photos=[PhotoMark(ago(day), f"/photos/{day}/") for day in (300, 100)],
    labs=[CALCIUM],
    treatments=[TreatmentBar("Diltiazem", ago(200), None, "60 mg")],
    context=[ContextMark("cold", "Cold", ago(30)), ContextMark("knock", "Knock", ago(20))],
)


def draw(series: RecordSeries = FULL, **changed: Any) -> Chart:
    return record_chart(replace(series, **changed), today=TODAY)


def wide(chart: Chart) -> str:
    assert chart.wide is not None
    return chart.wide.svg


def narrow(chart: Chart) -> str:
    assert chart.narrow is not None
    return chart.narrow.svg


def heading(svg: str, words: str) -> float:
    """The y of a text."""
    found = re.search(rf'y="([\d.]+)"[^>]*>{re.escape(words)}<', svg)
    assert found, words
    return float(found[1])


def test_the_panels_lie_under_each_other_in_one_drawing() -> None:
    svg = wide(draw())
    words = [
        "Length in mm", "Photos", "Pain, 0 to 10", "Against last time", "Pain of the whole person, 0 to 10",
        "Calcium, mg/dL", "Treatments", "What happened around",
    ]  # fmt: skip
    ys = [heading(svg, one) for one in words]
    assert ys == sorted(ys)
    assert len(set(ys)) == len(ys)


def test_every_panel_stands_on_the_same_time_axis() -> None:
    """What happened on one day lies at one x: size, photo, event, pain and lab result."""
    day = 120
    svg = wide(
        draw(
            lines=[
                SizeLine(
                    "thumb",
                    "Left thumb",
                    [point(300), point(day)],
                    events=[LifeMark("opened", ago(day), "opened", care=True)],
                    said=[PainPoint(ago(300), 1), PainPoint(ago(day), 2)],
                )
            ],
            photos=[PhotoMark(ago(day), "/p/")],
            labs=[replace(CALCIUM, points=[LabPoint(ago(300), 9), LabPoint(ago(day), 9)])],
        )
    )
    dots = re.findall(r'<circle class="c-dot" cx="([\d.]+)"', svg)
    tile = re.search(r'<circle class="c-tile" cx="([\d.]+)"', svg)
    event = re.search(r'class="c-event" d="M([\d.]+)', svg)
    assert tile
    assert event
    assert dots.count(tile[1]) == 3
    assert event[1] == tile[1]


def test_both_drawings_are_well_formed_and_every_text_is_inside() -> None:
    for drawing in (draw().wide, draw().narrow):
        assert drawing is not None
        for text in ET.fromstring(drawing.svg).iter("text"):  # noqa: S314
            assert 0 <= float(text.get("x", 0)) <= drawing.width
            assert 0 <= float(text.get("y", 0)) <= drawing.height


def boxes(svg: str, font: float) -> list[tuple[float, float, float, str]]:
    """Baseline, left and right end, and words of every text."""
    found = []
    for text in ET.fromstring(svg).iter("text"):  # noqa: S314
        words = text.text or ""
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        size = text_width(words, font, bold="font-weight" in text.keys())  # noqa: SIM118
        left = x - size * {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor", ""), 0.0)
        found.append((y, left, left + size, words))
    return found


@pytest.mark.parametrize("kind", ["wide", "narrow"])
def test_no_two_texts_overlap(kind: str) -> None:
    chart = draw(lines=[line(said=SAID), line("elbow", "Right elbow point", (250, 20), said=SAID)])
    svg, font = {"wide": (wide(chart), 15.0), "narrow": (narrow(chart), 14.0)}[kind]
    texts = boxes(svg, font)
    for at, (y, left, right, words) in enumerate(texts):
        for other_y, other_left, other_right, other in texts[at + 1 :]:
            apart = abs(y - other_y) >= font * 0.75 or right <= other_left or other_right <= left
            assert apart, f"{words!r} lies on {other!r}"


def test_two_deposits_differ_by_dash_filling_and_letter() -> None:
    svg = wide(draw(lines=[line(), line("elbow", "Right elbow", (250, 20))]))
    assert 'class="c-line"' in svg
    assert 'class="c-line-b"' in svg
    assert "stroke-dasharray" in PAINT["c-line-b"]
    assert "stroke-dasharray" not in PAINT["c-line"]
    assert svg.count(">A</text>") == svg.count(">B</text>") == 2


def test_the_lines_of_three_deposits_have_three_dashes() -> None:
    dashes = {re.search('stroke-dasharray="[^"]+"|$', PAINT[f"c-line{suffix}"])[0] for suffix in SUFFIXES}  # type: ignore[index]
    assert len(dashes) == len(SUFFIXES) == len(LETTERS)


def test_each_of_two_deposits_gets_its_own_sentence() -> None:
    chart = draw(lines=[line(), line("elbow", "Right elbow", ())])
    assert [(one.letter, one.name) for one in chart.said] == [("A", "Left thumb"), ("B", "Right elbow")]
    assert chart.said[1].sentence.lead == "No size has been measured yet."


def test_a_fourth_deposit_is_not_drawn() -> None:
    chart = draw(lines=[line(str(number), f"Deposit {number}") for number in range(4)])
    assert [one.name for one in chart.said] == ["Deposit 0", "Deposit 1", "Deposit 2"]


def test_events_of_two_deposits_say_whose_they_are() -> None:
    event = LifeMark("opened", ago(150), "opened", care=True)
    svg = wide(draw(lines=[line(), line("elbow", "Right elbow", events=[event])]))
    assert "B: opened" in svg


def test_the_lines_of_events_begin_under_the_key_of_two_deposits() -> None:
    event = LifeMark("opened", ago(250), "opened", care=True)
    svg = wide(draw(lines=[line(events=[event]), line("elbow", "Right elbow")]))
    begins = re.search(r'class="c-event" d="M[\d.]+ ([\d.]+)V', svg)
    assert begins
    assert float(begins[1]) > heading(svg, "Right elbow")


def test_rest_and_pressure_differ_by_shape_and_dash() -> None:
    svg = wide(draw(lines=[SizeLine("thumb", "Left thumb", said=SAID)], days=(), labs=()))
    assert 'class="c-line"' in svg
    assert 'class="c-line-b"' in svg
    assert 'class="c-hollow-b"' in svg


def test_a_long_time_without_a_word_about_pain_is_dotted() -> None:
    said = [PainPoint(ago(day), 3) for day in (300, 290, 280, 100, 90)]
    svg = wide(draw(RecordSeries(lines=[SizeLine("thumb", "Left thumb", said=said)])))
    assert 'class="c-gap"' in svg


def test_what_is_a_gap_follows_from_all_days_and_not_from_the_range() -> None:
    """Daily entries of last week make no gap of the four weeks that were usual before them."""
    days = [*range(60, 600, 28), 32, 6, 4, 2]
    recent = line(days=sorted(days, reverse=True))
    assert 'class="c-gap"' not in wide(draw(RecordSeries(lines=[recent], since=ago(70))))


def test_a_long_time_without_a_lab_result_is_dotted() -> None:
    points = [LabPoint(ago(day), 9) for day in (300, 290, 280, 100)]
    svg = wide(draw(RecordSeries(labs=[replace(CALCIUM, points=points)])))
    assert 'class="c-gap"' in svg


def test_the_better_the_higher_and_same_is_level() -> None:
    said = [PainPoint(ago(day), anchor=anchor) for day, anchor in ((200, 2), (100, 0), (0, -2))]
    svg = wide(draw(RecordSeries(lines=[SizeLine("thumb", "Left thumb", said=said)])))
    starts = re.findall(r'class="c-anchor(?:-worse)?" d="M\d+ (\d+)', svg)
    assert [float(y) for y in starts] == sorted(float(y) for y in starts)
    assert "h10m-10 5h10" in svg


def test_a_change_of_the_labs_interval_is_a_step_in_the_band() -> None:
    band = re.search(r'class="c-band" d="([^"]+)', wide(draw()))
    assert band
    assert band[1].count("M") == 2


def test_photos_are_links_also_on_the_phone() -> None:
    assert narrow(draw()).count('<a class="c-point" href="/photos/') == 2


def test_photos_that_lie_close_share_one_mark_with_their_number() -> None:
    chart = draw(photos=[PhotoMark(ago(day), f"/photos/{day}/") for day in (100, 99, 98)])
    found = re.findall(r'href="(/photos/\d+/)" aria-label="([^"]+)"', wide(chart))
    assert found == [("/photos/98/", "3 photos, 15 August 2026 to 17 August 2026; this opens the newest")]


def test_a_photo_that_may_not_be_opened_is_no_link() -> None:
    svg = wide(draw(photos=[PhotoMark(ago(10))]))
    assert "<a " not in svg
    assert 'role="img" aria-label="1 photo of 13 November 2026"' in svg


def test_every_point_has_a_title_for_the_browsers_own_tooltip() -> None:
    svg = wide(draw(lines=[SizeLine("thumb", "Left thumb", [point(20, 7, href="/c/")])]))
    assert "<title>3 November 2026: 7 mm plus or minus 1, ruler</title>" in svg


def test_a_dose_that_changed_is_a_step_of_one_bar() -> None:
    steps = ((ago(300), "60 mg"), (ago(150), "120 mg"))
    svg = wide(draw(treatments=[TreatmentBar("Diltiazem", ago(300), None, "60 mg", steps=steps)]))
    assert svg.count('class="c-bar"') == 1
    assert svg.count('class="c-step"') == 2
    assert ">120 mg</text>" in svg


def test_a_procedure_done_three_times_is_three_pins() -> None:
    steps = tuple((ago(day), "") for day in (300, 200, 100))
    bar = TreatmentBar("Laser", ago(300), ago(100), steps=steps, is_procedure=True)
    pins = re.search(r'class="c-bar" d="([^"]+)', wide(draw(treatments=[bar])))
    assert pins
    assert pins[1].count("M") == 3


def test_what_happened_around_has_a_mark_of_its_own_for_every_kind() -> None:
    svg = wide(
        draw(context=[ContextMark(kind, kind, ago(30)) for kind in ("cold", "raynaud", "knock", "pressure")])
    )
    shapes = {
        re.sub(r"M[\d.]+ [\d.]+", "M", data) for data in re.findall(r'class="c-context" d="(M[^"]+)"', svg)
    }
    assert len(shapes) == 4


def test_what_was_asked_for_and_is_not_there_is_said() -> None:
    chart = draw(labs=(), context=(), asked=frozenset({"sizes", "labs", "context"}))
    assert chart.foot == "Nothing in this time: lab results, what happened around."
    assert "Calcium" not in wide(chart)


def test_a_chosen_range_cuts_every_panel_and_its_table() -> None:
    chart = draw(since=ago(120), until=ago(60))
    heads = {table.caption: [row.head for row in table.rows] for table in chart.tables}
    assert heads["Size over time"] == ["15 August 2026"]
    assert "Calcium" not in heads
    assert "What happened around" not in heads


def test_the_sentence_rests_on_all_that_was_measured_before_the_end_of_the_range() -> None:
    growing = [SizePoint(ago(day), mm, 1, "ruler") for day, mm in ((300, 5), (150, 12), (5, 12))]
    short = draw(lines=[SizeLine("thumb", "Left thumb", growing)], since=ago(20))
    assert short.says == draw(lines=[SizeLine("thumb", "Left thumb", growing)]).says


# ---- very many --------------------------------------------------------------------------------------


def very_many(count: int = 10_000) -> RecordSeries:
    random = Random(4)
    days = [TODAY - timedelta(days=index) for index in range(count)][::-1]
    points = [
        SizePoint(
            day,
            round(20 + random.gauss(0, 3), 1),
            1,
            "ruler",
            href=f"/c/{random.random()}/" if at > 9800 else "",
        )
        for at, day in enumerate(days)
    ]
    said = [
        PainPoint(day, random.randrange(11), random.randrange(11), random.randrange(-2, 3)) for day in days
    ]
    return RecordSeries(lines=[SizeLine("thumb", "Left thumb", points, said=said)])


def test_ten_thousand_check_ins_are_at_most_twenty_kilobytes_of_drawing() -> None:
    chart = draw(very_many())
    assert len(gzip.compress((wide(chart) + narrow(chart)).encode(), 6)) <= 20_000
    assert "10000 sizes are more than the picture has columns" in chart.foot


@given(
    st.lists(st.tuples(st.integers(0, 900), st.floats(0, 200)), min_size=1, max_size=300), st.floats(1, 12)
)
def test_thinning_keeps_the_extremes_and_ends_of_every_column(
    told: list[tuple[int, float]], column: float
) -> None:
    frame = wide_frame(ago(900), TODAY)
    told = sorted(told, key=lambda one: one[0])
    ordinals, values = [ago(900).toordinal() + day for day, _value in told], [value for _day, value in told]
    found = set(kept(ordinals, values, frame, column))
    columns: dict[int, list[int]] = {}
    for at, ordinal in enumerate(ordinals):
        columns.setdefault(int(frame.x(date.fromordinal(ordinal)) / column), []).append(at)
    for places in columns.values():
        drawn = [values[at] for at in places if at in found]
        assert min(drawn) == min(values[at] for at in places)
        assert max(drawn) == max(values[at] for at in places)
        assert {places[0], places[-1]} <= found
