"""Who may read and change conditions and treatments: everything that is not yours is 404."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent
from care.models import Condition, Treatment
from tests.care.make import make_condition, make_treatment
from tests.conftest import Cast, SignIn

READERS = ["owner", "caregiver", "reader", "dermatologist"]
WRITERS = ["owner", "caregiver"]
OUTSIDERS = ["other_dermatologist", "stranger", "editor", "superuser", "revoked", "expired"]
NO_WRITERS = ["reader", "dermatologist", *OUTSIDERS]


def write_urls(cast: Cast) -> dict[str, list[str]]:
    condition, treatment = make_condition(cast.record), make_treatment(cast.record)
    gone, stopped = make_condition(cast.record, "gout"), make_treatment(cast.record, "warfarin")
    for row in (gone, stopped):
        row.deleted_at = row.entered_at
        row.save()
    record = [cast.record.pk]
    return {
        "GET": [
            reverse("care:condition-add", args=record),
            reverse("care:treatment-add", args=record),
            reverse("care:condition-edit", args=[condition.pk]),
            reverse("care:treatment-edit", args=[treatment.pk]),
        ],
        "POST": [
            reverse("care:condition-add", args=record),
            reverse("care:treatment-add", args=record),
            reverse("care:condition-edit", args=[condition.pk]),
            reverse("care:treatment-edit", args=[treatment.pk]),
            reverse("care:condition-delete", args=[condition.pk]),
            reverse("care:treatment-delete", args=[treatment.pk]),
            reverse("care:condition-restore", args=[gone.pk]),
            reverse("care:treatment-restore", args=[stopped.pk]),
        ],
    }


def rows() -> list[tuple[object, ...]]:
    fields = ("pk", "key", "deleted_at")
    return [*Condition.objects.values_list(*fields), *Treatment.objects.values_list(*fields)]


@pytest.mark.parametrize("role", READERS)
def test_whoever_the_record_is_shared_with_reads_the_list(cast: Cast, sign_in: SignIn, role: str) -> None:
    make_treatment(cast.record)
    page = sign_in(getattr(cast, role)).get(reverse("care:list", args=[cast.record.pk]))
    assert page.status_code == 200
    assert "Diltiazem" in page.content.decode()


@pytest.mark.parametrize("role", OUTSIDERS)
def test_for_everybody_else_the_list_does_not_exist(cast: Cast, sign_in: SignIn, role: str) -> None:
    assert sign_in(getattr(cast, role)).get(reverse("care:list", args=[cast.record.pk])).status_code == 404


@pytest.mark.parametrize("role", NO_WRITERS)
def test_who_may_not_write_finds_no_form_and_changes_nothing(cast: Cast, sign_in: SignIn, role: str) -> None:
    urls, client = write_urls(cast), sign_in(getattr(cast, role))
    before = rows()
    answers = [client.get(url).status_code for url in urls["GET"]]
    answers += [client.post(url, {"key": "gout"}).status_code for url in urls["POST"]]
    assert set(answers) == {404}
    assert rows() == before


@pytest.mark.parametrize("role", WRITERS)
def test_writers_open_every_form(cast: Cast, sign_in: SignIn, role: str) -> None:
    client = sign_in(getattr(cast, role))
    assert {client.get(url).status_code for url in write_urls(cast)["GET"]} == {200}


def test_without_signing_in_every_page_asks_for_it(cast: Cast) -> None:
    urls = write_urls(cast)
    answers = [Client().get(url) for url in urls["GET"]] + [Client().post(url) for url in urls["POST"]]
    assert all(answer.status_code == 302 and "/account/login/" in answer["Location"] for answer in answers)


@pytest.mark.parametrize("role", ["reader", "dermatologist"])
def test_who_only_reads_is_shown_no_buttons_to_write(cast: Cast, sign_in: SignIn, role: str) -> None:
    treatment = make_treatment(cast.record)
    html = sign_in(getattr(cast, role)).get(reverse("care:list", args=[cast.record.pk])).content.decode()
    assert reverse("care:treatment-add", args=[cast.record.pk]) not in html
    assert reverse("care:treatment-edit", args=[treatment.pk]) not in html


def test_deleting_needs_a_post(cast: Cast, sign_in: SignIn) -> None:
    treatment = make_treatment(cast.record)
    client = sign_in(cast.owner)
    assert client.get(reverse("care:treatment-delete", args=[treatment.pk])).status_code == 405


def test_opening_the_list_is_written_down(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.dermatologist).get(reverse("care:list", args=[cast.record.pk]))
    event = AccessEvent.objects.get()
    assert (event.what, event.action) == ("care:list", AccessEvent.Action.VIEW)
