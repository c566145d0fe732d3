"""The page by which a child's record passes to the child."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import invitations
from accounts.access import patient_or_404, person
from accounts.forms import HandoverForm
from accounts.handover import SETTLES_IN, Handover, handover_of, take_over
from accounts.mail import send_notice
from accounts.models import CareRelationship, Patient
from accounts.sharing import managers


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """For those who manage the record, who invite; and for the patient herself, who takes it over."""
    patient = patient_or_404(request, patient_id)
    record = request.record  # type: ignore[attr-defined]  # set by patient_or_404
    if not (record.may_manage or record.is_own):
        raise Http404(_("There is no such page."))
    state = handover_of(patient)
    if record.is_own:
        return _page_of_the_patient(request, state)
    form = HandoverForm(request.POST or None, passes_now=state.may_pass)
    if request.method == "POST" and form.is_valid():
        try:
            _invite(request, patient, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("accounts:sharing", patient.pk)
    return _page(request, state, form)


def _invite(request: HttpRequest, patient: Patient, form: HandoverForm) -> None:
    by = person(request)
    invitation, is_sent = invitations.invite(
        patient,
        by=by,
        email=form.cleaned_data["email"],
        kind=CareRelationship.Kind.SELF,
        may_write=form.cleaned_data.get("rights", "write") == "write",
    )
    for manager in managers(patient).exclude(user=by).select_related("user"):
        send_notice(manager.user, "details_changed", path=request.path)
    said = (
        _("An invitation is on its way to %(email)s.")
        if is_sent
        else _("The mail to %(email)s could not be sent. Invite again in a while.")
    )
    (messages.success if is_sent else messages.error)(request, said % {"email": invitation.email})


def _page_of_the_patient(request: HttpRequest, state: Handover) -> HttpResponse:
    asks_again = False
    if request.method == "POST":
        asks_again = request.POST.get("consent") != "on"
        if not asks_again:
            try:
                take_over(state.patient, by=person(request))
                messages.success(request, _("The record is yours now. You decide who may see it."))
                return redirect("accounts:sharing", state.patient.pk)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
                return redirect("accounts:handover", state.patient.pk)
    return _page(request, state, None, asks_again=asks_again)


def _page(
    request: HttpRequest, state: Handover, form: HandoverForm | None, *, asks_again: bool = False
) -> HttpResponse:
    context = {
        "state": state, "form": form, "asks_again": asks_again, "handover_age": settings.HANDOVER_AGE_YEARS,
        "minimum_age": settings.MINIMUM_AGE_YEARS, "settle_days": SETTLES_IN.days,
        "open_days": invitations.OPEN_DAYS,
    }  # fmt: skip
    return render(request, "accounts/handover.html", context)
