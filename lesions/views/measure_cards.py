"""Cards to print, open to anybody, and the cards of a record: register, correct, retire, use again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import patient_or_404, person, row_or_404
from accounts.services import save_clinical
from accounts.undo import offer_undo
from lesions.forms.measure_card import MeasureCardForm
from lesions.models import MeasureCard
from lesions.vocabulary import CardKind

FORMS_OFFERED = 3


@login_not_required
@require_safe
def card_print(request: HttpRequest) -> HttpResponse:
    """What the cards are, and the sheets to print; whoever is signed in is led on to registering one."""
    patients = person(request).writable_patients()[:FORMS_OFFERED] if request.user.is_authenticated else []
    return render(request, "lesions/measure_card_print.html", {"patients": patients})


@require_safe
def card_list(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id)
    cards = list(MeasureCard.objects.kept().filter(patient=patient).select_related("entered_by"))
    context = {
        "patient": patient,
        "in_use": [card for card in cards if card.retired_at is None],
        "retired": [card for card in cards if card.retired_at is not None],
    }
    return render(request, "lesions/measure_card_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def card_add(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, "write")
    return _form_page(request, MeasureCard(patient=patient))


@require_http_methods(["GET", "HEAD", "POST"])
def card_edit(request: HttpRequest, card_id: uuid.UUID) -> HttpResponse:
    """Correct the name or the line; sizes measured before keep the scale they were measured with."""
    return _form_page(request, row_or_404(request, MeasureCard.objects.all(), card_id, "write"))


def _form_page(request: HttpRequest, card: MeasureCard) -> HttpResponse:
    is_new = card._state.adding
    kind = request.GET.get("kind", "")
    start = {"kind": kind} if is_new and kind in CardKind.values else {}
    form = MeasureCardForm(request.POST or None, instance=card, initial=start)
    if request.method == "POST" and form.is_valid():
        save_clinical(form.instance, by=person(request))
        text = _("“%(name)s” is registered.") if is_new else _("“%(name)s” is saved.")
        messages.success(request, text % {"name": card.name})
        return redirect(_came_from(request) or reverse("lesions:card-list", args=[card.patient_id]))
    context = {
        "form": form, "card": card, "is_new": is_new, "patient": card.patient, "next": _came_from(request),
    }  # fmt: skip
    return render(request, "lesions/measure_card_form.html", context)


def _came_from(request: HttpRequest) -> str:
    """The page of this site that led here, such as a photo that waits to be measured; else nothing."""
    said = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = said.startswith("/") and url_has_allowed_host_and_scheme(said, allowed_hosts=None)
    return said if is_ours else ""


@require_POST
def card_retire(request: HttpRequest, card_id: uuid.UUID) -> HttpResponse:
    """Lost, worn or cut: no new photo is measured with it; it stays with the sizes it gave."""
    card = row_or_404(request, MeasureCard.objects.all(), card_id, "write")
    card.retired_at = timezone.now()
    save_clinical(card, by=person(request))
    text = _("“%(name)s” is retired.") % {"name": card.name}
    offer_undo(request, text, reverse("lesions:card-use-again", args=[card.pk]))
    return redirect("lesions:card-list", patient_id=card.patient_id)


@require_POST
def card_use_again(request: HttpRequest, card_id: uuid.UUID) -> HttpResponse:
    card = row_or_404(request, MeasureCard.objects.all(), card_id, "write")
    card.retired_at = None
    save_clinical(card, by=person(request))
    messages.success(request, _("“%(name)s” is in use again.") % {"name": card.name})
    return redirect("lesions:card-list", patient_id=card.patient_id)
