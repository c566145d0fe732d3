"""What a form sent again, a wrong deposit or an impossible line must not do when a photo is measured."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lesions.measure_terms import Size
from lesions.models import Lesion, Measurement, Photo
from lesions.templatetags.measure import reading_words
from tests.conftest import Cast, SignIn
from tests.lesions.measure_photo import measure_photo
from tests.lesions.test_measuring import SQUARE, accept, ask
from tests.make import make_lesion, make_measurement, make_patient, make_photo, make_user


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, "palm")


@pytest.fixture
def photo(cast: Cast) -> Photo:
    return measure_photo(cast.record, cast.owner)


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def test_a_line_moved_after_going_back_is_a_reading_of_its_own(
    client: Client, photo: Photo, lesion: Lesion
) -> None:
    told, key = ask(client, photo).json(), uuid.uuid4()
    accept(client, photo, lesion, told, submission=key)
    accept(client, photo, lesion, told, submission=key, outlines=json.dumps([SQUARE]))
    assert sorted(len(row.outlines[0]) == 4 for row in Measurement.objects.all()) == [False, True]


def test_a_form_sent_again_for_another_deposit_gives_that_one_its_reading(
    cast: Cast, client: Client, photo: Photo, lesion: Lesion
) -> None:
    told, key, other = ask(client, photo).json(), uuid.uuid4(), make_lesion(cast.record, "elbow")
    accept(client, photo, lesion, told, submission=key)
    accept(client, photo, other, told, submission=key)
    assert Measurement.objects.filter(lesion=other).count() == 1


def test_a_form_sent_again_after_its_reading_was_deleted_keeps_a_new_one(
    client: Client, photo: Photo, lesion: Lesion
) -> None:
    told, key = ask(client, photo).json(), uuid.uuid4()
    accept(client, photo, lesion, told, submission=key)
    client.post(reverse("lesions:measurement-delete", args=[key]))
    accept(client, photo, lesion, told, submission=key)
    assert Measurement.objects.kept().count() == 1


@pytest.mark.parametrize(("accepts", "status"), [("text/html", 200), ("application/json", 422)])
def test_what_is_thinner_than_any_deposit_is_told_and_not_kept(
    client: Client, photo: Photo, lesion: Lesion, accepts: str, status: int
) -> None:
    told = ask(client, photo, card="none", tap="0.5,0.5", known="0.01,0.5,0.99,0.5", known_mm="2").json()
    speck = [[[0.5, 0.5], [0.5003, 0.5], [0.5003, 0.5003], [0.5, 0.5003]]]
    form = {"scale": told["scale"]["id"], "outlines": json.dumps(speck), "submission": uuid.uuid4()}
    headers: Any = {"Accept": accepts}
    answer = client.post(reverse("lesions:measure", args=[photo.pk, lesion.pk]), form, headers=headers)
    assert answer.status_code == status
    assert "too small or too large" in answer.content.decode()
    assert not Measurement.objects.exists()


def test_measuring_a_private_place_marks_the_photo(cast: Cast, client: Client, photo: Photo) -> None:
    private = make_lesion(cast.record, "breast")
    accept(client, photo, private, ask(client, photo).json())
    photo.refresh_from_db()
    assert photo.sensitive


def test_a_genital_deposit_of_a_minor_is_measured_on_no_photo(db: None, sign_in: SignIn) -> None:
    child = make_patient(
        make_user("Pat Parent"), birth_on=timezone.localdate().replace(day=1, month=1, year=2019)
    )
    photo = make_photo(child, make_lesion(child, "elbow"))
    private = make_lesion(child, site="scrotum", side="none")
    client = sign_in(child.care_relationships.get().user)
    assert client.get(reverse("lesions:measure", args=[photo.pk, private.pk])).status_code == 404


def test_the_digits_before_accepting_are_those_that_are_kept(
    cast: Cast, client: Client, photo: Photo, lesion: Lesion
) -> None:
    """A half rounds the same way on every page: ± 0.25 mm is never 0.2 here and 0.3 there."""
    row = make_measurement(photo, cast.owner, lesion, uncertainty_mm=Decimal("0.25"))
    before = Size(length_mm=12.34, width_mm=8.12, uncertainty_mm=0.2495).text
    assert before == reading_words(row) == "12.3 × 8.1 mm, ± 0.3 mm"
    form = {
        "scale": ask(client, photo).json()["scale"]["id"], "outlines": json.dumps(row.outlines),
        "submission": row.pk,
    }  # fmt: skip
    answer = client.post(reverse("lesions:measure", args=[photo.pk, lesion.pk]), form, follow=True)
    assert f"Measured: {before}." in answer.content.decode()
