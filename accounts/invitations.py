"""Inviting somebody into a record: the offer, its link, and what becomes of it."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.handover import let_control_pass, reason_against_being, reason_against_joining
from accounts.mail import send_invitation, send_notice
from accounts.models import CareRelationship, Consent, Invitation, Patient, User, make_token
from accounts.sharing import close_lapsed, end_quietly, keep_a_manager, lock_record

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Ours, not published: long enough for a clinic that reads its mail once a week.
OPEN_DAYS = 14
# Ours: a family and a clinic fit; a script that mails strangers does not.
MOST_OPEN_PER_RECORD = 10
MOST_PER_DAY_AND_PERSON = 20
SESSION_KEY = "waiting_invitation"


def hash_token(token: str) -> str:
    """The form in which a token is stored: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitations() -> QuerySet[Invitation]:
    """Not answered, not withdrawn, not too old, and the person who invited still decides about the record."""
    still_decides = CareRelationship.objects.active().filter(
        may_manage=True, user=OuterRef("invited_by"), patient=OuterRef("patient")
    )
    return Invitation.objects.filter(
        Exists(still_decides),
        accepted_at=None,
        declined_at=None,
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
    ).select_related("patient", "invited_by")


def find_open(token: str) -> Invitation | None:
    return open_invitations().filter(token_hash=hash_token(token)).first()


def remember(request: HttpRequest, invitation: Invitation) -> None:
    """Keep in the session which invitation somebody came by, through signing in or up; never its token."""
    request.session[SESSION_KEY] = str(invitation.pk)


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def waiting_invitation(request: HttpRequest) -> Invitation | None:
    """The open invitation whose link was opened in this session, if any."""
    session = getattr(request, "session", {})
    key = session.get(SESSION_KEY)
    return open_invitations().filter(pk=uuid.UUID(key)).first() if key else None


def invite(
    patient: Patient,
    *,
    by: User,
    email: str,
    kind: str,
    may_write: bool = False,
    may_manage: bool = False,
    access_ends_at: datetime.datetime | None = None,
) -> tuple[Invitation, bool]:
    """Offer somebody a place in a record and mail the link. An older offer to the same address is replaced.

    Returns:
        The invitation, and whether the mail server took its mail.

    Raises:
        ValidationError: the address is the inviter's own, or there are too many open offers.
    """
    email = email.strip().lower()
    _check_offer(patient, by=by, email=email, kind=kind)
    token = make_token()
    with transaction.atomic():
        _open_offers(patient).filter(email=email).update(withdrawn_at=timezone.now())
        invitation = Invitation(
            patient=patient,
            invited_by=by,
            email=email,
            kind=kind,
            access_ends_at=access_ends_at,
            may_write=may_write and kind != CareRelationship.Kind.DERMATOLOGIST,
            may_manage=may_manage and kind == CareRelationship.Kind.CAREGIVER,
            token_hash=hash_token(token),
            expires_at=timezone.now() + datetime.timedelta(days=OPEN_DAYS),
        )
        invitation.full_clean()
        invitation.save()
    return invitation, send_invitation(email, path=reverse("accounts:invitation", args=[token]))


def _open_offers(patient: Patient) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        patient=patient, accepted_at=None, declined_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )


def _check_offer(patient: Patient, *, by: User, email: str, kind: str) -> None:
    if kind == CareRelationship.Kind.SELF and (reason := reason_against_joining(patient)):
        raise ValidationError(reason)
    if email == by.email.lower():
        raise ValidationError({"email": _("This is your own address. You have access already.")})
    consents = patient.consents.all()
    if consents and all(consent.withdrawn_at for consent in consents):
        raise ValidationError(_("The consent to keep this record is withdrawn, so it cannot be shared."))
    if _open_offers(patient).exclude(email=email).count() >= MOST_OPEN_PER_RECORD:
        raise ValidationError(_("There are many open invitations. Withdraw one first."))
    day_ago = timezone.now() - datetime.timedelta(days=1)
    if Invitation.objects.filter(invited_by=by, created_at__gt=day_ago).count() >= MOST_PER_DAY_AND_PERSON:
        raise ValidationError(_("You have sent many invitations today. Try again tomorrow."))


def reason_against(invitation: Invitation, user: User) -> str:
    """Why this account cannot join, as a sentence for the person, or an empty string."""
    if invitation.kind == CareRelationship.Kind.SELF and (
        reason := reason_against_being(user, invitation.patient, invitation.email)
    ):
        return reason
    if user == invitation.invited_by:
        return _("You sent this invitation yourself. Forward the mail to the person you meant.")
    if CareRelationship.objects.active().filter(user=user, patient=invitation.patient, kind="self").exists():
        return _("This is your own record.")
    if invitation.kind == CareRelationship.Kind.DERMATOLOGIST and user.role != User.Role.DERMATOLOGIST:
        return _(
            "This invitation is for a dermatologist. Your account is not marked as one yet: the people who "
            "run this site do that after checking who you are. Ask them, then open the link again."
        )
    if invitation.access_ends_at and invitation.access_ends_at <= timezone.now():
        return _("The access that was offered has ended already. Ask for a new invitation.")
    return ""


def accept(invitation: Invitation, *, user: User) -> CareRelationship:
    """Let the person into the record, once. Another standing she had there ends with it.

    Raises:
        ValidationError: the offer is no longer open, or this account cannot join.
    """
    with transaction.atomic():
        lock_record(invitation.patient)
        _answer(invitation, "accepted_at")
        if reason := reason_against(invitation, user):
            raise ValidationError(reason)
        close_lapsed(user, invitation.patient)
        end_quietly(CareRelationship.objects.active().filter(user=user, patient=invitation.patient))
        relationship = CareRelationship(
            user=user,
            patient=invitation.patient,
            kind=invitation.kind,
            may_write=invitation.may_write,
            # Whether control passes to the patient herself is decided now, not when she was invited.
            may_manage=invitation.may_manage and invitation.kind != CareRelationship.Kind.SELF,
            granted_by=invitation.invited_by,
            ends_at=invitation.access_ends_at,
        )
        relationship.full_clean()
        relationship.save()
        if relationship.kind == CareRelationship.Kind.SELF:
            Consent.objects.create(user=user, patient=invitation.patient, version=settings.CONSENT_VERSION)
            let_control_pass(relationship)
        keep_a_manager(invitation.patient)
        send_notice(
            invitation.invited_by,
            "access_started",
            path=reverse("accounts:sharing", args=[invitation.patient.pk]),
        )
    return relationship


def decline(invitation: Invitation) -> None:
    """Say no; the link is used up. Raises ValidationError when it is no longer open."""
    _answer(invitation, "declined_at")


def withdraw(invitation: Invitation) -> None:
    """Take the offer back; its link leads nowhere from now on. Raises ValidationError when it is answered."""
    _answer(invitation, "withdrawn_at")


def _answer(invitation: Invitation, field: str) -> None:
    # Checked and changed in one statement: two clicks at once cannot both use the link.
    changed = open_invitations().filter(pk=invitation.pk).update(**{field: timezone.now()})
    if not changed:
        raise ValidationError(_("This invitation is no longer open."))
