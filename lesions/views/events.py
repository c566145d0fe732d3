"""What happened in the life of a lesion."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, row_or_404
from accounts.undo import offer_undo
from lesions.event_services import log_event, remove_event, restore_event, save_event
from lesions.forms.event import LifeEventForm
from lesions.models import Lesion, LifeEvent
from lesions.ulcers import course_looks_like
from lesions.vocabulary import EventKind


def _form_page(request: HttpRequest, lesion: Lesion, event: LifeEvent) -> HttpResponse:
    kind = request.GET.get("kind", "")
    initial = {"kind": kind} if kind in EventKind.values else {}
    form = LifeEventForm(request.POST or None, instance=event, patient=lesion.patient, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_event(form.instance, by=person(request))
        messages.success(request, _("Saved for %(name)s.") % {"name": lesion.name})
        return redirect("timeline:lesion", lesion_id=lesion.pk)
    told = LifeEvent.objects.of(lesion).order_by("happened_on", "entered_at")
    guess = course_looks_like(told.values_list("kind", "happened_on"), today=lesion.patient.today())
    context = {
        "lesion": lesion,
        "form": form,
        "event": event,
        "is_new": event._state.adding,
        "course_guess": guess.label if guess else "",
    }
    return render(request, "lesions/event_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def event_add(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write")
    return _form_page(request, lesion, LifeEvent(lesion=lesion, patient=lesion.patient))


@require_POST
def event_tap(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """One tap: it happened today. The day can be changed and the event taken back right after."""
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write")
    kind = request.POST.get("kind", "")
    if kind not in EventKind.values:
        messages.error(request, _("Nothing was saved. Tap what happened."))
        return redirect("timeline:lesion", lesion_id=lesion.pk)
    event = log_event(lesion, kind, by=person(request))
    offer_undo(
        request,
        _("%(name)s: “%(kind)s” is saved for today.")
        % {"name": lesion.name, "kind": event.get_kind_display()},
        reverse("lesions:event-delete", args=[event.pk]),
        change_url=reverse("lesions:event-edit", args=[event.pk]),
    )
    return redirect("timeline:lesion", lesion_id=lesion.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    event = row_or_404(request, LifeEvent.objects.select_related("lesion"), event_id, "write")
    event.lesion.patient = event.patient
    return _form_page(request, event.lesion, event)


@require_POST
def event_delete(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    event = row_or_404(request, LifeEvent.objects.select_related("lesion"), event_id, "write")
    remove_event(event, by=person(request))
    text = _("“%(kind)s” is deleted.") % {"kind": event.get_kind_display()}
    offer_undo(request, text, reverse("lesions:event-restore", args=[event.pk]))
    return redirect("timeline:lesion", lesion_id=event.lesion_id)


@require_POST
def event_restore(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    rows = LifeEvent.objects.select_related("lesion")
    event = row_or_404(request, rows, event_id, "write", removed=True)
    restore_event(event, by=person(request))
    messages.success(request, _("The event is back."))
    return redirect("timeline:lesion", lesion_id=event.lesion_id)
