"""Notes of dermatologists: written, edited, deleted and brought back; and read with every earlier version."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person, row_or_404
from accounts.services import remove_clinical, restore_clinical
from accounts.undo import offer_undo
from lesions.models import CheckIn, Lesion, Photo
from lesions.views.photos import photo_or_404
from timeline import services
from timeline.models import Note
from timeline.note_forms import NoteForm, PhotoNoteForm
from timeline.note_versions import versions_of
from timeline.notes import mark_opened, notes_on


def _note_page(request: HttpRequest, note: Note) -> HttpResponse:
    """The form of a note, with the photo it is about where it is about one."""
    make = NoteForm if note.photo is None else PhotoNoteForm
    form = make(request.POST or None, instance=note)
    if request.method == "POST" and form.is_valid():
        services.write_note(form.instance, by=person(request))
        messages.success(request, _("The note is saved; the patient can read it now."))
        return redirect(_back_of(note, to_note=True))
    context = {"patient": note.patient, "form": form, "note": note, "back": _back_of(note)}
    if note.photo is None:
        return render(request, "timeline/note_form.html", context)
    others = [one for one in notes_on(note.photo) if one.pk != note.pk]
    return render(
        request, "timeline/photo_note_form.html", {**context, "photo": note.photo, "others": others}
    )


def _back_of(note: Note, *, to_note: bool = False) -> str:
    """The page a note stands on; the review page for one on the patient as a whole."""
    if not (note.photo_id or note.lesion_id):
        return reverse("timeline:review", args=[note.patient_id])
    url, _hash, anchor = note.place_url.partition("#")
    return f"{url}#{anchor}" if to_note else url


@require_http_methods(["GET", "HEAD", "POST"])
def patient_note_add(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "review")
    return _note_page(request, Note(patient=patient))


@require_http_methods(["GET", "HEAD", "POST"])
def lesion_note_add(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "review")
    return _note_page(request, Note(patient=lesion.patient, lesion=lesion))


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_note_add(request: HttpRequest, check_in_id: uuid.UUID) -> HttpResponse:
    check_in = row_or_404(request, CheckIn.objects.select_related("lesion"), check_in_id, "review")
    return _note_page(request, Note(patient=check_in.patient, lesion=check_in.lesion, check_in=check_in))


@require_http_methods(["GET", "HEAD", "POST"])
def photo_note_add(request: HttpRequest, photo_id: uuid.UUID) -> HttpResponse:
    photo = photo_or_404(request, Photo.objects.all(), photo_id, "review")
    return _note_page(request, Note(patient=photo.patient, photo=photo))


def _own_note(request: HttpRequest, note_id: uuid.UUID, *, removed: bool = False) -> Note:
    """A note of one's own: nobody edits somebody else's words, and nobody after her access has ended."""
    rows = Note.objects.select_related("photo", "lesion", "check_in")
    note = row_or_404(request, rows, note_id, "review", removed=removed)
    if note.entered_by_id != person(request).pk:
        raise Http404(_("There is no such page."))
    return note


@require_safe
def note(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """One note with every earlier version of it, for everybody who may read the record."""
    rows = Note.objects.select_related("photo", "lesion", "check_in", "entered_by")
    note = row_or_404(request, rows, note_id)
    context = {"patient": note.patient, "note": note, "versions": versions_of(note)}
    return render(request, "timeline/note.html", context)


@require_POST
def note_open(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Go to where a note stands; from now on it is not new to this person any more."""
    note = row_or_404(request, Note.objects.all(), note_id)
    mark_opened(note, person(request))
    return redirect(note.place_url)


@require_http_methods(["GET", "HEAD", "POST"])
def note_edit(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    return _note_page(request, _own_note(request, note_id))


@require_POST
def note_delete(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    note = _own_note(request, note_id)
    remove_clinical(note, by=person(request))
    offer_undo(
        request,
        _("The note is deleted. The patient can see that, and read it, among what was deleted lately."),
        reverse("timeline:note-restore", args=[note.pk]),
    )
    return redirect(_back_of(note))


@require_POST
def note_restore(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    note = _own_note(request, note_id, removed=True)
    restore_clinical(note, by=person(request))
    messages.success(request, _("The note is back."))
    return redirect(_back_of(note, to_note=True))
