"""Photos from the gallery in the browser: sent one by one, sorted by day, saved; without script too."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from lesions.models import Photo, PhotoLesion
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import Visitor, tab_to
from tests.browser.photos import save_photo
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on
from tests.lesions.corpus import camera_exif

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gallery(tmp_path: Path) -> list[Path]:
    """Two photos of one day, one of another, one that does not say its day."""
    files = []
    for number, day in enumerate(("03", "03", "07", None), start=4):
        path = save_photo(tmp_path / f"photo-{number}.jpg", seed=number)
        if day is not None:
            with Image.open(path) as picture:
                picture.save(path, "JPEG", exif=camera_exif(f"2025:11:{day} 08:15:3{number}", "+01:00"))
        files.append(path)
    return files


def choose(person: Visitor, files: list[Path]) -> None:
    person.page.get_by_label("Choose photos").set_input_files(files)


def come_from_the_deposit(person: Visitor, filled: Filled) -> None:
    person.open("timeline:lesion", filled.lesion.pk)
    person.follow("Add photos from the gallery")


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_photos_are_sent_sorted_to_their_days_and_saved_at_once(
    enter: Enter, filled: Filled, gallery: list[Path]
) -> None:
    person = enter(filled.cast.owner)
    come_from_the_deposit(person, filled)
    choose(person, gallery)
    expect(person.page.locator("[data-photo-item][data-state=kept]")).to_have_count(4)
    person.press("Next: sort them by day")
    days = person.page.locator("fieldset.import-day > legend")
    expect(days).to_have_text(["Friday 7 November 2025", "Monday 3 November 2025", "Day not known"])
    person.type("Day it was taken, if you know it", "2025-11-05")
    person.press("Save all")
    person.is_told("4 photos are in the record")
    expect(person.heading(filled.lesion.name, level=1)).to_be_visible()
    new = PhotoLesion.objects.filter(lesion=filled.lesion).exclude(photo=filled.photo)
    assert sorted(link.photo.taken_at.day for link in new.select_related("photo")) == [3, 3, 5, 7]


def test_without_script_the_files_go_with_the_form(enter: Enter, filled: Filled, gallery: list[Path]) -> None:
    person = enter(filled.cast.owner, java_script_enabled=False)
    come_from_the_deposit(person, filled)
    choose(person, gallery)
    person.press("Next: sort them by day")
    person.sees("4 photos are waiting")
    person.press("Save all")
    person.is_told("4 photos are in the record")


def test_photos_that_wait_are_found_again_and_a_known_one_leads_to_itself(
    enter: Enter, filled: Filled, gallery: list[Path], tmp_path: Path
) -> None:
    person = enter(filled.cast.owner)
    person.open("lesions:photo-list", filled.cast.record.pk)
    person.follow("Add photos")
    choose(person, [*gallery[:2], tmp_path / "record.jpg"])
    expect(person.page.locator("[data-photo-item][data-state=kept]")).to_have_count(3)
    person.follow("You have this one already")
    expect(person.page).to_have_url(person.page.url.split("/photos/")[0] + f"/photos/{filled.photo.pk}/")
    person.open("lesions:photo-import", filled.cast.record.pk)
    person.sees("2 photos are waiting")


@on(DESKTOP_DARK)
def test_photos_are_sorted_and_saved_with_the_keyboard_alone(
    enter: Enter, filled: Filled, gallery: list[Path]
) -> None:
    person = enter(filled.cast.owner)
    come_from_the_deposit(person, filled)
    choose(person, gallery[:2])
    expect(person.page.locator("[data-photo-item][data-state=kept]")).to_have_count(2)
    assert tab_to(person.page, person.button("Next: sort them by day")) == []
    person.page.keyboard.press("Enter")
    person.sees("2 photos are waiting")
    assert tab_to(person.page, person.page.locator("input[name^=take-]").last) == []
    person.page.keyboard.press("Space")
    assert tab_to(person.page, person.button("Save all")) == []
    person.page.keyboard.press("Enter")
    person.is_told("1 photo is in the record")
    assert Photo.objects.filter(attached_at=None).count() == 1
