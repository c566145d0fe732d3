"""Outlines over a photo in templates: all places are fractions of the upright photo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lesions.measured_size import numbers_of, tenth

if TYPE_CHECKING:
    from lesions.models import Measurement, Photo

register = template.Library()

WIDE = 1000  # of the drawing over a photo, in its own units; a tenth is less than a pixel of a shown photo


@register.filter
def as_json(value: Any) -> str:
    """For a hidden field; escaped like any other text of a template."""
    return json.dumps(value, separators=(",", ":"))


@register.filter
def reading_words(row: Measurement) -> str:
    """As "12.3 × 8.1 mm, ± 0.6 mm": the digits of a check-in."""
    length, width, _method = numbers_of(row)
    size = f"{length} × {width} mm" if width is not None else f"{length} mm"
    return f"{size}, ± {tenth(row.uncertainty_mm)} mm"


@register.simple_tag
def over_photo(
    photo: Photo,
    outlines: Sequence[Any] = (),
    ends: Any = (),
    markers: Any = (),
    redness: Any = (),
    lines: Any = (),
) -> SafeString:
    """The drawing that lies over the photo: outlines or lines, the longest way across, card and redness."""
    high = WIDE * photo.height_px / photo.width_px
    layers = (("over-card", markers or ()), ("over-red", redness), ("over-line", outlines))
    rows = ((name, places_text(one, high)) for name, polygons in layers for one in polygons)
    drawn = format_html_join("", '<polygon class="{}" points="{}"/>', rows)
    across = [("over-line", line) for line in lines] or ([("over-ends", ends)] if ends else [])
    open_lines = ((name, places_text(line, high)) for name, line in across)
    return format_html(
        '<svg class="over" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}{}</svg>',
        WIDE, f"{high:.1f}", drawn,
        format_html_join("", '<polyline class="{}" points="{}"/>', open_lines),
    )  # fmt: skip


def places_text(places: Any, high: float) -> str:
    return " ".join(f"{x * WIDE:.1f},{y * high:.1f}" for x, y in places)
