"""The worklist and the review page by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from accounts.models import Patient
from tests.browser.conftest import Enter
from tests.browser.pages import Visitor, is_focus_visible
from tests.browser.screens import DESKTOP_LIGHT, on
from tests.conftest import Cast
from tests.make import make_event, make_lesion, make_patient, make_user, relate
from timeline.models import Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def share(cast: Cast, name: str, kind: str = "") -> Patient:
    patient = make_patient(make_user(name))
    relate(cast.dermatologist, patient, "dermatologist")
    if kind:
        make_event(make_lesion(patient, name=f"Elbow of {name}"), kind, 2)
    return patient


@pytest.fixture
def derm(enter: Enter, people: Cast) -> Visitor:
    """In front of the list: Ann (infected), Ben (open), then Rosa with nothing new."""
    share(people, "Ann", "infected")
    share(people, "Ben", "opened")
    visitor = enter(people.dermatologist)
    visitor.open("timeline:worklist")
    return visitor


def ready(derm: Visitor, heading: str) -> None:
    """The page is there and listens to keys: its script shows the button of the help."""
    expect(derm.heading(heading, level=1)).to_be_visible()
    expect(derm.button("Keys ?")).to_be_visible()


def link(derm: Visitor, name: str) -> Locator:
    return derm.link(name, derm.main(), exact=True)


@on(DESKTOP_LIGHT)
def test_j_and_k_move_between_people_and_enter_opens(derm: Visitor) -> None:
    keys = derm.page.keyboard
    ready(derm, "Worklist")
    keys.press("j")
    expect(link(derm, "Ann")).to_be_focused()
    keys.press("j")
    expect(link(derm, "Ben")).to_be_focused()
    assert is_focus_visible(derm.page)
    keys.press("k")
    keys.press("k")
    expect(link(derm, "Ann")).to_be_focused()
    keys.press("Enter")
    ready(derm, "Ann")
    keys.press("j")
    expect(derm.link("Elbow of Ann", derm.main()).first).to_be_focused()
    keys.press("n")
    ready(derm, "Ben")
    keys.press("p")
    expect(derm.heading("Ann", level=1)).to_be_visible()


@on(DESKTOP_LIGHT)
def test_r_marks_reviewed_goes_on_and_can_be_undone(derm: Visitor) -> None:
    keys = derm.page.keyboard
    ready(derm, "Worklist")
    keys.press("j")
    keys.press("r")
    derm.is_told("Ann: marked as reviewed.")
    expect(link(derm, "Ben")).to_be_focused()
    assert Review.objects.kept().get().patient.name == "Ann"
    keys.press("u")
    derm.is_told("Ann: not marked as reviewed any more.")
    assert not Review.objects.kept().exists()
    link(derm, "Ann").click()
    ready(derm, "Ann")
    keys.press("r")
    derm.is_told("Ann: marked as reviewed.")
    expect(derm.heading("Ben", level=1)).to_be_visible()


@on(DESKTOP_LIGHT)
def test_the_question_mark_opens_the_help_and_escape_closes_it(derm: Visitor) -> None:
    keys, help_ = derm.page.keyboard, derm.page.get_by_role("dialog", name="Keys")
    ready(derm, "Worklist")
    keys.press("?")
    expect(help_).to_be_visible()
    keys.press("r")
    assert not Review.objects.exists()
    keys.press("Escape")
    expect(help_).to_be_hidden()


@on(DESKTOP_LIGHT)
def test_a_name_is_filtered_in_the_page_and_keys_do_nothing_while_typing(derm: Visitor) -> None:
    ready(derm, "Worklist")
    derm.page.keyboard.press("/")
    field = derm.page.get_by_role("searchbox", name="Find a person")
    expect(field).to_be_focused()
    derm.page.keyboard.type("rj?")
    expect(field).to_have_value("rj?")
    field.fill("BEN")
    expect(link(derm, "Ben")).to_be_visible()
    expect(link(derm, "Ann")).to_be_hidden()
    derm.sees("1 person found")
    assert "BEN" not in derm.page.url
    assert not Review.objects.exists()
