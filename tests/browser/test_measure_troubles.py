"""Measuring when something is in the way: no card, a refused photo, no line, a busy server."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Dialog, Route, expect

from lesions.models import Lesion, Measurement
from tests.browser.conftest import Enter
from tests.browser.measuring import LUMP_AT, Measuring, answers_with, true_length
from tests.conftest import Cast
from tests.lesions.measure_photo import Scene, measure_photo
from tests.make import make_lesion, make_measure_card

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# left and right edge of the drawn marker, 20 mm apart: here it plays the ruler
RULER = ((120.0, 320.0), (320.0, 320.0))
OUTLINE, READING = r"/outline/$", r"/reading/$"


@pytest.fixture
def lesion(people: Cast) -> Lesion:
    make_measure_card(people.record, name="My 20 mm card")
    return make_lesion(people.record, "palm", name="Left palm 1")


@pytest.fixture
def rosa(enter: Enter, people: Cast, lesion: Lesion) -> Measuring:
    return Measuring(enter(people.owner), measure_photo(people.record, people.owner), lesion)


def by_hand(rosa: Measuring) -> None:
    """Says that twenty millimetres of a ruler lie right beside the deposit."""
    rosa.open()
    rosa.answer("Change", "No card", "A ruler")
    rosa.page.get_by_label("How many millimetres will you mark?").fill("20")
    rosa.answer("Next")
    rosa.is_at("Tap its two ends")
    for end in RULER:
        rosa.tap(end)
    rosa.root.locator("[data-panel=ends] button").click()
    rosa.answer("Yes, beside it")


def test_by_hand_with_a_ruler_an_outline_says_how_unsure_it_is(rosa: Measuring) -> None:
    by_hand(rosa)
    rosa.answer("Its outline")
    rosa.tap(LUMP_AT)
    assert rosa.length() == pytest.approx(true_length(), rel=0.1)
    rosa.accept()
    made = Measurement.objects.get()
    assert made.method == "photo_known"
    assert float(made.uncertainty_mm) >= 0.05 * float(made.length_mm)


def test_by_hand_two_lines_give_length_and_width_without_an_area(rosa: Measuring) -> None:
    by_hand(rosa)
    rosa.answer("Two lines")
    x, y = LUMP_AT
    for dx, dy in ((-60, 0), (60, 0), (0, -40), (0, 40)):
        rosa.tap((x + dx, y + dy))
    expect(rosa.size).to_have_text(re.compile(r"^12\.\d × 8\.\d mm$"))
    rosa.accept()
    made = Measurement.objects.get()
    assert (made.area_mm2, made.outlines) == (None, [])


def test_a_length_that_is_no_number_is_asked_for_again_beside_the_field(rosa: Measuring) -> None:
    rosa.open()
    rosa.answer("Change", "No card", "A ruler")
    field = rosa.page.get_by_label("How many millimetres will you mark?")
    field.fill("long")
    rosa.answer("Next")
    rosa.visitor.sees("Type a length from 2 to 300 mm, such as 50.")
    expect(field).to_be_focused()
    expect(field).to_have_value("long")


def test_without_a_card_on_the_photo_it_is_said_at_once_and_the_way_by_hand_is_beside_it(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    photo = measure_photo(people.record, people.owner, Scene(marker=False))
    rosa = Measuring(enter(people.owner), photo, lesion)
    rosa.open()
    rosa.is_at("No size from this photo yet")
    rosa.visitor.sees("No card of ours was found on this photo.")
    expect(rosa.visitor.link("Take another photo")).to_be_visible()
    rosa.answer("Go on by hand")
    rosa.is_at("What in the photo has a known length?")


def test_a_refused_card_says_why_and_lets_the_answers_be_changed(rosa: Measuring) -> None:
    told = {"status": "refused", "reason": "occluded", "message": "Something covers a part of the card."}
    answers_with(rosa.page, OUTLINE, json=told)
    rosa.open()
    rosa.visitor.sees("Something covers a part of the card.")
    rosa.answer("Change what I said about the card")
    rosa.is_at("Which card is in the photo?")


def test_a_refusal_that_comes_late_does_not_break_into_a_new_answer(rosa: Measuring) -> None:
    told = {"status": "refused", "reason": "occluded", "message": "Something covers a part of the card."}
    held: list[Route] = []
    rosa.page.route(re.compile(OUTLINE), lambda route: held.append(route))
    rosa.open()
    rosa.is_at("Tap the deposit")
    rosa.page.wait_for_timeout(200)  # until the question is on its way
    rosa.answer("Change")
    rosa.is_at("Which card is in the photo?")
    held[0].fulfill(json=told)
    rosa.page.wait_for_timeout(200)
    rosa.is_at("Which card is in the photo?")


def test_another_card_than_the_one_named_is_chosen_without_a_new_photo(rosa: Measuring, people: Cast) -> None:
    make_measure_card(people.record, "single-30", name="The large card")
    rosa.open()
    rosa.answer("The large card")
    rosa.visitor.sees("There is a card of ours on the photo, but not the one you named.")
    rosa.answer("Choose the card", "My 20 mm card")
    rosa.is_at("Tap the deposit")


def test_with_no_edge_to_be_found_a_line_of_taps_does(rosa: Measuring) -> None:
    rosa.open()
    rosa.answer("Tap around it")
    x, y = LUMP_AT
    for dx, dy in ((-60, 0), (-42, -28), (0, -40), (42, -28), (60, 0), (42, 28), (0, 40), (-42, 28)):
        rosa.tap((x + dx, y + dy))
    rosa.answer("Close the line")
    assert rosa.length() == pytest.approx(12.0, abs=0.5)


def test_a_line_that_breaks_loses_nothing_and_is_tried_again(rosa: Measuring) -> None:
    rosa.open()
    rosa.tap_lump()
    before = rosa.sees_size()
    rosa.answer("Adjust the line", "Next point")
    with rosa.visitor.watch.offline():
        rosa.page.context.set_offline(True)
        rosa.visitor.press("Up")
        rosa.visitor.sees("There is no connection. What you drew is still here.")
        rosa.page.context.set_offline(False)
        rosa.answer("Try again")
    rosa.sees_size()
    rosa.visitor.press("Undo")
    expect(rosa.size).to_have_text(before)


def test_a_busy_server_is_said_and_the_tap_is_kept_for_another_try(rosa: Measuring) -> None:
    rosa.open()
    rosa.is_at("Tap the deposit")
    with rosa.visitor.watch.expecting(503):
        answers_with(rosa.page, OUTLINE, status=503, json={"error": "Other photos are being measured."})
        rosa.tap_lump()
        rosa.visitor.sees("Other photos are being measured.")
    rosa.page.unroute(re.compile(OUTLINE))
    rosa.answer("Try again")
    rosa.sees_size()


def test_leaving_with_an_outline_that_is_not_kept_asks_first(rosa: Measuring) -> None:
    rosa.open()
    rosa.tap_lump()
    rosa.sees_size()
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    rosa.page.on("dialog", answer)
    rosa.visitor.follow("Back without measuring")
    rosa.page.wait_for_url(re.compile(r"/lesions/"))
    assert asked == ["beforeunload"]


def test_a_photo_that_is_gone_is_said_in_words(rosa: Measuring) -> None:
    with rosa.visitor.watch.expecting(404):
        answers_with(rosa.page, r"/large/$", status=404)
        rosa.page.goto(rosa.url)
        rosa.visitor.sees("This photo is no longer in the record, so it cannot be measured.")


def test_a_photo_of_a_private_place_is_not_fetched_before_it_was_asked_for(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    photo = measure_photo(people.record, people.owner)
    photo.sensitive = True
    photo.save()
    rosa = Measuring(enter(people.owner), photo, lesion)
    asked: list[str] = []
    rosa.page.on("request", lambda request: asked.append(request.url))
    rosa.page.goto(rosa.url)
    rosa.is_at("This photo is of a private place")
    assert not [url for url in asked if re.search("/(large|medium|full)/$", url)]
    rosa.answer("Show this sensitive photo")
    rosa.is_at("Tap the deposit")
    expect(rosa.root.locator("[data-view] image")).to_have_attribute("href", re.compile("^blob:"))
