"""How many SQL queries a page takes, session and audit included: as many for much as for little.

All but the last tests draw each page anew, as the first look after a write does.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from lesions.models import Lesion
from tests.care.make import make_condition, make_context, make_treatment
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.make import (
    make_check_in,
    make_day,
    make_event,
    make_lesion,
    make_note,
    make_patient,
    make_photo,
    make_request,
    make_user,
    relate,
)

Fill = Callable[[int], None]


def queries_of(client: Client, url: str) -> int:
    """What the second visit takes: the first one makes the summary, the audit references and the caches."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def grown(client: Client, url: str, fill: Fill, few: int, many: int) -> tuple[int, int]:
    fill(few)
    before = queries_of(client, url)
    fill(many - few)
    return before, queries_of(client, url)


def fill_lesion(cast: Cast, lesion: Lesion, number: int) -> None:
    """Everything a lesion's page may show, so many times."""
    for day in range(number):
        check_in = make_check_in(lesion, day, length_mm=Decimal(7), pain_rest=3, entered_by=cast.caregiver)
        photo = make_photo(cast.record, lesion, check_in, day, entered_by=cast.caregiver)
        at = timezone.now() - datetime.timedelta(days=day)
        make_note(cast.record, cast.dermatologist, photo=photo, entered_at=at)
        make_note(cast.record, cast.dermatologist, lesion=lesion, check_in=check_in, entered_at=at)
        make_event(lesion, "drained", day, entered_by=cast.caregiver)
        make_context(cast.record, "knock", day, lesion, entered_by=cast.caregiver)
        make_note(cast.record, cast.dermatologist, lesion=lesion)
        make_request(cast.record, cast.dermatologist, "lab", lesion=lesion, analyte="ckd")
        make_day(cast.record, make_day.count, signs=["fever"])  # type: ignore[attr-defined]
        make_day.count += 1  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _nothing_is_kept(settings: Settings) -> None:
    settings.KEPT_FRAGMENTS = False


@pytest.fixture(autouse=True)
def _days_begin_today() -> None:
    make_day.count = 0  # type: ignore[attr-defined]


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.dermatologist)


def test_the_lesion_page_takes_the_same_queries_for_3_and_30_of_everything(
    cast: Cast, client: Client
) -> None:
    lesion = make_lesion(cast.record, diagnosed_by=cast.dermatologist, diagnosis_type="dystrophic")
    make_condition(cast.record)
    make_result(cast.record, value="3.0", interval="2.1-2.6")
    make_treatment(cast.record, lesions=[lesion], start_on=cast.record.today())
    url = reverse("timeline:lesion", args=[lesion.pk])
    before, after = grown(client, url, lambda number: fill_lesion(cast, lesion, number), 3, 30)
    assert before == after
    assert after <= 17  # the last one keeps up to when this dermatologist has looked


def test_the_lesion_page_takes_the_same_queries_for_5_and_200_check_ins(cast: Cast, client: Client) -> None:
    lesion = make_lesion(cast.record)

    def fill(number: int) -> None:
        for day in range(number):
            make_check_in(lesion, day, length_mm=Decimal(7))

    before, after = grown(client, reverse("timeline:lesion", args=[lesion.pk]), fill, 5, 200)
    assert before == after <= 16


def test_two_hundred_times_same_costs_the_lesion_page_one_more_at_most(cast: Cast, client: Client) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 300, length_mm=Decimal(7))
    for day in range(200):
        make_check_in(lesion, day, anchor=0)
    assert queries_of(client, reverse("timeline:lesion", args=[lesion.pk])) <= 16


def test_the_whole_history_of_a_lesion_takes_no_more(cast: Cast, client: Client) -> None:
    lesion = make_lesion(cast.record)
    for day in range(150):
        make_check_in(lesion, day, length_mm=Decimal(7))
    assert queries_of(client, reverse("timeline:lesion", args=[lesion.pk]) + "?show=all") <= 16


def test_the_timeline_takes_the_same_queries_however_much_it_shows(cast: Cast, client: Client) -> None:
    lesions = [make_lesion(cast.record), make_lesion(cast.record, side="right")]
    make_condition(cast.record, since_on=cast.record.today())

    def fill(number: int) -> None:
        for lesion in lesions:
            fill_lesion(cast, lesion, number)
        for day in range(number):
            make_result(cast.record, days_ago=day)
            make_treatment(cast.record, lesions=lesions, start_on=cast.record.today())

    before, after = grown(client, reverse("timeline:timeline", args=[cast.record.pk]), fill, 2, 10)
    assert before == after <= 16


