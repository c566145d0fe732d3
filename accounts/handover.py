"""A child's record passes to the child: from when, by which steps, and what keeps it from being abused."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from accounts.mail import send_notice
from accounts.models import CareRelationship, Consent, Patient, User
from accounts.services import touch
from accounts.sharing import keep_a_manager, lock_record, managers, own_records

if TYPE_CHECKING:
    from accounts.access import Record

# Managers are told so long before the age is reached (ours): time to talk about it.
TELL_AHEAD = datetime.timedelta(days=183)
# A date of birth that was changed decides about control only after so many days (ours). Everybody who manages
# the record is told of the change at once and can put it right.
SETTLES_IN = datetime.timedelta(days=30)

# Where another person manages the record too, control passes so long after she has joined (ours): time to
# tell the operator if it is not she who has joined.
OBJECTION_TIME = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Handover:
    """Where the passing of one record stands.

    Attributes:
        from_on: the day on which the operator's age is reached; None while the date of birth is unknown.
        join_on: the day from which she may have an account of her own at all.
        settles_on: the day on which a changed date of birth counts; None when it does already.
        child: the standing of the person herself, if she is in already.
        objection_until: while another manager than who invited her may object; None when that is over.
    """

    patient: Patient
    age: int | None
    from_on: datetime.date | None
    join_on: datetime.date | None
    settles_on: datetime.date | None
    child: CareRelationship | None
    objection_until: datetime.datetime | None

    @property
    def is_of_age(self) -> bool:
        return self.from_on is not None and self.patient.today() >= self.from_on

    @property
    def may_pass(self) -> bool:
        """Whether control may pass today. It never does by itself: she accepts it."""
        is_open = self.settles_on is None and self.objection_until is None
        return self.is_of_age and is_open and not self.is_done

    @property
    def may_join(self) -> bool:
        """Whether she may be invited to read or write, before control passes."""
        return self.join_on is not None and self.patient.today() >= self.join_on and self.child is None

    @property
    def is_done(self) -> bool:
        return self.child is not None and self.child.may_manage

    @property
    def passes_on(self) -> datetime.date | None:
        """The first day on which control may pass."""
        if self.from_on is None:
            return None
        return max(self.from_on, self.settles_on) if self.settles_on else self.from_on


def handover_of(patient: Patient) -> Handover:
    """One query; two when the patient is in and does not manage yet."""
    own = CareRelationship.objects.active().filter(patient=patient, kind=CareRelationship.Kind.SELF)
    child = own.select_related("user").first()
    return Handover(
        patient=patient,
        age=patient.age_on(patient.today()),
        from_on=birthday(patient.birth_on, settings.HANDOVER_AGE_YEARS),
        join_on=birthday(patient.birth_on, settings.MINIMUM_AGE_YEARS),
        settles_on=_settles_on(patient),
        child=child,
        objection_until=_objection_until(child) if child else None,
    )


def _objection_until(child: CareRelationship) -> datetime.datetime | None:
    until = child.starts_at + OBJECTION_TIME
    if child.may_manage or until <= timezone.now():
        return None
    others = managers(child.patient).exclude(user=child.user_id).exclude(user=child.granted_by_id)
    return until if others.exists() else None


def birthday(birth_on: datetime.date | None, age: int) -> datetime.date | None:
    """The day on which somebody turns so old; who was born on 29 February, on 1 March of a common year."""
    if birth_on is None:
        return None
    try:
        return birth_on.replace(year=birth_on.year + age)
    except ValueError:
        return datetime.date(birth_on.year + age, 3, 1)


def _settles_on(patient: Patient) -> datetime.date | None:
    if patient.birth_on_set_at is None:
        return None
    day = (patient.birth_on_set_at + SETTLES_IN).astimezone(patient.zone).date()
    return day if day > patient.today() else None


def concerns(record: Record) -> bool:
    """Whether this person is to be told: the record was begun for a child who nears the age. No query."""
    patient = record.patient
    from_on = birthday(patient.birth_on, settings.HANDOVER_AGE_YEARS)
    was_child = from_on is not None and patient.created_at.astimezone(patient.zone).date() < from_on
    asked = record.is_own != record.may_manage  # her managers, or she herself while she does not manage
    return asked and was_child and from_on is not None and patient.today() >= from_on - TELL_AHEAD


def reason_against_joining(patient: Patient) -> str:
    """Why the person herself cannot be invited into her record now, or an empty string."""
    state = handover_of(patient)
    if state.child is not None:
        return _("The record is about %(name)s, who has access already.") % {"name": state.child.user}
    if state.join_on is None:
        return _("Enter the date of birth first: it says from when this is possible.")
    if not state.may_join:
        day = format_date(state.join_on, "j F Y")
        return _("This is possible from %(day)s on, when %(name)s is %(age)d.") % {
            "day": day, "name": patient.name, "age": settings.MINIMUM_AGE_YEARS,
        }  # fmt: skip
    return ""


def reason_against_being(user: User, patient: Patient, email: str) -> str:
    """Why this account cannot be that of the patient herself, or an empty string."""
    if user.email.lower() != email.lower():
        return _("This invitation is for another e-mail address. Sign in with the account of that address.")
    # Whoever has kept the record for her is somebody else, whatever address she signs in with.
    if CareRelationship.objects.filter(user=user, patient=patient).exclude(kind="self").exists():
        return _("You have opened this record as somebody else, so it cannot be about you.")
    if own_records(user).exists():
        return _("You have a record of your own already. Two records cannot be made one.")
    return reason_against_joining(patient)


def let_control_pass(relationship: CareRelationship) -> bool:
    """Give the patient control of her record if the time has come. Call it inside a transaction, locked.

    Whoever managed it until now goes on reading; she decides what they may do from then on.

    Returns:
        Whether control has passed.
    """
    patient = relationship.patient
    if not handover_of(patient).may_pass:
        return False
    others = managers(patient).exclude(pk=relationship.pk)
    for other in others.select_related("user"):
        send_notice(other.user, "details_changed", path=reverse("accounts:records"))
    others.update(may_write=False)
    touch(patient)
    # An account that cannot sign in now must not wake up as a manager later.
    CareRelationship.objects.filter(patient=patient, revoked_at=None).exclude(pk=relationship.pk).update(
        may_manage=False
    )
    relationship.may_write = relationship.may_manage = True
    relationship.save(update_fields=["may_write", "may_manage"])
    keep_a_manager(patient)
    return True


def take_over(patient: Patient, *, by: User) -> None:
    """The patient, who is in her record already, takes control and agrees that it is kept.

    Raises:
        ValidationError: it is not her record, or the time has not come.
    """
    with transaction.atomic():
        lock_record(patient)
        own = CareRelationship.objects.active().filter(patient=patient, user=by, kind="self").first()
        if own is None or not let_control_pass(own):
            raise ValidationError(_("The record cannot pass to you today."))
        Consent.objects.create(user=by, patient=patient, version=settings.CONSENT_VERSION)


def birth_date_problem(patient: Patient, old: datetime.date | None, new: datetime.date | None) -> str:
    """Why a manager may not change the date of birth like this, or an empty string.

    Once the child is in her record, nobody else can make her younger and so put the handover off.
    """
    child = handover_of(patient).child
    if child is None or child.may_manage or old is None or new == old:
        return ""
    if new is None or new > old:
        return _(
            "%(name)s has access to her record herself. A later date of birth would put off the day on which "
            "it passes to her, so only she can enter one, once it has."
        ) % {"name": patient.name}
    return ""


def note_birth_date(patient: Patient, old: datetime.date | None, *, by: User) -> None:
    """Start the waiting time of a changed date of birth and tell the others who manage the record.

    A change between two dates that both make her old enough changes nothing and starts no wait.
    """
    before = birthday(old, settings.HANDOVER_AGE_YEARS)
    if before is None or before > patient.today():
        patient.birth_on_set_at = timezone.now()
        patient.save(update_fields=["birth_on_set_at"])
    for manager in managers(patient).exclude(user=by).select_related("user"):
        send_notice(manager.user, "details_changed", path=reverse("accounts:patient-edit", args=[patient.pk]))
