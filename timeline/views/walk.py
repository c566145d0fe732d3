"""Check in on all that are due, one after the other."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import patient_or_404, person
from accounts.sharing import own_records
from lesions.forms.day import DailyEntryForm
from lesions.models import DailyEntry
from timeline import walk as walks


@require_safe
def own_walk(request: HttpRequest) -> HttpResponse:
    """The shortcut of the home-screen icon, which knows no record: on to one's own, else home."""
    own = own_records(person(request)).first()
    return redirect("timeline:walk", own.patient_id) if own else redirect("timeline:home")


@require_http_methods(["GET", "HEAD", "POST"])
def walk(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """The next deposit without an answer; then the day; then what was saved."""
    patient = patient_or_404(request, patient_id, "write")
    walk = walks.walk_of(patient, person(request))
    if request.method == "POST":
        return _go_on(request, walk)
    context = {"patient": patient, "walk": walk}
    if walk.has_begun and walk.current is None and walk.asks_about_day:
        entry = DailyEntry(patient=patient, on=patient.today())
        context |= {"form": DailyEntryForm(instance=entry), "entry": entry}
    return render(request, "timeline/walk.html", context)


def _go_on(request: HttpRequest, walk: walks.Walk) -> HttpResponse:
    action, lesion_id = request.POST.get("action"), request.POST.get("lesion", "")
    if action == "finish":
        walks.finish(walk)
        return redirect("timeline:home")
    if action == "start":
        walks.start(walk)
    elif action == "skip":
        walks.skip(walk, lesion_id)
    elif action == "unskip":
        walks.come_back_to(walk, lesion_id)
    elif action == "skip-day":
        walks.skip_day(walk)
    return redirect("timeline:walk", patient_id=walk.patient.pk)
