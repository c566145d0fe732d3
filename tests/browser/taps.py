"""Counts what a finger, or somebody at the keyboard, has to do. A tap on a field pays for typing into it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.browser.pages import is_focus_visible, middle, tab_to

CONTROL_PX = 48
MAP_PX = 44  # of a place on the body map
# What the finger hits: the label around a chip or a file field, else the control itself.
HIT = """(element) => {
  const box = (element.closest("label.pick, label.file, .form-check") ?? element).getBoundingClientRect();
  return { x: box.x, y: box.y, width: box.width, height: box.height };
}"""


class Taps:
    """One finger: every tap is counted and must hit something high enough; no page may scroll sideways."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def on_map(self, place: Locator) -> None:
        """A place on the drawing: its target may be a little smaller than a control's."""
        self.on(place, least_px=MAP_PX)

    def on(self, target: Locator, *, least_px: int = CONTROL_PX) -> None:
        target.wait_for()  # the tap before may have led to another page
        self.page.wait_for_load_state()
        self._stays_in_width()
        target.scroll_into_view_if_needed()
        box = target.evaluate(HIT)
        assert box["height"] >= least_px - 0.5, f"{target} is only {box['height']} px high"
        self.count += 1
        self._touch(target)

    def _touch(self, target: Locator) -> None:
        x, y = middle(target.evaluate(HIT))
        self.page.touchscreen.tap(x, y)

    def type_into(self, target: Locator, text: str) -> None:
        """Typing costs the tap that opened the keyboard."""
        self.on(target)
        self.page.keyboard.type(text)

    def _stays_in_width(self) -> None:
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 0, f"{self.page.url} scrolls sideways"


class Keys(Taps):
    """The same without pointing: Tab until it is focused, then Space or Enter; a press counts as the tap."""

    def _touch(self, target: Locator) -> None:
        self._reach(target)
        assert is_focus_visible(self.page), f"{target} shows no focus"
        kind = target.evaluate("(element) => element.type ?? element.tagName")
        if kind in ("radio", "checkbox"):
            if not target.is_checked():
                self.page.keyboard.press("Space")
        elif kind not in ("text", "textarea"):
            self.page.keyboard.press("Enter")

    def _reach(self, target: Locator) -> None:
        if target.get_attribute("type") != "radio":
            tab_to(self.page, target, most=150)
            return
        # Tab comes to a row of choices once, at its first or chosen one; the arrows go along it.
        name = target.get_attribute("name")
        row = self.page.locator(f'input[type=radio][name="{name}"]')
        for _step in range(150):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(name) => document.activeElement.name === name", name):
                break
        for _step in range(row.count()):
            if target.evaluate("(element) => element === document.activeElement"):
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"the arrows never reached {target}")
