"""A mark on a photo: set by touch, by keys and without script; looked at on a phone and switched off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import Visitor
from tests.browser.screens import DESKTOP_LIGHT, on
from timeline.models import Note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "timeline:photo-note-add"
SET = "Sign and save"


def stage(visitor: Visitor) -> Locator:
    return visitor.page.locator("[data-stage]")


def tap(visitor: Visitor, x: float, y: float) -> None:
    """A tap at fractions of the photo."""
    stage(visitor).scroll_into_view_if_needed()
    box = stage(visitor).bounding_box()
    assert box is not None
    stage(visitor).tap(position={"x": box["width"] * x, "y": box["height"] * y})


def newest() -> Note:
    return Note.objects.order_by("-entered_at")[0]


def test_two_taps_set_an_arrow_and_undo_takes_one_back(enter: Enter, filled: Filled) -> None:
    derm = enter(filled.cast.dermatologist)
    derm.open(ADD, filled.photo.pk)
    derm.page.get_by_role("textbox", name="Note").fill("Look here.")
    tap(derm, 0.2, 0.3)
    derm.sees("Now tap what it points to.")
    tap(derm, 0.9, 0.9)
    derm.press("Undo")
    derm.sees("Now tap what it points to.")
    tap(derm, 0.6, 0.5)
    derm.press("Right")
    derm.press(SET)
    derm.sees("The note is saved")
    mark = newest().mark
    assert mark is not None
    assert mark["from"] == pytest.approx([0.2, 0.3], abs=0.01)
    assert mark["to"] == pytest.approx([0.61, 0.5], abs=0.01)


@on(DESKTOP_LIGHT)
def test_keys_alone_set_a_circle(enter: Enter, filled: Filled) -> None:
    derm = enter(filled.cast.dermatologist)
    derm.open(ADD, filled.photo.pk)
    derm.page.get_by_role("textbox", name="Note").fill("All of this.")
    derm.pick("Mark on the photo", "Circle")
    stage(derm).focus()
    for key in (
        "Shift+ArrowLeft",
        "ArrowUp",
        "Enter",
        *["Shift+ArrowRight"] * 3,
        *["ArrowDown"] * 9,
        "Enter",
    ):
        derm.page.keyboard.press(key)
    derm.sees("The circle is set.")
    derm.press(SET)
    derm.sees("The note is saved")
    assert newest().mark == {"kind": "ellipse", "centre": [0.525, 0.535], "radii": [0.075, 0.045]}


def test_a_mark_stands_above_the_photo_and_is_switched_off(enter: Enter, filled: Filled) -> None:
    rosa = enter(filled.cast.owner)
    rosa.open("lesions:photo", filled.photo.pk)
    mark = rosa.link("Mark 1: Arrow to the middle")
    line, picture = rosa.page.locator(".mark-halo"), rosa.page.locator(".marked img")
    drawn, shown = line.bounding_box(), picture.bounding_box()
    assert drawn is not None
    assert shown is not None
    assert drawn["x"] == pytest.approx(shown["x"] + 0.2 * shown["width"], abs=5)
    assert drawn["y"] + drawn["height"] == pytest.approx(shown["y"] + 0.5 * shown["height"], abs=5)
    mark.click()
    expect(rosa.page.locator("li:target")).to_contain_text("This is the crumb.")
    rosa.page.get_by_label("Show the mark").uncheck()
    expect(mark).to_be_hidden()
    expect(picture).to_be_visible()


def test_without_script_the_place_is_written_in_percent(enter: Enter, filled: Filled) -> None:
    derm = enter(filled.cast.dermatologist, java_script_enabled=False)
    derm.open(ADD, filled.photo.pk)
    derm.page.get_by_role("textbox", name="Note").fill("A scar.")
    derm.pick("Mark on the photo", "Words")
    derm.type("First place, from the left", "25")
    derm.press(SET)
    derm.sees("Tap this place on the photo, or write where it is in percent.")
    derm.type("First place, from the top", "40,5")
    derm.type("Words on the photo", "scar")
    derm.press(SET)
    derm.sees("The note is saved")
    assert newest().mark == {"kind": "text", "at": [0.25, 0.405], "label": "scar"}
