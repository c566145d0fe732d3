"""The patient's main job in the browser, from signing up to taking a deletion back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Route, expect

from lesions.models import CheckIn, DailyEntry, Lesion
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import EMPTY_HOME, FINGERTIP_SITE, WHEN_IT_OPENS
from tests.browser.screens import ALL, DESKTOP_DARK, DESKTOP_LIGHT, PHONE_DARK, PHONE_LIGHT, on
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL, PASSWORD = "mia.muster@example.org", "four words in a row"


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_somebody_signs_up_confirms_by_mail_and_finds_an_empty_private_notebook(enter: Enter) -> None:
    person = enter()
    person.sign_up(name="Mia Muster", email=EMAIL, password=PASSWORD)
    expect(person.heading("Look into your mail")).to_be_visible()
    (link,) = re.findall(r"http\S+", str(mail.outbox[0].body))
    person.confirm_address(link)
    person.sign_in(email=EMAIL, password=PASSWORD)
    person.sees(EMPTY_HOME)


@on(*ALL)
def test_a_deposit_is_added_on_the_map_checked_in_and_followed_until_it_opens(
    enter: Enter, people: Cast, photo: Path
) -> None:
    person = enter(people.owner)
    person.open("timeline:home")
    person.begin_first_deposit()
    person.choose_fingertip_on_map()
    person.say_size("7", "5")
    person.choose_photos(photo)
    expect(person.thumb_of(photo.name)).to_be_visible()
    person.save_deposit()

    lesion = Lesion.objects.get()
    assert (lesion.site, lesion.side, lesion.map_view) == (FINGERTIP_SITE, "left", "hand-palm-left")
    expect(person.heading(lesion.name, level=1)).to_be_visible()
    person.sees("7 × 5 mm")
    expect(person.section("Photos, newest first").locator("img")).to_have_count(1)
    expect(person.chart("Size over time")).to_be_visible()
    expect(person.reading().locator(".reason").first).to_be_visible()
    expect(person.red_flags()).to_have_count(0)

    person.begin_check_in()
    person.say_size("9", "6")
    person.say_pain(6)
    person.save_check_in()
    person.sees("9 × 6 mm")

    person.say_same()
    person.is_told("same as last time")
    person.undo()
    person.is_told("deleted")
    assert CheckIn.objects.kept().count() == 2

    person.add_event("Opened")
    expect(person.red_flags()).to_be_visible()
    person.sees(re.compile("Open since"))
    expect(person.reading().get_by_text(WHEN_IT_OPENS).first).to_be_visible()


def test_a_photo_shows_its_progress_and_then_its_own_thumbnail(
    enter: Enter, filled: Filled, photo: Path
) -> None:
    person = enter(filled.cast.owner)
    held: list[Route] = []
    person.page.route("**/photos/upload/", lambda route: held.append(route))
    person.open("lesions:check-in", filled.lesion.pk)
    person.choose_photos(photo)
    expect(person.page.get_by_role("progressbar", name=photo.name)).to_be_visible()
    expect(person.thumb_of(photo.name)).to_have_count(0)
    person.page.wait_for_timeout(100)
    held[0].continue_()
    expect(person.thumb_of(photo.name)).to_be_visible()
    expect(person.page.get_by_role("progressbar", name=photo.name)).to_be_hidden()
    person.say_pain(1)
    person.save_check_in()
    person.sees("1 photo is with it")


def test_saving_waits_for_a_photo_that_is_still_on_its_way(enter: Enter, filled: Filled, photo: Path) -> None:
    person = enter(filled.cast.owner)
    held: list[Route] = []
    person.page.route("**/photos/upload/", lambda route: held.append(route))
    person.open("lesions:check-in", filled.lesion.pk)
    person.choose_photos(photo)
    person.save_check_in()
    person.sees("Saving as soon as the photos have arrived")
    held[0].continue_()
    person.sees("1 photo is with it")


@on(PHONE_DARK, DESKTOP_LIGHT)
def test_a_size_far_from_last_time_is_asked_about_and_nothing_typed_is_lost(
    enter: Enter, filled: Filled
) -> None:
    person = enter(filled.cast.owner)
    person.open("lesions:check-in", filled.lesion.pk)
    person.say_size("120")
    person.type("Note", "Written before the question", exact=True)
    person.save_check_in()
    expect(person.page.get_by_role("alert").filter(has_text="Is 120 mm right?")).to_be_visible()
    expect(person.page.get_by_label("Note", exact=True)).to_have_value("Written before the question")
    person.confirm_size()
    person.save_check_in()
    person.sees("120 mm")


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_a_sign_in_the_daily_entry_brings_up_whom_to_phone(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("lesions:today", filled.cast.record.pk)
    person.say_day("fever of 38 °C or more")
    assert DailyEntry.objects.get(on=filled.cast.record.today()).signs == ["fever"]
    person.open("timeline:lesion", filled.lesion.pk)
    expect(person.red_flags()).to_contain_text("fever")
    expect(person.link("112", person.red_flags()).first).to_be_visible()


def test_a_deleted_deposit_comes_back_whole_with_one_tap(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:lesion", filled.lesion.pk)
    person.delete_deposit()
    expect(person.link(filled.lesion.name, person.main())).to_have_count(0)
    person.undo()
    expect(person.heading(filled.lesion.name, level=1)).to_be_visible()
    person.sees("12 × 5 mm")


def test_a_lost_connection_is_said_and_the_photo_is_sent_when_it_is_back(
    enter: Enter, filled: Filled, photo: Path
) -> None:
    person = enter(filled.cast.owner)
    person.open("lesions:check-in", filled.lesion.pk)
    with person.watch.offline():
        person.page.context.set_offline(True)
        person.choose_photos(photo)
        person.sees("The connection was lost")
        expect(person.button("Try again")).to_be_visible()
        person.page.context.set_offline(False)
    expect(person.thumb_of(photo.name)).to_be_visible()
