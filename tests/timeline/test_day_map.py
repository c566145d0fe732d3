"""The body map as it was on a day of the past."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lesions.models import Lesion
from tests.conftest import Cast, SignIn
from tests.make import make_check_in, make_event, make_lesion
from timeline.day_map import day_map

DAY = datetime.timedelta(days=1)


def lesion_since(cast: Cast, days_ago: int, **more: Any) -> Lesion:
    return make_lesion(cast.record, noticed_on=ago(cast, days_ago), noticed_precision="day", **more)


def ago(cast: Cast, days: int) -> datetime.date:
    return cast.record.today() - days * DAY


def needs(cast: Cast, days_ago: int) -> dict[str, str]:
    return {line.lesion.name: line.need for line in day_map(cast.record, ago(cast, days_ago)).lines}


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.reader)


def show(client: Client, cast: Cast, on: str = "") -> str:
    answer = client.get(reverse("timeline:map", args=[cast.record.pk]), {"on": on} if on else {})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_deposit_is_in_the_state_that_its_events_up_to_that_day_leave_it_in(cast: Cast) -> None:
    lesion = lesion_since(cast, 100, name="Elbow 1")
    make_event(lesion, "opened", 50)
    make_event(lesion, "closed", 20)
    make_event(lesion, "gone", 5)
    assert [needs(cast, days)["Elbow 1"] for days in (60, 50, 30, 20, 5, 0)] == [
        "quiet", "care", "care", "quiet", "gone", "gone",
    ]  # fmt: skip


def test_a_deposit_is_not_there_before_it_was_noticed(cast: Cast) -> None:
    lesion_since(cast, 30, name="Early")
    lesion_since(cast, 10, name="Late")
    assert set(needs(cast, 20)) == {"Early"}
    assert set(needs(cast, 10)) == {"Early", "Late"}


def test_a_deposit_that_nobody_dated_is_there_from_its_first_check_in(cast: Cast) -> None:
    make_check_in(make_lesion(cast.record, name="Thumb"), 40)
    assert set(needs(cast, 41)) == set()
    assert set(needs(cast, 39)) == {"Thumb"}


def test_a_deposit_without_anything_is_there_from_the_day_it_was_entered(cast: Cast) -> None:
    make_lesion(cast.record, name="Thumb")
    assert set(needs(cast, 1)) == set()
    assert set(needs(cast, 0)) == {"Thumb"}


def test_a_deleted_check_in_dates_nothing(cast: Cast) -> None:
    check_in = make_check_in(make_lesion(cast.record, name="Thumb"), 40)
    check_in.deleted_at = timezone.now()
    check_in.save()
    assert set(needs(cast, 39)) == set()


def test_what_happened_on_the_day_is_named(cast: Cast, client: Client) -> None:
    lesion = lesion_since(cast, 100, name="Elbow 1")
    make_event(lesion, "opened", 50)
    html = show(client, cast, ago(cast, 50).isoformat())
    assert "What happened on this day" in html
    assert "<b>Opened</b>" in html
    assert "What happened on this day" not in show(client, cast, ago(cast, 49).isoformat())


def test_the_steps_lead_to_the_nearest_days_on_which_something_happened(cast: Cast) -> None:
    lesion = lesion_since(cast, 100)
    for days in (80, 50, 20):
        make_event(lesion, "opened", days)
    page = day_map(cast.record, ago(cast, 50))
    assert (page.earlier, page.later) == (ago(cast, 80), ago(cast, 20))
    between = day_map(cast.record, ago(cast, 60))
    assert (between.earlier, between.later) == (ago(cast, 80), ago(cast, 50))
    first = day_map(cast.record, ago(cast, 100))
    assert (first.earlier, first.later) == (None, ago(cast, 80))


def test_the_map_says_the_same_in_words(cast: Cast, client: Client) -> None:
    lesion = lesion_since(cast, 100, name="Elbow 1", site="elbow_posterior")
    make_event(lesion, "opened", 50)
    html = show(client, cast, ago(cast, 40).isoformat())
    words = f"Open since {ago(cast, 50):%-d %B %Y}"
    assert f'aria-label="Elbow 1, {words}"' in html
    assert f'<span class="muted">{words}</span>' in html


def test_today_is_shown_when_no_day_is_asked_for(cast: Cast, client: Client) -> None:
    lesion_since(cast, 3, name="Elbow 1")
    html = show(client, cast)
    assert "The map today" in html
    assert "Elbow 1" in html


def test_a_day_to_come_is_answered_with_today_and_a_sentence(cast: Cast, client: Client) -> None:
    lesion_since(cast, 3)
    html = show(client, cast, (cast.record.today() + DAY).isoformat())
    assert "is still to come" in html
    assert "The map today" in html


def test_a_day_before_the_record_says_when_it_begins(cast: Cast, client: Client) -> None:
    lesion_since(cast, 30)
    html = show(client, cast, ago(cast, 31).isoformat())
    assert f"Nothing is known from before {ago(cast, 30):%-d %B %Y}" in html
    assert f"?on={ago(cast, 30).isoformat()}" in html


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday", "0000-00-00", "1", "9" * 400])
def test_what_is_no_day_is_answered_with_today_and_a_sentence(cast: Cast, client: Client, text: str) -> None:
    assert "That is no day of the calendar" in show(client, cast, text)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_too(cast: Cast, client: Client, text: str) -> None:
    lesion_since(cast, 3)
    show(client, cast, text)


def test_an_empty_record_says_so_and_offers_to_add_to_those_who_may(cast: Cast, sign_in: SignIn) -> None:
    offer = "Add the first deposit"
    assert "There is no deposit in the record yet" in show(sign_in(cast.reader), cast)
    assert offer not in show(sign_in(cast.reader), cast)
    assert offer in show(sign_in(cast.owner), cast)


def test_a_stranger_finds_no_map(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.stranger).get(reverse("timeline:map", args=[cast.record.pk]))
    assert answer.status_code == 404


def test_the_overview_leads_to_the_map(cast: Cast, client: Client) -> None:
    lesion_since(cast, 3)
    html = client.get(reverse("timeline:overview", args=[cast.record.pk])).content.decode()
    assert reverse("timeline:map", args=[cast.record.pk]) in html


def test_the_map_takes_the_same_queries_however_much_happened(cast: Cast, client: Client) -> None:
    def fill(number: int) -> int:
        for _ in range(number):
            lesion = lesion_since(cast, 100)
            for days in (80, 50, 20):
                make_event(lesion, "opened", days)
                make_check_in(lesion, days)
        show(client, cast)
        with CaptureQueriesContext(connection) as queries:
            show(client, cast, ago(cast, 50).isoformat())
        return len(queries)

    assert fill(2) == fill(20) <= 9
