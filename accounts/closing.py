"""Closing an account: what goes, what stays, and when it has to wait."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CareRelationship, Consent, Invitation, Patient, User
from accounts.sharing import end_quietly, lock_record, managers


def held_records(user: User) -> list[Patient]:
    """Records that nobody would decide about if this person left."""
    mine = Patient.objects.managed_by(user)
    return [
        patient for patient in mine if not managers(patient).exclude(user=user).filter(ends_at=None).exists()
    ]


def close_account(user: User) -> None:
    """Close an account for good: no sign-in, no address, no access. The name stays beside what she wrote.

    Raises:
        ValidationError: she is the only one who decides about a record.
    """
    with transaction.atomic():
        for patient in Patient.objects.managed_by(user):
            lock_record(patient)
        if held_records(user):
            raise ValidationError(_("You are the only one who decides about a record. Hand it over first."))
        now = timezone.now()
        end_quietly(CareRelationship.objects.active().filter(user=user))
        Consent.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=now)
        Invitation.objects.filter(
            invited_by=user, accepted_at=None, declined_at=None, withdrawn_at=None
        ).update(withdrawn_at=now)
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        # The sessions end with the password: their check value is made from it.
        user.set_unusable_password()
        user.email = f"closed-{user.pk}@closed.invalid"
        user.is_active = user.is_staff = user.is_superuser = False
        user.groups.clear()
        user.save()
