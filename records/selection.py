"""What of a record goes on to a sheet, a PDF or a shared page: chosen once, read by all of them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """A part of the sheet that can be ticked on or off."""

    CHANGES = "changes", _("what changed")
    PHOTOS = "photos", _("photos")
    EVENTS = "events", _("openings and infections")
    DAYS = "days", _("pain and hands")
    TREATMENTS = "treatments", _("treatments and conditions")
    LABS = "labs", _("lab results")
    CONTEXT = "context", _("what happened around")
    CHART = "chart", _("the chart")
    NOTES = "notes", _("notes of the dermatologist")
    QUESTIONS = "questions", _("questions for the visit")


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody ticked. Photos stand one by one, so that a new photo is never taken along unasked.

    Attributes:
        since_on: from this day of the patient on; earlier things count as known.
        parts: keys of ``Part``.
        lesions: ids of the deposits that are shown at all.
        photos: ids of the photos that may be shown.
        is_long: the long form, with every deposit's history; else one page.
    """

    since_on: datetime.date
    parts: frozenset[str] = frozenset(Part.values)
    lesions: tuple[uuid.UUID, ...] = ()
    photos: tuple[uuid.UUID, ...] = ()
    is_long: bool = False

    def shows(self, part: str) -> bool:
        return part in self.parts

    def to_json(self) -> dict[str, Any]:
        return {
            "since_on": self.since_on.isoformat(),
            "parts": sorted(self.parts),
            "lesions": _texts(self.lesions),
            "photos": _texts(self.photos),
            "is_long": self.is_long,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """The selection back from ``to_json``; parts that no longer exist are left out.

        Raises:
            KeyError, ValueError: it is none.
        """
        return cls(
            since_on=datetime.date.fromisoformat(kept["since_on"]),
            parts=frozenset(kept["parts"]) & frozenset(Part.values),
            lesions=tuple(uuid.UUID(one) for one in kept["lesions"]),
            photos=tuple(uuid.UUID(one) for one in kept["photos"]),
            is_long=bool(kept["is_long"]),
        )


def _texts(ids: Iterable[uuid.UUID]) -> list[str]:
    return [str(one) for one in ids]
