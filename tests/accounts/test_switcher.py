"""Somebody who keeps several records is always told whose this is, and goes from one to the other."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import CareRelationship, Patient, User
from accounts.switcher import same_kind
from tests.make import make_check_in, make_event, make_lesion, make_patient, make_user, relate
from timeline.summary import summary_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def paul() -> User:
    """Paul Nyberg keeps his own record and logs for his daughter Mia; he may read that of his mother."""
    user = make_user("Paul Nyberg")
    make_patient(user)
    return user


@pytest.fixture
def mia(paul: User) -> Patient:
    patient = make_patient(name="Mia Nyberg", birth_on=datetime.date(2015, 9, 2))
    relate(paul, patient, "caregiver", may_write=True, may_manage=True)
    return patient


@pytest.fixture
def his(paul: User) -> Patient:
    return Patient.objects.get(name="Paul Nyberg")


@pytest.fixture
def client(paul: User) -> Client:
    client = Client()
    client.force_login(paul)
    return client


def menu(client: Client, url: str) -> list[tuple[str, str]]:
    """The links of the menu as (address, words), in order; empty when there is none."""
    html = client.get(url).content.decode()
    found = re.search(r"<details class=\"whose-menu\".*?</details>", html, re.DOTALL)
    links = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', found[0], re.DOTALL) if found else []
    return [(href, " ".join(re.sub(r"<[^>]+>", " ", words).split())) for href, words in links]


def test_a_caregiver_of_one_record_sees_no_menu() -> None:
    carl, client = make_user("Carl"), Client()
    patient = make_patient(name="Mia Nyberg")
    relate(carl, patient, "caregiver", may_write=True)
    client.force_login(carl)
    assert menu(client, reverse("timeline:overview", args=[patient.pk])) == []


def test_a_father_with_a_record_of_his_own_sees_both_with_his_standing(
    client: Client, mia: Patient, his: Patient
) -> None:
    words = [text for _href, text in menu(client, reverse("timeline:overview", args=[mia.pk]))]
    assert words == ["Paul Nyberg Your record", "Mia Nyberg You log for, open now", "All records"]


LISTS = ["labs:list", "timeline:timeline", "care:list", "lesions:photo-list", "timeline:map",
         "timeline:context", "timeline:photo-day", "timeline:reminders"]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_switching_keeps_to_the_same_kind_of_page(
    client: Client, mia: Patient, his: Patient, name: str
) -> None:
    links = [href for href, _words in menu(client, reverse(name, args=[his.pk]))]
    assert reverse(name, args=[mia.pk]) in links


def test_a_form_leads_to_the_list_of_the_other_and_never_into_its_form(
    client: Client, mia: Patient, his: Patient
) -> None:
    links = [href for href, _words in menu(client, reverse("labs:add", args=[his.pk]))]
    assert reverse("labs:list", args=[mia.pk]) in links


@pytest.mark.parametrize("name", ["timeline:photo-day", "timeline:reminders"])
def test_where_one_only_reads_the_menu_leads_to_no_page_for_writers(paul: User, name: str) -> None:
    reads = relate(paul, make_patient(name="Vera"), "caregiver")
    assert same_kind(name, reads) == "timeline:overview"


def test_the_sharing_of_a_record_one_does_not_manage_leads_to_its_overview(paul: User) -> None:
    other = relate(paul, make_patient(name="Vera"), "caregiver")
    assert same_kind("accounts:sharing", other) == "timeline:overview"


def test_every_link_of_the_menu_opens(client: Client, paul: User, mia: Patient, his: Patient) -> None:
    mother = make_patient(name="Vera Nyberg")
    relate(paul, mother, "caregiver")
    lesion = make_lesion(mia)
    pages = [reverse(name, args=[mia.pk]) for name in ("accounts:sharing", "timeline:deleted", "labs:add")]
    for url in [*pages, reverse("timeline:lesion", args=[lesion.pk])]:
        links = menu(client, url)
        assert len(links) == 4
        assert {client.get(href).status_code for href, _words in links} == {200}


def test_a_record_whose_access_has_ended_is_offered_no_more(
    client: Client, paul: User, mia: Patient, his: Patient
) -> None:
    CareRelationship.objects.filter(user=paul, patient=mia).update(revoked_at=mia.created_at)
    assert menu(client, reverse("timeline:overview", args=[his.pk])) == []


def test_the_menu_says_what_waits_in_the_other_record(client: Client, mia: Patient, his: Patient) -> None:
    make_event(make_lesion(mia), "opened", 2)
    make_check_in(make_lesion(mia, side="right"), 40)
    summary_of(Patient.objects.get(pk=mia.pk))
    words = dict(menu(client, reverse("labs:list", args=[his.pk])))
    assert words[reverse("labs:list", args=[mia.pk])].endswith("1 needs care, 1 is due")


def test_the_menu_shows_no_number_that_may_be_wrong(client: Client, mia: Patient, his: Patient) -> None:
    summary_of(Patient.objects.get(pk=mia.pk))
    make_event(make_lesion(mia), "opened", 2)
    words = dict(menu(client, reverse("labs:list", args=[his.pk])))
    assert words[reverse("labs:list", args=[mia.pk])] == "Mia Nyberg You log for"


def test_the_menu_takes_one_query_however_many_records(
    client: Client, paul: User, mia: Patient, his: Patient
) -> None:
    url, counts = reverse("timeline:more", args=[his.pk]), []
    for number in (1, 6):
        for _ in range(number):
            relate(paul, make_patient(), "caregiver")
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_dermatologist_gets_the_worklist_instead_of_a_menu_of_patients() -> None:
    derm, client = make_user("Dr Derm", role=User.Role.DERMATOLOGIST), Client()
    patients = [make_patient(name=f"Patient {number}") for number in range(3)]
    for patient in patients:
        relate(derm, patient, "dermatologist")
    client.force_login(derm)
    html = client.get(reverse("timeline:overview", args=[patients[0].pk])).content.decode()
    assert "whose-menu" not in html
    assert "Patient 1" not in html
    assert f'<a class="whose" href="{reverse("timeline:worklist")}"' in html


# ---- always told ---------------------------------------------------------------------------------------


def test_every_page_of_another_person_says_whose_it_is(client: Client, mia: Patient, his: Patient) -> None:
    html = client.get(reverse("labs:add", args=[mia.pk])).content.decode()
    assert "This is the record of <b>Mia Nyberg</b>." in html
    assert "record-line--other" in html


def test_the_own_record_says_so_where_it_could_be_confused(
    client: Client, mia: Patient, his: Patient
) -> None:
    html = client.get(reverse("labs:list", args=[his.pk])).content.decode()
    assert "This is your own record." in html
    assert "record-line--other" not in html


@pytest.mark.parametrize(
    ("name", "words"),
    [("labs:add", "Save for Mia Nyberg"), ("care:condition-add", "Save for Mia Nyberg")],
)
def test_the_button_that_saves_for_another_names_her(
    client: Client, mia: Patient, his: Patient, name: str, words: str
) -> None:
    assert words in client.get(reverse(name, args=[mia.pk])).content.decode()
    assert " for Paul" not in client.get(reverse(name, args=[his.pk])).content.decode()


def test_what_was_saved_for_another_is_said_with_her_name(client: Client, mia: Patient, his: Patient) -> None:
    def said(patient: Patient) -> str:
        lesion = make_lesion(patient)
        make_check_in(lesion, 3)
        answer: Any = client.post(reverse("lesions:same", args=[lesion.pk]), follow=True)
        return " ".join(str(message) for message in answer.context["messages"])

    assert said(mia).startswith("For Mia Nyberg: ")
    assert "Paul" not in said(his)


def test_home_is_the_own_record_of_whoever_has_one(client: Client, mia: Patient, his: Patient) -> None:
    assert client.get("/").context["patient"] == his


def test_somebody_who_cares_for_two_chooses_first(paul: User) -> None:
    carl, client = make_user("Carl"), Client()
    for name in ("Mia", "Tim"):
        relate(carl, make_patient(name=name), "caregiver", may_write=True)
    client.force_login(carl)
    assert client.get("/").headers["Location"] == reverse("accounts:records")


def test_the_way_home_from_another_record_says_that_it_leads_to_the_own(
    client: Client, mia: Patient, his: Patient
) -> None:
    def first_tab(patient: Patient) -> str:
        html = client.get(reverse("labs:list", args=[patient.pk])).content.decode()
        found = re.search(
            r'<nav class="nav-main".*?<li><a href="/"[^>]*>.*?</svg>([^<]+)</a>', html, re.DOTALL
        )
        assert found
        return found[1]

    assert (first_tab(mia), first_tab(his)) == ("My record", "Home")
