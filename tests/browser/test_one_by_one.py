"""One question to a screen: large, at 320 px, with the keyboard, and without script."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from lesions.models import CheckIn, Lesion
from tests.browser.conftest import Enter
from tests.browser.pages import Visitor
from tests.browser.screens import DESKTOP_LIGHT, on
from tests.browser.taps import Keys, Taps
from tests.browser.test_layout import LOW_CONTROLS
from tests.conftest import Cast
from tests.make import make_check_in, make_lesion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = {"viewport": {"width": 320, "height": 640}}
LARGE_PX = 64


@pytest.fixture
def lesion(people: Cast) -> Lesion:
    people.owner.reduced_effort = True
    people.owner.save()
    lesion = make_lesion(people.record, name="Left thumb tip 2")
    make_check_in(lesion, 40, length_mm=Decimal(8), pain_rest=2)
    return lesion


def begin(person: Visitor, lesion: Lesion) -> Visitor:
    person.open("lesions:check-in", lesion.pk)
    return person


def next_question(person: Visitor) -> None:
    person.button("Next").click()


def test_every_question_has_large_controls_and_fits_a_small_screen(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    person = begin(enter(people.owner, **SMALL), lesion)
    person.pick("Against last time", "Worse")
    taps = Taps(person.page)
    for number in range(1, 15):
        expect(person.page.get_by_text(f"Question {number} of 15")).to_be_visible()
        assert person.page.evaluate(LOW_CONTROLS, LARGE_PX) == []
        if number == 2:
            person.button("Pea").click()
        if number == 4:
            person.pick("How did you measure it?", "by eye")
        taps.on(person.button("Next"))
    person.button("Save", exact=True).click()
    person.is_told("Saved for Left thumb tip 2.")
    entry = CheckIn.objects.latest("entered_at")
    assert (entry.anchor, entry.length_mm, entry.method) == (-1, Decimal(8), "eye")


def test_without_script_each_answer_is_kept_and_found_again(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    person = begin(enter(people.owner, **SMALL, java_script_enabled=False), lesion)
    person.pick("Against last time", "Better")
    next_question(person)
    person.type("Length", "7,5", exact=True)
    next_question(person)
    person.page.close()
    later = enter(people.owner, **SMALL, java_script_enabled=False)
    later.open("timeline:home")
    later.link(re.compile("Continue")).click()
    expect(later.option("Against last time", "Better")).to_be_checked()
    for _question in range(3):
        next_question(later)
    later.pick("How did you measure it?", "ruler")
    later.button("Save now").click()
    later.is_told("Saved for Left thumb tip 2.")
    entry = CheckIn.objects.latest("entered_at")
    assert (entry.anchor, entry.length_mm, entry.method) == (1, Decimal("7.5"), "ruler")


@on(DESKTOP_LIGHT)
def test_the_keyboard_alone_answers_and_saves(enter: Enter, people: Cast, lesion: Lesion) -> None:
    person = begin(enter(people.owner), lesion)
    keys = Keys(person.page)
    keys.on(person.option("Against last time", "Worse"))
    keys.on(person.button("Next"))
    keys.on(person.page.get_by_label("Length", exact=True))
    person.page.keyboard.type("9")
    person.page.keyboard.press("Enter")  # goes on, as Next does
    expect(person.page.get_by_text("Question 3 of 15")).to_be_visible()
    keys.on(person.button("Skip", exact=True))
    keys.on(person.option("How did you measure it?", "ruler"))
    keys.on(person.button("Save now"))
    person.is_told("Saved for Left thumb tip 2.")
    assert CheckIn.objects.latest("entered_at").length_mm == Decimal(9)


def test_it_is_switched_on_and_off_on_the_page_itself(enter: Enter, people: Cast) -> None:
    lesion = make_lesion(people.record)
    person = begin(enter(people.owner, **SMALL), lesion)
    person.pick("Against last time", "Same")
    person.button("Larger, one question at a time").click()
    expect(person.page.get_by_text("Question 1 of 15")).to_be_visible()
    expect(person.option("Against last time", "Same")).to_be_checked()
    person.button("All questions on one page").click()
    expect(person.save_check_in_button()).to_be_visible()
    expect(person.option("Against last time", "Same")).to_be_checked()
