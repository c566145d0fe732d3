"""The record's chart in the browser: its points by keyboard, its ticks, and on a small phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import tab_to
from tests.browser.screens import DESKTOP_LIGHT, Screen, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@on(DESKTOP_LIGHT)
def test_a_point_reached_by_keyboard_shows_its_words_and_opens_its_check_in(
    enter: Enter, filled: Filled
) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:chart", filled.cast.record.pk)
    point = person.page.locator(".chart--wide .c-point[href*='check-in']").last
    assert tab_to(person.page, point) == []
    tip = person.page.locator(".chart-tip")
    expect(tip).to_contain_text("12 mm plus or minus 1, ruler")
    person.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    person.page.keyboard.press("Enter")
    expect(person.page).to_have_url(re.compile(f"/lesions/{filled.lesion.pk}/check-ins/#check-in-"))


@on(Screen(320, 700, "light", True))
def test_on_the_smallest_phone_all_of_it_fits_and_a_photo_is_large_enough_to_tap(
    enter: Enter, filled: Filled
) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:chart", filled.cast.record.pk)
    person.page.locator("summary", has_text="Choose what is shown").click()
    assert person.page.evaluate("document.documentElement.scrollWidth") == 320
    photo = person.page.locator(".chart--narrow .c-point").first.bounding_box()
    assert photo
    assert min(photo["width"], photo["height"]) >= 24
    words = person.page.locator(".chart--narrow text").first.bounding_box()
    assert words
    assert words["height"] >= 12


@on(DESKTOP_LIGHT)
def test_what_to_draw_is_chosen_by_ticks_and_a_range_keeps_them(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:chart", filled.cast.record.pk)
    person.page.locator("summary", has_text="Choose what is shown").click()
    person.page.get_by_label("Lab results", exact=True).uncheck(force=True)
    person.press("Show")
    expect(person.page.get_by_text("Calcium, total, mg/dL")).to_have_count(0)
    person.follow("2 years")
    expect(person.page.get_by_text("Calcium, total, mg/dL")).to_have_count(0)
    expect(person.page.get_by_text("Length in mm").first).to_be_attached()
