"""Comparing two dates: how many photos are asked for, keys alone, spots by touch, no script, small phones."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lesions.models import Lesion, Photo, PhotoLesion
from tests.browser.conftest import Enter
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on
from tests.browser.test_axe import violations
from tests.conftest import Cast
from tests.lesions.measure_photo import HIGH, WIDE, Scene, measure_photo
from tests.make import make_lesion, make_photo
from timeline.models import PhotoLandmarks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = replace(PHONE_LIGHT, width=320, height=568)
SHIFT = (60, -40)
# Two places of the first photo, in its pixels; on the second everything lies SHIFT further.
SPOTS = [(560.0, 330.0), (680.0, 400.0)]
ON_SCREEN = """([number, [u, v]]) => {
  const shot = document.querySelectorAll("[data-shot]")[number];
  const [a, b, c, d, e, f] = shot.dataset.matrix.split(" ").map(Number);
  const at = new DOMPoint(a * u + c * v + e, b * u + d * v + f);
  const place = at.matrixTransform(shot.querySelector(".cmp-photo svg").getScreenCTM());
  return [place.x, place.y];
}"""
SMALL = """() => [...document.querySelectorAll("[data-compare] :is(button, select, .pick, summary)")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 47.5 || box.width < 40)
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


def see(photo: Photo, lesion: Lesion, days_ago: int) -> Photo:
    """Attach a real picture to the deposit, so many days before now."""
    PhotoLesion.objects.create(photo=photo, lesion=lesion)
    photo.attached_at = photo.entered_at
    photo.taken_at -= timedelta(days=days_ago)
    photo.save()
    return photo


@pytest.fixture
def lesion(people: Cast) -> Lesion:
    """Her palm on two real photos, without a card, and on six that nobody opens."""
    lesion = make_lesion(people.record, "palm", name="Left palm 1")
    see(measure_photo(people.record, people.owner, Scene(marker=False)), lesion, 200)
    see(measure_photo(people.record, people.owner, Scene(marker=False, shift=SHIFT)), lesion, 1)
    for days in range(20, 80, 10):
        make_photo(people.record, lesion, days_ago=days)
    return lesion


