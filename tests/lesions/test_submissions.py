"""A form that is sent twice is saved once, and nobody gets at a row by naming its key in a form."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import save_clinical
from lesions.models import CheckIn, DailyEntry, Lesion
from lesions.views import check_in_page, day_page
from tests.conftest import Cast, SignIn
from tests.lesions.pages import now_text, text_of
from tests.make import make_check_in, make_day, make_lesion


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record)


def check_in(client: Client, lesion: Lesion, **values: Any) -> Any:
    values.setdefault("observed_at", now_text(lesion.patient))
    values.setdefault("anchor", "1")
    return client.post(reverse("lesions:check-in", args=[lesion.pk]), values)


def test_the_form_brings_the_key_that_its_check_in_gets(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    client = sign_in(cast.owner)
    page = client.get(reverse("lesions:check-in", args=[lesion.pk]))
    key = page.context["check_in"].pk
    assert f'name="submission" value="{key}"' in page.content.decode()
    check_in(client, lesion, submission=key)
    assert CheckIn.objects.get().pk == key


def test_the_same_form_sent_again_answers_alike_and_makes_nothing_new(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    client, key = sign_in(cast.owner), uuid.uuid4()
    first = check_in(client, lesion, submission=key)
    second = check_in(client, lesion, submission=key, anchor="-2")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert CheckIn.objects.get().anchor == 1
    assert CheckIn.history.count() == 1


def test_a_form_sent_again_does_not_bring_back_what_was_taken_back(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    client, key = sign_in(cast.owner), uuid.uuid4()
    check_in(client, lesion, submission=key)
    client.post(reverse("lesions:check-in-delete", args=[key]))
    assert check_in(client, lesion, submission=key).status_code == 302
    assert not CheckIn.objects.kept().exists()


def test_two_forms_sent_at_the_same_moment_are_saved_once(
    cast: Cast, sign_in: SignIn, lesion: Lesion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looks before the first is there and writes after it."""
    key = uuid.uuid4()

    def overtaken(row: CheckIn, **_: Any) -> None:
        CheckIn.objects.create(pk=key, lesion=lesion, patient=lesion.patient, anchor=1, entered_by=cast.owner)
        raise IntegrityError

    monkeypatch.setattr(check_in_page, "save_check_in", overtaken)
    answer = check_in(sign_in(cast.owner), lesion, submission=key)
    assert answer["Location"] == reverse("timeline:lesion", args=[lesion.pk])
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("whose", ["another deposit", "another person", "another record"])
def test_the_key_of_something_else_is_not_used(
    cast: Cast, sign_in: SignIn, lesion: Lesion, whose: str
) -> None:
    of, by = {
        "another deposit": (make_lesion(cast.record), cast.owner),
        "another person": (lesion, cast.caregiver),
        "another record": (make_lesion(cast.stranger_record), cast.stranger),
    }[whose]
    other = make_check_in(of, 3, note="not to be touched", entered_by=by)
    check_in(sign_in(cast.owner), lesion, submission=other.pk)
    other.refresh_from_db()
    mine = CheckIn.objects.exclude(pk=other.pk).get()
    assert (mine.lesion, mine.anchor, other.note, other.lesion) == (lesion, 1, "not to be touched", of)


@pytest.mark.parametrize("key", ["", "no-key", "'; drop"])
def test_a_form_without_a_proper_key_is_saved_as_ever(
    cast: Cast, sign_in: SignIn, lesion: Lesion, key: str
) -> None:
    assert check_in(sign_in(cast.owner), lesion, submission=key).status_code == 302
    assert CheckIn.objects.count() == 1


def test_a_form_with_an_error_keeps_its_key(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    key = uuid.uuid4()
    page = check_in(sign_in(cast.owner), lesion, submission=key, length_mm="7")
    assert f'name="submission" value="{key}"' in page.content.decode()


def test_a_deposit_added_twice_by_the_same_form_is_there_once(cast: Cast, sign_in: SignIn) -> None:
    client, key = sign_in(cast.owner), uuid.uuid4()
    url = reverse("lesions:lesion-add", args=[cast.record.pk, "thumb_tip_palmar", "left"])
    answers = [client.post(url, {"name": "Pea", "submission": key}) for _ in range(2)]
    assert Lesion.objects.get().pk == key
    assert answers[0]["Location"] == answers[1]["Location"]


# ---- the day -----------------------------------------------------------------------------------------


def day_url(cast: Cast) -> str:
    return reverse("lesions:day", args=[cast.record.pk, cast.record.today()])


def send_day(user: User, sign_in: SignIn, cast: Cast, **values: Any) -> Any:
    return sign_in(user).post(day_url(cast), values, follow=True)


def test_a_day_written_by_two_people_at_once_keeps_what_both_wrote(cast: Cast, sign_in: SignIn) -> None:
    mine, carls = uuid.uuid4(), uuid.uuid4()
    send_day(cast.caregiver, sign_in, cast, submission=carls, pain="6", signs=["fever"], note="hot")
    page = send_day(cast.owner, sign_in, cast, submission=mine, anchor="-1", signs=["numbness"], note="tired")
    entry = DailyEntry.objects.get()
    assert (entry.pain, entry.anchor, entry.note) == (6, -1, "hot\ntired")
    assert entry.signs == ["fever", "numbness"]
    assert "What you wrote is added to it." in text_of(page)


def test_a_day_that_was_read_before_it_is_changed_may_be_emptied_in_part(cast: Cast, sign_in: SignIn) -> None:
    entry = make_day(cast.record, pain=6, note="hot")
    send_day(cast.owner, sign_in, cast, submission=entry.pk, pain="", note="hot")
    entry.refresh_from_db()
    assert (entry.pain, entry.note) == (None, "hot")


def test_the_loser_of_two_simultaneous_days_gets_no_error_page(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:

    def overtaken(row: Any, *, by: User) -> Any:
        monkeypatch.setattr(day_page, "save_clinical", save_clinical)
        make_day(cast.record, pain=2)
        return save_clinical(row, by=by)

    monkeypatch.setattr(day_page, "save_clinical", overtaken)
    page = send_day(cast.owner, sign_in, cast, submission=uuid.uuid4(), anchor="1")
    entry = DailyEntry.objects.get()
    assert (page.status_code, entry.pain, entry.anchor) == (200, 2, 1)
