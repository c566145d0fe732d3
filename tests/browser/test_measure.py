"""Measuring on a photo: from one tap to an accepted outline, by touch, by keys alone and without script."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from lesions.measure_words import straight_first, straight_with_size
from lesions.models import Lesion, Measurement, Photo
from tests.browser.conftest import Enter
from tests.browser.measuring import LUMP_AT, Measuring, is_on, lump_box, true_length
from tests.browser.pages import is_focus_visible, tab_to
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on
from tests.browser.test_axe import violations
from tests.conftest import Cast
from tests.lesions.measure_photo import Scene, measure_photo
from tests.make import make_lesion, make_measure_card

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = replace(PHONE_LIGHT, width=320, height=568)


@pytest.fixture
def lesion(people: Cast) -> Lesion:
    make_measure_card(people.record, name="My 20 mm card")
    return make_lesion(people.record, "palm", name="Left palm 1")


@pytest.fixture
def rosa(enter: Enter, people: Cast, lesion: Lesion) -> Measuring:
    """At a photo of her palm with her card. The palm is flat: nothing needs to be asked."""
    return Measuring(enter(people.owner), measure_photo(people.record, people.owner), lesion)


def begin(rosa: Measuring) -> None:
    rosa.open()
    rosa.is_at("Tap the deposit")


@on(PHONE_LIGHT, SMALL_PHONE)
def test_one_tap_draws_the_outline_and_a_second_accepts_its_size(rosa: Measuring, lesion: Lesion) -> None:
    begin(rosa)
    assert is_on(rosa.page, rosa.at(LUMP_AT)), "the deposit lies below the fold"
    rosa.tap_lump()
    assert rosa.length() == pytest.approx(true_length(), rel=0.05)
    expect(rosa.root.locator("[data-error]:visible")).to_have_text(re.compile(r"^± \d+\.\d mm$"))
    rosa.accept()
    made = Measurement.objects.get(lesion=lesion)
    assert float(made.length_mm) == pytest.approx(true_length(), rel=0.05)
    assert made.method == "photo_card"


def test_the_card_that_was_found_is_marked_before_anything_is_tapped(rosa: Measuring) -> None:
    begin(rosa)
    expect(rosa.root.locator("[data-layer=card] path")).to_have_count(2)
    expect(rosa.root.locator("[data-answers]")).to_have_text("My 20 mm card")


def test_the_outline_of_the_photo_before_is_there_to_start_from(
    rosa: Measuring, people: Cast, lesion: Lesion
) -> None:
    begin(rosa)
    rosa.tap_lump()
    rosa.accept()
    today = measure_photo(people.record, people.owner, Scene(turned_deg=12))
    Photo.objects.filter(pk=today.pk).update(taken_at=today.taken_at + timedelta(days=30))
    again = Measuring(rosa.visitor, today, lesion)
    begin(again)
    again.visitor.press(re.compile("^Start from the outline of "))
    assert again.length() == pytest.approx(true_length(), rel=0.05)
    again.visitor.sees(re.compile("^Starting from your outline of "))


def test_two_taps_on_opposite_corners_do_instead_of_one(rosa: Measuring) -> None:
    begin(rosa)
    rosa.answer("Mark two corners")
    for corner in lump_box():
        rosa.tap(corner)
    assert rosa.length() == pytest.approx(true_length(), rel=0.05)


def test_a_point_is_chosen_by_a_tap_and_put_where_the_next_tap_is(rosa: Measuring) -> None:
    begin(rosa)
    rosa.tap_lump()
    before = rosa.length()
    rosa.answer("Adjust the line")
    x, y = rosa.handle(0)
    out = (x + (x - LUMP_AT[0]) * 0.4, y + (y - LUMP_AT[1]) * 0.4)
    rosa.tap((x, y))
    expect(rosa.root.locator("[data-loupe]")).to_be_visible()
    rosa.tap(out)
    rosa.says(re.compile("mm"))
    assert rosa.handle(0) == pytest.approx(out, abs=1.5)
    assert rosa.sees_size() != f"{before}"


def test_points_are_added_removed_undone_and_redone_by_buttons(rosa: Measuring) -> None:
    begin(rosa)
    rosa.tap_lump()
    rosa.sees_size()
    rosa.answer("Adjust the line")
    count = rosa.handles().count()
    assert 12 <= count <= 40
    for word, points in (
        ("Next point", 0),
        ("Add", 1),
        ("Remove", 0),
        ("Undo", 1),
        ("Redo", 0),
        ("Undo", 1),
        ("Undo", 0),
    ):
        rosa.visitor.press(word)
        expect(rosa.handles()).to_have_count(count + points)


def test_the_loupe_stands_in_the_corner_away_from_the_point(rosa: Measuring) -> None:
    begin(rosa)
    rosa.tap_lump()
    rosa.sees_size()
    rosa.answer("Adjust the line")
    for _point in range(rosa.handles().count()):
        rosa.visitor.press("Next point")
        loupe = rosa.root.locator("[data-loupe]").bounding_box()
        point = rosa.root.locator(".is-chosen").bounding_box()
        assert loupe
        assert point
        x, y = point["x"] + point["width"] / 2, point["y"] + point["height"] / 2
        inside = (
            loupe["x"] <= x <= loupe["x"] + loupe["width"] and loupe["y"] <= y <= loupe["y"] + loupe["height"]
        )
        assert not inside


@on(DESKTOP_DARK)
def test_all_of_it_works_with_the_keyboard_alone(rosa: Measuring, lesion: Lesion) -> None:
    begin(rosa)
    keys = rosa.page.keyboard
    assert tab_to(rosa.page, rosa.photo) == []
    keys.press("ArrowRight")
    rosa.says("Cross at 50 percent from the left, 50 percent from the top.")
    for _step in range(20):
        cross = rosa.root.locator(".me-cross").get_attribute("data-at") or ""
        if float(cross.split(" ")[0]) > LUMP_AT[0] - 25:
            break
        keys.press("ArrowRight")
    keys.press("Enter")
    before = rosa.length()
    rosa.says(re.compile(r"^\d+\.\d × \d+\.\d mm, ± \d+\.\d mm$"))
    tab_to(rosa.page, rosa.visitor.button("Adjust the line"))
    keys.press("Enter")
    rosa.photo.focus()
    assert is_focus_visible(rosa.page)
    count = rosa.handles().count()
    keys.press("n")
    rosa.says(f"Point 1 of {count}.")
    start = rosa.handle(0)
    keys.press("ArrowRight")
    assert rosa.handle(0)[0] - start[0] == pytest.approx(1, abs=0.2)
    keys.press("Shift+ArrowRight")
    assert rosa.handle(0)[0] - start[0] == pytest.approx(11, abs=0.5)
    keys.press("Control+z")
    keys.press("Control+z")
    assert rosa.handle(0) == pytest.approx(start)
    keys.press("a")
    expect(rosa.handles()).to_have_count(count + 1)
    keys.press("Delete")
    expect(rosa.handles()).to_have_count(count)
    keys.press("Control+y")
    tab_to(rosa.page, rosa.visitor.button("Done"))
    keys.press("Enter")
    assert rosa.length() == pytest.approx(before, rel=0.1)
    tab_to(rosa.page, rosa.visitor.button("Use this size"))
    keys.press("Enter")
    rosa.visitor.is_told("Measured:")
    assert Measurement.objects.get().lesion == lesion


def test_redness_is_marked_by_taps_around_it_and_kept_as_an_area(rosa: Measuring) -> None:
    begin(rosa)
    rosa.tap_lump()
    rosa.sees_size()
    rosa.answer("Mark redness")
    x, y = LUMP_AT
    for dx, dy in ((-90, 0), (0, -80), (90, 0), (0, 80)):
        rosa.tap((x + dx, y + dy))
    rosa.answer("Close the line")
    rosa.sees_size()
    rosa.visitor.sees(re.compile(r"^Area of redness: \d+ mm²$"))
    rosa.accept()
    made = Measurement.objects.get()
    assert made.redness_mm2
    assert made.area_mm2
    assert made.redness_mm2 > made.area_mm2


def test_a_finger_is_asked_about_with_one_question_at_a_time(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    finger = make_lesion(people.record, "thumb_tip_palmar", name="Left thumb tip 1")
    rosa = Measuring(enter(people.owner), measure_photo(people.record, people.owner), finger)
    rosa.open()
    for title, answer in (
        ("Where on the finger is it?", "On top, towards the camera"),
        ("Where does the card lie?", "On the next fingers"),
    ):
        rosa.is_at(title)
        expect(rosa.page.locator("h2:visible")).to_have_count(1)
        rosa.answer(answer)
    rosa.is_at("Tap the deposit")
    said = rosa.root.locator("[data-answers]")
    expect(said).to_have_text("My 20 mm card, on the next fingers")
    rosa.answer("Change", "My 20 mm card", "On top, towards the camera", "On the table", "Yes, it lies")
    rosa.is_at("Tap the deposit")
    expect(said).to_have_text("My 20 mm card, on the table, the hand lies")


def test_at_the_side_of_a_finger_a_straight_view_is_asked_for_before_the_tap_and_with_the_size(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    finger = make_lesion(people.record, "thumb_tip_palmar", name="Left thumb tip 1")
    rosa = Measuring(enter(people.owner), measure_photo(people.record, people.owner), finger)
    rosa.open()
    told = rosa.page.get_by_text(straight_first()).locator("visible=true")
    rosa.answer("At the side of the finger", "On the same skin")
    rosa.is_at("Tap the deposit")
    expect(told).to_have_count(1)
    rosa.tap_lump()
    rosa.sees_size()
    expect(rosa.page.get_by_text(straight_with_size()).locator("visible=true")).to_have_count(1)
    rosa.answer("Start over", "Change", "My 20 mm card", "On top, towards the camera", "On the same skin")
    rosa.is_at("Tap the deposit")
    expect(told).to_have_count(0)


def test_a_caregiver_reads_whose_record_it_is_below_a_long_title(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    finger = make_lesion(people.record, "thumb_tip_palmar", name="Left thumb tip, palm side 1")
    carl = Measuring(enter(people.caregiver), measure_photo(people.record, people.caregiver), finger)
    carl.open()
    whose = carl.root.get_by_text("for Rosa Owner")
    assert whose.evaluate("(part) => part.scrollWidth <= part.clientWidth && part.offsetWidth > 90")
    title = carl.root.get_by_text("Measure Left thumb tip").bounding_box()
    below = whose.bounding_box()
    assert title
    assert below
    assert below["y"] >= title["y"] + title["height"] - 1


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_axe_finds_nothing_at_any_step_and_every_button_is_large(rosa: Measuring) -> None:
    begin(rosa)
    steps = ("Mark two corners", "One tap instead")
    for word in steps:
        rosa.answer(word)
        assert (violations(rosa.visitor), rosa.small_buttons()) == ([], [])
    rosa.tap_lump()
    rosa.sees_size()
    assert (violations(rosa.visitor), rosa.small_buttons()) == ([], [])
    rosa.answer("Adjust the line", "Next point")
    assert (violations(rosa.visitor), rosa.small_buttons()) == ([], [])


def test_on_the_smallest_phone_with_large_controls_the_photo_still_has_room(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    people.owner.reduced_effort = True
    people.owner.save()
    visitor = enter(people.owner, viewport={"width": 320, "height": 568})
    rosa = Measuring(visitor, measure_photo(people.record, people.owner), lesion)
    begin(rosa)
    rosa.tap_lump()
    rosa.sees_size()
    rosa.answer("Adjust the line")
    assert rosa.photo.bounding_box()["height"] > 180  # type: ignore[index]
    assert rosa.small_buttons() == []


def test_without_script_a_tap_on_the_picture_is_enough(enter: Enter, people: Cast, lesion: Lesion) -> None:
    visitor = enter(people.owner, java_script_enabled=False)
    photo = measure_photo(people.record, people.owner)
    visitor.open("lesions:measure", photo.pk, lesion.pk)
    picture = visitor.page.locator("input[type=image]")
    box = picture.bounding_box()
    assert box
    picture.click(position={"x": box["width"] * LUMP_AT[0] / 900, "y": box["height"] * LUMP_AT[1] / 700})
    # Playwright finds no text inside <noscript>
    expect(visitor.page.locator("#found")).to_have_text("Is this the deposit?")
    visitor.page.locator("noscript button.btn-primary").click()
    visitor.is_told("Measured:")
    assert Measurement.objects.get().lesion == lesion
