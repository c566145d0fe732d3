"""Notes of dermatologists: written, edited, deleted and brought back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import patient_or_404, person, row_or_404
from accounts.models import Patient
from accounts.services import remove_clinical, restore_clinical
from accounts.undo import offer_undo
from lesions.models import Lesion
from timeline import services
from timeline.forms import NoteForm
from timeline.models import Note


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
