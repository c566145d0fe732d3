"""The body map: three taps to any place, targets of 44 px, without script, by keyboard, on a past day."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from lesions.models import Lesion
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import HAND_ON_BODY, Visitor, tab_to
from tests.browser.screens import ALL, DESKTOP_DARK, DESKTOP_LIGHT, PHONE_LIGHT, on
from tests.conftest import Cast
from tests.lesions.everyday import EVERYDAY
from tests.make import make_event, make_lesion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
END_JOINT = "Left index finger, end joint"
INDEX_ON_PALM = "Left index finger, palm side, show larger"
TARGET_PX = 44

# What is too small, or hits something else on the rim of its target, among the links that can be seen now.
TARGETS = """(least) => {
  const wrong = [];
  const seen = (svg) => svg.checkVisibility();
  const hrefOf = (element) => element?.closest("a")?.getAttribute("href");
  for (const svg of [...document.querySelectorAll("[data-body-map] figure > svg")].filter(seen)) {
    const twins = new Map([...svg.querySelectorAll(".bm-touch")].map((twin) => [hrefOf(twin), twin]));
    for (const link of svg.querySelectorAll(".bm-sites a:not(.bm-touch)")) {
      const name = link.getAttribute("aria-label");
      const target = twins.get(hrefOf(link))?.querySelector("circle") ?? link;
      target.scrollIntoView({ block: "center", behavior: "instant" });
      const box = target.getBoundingClientRect();
      if (Math.min(box.width, box.height) < least - 0.1) wrong.push(`${name}: ${box.width} x ${box.height}`);
      if (target === link) continue;
      for (let turn = 0; turn < 8; turn += 1) {
        const far = least / 2 - 1;
        const x = box.x + box.width / 2 + far * Math.cos(turn * Math.PI / 4);
        const y = box.y + box.height / 2 + far * Math.sin(turn * Math.PI / 4);
        const hit = document.elementFromPoint(x, y);
        const isOutside = x < 0 || x > document.documentElement.clientWidth;
        if (!isOutside && hrefOf(hit) !== hrefOf(link)) wrong.push(`${name}: hits ${hrefOf(hit)} at ${turn}`);
      }
    }
  }
  return wrong;
}"""


def choose_place(person: Visitor, cast: Cast) -> None:
    person.open("lesions:place-choose", cast.record.pk)


def chosen(person: Visitor) -> Any:
    return expect(person.heading(END_JOINT, level=1))


@on(*ALL)
def test_three_taps_lead_to_the_end_joint_of_the_left_index_finger(enter: Enter, people: Cast) -> None:
    person = enter(people.owner)
    choose_place(person, people)
    person.touch(person.link(HAND_ON_BODY).first)
    person.touch(person.link(INDEX_ON_PALM))
    expect(person.heading("Left index finger, palm side")).to_be_visible()
    person.touch(person.link(END_JOINT, person.page.locator(".bm"), exact=True))
    chosen(person).to_be_visible()


def test_the_point_tapped_in_a_zoom_is_kept_as_a_point_of_the_whole_hand(enter: Enter, people: Cast) -> None:
    person = enter(people.owner)
    choose_place(person, people)
    person.choose_fingertip_on_map()
    person.save_deposit()
    expect(person.heading("Left index", level=1)).to_be_visible()
    lesion = Lesion.objects.get()
    assert lesion.map_view == "hand-palm-left"
    assert lesion.map_x == pytest.approx(1 - 399 / 640, abs=0.05)
    assert lesion.map_y == pytest.approx(120 / 912, abs=0.05)


def test_the_way_back_leads_from_the_zoom_to_the_hand_to_the_body(enter: Enter, people: Cast) -> None:
    person = enter(people.owner)
    choose_place(person, people)
    person.touch(person.link(HAND_ON_BODY).first)
    person.touch(person.link(INDEX_ON_PALM))
    person.follow("Left palm", person.page.locator(".bm-zoom:target"))
    expect(person.link(INDEX_ON_PALM)).to_be_visible()
    person.page.go_back()
    expect(person.heading("Left index finger, palm side")).to_be_visible()
    person.page.go_back()
    person.page.go_back()
    expect(person.link(HAND_ON_BODY).first).to_be_visible()
    assert person.page.url.endswith(reverse("lesions:place-choose", args=[people.record.pk]))


def test_a_whole_finger_is_chosen_by_its_button(enter: Enter, people: Cast) -> None:
    person = enter(people.owner)
    choose_place(person, people)
    person.touch(person.link(HAND_ON_BODY).first)
    person.touch(person.link("Left thumb, palm side, show larger"))
    person.follow("The whole left thumb")
    expect(person.heading("Left thumb", level=1, exact=True)).to_be_visible()


@on(DESKTOP_LIGHT, DESKTOP_DARK)
def test_the_end_joint_is_chosen_with_the_keyboard_alone_and_keeps_no_point(
    enter: Enter, people: Cast
) -> None:
    person = enter(people.owner)
    keyboard = person.page.keyboard
    choose_place(person, people)
    unseen = list(tab_to(person.page, person.link(HAND_ON_BODY).first))
    keyboard.press("Enter")
    expect(person.page.locator("#map-hand-palm-left")).to_be_focused()
    unseen += tab_to(person.page, person.link(INDEX_ON_PALM))
    keyboard.press("Enter")
    expect(person.page.locator("#map-hand-palm-left-index")).to_be_focused()
    unseen += tab_to(person.page, person.link(END_JOINT, person.page.locator(".bm"), exact=True))
    keyboard.press("Enter")
    chosen(person).to_be_visible()
    assert unseen == []
    expect(person.page.locator("input[name=map_view]")).to_have_value("")


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_without_script_the_same_three_taps_lead_there(enter: Enter, people: Cast) -> None:
    person = enter(people.owner, java_script_enabled=False)
    choose_place(person, people)
    person.touch(person.link(HAND_ON_BODY).first)
    person.touch(person.link(INDEX_ON_PALM))
    expect(person.heading("Left index finger, palm side")).to_be_visible()
    expect(person.link(HAND_ON_BODY).first).to_be_hidden()
    person.touch(person.link(END_JOINT, person.page.locator(".bm-zoom:target")))
    chosen(person).to_be_visible()


@pytest.mark.parametrize("words", ["left pinky tip", "lft pinkie tipp"])
def test_without_script_everyday_words_find_a_place_and_stand_in_no_address(
    enter: Enter, people: Cast, words: str
) -> None:
    person = enter(people.owner, java_script_enabled=False)
    choose_place(person, people)
    person.type("Find the place", words)
    person.press("Find", person.page.get_by_role("search", name="List of places"))
    assert "pink" not in person.page.url
    found = person.page.get_by_role("list", name="Places that fit")
    found.get_by_role("link", name="Left little finger, fingertip pad").click()
    expect(person.heading("Left little finger, fingertip pad", level=1)).to_be_visible()


def test_with_script_the_list_narrows_to_the_place_that_everyday_words_mean(
    enter: Enter, people: Cast
) -> None:
    person = enter(people.owner)
    choose_place(person, people)
    links = person.page.locator("#site-list .sites-group a:visible")
    missed = []
    for words, place in EVERYDAY:
        person.place_search().fill(words)
        shown = links.evaluate_all("(found) => found.map((link) => link.getAttribute('aria-label'))")
        if place not in shown or len(shown) > 20:
            missed.append((words, shown))
    assert missed == []


@pytest.mark.parametrize("width", [320, 360])
def test_every_target_of_every_view_and_zoom_is_at_least_44_px(
    enter: Enter, people: Cast, width: int
) -> None:
    person = enter(people.owner, viewport={"width": width, "height": 740})
    choose_place(person, people)
    page = person.page
    addresses = page.evaluate(
        "() => [...document.querySelectorAll('.bm-tab, .bm-zoom')].map((view) => view.id)"
    )
    assert len(addresses) > 40
    found: dict[str, list[str]] = {}
    for address in addresses:
        page.evaluate("(id) => { location.hash = id; }", address)
        expect(page.locator(f"#{address}")).to_be_visible()
        found[address] = page.evaluate(TARGETS, TARGET_PX)
    assert {address: small for address, small in found.items() if small} == {}


@pytest.mark.parametrize("width", [320, 360])
def test_the_pins_of_home_and_map_are_targets_of_44_px_that_do_not_overlap(
    enter: Enter, people: Cast, width: int
) -> None:
    crowd(people)
    person = enter(people.owner, viewport={"width": width, "height": 740})
    for address in ("timeline:overview", "timeline:map"):
        person.open(address, people.record.pk)
        boxes = person.page.locator(".bm-pin .bm-hit:visible").evaluate_all(
            "(hits) => hits.map((hit) => hit.getBoundingClientRect().width)"
        )
        assert len(boxes) >= 2
        assert min(boxes) >= TARGET_PX - 0.1, (address, boxes)


def crowd(people: Cast) -> None:
    for key in ("index_tip_palmar", "dip_index", "index_middle_palmar", "elbow_posterior", "shin"):
        make_event(make_lesion(people.record, key, "left", name=f"At {key}"), "opened", 3)


def test_a_cluster_on_the_hand_is_told_apart_in_the_zoom_of_the_finger(enter: Enter, people: Cast) -> None:
    crowd(people)
    person = enter(people.owner)
    person.open("timeline:map", people.record.pk)
    person.touch(person.link("3 deposits here, 3 need care, show them").first)
    person.link(re.compile("^Left index finger, palm side, show larger")).focus()
    person.page.keyboard.press("Enter")
    zoom = person.page.locator(".bm-zoom:target")
    expect(zoom.get_by_role("link", name=re.compile("^At "))).to_have_count(3)
    person.touch(zoom.get_by_role("link", name=re.compile("^At dip_index")))
    expect(person.heading("At dip_index", level=1)).to_be_visible()


def test_a_place_that_holds_a_deposit_already_says_so(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("lesions:lesion-add", filled.cast.record.pk, filled.lesion.site, filled.lesion.side)
    person.sees("One is kept at this place already")
    person.follow(filled.lesion.name, person.main())
    expect(person.heading(filled.lesion.name, level=1)).to_be_visible()


def test_the_map_is_stepped_back_to_the_day_before_something_happened(enter: Enter, people: Cast) -> None:
    lesion = make_lesion(people.record, "shin", "left", name="Left shin 1")
    make_event(lesion, "noticed", 30)
    make_event(lesion, "opened", 10)
    person = enter(people.owner)
    person.open("timeline:map", people.record.pk)
    person.follow(re.compile("The day before with an event"))
    person.sees("What happened on this day", "Opened")
    expect(person.link(re.compile("^Left shin 1, Open since"), person.page.locator(".bm"))).to_be_visible()
    person.follow(re.compile("The day before with an event"))
    expect(person.link("Left shin 1, Quiet", person.page.locator(".bm"))).to_be_visible()
