"""What we say when a typed result or interval cannot be read: what went wrong and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from labs.definition import Text

_EXAMPLES = _(
    "We can read numbers (2.45, <0.5, >100), titres (1:320) and words such as negative or positive."
)

_MESSAGES: dict[str, Text] = {
    "empty": _("Please type the result."),
    "words": _EXAMPLES,
    "spaces": _("There is a space inside the number that we can’t place. Please type it in one piece."),
    "separators": _("The commas and dots don’t add up to one number. Please type it with one decimal sign."),
    "too_long": _("This number has more digits than we can keep. Please check it against the report."),
    "negative_number": _("A lab result of this kind is never below zero. Please check the minus sign."),
    "unit": _("We don’t know the unit behind the number. Please type only the number and choose the unit."),
    "not_numeric": _("This test is reported as a word or a titre, such as negative or 1:320."),
    "not_titre": _("This test isn’t reported as a titre. Please check the name of the test."),
    "not_qualitative": _("This test is reported as a number. Please type the number from the report."),
    "interval": _(
        "We can read 2.15-2.55, < 5, > 60 or negative. If the report says something else, put it in the note."
    ),
    "interval_order": _("The first number of the range is larger than the second. Please check them."),
    "interval_thousands": _(
        "Is that comma a decimal sign? Please type the range without commas for thousands."
    ),
    "interval_unit": _("The range stands in another unit than the result. Please type it in the same unit."),
}


def unreadable(code: str) -> Text:
    """The message for a code of ``labs.units.Unreadable``."""
    return _MESSAGES.get(code, _EXAMPLES)
