"""The photo coach in the form: a hint beside the photo at once, two answers to it, and saving never waits."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Locator, expect

from lesions import coach_services
from lesions.coach_words import HINTS
from lesions.models import Photo, PhotoCheck, PhotoLesion
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import Visitor
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHECKED_MS = 30_000  # a process of its own, on a machine that may be busy


@pytest.fixture
def blurred(tmp_path: Path) -> Path:
    """Freckled skin with a pale lump, out of focus."""
    path = tmp_path / "blurred.jpg"
    picture = Image.new("RGB", (1280, 960), (205, 160, 135))
    draw = ImageDraw.Draw(picture)
    for place in range(400):
        x, y = place * 397 % 1280, place * 283 % 960
        draw.ellipse((x, y, x + 9, y + 9), fill=(150, 95, 75))
    draw.ellipse((540, 400, 740, 560), fill=(240, 228, 205))
    picture.filter(ImageFilter.GaussianBlur(7)).save(path, "JPEG", quality=88)
    return path


@pytest.fixture
def person(enter: Enter, filled: Filled) -> Visitor:
    """Rosa, about to check in."""
    visitor = enter(filled.cast.owner)
    visitor.open("lesions:check-in", filled.lesion.pk)
    return visitor


def hint_beside(person: Visitor, photo: Path) -> Locator:
    hint = person.photo_row(photo.name).locator("[data-coach]")
    expect(hint).to_be_visible(timeout=CHECKED_MS)
    return hint


def new_photos(filled: Filled) -> list[Photo]:
    return list(Photo.objects.exclude(pk=filled.photo.pk))


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_a_blurred_photo_gets_its_hint_at_once_in_its_own_row(
    person: Visitor, filled: Filled, blurred: Path
) -> None:
    person.choose_photos(blurred)
    expect(hint_beside(person, blurred)).to_contain_text(str(HINTS["focus"]))
    expect(person.page.locator("[data-photo-status]")).to_contain_text(blurred.name)
    [photo] = new_photos(filled)
    assert photo.attached_at is None  # nothing is saved yet


def test_keep_it_anyway_is_stored_and_the_photo_is_saved(
    person: Visitor, filled: Filled, blurred: Path
) -> None:
    person.choose_photos(blurred)
    hint_beside(person, blurred).get_by_role("button", name="Keep it anyway").click()
    expect(person.photo_row(blurred.name)).to_contain_text("Kept as it is.")
    [photo] = new_photos(filled)
    assert PhotoCheck.objects.get(photo=photo).kept_anyway_at is not None
    person.save_check_in()
    person.sees("1 photo is with it")


def test_take_it_again_removes_the_photo_and_opens_the_chooser(
    person: Visitor, filled: Filled, blurred: Path, photo: Path
) -> None:
    person.choose_photos(blurred)
    again = hint_beside(person, blurred).get_by_role("button", name="Take it again")
    with person.page.expect_file_chooser() as chooser:
        again.click()
    expect(person.photo_row(blurred.name)).to_have_count(0)
    chooser.value.set_files(photo)
    expect(person.thumb_of(photo.name)).to_be_visible()
    person.save_check_in()
    person.sees("1 photo is with it")
    assert PhotoLesion.objects.exclude(photo=filled.photo).count() == 1


def test_saving_does_not_wait_for_a_check_that_goes_on(
    person: Visitor, filled: Filled, blurred: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, end = threading.Event(), tmp_path / "end"

    def slow() -> list[str]:
        begun.set()
        return ["/bin/sh", "-c", f"until [ -e {end} ]; do sleep 0.1; done"]

    monkeypatch.setattr(coach_services, "_command", slow)
    monkeypatch.setattr(coach_services, "CHECK_SECONDS", 2 * CHECKED_MS / 1000)
    monkeypatch.setattr(coach_services, "WAIT_SECONDS", 2 * CHECKED_MS / 1000)
    person.choose_photos(blurred)
    assert begun.wait(CHECKED_MS / 1000)
    try:
        person.save_check_in()
        person.sees("1 photo is with it")
        [photo] = new_photos(filled)
        assert not PhotoCheck.objects.filter(photo=photo).exists()
    finally:
        end.touch()
    until = time.monotonic() + CHECKED_MS / 1000
    while not PhotoCheck.objects.filter(photo=photo).exists() and time.monotonic() < until:
        time.sleep(0.1)  # the request must not outlive the test
    assert PhotoCheck.objects.filter(photo=photo).exists()
