"""Home, overview, one lesion, the timeline, search and the trend of a lab value."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Record, patient_or_404, person, row_or_404
from accounts.models import CareRelationship, User
from care.context import ContextKind
from care.models import ContextEntry
from labs.analytes import ANALYTES
from lesions.models import Lesion, SecondReading
from lesions.partial_dates import EARLIEST_YEAR
from lesions.second_readings import blind_in, with_blindness
from timeline import overview as overview_page
from timeline.assessments import was_assessed
from timeline.kept import kept
from timeline.lab_trend import lab_trend as trend_of
from timeline.lesion_page import LesionPage, lesion_page
from timeline.models import FollowUpRequest, LesionChange
from timeline.removed import removed_from
from timeline.search import find_in_record
from timeline.seen import look
from timeline.stream import KIND_KEYS, KINDS, StreamPage, stream_page
from timeline.summary import summary_of

# Beyond these years a day at midnight may not fit into a moment in UTC.
LATEST_YEAR = 2999
# So many of what happened around; all of it stands in the timeline.
NEWEST = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What fits the person: her own record, the records she looks after, the worklist, or the articles."""
    user = person(request)
    if user.role == User.Role.DERMATOLOGIST:
        return redirect("timeline:worklist")
    if user.role == User.Role.EDITOR and user.is_staff:
        return redirect("admin:education_article_changelist")
    patient_id = _record_at_home(user)
    if patient_id is None:
        return redirect("accounts:records")
    patient = patient_or_404(request, patient_id)
    record: Record = request.record  # type: ignore[attr-defined]  # set by patient_or_404
    page = overview_page.home(
        patient, person(request), may_manage=record.may_manage, may_write=record.may_write,
        show_all=request.GET.get("due") == "all",
    )  # fmt: skip
    return render(request, "timeline/home.html", {"patient": patient, "page": page})


def _record_at_home(user: User) -> uuid.UUID | None:
    """Her own record, or the only one she may open; with several of others she chooses first."""
    mine = CareRelationship.objects.active().filter(user=user).order_by("-kind")[:2]
    found = list(mine.values_list("kind", "patient_id"))
    if found and (len(found) == 1 or found[0][0] == CareRelationship.Kind.SELF):
        return found[0][1]
    return None


