"""The page "who looked": in words, by day and person, without one's own looks unless asked."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts import access_log
from accounts.audit import note_access
from accounts.models import AccessEvent, AuditSubject, User
from tests.conftest import Cast, SignIn
from tests.make import make_user, relate

pytestmark = pytest.mark.django_db
VIEW = AccessEvent.Action.VIEW


def look(actor: User, cast: Cast, what: str = "timeline:overview", **extra: Any) -> None:
    note_access(actor=actor, patient=cast.record, action=extra.pop("action", VIEW), what=what, **extra)


def read_log(cast: Cast, sign_in: SignIn, query: str = "") -> str:
    url = reverse("accounts:access-log", args=[cast.record.pk]) + query
    return " ".join(sign_in(cast.owner).get(url).content.decode().split())


def test_a_look_is_told_in_words_in_the_zone_of_the_patient(cast: Cast, sign_in: SignIn) -> None:
    with time_machine.travel(datetime.datetime(2026, 3, 6, 23, 5, tzinfo=datetime.UTC), tick=False):
        look(cast.dermatologist, cast)
    page = read_log(cast, sign_in)
    assert "Dr Derm" in page
    assert "opened the overview" in page
    assert "Saturday at 00:05" in page
    assert "7 Mar" in page


def test_repeated_looks_become_one_line(cast: Cast, sign_in: SignIn) -> None:
    for _ in range(3):
        look(cast.dermatologist, cast)
    page = read_log(cast, sign_in)
    assert page.count("opened the overview") == 1
    assert "3 times" in page


def test_ones_own_looks_are_left_out_until_asked_for(cast: Cast, sign_in: SignIn) -> None:
    look(cast.owner, cast, "labs:list")
    assert "Nobody but you" in read_log(cast, sign_in)
    assert "lab results" in read_log(cast, sign_in, "?own=1")


def test_a_page_without_words_of_its_own_is_named_by_its_area(cast: Cast, sign_in: SignIn) -> None:
    look(cast.dermatologist, cast, "care:something-new")
    assert "conditions, treatments and reports" in read_log(cast, sign_in)


def test_an_app_can_name_the_rows_of_its_pages(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesion = uuid.uuid4()

    def names_of(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
        return dict.fromkeys(ids, "left thumb tip 2")

    monkeypatch.setattr(access_log, "_words", dict(access_log._words))
    monkeypatch.setattr(access_log, "_names", {})
    access_log.describe("timeline:lesion", "the page of a deposit", names_of)
    look(cast.dermatologist, cast, "timeline:lesion", object_id=lesion)
    assert "opened left thumb tip 2" in read_log(cast, sign_in)


def test_a_change_and_a_download_are_told_apart_from_a_look(cast: Cast, sign_in: SignIn) -> None:
    look(cast.caregiver, cast, "accounts:patient-edit", action=AccessEvent.Action.CHANGE)
    look(cast.dermatologist, cast, "lesions:photo", action=AccessEvent.Action.DOWNLOAD)
    page = read_log(cast, sign_in)
    assert "changed the details of the record" in page
    assert "opened a file: a photo" in page


def test_somebody_who_was_erased_is_still_listed_without_a_name(cast: Cast, sign_in: SignIn) -> None:
    look(cast.dermatologist, cast)
    AuditSubject.objects.filter(user=cast.dermatologist).delete()
    page = read_log(cast, sign_in)
    assert "Somebody who has left" in page
    assert "Dr Derm" not in page


def test_looks_at_another_record_are_not_told(cast: Cast, sign_in: SignIn) -> None:
    note_access(actor=cast.dermatologist, patient=cast.stranger_record, action=VIEW, what="timeline:overview")
    assert "Nobody but you" in read_log(cast, sign_in)


def test_opening_a_page_of_sharing_writes_an_event(cast: Cast, sign_in: SignIn) -> None:
    parent = make_user("Second Parent")
    relate(parent, cast.record, may_manage=True)
    sign_in(parent).get(reverse("accounts:sharing", args=[cast.record.pk]))
    assert "opened the sharing" in read_log(cast, sign_in)


def test_the_log_is_paged_and_takes_the_same_number_of_queries(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for number in range(access_log.PER_PAGE + 5):
        look(cast.dermatologist, cast, f"labs:page-{number}")
    client, url = sign_in(cast.owner), reverse("accounts:access-log", args=[cast.record.pk])
    with django_assert_max_num_queries(14):
        page = client.get(url)
    assert page.context["page"].has_next()
    assert client.get(url + "?page=2").context["page"].object_list.count() == 5
    assert client.get(url + "?page=zzz").status_code == 200
