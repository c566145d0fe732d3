"""Check in on all: one due deposit after the other, kept as a draft, so that it may be left for a while."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from lesions import drafts
from lesions.models import CheckIn, DailyEntry, Draft
from timeline.summary import summary_of
from timeline.wanted import NumberedLine, WantedLine, numbered, saved_since, with_photos

if TYPE_CHECKING:
    from accounts.models import Patient, User

WALK = Draft.Kind.WALK


@dataclass(frozen=True)
class Walk:
    """Today's walk of one person. What was answered is read from the record, so undoing asks again.

    Attributes:
        data: ``lesions``, the ids in their order; ``skipped``; ``day_skipped``; ``started_at``.
    """

    patient: Patient
    user: User
    lines: list[NumberedLine]
    data: dict[str, Any] | None

    @property
    def has_begun(self) -> bool:
        return self.data is not None

    @property
    def due(self) -> list[NumberedLine]:
        return [one for one in self.lines if one.line.due]

    @cached_property
    def stops(self) -> list[NumberedLine]:
        """The deposits of this walk that are still there."""
        known = {one.line.id: one for one in self.lines}
        return [known[pk] for pk in (self.data or {}).get("lesions", []) if pk in known]

    @cached_property
    def saved(self) -> dict[str, CheckIn]:
        if self.data is None:
            return {}
        return saved_since(self.patient, self.user, datetime.datetime.fromisoformat(self.data["started_at"]))

    @property
    def skipped(self) -> list[NumberedLine]:
        left = (self.data or {}).get("skipped", [])
        return [one for one in self.stops if one.line.id in left and one.line.id not in self.saved]

    @property
    def _next(self) -> NumberedLine | None:
        skipped = self.skipped
        left = (one for one in self.stops if one.line.id not in self.saved and one not in skipped)
        return next(left, None)

    @cached_property
    def current(self) -> WantedLine | None:
        """The next one without an answer."""
        one = self._next
        return with_photos([one], {})[0] if one else None

    @property
    def is_done(self) -> bool:
        """Everything was asked: only what was saved is left to be seen."""
        return self.has_begun and self._next is None and not self.asks_about_day

    @property
    def position(self) -> int:
        """Which one this is, counted from 1; what was answered out of turn counts too."""
        return 1 + sum(one.line.id in self.saved for one in self.stops) + len(self.skipped)

    @property
    def answered(self) -> list[WantedLine]:
        return with_photos([one for one in self.stops if one.line.id in self.saved], self.saved)

    @cached_property
    def day(self) -> DailyEntry | None:
        return DailyEntry.objects.kept().filter(patient=self.patient, on=self.patient.today()).first()

    @property
    def asks_about_day(self) -> bool:
        return self.day is None and not (self.data or {}).get("day_skipped")


def walk_of(patient: Patient, user: User, lines: list[NumberedLine] | None = None) -> Walk:
    """Today's walk; ``lines`` where the page has read the record already."""
    draft = drafts.find(user, patient, WALK, _key(patient))
    lines = numbered(summary_of(patient).lines) if lines is None else lines
    return Walk(patient, user, lines, draft.data if draft else None)


def start(walk: Walk) -> None:
    """Begin a walk with what is due now; one that has begun goes on, one that is done is over."""
    if walk.data is None or walk.is_done:
        ids = [one.line.id for one in walk.due]
        _write(walk, {"lesions": ids, "skipped": [], "started_at": timezone.now().isoformat()})


def skip(walk: Walk, lesion_id: str) -> None:
    if walk.data is not None and lesion_id in walk.data["lesions"]:
        _write(walk, {**walk.data, "skipped": [*walk.data["skipped"], lesion_id]})


def come_back_to(walk: Walk, lesion_id: str) -> None:
    if walk.data is not None:
        left = [one for one in walk.data["skipped"] if one != lesion_id]
        _write(walk, {**walk.data, "skipped": left})


def skip_day(walk: Walk) -> None:
    if walk.data is not None:
        _write(walk, {**walk.data, "day_skipped": True})


def finish(walk: Walk) -> None:
    drafts.forget(walk.user, walk.patient, WALK, _key(walk.patient))


def _write(walk: Walk, data: dict[str, Any]) -> None:
    drafts.keep(walk.user, walk.patient, WALK, _key(walk.patient), data)


def _key(patient: Patient) -> str:
    return patient.today().isoformat()
