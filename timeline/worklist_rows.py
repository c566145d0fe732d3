"""Works out the stored rows of a dermatologist's list: made from PatientSummary, sorted by the database.

A row is behind when the record's revision has moved on, when she has looked at something since, or when a
day has come at which it may say something else. Each page brings a few rows up to date (the others are told
of), ``manage.py refresh_worklists`` all of them.
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone

from accounts.models import CareRelationship
from care.models import Condition
from lesions.models import SecondReading
from lesions.second_readings import blind_lesions
from timeline.facts import SIGNS_COUNT_DAYS
from timeline.models import Seen, WorklistRow
from timeline.news import news_of
from timeline.requests import open_requests
from timeline.seen import Looks, looks_of
from timeline.summary import Summary, summary_of
from timeline.worklist_reasons import Data, Rank, rank_of, reasons_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Patient, User
    from timeline.news import News

# What is stored in ``data``: a row of another number is made anew instead of misread.
SHAPE = 1
# So many rows one page brings up to date; each costs about as much as opening that record.
AT_ONCE = 8
# A verdict on sizes grows old even when nobody writes; a week late is soon enough on a list.
GOOD_FOR = datetime.timedelta(days=7)
CONDITIONS = 2


def rows_of(user: User, now: datetime.datetime | None = None) -> QuerySet[WorklistRow]:
    """The rows of those who share with her now: who has ended it is gone at once."""
    return WorklistRow.objects.filter(user=user, patient__in=user.reviewed_patients(now))


def is_behind(now: datetime.datetime | None = None) -> Q:
    since = Seen.objects.filter(
        user=OuterRef("user"), patient=OuterRef("patient"), written_at__gte=OuterRef("made_at")
    )
    return (
        Q(revision__lt=F("patient__revision"))
        | Q(Exists(since))
        | ~Q(shape=SHAPE)
        | Q(good_until__isnull=True)
        | Q(good_until__lte=now or timezone.now())
    )


def add_missing(user: User) -> None:
    """An empty row for everybody who has begun to share; it counts as behind."""
    new = user.reviewed_patients().exclude(worklist_rows__user=user)
    WorklistRow.objects.bulk_create(
        [WorklistRow(user=user, patient=patient) for patient in new], ignore_conflicts=True
    )


def refresh(user: User, most: int) -> None:
    """Bring rows up to date, at most so many, those first whose record was written to.

    And all of those in which she reads a deposit blind: what they said before may tell her its size.
    """
    written = Case(
        When(revision__lt=F("patient__revision"), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    behind = rows_of(user).filter(is_behind()).select_related("patient")
    blind = Q(patient__in=SecondReading.objects.open_for(user).values("patient"))
    others = behind.exclude(blind).order_by(written, F("made_at").asc(nulls_first=True), "pk")
    for row in (*behind.filter(blind), *others[:most]):
        refresh_row(user, row)


def refresh_row(user: User, row: WorklistRow) -> None:
    """Work one row out. ``made_at`` is the moment before: what comes in meanwhile makes it behind again."""
    WorklistRow.objects.filter(pk=row.pk).update(**_made(user, row.patient))


def _made(user: User, patient: Patient) -> dict[str, Any]:
    now, today = timezone.now(), patient.today()
    summary = summary_of(patient).without_sizes_of(blind_lesions(user, patient))
    looks = looks_of(user, patient)
    unread = [
        one for one in news_of(user, patient, since=looks.reviewed_at, seen=looks.lesions) if one.is_unread
    ]
    reasons = reasons_of(summary, today)
    asked = [
        {
            "why": "asked",
            "key": one.asks,
            "name": one.lesion.name if one.lesion else "",
            "on": one.due_on.isoformat(),
        }
        for one in open_requests(patient)
        if one.entered_by_id == user.pk
    ]
    marks = len(looks.unread) + looks.is_unread
    rank, place = rank_of(reasons, has_news=bool(unread) or marks > 0)
    if rank is Rank.NEW:
        place = -max((int(one.at.timestamp()) for one in unread), default=0)
    if rank is Rank.UNSEEN:
        place = int(looks.looked_at.timestamp()) if looks.looked_at else 0
    return {
        "revision": patient.revision, "made_at": now, "shape": SHAPE,
        "good_until": _good_until(patient, reasons, now),
        "rank": rank, "place": place, "looked_at": looks.looked_at, "reviewed_at": looks.reviewed_at,
        "unread": len(unread) + marks,
        "has_changed": any(reason["why"] == "change" for reason in reasons),
        "has_flagged_lab": bool(summary.flagged_labs),
        "open_requests": len(asked),
        "data": _data(patient, summary, [*reasons, *asked], unread, looks),
    }  # fmt: skip


def _data(
    patient: Patient, summary: Summary, reasons: list[Data], unread: list[News], looks: Looks
) -> dict[str, Any]:
    """What the row shows, as keys and numbers; the words are made for the day on which it is read."""
    conditions = Condition.objects.kept().filter(patient=patient, until_on__isnull=True)
    new = Counter(one.kind for one in unread if one.what == "new")
    return {
        "reasons": reasons,
        "news": dict(new),
        "changed": sum(one.what == "changed" for one in unread),
        "marked": looks.is_unread or bool(looks.unread),
        "conditions": [(row.key, row.own_words) for row in conditions.order_by("entered_at")[:CONDITIONS]],
        "due_on": [line.due_on for line in summary.active],
        "last_on": max((line.seen_on for line in summary.lines if line.seen_on), default=None),
    }


def _good_until(patient: Patient, reasons: list[Data], now: datetime.datetime) -> datetime.datetime:
    """The first midnight of the patient's at which a sign is too old to count, or a week from now."""
    ends = [
        datetime.date.fromisoformat(reason["on"]) + datetime.timedelta(days=SIGNS_COUNT_DAYS + 1)
        for reason in reasons
        if reason["why"] in ("day", "sign")
    ]
    moments = [datetime.datetime.combine(day, datetime.time.min, tzinfo=patient.zone) for day in ends]
    return min([*moments, now + GOOD_FOR])


def refresh_all(user: User) -> int:
    """Everything that is behind on one list; returns how many rows were worked out."""
    add_missing(user)
    behind = list(rows_of(user).filter(is_behind()).select_related("patient"))
    for row in behind:
        refresh_row(user, row)
    return len(behind)


def remove_ended() -> int:
    """Rows whose access has ended hold a copy of what nobody of theirs may see any more."""
    access = CareRelationship.objects.active().filter(
        user=OuterRef("user"), patient=OuterRef("patient"), kind=CareRelationship.Kind.DERMATOLOGIST
    )
    return WorklistRow.objects.exclude(Exists(access)).delete()[0]
