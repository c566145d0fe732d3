"""The dermatologist's pages: worklist, what is new, type, reviewed."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person, row_or_404
from accounts.services import remove_clinical
from accounts.undo import offer_undo
from lesions.models import Lesion, SecondReading
from timeline import services
from timeline.assessments import assessments_of
from timeline.forms import DiagnosisForm
from timeline.models import Review
from timeline.review_page import review_page
from timeline.seen import look, mark_unread
from timeline.worklist import Choice, worklist_for

LONGEST_NAME = 120


@require_http_methods(["GET", "HEAD", "POST"])
def worklist(request: HttpRequest) -> HttpResponse:
    """Who shares a record with this dermatologist, by need, with the reasons in words. It is no alarm.

    A name to look for is posted, so that none stands in an address.
    """
    is_search = request.method == "POST"
    choice = Choice.of(request.POST if is_search else request.GET)
    typed = request.POST.get("name", "") if is_search else ""
    name = typed.replace("\0", "").strip()[:LONGEST_NAME]  # PostgreSQL takes no such letter
    found = worklist_for(person(request), choice, name=name)
    choice, pages = found.choice, found.pages
    context = {
        "worklist": found,
        "is_asked_to_read": SecondReading.objects.kept()
        .filter(reader=person(request), answered_at=None, declined_at=None)
        .exists(),
        "need_query": choice.with_(sort="need", page=1),
        "unseen_query": choice.with_(sort="unseen", page=1),
        "previous_query": choice.with_(page=choice.page - 1) if choice.page > 1 and not name else None,
        "next_query": choice.with_(page=choice.page + 1) if choice.page < pages and not name else None,
    }
    return render(request, "timeline/worklist.html", context)


@require_safe
def review(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """One patient since the last review: what is new, what changed, notes, requests, and "reviewed"."""
    patient, user = patient_or_404(request, patient_id, "review"), person(request)
    choice = Choice.of(request.GET)
    page = review_page(patient, user, choice)
    look(user, patient, at=page.seen_at)
    return render(request, "timeline/review.html", {"patient": patient, "page": page, "choice": choice})


def _moment(text: str) -> datetime.datetime | None:
    """The moment the form carries; what is none, or has no zone, counts as not given."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None


@require_POST
def reviewed(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Sign for having reviewed what stood on the page, and go on; what has come in since stays new."""
    patient = patient_or_404(request, patient_id, "review")
    seen_at = _moment(request.POST.get("seen_at", ""))
    row = services.mark_reviewed(patient, by=person(request), seen_at=seen_at)
    text = _("%(name)s: marked as reviewed.") % {"name": patient.name}
    choice, then = Choice.of(request.POST), _uuid(request.POST.get("then", ""))
    offer_undo(request, text, reverse("timeline:review-undo", args=[row.pk]) + choice.query)
    if then is not None:
        return redirect(reverse("timeline:review", args=[then]) + choice.carried)
    return redirect(reverse("timeline:worklist") + choice.query)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_POST
def review_undo(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    """Take a review back: what was new before is new again."""
    row = row_or_404(request, Review.objects.all(), review_id, "review")
    if row.entered_by_id != person(request).pk:
        raise Http404(_("There is no such page."))
    remove_clinical(row, by=person(request))
    messages.success(request, _("%(name)s: not marked as reviewed any more.") % {"name": row.patient.name})
    return redirect(f"{reverse('timeline:worklist')}{Choice.of(request.GET).query}#row-{row.patient_id}")


@require_POST
def unread(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Keep a record as unread, to come back to it."""
    patient = patient_or_404(request, patient_id, "review")
    mark_unread(person(request), patient)
    messages.success(request, _("%(name)s: marked as unread.") % {"name": patient.name})
    return redirect("timeline:worklist")


@require_POST
def lesion_unread(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """Keep one deposit as unread, to come back to it."""
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "review")
    mark_unread(person(request), lesion.patient, lesion)
    messages.success(request, _("%(name)s: marked as unread.") % {"name": lesion.name})
    return redirect("timeline:review", patient_id=lesion.patient_id)


@require_http_methods(["GET", "HEAD", "POST"])
def diagnosis(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "review")
    form = DiagnosisForm(request.POST or None, instance=lesion)
    if request.method == "POST" and form.is_valid():
        services.sign_assessment(form.instance, form.changed_data, by=person(request))
        words = _("Saved with your name; the patient can see it now.")
        messages.success(request, words if form.changed_data else _("Nothing was changed."))
        return redirect("timeline:lesion", lesion_id=lesion.pk)
    context = {
        "lesion": lesion,
        "patient": lesion.patient,
        "form": form,
        "assessed": assessments_of(lesion),
    }
    return render(request, "timeline/diagnosis_form.html", context)
