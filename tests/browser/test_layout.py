"""Large enough to hit, narrow enough to read: heights of controls, a 320 px screen, and twice the size."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Patient
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import FINGERTIP, HAND_ON_BODY
from tests.browser.routes import MAIN_PAGES, own_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONTROL_PX = 48
REGION_PX = 44
DENSE = ("timeline:home", "lesions:check-in", "timeline:lesion", "lesions:lesion-add", "accounts:sharing",
         "labs:add", "lesions:today", "accounts:invite")  # fmt: skip

# What can be pressed or filled in, by the box that a finger hits: a chip's or a hidden file field's label.
LOW_CONTROLS = """(least) => {
  const kinds = ["button", "input", "select", "textarea", "summary", ".btn"];
  const controls = document.querySelectorAll(kinds.map((kind) => `main ${kind}`).join());
  const low = [];
  for (const control of controls) {
    if (control.type === "hidden" || control.closest("[hidden]") || control.closest(".sr")) continue;
    if (!control.checkVisibility({ visibilityProperty: true })) continue;
    const hit = control.closest("label.pick, label.file, label.tick-line, .form-check") ?? control;
    const height = hit.getBoundingClientRect().height;
    if (height < least - 0.5) low.push(`${Math.round(height)} px: ${control.outerHTML.slice(0, 110)}`);
  }
  return low;
}"""
TOO_WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  return [...document.querySelectorAll("main *, header *, footer *")]
    .filter((element) => element.getBoundingClientRect().right > page.clientWidth + 1)
    .filter((element) => !element.closest(".scroll-x"))
    .slice(0, 4).map((element) => element.outerHTML.slice(0, 110));
}"""
CUT_OFF = """() => [...document.querySelectorAll("main h1, main h2, main .btn, main label, main p")]
  .filter((element) => element.checkVisibility() && !element.closest(".sr, .scroll-x, .eleven"))
  .filter((element) => getComputedStyle(element).clipPath === "none" && element.clientWidth > 1)
  .filter((element) => element.scrollWidth > element.clientWidth + 1
    && getComputedStyle(element).overflowX !== "visible")
  .map((element) => element.outerHTML.slice(0, 110))"""


def unfold(page: Page) -> None:
    """Open everything that is folded, so that what is inside is measured too."""
    page.evaluate(
        "() => document.querySelectorAll('main details').forEach((details) => { details.open = true; })"
    )


@pytest.mark.parametrize("name", DENSE)
def test_controls_on_a_phone_are_high_enough_for_stiff_fingers(
    enter: Enter, filled: Filled, name: str
) -> None:
    person = enter(filled.cast.owner)
    person.page.goto(own_pages(filled)[name])
    unfold(person.page)
    assert person.page.evaluate(LOW_CONTROLS, CONTROL_PX) == []


def test_the_fingertip_can_be_hit_on_the_drawing_or_by_its_button_in_the_list(
    enter: Enter, filled: Filled
) -> None:
    person = enter(filled.cast.owner)
    person.open("lesions:place-choose", filled.cast.record.pk)
    hand = person.link(HAND_ON_BODY).first.bounding_box()
    assert hand
    assert max(hand["width"], hand["height"]) >= 24  # it only opens the larger hand
    unfold(person.page)
    heights = "(links) => links.map((link) => link.getBoundingClientRect().height)"
    links = person.page.locator("#site-list").get_by_role("link")
    assert min(links.evaluate_all(heights)) >= REGION_PX
    expect(person.link(FINGERTIP, person.page.locator("#site-list"))).to_be_visible()


def test_no_main_page_scrolls_sideways_on_a_screen_of_320_px(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner, viewport={"width": 320, "height": 640})
    assert sideways(person.page, own_pages(filled), unfolded=False) == {}


def test_nothing_folded_makes_a_narrow_page_scroll_sideways(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner, viewport={"width": 320, "height": 640})
    assert sideways(person.page, own_pages(filled), unfolded=True) == {}


FOR_ANOTHER = ("lesions:check-in", "lesions:lesion-add", "lesions:day", "lesions:event-add", "labs:add",
               "care:treatment-add", "timeline:reminder-add", "timeline:walk", "timeline:split")  # fmt: skip
OFF_SCREEN = """() => [...document.querySelectorAll("main .btn")]
  .filter((button) => button.checkVisibility())
  .filter((button) => button.scrollWidth > button.clientWidth + 1
    || button.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map((button) => button.outerHTML.slice(0, 110))"""


def test_a_button_that_saves_for_somebody_with_a_long_name_stays_on_the_screen(
    enter: Enter, filled: Filled
) -> None:
    Patient.objects.filter(pk=filled.cast.record.pk).update(name="Maximiliane-Alexandra Papadopoulou")
    carl = enter(filled.cast.caregiver, viewport={"width": 320, "height": 640})
    lost: dict[str, Any] = {}
    for name in FOR_ANOTHER:
        carl.page.goto(own_pages(filled)[name])
        if off_screen := carl.page.evaluate(OFF_SCREEN):
            lost[name] = off_screen
    assert lost == {}


def test_at_twice_the_size_nothing_is_cut_off_or_out_of_reach(enter: Enter, filled: Filled) -> None:
    person = enter(
        filled.cast.owner, viewport={"width": 640, "height": 450}, device_scale_factor=2, has_touch=False
    )
    pages = own_pages(filled)
    main_pages = {name: pages[name] for name in MAIN_PAGES}
    assert sideways(person.page, main_pages, unfolded=False) == {}
    lost: dict[str, Any] = {}
    for name, path in main_pages.items():
        person.page.goto(path)
        if cut_off := person.page.evaluate(CUT_OFF):
            lost[name] = cut_off
        expect(person.page.get_by_role("banner").get_by_role("link").first).to_be_visible()
        expect(person.page.get_by_role("heading", level=1)).to_be_visible()
    assert lost == {}


def sideways(page: Page, pages: dict[str, str], *, unfolded: bool) -> dict[str, list[str]]:
    """The pages that are wider than the screen, each with what sticks out."""
    found: dict[str, list[str]] = {}
    for name, path in pages.items():
        page.goto(path)
        if unfolded:
            unfold(page)
        if page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found[name] = page.evaluate(TOO_WIDE)
    return found
