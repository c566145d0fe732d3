"""The camera in the page, with Chromium's own test picture: guide, timer, keys, views, refusals."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from lesions.models import Photo, PhotoLesion
from tests.browser.conftest import CHROMIUM_NAMES, FLAGS, Enter
from tests.browser.filled import Filled
from tests.browser.pages import Visitor, tab_to
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
TRACKS = """() => {
  window.tracks = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
}"""
FAILS_AS = """(name) => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", name); };
}"""


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium of its own whose camera is a moving test picture."""
    found = os.environ.get("CALCITRACK_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    chromium = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *FAKE])
    yield chromium
    chromium.close()


@pytest.fixture
def person(enter: Enter, filled: Filled) -> Visitor:
    """Rosa, about to check in on the deposit that has a close-up already."""
    visitor = enter(filled.cast.owner)
    visitor.open("lesions:check-in", filled.lesion.pk)
    return visitor


def offer(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("use the camera here"))


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Camera")


def open_camera(person: Visitor) -> Locator:
    person.page.evaluate(TRACKS)
    offer(person.page).click()
    camera = dialog(person.page)
    expect(camera).to_have_attribute("data-state", "ready")
    return camera


def choose(camera: Locator, view: str) -> None:
    camera.get_by_role("list", name="Views").get_by_role("button", name=view).click()


def opacity(camera: Locator) -> float:
    return float(camera.locator("[data-camera-ghost]").evaluate("(image) => getComputedStyle(image).opacity"))


def is_lit(page: Page) -> bool:
    return bool(page.evaluate("() => window.tracks.some((track) => track.readyState === 'live')"))


def test_the_phones_own_camera_stays_the_first_choice(person: Visitor) -> None:
    first, second = person.photo_input().bounding_box(), offer(person.page).bounding_box()
    assert first
    assert second
    assert first["y"] < second["y"]
    assert first["height"] > second["height"]


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_the_three_views_are_asked_in_turn_and_one_may_be_skipped(person: Visitor, filled: Filled) -> None:
    camera = open_camera(person)
    for view in ("Overview", "Close-up"):
        expect(camera.locator("[aria-current=step]")).to_have_text(view)
        expect(camera.locator("[data-camera-guide]:visible svg")).to_have_count(1)
        camera.get_by_role("button", name="The picture: tap it").click()
        camera.get_by_role("button", name="Use it").click()
        if view == "Overview":
            expect(camera.locator("[aria-current=step]")).to_have_text("Region")
            camera.get_by_role("button", name="Skip this one").click()
    expect(dialog(person.page)).to_have_count(0)
    assert not is_lit(person.page)
    # Chromium's test picture moves, but twice may look alike: both are kept in any case
    expect(person.page.locator("[data-photo-item][data-state=kept]")).to_have_count(2)
    person.save_check_in()
    person.sees("2 photos are with it")
    new = Photo.objects.exclude(pk=filled.photo.pk)
    assert sorted(new.values_list("view", flat=True)) == ["close_up", "overview"]
    assert all(photo.taken_at_known and photo.taken_at <= timezone.now() for photo in new)


def test_the_last_photo_of_the_view_shines_through_and_buttons_make_it_stronger(person: Visitor) -> None:
    camera = open_camera(person)
    ghost = camera.locator("[data-camera-ghost]")
    expect(ghost).to_be_hidden()
    person.sees("There is no earlier photo of this view")
    choose(camera, "Close-up")
    expect(ghost).to_be_visible()
    before = opacity(camera)
    camera.get_by_role("button", name="Stronger").click()
    assert opacity(camera) == pytest.approx(before + 0.1)
    camera.get_by_role("button", name="Fainter").click()
    camera.get_by_role("button", name="Fainter").click()
    assert opacity(camera) == pytest.approx(before - 0.1)
    camera.get_by_role("button", name="Hide last photo").click()
    expect(ghost).to_be_hidden()
    camera.get_by_role("button", name="Show last photo").click()
    expect(ghost).to_be_visible()


def test_a_sensitive_photo_is_a_guide_only_after_a_tap(enter: Enter, filled: Filled) -> None:
    filled.photo.sensitive = True
    filled.photo.save()
    person = enter(filled.cast.owner)
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url))
    person.open("lesions:check-in", filled.lesion.pk)
    camera = open_camera(person)
    choose(camera, "Close-up")
    expect(camera.locator("[data-camera-ghost]")).to_be_hidden()
    assert not [url for url in asked if "/photos/" in url and url.endswith("/medium/")]
    camera.get_by_role("button", name="Show the last, sensitive photo").click()
    expect(camera.locator("[data-camera-ghost]")).to_be_visible()


def test_the_timer_counts_down_for_eyes_and_ears_and_can_be_stopped(person: Visitor) -> None:
    camera = open_camera(person)
    camera.get_by_label("3 s").check()
    shoot = camera.get_by_role("button", name="Take the photo", exact=True)
    shoot.click()
    expect(camera.locator("[data-camera-count]")).to_have_text("3")
    expect(camera.get_by_role("status")).to_have_text("3")
    camera.get_by_role("button", name="Stop", exact=True).click()
    expect(camera).to_have_attribute("data-state", "ready")
    shoot.click()
    expect(camera.get_by_role("button", name="Use it")).to_be_visible()


