"""Starting from the outline of the photo before, laid on the photo of today."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lesions.measure_again import reading_before
from lesions.measure_terms import Asked
from lesions.measurement_keeping import Drawn, accept
from lesions.measurement_services import propose
from lesions.models import Lesion, Measurement, Photo
from lesions.outline_text import middle_of
from tests.conftest import Cast, SignIn
from tests.lesions.measure_photo import Scene, lump_tap, measure_photo
from tests.make import make_lesion, make_measurement, make_photo


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, "palm")


@pytest.fixture
def earlier(cast: Cast, lesion: Lesion) -> Measurement:
    """Measured a month ago."""
    photo = measure_photo(cast.record, cast.owner)
    photo.taken_at -= timedelta(days=30)
    photo.attached_at = photo.entered_at
    photo.save()
    answer = propose(photo, Asked(card_kind="single-20", tap=lump_tap()), by=cast.owner)
    assert answer.scale is not None
    drawn = Drawn(answer.scale, answer.outlines)
    return accept(photo, drawn, by=cast.owner, submission=uuid.uuid4(), lesion=lesion)


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def ask(client: Client, photo: Photo, lesion: Lesion, **said: str) -> Any:
    said = {
        "card": "single-20",
        "place": "same_skin",
        "from_earlier": "yes",
        "lesion": str(lesion.pk),
        **said,
    }
    return client.post(reverse("lesions:measure-propose", args=[photo.pk]), said).json()


def tap_text() -> str:
    x, y = lump_tap()
    return f"{x},{y}"


def test_the_earlier_outline_lies_on_the_lump_of_the_turned_photo_and_says_whose_it_was(
    cast: Cast, client: Client, lesion: Lesion, earlier: Measurement
) -> None:
    photo = measure_photo(cast.record, cast.owner, Scene(turned_deg=12))
    told = ask(client, photo, lesion)
    assert told["status"] == "ok"
    assert told["starts_from"].startswith("Starting from your outline of ")
    assert middle_of(told["outlines"]) == pytest.approx(lump_tap(), abs=0.01)
    assert told["reading"]["length_mm"] == pytest.approx(float(earlier.length_mm), rel=0.03)


def test_how_the_photos_lie_on_each_other_is_kept_with_what_was_accepted(
    cast: Cast, client: Client, lesion: Lesion, earlier: Measurement
) -> None:
    photo = measure_photo(cast.record, cast.owner, Scene(turned_deg=12))
    told = ask(client, photo, lesion, tap=tap_text())
    form = {"scale": told["scale"]["id"], "outlines": json.dumps(told["outlines"])}
    client.post(reverse("lesions:measure", args=[photo.pk, lesion.pk]), form)
    kept = Measurement.objects.get(photo=photo).registration
    assert kept is not None
    assert kept["to"] == str(earlier.pk)
    assert 0.3 < kept["quality"] <= 1
    assert len(kept["matrix"]) == 3


def test_another_skin_falls_back_to_the_tap_in_silence(
    cast: Cast, client: Client, lesion: Lesion, earlier: Measurement
) -> None:
    photo = measure_photo(cast.record, cast.owner, Scene(turned_deg=12, stranger=True))
    told = ask(client, photo, lesion, tap=tap_text())
    assert (told["status"], "starts_from" in told) == ("ok", False)


def test_another_skin_without_a_tap_asks_for_one(
    cast: Cast, client: Client, lesion: Lesion, earlier: Measurement
) -> None:
    photo = measure_photo(cast.record, cast.owner, Scene(turned_deg=12, stranger=True))
    told = ask(client, photo, lesion)
    assert (told["status"], told["reason"]) == ("failed", "not_the_same")
    assert "Tap the deposit" in told["message"]


def test_without_an_earlier_outline_a_tap_is_a_tap(cast: Cast, client: Client, lesion: Lesion) -> None:
    photo = measure_photo(cast.record, cast.owner)
    assert ask(client, photo, lesion, tap=tap_text())["status"] == "ok"


def test_only_an_earlier_outline_with_a_card_of_this_deposit_counts(cast: Cast, lesion: Lesion) -> None:
    today = make_photo(cast.record, lesion)
    make_measurement(make_photo(cast.record, lesion, days_ago=5), cast.owner, lesion, method="photo_known")
    make_measurement(make_photo(cast.record, lesion, days_ago=5), cast.owner, lesion, outlines=[])
    make_measurement(make_photo(cast.record, lesion, days_ago=5), cast.owner, make_lesion(cast.record))
    make_measurement(make_photo(cast.record, lesion, days_ago=-1), cast.owner, lesion)
    make_measurement(today, cast.owner, lesion)
    assert reading_before(lesion, today, cast.owner) is None
    first = make_measurement(make_photo(cast.record, lesion, days_ago=9), cast.owner, lesion)
    assert reading_before(lesion, today, cast.owner) == first
    last = make_measurement(make_photo(cast.record, lesion, days_ago=3), cast.owner, lesion)
    assert reading_before(lesion, today, cast.owner) == last
