"""The life of a deposit in the browser: what happened is one tap, and taken back with one more."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import expect

from lesions.models import CheckIn, Lesion, LifeEvent
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import tab_to
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_an_event_is_one_tap_from_the_deposit_and_taken_back_with_another(
    enter: Enter, filled: Filled
) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:lesion", filled.lesion.pk)
    person.tap_event("Closed")
    person.is_told("“Closed, or calm again” is saved for today.")
    person.sees("Quiet")
    person.undo()
    person.sees("Open since")
    assert LifeEvent.objects.kept().filter(kind="closed").count() == 0


def test_the_day_of_a_tapped_event_is_changed_from_the_message(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:lesion", filled.elbow.pk)
    person.tap_event("Inflamed")
    person.follow("Not today?")
    when = person.group("When")
    when.get_by_label("Day").fill("")
    when.get_by_label("Month").select_option(label="March")
    when.get_by_label("Year").fill("2025")
    person.press("Save")
    person.sees("March 2025")
    assert LifeEvent.objects.get(kind="inflamed").precision == "month"


def test_an_open_sore_is_asked_about_and_nothing_else_is(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:lesion", filled.lesion.pk)
    person.tap_event("Became an open sore")
    person.follow("Correct “Became an open sore”")
    person.pick("Where did it come from?", "from this deposit itself")
    person.pick("What happened", "Opened")
    expect(person.group("Where did it come from?")).to_be_hidden()
    person.pick("What happened", "Became an open sore")
    person.press("Save")
    person.sees("From this deposit itself")


def test_an_event_is_logged_with_the_keyboard_alone(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:lesion", filled.lesion.pk)
    assert tab_to(person.page, person.button("Material came out")) == []
    person.page.keyboard.press("Enter")
    person.is_told("is saved for today")


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_two_deposits_are_made_one_and_two_again(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:lesion", filled.lesion.pk)
    person.merge_with(filled.elbow.name)
    person.is_told(f"{filled.elbow.name} is now part of {filled.lesion.name}.")
    assert list(Lesion.objects.kept()) == [filled.lesion]
    person.undo()
    person.is_told("are two again")
    person.open("timeline:lesion", filled.elbow.pk)
    expect(person.heading(filled.elbow.name, level=1)).to_be_visible()


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_one_deposit_is_made_two_from_a_day_on(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("lesions:lesion-edit", filled.lesion.pk)
    person.follow("Are these really two?")
    person.type("Its name", "The other lump", exact=False)
    from_on = filled.cast.record.today() - datetime.timedelta(days=10)
    person.page.get_by_label("All of it from this day on").fill(from_on.isoformat())
    person.press("Tick these")
    expect(person.page.get_by_label("Its name")).to_have_value("The other lump")
    person.press("Make two of it")
    expect(person.heading("The other lump", level=1)).to_be_visible()
    person.sees("12 × 5 mm")
    assert CheckIn.objects.of(Lesion.objects.get(name="The other lump")).count() == 1


def test_something_that_happened_is_one_tap_and_taken_back(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:lesion", filled.lesion.pk)
    person.press("Knock")
    person.is_told("“Knock” is saved for today.")
    person.undo()
    person.is_told("Deleted: Knock.")
