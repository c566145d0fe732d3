"""The deposits that want attention: each with its last photo and, right after, what was just saved."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Subquery, UUIDField
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lesions.models import CheckIn, Lesion
from lesions.photo_services import newest_for_lists

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from timeline.summary import LesionLine

FIRST = 4
# So long the answer stands in the place of the question, with the way to take it back.
JUST_NOW = datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class NumberedLine:
    """A lesion with the number of its pin and words for its state."""

    number: int
    line: LesionLine
    words: str


@dataclass(frozen=True)
class WantedLine:
    """A lesion that wants an answer, or has just got one."""

    number: int
    line: LesionLine
    words: str
    photo_id: uuid.UUID | None
    saved: CheckIn | None

    @property
    def saved_for(self) -> datetime.date | None:
        """The day of what was saved, where that is not the day it was entered on."""
        if self.saved is None:
            return None
        day = timezone.localdate(self.saved.observed_at)
        return day if day != timezone.localdate(self.saved.entered_at) else None


@dataclass(frozen=True)
class Wanted:
    shown: list[WantedLine]
    more: int  # how many are not shown
    due: int

    @property
    def count(self) -> int:
        """How many want attention, shown or not; what was just answered does not any more."""
        return self.more + sum(one.saved is None for one in self.shown)


_SIZES = {"progressing": gettext_lazy("Getting larger"), "improving": gettext_lazy("Getting smaller")}


def state_words(line: LesionLine) -> str:
    """The state in words, with its day; of a quiet one, whether its size changed beyond the error."""
    since = line.since_on
    day = {"day": format_date(since, "j F Y") if since else ""}
    words = {
        "infected": _("Infected since %(day)s") % day,
        "open": _("Open since %(day)s") % day,
        "inflamed": _("Inflamed since %(day)s") % day,
        "gone": _("Gone since %(day)s") % day,
    }.get(line.state, str(_SIZES.get(line.verdict, _("Quiet"))))
    if line.due and line.state == "quiet":
        return _("%(state)s, check-in due") % {"state": words}
    return words


def numbered(lines: Sequence[LesionLine]) -> list[NumberedLine]:
    return [NumberedLine(number, line, state_words(line)) for number, line in enumerate(lines, start=1)]


def wanted(patient: Patient, user: User, lines: Sequence[NumberedLine], *, show_all: bool = False) -> Wanted:
    """What home asks about: the first few, and those answered a moment ago in between.

    Args:
        show_all: all of them instead of the first few.
    """
    saved = saved_since(patient, user, timezone.now() - JUST_NOW)
    asked = [one for one in lines if one.line.needs_care or one.line.due or one.line.id in saved]
    waiting = [one for one in asked if one.line.id not in saved]
    left_out = [] if show_all else waiting[FIRST:]
    shown = [one for one in asked if one not in left_out]
    return Wanted(
        shown=with_photos(shown, saved),
        more=len(left_out),
        due=sum(one.line.due for one in lines),
    )


def with_photos(lines: Sequence[NumberedLine], saved: dict[str, CheckIn]) -> list[WantedLine]:
    photos = last_photos([one.line.id for one in lines])
    return [
        WantedLine(one.number, one.line, one.words, photos.get(one.line.id), saved.get(one.line.id))
        for one in lines
    ]


def saved_since(patient: Patient, user: User, since: datetime.datetime) -> dict[str, CheckIn]:
    """The newest check-in of each lesion that this person has entered since then, by the lesion's id."""
    rows = CheckIn.objects.kept().filter(patient=patient, entered_by=user, entered_at__gte=since)
    return {str(row.lesion_id): row for row in rows.order_by("entered_at")}


def last_photos(lesion_ids: Sequence[str]) -> dict[str, uuid.UUID]:
    """The newest photo of each lesion, without the sensitive ones: one query."""
    if not lesion_ids:
        return {}
    newest = newest_for_lists("pk")
    rows = Lesion.objects.filter(pk__in=lesion_ids).annotate(
        last_photo_id=Subquery(newest.values("photo_id")[:1], output_field=UUIDField())
    )
    return {str(pk): photo for pk, photo in rows.values_list("pk", "last_photo_id") if photo}
