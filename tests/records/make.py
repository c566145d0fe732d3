"""Makers of links for a while."""

from __future__ import annotations

import datetime
from typing import Any

from accounts.models import Patient, User
from lesions.models import Lesion, Photo
from records.selection import Selection
from records.share import NewLink, make_link

PASSCODE = "WINTER27"


def select(lesions: list[Lesion] | None = None, photos: list[Photo] | None = None, **extra: Any) -> Selection:
    """What is ticked: these deposits and photos, every part, from a year ago on."""
    extra.setdefault("since_on", datetime.date(2025, 11, 26))
    return Selection(
        lesions=tuple(one.pk for one in lesions or []), photos=tuple(one.pk for one in photos or []), **extra
    )


def share(patient: Patient, by: User, *photos: Photo, hours: float = 24, **extra: Any) -> NewLink:
    """A link for Dr Weiss that shows these photos, with a passcode of the person's own."""
    extra.setdefault("selection", select(photos=list(photos)))
    extra.setdefault("passcode", PASSCODE)
    extra.setdefault("for_whom", "Dr Weiss")
    return make_link(patient, by=by, lasts=datetime.timedelta(hours=hours), **extra)
