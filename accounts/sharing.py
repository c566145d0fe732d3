"""Who shares a record: opening one, ending an access, and the rule that somebody always decides about it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mail import send_notice
from accounts.models import CareRelationship, Consent, Invitation, Patient, User
from accounts.services import touch

if TYPE_CHECKING:
    from django.db.models import QuerySet


def open_record(patient: Patient, *, by: User, kind: str, version: str = "") -> Patient:
    """Make a record with its first manager and the consent to keep it, all or nothing.

    Args:
        patient: not saved yet.
        kind: ``self`` or ``caregiver``: what the person is to the patient.
        version: of the privacy notice that was agreed to; empty means the current one.

    Raises:
        ValidationError: a field is not right, or she has a record of her own already.
    """
    patient.full_clean()
    with transaction.atomic():
        if kind == CareRelationship.Kind.SELF and own_records(by).exists():
            raise ValidationError(_("You have a record of your own already."))
        patient.save()
        relationship = CareRelationship(user=by, patient=patient, kind=kind, may_write=True, may_manage=True)
        relationship.full_clean()
        relationship.save()
        Consent.objects.create(user=by, patient=patient, version=version or settings.CONSENT_VERSION)
    return patient


def own_records(user: User) -> QuerySet[CareRelationship]:
    return CareRelationship.objects.active().filter(user=user, kind=CareRelationship.Kind.SELF)


def managers(patient: Patient) -> QuerySet[CareRelationship]:
    """The standings that decide about a record now, of people who can still sign in."""
    return CareRelationship.objects.active().filter(patient=patient, may_manage=True, user__is_active=True)


def lock_record(patient: Patient) -> None:
    """Let two changes of one record's sharing happen one after the other. Call inside a transaction."""
    Patient.objects.select_for_update().get(pk=patient.pk)


def keep_a_manager(patient: Patient) -> None:
    """Raises ValidationError, and so takes the transaction back, when nobody would decide any more."""
    # A manager whose access has an end date would leave the record to nobody on that day.
    if not managers(patient).filter(ends_at=None).exists():
        raise ValidationError(
            _(
                "Somebody must always decide about this record. Let another person manage it without an end "
                "date first, then end this access."
            )
        )


def end_access(relationship: CareRelationship, *, by: User) -> None:
    """End one person's access at once and tell the other side by mail.

    Raises:
        ValidationError: she is the last who decides about the record, or the patient herself.
    """
    if relationship.kind == CareRelationship.Kind.SELF and not may_end_own(relationship):
        raise ValidationError(_("The record is about this person, whose access does not end."))
    with transaction.atomic():
        lock_record(relationship.patient)
        end_quietly(CareRelationship.objects.active().filter(pk=relationship.pk))
        keep_a_manager(relationship.patient)
        if by == relationship.user:
            for manager in managers(relationship.patient).exclude(user=by).select_related("user"):
                send_notice(
                    manager.user,
                    "access_ended",
                    path=reverse("accounts:sharing", args=[relationship.patient_id]),
                )
        else:
            send_notice(relationship.user, "access_ended", path=reverse("accounts:records"))


def may_end_own(relationship: CareRelationship) -> bool:
    """Only a child below the age of the handover can be let out of her own record, by who decides for her."""
    patient = relationship.patient
    age = patient.age_on(patient.today())
    return not relationship.may_manage and age is not None and age < settings.HANDOVER_AGE_YEARS


def set_writing(relationship: CareRelationship, *, may_write: bool) -> None:
    """Let a caregiver write, or only read from now on.

    Raises:
        ValidationError: it is no caregiver, or one who decides about the record.
    """
    if relationship.kind != CareRelationship.Kind.CAREGIVER or relationship.may_manage:
        raise ValidationError(_("What this person may do cannot be changed here."))
    CareRelationship.objects.filter(pk=relationship.pk).update(may_write=may_write)
    touch(relationship.patient)


def end_quietly(relationships: QuerySet[CareRelationship]) -> int:
    """End these standings without mail; the caller has made sure that somebody still decides."""
    _behind(relationships)
    return relationships.update(revoked_at=timezone.now())


def _behind(relationships: QuerySet[CareRelationship]) -> None:
    """What is due follows the reminders of those who log here, so what was summed up is behind."""
    for patient in Patient.objects.filter(pk__in=relationships.values("patient")):
        touch(patient)


def close_lapsed(user: User, patient: Patient) -> None:
    """Close standings that have run out, so that the same person can be let in again."""
    CareRelationship.objects.filter(
        user=user, patient=patient, revoked_at=None, ends_at__lte=timezone.now()
    ).update(revoked_at=F("ends_at"))


def people_of(patient: Patient) -> list[CareRelationship]:
    """Everybody with access now, the patient first."""
    rank = {"self": 0, "caregiver": 1, "dermatologist": 2}
    people = CareRelationship.objects.active().filter(patient=patient).select_related("user")
    return sorted(people, key=lambda one: (rank[one.kind], one.starts_at))


def records_of(user: User) -> list[CareRelationship]:
    """Every record a person may open, her own first, then by name."""
    mine = CareRelationship.objects.active().filter(user=user).select_related("patient")
    return sorted(mine, key=lambda one: (one.kind != "self", one.patient.name.casefold()))


def end_of_access(choice: str, patient: Patient, on: datetime.date | None = None) -> datetime.datetime | None:
    """The last second of the last day of an access, in the patient's own zone; None for no end.

    Args:
        choice: ``3m``, ``1y``, ``date`` or ``open``.
        on: the last day, for ``date``.
    """
    today = patient.today()
    last_day = {
        "3m": today + datetime.timedelta(days=91),
        "1y": today + datetime.timedelta(days=365),
        "date": on,
    }.get(choice)
    if last_day is None:
        return None
    return datetime.datetime.combine(last_day, datetime.time(23, 59, 59), patient.zone)


def withdraw_consent(consent: Consent) -> None:
    """Take the consent to a record back: nobody writes in it any more, and nobody but its managers sees it.

    What was written stays until it is erased. Giving consent again brings back writing, not the sharing.
    """
    patient = consent.patient
    with transaction.atomic():
        now = timezone.now()
        if patient is None:
            Consent.objects.filter(pk=consent.pk).update(withdrawn_at=now)
            return
        lock_record(patient)
        Consent.objects.filter(patient=patient, withdrawn_at=None).update(withdrawn_at=now)
        active = CareRelationship.objects.active().filter(patient=patient)
        # The person it is about goes on reading: nobody can shut her out this way.
        others = active.filter(may_manage=False).exclude(kind=CareRelationship.Kind.SELF)
        for relationship in others.select_related("user"):
            send_notice(relationship.user, "access_ended", path=reverse("accounts:records"))
        end_quietly(others)
        active.update(may_write=False)
        touch(patient)
        Invitation.objects.filter(
            Q(patient=patient), accepted_at=None, declined_at=None, withdrawn_at=None
        ).update(withdrawn_at=now)


def give_consent(patient: Patient, *, by: User) -> Consent:
    """Agree to keep the record (again): its managers can write in it again."""
    with transaction.atomic():
        managers(patient).update(may_write=True)
        return Consent.objects.create(user=by, patient=patient, version=settings.CONSENT_VERSION)
