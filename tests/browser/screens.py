"""The screens that the tests look through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Screen:
    width: int
    height: int
    scheme: str
    is_phone: bool

    @property
    def options(self) -> dict[str, Any]:
        """What Playwright's new_context wants to know."""
        return {
            "viewport": {"width": self.width, "height": self.height},
            "color_scheme": self.scheme,
            "has_touch": self.is_phone,
            "reduced_motion": "reduce",
        }

    def __str__(self) -> str:
        return f"{'phone' if self.is_phone else 'desktop'}-{self.scheme}"


PHONE_LIGHT = Screen(360, 740, "light", True)
PHONE_DARK = Screen(360, 740, "dark", True)
DESKTOP_LIGHT = Screen(1280, 900, "light", False)
DESKTOP_DARK = Screen(1280, 900, "dark", False)
ALL = (PHONE_LIGHT, PHONE_DARK, DESKTOP_LIGHT, DESKTOP_DARK)


def on(*screens: Screen) -> pytest.MarkDecorator:
    """Run the test once on each of these screens."""
    return pytest.mark.parametrize("screen", screens, indirect=True, ids=str)
