"""The last photos of a deposit, for the camera that shows them as a guide."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.urls import reverse

from lesions.models import Lesion, PhotoLesion

register = template.Library()


@register.simple_tag
def last_photos(lesion: Lesion | None) -> str:
    """The newest photo of each view as JSON: view -> its address, whether it is sensitive."""
    if not isinstance(lesion, Lesion) or lesion._state.adding:
        return "{}"
    links = PhotoLesion.objects.filter(lesion=lesion, photo__deleted_at__isnull=True)
    rows = links.order_by("photo__taken_at").values_list("photo__view", "photo_id", "photo__sensitive")
    guides: dict[str, dict[str, Any]] = {}
    for view, photo_id, sensitive in rows:  # the newest of a view comes last and stays
        src = reverse("lesions:photo-file", args=[photo_id, "medium"])
        guides[view] = {"src": src, "sensitive": sensitive}
    return json.dumps(guides)
