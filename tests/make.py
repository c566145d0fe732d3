"""Makers of people and records with sane defaults; every test says only what matters to it."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from accounts.models import CareRelationship, Patient, User

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
