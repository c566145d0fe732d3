"""What dermatologists have asked for: open, overdue, arrived, declined. Fulfilled is computed, never stored.

What fulfils a request was entered after it was asked, and tells of then: it was observed, taken or collected
at most a day before. So a sample of this morning counts; old results or photos from the gallery that are
brought in later do not answer what was asked about today.
"""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Case, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from labs.models import LabResult
from lesions.models import CheckIn, PhotoLesion
from timeline.models import FollowUpRequest

if TYPE_CHECKING:
    from accounts.models import Patient
    from lesions.models import Lesion

# A sample of this morning, a photo of last night: told when asked, only not entered yet. Ours.
BEFORE = datetime.timedelta(days=1)
# So long an answered request stands on the review page; all of them stand on their own page. Ours.
RECENT = datetime.timedelta(days=30)
MOST = 100


def open_requests(patient: Patient, lesion: Lesion | None = None) -> list[FollowUpRequest]:
    """Requests, of one lesion or of all, neither declined nor fulfilled: one query, two where any stand."""
    asked = FollowUpRequest.objects.kept().filter(patient=patient, declined_at__isnull=True)
    if lesion is not None:
        asked = asked.filter(lesion=lesion)
    standing = [request.pk for request in asked.only("pk")]
    return [row for row in _answered(standing, patient) if row.arrived_at is None] if standing else []


def all_requests(patient: Patient) -> list[FollowUpRequest]:
    """Every request of a record that was not withdrawn, the newest first, each with its answer."""
    ids = FollowUpRequest.objects.kept().filter(patient=patient).order_by("-entered_at")
    rows = _answered(list(ids.values_list("pk", flat=True)[:MOST]), patient)
    return sorted(rows, key=lambda row: row.entered_at, reverse=True)


def recent_requests(patient: Patient) -> list[FollowUpRequest]:
    """The open ones, and those that were answered lately: arrived or declined."""
    since = timezone.now() - RECENT
    return [
        row
        for row in all_requests(patient)
        if row.is_open or max(filter(None, (row.arrived_at, row.declined_at))) > since
    ]


def _answered(ids: list[uuid.UUID], patient: Patient) -> list[FollowUpRequest]:
    """The rows with ``arrived_at``, ``is_open`` and ``is_overdue``, from one query."""
    rows = FollowUpRequest.objects.filter(pk__in=ids).annotate(first_at=_arrived())
    today = patient.today()
    found: list[Any] = list(rows.select_related("entered_by", "lesion"))
    for row in found:
        row.arrived_at = row.first_at
        row.is_open = row.arrived_at is None and row.declined_at is None
        row.is_overdue = row.is_open and row.due_on < today
    return found


def _arrived() -> Case:
    """When the first thing that fulfils a request was entered."""
    asks = FollowUpRequest.Asks
    links = PhotoLesion.objects.filter(lesion=OuterRef("lesion"), photo__deleted_at__isnull=True)
    photos = links.filter(
        photo__entered_at__gt=OuterRef("entered_at"), photo__taken_at__gt=OuterRef("entered_at") - BEFORE
    ).annotate(at=F("photo__entered_at"))
    of_lesion = CheckIn.objects.filter(lesion=OuterRef("lesion"), deleted_at__isnull=True)
    check_ins = _since(of_lesion, "observed_at")
    labs = _since(LabResult.objects.kept().filter(patient=OuterRef("patient")), "collected_at")
    named = labs.filter(analyte=OuterRef("analyte"))
    return Case(
        When(Q(asks=asks.PHOTO), then=_first(photos)),
        When(Q(asks=asks.CHECK_IN), then=_first(check_ins)),
        When(Q(asks=asks.LAB, analyte=""), then=_first(labs)),
        default=_first(named),
        output_field=DateTimeField(),
    )


def _since(rows: QuerySet[Any], dated_by: str) -> QuerySet[Any]:
    told = {"entered_at__gt": OuterRef("entered_at"), f"{dated_by}__gt": OuterRef("entered_at") - BEFORE}
    found: QuerySet[Any] = rows.filter(**told).annotate(at=F("entered_at"))
    return found


def _first(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by("at").values("at")[:1])