def photos_asked_for(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/photos/" in request.url else None)
    return asked


def on_screen(page: Page, number: int, spot: tuple[float, float], shift: tuple[int, int]) -> list[float]:
    """Where a spot of the palm, in pixels of the first photo, lies on the screen."""
    at = [(spot[0] + shift[0]) / WIDE, (spot[1] + shift[1]) / HIGH]
    found: list[float] = page.evaluate(ON_SCREEN, [number, at])
    return found


def view_of(page: Page) -> str | None:
    return page.locator("[data-compare]").get_attribute("data-view")


def test_it_opens_with_two_photos_and_the_keys_lead_through_the_views(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    visitor = enter(people.dermatologist, viewport={"width": 1280, "height": 900})
    page = visitor.page
    asked = photos_asked_for(page)
    page.goto(reverse("timeline:compare", args=[lesion.pk]))
    visitor.sees("Brightness is matched for display; the photos are unchanged.")
    assert len(asked) == len(set(asked)) == 2
    page.locator("[data-stage]").focus()
    seen = []
    for key in "2341":
        page.keyboard.press(key)
        seen.append(view_of(page))
    assert seen == ["slider", "overlay", "blink", "side"]
    for key in ("+", "ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    boxes = page.locator(".cmp-photo svg").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('viewBox'))"
    )
    assert boxes[0] == boxes[1] != "0 0 1 1"
    page.keyboard.press(" ")
    expect(page.locator("[data-shot][data-on] figcaption")).to_contain_text("Left: day 0")
    page.keyboard.press(" ")
    expect(page.locator("[data-shot][data-on] figcaption")).to_contain_text("Right: day 199")
    page.keyboard.press("?")
    expect(page.get_by_text("slider or overlay: less and more of the second photo")).to_be_visible()
    assert len(asked) == 2


def test_a_photo_chosen_by_keys_in_the_ribbon_goes_to_the_chosen_side(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    earliest, newest = lesion.photo_lesions.order_by("photo__taken_at")[::7]
    third = lesion.photo_lesions.order_by("photo__taken_at")[2]
    PhotoLesion.objects.exclude(pk__in=[earliest.pk, newest.pk, third.pk]).delete()
    see(measure_photo(people.record, people.owner, Scene(marker=False, blur=1.2)), lesion, 100)
    page = enter(people.owner, viewport={"width": 1280, "height": 900}).page
    asked = photos_asked_for(page)
    page.goto(reverse("timeline:compare", args=[lesion.pk]))
    page.locator("[data-stage]").focus()
    page.keyboard.press("l")
    page.keyboard.press("]")
    expect(page.locator("figcaption").first).to_contain_text("Left: day 100")
    expect(page).to_have_url(re.compile(rf"photos=.*&photos={newest.photo_id}$"))
    assert len(asked) == 3, "the photo that stays is asked for again"
    page.locator("[data-ribbon] a[tabindex='0']").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("figcaption").first).to_contain_text("Left: day 0")


def test_two_spots_tapped_on_both_photos_lay_them_on_each_other(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    visitor = enter(people.owner)
    page = visitor.page
    page.goto(reverse("timeline:compare", args=[lesion.pk]))
    visitor.sees("These photos are not laid on each other.")
    visitor.press("Mark two spots")
    for number, shift in enumerate(((0, 0), SHIFT)):
        for x, y in SPOTS:
            page.touchscreen.tap(*on_screen(page, number, (x, y), shift))
    visitor.press("Lay them on each other")
    visitor.sees("Laid on each other by two spots marked on both photos.")
    assert PhotoLandmarks.objects.values("spots").distinct().count() == 1
    places = [on_screen(page, number, SPOTS[0], shift) for number, shift in enumerate(((0, 0), SHIFT))]
    boxes = page.locator(".cmp-photo").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().x)"
    )
    assert places[0][0] - boxes[0] == pytest.approx(places[1][0] - boxes[1], abs=2)
    assert places[0][1] == pytest.approx(places[1][1], abs=2)


def test_without_script_both_photos_are_shown_and_others_are_chosen_by_the_form(
    enter: Enter, people: Cast, lesion: Lesion
) -> None:
    visitor = enter(people.owner, java_script_enabled=False)
    page = visitor.page
    Photo.objects.filter(width_px=WIDE).update(sensitive=True)
    page.goto(reverse("timeline:compare", args=[lesion.pk]))
    expect(page.get_by_role("img", name=re.compile("^Photo of "))).to_have_count(2)
    blurred = "(one) => getComputedStyle(one).filter"
    assert "blur" in page.locator(".cmp-photo").first.evaluate(blurred)
    page.get_by_label("Show the sensitive photos").check(force=True)
    assert page.locator(".cmp-photo").first.evaluate(blurred) == "none"
    first, second = page.get_by_role("combobox").all()
    ids = [first.input_value(), second.input_value()]
    first.select_option(ids[1])
    second.select_option(ids[0])
    visitor.press("Compare these")
    expect(page.locator("figcaption").first).to_contain_text("Left: day 199")


@on(SMALL_PHONE, DESKTOP_DARK)
def test_the_page_fits_and_axe_finds_nothing(enter: Enter, people: Cast, lesion: Lesion) -> None:
    visitor = enter(people.owner)
    page = visitor.page
    page.goto(reverse("timeline:compare", args=[lesion.pk]))
    visitor.sees("Brightness is matched for display; the photos are unchanged.")
    for view in ("Beside", "Slider", "Blink"):
        page.get_by_label(view, exact=True).check(force=True)
        assert violations(visitor) == []
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    visitor.press("Mark two spots")
    assert violations(visitor) == []
    assert page.evaluate(SMALL) == []
