"""A new deposit on a fingertip with size and one photo, counted in taps, by finger and by keyboard."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lesions.models import CheckIn, Photo
from tests.browser.conftest import Enter
from tests.browser.pages import FINGER_ON_HAND, FINGERTIP, FINGERTIP_SITE, HAND_ON_BODY, Visitor
from tests.browser.photos import save_photo
from tests.browser.screens import DESKTOP_LIGHT, on
from tests.browser.taps import Keys, Taps
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = {"viewport": {"width": 320, "height": 640}}
NEW_AT_MOST = 9


def add_photo(person: Visitor, taps: Taps, photo: Path) -> None:
    """Two taps: the field, and the photo in the phone's own gallery."""
    with person.page.expect_file_chooser() as chooser:
        taps.on(person.photo_input())
    taps.count += 1
    chooser.value.set_files(photo)
    expect(person.thumb_of(photo.name)).to_be_visible()


def add_measured_deposit(person: Visitor, taps: Taps, photo: Path) -> None:
    taps.on(person.link("New deposit").first)
    for place in (HAND_ON_BODY, FINGER_ON_HAND, FINGERTIP):
        taps.on_map(person.link(place, person.page.locator(".bm"), exact=True).first)
    taps.type_into(person.page.get_by_label("Length", exact=True), "4,5")
    taps.on(person.option("Measured with", "ruler"))
    add_photo(person, taps, photo)
    taps.on(person.save_deposit_button())
    expect(person.heading("Left index finger tip 1", level=1)).to_be_visible()


def assert_all_is_kept() -> None:
    entry = CheckIn.objects.select_related("lesion").get()
    assert (entry.length_mm, entry.method, entry.lesion.site, entry.lesion.side) == (
        Decimal("4.5"), "ruler", FINGERTIP_SITE, "left",
    )  # fmt: skip
    assert Photo.objects.kept().filter(photo_lesions__check_in=entry).count() == 1


def test_a_fingertip_with_size_and_photo_takes_at_most_nine_taps(
    enter: Enter, people: Cast, tmp_path: Path
) -> None:
    person = enter(people.owner, **SMALL)
    person.open("timeline:home")
    taps = Taps(person.page)
    add_measured_deposit(person, taps, save_photo(tmp_path / "tip.jpg", seed=1))
    assert taps.count <= NEW_AT_MOST
    assert_all_is_kept()


@on(DESKTOP_LIGHT)
def test_the_same_works_with_the_keyboard_alone(enter: Enter, people: Cast, tmp_path: Path) -> None:
    person = enter(people.owner)
    person.open("timeline:home")
    keys = Keys(person.page)
    add_measured_deposit(person, keys, save_photo(tmp_path / "tip.jpg", seed=2))
    assert keys.count <= NEW_AT_MOST
    assert_all_is_kept()
