"""Links for a while, for those who manage a record: making one, the list with what happened, ending one."""

from __future__ import annotations

import dataclasses
import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person
from accounts.models import Patient, User
from records.forms import SelectionForm
from records.models import ShareLink
from records.qr import qr_of
from records.share import NewLink, end_link, make_link
from records.share_forms import ShareLinkForm
from records.share_list import rows_of


@require_safe
def link_list(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "manage")
    return render(request, "records/link_list.html", {"patient": patient, "rows": rows_of(patient)})


@require_http_methods(["GET", "HEAD", "POST"])
def link_new(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Choose what is shown, for whom and for how long. The address and the passcode are shown this once."""
    patient, user = patient_or_404(request, patient_id, "manage"), person(request)
    form = ShareLinkForm(request.POST or None)
    ticks = SelectionForm(request.POST or None, viewer=user, patient=patient, ticks_identifying=False)
    if request.method == "POST" and form.is_valid() & ticks.is_valid():
        try:
            made = _make(form, ticks, patient, user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _made(request, patient, made)
    return render(request, "records/link_new.html", {"patient": patient, "form": form, "ticks": ticks})


def _make(form: ShareLinkForm, ticks: SelectionForm, patient: Patient, user: User) -> NewLink:
    return make_link(
        patient,
        by=user,
        for_whom=form.cleaned_data["for_whom"],
        # On a screen there is room for every deposit's history.
        selection=dataclasses.replace(ticks.selection(), is_long=True),
        lasts=form.duration,
        passcode=form.cleaned_data["passcode"],
    )


def _made(request: HttpRequest, patient: Patient, made: NewLink) -> HttpResponse:
    address = settings.SITE_URL + reverse("records:link-arrive", args=[made.token])
    half = (len(made.passcode) + 1) // 2
    context = {
        "patient": patient,
        "link": made.link,
        "address": address,
        "qr": qr_of(address),
        "passcode": f"{made.passcode[:half]} {made.passcode[half:]}",
    }
    return render(request, "records/link_made.html", context)


@require_POST
def link_end(request: HttpRequest, patient_id: uuid.UUID, link_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "manage")
    link = get_object_or_404(ShareLink, patient=patient, pk=link_id)
    end_link(link)
    messages.success(request, _("The link for %(name)s has ended.") % {"name": link.for_whom})
    return redirect("records:links", patient.pk)
