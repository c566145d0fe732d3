"""Pages about who shares a record: the list, inviting, answering, ending, and who looked."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access_log as log
from accounts import invitations
from accounts import sharing as sharing_services
from accounts.access import patient_or_404, person
from accounts.forms import InvitationForm
from accounts.handover import handover_of
from accounts.models import CareRelationship, Invitation


@require_safe
def sharing(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, need="manage")
    people = sharing_services.people_of(patient)
    for one in people:
        one.patient = patient
        one.may_be_ended = one.kind != CareRelationship.Kind.SELF or sharing_services.may_end_own(one)  # type: ignore[attr-defined]
    context = {
        "people": people,
        "invitations": invitations.open_invitations().filter(patient=patient).order_by("created_at"),
    }
    return render(request, "accounts/sharing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, need="manage")
    form = InvitationForm(request.POST or None, patient=patient)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, is_sent = invitations.invite(patient, by=person(request), **form.offer())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _say_what_became_of(request, invitation.email, is_sent)
            return redirect("accounts:sharing", patient.pk)
    return render(request, "accounts/invite.html", {"form": form, "open_days": invitations.OPEN_DAYS})


def _say_what_became_of(request: HttpRequest, email: str, is_sent: bool) -> None:
    if is_sent:
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": email})
    else:
        messages.error(
            request, _("The mail to %(email)s could not be sent. Invite again in a while.") % {"email": email}
        )


@require_POST
def invitation_withdraw(
    request: HttpRequest, patient_id: uuid.UUID, invitation_id: uuid.UUID
) -> HttpResponse:
    patient = patient_or_404(request, patient_id, need="manage")
    invitation = get_object_or_404(invitations.open_invitations().filter(patient=patient), pk=invitation_id)
    try:
        invitations.withdraw(invitation)
        messages.success(request, _("The invitation is withdrawn."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("accounts:sharing", patient.pk)


@require_POST
def relationship_end(request: HttpRequest, relationship_id: uuid.UUID) -> HttpResponse:
    """End an access, one's own or one in a record one manages."""
    relationship = get_object_or_404(
        CareRelationship.objects.active().select_related("user"), pk=relationship_id
    )
    is_own = relationship.user == person(request)
    relationship.patient = patient_or_404(
        request, relationship.patient_id, need="read" if is_own else "manage"
    )
    try:
        sharing_services.end_access(relationship, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The access of %(name)s has ended.") % {"name": relationship.user})
    return redirect("accounts:records") if is_own else redirect("accounts:sharing", relationship.patient_id)


@require_POST
def relationship_writing(request: HttpRequest, relationship_id: uuid.UUID) -> HttpResponse:
    """Let a caregiver write, or only read."""
    relationship = get_object_or_404(
        CareRelationship.objects.active().select_related("user"), pk=relationship_id
    )
    patient = patient_or_404(request, relationship.patient_id, need="manage")
    may_write = request.POST.get("may") == "write"
    try:
        sharing_services.set_writing(relationship, may_write=may_write)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = _("%(name)s may write entries now.") if may_write else _("%(name)s may only read now.")
        messages.success(request, said % {"name": relationship.user})
    return redirect("accounts:sharing", patient.pk)


@login_not_required
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail: says what it is, and leads to signing in and back."""
    offer = invitations.find_open(token)
    if offer is None:
        raise Http404(_("This invitation has been used, was withdrawn, or is too old."))
    invitations.remember(request, offer)
    # From here on the session knows; the token leaves the address bar.
    if request.user.is_authenticated:
        return redirect("accounts:invitation-waiting")
    return render(request, "accounts/invitation_open.html", {"invitation": offer})


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_waiting(request: HttpRequest) -> HttpResponse:
    """Accept or decline the invitation whose link was opened in this session."""
    offer = invitations.waiting_invitation(request)
    if offer is None:
        invitations.forget(request)
        raise Http404(_("This invitation has been used, was withdrawn, or is too old."))
    user = person(request)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "accept":
                if offer.kind == CareRelationship.Kind.SELF and request.POST.get("consent") != "on":
                    return _waiting_page(request, offer, asks_again=True)
                invitations.accept(offer, user=user)
                return _joined(request, offer)
            if request.POST.get("do") == "decline":
                invitations.decline(offer)
                messages.success(request, _("You have declined the invitation."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("accounts:records")
        invitations.forget(request)
        return redirect("accounts:records")
    return _waiting_page(request, offer)


def _joined(request: HttpRequest, offer: Invitation) -> HttpResponse:
    """To the list of records; for the person who decides from now on, to the list of who sees hers."""
    invitations.forget(request)
    patient = patient_or_404(request, offer.patient_id)
    if offer.kind == CareRelationship.Kind.SELF and request.record.may_manage:  # type: ignore[attr-defined]
        messages.success(request, _("The record is yours now. You decide who may see it."))
        return redirect("accounts:sharing", patient.pk)
    messages.success(request, _("You can now open the record of %(name)s.") % {"name": patient})
    return redirect("accounts:records")


def _waiting_page(request: HttpRequest, offer: Invitation, *, asks_again: bool = False) -> HttpResponse:
    context = {
        "invitation": offer,
        "reason_against": invitations.reason_against(offer, person(request)),
        "passes": offer.kind == CareRelationship.Kind.SELF and handover_of(offer.patient).may_pass,
        "asks_again": asks_again,
    }
    return render(request, "accounts/invitation.html", context)


@require_safe
def access_log(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, need="manage")
    with_own = request.GET.get("own") == "1"
    page, days = log.page_of_days(
        patient, viewer=person(request), with_own=with_own, number=request.GET.get("page", "1")
    )
    return render(request, "accounts/access_log.html", {"page": page, "days": days, "with_own": with_own})
