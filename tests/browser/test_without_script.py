"""The main job where JavaScript is off: the list instead of the map, a plain file field, everything saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from lesions.models import CheckIn, Lesion
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import FINGERTIP_SITE
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_without_script_a_deposit_is_added_from_the_list_with_a_photo_and_checked_in(
    enter: Enter, people: Cast, photo: Path
) -> None:
    person = enter(people.owner, java_script_enabled=False)
    person.open("timeline:home")
    person.begin_first_deposit()
    person.choose_fingertip_in_list()
    person.say_size("7", "5")
    person.choose_photos(photo)
    person.save_deposit()
    lesion = Lesion.objects.get()
    assert (lesion.site, lesion.map_view) == (FINGERTIP_SITE, "")
    person.sees("7 × 5 mm", "1 photo is with it")

    person.begin_check_in()
    person.say_size("8", "5")
    person.say_pain(2)
    person.save_check_in()
    person.sees("8 × 5 mm")
    person.say_same()
    person.is_told("same as last time")
    person.undo()
    assert CheckIn.objects.kept().count() == 2


def test_without_script_the_drawing_leads_to_the_place_too(enter: Enter, people: Cast) -> None:
    person = enter(people.owner, java_script_enabled=False)
    person.open("lesions:place-choose", people.record.pk)
    person.choose_fingertip_on_map()
    expect(person.heading("Left index finger, fingertip pad", level=1)).to_be_visible()


def test_without_script_a_lab_result_is_saved(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner, java_script_enabled=False)
    person.open("labs:add", filled.cast.record.pk)
    person.add_lab_result("Phosphate", "1.1", "mmol/L", filled.cast.record.today().isoformat())
    person.sees("Phosphate", "1.1 mmol/L")
