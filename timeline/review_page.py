"""One patient since this dermatologist's last review: what is new, entry by entry, and what changed."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from lesions.models import Lesion, PhotoLesion
from lesions.second_readings import with_blindness
from timeline.change import Change
from timeline.models import FollowUpRequest, Note
from timeline.news import news_of
from timeline.notes import latest_notes
from timeline.requests import recent_requests
from timeline.review_news import NewsGroup, groups_of
from timeline.seen import Looks, looks_of
from timeline.summary import LesionLine, summary_of
from timeline.wanted import state_words
from timeline.worklist import neighbours
from timeline.worklist_reasons import Reason, reasons_of, words_of

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from timeline.worklist import Choice


@dataclass(frozen=True)
class Shot:
    """A photo of a lesion, by the day it was taken on."""

    photo_id: uuid.UUID
    on: datetime.date


@dataclass(frozen=True)
class ReviewLine:
    """One deposit: its state, the verdict on its sizes with the numbers, newest photos, what is unread."""

    line: LesionLine
    words: str
    change: Change
    pair: list[Shot]  # the older one first; sensitive photos are left out
    unread: int
    is_marked: bool
    is_measured_since: bool

    @property
    def is_unread(self) -> bool:
        return self.unread > 0 or self.is_marked

    @property
    def is_telling(self) -> bool:
        """Whether it wants a look: it needs care, changed, or has something unread."""
        return self.line.needs_care or self.change.is_change or self.is_unread


@dataclass(frozen=True)
class ReviewPage:
    """One patient since this dermatologist's last review."""

    reasons: list[Reason]
    reviewed_at: datetime.datetime | None
    seen_at: datetime.datetime  # "reviewed" reaches up to here: what comes in later was not on the page
    is_marked: bool
    groups: list[NewsGroup]
    unread: int
    telling: list[ReviewLine]
    others: list[ReviewLine]
    notes: list[Note]
    requests: list[FollowUpRequest]
    previous: Patient | None
    next: Patient | None


def review_page(patient: Patient, user: User, choice: Choice) -> ReviewPage:
    """Gather the page in a number of queries that does not grow with the record."""
    seen_at, today = timezone.now(), patient.today()
    looks = looks_of(user, patient)
    lesions = list(with_blindness(Lesion.objects.filter(patient=patient), user))
    hidden = [lesion.pk for lesion in lesions if vars(lesion)["hides_sizes"]]
    summary = summary_of(patient).without_sizes_of(hidden)
    news = news_of(user, patient, since=looks.reviewed_at, seen=looks.lesions)
    unread = Counter(one.lesion_id for one in news if one.is_unread)
    lines = _lines(patient, summary.lines, looks, unread)
    before, after = neighbours(user, patient, choice)
    return ReviewPage(
        reasons=words_of(reasons_of(summary, today), today),
        reviewed_at=looks.reviewed_at,
        seen_at=seen_at,
        is_marked=looks.is_unread,
        groups=groups_of(patient, news, lesions),
        unread=sum(unread.values()),
        telling=[one for one in lines if one.is_telling],
        others=[one for one in lines if not one.is_telling],
        notes=latest_notes(patient, 5),
        requests=recent_requests(patient),
        previous=before,
        next=after,
    )


def _lines(
    patient: Patient, lines: Iterable[LesionLine], looks: Looks, unread: Counter[uuid.UUID | None]
) -> list[ReviewLine]:
    """By need: what needs care, what grew or shrank, what has something unread, and the rest."""
    pairs = _pairs(patient)
    found = [
        ReviewLine(
            line=line,
            words=state_words(line),
            change=line.judged,
            pair=pairs.get(uuid.UUID(line.id), []),
            unread=unread[uuid.UUID(line.id)],
            is_marked=uuid.UUID(line.id) in looks.unread,
            is_measured_since=_is_since(line.size_on, looks.reviewed_at),
        )
        for line in lines
    ]
    return sorted(
        found, key=lambda one: (not one.line.needs_care, not one.change.is_change, not one.is_unread)
    )


def _is_since(moment: datetime.datetime | None, reviewed_at: datetime.datetime | None) -> bool:
    return moment is not None and reviewed_at is not None and moment > reviewed_at


def _pairs(patient: Patient) -> dict[uuid.UUID, list[Shot]]:
    """The two newest photos of each lesion, taken on different days: one query. None that is sensitive."""
    links = PhotoLesion.objects.filter(
        photo__patient=patient, photo__deleted_at__isnull=True, photo__attached_at__isnull=False,
        photo__sensitive=False,
    )  # fmt: skip
    rows = links.order_by("-photo__taken_at").values_list("lesion_id", "photo_id", "photo__taken_at")
    pairs: dict[uuid.UUID, list[Shot]] = {}
    for lesion_id, photo_id, taken_at in rows:
        pair = pairs.setdefault(lesion_id, [])
        on = timezone.localtime(taken_at, patient.zone).date()
        if len(pair) < 2 and all(shot.on != on for shot in pair):
            pair.insert(0, Shot(photo_id, on))
    return pairs
