"""Who may open and change lab results, what the list says, and how many queries it takes."""

from __future__ import annotations

import datetime
import html
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessEvent
from labs.models import LabResult
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result

READERS = ["owner", "caregiver", "reader", "dermatologist"]
WRITERS = ["owner", "caregiver"]
NOBODY = ["stranger", "other_dermatologist", "editor", "superuser", "revoked", "expired"]


def page(client: Client, cast: Cast) -> str:
    return html.unescape(client.get(reverse("labs:list", args=[cast.record.pk])).content.decode())


# ---- access ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", READERS)
def test_the_list_opens_for_whoever_may_read(cast: Cast, sign_in: SignIn, who: str) -> None:
    assert sign_in(getattr(cast, who)).get(reverse("labs:list", args=[cast.record.pk])).status_code == 200


@pytest.mark.parametrize("who", NOBODY)
def test_the_list_is_not_there_for_anybody_else(cast: Cast, sign_in: SignIn, who: str) -> None:
    assert sign_in(getattr(cast, who)).get(reverse("labs:list", args=[cast.record.pk])).status_code == 404


@pytest.mark.parametrize("who", WRITERS)
def test_the_forms_open_for_whoever_may_write(cast: Cast, sign_in: SignIn, who: str) -> None:
    client, result = sign_in(getattr(cast, who)), make_result(cast.record)
    assert client.get(reverse("labs:add", args=[cast.record.pk])).status_code == 200
    assert client.get(reverse("labs:edit", args=[result.pk])).status_code == 200


@pytest.mark.parametrize("who", ["reader", "dermatologist", *NOBODY])
def test_the_forms_are_not_there_for_anybody_else(cast: Cast, sign_in: SignIn, who: str) -> None:
    client, result = sign_in(getattr(cast, who)), make_result(cast.record)
    assert client.get(reverse("labs:add", args=[cast.record.pk])).status_code == 404
    assert client.post(reverse("labs:add", args=[cast.record.pk]), {}).status_code == 404
    assert client.get(reverse("labs:edit", args=[result.pk])).status_code == 404
    assert client.post(reverse("labs:edit", args=[result.pk]), {}).status_code == 404


@pytest.mark.parametrize("who", ["reader", "dermatologist", *NOBODY])
def test_nobody_else_deletes_or_restores(cast: Cast, sign_in: SignIn, who: str) -> None:
    client, result, gone = sign_in(getattr(cast, who)), make_result(cast.record), make_result(cast.record)
    sign_in(cast.owner).post(reverse("labs:delete", args=[gone.pk]))
    assert client.post(reverse("labs:delete", args=[result.pk])).status_code == 404
    assert client.post(reverse("labs:restore", args=[gone.pk])).status_code == 404
    assert list(LabResult.objects.kept()) == [result]


def test_a_guest_is_sent_to_sign_in(cast: Cast, client: Client) -> None:
    assert client.get(reverse("labs:list", args=[cast.record.pk])).status_code == 302


def test_a_reader_sees_no_button_that_writes(cast: Cast, sign_in: SignIn) -> None:
    make_result(cast.record)
    shown = page(sign_in(cast.reader), cast)
    assert "/labs/add/" not in shown
    assert "/edit/" not in shown


@pytest.mark.parametrize("name", ["labs:delete", "labs:restore"])
def test_deleting_needs_a_post(cast: Cast, sign_in: SignIn, name: str) -> None:
    result = make_result(cast.record)
    assert sign_in(cast.owner).get(reverse(name, args=[result.pk])).status_code == 405


# ---- undo -----------------------------------------------------------------------------------------
def test_a_deleted_result_leaves_the_list_and_offers_undo(cast: Cast, sign_in: SignIn) -> None:
    client, result = sign_in(cast.owner), make_result(cast.record, lab_name="City Lab")
    answer = client.post(reverse("labs:delete", args=[result.pk]), follow=True)
    shown = answer.content.decode()
    assert "City Lab" not in shown
    assert reverse("labs:restore", args=[result.pk]) in shown


def test_undo_brings_it_back(cast: Cast, sign_in: SignIn) -> None:
    client, result = sign_in(cast.owner), make_result(cast.record, lab_name="City Lab")
    client.post(reverse("labs:delete", args=[result.pk]))
    client.post(reverse("labs:restore", args=[result.pk]))
    assert "City Lab" in page(client, cast)


def test_a_deleted_result_cannot_be_edited(cast: Cast, sign_in: SignIn) -> None:
    client, result = sign_in(cast.owner), make_result(cast.record)
    client.post(reverse("labs:delete", args=[result.pk]))
    assert client.get(reverse("labs:edit", args=[result.pk])).status_code == 404


# ---- what the list says ---------------------------------------------------------------------------
def test_a_value_is_shown_in_the_preferred_unit_and_as_on_the_report(cast: Cast, sign_in: SignIn) -> None:
    make_result(cast.record, value="2.45", unit="mmol/L", interval="2.15-2.55")
    shown = page(sign_in(cast.owner), cast)
    assert "9.8 mg/dL" in shown
    assert "on the report: 2.45 mmol/L" in shown
    assert "lab’s range 2.15-2.55 mmol/L" in shown


def test_another_preference_shows_another_unit(cast: Cast, sign_in: SignIn) -> None:
    cast.owner.lab_units = "si"
    cast.owner.save()
    make_result(cast.record, value="9.8", unit="mg/dL")
    assert "2.45 mmol/L" in page(sign_in(cast.owner), cast)


