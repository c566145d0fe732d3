"""The dermatologist's pages: worklist, what is new, notes, type, requests, reviewed."""

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
from accounts.models import Patient
from accounts.services import remove_clinical, restore_clinical
from accounts.undo import offer_undo
from lesions.models import Lesion
from timeline import services
from timeline.forms import DiagnosisForm, NoteForm, RequestForm
from timeline.models import FollowUpRequest, Note
from timeline.worklist import review_page, worklist_for


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Who shares a record with this dermatologist, by need, with the reasons in words. It is no alarm."""
    show = request.GET.get("show", "all")
    return render(request, "timeline/worklist.html", {"worklist": worklist_for(person(request), show=show)})


@require_safe
def review(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """One patient since the last look: what is new, notes, requests, and "reviewed"."""
    patient = patient_or_404(request, patient_id, "review")
    return render(
        request, "timeline/review.html", {"patient": patient, "page": review_page(patient, person(request))}
    )


def _moment(text: str) -> datetime.datetime | None:
    """The moment the form carries; what is none, or has no zone, counts as not given."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None


@require_POST
def reviewed(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "review")
    services.mark_reviewed(patient, by=person(request), seen_at=_moment(request.POST.get("seen_at", "")))
    messages.success(request, _("%(name)s: marked as reviewed.") % {"name": patient.name})
    return redirect("timeline:worklist")


def _note_page(request: HttpRequest, patient: Patient, note: Note, back: str) -> HttpResponse:
    form = NoteForm(request.POST or None, instance=note)
    if request.method == "POST" and form.is_valid():
        services.write_note(form.instance, by=person(request))
        messages.success(request, _("The note is saved; the patient can read it now."))
        return redirect(back)
    return render(
        request, "timeline/note_form.html", {"patient": patient, "form": form, "note": note, "back": back}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def patient_note_add(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "review")
    return _note_page(request, patient, Note(patient=patient), reverse("timeline:review", args=[patient.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def lesion_note_add(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "review")
    note = Note(patient=lesion.patient, lesion=lesion)
    return _note_page(request, lesion.patient, note, reverse("timeline:lesion", args=[lesion.pk]))


def _own_note(request: HttpRequest, note_id: uuid.UUID, *, removed: bool = False) -> Note:
    """A note of one's own: nobody edits somebody else's words, and nobody after her access has ended."""
    note = row_or_404(request, Note.objects.all(), note_id, "review", removed=removed)
    if note.entered_by_id != person(request).pk:
        raise Http404(_("There is no such page."))
    return note


def _back_of(note: Note) -> str:
    if note.lesion_id:
        return reverse("timeline:lesion", args=[note.lesion_id])
    return reverse("timeline:review", args=[note.patient_id])


@require_http_methods(["GET", "HEAD", "POST"])
def note_edit(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    note = _own_note(request, note_id)
    return _note_page(request, note.patient, note, _back_of(note))


@require_POST
def note_delete(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    note = _own_note(request, note_id)
    remove_clinical(note, by=person(request))
    offer_undo(request, _("The note is deleted."), reverse("timeline:note-restore", args=[note.pk]))
    return redirect(_back_of(note))


@require_POST
def note_restore(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    note = _own_note(request, note_id, removed=True)
    restore_clinical(note, by=person(request))
    messages.success(request, _("The note is back."))
    return redirect(_back_of(note))


@require_http_methods(["GET", "HEAD", "POST"])
def diagnosis(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "review")
    form = DiagnosisForm(request.POST or None, instance=lesion)
    if request.method == "POST" and form.is_valid():
        services.set_diagnosis_type(form.instance, by=person(request))
        messages.success(request, _("Saved with your name; the patient can see it now."))
        return redirect("timeline:lesion", lesion_id=lesion.pk)
    return render(
        request, "timeline/diagnosis_form.html", {"lesion": lesion, "patient": lesion.patient, "form": form}
    )


def _request_page(request: HttpRequest, patient: Patient, lesion: Lesion | None, back: str) -> HttpResponse:
    form = RequestForm(request.POST or None, instance=FollowUpRequest(), patient=patient, lesion=lesion)
    if request.method == "POST" and form.is_valid():
        services.ask_for(form.instance, by=person(request))
        messages.success(request, _("Your request stands in the patient’s record now."))
        return redirect(back)
    context = {"patient": patient, "lesion": lesion, "form": form, "back": back}
    return render(request, "timeline/request_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lesion_request_add(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "review")
    return _request_page(request, lesion.patient, lesion, reverse("timeline:lesion", args=[lesion.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def patient_request_add(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "review")
    return _request_page(request, patient, None, reverse("timeline:review", args=[patient.pk]))


@require_POST
def request_decline(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """The patient would rather not."""
    asked = row_or_404(request, FollowUpRequest.objects.all(), request_id, "write")
    services.decline(asked, by=person(request))
    messages.success(request, _("Declined. The dermatologist sees that you would rather not."))
    return redirect("timeline:overview", patient_id=asked.patient_id)


@require_POST
def request_withdraw(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    asked = row_or_404(request, FollowUpRequest.objects.all(), request_id, "review")
    if asked.entered_by_id != person(request).pk:
        raise Http404(_("There is no such page."))
    remove_clinical(asked, by=person(request))
    messages.success(request, _("The request is withdrawn."))
    return redirect("timeline:review", patient_id=asked.patient_id)
