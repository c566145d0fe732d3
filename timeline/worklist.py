"""The dermatologist's list of people by need, with reasons in words and what is new to her."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, IntegerField, Max, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Patient, User
from care.models import Condition, Treatment
from labs.analytes import ANALYTES
from labs.models import LabResult
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent
from lesions.second_readings import blind_lesions
from lesions.vocabulary import EventKind, Sign
from timeline.models import FollowUpRequest, Note, PatientSummary, Review
from timeline.notes import latest_notes
from timeline.requests import recent_requests
from timeline.stream import KIND_KEYS, StreamPage, stream_page
from timeline.summary import LesionLine, Summary, summary_of
from timeline.wanted import state_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
SHOWS = ("all", "new", "quiet")


@dataclass(frozen=True)
class Reason:
    icon: str
    text: str
    care: bool = False


@dataclass
class Row:
    """One patient on the list."""

    patient: Patient
    about: str
    reasons: list[Reason]
    news: list[str]
    reviewed_at: datetime.datetime | None
    rank: int

    @property
    def is_new(self) -> bool:
        return bool(self.news)


@dataclass(frozen=True)
class Worklist:
    groups: list[tuple[str, list[Row]]]
    counts: dict[str, int]
    show: str = "all"
    total: int = field(default=0)


def worklist_for(user: User, *, show: str = "all") -> Worklist:
    """Everybody who shares with this dermatologist, by need; a fixed number of queries if all is fresh."""
    patients = list(user.reviewed_patients().order_by("name"))
    ids = [patient.pk for patient in patients]
    kept = {row.patient_id: row for row in PatientSummary.objects.filter(patient__in=ids)}
    reviewed = _reviewed_at(user, ids)
    news = _news(user, ids)
    conditions = _conditions(ids)
    hidden = blind_lesions(user)
    rows = []
    for patient in patients:
        summary = summary_of(patient, kept=kept.get(patient.pk)).without_sizes_of(hidden)
        reasons = _reasons(summary)
        new = news.get(patient.pk, [])
        rows.append(
            Row(
                patient,
                _about(patient, conditions.get(patient.pk, [])),
                reasons,
                new,
                reviewed.get(patient.pk),
                _rank(reasons, new),
            )
        )
    return _grouped(rows, show if show in SHOWS else "all")


def _grouped(rows: list[Row], show: str) -> Worklist:
    counts = {
        "all": len(rows),
        "new": sum(row.is_new for row in rows),
        "quiet": sum(not row.is_new and row.rank == 2 for row in rows),
    }
    if show == "new":
        rows = [row for row in rows if row.is_new]
    elif show == "quiet":
        rows = [row for row in rows if not row.is_new and row.rank == 2]
    names = [_("Look first"), _("New since you looked"), _("Quiet")]
    groups = [(name, [row for row in rows if row.rank == rank]) for rank, name in enumerate(names)]
    return Worklist([(name, found) for name, found in groups if found], counts, show, counts["all"])


def _rank(reasons: list[Reason], news: list[str]) -> int:
    if any(reason.care for reason in reasons):
        return 0
    return 1 if news else 2


def _reviewed_at(user: User, ids: list[uuid.UUID]) -> dict[uuid.UUID, datetime.datetime]:
    rows = (
        Review.objects.filter(entered_by=user, patient__in=ids)
        .values("patient")
        .annotate(at=Max("reviewed_at"))
    )
    return {row["patient"]: row["at"] for row in rows}


def _news(user: User, ids: list[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """What was entered since this person's last review, counted by kind: one query for all kinds."""
    last = Review.objects.filter(entered_by=user, patient=OuterRef("patient")).order_by("-reviewed_at")
    since = Coalesce(Subquery(last.values("reviewed_at")[:1]), EPOCH)
    kinds: list[tuple[QuerySet[Any, Any], Callable[[int], str]]] = [
        (CheckIn.objects.kept(), _check_ins),
        (Lesion.objects.kept(), _lesions),
        (LabResult.objects.kept(), _labs),
        # "Noticed" comes with every new deposit and would count it twice.
        (LifeEvent.objects.kept().exclude(kind=EventKind.NOTICED), _events),
        (DailyEntry.objects.kept(), _days),
        (Treatment.objects.kept(), _treatments),
    ]
    counts = [
        rows.filter(patient__in=ids)
        .annotate(since=since)
        .filter(entered_at__gt=F("since"))
        .order_by()
        .values("patient")
        .annotate(count=Count("pk"), kind=Value(number, output_field=IntegerField()))
        .values_list("patient", "count", "kind")
        for number, (rows, _words) in enumerate(kinds)
    ]
    found: dict[uuid.UUID, list[str]] = {}
    for patient_id, count, number in sorted(counts[0].union(*counts[1:], all=True), key=itemgetter(2)):
        found.setdefault(patient_id, []).append(kinds[number][1](count))
    return found


