"""Photos of a visit sheet; where their bytes come from is said by the page that shows it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from records.sheet_parts import Picture

register = template.Library()

PhotoUrl = Callable[[uuid.UUID, str], str]


@register.simple_tag(takes_context=True)
def sheet_photo(context: dict[str, Any], picture: Picture) -> SafeString:
    """One photo in a square: the part its frame says, else all of it. Asks the page's ``photo_url``.

    With ``photos_open`` in the context it leads to the whole photo, large.
    """
    photo_url: PhotoUrl = context["photo_url"]
    drawn = _photo(picture, photo_url(picture.photo_id, "medium"))
    if not context.get("photos_open"):
        return drawn
    return format_html('<a href="{}">{}</a>', photo_url(picture.photo_id, "large"), drawn)


def _photo(picture: Picture, address: str) -> SafeString:
    if picture.frame is None:
        return format_html(
            '<img src="{}" width="{}" height="{}" alt="{}">',
            address, picture.width_px, picture.height_px, picture.alt,
        )  # fmt: skip
    return format_html(
        '<svg viewBox="0 0 1 1" role="img" aria-label="{}"><image href="{}" width="{}" height="{}" '
        'preserveAspectRatio="none" transform="{}"/></svg>',
        picture.alt, address, picture.width_px, picture.height_px,
        picture.frame.svg_transform(picture.width_px, picture.height_px),
    )  # fmt: skip
