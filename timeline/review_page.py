"""One patient since this dermatologist's last review: what is new, entry by entry, and what changed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from timeline.models import FollowUpRequest, Note
from timeline.notes import latest_notes
from timeline.requests import recent_requests
from timeline.seen import last_review
from timeline.stream import KIND_KEYS, StreamPage, stream_page
from timeline.summary import Summary, summary_of
from timeline.worklist_reasons import Reason, reasons_of, words_of

if TYPE_CHECKING:
    from accounts.models import Patient, User


@dataclass(frozen=True)
class ReviewPage:
    """One patient since this dermatologist's last review."""

    summary: Summary
    reasons: list[Reason]
    reviewed_at: datetime.datetime | None
    seen_at: datetime.datetime  # "reviewed" reaches up to here: what comes in later was not on the page
    stream: StreamPage
    notes: list[Note]
    requests: list[FollowUpRequest]


def review_page(patient: Patient, user: User) -> ReviewPage:
    seen_at = timezone.now()
    reviewed_at, today = last_review(user, patient), patient.today()
    stream = stream_page(patient, kinds=KIND_KEYS, entered_after=reviewed_at, viewer=user)
    summary = summary_of(patient).without_sizes_of(stream.hidden)
    return ReviewPage(
        summary=summary,
        reasons=words_of(reasons_of(summary, today), today),
        reviewed_at=reviewed_at,
        seen_at=seen_at,
        stream=stream,
        notes=latest_notes(patient, 5),
        requests=recent_requests(patient),
    )
