"""The main job with Tab, Space, Enter and the arrows alone; where the focus is can always be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lesions.models import CheckIn, Lesion
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import Visitor, is_focus_visible, tab_to
from tests.browser.screens import DESKTOP_DARK, DESKTOP_LIGHT, on
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_skip_link_comes_first_and_leads_past_the_menu(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:home")
    person.page.keyboard.press("Tab")
    skip = person.link("Go to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    person.page.keyboard.press("Enter")
    expect(person.main()).to_be_focused()
    person.page.keyboard.press("Tab")
    assert person.main().evaluate("(main) => main.contains(document.activeElement)")


@on(DESKTOP_LIGHT, DESKTOP_DARK)
def test_a_deposit_is_added_and_checked_in_with_the_keyboard_alone(enter: Enter, people: Cast) -> None:
    person = enter(people.owner)
    keyboard = person.page.keyboard
    person.open("lesions:place-choose", people.record.pk)
    unseen = list(tab_to(person.page, person.skip_to_list()))
    keyboard.press("Enter")
    unseen += tab_to(person.page, person.place_search())
    keyboard.type("left index tip pad")
    unseen += tab_to(person.page, person.fingertip_in_list())
    keyboard.press("Enter")
    person.page.wait_for_url("**/index_tip_palmar/left/")

    unseen += tab_to(person.page, person.page.get_by_label("Length", exact=True))
    keyboard.type("7")
    unseen += tab_to(person.page, person.option("Measured with", "caliper"))
    keyboard.press("ArrowRight")
    expect(person.option("Measured with", "ruler")).to_be_checked()
    unseen += tab_to(person.page, person.save_deposit_button())
    keyboard.press("Enter")
    expect(person.heading("Left index", level=1)).to_be_visible()
    assert Lesion.objects.get().check_ins.get().length_mm == 7

    unseen += tab_to(person.page, person.link("Check in", person.main()))
    keyboard.press("Enter")
    person.page.wait_for_url("**/check-in/")
    unseen += tab_to(person.page, person.option("Pain at rest", "Skip"))
    keyboard.press("ArrowLeft")
    expect(person.option("Pain at rest", "10")).to_be_checked()
    unseen += tab_to(person.page, person.save_check_in_button())
    keyboard.press("Space")
    person.page.wait_for_url(lambda url: "check-in" not in url)
    assert CheckIn.objects.latest("entered_at").pain_rest == 10
    assert unseen == []


def test_the_tabs_of_the_map_move_with_the_arrows(enter: Enter, people: Cast) -> None:
    person = enter(people.owner)
    person.open("lesions:place-choose", people.record.pk)
    tab_to(person.page, person.page.get_by_role("tab", name="Body"))
    person.page.keyboard.press("ArrowRight")
    expect(person.page.get_by_role("tab", name="Left hand")).to_be_focused()
    expect(person.page.get_by_role("tabpanel", name="Left hand")).to_be_visible()
    expect(person.page.get_by_role("tabpanel", name="Body")).to_be_hidden()
    assert is_focus_visible(person.page)


STOPS = ["timeline:home", "timeline:lesion", "timeline:timeline", "accounts:sharing"]


@pytest.mark.parametrize("name", STOPS)
def test_the_focus_is_seen_at_every_stop_of_the_page(enter: Enter, filled: Filled, name: str) -> None:
    person = enter(filled.cast.owner)
    special = {"timeline:home": [], "timeline:lesion": [filled.lesion.pk]}
    arguments = special.get(name, [filled.cast.record.pk])
    person.open(name, *arguments)
    assert stops_without_focus(person) == []


def stops_without_focus(person: Visitor, most: int = 70) -> list[str]:
    """What Tab reaches on this page without anything to see it by, until it leaves the page."""
    unseen: list[str] = []
    for _step in range(most):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("() => document.activeElement === document.body"):
            break
        if not is_focus_visible(person.page):
            unseen.append(str(person.page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)")))
    return unseen
