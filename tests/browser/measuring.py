"""What a person does on the measuring page: answers, taps on a place of the photo, looks at the size."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse
from playwright.sync_api import Locator, Page, Response, expect

from lesions.models import Lesion, Photo
from tests.browser.pages import Visitor
from tests.lesions.measure_photo import HIGH, LUMP_AT, LUMP_MM, PX_PER_MM, WIDE

SIZE = re.compile(r"^\d+\.\d × \d+\.\d mm$")
ON_SCREEN = """([x, y]) => {
  const place = new DOMPoint(x, y).matrixTransform(document.querySelector("[data-view]").getScreenCTM());
  return [place.x, place.y];
}"""
SMALL = """() => [...document.querySelectorAll("[data-measure-live] button")]
  .filter((button) => button.checkVisibility())
  .map((button) => [button.textContent.trim(), button.getBoundingClientRect()])
  .filter(([, box]) => box.width < 47.5 || box.height < 47.5)
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""

Px = tuple[float, float]


class Measuring:
    """Rosa in front of a photo; all places are pixels of the drawn scene."""

    def __init__(self, visitor: Visitor, photo: Photo, lesion: Lesion) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.url = reverse("lesions:measure", args=[photo.pk, lesion.pk])

    def open(self) -> None:
        self.page.goto(self.url)
        expect(self.root).to_be_visible()
        # the photo is there
        expect(self.root.locator("[data-view] image")).to_have_attribute("href", re.compile("^blob:"))

    @property
    def root(self) -> Locator:
        return self.page.locator("[data-measure-live]")

    @property
    def photo(self) -> Locator:
        return self.page.get_by_role("application")

    def at(self, point: Px) -> Px:
        """Where a place of the photo lies on the screen."""
        x, y = self.page.evaluate(ON_SCREEN, list(point))
        return x, y

    def tap(self, point: Px) -> None:
        x, y = self.at(point)
        if self.page.evaluate("() => navigator.maxTouchPoints > 0"):
            self.page.touchscreen.tap(x, y)
        else:
            self.page.mouse.click(x, y)

    def tap_lump(self) -> None:
        self.tap(LUMP_AT)

    def answer(self, *words: str) -> None:
        for word in words:
            self.visitor.press(word)

    def is_at(self, title: str | re.Pattern[str]) -> None:
        expect(self.visitor.heading(title, level=2)).to_be_visible()

    @property
    def size(self) -> Locator:
        return self.root.locator("[data-size]:visible")

    def sees_size(self) -> str:
        """Waits until the size belongs to what is drawn."""
        expect(self.root).to_have_attribute("data-reading", "new")
        expect(self.size).to_have_text(SIZE)
        return self.size.text_content() or ""

    def length(self) -> float:
        return float(self.sees_size().split(" ")[0])

    def says(self, text: str | re.Pattern[str]) -> None:
        """What a screen reader is told."""
        expect(self.root.get_by_role("status")).to_have_text(text)

    def handles(self) -> Locator:
        return self.root.locator("[data-layer=handles] circle")

    def handle(self, number: int) -> Px:
        """Where a point of the outline is, in pixels of the photo."""
        circle = self.handles().nth(number)
        x, y = (float(circle.get_attribute(name) or 0) for name in ("cx", "cy"))
        return x, y

    def small_buttons(self) -> list[str]:
        found: list[str] = self.page.evaluate(SMALL)
        return found

    def accept(self) -> None:
        self.visitor.press("Use this size")
        self.visitor.is_told("Measured:")


def true_length() -> float:
    return LUMP_MM[0]


def lump_box() -> tuple[Px, Px]:
    """Two opposite corners around the lump, roughly."""
    x, y = LUMP_AT
    half = LUMP_MM[0] / 2 * PX_PER_MM
    return (x - half, y - half * 0.8), (x + half, y + half * 0.8)


def is_on(page: Page, point: Px) -> bool:
    """Whether a place of the screen can be seen without scrolling."""
    size = page.viewport_size
    assert size
    return 0 <= point[0] <= size["width"] and 0 <= point[1] <= size["height"]


def answers_with(page: Page, pattern: str, **answer: Any) -> None:
    """The server answers so from now on."""
    page.route(re.compile(pattern), lambda route: route.fulfill(**answer))


def asked_of(response: Response) -> str:
    return response.request.post_data or ""


__all__ = [
    "HIGH",
    "LUMP_AT",
    "SIZE",
    "WIDE",
    "Measuring",
    "Px",
    "answers_with",
    "is_on",
    "lump_box",
    "true_length",
]
