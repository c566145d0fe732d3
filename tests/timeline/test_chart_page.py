"""The page of the record's chart: what can be chosen, what is refused, and the file of its values."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessEvent
from lesions.models import Lesion
from tests.care.make import make_context, make_treatment
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.make import make_check_in, make_day, make_event, make_lesion, make_photo
from timeline.chart_choice import Asked, asked_for
from timeline.chart_data import ChartChoice, Panel
from timeline.chart_series import Offered, series_of

TODAY = datetime.date(2026, 11, 23)
LESION = uuid.UUID(int=1)
OFFER = Offered(((LESION, "Left thumb"),), (("crp", "CRP"),), ())


def asked(query: str) -> Asked:
    return asked_for(QueryDict(query), OFFER, today=TODAY, units="si")


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, name="Left thumb tip")


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def page(client: Client, cast: Cast, query: str = "") -> str:
    answer = client.get(f"{reverse('timeline:chart', args=[cast.record.pk])}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


# ---- what was asked for -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "since"),
    [
        ("", datetime.date(2025, 11, 23)),
        ("range=3m", datetime.date(2026, 8, 24)),
        ("range=2y", datetime.date(2024, 11, 23)),
        ("range=all", None),
        ("range=never", datetime.date(2025, 11, 23)),
        ("since=2026-02-03", datetime.date(2026, 2, 3)),
        ("since=3.2.2026&range=all", datetime.date(2026, 2, 3)),
    ],
)
def test_the_range_comes_from_a_button_or_from_what_was_typed(
    query: str, since: datetime.date | None
) -> None:
    assert asked(query).choice.since == since


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("since=yesterday", "since", "That is no day of the calendar"),
        ("since=2026-02-30", "since", "That is no day of the calendar"),
        ("until=0007-01-01", "until", "That is no day of the calendar"),
        ("since=2027-01-01", "since", "1 January 2027 is still to come."),
        ("since=2026-05-02&until=2026-05-01", "until", "This lies before the first day."),
        ("chosen=1", "panel", "Tick at least one of these."),
    ],
)
def test_what_cannot_be_drawn_is_said_at_its_field(query: str, field: str, words: str) -> None:
    found = asked(query)
    assert found.errors[field].startswith(words)
    assert found.choice.since == datetime.date(2025, 11, 23)


def test_what_was_typed_wrongly_stands_there_again(client: Client, cast: Cast, lesion: Lesion) -> None:
    html = page(client, cast, "chosen=1&panel=labs&since=yesterday")
    assert 'value="yesterday" aria-invalid="true" aria-describedby="since-error"' in html
    assert 'value="labs" checked' in html
    assert 'value="sizes" checked' not in html


def test_a_range_button_keeps_what_is_ticked() -> None:
    buttons = asked(f"lesion={LESION}&panel=sizes&range=3m").buttons
    assert buttons[0].is_current
    assert buttons[1].query == f"?lesion={LESION}&panel=sizes&range=6m"


def test_a_deposit_of_somebody_else_and_nonsense_are_passed_over() -> None:
    assert asked(f"lesion={uuid.UUID(int=2)}&lesion=x&lesion={LESION}").choice.lesions == (LESION,)


# ---- the rows -----------------------------------------------------------------------------------------


def test_the_series_hold_what_was_entered(cast: Cast, lesion: Lesion) -> None:
    make_check_in(lesion, 40, length_mm=Decimal(7), pain_rest=3, anchor=1)
    make_check_in(lesion, 10, anchor=0)
    make_event(lesion, "opened", 20)
    make_photo(cast.record, lesion, days_ago=5)
    make_result(cast.record, days_ago=30)
    make_context(cast.record, "knock", 3, lesion)
    make_day(cast.record, 2, pain=4)
    make_treatment(cast.record, lesions=[lesion], start_on=cast.record.today())
    series = series_of(cast.owner, cast.record, ChartChoice())
    line = series.lines[0]
    assert [point.length_mm for point in line.points] == [7]
    assert [point.anchor for point in line.said] == [1, 0]
    assert len(line.same_on) == len(line.events) == len(series.photos) == 1
    assert len(series.labs) == len(series.treatments) == len(series.context) == len(series.days) == 1


def test_the_last_size_is_said_however_long_before_the_range_it_was(
    client: Client, cast: Cast, lesion: Lesion
) -> None:
    make_check_in(lesion, 2000, length_mm=Decimal(7))
    make_check_in(lesion, 5, pain_rest=3)
    assert "The last one was 7 ± 1 mm on" in page(client, cast, f"range=3m&lesion={lesion.pk}")


def test_a_stranger_as_viewer_gets_empty_series(cast: Cast, lesion: Lesion) -> None:
    make_check_in(lesion, 40, length_mm=Decimal(7), pain_rest=3)
    make_result(cast.record)
    make_day(cast.record, pain=4)
    series = series_of(cast.stranger, cast.record, ChartChoice(lesions=(lesion.pk,)))
    assert [*series.lines, *series.labs, *series.days] == []


def test_behind_a_shared_link_nothing_leads_into_the_site(cast: Cast, lesion: Lesion) -> None:
    make_check_in(lesion, 40, length_mm=Decimal(7))
    photo, _other = (make_photo(cast.record, lesion, days_ago=day) for day in (5, 4))
    make_result(cast.record)
    choice = ChartChoice(photos=(photo.pk,), has_links=False)
    series = series_of(cast.owner, cast.record, choice)
    assert len(series.photos) == 1
    assert not series.photos[0].href + series.lines[0].points[0].href + series.labs[0].points[0].href


def test_two_doses_of_one_drug_are_steps_of_one_bar(cast: Cast, lesion: Lesion) -> None:
    today = cast.record.today()
    days = [today - datetime.timedelta(days=day) for day in (200, 100)]
    make_treatment(cast.record, key="diltiazem", start_on=days[0], stop_on=days[1], dose_text="60 mg")
    make_treatment(cast.record, key="diltiazem", start_on=days[1], dose_text="120 mg")
    bars = series_of(cast.owner, cast.record, ChartChoice()).treatments
    assert [(bar.start, bar.stop, bar.steps) for bar in bars] == [
        (days[0], None, ((days[0], "60 mg"), (days[1], "120 mg")))
    ]


def test_the_series_take_the_same_queries_for_much_and_for_little(cast: Cast, lesion: Lesion) -> None:
    def fill(number: int) -> int:
        for day in range(number):
            check_in = make_check_in(lesion, day, length_mm=Decimal(7), pain_rest=3)
            make_event(lesion, "drained", day)
            make_photo(cast.record, lesion, check_in, day)
            make_context(cast.record, "knock", day, lesion)
            make_result(cast.record, days_ago=day)
            make_treatment(cast.record, lesions=[lesion], start_on=cast.record.today())
        with CaptureQueriesContext(connection) as queries:
            series_of(cast.owner, cast.record, ChartChoice())
        return len(queries)

    assert fill(1) == fill(8) <= 12


# ---- the page and the file ----------------------------------------------------------------------------


def test_the_page_draws_what_is_ticked_and_leaves_out_the_rest(
    client: Client, cast: Cast, lesion: Lesion
) -> None:
    make_check_in(lesion, 40, length_mm=Decimal(7), pain_rest=3)
    assert "Pain, 0 to 10" in page(client, cast)
    assert "Pain, 0 to 10" not in page(client, cast, "chosen=1&panel=sizes")


def test_the_page_of_an_empty_record_says_so(client: Client, cast: Cast) -> None:
    assert "No deposit is chosen." in page(client, cast)


def test_a_treated_deposit_stands_beside_its_untreated_one(
    client: Client, cast: Cast, lesion: Lesion
) -> None:
    control = make_lesion(cast.record, side="right", name="Right thumb tip")
    for one in (lesion, control):
        make_check_in(one, 100, length_mm=Decimal(7))
        make_check_in(one, 5, length_mm=Decimal(7))
    start = cast.record.today() - datetime.timedelta(days=90)
    treatment = make_treatment(
        cast.record, kind="procedure", key="laser", lesions=[lesion], control_lesion=control, start_on=start
    )
    assert f"?treatment={treatment.pk}" in page(client, cast)
    html = page(client, cast, f"treatment={treatment.pk}")
    assert "Left thumb tip (treated)" in html
    assert "Right thumb tip (left untreated)" in html
    assert "This is no proof" in html


def test_the_file_holds_the_chosen_range_and_is_written_down(
    client: Client, cast: Cast, lesion: Lesion
) -> None:
    make_check_in(lesion, 400, length_mm=Decimal(5))
    make_check_in(lesion, 40, length_mm=Decimal(7))
    before = AccessEvent.objects.count()
    answer = client.get(reverse("timeline:chart-csv", args=[cast.record.pk]) + "?range=1y")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="record-')
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[6] for row in rows if row.startswith("size")] == ["7"]
    event = AccessEvent.objects.order_by("-at").first()
    assert event
    assert event.action == AccessEvent.Action.DOWNLOAD
    assert AccessEvent.objects.count() == before + 1


def test_a_reader_may_look_but_not_take_the_file(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    reader = sign_in(cast.reader)
    assert "chart/csv" not in page(reader, cast)
    assert reader.get(reverse("timeline:chart-csv", args=[cast.record.pk])).status_code == 404


def test_every_panel_has_a_tick_box(client: Client, cast: Cast) -> None:
    html = page(client, cast)
    assert all(f'name="panel" value="{panel}" checked' in html for panel in Panel.values)
