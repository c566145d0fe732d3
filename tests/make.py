"""Makers of people and records with sane defaults; every test says only what matters to it."""

from __future__ import annotations

import datetime
import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import CareRelationship, Patient, User
from lesions.measure import uncertainty_mm
from lesions.models import CheckIn, Lesion, LifeEvent

_numbers = itertools.count(1)
PASSWORD = "a long enough pass phrase"


def make_user(name: str = "", **extra: Any) -> User:
    number = next(_numbers)
    name = name or f"Person {number}"
    extra.setdefault("email", f"{name.lower().replace(' ', '.')}.{number}@example.org")
    return User.objects.create_user(password=PASSWORD, name=name, **extra)


def relate(user: User, patient: Patient, kind: str = "caregiver", **extra: Any) -> CareRelationship:
    return CareRelationship.objects.create(user=user, patient=patient, kind=kind, **extra)


def make_patient(owner: User | None = None, name: str = "", **extra: Any) -> Patient:
    """A record; with an owner it is hers to write and to manage."""
    extra.setdefault("birth_on", datetime.date(1974, 5, 17))
    extra.setdefault("time_zone", "Europe/Zurich")
    patient = Patient.objects.create(name=name or (owner.name if owner else "Somebody"), **extra)
    if owner:
        relate(owner, patient, "self", may_write=True, may_manage=True)
    return patient


def make_lesion(patient: Patient, site: str = "thumb_tip_palmar", side: str = "left", **extra: Any) -> Lesion:
    """A deposit on the left thumb tip, unless the test says where."""
    extra.setdefault("name", f"Left thumb tip {next(_numbers)}")
    return Lesion.objects.create(patient=patient, site=site, side=side, **extra)


def make_check_in(lesion: Lesion, days_ago: float = 0, **extra: Any) -> CheckIn:
    """A check-in so many days before now; a size is taken with a ruler unless the test says how."""
    extra.setdefault("observed_at", timezone.now() - datetime.timedelta(days=days_ago))
    size = extra.get("length_mm") or extra.get("width_mm")
    if size is not None:
        extra.setdefault("method", "ruler")
        extra.setdefault("uncertainty_mm", uncertainty_mm(Decimal(size), extra["method"]))
    return CheckIn.objects.create(lesion=lesion, patient=lesion.patient, **extra)


def make_event(lesion: Lesion, kind: str, days_ago: int = 0, **extra: Any) -> LifeEvent:
    extra.setdefault("happened_on", lesion.patient.today() - datetime.timedelta(days=days_ago))
    return LifeEvent.objects.create(lesion=lesion, patient=lesion.patient, kind=kind, **extra)