@pytest.mark.parametrize("key", ["Enter", "Space", "k", "AudioVolumeUp"])
def test_any_key_takes_the_photo(person: Visitor, key: str) -> None:
    camera = open_camera(person)
    if key == "AudioVolumeUp":  # phones whose browser hands it on
        camera.evaluate(
            "(d) => d.dispatchEvent(new KeyboardEvent('keydown', { key: 'AudioVolumeUp', bubbles: true }))"
        )
    else:
        person.page.keyboard.press(key)
    expect(camera.get_by_role("button", name="Use it")).to_be_focused()


def test_the_keys_of_a_control_stay_its_own(person: Visitor) -> None:
    camera = open_camera(person)
    choose(camera, "Close-up")
    slider = camera.get_by_role("slider")
    before = int(slider.input_value())
    slider.press("ArrowRight")
    assert int(slider.input_value()) == before + 10
    expect(camera).to_have_attribute("data-state", "ready")


def test_a_photo_can_be_taken_again_before_it_is_used(person: Visitor) -> None:
    camera = open_camera(person)
    person.page.keyboard.press("Enter")
    camera.get_by_role("button", name="Take it again").click()
    expect(camera.locator("[data-camera-still]")).to_be_hidden()
    expect(camera).to_have_attribute("data-state", "ready")
    expect(person.page.locator("[data-photo-item]")).to_have_count(0)


def test_escape_closes_the_camera_puts_its_light_out_and_goes_back(person: Visitor) -> None:
    open_camera(person)
    assert is_lit(person.page)
    person.page.keyboard.press("Escape")
    expect(dialog(person.page)).to_have_count(0)
    assert not is_lit(person.page)
    expect(offer(person.page)).to_be_focused()


def test_a_hidden_page_holds_no_camera(person: Visitor) -> None:
    open_camera(person)
    hide = """(hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    person.page.evaluate(hide, True)
    assert not is_lit(person.page)
    person.page.evaluate(hide, False)
    expect(dialog(person.page)).to_have_attribute("data-state", "ready")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("NotAllowedError", "may not use the camera"),
        ("NotFoundError", "No camera was found"),
        ("NotReadableError", "The camera is busy"),
        ("TypeError", "The camera did not start"),
    ],
)
def test_where_there_is_no_camera_a_sentence_says_so_and_the_other_way_has_the_focus(
    person: Visitor, name: str, words: str
) -> None:
    person.page.evaluate(FAILS_AS, name)
    offer(person.page).click()
    expect(person.page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect(dialog(person.page)).to_have_count(0)
    expect(person.photo_input()).to_be_focused()


def test_without_a_sensor_no_level_is_shown_but_a_sentence(person: Visitor) -> None:
    camera = open_camera(person)
    expect(camera.locator("[data-camera-level]")).to_be_hidden()
    expect(camera.get_by_text("Hold the phone flat above it.")).to_be_visible()


def test_with_a_sensor_the_level_says_when_the_phone_lies_flat(person: Visitor) -> None:
    camera = open_camera(person)
    tilt: Callable[[int], None] = lambda beta: person.page.evaluate(  # noqa: E731
        "(beta) => dispatchEvent(new DeviceOrientationEvent('deviceorientation', { beta, gamma: 0 }))", beta
    )
    level = camera.locator("[data-camera-level]")
    tilt(20)
    expect(level).to_be_visible()
    expect(level).not_to_have_class(re.compile("is-flat"))
    tilt(2)
    expect(level).to_have_class(re.compile("is-flat"))


@on(DESKTOP_DARK)
def test_a_photo_is_taken_with_the_keyboard_alone(person: Visitor, filled: Filled) -> None:
    assert tab_to(person.page, offer(person.page)) == []
    person.page.keyboard.press("Enter")
    camera = dialog(person.page)
    expect(camera).to_have_attribute("data-state", "ready")
    assert tab_to(person.page, camera.get_by_role("button", name="Skip this one")) == []
    person.page.keyboard.press("Enter")
    person.page.keyboard.press("Enter")  # the picture has the focus again: the trigger
    expect(camera.get_by_role("button", name="Use it")).to_be_focused()
    person.page.keyboard.press("Enter")
    person.page.keyboard.press("Escape")
    expect(person.page.locator("[data-photo-item][data-state=kept]")).to_have_count(1)
    assert Photo.objects.exclude(pk=filled.photo.pk).get().view == "regional"


def test_the_view_of_a_chosen_file_is_said_with_one_tap(
    person: Visitor, filled: Filled, photo: object
) -> None:
    person.choose_photos(photo)  # type: ignore[arg-type]
    expect(person.page.locator("[data-photo-item][data-state=kept]")).to_have_count(1)
    person.page.get_by_label("Overview", exact=True).check()
    person.save_check_in()
    person.sees("1 photo is with it")
    new = PhotoLesion.objects.exclude(photo=filled.photo).get().photo
    assert (new.view, new.identifying) == ("overview", False)
