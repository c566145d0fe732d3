"""Finding words in one record, and only there; the words stand in no address."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import AccessEvent
from tests.care.make import make_condition, make_treatment
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.lesions.pages import text_of
from tests.make import make_check_in, make_day, make_event, make_lesion, make_note
from timeline.search import LIMIT, find_in_record


@pytest.fixture
def _filled(cast: Cast) -> None:
    for patient in (cast.record, cast.stranger_record):
        lesion = make_lesion(patient, site="little_tip_palmar", name="The pearl")
        make_check_in(lesion, note="white crumbs")
        make_event(lesion, "infected", note="after gardening")
        make_day(patient, note="slept badly")
        make_note(patient, cast.dermatologist, "Soak it in the evening.")
        make_result(patient, note="fasting")
        make_treatment(patient, lesions=[lesion], outcome="makes me dizzy")
        make_condition(patient, note="since my thirties")


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("pearl", "Deposit"),
        ("pinky tip", "Deposit"),
        ("little finger", "Deposit"),
        ("CRUMBS", "Check-in"),
        ("gardening", "Infected"),
        ("infected", "Infected"),
        ("slept", "Day"),
        ("evening", "Note"),
        ("calcium", "Lab result"),
        ("fasting", "Lab result"),
        ("diltiazem", "Treatment"),
        ("dizzy", "Treatment"),
        ("systemic sclerosis", "Condition"),
        ("thirties", "Condition"),
    ],
)
def test_words_find_what_they_mean(cast: Cast, words: str, kind: str) -> None:
    hits = find_in_record(cast.record, words)
    assert kind in [str(hit.kind) for hit in hits]


@pytest.mark.usefixtures("_filled")
def test_only_this_record_is_searched(cast: Cast) -> None:
    assert len(find_in_record(cast.record, "crumbs")) == 1


@pytest.mark.usefixtures("_filled")
def test_deleted_things_are_not_found(cast: Cast, sign_in: SignIn) -> None:
    lesion = cast.record.lesions.get()
    sign_in(cast.owner).post(reverse("lesions:lesion-delete", args=[lesion.pk]))
    assert find_in_record(cast.record, "pearl") == []
    assert find_in_record(cast.record, "crumbs") == []
    assert find_in_record(cast.record, "gardening") == []


@pytest.mark.usefixtures("_filled")
def test_every_hit_leads_to_a_page_that_opens(cast: Cast, sign_in: SignIn) -> None:
    client: Any = sign_in(cast.owner)
    hits = [
        hit
        for words in ("pearl", "crumbs", "slept", "evening", "calcium", "dizzy")
        for hit in find_in_record(cast.record, words)
    ]
    assert len(hits) >= 6
    assert {client.get(hit.url).status_code for hit in hits} == {200}


def test_a_kind_gives_no_more_than_its_share(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    for _ in range(LIMIT + 3):
        make_check_in(lesion, note="chalk")
    assert len(find_in_record(cast.record, "chalk")) == LIMIT


@pytest.mark.usefixtures("_filled")
def test_the_words_are_posted_and_stand_in_no_address_and_no_audit(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.owner), reverse("timeline:search", args=[cast.record.pk])
    answer = client.post(url, {"words": "crumbs"})
    assert "white crumbs" in text_of(answer)
    assert "=crumbs" not in answer.content.decode()
    assert 'method="post"' in answer.content.decode()
    assert "white crumbs" not in text_of(client.get(url, {"words": "crumbs"}))
    assert all("crumbs" not in event.what for event in AccessEvent.objects.all())


@pytest.mark.parametrize("words", ["", "   ", "\0", "%", "_", "'", '"><script>', "x" * 500])
def test_odd_words_find_nothing_and_break_nothing(cast: Cast, sign_in: SignIn, words: str) -> None:
    make_check_in(make_lesion(cast.record), note="plain")
    answer = sign_in(cast.owner).post(reverse("timeline:search", args=[cast.record.pk]), {"words": words})
    assert answer.status_code == 200
    assert answer.context["found"] == []
    assert "<script>" not in answer.content.decode().replace('<script type="module"', "")


def test_a_found_day_stands_on_the_page_its_link_leads_to(cast: Cast, sign_in: SignIn) -> None:
    old = make_day(cast.record, 200, note="frost on the window")
    for days_ago in range(60):
        make_day(cast.record, days_ago, pain=1)
    client = sign_in(cast.owner)
    url = find_in_record(cast.record, "frost")[0].url
    address, anchor = url.split("#")
    assert anchor == f"day-{old.on}"
    assert f'id="{anchor}"' in client.get(address).content.decode()
