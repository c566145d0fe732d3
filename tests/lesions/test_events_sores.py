"""An open sore is asked where it came from and how it goes on; the dates may suggest it, humbly."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.services import save_clinical
from lesions.models import LifeEvent
from lesions.ulcers import AGAIN_WITHIN_DAYS, LONG_OPEN_DAYS, course_looks_like, spells
from lesions.vocabulary import EventKind
from tests.conftest import Cast, SignIn
from tests.lesions.pages import text_of
from tests.make import make_event, make_lesion

DAY = datetime.date(2024, 1, 1)
TODAY = datetime.date(2026, 6, 1)


def on(days: int) -> datetime.date:
    return DAY + datetime.timedelta(days=days)


def story(*events: tuple[str, int]) -> list[tuple[str, datetime.date]]:
    return [(kind, on(days)) for kind, days in events]


CASES = [
    ("no event at all", [], None),
    ("an opening is no sore", [("opened", 0), ("closed", 200)], None),
    ("one that healed soon", [("ulcer", 0), ("closed", 20)], None),
    ("one open a day short of long", [("ulcer", 0), ("closed", LONG_OPEN_DAYS - 1)], None),
    ("one open for long", [("ulcer", 0), ("closed", LONG_OPEN_DAYS)], "chronic"),
    ("one open until today", [("ulcer", 0)], "chronic"),
    ("said twice is still one", [("ulcer", 0), ("ulcer", 9), ("closed", 20)], None),
    ("again soon", [("ulcer", 0), ("closed", 20), ("ulcer", 60), ("closed", 80)], "recurrent"),
    (
        "again on the last day that counts",
        [("ulcer", 0), ("gone", 20), ("ulcer", 20 + AGAIN_WITHIN_DAYS), ("closed", 420)],
        "recurrent",
    ),
    (
        "again much later",
        [("ulcer", 0), ("operated", 20), ("ulcer", 21 + AGAIN_WITHIN_DAYS), ("closed", 420)],
        "episodic",
    ),
]


@pytest.mark.parametrize(("events", "course"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_the_dates_look_like(events: list[tuple[str, int]], course: str | None) -> None:
    assert course_looks_like(story(*events), today=TODAY) == course


EVENTS = st.lists(st.tuples(st.sampled_from(EventKind.values), st.dates(DAY, TODAY)), max_size=14)


@given(EVENTS)
def test_spells_follow_each_other_and_only_the_last_may_be_open(
    events: list[tuple[str, datetime.date]],
) -> None:
    found = spells(events)
    assert all(end is not None and begin <= end for begin, end in found[:-1])
    assert [begin for begin, _end in found] == sorted(begin for begin, _end in found)
    assert len(found) <= sum(kind == "ulcer" for kind, _day in events)


@given(EVENTS)
def test_without_a_sore_nothing_is_suggested(events: list[tuple[str, datetime.date]]) -> None:
    others = [event for event in events if event[0] != "ulcer"]
    assert course_looks_like(others, today=TODAY) is None


@pytest.fixture
def rosa(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def said(kind: str, **more: str) -> dict[str, str]:
    return {"kind": kind, "happened_year": "2025", "happened_month": "3", **more}


def test_origin_and_course_are_kept_and_shown_to_the_patient_and_the_dermatologist(
    cast: Cast, rosa: Client, sign_in: SignIn
) -> None:
    lesion = make_lesion(cast.record)
    values = said("ulcer", origin="calcinosis", course="recurrent")
    rosa.post(reverse("lesions:event-add", args=[lesion.pk]), values)
    event = LifeEvent.objects.get()
    assert (event.origin, event.course) == ("calcinosis", "recurrent")
    for client in (rosa, sign_in(cast.dermatologist)):
        for url in (
            reverse("timeline:lesion", args=[lesion.pk]),
            reverse("timeline:timeline", args=[cast.record.pk]),
        ):
            page = text_of(client.get(url))
            assert "From this deposit itself" in page
            assert "Again and again (recurrent)" in page


def test_dont_know_is_an_answer_that_is_not_shown_as_one(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    rosa.post(reverse("lesions:event-add", args=[lesion.pk]), said("ulcer", origin="unknown"))
    assert LifeEvent.objects.get().origin == "unknown"
    assert LifeEvent.objects.get().ulcer_words == []


@pytest.mark.parametrize("kind", [kind for kind in EventKind.values if kind != "ulcer"])
def test_another_event_has_neither(cast: Cast, rosa: Client, kind: str) -> None:
    lesion = make_lesion(cast.record)
    rosa.post(reverse("lesions:event-add", args=[lesion.pk]), said(kind, origin="gangrene", course="chronic"))
    assert (LifeEvent.objects.get().origin, LifeEvent.objects.get().course) == ("", "")


def test_the_table_refuses_an_origin_of_anything_but_a_sore(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    event = LifeEvent(lesion=lesion, patient=cast.record, kind="opened", happened_on=DAY, origin="calcinosis")
    with pytest.raises(ValidationError):
        save_clinical(event, by=cast.owner)


def test_an_origin_that_is_not_on_the_list_is_refused(cast: Cast, rosa: Client) -> None:
    answer = rosa.post(
        reverse("lesions:event-add", args=[make_lesion(cast.record).pk]), said("ulcer", origin="magic")
    )
    assert "origin" in answer.context["form"].errors
    assert not LifeEvent.objects.exists()


def test_the_guess_stands_beside_the_question_and_is_stored_nowhere(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    make_event(lesion, "ulcer", LONG_OPEN_DAYS + 10)
    for url in (
        reverse("lesions:event-add", args=[lesion.pk]),
        reverse("timeline:lesion", args=[lesion.pk]),
    ):
        page = text_of(rosa.get(url))
        assert "open for very long (chronic)" in page
        assert "look" in page
    assert LifeEvent.objects.get().course == ""