def _check_ins(count: int) -> str:
    return ngettext("%(count)d check-in", "%(count)d check-ins", count) % {"count": count}


def _lesions(count: int) -> str:
    return ngettext("%(count)d new deposit", "%(count)d new deposits", count) % {"count": count}


def _labs(count: int) -> str:
    return ngettext("%(count)d lab result", "%(count)d lab results", count) % {"count": count}


def _events(count: int) -> str:
    return ngettext("%(count)d event", "%(count)d events", count) % {"count": count}


def _days(count: int) -> str:
    return ngettext("%(count)d daily entry", "%(count)d daily entries", count) % {"count": count}


def _treatments(count: int) -> str:
    return ngettext("%(count)d treatment", "%(count)d treatments", count) % {"count": count}


def _conditions(ids: list[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    for row in Condition.objects.kept().filter(patient__in=ids, until_on__isnull=True).order_by("entered_at"):
        found.setdefault(row.patient_id, []).append(str(row))
    return found


def _about(patient: Patient, conditions: list[str]) -> str:
    age = patient.age_on(patient.today())
    parts = [str(age)] if age is not None else []
    return ", ".join([*parts, *conditions[:2]])


def _reasons(summary: Summary) -> list[Reason]:
    """Red-flag signs first, then what is open or infected, then what is overdue; nothing is a score."""
    reasons = [
        Reason(
            "care",
            _("Daily entry on %(day)s: %(sign)s") % {"day": _day(on), "sign": Sign(sign).label},
            care=True,
        )
        for sign, on in summary.signs[:2]
    ]
    reasons += [_reason_of(line) for line in summary.in_care[:3]]
    more = len(summary.in_care) - 3
    if more > 0:
        reasons.append(
            Reason("more", ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
        )
    reasons += [
        Reason(
            "flask",
            _("%(test)s above the lab’s own interval on %(day)s")
            % {"test": ANALYTES[key].name, "day": _day(on)},
        )
        for key, on in summary.high_labs[:2]
        if key in ANALYTES
    ]
    if not reasons and summary.due:
        count = len(summary.due)
        text = ngettext("%(count)d check-in is due", "%(count)d check-ins are due", count) % {"count": count}
        reasons.append(Reason("cal", text))
    return reasons or [Reason("same", _("All quiet"))]


def _reason_of(line: LesionLine) -> Reason:
    return Reason(
        "open" if line.state == "open" else "care", f"{line.name}: {_lower(state_words(line))}", care=True
    )


def _lower(words: str) -> str:
    """The words as the middle of a sentence."""
    return words[:1].lower() + words[1:]


def _day(on: str) -> str:
    return format_date(datetime.date.fromisoformat(on), "j F")


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
    last = Review.objects.filter(entered_by=user, patient=patient).order_by("-reviewed_at").first()
    since = last.reviewed_at if last else None
    stream = stream_page(patient, kinds=KIND_KEYS, entered_after=since, viewer=user)
    summary = summary_of(patient).without_sizes_of(stream.hidden)
    return ReviewPage(
        summary=summary,
        reasons=_reasons(summary),
        reviewed_at=since,
        seen_at=seen_at,
        stream=stream,
        notes=latest_notes(patient, 5),
        requests=recent_requests(patient),
    )
