"""Written without network: where it belongs and whether it has arrived. The texts stay in the browser."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import patient_or_404, person
from accounts.models import CareRelationship
from lesions.models import CheckIn, Lesion

JSON = "application/json; charset=utf-8"


@require_safe
def written_offline(request: HttpRequest) -> HttpResponse:
    """On to the record that the entries most likely belong to; without one the texts can still be copied."""
    mine = CareRelationship.objects.active().filter(user=person(request), may_write=True)
    records = sorted(mine, key=lambda one: (one.kind != CareRelationship.Kind.SELF, one.starts_at))
    if records:
        return redirect("lesions:written-offline-in", records[0].patient_id)
    return render(request, "lesions/written_offline.html", {"lesions": [], "others": []})


@require_safe
def written_offline_in(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, need="write")
    context = {
        "lesions": Lesion.objects.kept().filter(patient=patient).order_by("name"),
        "others": person(request).writable_patients().exclude(pk=patient.pk).order_by("name"),
    }
    return render(request, "lesions/written_offline.html", context)


@require_safe
def has_arrived(request: HttpRequest, submission: uuid.UUID) -> HttpResponse:
    """Whether this person's form with this key is in a record; a deleted entry has arrived, too."""
    made = CheckIn._default_manager.filter(pk=submission, entered_by=person(request))
    return JsonResponse({"kept": made.exists()}, content_type=JSON)
