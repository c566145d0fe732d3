"""Pages about oneself and about the records one keeps."""

from __future__ import annotations

import uuid

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import sharing
from accounts.access import patient_or_404, person
from accounts.closing import close_account, held_records
from accounts.forms import CloseAccountForm, PatientAddForm, PatientForm, ProfileForm
from accounts.handover import note_birth_date
from accounts.links import target_of
from accounts.models import Consent
from accounts.services import touch


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the page was open for too long; nothing was saved."""
    return render(request, "403_csrf.html", status=403)


@require_safe
def go(request: HttpRequest, signed: str) -> HttpResponse:
    """Lead on from the neutral link of a mail; the page behind it asks for rights as always."""
    path = target_of(signed)
    if path is None:
        raise Http404(_("There is no such page."))
    return redirect(path)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    if form.errors:
        user.refresh_from_db()
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "form": form,
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "records": sharing.records_of(user),
        "consents": Consent.objects.filter(user=user).select_related("patient").order_by("-given_at"),
    }
    return render(request, "accounts/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def account_close(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = CloseAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_account(user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            logout(request)
            messages.success(request, _("Your account is closed. Take care."))
            return redirect("account_login")
    return render(request, "accounts/account_close.html", {"form": form, "held": held_records(user)})


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/records.html", {"relationships": sharing.records_of(person(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def patient_add(request: HttpRequest) -> HttpResponse:
    user = person(request)
    start = {"time_zone": user.time_zone, "kind": "self", "name": user.name}
    if sharing.own_records(user).exists():
        start |= {"kind": "caregiver", "name": ""}
    form = PatientAddForm(request.POST or None, by=user, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            patient = form.save()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The record of %(name)s is ready.") % {"name": patient.name})
            return redirect("accounts:records")
    return render(request, "accounts/patient_form.html", {"form": form, "is_new": True})


@require_http_methods(["GET", "HEAD", "POST"])
def patient_edit(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    patient = patient_or_404(request, patient_id, need="manage")
    old = patient.birth_on
    form = PatientForm(request.POST or None, instance=patient)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            if patient.birth_on != old:
                note_birth_date(patient, old, by=person(request))
            touch(patient)
        messages.success(request, _("Saved."))
        return redirect("accounts:sharing", patient.pk)
    if form.errors:
        patient.refresh_from_db()
    return render(request, "accounts/patient_form.html", {"form": form, "is_new": False})


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """What follows from taking the consent back, and the buttons to do so and to give it again."""
    patient = patient_or_404(request, patient_id, need="manage")
    given = Consent.objects.filter(patient=patient, withdrawn_at=None).order_by("-given_at").first()
    if request.method == "POST":
        if given and request.POST.get("do") == "withdraw":
            sharing.withdraw_consent(given)
            messages.success(
                request, _("Your consent is withdrawn. Nothing can be added to this record now.")
            )
        elif not given and request.POST.get("do") == "give":
            sharing.give_consent(patient, by=person(request))
            messages.success(request, _("Thank you. You can write in this record again."))
        return redirect("accounts:consent", patient.pk)
    return render(request, "accounts/consent.html", {"consent": given})
