"""The last photos of a deposit, for the camera that shows them as a guide."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django import template
from django.db.models import F, QuerySet, UUIDField, Window
from django.db.models.functions import RowNumber

from accounts.addresses import address
from accounts.prepared import Prepared, Value
from lesions.models import Lesion, PhotoLesion

register = template.Library()


def _newest(lesion: uuid.UUID) -> QuerySet[PhotoLesion, tuple[Any, ...]]:
    """The newest photo of each view; a deposit may have hundreds."""
    links = PhotoLesion.objects.filter(lesion=lesion, photo__deleted_at__isnull=True)
    place = Window(RowNumber(), partition_by="photo__view", order_by=[F("photo__taken_at").desc(), "-pk"])
    return (
        links.annotate(place=place).filter(place=1).values_list("photo__view", "photo_id", "photo__sensitive")
    )


_NEWEST = Prepared(_newest, {"lesion": Value(UUIDField(), uuid.UUID("7d3b1a54-9f0e-4d8b-8a2c-6e0c5f1b9a03"))})


@register.simple_tag
def last_photos(lesion: Lesion | None) -> str:
    """The newest photo of each view as JSON: view -> its address, whether it is sensitive."""
    if not isinstance(lesion, Lesion) or lesion._state.adding:
        return "{}"
    guides = {
        view: {"src": address("lesions:photo-file", photo_id, "medium"), "sensitive": sensitive}
        for view, photo_id, sensitive in _NEWEST.rows(lesion=lesion.pk)
    }
    return json.dumps(guides)