@pytest.mark.parametrize(("name", "most"), [("timeline:overview", 12), ("timeline:home", 20)])
def test_overview_and_home_take_the_same_queries_for_2_and_12_lesions(
    cast: Cast, sign_in: SignIn, name: str, most: int
) -> None:
    def fill(number: int) -> None:
        for _ in range(number):
            lesion = make_lesion(cast.record)
            make_check_in(lesion, 1, length_mm=Decimal(7))
            make_event(lesion, "opened", 1)
            make_note(cast.record, cast.dermatologist, lesion=lesion)
            make_request(cast.record, cast.dermatologist, "photo", lesion=lesion)

    args: list[Any] = [] if name == "timeline:home" else [cast.record.pk]
    before, after = grown(sign_in(cast.owner), reverse(name, args=args), fill, 2, 12)
    assert before == after <= most


def test_the_worklist_takes_the_same_queries_for_1_and_8_patients(cast: Cast, client: Client) -> None:
    def fill(number: int) -> None:
        for _ in range(number):
            patient = make_patient(make_user())
            relate(cast.dermatologist, patient, "dermatologist")
            make_event(make_lesion(patient), "opened", 1)
            make_condition(patient)

    before, after = grown(client, reverse("timeline:worklist"), fill, 1, 8)
    assert before == after <= 10


def test_the_review_page_takes_the_same_queries_however_much_is_new(cast: Cast, client: Client) -> None:
    lesion = make_lesion(cast.record)
    url = reverse("timeline:review", args=[cast.record.pk])
    before, after = grown(client, url, lambda number: fill_lesion(cast, lesion, number), 2, 10)
    assert before == after <= 24


@pytest.mark.parametrize("name", ["lesions:check-in-list", "lesions:photo-list"])
def test_lists_take_at_most_ten_queries_for_3_and_20_rows(cast: Cast, client: Client, name: str) -> None:
    lesion = make_lesion(cast.record)
    url = reverse(name, args=[lesion.pk if name == "lesions:check-in-list" else cast.record.pk])
    before, after = grown(client, url, lambda number: fill_lesion(cast, lesion, number), 3, 20)
    assert before == after <= 10


@pytest.mark.parametrize("name", ["lesions:photo", "timeline:photo-note-add"])
def test_a_photo_takes_the_same_queries_for_1_and_8_notes_on_it(
    cast: Cast, client: Client, name: str
) -> None:
    photo = make_photo(cast.record, make_lesion(cast.record))
    mark = {"kind": "arrow", "from": [0.1, 0.1], "to": [0.5, 0.5]}

    def fill(number: int) -> None:
        for _ in range(number):
            make_note(cast.record, cast.dermatologist, photo=photo, mark=mark)

    before, after = grown(client, reverse(name, args=[photo.pk]), fill, 1, 8)
    assert before == after <= 10


def test_search_takes_the_same_queries_for_1_and_8_hits_of_each_kind(cast: Cast, client: Client) -> None:
    url = reverse("timeline:search", args=[cast.record.pk])

    def fill(number: int) -> None:
        for _ in range(number):
            lesion = make_lesion(cast.record, note="chalk")
            make_check_in(lesion, note="chalk")
            make_event(lesion, "opened", note="chalk")
            make_note(cast.record, cast.dermatologist, "chalk")

    counts = []
    for number in (1, 7):
        fill(number)
        client.post(url, {"words": "chalk"})
        with CaptureQueriesContext(connection) as queries:
            client.post(url, {"words": "chalk"})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


@pytest.mark.parametrize(("name", "most"), [("timeline:lesion", 8), ("timeline:overview", 6)])
def test_a_page_that_was_kept_takes_the_fewest(
    cast: Cast, client: Client, settings: Settings, name: str, most: int
) -> None:
    settings.KEPT_FRAGMENTS = True
    lesion = make_lesion(cast.record, diagnosed_by=cast.dermatologist, diagnosis_type="dystrophic")
    fill_lesion(cast, lesion, 3)
    about = lesion.pk if name == "timeline:lesion" else cast.record.pk
    assert queries_of(client, reverse(name, args=[about])) <= most
