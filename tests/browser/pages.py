"""What a person does on the pages, by role and accessible name. A word that changes is changed here alone."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.urls import reverse
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.watch import Watch

# Regions of the map
HAND_ON_BODY = "Left hand, show larger"
FINGER_ON_HAND = "Left index finger, palm side, show larger"
FINGERTIP = "Left index finger, fingertip pad"
FINGER = "Index finger"
FINGERTIP_SITE = "index_tip_palmar"
# Messages and headings
EMPTY_HOME = "Your notebook is empty"
RED_FLAGS = ("When to phone at once", "When to phone today", "What to have looked at soon")
WHEN_IT_OPENS = re.compile(r"\bopen", re.IGNORECASE)
NOT_HERE = "This page does not exist"
NOT_A_PHOTO = re.compile(r"JPEG|photo", re.IGNORECASE)


class Visitor:
    """A person at a screen."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page = page
        self.watch = watch

    # ---- going about ------------------------------------------------------------------------------
    def open(self, name: str, *args: Any) -> None:
        self.page.goto(reverse(name, args=args))

    def heading(self, text: str | re.Pattern[str], **options: Any) -> Locator:
        return self.page.get_by_role("heading", name=text, **options)

    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def link(self, name: str | re.Pattern[str], within: Locator | None = None, **options: Any) -> Locator:
        return (within or self.page).get_by_role("link", name=name, **options)

    def button(self, name: str | re.Pattern[str], within: Locator | None = None, **options: Any) -> Locator:
        return (within or self.page).get_by_role("button", name=name, **options)

    def group(self, legend: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("group", name=legend, exact=isinstance(legend, str))

    def section(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("region", name=name)

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        self.button(name, within).first.click()

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        self.link(name, within).first.click()

    def type(self, label: str, text: str, **options: Any) -> None:
        self.page.get_by_label(label, **options).fill(text)

    def pick(self, legend: str | re.Pattern[str], *options: str) -> None:
        """Tick one or several of a question's large chips."""
        for option in options:
            self.group(legend).get_by_label(option, exact=True).check()

    def option(self, legend: str, option: str) -> Locator:
        return self.group(legend).get_by_label(option, exact=True)

    def sees(self, *texts: str | re.Pattern[str]) -> None:
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()

    def sees_not(self, *texts: str | re.Pattern[str]) -> None:
        for text in texts:
            expect(self.page.get_by_text(text)).to_have_count(0)

    def is_told(self, text: str | re.Pattern[str]) -> None:
        """The message at the top of the page after something was done."""
        expect(self.page.get_by_role("status").filter(has_text=text).first).to_be_visible()

    def undo(self) -> None:
        self.press("Undo")

    # ---- signing up -------------------------------------------------------------------------------
    def sign_up(self, *, name: str, email: str, password: str) -> None:
        self.open("account_signup")
        self.type("Your name", name)
        self.type("Email", email)
        self.type("Password", password, exact=False)
        self.page.get_by_label("For myself").check()
        self.page.get_by_label(re.compile(r"I am at least \d+ years old")).check()
        self.page.get_by_label(re.compile("I agree that what I enter")).check()
        self.press("Make the account")

    def sign_in(self, *, email: str, password: str) -> None:
        self.open("account_login")
        self.type("Email", email)
        self.type("Password", password, exact=False)
        self.button("Sign in", exact=True).click()

    def confirm_address(self, link: str) -> None:
        self.page.goto(link)
        self.press("Yes, confirm")

    # ---- deposits ---------------------------------------------------------------------------------
    def begin_first_deposit(self) -> None:
        self.follow("Add the first deposit")

    def choose_fingertip_on_map(self) -> None:
        """From the whole body to the hand to the finger to the pad of the index finger: three taps."""
        self.touch(self.link(HAND_ON_BODY).first)
        self.touch(self.link(FINGER_ON_HAND))
        self.touch(self.link(FINGERTIP, self.page.locator(".bm")))

    def choose_fingertip_in_list(self) -> None:
        """Without script: unfold the finger, then take its left pad."""
        self.page.locator("summary", has_text=FINGER).click()
        self.fingertip_in_list().click()

    def skip_to_list(self) -> Locator:
        return self.link("Skip the drawing and choose from the list")

    def place_search(self) -> Locator:
        return self.page.get_by_label("Find the place")

    def fingertip_in_list(self) -> Locator:
        return self.link(FINGERTIP, self.page.locator("#site-list"), exact=True)

    def touch(self, target: Locator) -> None:
        """A finger on a phone, a mouse elsewhere, in the middle of what can be seen."""
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box, "nothing to touch"
        x, y = middle(box)
        if self.page.evaluate("() => navigator.maxTouchPoints > 0"):
            self.page.touchscreen.tap(x, y)
        else:
            self.page.mouse.click(x, y)

    def say_size(self, length: str, width: str = "", method: str = "ruler") -> None:
        self.type("Length", length, exact=True)
        if width:
            self.type("Width", width, exact=True)
        self.pick("Measured with", method)

    def confirm_size(self) -> None:
        self.page.get_by_label("Yes, that is right").check()

    def say_pain(self, number: int) -> None:
        self.pick("Pain at rest", str(number))

    def photo_input(self) -> Locator:
        return self.page.get_by_label("Take or choose photos")

    def choose_photos(self, *files: Path) -> None:
        self.photo_input().set_input_files(list(files))

    def photo_row(self, name: str) -> Locator:
        return self.page.get_by_role("listitem").filter(has_text=name)

    def thumb_of(self, name: str) -> Locator:
        """The cleaned thumbnail that the server gave back for this file."""
        return self.photo_row(name).locator("img").first

    def state_of(self, name: str) -> Locator:
        """What is said beside this file."""
        return self.photo_row(name).locator("[data-photo-state]")

    def save_deposit(self) -> None:
        self.save_deposit_button().click()

    def save_deposit_button(self) -> Locator:
        return self.button("Add it to the record")

    def begin_check_in(self) -> None:
        self.follow("Check in", self.main())

    def save_check_in(self) -> None:
        self.save_check_in_button().click()

    def save_check_in_button(self) -> Locator:
        return self.button("Save check-in")

    def say_same(self) -> None:
        self.press("Same as last time")

    def add_event(self, kind: str) -> None:
        self.follow("Add an event")
        self.pick("What happened", kind)
        self.press("Save")

    def tap_event(self, words: str) -> None:
        """One of the large buttons of the lesion page, unfolding the rest where it stands there."""
        button = self.button(words, self.section("Its life so far"), exact=True)
        if not button.is_visible():
            self.page.locator("summary", has_text="Something else").click()
        self.touch(button)

    def merge_with(self, other: str) -> None:
        self.follow("Edit", self.main())
        self.follow("Is it the same as another?")
        self.follow(other, self.main())
        self.press("Yes, make them one")

    def delete_deposit(self) -> None:
        self.follow("Edit", self.main())
        self.follow("Delete this deposit")
        self.press("Delete it")

    def red_flags(self) -> Locator:
        names = re.compile("|".join(RED_FLAGS))
        return self.page.get_by_role("complementary", name=names)

    def chart(self, section: str) -> Locator:
        """The drawing that is shown at this width."""
        return self.section(section).locator("svg:visible").first

    def reading(self) -> Locator:
        return self.page.get_by_role("complementary", name="Reading for this deposit")

    def say_day(self, *signs: str) -> None:
        self.pick("Any of these today?", *signs)
        self.press("Save the day")

    # ---- labs and care ----------------------------------------------------------------------------
    def add_lab_result(self, test: str, value: str, unit: str, day: str, interval: str = "") -> None:
        self.page.get_by_role("combobox", name=re.compile("^Test")).select_option(label=test)
        self.type("Result", value, exact=False)
        self.page.get_by_role("combobox", name=re.compile("^Unit")).select_option(label=unit)
        self.type("Day the sample was taken", day, exact=False)
        if interval:
            self.type("The lab’s own range", interval, exact=False)
        self.button("Save", exact=True).click()

    def add_medicine(self, name: str, year: int) -> None:
        self.follow("Add a medicine")
        self.page.get_by_label("Which medicine?").select_option(label=name)
        self.group(re.compile("Since when?")).get_by_label("Year").fill(str(year))
        self.button("Save", exact=True).click()

    def search(self, words: str) -> None:
        self.type("Words", words)
        self.press("Find", self.page.get_by_role("search"))

    # ---- the dermatologist ------------------------------------------------------------------------
    def write_note(self, text: str) -> None:
        self.follow("Write a note", self.main())
        self.type("Note", text, exact=False)
        self.press("Sign and save")

    def set_type(self, kind: str) -> None:
        self.follow("Type and form", self.main())
        options = self.page.get_by_label("Type of this deposit").locator("option")
        value = options.filter(has_text=kind).get_attribute("value")
        self.page.get_by_label("Type of this deposit").select_option(value=value)
        self.press("Sign and save")

    def ask_for_photo(self, text: str, by: datetime.date) -> None:
        self.follow("Ask for", self.main())
        self.page.get_by_label("I ask for").select_option(label="a photo")
        self.due_day().fill(by.isoformat())
        self.type("In your words", text, exact=False)
        self.button("Ask", exact=True).click()

    def invite_dermatologist(self, email: str) -> None:
        self.type("Email", email, exact=False)
        self.page.get_by_label(re.compile("A dermatologist")).check()
        self.press("Send the invitation")

    # ---- a child's record, and the menu of records ------------------------------------------------
    def invite_the_child(self, email: str) -> None:
        self.follow("How it passes", self.main())
        self.type("Her or his email", email)
        self.press("Send the invitation")

    def accept_as_the_child(self) -> None:
        self.page.get_by_label(re.compile("I agree that this record")).check()
        self.press("Accept")

    def menu_of_records(self) -> Locator:
        return self.page.get_by_role("banner").locator("summary").filter(has_text="Change the record")

    def due_day(self) -> Locator:
        return self.page.get_by_role("textbox", name=re.compile(r"^\s*By"))

    def mark_reviewed(self) -> None:
        self.press("Mark as reviewed")


def middle(box: FloatRect) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def is_focus_visible(page: Page) -> bool:
    """Whether the focused control, or the label drawn for it, has an outline that can be seen."""
    return bool(page.evaluate(FOCUS_IS_VISIBLE))


FOCUS_IS_VISIBLE = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return false;
  // The parts inside a date field are drawn, and outlined, by the browser itself.
  if (focused.matches("input[type^=date], input[type=time]")) return true;
  const outlined = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const stroked = (style) => style.stroke !== "none" && parseFloat(style.strokeWidth) >= 3;
  const drawn = (element) =>
    outlined(getComputedStyle(element)) || outlined(getComputedStyle(element, "::after")) ||
    (element instanceof SVGGeometryElement && stroked(getComputedStyle(element)));
  const inside = focused.querySelectorAll(".bm-hit, .c-hit");
  return [focused, focused.nextElementSibling, ...inside].some((element) => element && drawn(element));
}"""


def tab_to(page: Page, target: Locator, *, most: int = 80) -> Sequence[str]:
    """Press Tab until the target is focused; returns what had no visible focus on the way."""
    unseen: list[str] = []
    for _step in range(most):
        page.keyboard.press("Tab")
        if not is_focus_visible(page):
            unseen.append(str(page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)")))
        if target.evaluate("(element) => element === document.activeElement"):
            return unseen
    raise AssertionError(f"Tab never reached {target}")