@require_safe
def overview(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """All lesions by need, where they are, and the burden over time."""
    patient = patient_or_404(request, patient_id)
    context = {
        "patient": patient,
        "here": kept(request, "overview"),
        "page": SimpleLazyObject(lambda: overview_page.overview(patient, hidden=_hidden(request))),
    }
    return render(request, "timeline/overview.html", context)


@require_safe
def lesion(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """A lesion's history with the fitting education beside it."""
    opened_at = timezone.now()
    try:
        lesion = row_or_404(request, Lesion.objects.all(), lesion_id)
    except Http404:
        return _to_where_it_went(request, lesion_id)
    if request.record.is_dermatologist:  # type: ignore[attr-defined]  # set by patient_or_404
        look(person(request), lesion.patient, lesion, at=opened_at)
    show_all = request.GET.get("show") == "all"
    context = {
        "lesion": lesion, "patient": lesion.patient, "kinds": ContextKind,
        "here": kept(request, "lesion", lesion.pk),
        "page": SimpleLazyObject(lambda: _lesion_drawn(lesion, person(request), show_all=show_all)),
    }  # fmt: skip
    return render(request, "timeline/lesion.html", context)


def _lesion_drawn(found: Lesion, viewer: User, *, show_all: bool) -> LesionPage:
    """The page as it is drawn, from a row read after the patient's revision: what is kept is never older."""
    asked = FollowUpRequest.objects.filter(
        lesion=OuterRef("pk"), deleted_at__isnull=True, declined_at__isnull=True
    )
    # Whoever reads the history must know that it is that of two, or a part of another.
    merges = LesionChange.objects.kept().filter(kind=LesionChange.Kind.MERGE, kept=OuterRef("pk"))
    splits = LesionChange.objects.kept().filter(kind=LesionChange.Kind.SPLIT, other=OuterRef("pk"))
    rows = Lesion.objects.select_related("diagnosed_by", "clinician_morphology_by").annotate(
        has_requests=Exists(asked),
        was_assessed=was_assessed(),
        has_second_readings=Exists(SecondReading.objects.kept().filter(first__lesion=OuterRef("pk"))),
        one_with=Subquery(merges.values("other__name")[:1]),
        one_since=Subquery(merges.values("entered_at")[:1]),
        part_of=Subquery(splits.values("kept__name")[:1]),
        part_until=Subquery(splits.values("entered_at")[:1]),
    )
    lesion = get_object_or_404(with_blindness(rows, viewer), pk=found.pk)
    lesion.patient = found.patient
    said = vars(lesion)
    known = {name: said[name] for name in ("has_requests", "was_assessed", "hides_sizes")}
    return lesion_page(lesion, show_all=show_all, **known)


def _to_where_it_went(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """The old address of a lesion that was merged leads on, for those who may see the record; else 404."""
    merged = get_object_or_404(Lesion.objects.merged(), pk=lesion_id)
    patient_or_404(request, merged.patient_id)
    return redirect("timeline:lesion", lesion_id=merged.merged_into_id)


@require_safe
def timeline(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Everything dated, newest first, filtered by kind and lesion, paged by day."""
    patient = patient_or_404(request, patient_id)
    kinds = set(request.GET.getlist("kind")) & KIND_KEYS or KIND_KEYS
    lesion_id = _uuid(request.GET.get("lesion"))
    before = _day(request.GET.get("before"))

    def page() -> StreamPage:
        return stream_page(patient, kinds=kinds, lesion_id=lesion_id, before=before, viewer=person(request))

    filters = request.GET.copy()
    filters.pop("before", None)
    context = {
        "patient": patient, "here": kept(request, "timeline"), "page": SimpleLazyObject(page),
        "kinds": KINDS, "chosen": kinds, "shows_all_kinds": kinds == KIND_KEYS, "lesion_id": lesion_id,
        "filters": filters.urlencode(), "before": request.GET.get("before"),
    }  # fmt: skip
    return render(request, "timeline/timeline.html", context)


def _hidden(request: HttpRequest) -> frozenset[uuid.UUID]:
    """The deposits whose sizes this person must not see yet."""
    return blind_in(request.record, person(request))  # type: ignore[attr-defined]  # set by patient_or_404


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise Http404(_("There is no such deposit.")) from None


def _day(text: str | None) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text) if text else None
    except ValueError:
        day = datetime.date.min
    if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise Http404(_("There is no such day."))
    return day


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Find words in one record. The words are posted, so that they stand in no address and no log."""
    patient = patient_or_404(request, patient_id)
    words = request.POST.get("words", "").replace("\0", "").strip()[:80]
    found = find_in_record(patient, words) if words else []
    return render(request, "timeline/search.html", {"patient": patient, "words": words, "found": found})


@require_safe
def lab_trend(request: HttpRequest, patient_id: uuid.UUID, analyte: str) -> HttpResponse:
    """One value over time, in the unit the person prefers."""
    patient = patient_or_404(request, patient_id)
    if analyte not in ANALYTES:
        raise Http404(_("There is no such value."))
    may_write = request.record.may_write  # type: ignore[attr-defined]  # set by patient_or_404
    trend = trend_of(patient, ANALYTES[analyte], units=person(request).lab_units, may_write=may_write)
    return render(request, "timeline/lab_trend.html", {"patient": patient, "trend": trend})


@require_safe
def context(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """What happened around: one tap to log it, counts before openings, the newest entries."""
    patient = patient_or_404(request, patient_id)
    entries = ContextEntry.objects.kept().filter(patient=patient).select_related("lesion", "entered_by")
    shown = {
        "patient": patient,
        "kinds": ContextKind,
        "counts": summary_of(patient).context.get(""),
        "entries": entries[:NEWEST],
    }
    return render(request, "timeline/context.html", shown)


@require_safe
def more(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """The phone's last tab: the parts of the record that have no tab of their own."""
    patient = patient_or_404(request, patient_id)
    return render(request, "timeline/more.html", {"patient": patient})


@require_safe
def deleted(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """What was deleted and can still be restored."""
    patient = patient_or_404(request, patient_id, "write")
    context = {"patient": patient, "removed": removed_from(patient), "grace_days": settings.GRACE_DAYS}
    return render(request, "timeline/deleted.html", context)
