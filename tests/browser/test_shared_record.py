"""Others at the same record: who logs for somebody, who reviews, who looks, who has no business here."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from lesions.models import CheckIn
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import NOT_HERE
from tests.browser.screens import DESKTOP_DARK, DESKTOP_LIGHT, PHONE_DARK, PHONE_LIGHT, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@on(PHONE_DARK, DESKTOP_LIGHT)
def test_a_caregiver_is_told_whose_record_it_is_and_the_entry_says_who_made_it(
    enter: Enter, filled: Filled
) -> None:
    carl = enter(filled.cast.caregiver)
    carl.open("timeline:home")
    carl.sees("This is the record of Rosa Owner")
    carl.open("timeline:lesion", filled.lesion.pk)
    carl.sees("This is the record of Rosa Owner")
    carl.begin_check_in()
    carl.sees("This is the record of Rosa Owner")
    carl.say_pain(5)
    carl.save_check_in()
    assert CheckIn.objects.latest("entered_at").entered_by == filled.cast.caregiver

    rosa = enter(filled.cast.owner)
    rosa.open("timeline:lesion", filled.lesion.pk)
    rosa.sees(re.compile("Entered by Carl Caregiver"))
    rosa.sees_not("This is the record of")


def test_a_reader_sees_the_record_and_nothing_to_write_with(enter: Enter, filled: Filled) -> None:
    rita = enter(filled.cast.reader)
    rita.open("timeline:lesion", filled.lesion.pk)
    rita.sees("This is the record of Rosa Owner", "12 × 5 mm")
    for name in ("Check in", "Add an event", "Edit", "Correct"):
        expect(rita.link(name, rita.main(), exact=True)).to_have_count(0)
    expect(rita.button("Same as last time")).to_have_count(0)


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_a_dermatologist_reviews_from_the_worklist_and_the_patient_reads_what_she_wrote(
    enter: Enter, filled: Filled
) -> None:
    derm = enter(filled.cast.dermatologist)
    derm.open("timeline:home")
    expect(derm.heading("Worklist", level=1)).to_be_visible()
    derm.follow("Rosa Owner", derm.main())
    derm.follow(re.compile(filled.elbow.name), derm.main())
    expect(derm.heading(filled.elbow.name, level=1)).to_be_visible()
    derm.write_note("Softer than in June; leave it alone.")
    derm.is_told("The note is saved")
    derm.set_type("dystrophic")
    derm.is_told("Saved with your name")
    derm.ask_for_photo("One from above, please.", by=filled.cast.record.today() + datetime.timedelta(days=7))
    derm.is_told("Your request stands")
    derm.open("timeline:review", filled.cast.record.pk)
    derm.mark_reviewed()
    derm.is_told("marked as reviewed")
    derm.sees("Nothing new")

    rosa = enter(filled.cast.owner)
    rosa.open("timeline:home")
    rosa.sees(re.compile("One from above, please"))
    rosa.open("timeline:lesion", filled.elbow.pk)
    rosa.sees("Softer than in June", re.compile("Dystrophic"), re.compile("said by Dr Derm"))
    rosa.follow(re.compile("Take the photo"), rosa.main())
    expect(rosa.photo_input()).to_be_visible()


def test_the_form_for_a_request_suggests_a_day_two_weeks_ahead(enter: Enter, filled: Filled) -> None:
    derm = enter(filled.cast.dermatologist)
    derm.open("timeline:lesion-request-add", filled.lesion.pk)
    in_two_weeks = filled.cast.record.today() + datetime.timedelta(days=14)
    expect(derm.due_day()).to_have_value(in_two_weeks.isoformat())


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_ending_the_access_closes_the_dermatologists_very_next_page(enter: Enter, filled: Filled) -> None:
    derm, rosa = enter(filled.cast.dermatologist), enter(filled.cast.owner)
    derm.open("timeline:lesion", filled.lesion.pk)
    rosa.open("accounts:sharing", filled.cast.record.pk)
    rosa.press(re.compile("End the access of Dr Derm"))
    expect(rosa.button(re.compile("End the access of Dr Derm"))).to_have_count(0)
    with derm.watch.expecting(404):
        derm.follow("Write a note", derm.main())
        expect(derm.heading(NOT_HERE)).to_be_visible()


def test_an_invitation_is_sent_accepted_and_opens_the_record(enter: Enter, filled: Filled) -> None:
    rosa = enter(filled.cast.owner)
    rosa.open("accounts:invite", filled.cast.record.pk)
    rosa.invite_dermatologist(filled.cast.other_dermatologist.email)
    link = newest_link(filled.cast.other_dermatologist.email)
    other = enter(filled.cast.other_dermatologist)
    other.page.goto(link)
    other.press("Accept")
    other.open("timeline:home")
    other.follow("Rosa Owner", other.main())
    expect(other.heading("Rosa Owner", level=1)).to_be_visible()
    rosa.open("accounts:access-log", filled.cast.record.pk)
    rosa.sees("Dr Other")


@on(PHONE_DARK, DESKTOP_LIGHT)
def test_an_outsider_sees_nothing(enter: Enter, filled: Filled) -> None:
    stan = enter(filled.cast.stranger)
    patient, lesion = filled.cast.record.pk, filled.lesion.pk
    for name, pk in (
        ("timeline:overview", patient),
        ("timeline:timeline", patient),
        ("timeline:lesion", lesion),
        ("lesions:check-in", lesion),
        ("lesions:photo", filled.photo.pk),
        ("labs:list", patient),
        ("timeline:review", patient),
    ):
        with stan.watch.expecting(404):
            stan.open(name, pk)
            expect(stan.heading(NOT_HERE)).to_be_visible()
        stan.sees_not("Rosa Owner", filled.lesion.name)


def test_somebody_who_is_not_signed_in_is_asked_to(enter: Enter, filled: Filled) -> None:
    nobody = enter()
    nobody.open("timeline:lesion", filled.lesion.pk)
    expect(nobody.heading("Sign in", level=1)).to_be_visible()
    nobody.sees_not(filled.lesion.name)


def newest_link(address: str) -> str:
    """The address in the newest mail to this person."""
    (message,) = [message for message in reversed(mail.outbox) if message.to == [address]][:1]
    link: str = re.findall(r"http\S+", str(message.body))[0]
    return link
