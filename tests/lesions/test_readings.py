"""The readings of a deposit on their page, the second beside the first, and as a file."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessEvent
from lesions.models import Lesion, Measurement, Photo
from lesions.readings import COLUMNS, as_csv, beside, rows_of, scale_words
from tests.conftest import Cast, SignIn
from tests.lesions.pages import text_of
from tests.make import SAID, make_lesion, make_measure_card, make_measurement, make_photo


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record)


@pytest.fixture
def photo(cast: Cast, lesion: Lesion) -> Photo:
    return make_photo(cast.record, lesion, days_ago=3)


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def listed(client: Client, lesion: Lesion) -> Any:
    return client.get(reverse("lesions:measurement-list", args=[lesion.pk]))


def length(mm: str, error: str) -> Measurement:
    return Measurement(length_mm=Decimal(mm), uncertainty_mm=Decimal(error))


def test_a_reading_stands_with_its_error_author_method_and_scale(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    card = make_measure_card(cast.record, name="Kitchen printer")
    make_measurement(photo, cast.caregiver, lesion, card=card)
    text = text_of(listed(client, lesion))
    assert "12.3 × 8.1 mm, ± 0.6 mm" in text
    assert "Read by Carl Caregiver" in text
    assert "Photo with card: Kitchen printer (One marker, 20 mm), on the same skin" in text


def test_the_outline_lies_over_the_photo_in_the_photos_own_shape(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    make_measurement(photo, cast.owner, lesion)
    page = listed(client, lesion).content.decode()
    assert 'viewBox="0 0 1000 750.0"' in page
    assert '<polygon class="over-line" points="400.0,300.0 600.0,300.0 600.0,450.0 400.0,450.0"/>' in page


def test_a_sensitive_photo_stays_closed_until_it_is_tapped(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    photo.sensitive = True
    photo.save()
    make_measurement(photo, cast.owner, lesion)
    page = listed(client, lesion).content.decode()
    assert '<details class="outline-shown">' in page
    assert "Show this sensitive photo" in page
    assert 'loading="lazy"' in page


def test_a_dermatologists_reading_stands_beside_the_first_with_the_difference(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    make_measurement(photo, cast.owner, lesion)
    make_measurement(photo, cast.dermatologist, lesion, as_clinician=True, length_mm=Decimal("12.90"))
    text = text_of(listed(client, lesion))
    assert "Read by Dr Derm, dermatologist" in text
    assert "0.6 mm longer than the first reading, within what both may be off." in text


def test_a_difference_beyond_both_errors_is_said_as_such() -> None:
    assert beside(length("12", "0.5"), length("10", "0.5")).endswith("more than both may be off.")
    assert beside(length("12", "0.5"), length("10", "0.5")).startswith("2.0 mm shorter")
    assert beside(length("12", "3"), length("12", "3")) == "The same length as the first reading."


def test_a_known_length_is_named(cast: Cast, lesion: Lesion, photo: Photo) -> None:
    known = {**SAID, "card": "", "known": {"length_mm": 23.25, "what": "EUR-1"}}
    row = make_measurement(photo, cast.owner, lesion, method="photo_known", scale={"setting": known})
    assert scale_words(row) == "a coin, EUR 1, 23.25 mm"


def test_the_list_takes_the_same_queries_for_2_and_12_readings(
    cast: Cast, client: Client, lesion: Lesion
) -> None:
    counts = []
    for number in (2, 10):
        for _ in range(number):
            make_measurement(make_photo(cast.record, lesion), cast.caregiver, lesion)
        listed(client, lesion)
        with CaptureQueriesContext(connection) as queries:
            listed(client, lesion)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_the_lesion_page_links_to_them_and_takes_no_more_queries(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    url = reverse("timeline:lesion", args=[lesion.pk])

    def count() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    before = count()
    link = reverse("lesions:measurement-list", args=[lesion.pk])
    assert link not in client.get(url).content.decode()
    make_measurement(photo, cast.owner, lesion)
    assert count() == before
    assert link in client.get(url).content.decode()


# ---- as a file ----------------------------------------------------------------------------------------


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_csv_has_scale_outline_in_pixels_method_and_error(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    row = make_measurement(photo, cast.owner, lesion)
    answer = client.get(reverse("lesions:measurements-csv", args=[lesion.pk]))
    assert answer["Content-Disposition"].startswith('attachment; filename="measurements-')
    assert "calc" not in answer["Content-Disposition"]
    (line,) = lines(answer.content.decode())
    assert tuple(line) == COLUMNS
    assert (line["measurement"], line["method"], line["length_mm"]) == (str(row.pk), "photo_card", "12.34")
    assert (line["uncertainty_mm"], line["card_kind"], line["hand_lies"]) == ("0.61", "single-20", "yes")
    outline = json.loads(line["outlines_px"])[0]
    assert outline[0] == [0.4 * 40 - 0.5, 0.4 * 30 - 0.5]


def test_the_json_has_all_that_the_size_follows_from(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    make_measurement(photo, cast.owner, lesion)
    told = client.get(reverse("lesions:measurements-json", args=[lesion.pk])).json()
    (one,) = told["measurements"]
    assert one["scale"]["px_to_mm"][0][0] == 0.1
    assert one["length_mm"] == 12.34


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_name_becomes_a_formula(cast: Cast, lesion: Lesion, photo: Photo, name: str) -> None:
    cast.owner.name = name
    cast.owner.save()
    make_measurement(photo, cast.owner, lesion, card=make_measure_card(cast.record, name=name))
    (line,) = lines(as_csv(rows_of(lesion, cast.owner)))
    assert line["author"] == line["card_name"] == f"'{name}"


def test_taking_them_out_is_written_down_as_a_download(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    make_measurement(photo, cast.owner, lesion)
    for name in ("lesions:measurements-csv", "lesions:measurements-json"):
        client.get(reverse(name, args=[lesion.pk]))
        event = AccessEvent.objects.latest("at")
        assert (event.what, event.action) == (name, AccessEvent.Action.DOWNLOAD)


def test_who_may_not_manage_takes_nothing_out(cast: Cast, lesion: Lesion, sign_in: SignIn) -> None:
    for user in (cast.caregiver, cast.reader, cast.dermatologist):
        answer = sign_in(user).get(reverse("lesions:measurements-csv", args=[lesion.pk]))
        assert answer.status_code == 404