@pytest.mark.parametrize(
    ("value", "interval", "words"),
    [
        ("2.70", "2.15-2.55", "above the lab’s range"),
        ("2.00", "2.15-2.55", "below the lab’s range"),
        ("2.40", "2.15-2.55", "within the lab’s range"),
        ("<2.50", "2.15-2.55", "can’t be told from the range"),
        ("2.70", "", "no range from the lab"),
    ],
)
def test_a_flag_is_said_in_words(cast: Cast, sign_in: SignIn, value: str, interval: str, words: str) -> None:
    make_result(cast.record, value=value, interval=interval)
    assert words in page(sign_in(cast.owner), cast)


def test_a_word_other_than_expected_is_said_in_words(cast: Cast, sign_in: SignIn) -> None:
    make_result(cast.record, "anti_scl_70", "positive", "", interval="negative")
    assert "not what the lab expects" in page(sign_in(cast.owner), cast)


def test_estimates_of_the_day_are_marked_as_ours(cast: Cast, sign_in: SignIn) -> None:
    make_result(cast.record, value="8.5", unit="mg/dL")
    make_result(cast.record, "albumin", "3.0", "g/dL")
    shown = page(sign_in(cast.owner), cast)
    assert "≈ 9.3 mg/dL" in shown
    assert "our estimate, not measured" in shown
    assert "Not reliable in chronic kidney disease" in shown


def test_albumin_of_another_day_corrects_nothing(cast: Cast, sign_in: SignIn) -> None:
    make_result(cast.record, value="8.5", unit="mg/dL")
    make_result(cast.record, "albumin", "3.0", "g/dL", days_ago=1)
    assert "our estimate" not in page(sign_in(cast.owner), cast)


def test_a_day_cut_by_the_page_break_still_gets_its_estimate(cast: Cast, sign_in: SignIn) -> None:
    make_result(cast.record, "albumin", "3.0", "g/dL", days_ago=1)
    for _ in range(49):
        make_result(cast.record, "esr", "12", "", days_ago=1, collected_time=datetime.time(15))
    make_result(cast.record, value="8.5", unit="mg/dL", days_ago=1, collected_time=datetime.time(18))
    assert "≈ 9.3 mg/dL" in page(sign_in(cast.owner), cast)


def test_the_list_is_paged_by_fifty(cast: Cast, sign_in: SignIn) -> None:
    for days_ago in range(51):
        make_result(cast.record, days_ago=days_ago)
    client = sign_in(cast.owner)
    assert page(client, cast).count('id="result-') == 50
    older = client.get(reverse("labs:list", args=[cast.record.pk]), {"page": 2}).content.decode()
    assert older.count('id="result-') == 1


def test_the_results_of_another_record_are_not_in_the_list(cast: Cast, sign_in: SignIn) -> None:
    make_result(cast.stranger_record, lab_name="Secret Lab")
    assert "Secret Lab" not in page(sign_in(cast.owner), cast)


def test_the_list_takes_at_most_ten_queries_however_long(cast: Cast, sign_in: SignIn) -> None:
    client, counts = sign_in(cast.owner), []
    page(client, cast)  # the audit knows both people from here on
    for rows in (2, 38):
        for n in range(rows):
            make_result(cast.record, days_ago=n // 3, interval="2.15-2.55")
            make_result(cast.record, "albumin", "40", "g/L", days_ago=n // 3)
        with CaptureQueriesContext(connection) as queries:
            page(client, cast)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_opening_and_changing_are_in_the_audit(cast: Cast, sign_in: SignIn) -> None:
    result = make_result(cast.record)
    client = sign_in(cast.dermatologist)
    page(client, cast)
    sign_in(cast.owner).post(reverse("labs:delete", args=[result.pk]))
    assert {event.what for event in AccessEvent.objects.all()} >= {"labs:list", "labs:delete"}


def test_results_of_one_moment_stand_in_the_order_of_the_catalogue(cast: Cast, sign_in: SignIn) -> None:
    make_result(cast.record, "albumin", "40", "g/L")
    make_result(cast.record)
    shown = page(sign_in(cast.owner), cast)
    assert shown.index("Calcium, total") < shown.index("Albumin")


def test_a_time_shared_by_the_whole_day_stands_in_its_heading(cast: Cast, sign_in: SignIn) -> None:
    at: dict[str, Any] = {"collected_on": datetime.date(2026, 1, 15), "collected_time": datetime.time(8, 30)}
    make_result(cast.record, **at)
    make_result(cast.record, "albumin", "40", "g/L", **at)
    shown = page(sign_in(cast.owner), cast)
    assert "15 January 2026, 08:30" in shown
    assert shown.count("08:30") == 1


def test_a_day_without_a_known_time_shows_none(cast: Cast, sign_in: SignIn) -> None:
    make_result(cast.record)
    assert "12:00" not in page(sign_in(cast.owner), cast)


def test_what_a_person_writes_is_escaped(cast: Cast, sign_in: SignIn) -> None:
    make_result(cast.record, note="<script>alert(1)</script>")
    shown = sign_in(cast.owner).get(reverse("labs:list", args=[cast.record.pk])).content.decode()
    assert "<script>alert(1)" not in shown
