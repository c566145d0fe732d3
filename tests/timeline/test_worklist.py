"""The dermatologist's list: who stands on it, in which order, why, and how it is narrowed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import CareRelationship, Patient
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.lesions.pages import text_of
from tests.make import (
    make_check_in,
    make_day,
    make_event,
    make_lesion,
    make_patient,
    make_request,
    make_user,
    relate,
)
from timeline import worklist as worklist_module
from timeline.services import mark_reviewed
from timeline.worklist import Choice, Row, Worklist, worklist_for

BEFORE = timezone.now() - datetime.timedelta(days=400)
Need = Callable[[Patient], Any]


def shared(cast: Cast, name: str) -> Patient:
    """One more patient who shares with Dr Derm, with nothing new to her."""
    patient = make_patient(make_user(name))
    relate(cast.dermatologist, patient, "dermatologist")
    return patient


def the_list(cast: Cast, show: str = "all", sort: str = "need", page: int = 1, name: str = "") -> Worklist:
    return worklist_for(cast.dermatologist, Choice(show, sort, page), name=name)


def rows(cast: Cast, show: str = "all", sort: str = "need") -> dict[str, list[str]]:
    groups = the_list(cast, show, sort).groups
    return {str(group.heading): [row.patient.name for row in group.rows] for group in groups}


def names(cast: Cast, show: str = "all", sort: str = "need") -> list[str]:
    return [row.patient.name for row in the_list(cast, show, sort).rows]


def row(cast: Cast) -> Row:
    return next(row for row in the_list(cast).rows if row.patient == cast.record)


def texts(cast: Cast) -> list[str]:
    return [reason.text for reason in row(cast).reasons]


def has_sign(patient: Patient) -> None:
    make_day(patient, 1, signs=["fever"])


def has_open(patient: Patient) -> None:
    make_event(make_lesion(patient, entered_at=BEFORE), "opened", 3)


def has_grown(patient: Patient) -> None:
    lesion = make_lesion(patient, entered_at=BEFORE, name="Left elbow 1")
    for days, length in [(200, 10), (20, 19)]:
        make_check_in(lesion, days, length_mm=Decimal(length), entered_at=BEFORE)


def has_shrunk(patient: Patient) -> None:
    lesion = make_lesion(patient, entered_at=BEFORE, name="Left elbow 1")
    for days, length in [(200, 19), (20, 10)]:
        make_check_in(lesion, days, length_mm=Decimal(length), entered_at=BEFORE)


def has_flagged_lab(patient: Patient) -> None:
    make_result(patient, value="2.90", interval="2.15-2.55")


def has_news(patient: Patient) -> None:
    make_check_in(make_lesion(patient), 1, anchor=0)


def has_nothing(patient: Patient) -> None:
    pass


NEEDS: list[tuple[str, Need]] = [
    ("Red-flag signs", has_sign),
    ("Open, infected or inflamed", has_open),
    ("Growing beyond the error of measuring", has_grown),
    ("Lab results outside the lab’s own range", has_flagged_lab),
    ("New since your review", has_news),
    ("Nothing new, longest unseen first", has_nothing),
]


# ---- who stands on it


def test_only_who_shares_stands_on_it(cast: Cast) -> None:
    assert names(cast) == ["Rosa Owner"]
    for user in (cast.other_dermatologist, cast.expired, cast.superuser, cast.owner):
        assert not worklist_for(user, Choice()).groups


def test_who_ends_the_access_is_gone_at_once_from_list_and_counts(cast: Cast) -> None:
    assert the_list(cast).total == 1
    CareRelationship.objects.filter(user=cast.dermatologist).update(revoked_at=timezone.now())
    found = the_list(cast)
    assert (found.total, found.groups, {tab.count for tab in found.tabs}) == (0, [], {0})


# ---- the order of need


@pytest.mark.parametrize(("heading", "need"), NEEDS, ids=[need.__name__ for _heading, need in NEEDS])
def test_each_need_alone_leads_into_its_group(cast: Cast, heading: str, need: Need) -> None:
    need(cast.record)
    assert rows(cast) == {heading: ["Rosa Owner"]}


@pytest.mark.parametrize("place", range(len(NEEDS) - 1))
def test_each_need_stands_before_the_next_one(cast: Cast, place: int) -> None:
    zoe = shared(cast, "Zoe")
    NEEDS[place][1](zoe)
    NEEDS[place + 1][1](cast.record)
    assert names(cast) == ["Zoe", "Rosa Owner"]


def test_who_has_several_needs_stands_by_the_greatest_and_all_are_said(cast: Cast) -> None:
    has_flagged_lab(cast.record)
    has_open(cast.record)
    has_sign(cast.record)
    assert list(rows(cast)) == ["Red-flag signs"]
    assert [reason.icon for reason in row(cast).reasons] == ["care", "open", "flask"]


def test_infected_stands_before_open_and_the_newer_before_the_older(cast: Cast) -> None:
    for name, kind, days in [("Ann", "opened", 9), ("Ben", "infected", 30), ("Cid", "opened", 2)]:
        make_event(make_lesion(shared(cast, name), entered_at=BEFORE), kind, days)
    assert rows(cast)["Open, infected or inflamed"] == ["Ben", "Cid", "Ann"]


def test_the_newest_news_come_first(cast: Cast) -> None:
    now = timezone.now()
    for name, minutes in [("Ann", 30), ("Ben", 5)]:
        make_lesion(shared(cast, name), entered_at=now - datetime.timedelta(minutes=minutes))
    assert rows(cast)["New since your review"] == ["Ben", "Ann"]


def test_of_those_with_nothing_new_the_longest_unseen_comes_first(cast: Cast) -> None:
    for name, days in [("Ann", 3), ("Ben", 90)]:
        at = timezone.now() - datetime.timedelta(days=days)
        mark_reviewed(shared(cast, name), by=cast.dermatologist, seen_at=at)
    assert names(cast) == ["Rosa Owner", "Ben", "Ann"]  # Rosa was never looked at


def test_equal_needs_stand_by_name(cast: Cast) -> None:
    for name in ("Cid", "Ann", "Ben"):
        has_open(shared(cast, name))
    assert rows(cast)["Open, infected or inflamed"] == ["Ann", "Ben", "Cid"]


@pytest.mark.parametrize(
    "looks",
    [{"drainage": "pus"}, {"redness": "marked"}, {"warmth": "marked"}, {"swelling": "marked"}],
    ids=lambda looks: "-".join(looks),
)
def test_a_check_in_can_show_a_red_flag_sign_too(cast: Cast, looks: dict[str, str]) -> None:
    make_check_in(make_lesion(cast.record), 2, **looks)
    assert list(rows(cast)) == ["Red-flag signs"]


@pytest.mark.parametrize(
    "looks", [{"drainage": "chalky"}, {"redness": "mild"}], ids=lambda looks: "-".join(looks)
)
def test_what_is_usual_for_a_deposit_is_no_red_flag_sign(cast: Cast, looks: dict[str, str]) -> None:
    make_check_in(make_lesion(cast.record), 2, **looks)
    assert list(rows(cast)) == ["New since your review"]


def test_a_sign_counts_for_a_fortnight(cast: Cast) -> None:
    make_day(cast.record, 14, signs=["fever"])
    mark_reviewed(cast.record, by=cast.dermatologist)
    assert list(rows(cast)) == ["Red-flag signs"]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1), tick=False):
        assert list(rows(cast)) == ["Nothing new, longest unseen first"]


# ---- the reasons in words


def test_the_reasons_are_said_in_words(cast: Cast) -> None:
    lesion = make_lesion(cast.record, name="Left thumb tip 1")
    make_event(lesion, "opened", happened_on=datetime.date(2025, 3, 3))
    make_day(cast.record, 1, signs=["fever"])
    said = texts(cast)
    assert said[0].startswith("Daily entry on")
    assert said[0].endswith(": fever of 38 °C or more")
    assert said[1] == "Left thumb tip 1: open since 3 March 2025"


def test_a_change_is_said_with_its_numbers(cast: Cast) -> None:
    has_grown(cast.record)
    assert texts(cast)[0].startswith("Left elbow 1: longer by 9 mm ± 1.4 mm since")


def test_shrinking_is_said_and_is_no_need(cast: Cast) -> None:
    has_shrunk(cast.record)
    assert texts(cast)[0].startswith("Left elbow 1: shorter by 9 mm ± 1.4 mm since")
    assert list(rows(cast)) == ["New since your review"]


def test_a_lab_is_flagged_by_its_own_range_in_both_directions(cast: Cast) -> None:
    make_result(cast.record, value="2.90", interval="2.15-2.55")
    make_result(cast.record, "albumin", "30", "g/L", interval="35-50")
    make_result(cast.record, "phosphate", "9.9", "mmol/L")  # the lab printed no range
    said = " ".join(texts(cast))
    assert "Calcium" in said
    assert "above the lab’s own range" in said
    assert "below the lab’s own range" in said
    assert "hosphate" not in said


def test_a_due_check_in_is_said_and_is_no_need(cast: Cast) -> None:
    make_check_in(make_lesion(cast.record, entered_at=BEFORE), 60, anchor=0, entered_at=BEFORE)
    mark_reviewed(cast.record, by=cast.dermatologist)
    assert list(rows(cast)) == ["Nothing new, longest unseen first"]
    assert texts(cast) == ["1 check-in is due; the last one was 60 days ago"]


def test_nothing_to_say_is_said(cast: Cast) -> None:
    assert texts(cast) == ["All quiet"]


def test_many_open_deposits_are_cut_short_with_their_number(cast: Cast) -> None:
    for _ in range(5):
        make_event(make_lesion(cast.record), "opened", 2)
    assert texts(cast)[-1] == "and 2 more"


def test_her_open_requests_are_said_and_counted_a_colleagues_not(cast: Cast) -> None:
    colleague = make_user("Dr Colleague")
    relate(colleague, cast.record, "dermatologist")
    make_request(cast.record, cast.dermatologist, "lab")
    make_request(cast.record, colleague, "lab")
    assert [text for text in texts(cast) if text.startswith("Your request (a lab result) is open until")]
    assert names(cast, "asked") == ["Rosa Owner"]


def test_a_patient_of_another_zone_counts_days_by_his_own_clock(cast: Cast, sign_in: SignIn) -> None:
    cast.record.time_zone = "Pacific/Kiritimati"  # 14 hours before UTC
    cast.record.save()
    evening = datetime.datetime(2027, 3, 28, 12, 0, tzinfo=datetime.UTC)
    make_check_in(make_lesion(cast.record), observed_at=evening - datetime.timedelta(days=27, hours=5))
    with time_machine.travel(evening, tick=False):
        answer = sign_in(cast.dermatologist).get(reverse("timeline:worklist"))
    assert "1 check-in is due" in text_of(answer)


# ---- narrowing, sorting, pages, names


def test_every_filter_counts_the_rows_it_shows(cast: Cast) -> None:
    for number, (_heading, need) in enumerate(NEEDS):
        need(shared(cast, f"Person {number}"))
    make_request(cast.record, cast.dermatologist, "lab")
    for tab in the_list(cast).tabs:
        found = the_list(cast, tab.show)
        assert tab.count == len(found.rows) == sum(group.count for group in found.groups), tab.show


def test_the_list_can_be_narrowed(cast: Cast) -> None:
    needs = [("Ann", has_open), ("Ben", has_flagged_lab), ("Cid", has_news), ("Dan", has_shrunk)]
    for name, need in needs:
        need(shared(cast, name))
    shown = {show: names(cast, show) for show in ("look", "labs", "new", "quiet", "changed")}
    assert shown == {
        "look": ["Ann"],
        "labs": ["Ben"],
        "new": ["Ann", "Ben", "Cid", "Dan"],
        "quiet": ["Rosa Owner"],
        "changed": ["Dan"],
    }


def test_the_list_can_be_sorted_by_who_was_unseen_longest(cast: Cast) -> None:
    ann = shared(cast, "Ann")
    mark_reviewed(ann, by=cast.dermatologist)
    has_open(ann)
    assert names(cast) == ["Ann", "Rosa Owner"]
    assert rows(cast, sort="unseen") == {"Longest unseen first": ["Rosa Owner", "Ann"]}


def test_what_an_address_says_wrongly_counts_as_not_said() -> None:
    assert Choice.of({"show": "nonsense", "sort": "x", "page": "-3"}) == Choice()
    assert Choice.of({"show": "labs", "sort": "unseen", "page": "²"}) == Choice("labs", "unseen", 1)


def test_a_page_holds_so_many_and_the_counts_are_of_all(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist_module, "PER_PAGE", 2)
    for name in ("Ann", "Ben", "Cid"):
        has_open(shared(cast, name))
    first, last = the_list(cast), the_list(cast, page=9)
    assert [row.patient.name for row in first.rows] == ["Ann", "Ben"]
    assert [(group.heading, group.count) for group in first.groups] == [("Open, infected or inflamed", 3)]
    assert ([row.patient.name for row in last.rows], last.choice.page) == (["Cid", "Rosa Owner"], 2)
    page = sign_in(cast.dermatologist).get(reverse("timeline:worklist"), {"show": "look"}).content.decode()
    assert 'href="/review/?show=look&amp;page=2"' in page


def test_a_person_is_found_by_a_name_that_is_posted(cast: Cast, sign_in: SignIn) -> None:
    shared(cast, "Ann")
    url = reverse("timeline:worklist")
    answer = sign_in(cast.dermatologist).post(url, {"name": " ros "})
    assert "Rosa Owner" in text_of(answer)
    assert "Ann" not in text_of(answer).replace("Annotat", "")
    assert "ros" not in answer.request["QUERY_STRING"]


def test_a_name_finds_nobody_who_does_not_share(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.dermatologist).post(reverse("timeline:worklist"), {"name": "Stan"})
    assert "0 people whose name has “Stan”" in text_of(answer)


def test_a_letter_that_no_database_takes_is_left_out_of_a_name(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.dermatologist).post(reverse("timeline:worklist"), {"name": "Ro\0sa"})
    assert "1 person whose name has “Rosa”." in text_of(page)
