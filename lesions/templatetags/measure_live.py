"""Pieces of the measuring page with script: pictures of the questions, the coins by currency."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lesions import measure_words
from lesions.coin_words import coin_choices

register = template.Library()


@register.simple_tag
def measure_picture(name: str) -> SafeString:
    """A drawing of static/measure.svg, hidden from screen readers: the words beside it say the same."""
    return format_html(
        '<svg viewBox="0 0 96 64" aria-hidden="true"><use href="{}#p-{}"/></svg>', static("measure.svg"), name
    )


@register.simple_tag
def coins_by_currency() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every coin we know the diameter of, under its currency."""
    return coin_choices()


@register.simple_tag
def straight_words(when: str) -> str:
    """On the side of a finger, which needs a straight view: before the ``tap``, and with the ``size``."""
    return measure_words.straight_first() if when == "tap" else measure_words.straight_with_size()


@register.filter
def unbroken(text: str) -> str:
    """A number stays on one line with its unit."""
    return measure_words.unbroken(text)
