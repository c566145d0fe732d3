"""The life of a deposit in the browser: what happened is one tap, and taken back with one more."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lesions.models import LifeEvent
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
