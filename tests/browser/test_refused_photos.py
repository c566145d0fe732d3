"""A file that is no photo is refused with a sentence beside it, and costs nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lesions.models import CheckIn
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shopping_list(tmp_path: Path) -> Path:
    path = tmp_path / "list.jpg"
    path.write_text("eggs, milk, gauze\n" * 20)
    return path


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_a_text_file_called_jpg_is_refused_beside_its_name_and_everything_else_stays(
    enter: Enter, filled: Filled, photo: Path, shopping_list: Path
) -> None:
    person = enter(filled.cast.owner)
    person.open("lesions:check-in", filled.lesion.pk)
    person.say_size("11", "5")
    person.type("Note", "After the garden", exact=True)
    with person.watch.expecting(422):
        person.choose_photos(photo, shopping_list)
        expect(person.state_of(shopping_list.name)).to_contain_text("photo")
        expect(person.thumb_of(photo.name)).to_be_visible()
    expect(person.thumb_of(shopping_list.name)).to_have_count(0)
    expect(person.page.get_by_label("Length", exact=True)).to_have_value("11")
    expect(person.page.get_by_label("Note", exact=True)).to_have_value("After the garden")
    person.save_check_in()
    person.sees("1 photo is with it")
    check_in = CheckIn.objects.get(note="After the garden")
    assert (check_in.length_mm, check_in.photo_lesions.count()) == (Decimal(11), 1)


def test_without_script_the_sentence_stands_on_the_next_page_and_the_entry_is_saved(
    enter: Enter, filled: Filled, photo: Path, shopping_list: Path
) -> None:
    person = enter(filled.cast.owner, java_script_enabled=False)
    person.open("lesions:check-in", filled.lesion.pk)
    person.type("Note", "After the garden", exact=True)
    person.choose_photos(photo, shopping_list)
    person.save_check_in()
    person.is_told("1 photo is with it")
    person.is_told(shopping_list.name)
    assert CheckIn.objects.get(note="After the garden").photo_lesions.count() == 1


def test_without_script_a_mistake_elsewhere_keeps_the_good_photo_and_names_the_refused_one(
    enter: Enter, filled: Filled, photo: Path, shopping_list: Path
) -> None:
    person = enter(filled.cast.owner, java_script_enabled=False)
    person.open("lesions:check-in", filled.lesion.pk)
    person.type("Length", "eleven", exact=True)
    person.type("Note", "After the garden", exact=True)
    person.choose_photos(photo, shopping_list)
    person.save_check_in()
    person.sees("Write the millimetres as a number", shopping_list.name)
    expect(person.page.get_by_label("Keep with this entry")).to_be_checked()
    expect(person.page.get_by_label("Note", exact=True)).to_have_value("After the garden")
    person.say_size("11")
    person.save_check_in()
    person.is_told("1 photo is with it")
