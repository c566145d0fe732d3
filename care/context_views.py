"""What happened around: logged with one tap, for the whole person or one deposit; corrected, taken back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import patient_or_404, person, row_or_404
from accounts.models import Patient
from accounts.services import remove_clinical, restore_clinical
from accounts.undo import offer_undo
from care.context import ContextKind
from care.forms import ContextForm
from care.models import ContextEntry
from care.services import log_context
from lesions.models import Lesion


@require_POST
def context_tap(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """One tap for the whole person."""
    return _tap(request, patient_or_404(request, patient_id, "write"), None)


@require_POST
def lesion_context_tap(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """One tap for one deposit."""
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "write")
    return _tap(request, lesion.patient, lesion)


def _tap(request: HttpRequest, patient: Patient, lesion: Lesion | None) -> HttpResponse:
    kind = request.POST.get("kind", "")
    if kind not in ContextKind.values:
        messages.error(request, _("Nothing was saved. Tap what happened."))
        return _back(patient.pk, lesion.pk if lesion else None)
    entry = log_context(kind, patient=patient, lesion=lesion, by=person(request))
    offer_undo(
        request,
        _("“%(kind)s” is saved for today.") % {"kind": entry},
        reverse("care:context-delete", args=[entry.pk]),
        change_url=reverse("care:context-edit", args=[entry.pk]),
    )
    return _back(entry.patient_id, entry.lesion_id)


@require_http_methods(["GET", "HEAD", "POST"])
def context_edit(request: HttpRequest, context_id: uuid.UUID) -> HttpResponse:
    entry = row_or_404(request, ContextEntry.objects.all(), context_id, "write")
    form = ContextForm(request.POST if request.method == "POST" else None, instance=entry)
    if request.method == "POST" and form.is_valid():
        form.save_row(by=person(request))
        messages.success(request, _("Saved: %(name)s.") % {"name": entry})
        return _back(entry.patient_id, entry.lesion_id)
    return render(request, "care/context_form.html", {"form": form, "entry": entry})


@require_POST
def context_delete(request: HttpRequest, context_id: uuid.UUID) -> HttpResponse:
    entry = row_or_404(request, ContextEntry.objects.all(), context_id, "write")
    remove_clinical(entry, by=person(request))
    undo = reverse("care:context-restore", args=[entry.pk])
    offer_undo(request, _("Deleted: %(name)s.") % {"name": entry}, undo)
    return _back(entry.patient_id, entry.lesion_id)


@require_POST
def context_restore(request: HttpRequest, context_id: uuid.UUID) -> HttpResponse:
    entry = row_or_404(request, ContextEntry.objects.all(), context_id, "write", removed=True)
    restore_clinical(entry, by=person(request))
    messages.success(request, _("Back again: %(name)s.") % {"name": entry})
    return _back(entry.patient_id, entry.lesion_id)


def _back(patient_id: uuid.UUID, lesion_id: uuid.UUID | None) -> HttpResponse:
    """To where it was logged."""
    if lesion_id:
        return redirect("timeline:lesion", lesion_id=lesion_id)
    return redirect("timeline:context", patient_id=patient_id)
