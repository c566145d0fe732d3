"""Makers of people and records with sane defaults; every test says only what matters to it.

Like every write, they raise the patient's revision.
"""

from __future__ import annotations

import datetime
import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.files import new_folder, write_renditions
from accounts.models import CareRelationship, Patient, User
from accounts.services import touch
from lesions.images import RENDITIONS
from lesions.measure import uncertainty_mm
from lesions.models import (
    CheckIn,
    DailyEntry,
    Lesion,
    LifeEvent,
    MeasureCard,
    Measurement,
    Photo,
    PhotoLesion,
    SecondReading,
)
from timeline.models import FollowUpRequest, Note

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
    touch(patient)
    return Lesion.objects.create(patient=patient, site=site, side=side, **extra)


def make_measure_card(patient: Patient, kind: str = "single-20", **extra: Any) -> MeasureCard:
    """A card on paper that was printed at its true size."""
    extra.setdefault("name", f"Card {next(_numbers)}")
    extra.setdefault("check_line_mm", "50")
    touch(patient)
    return MeasureCard.objects.create(patient=patient, kind=kind, **extra)


def make_check_in(lesion: Lesion, days_ago: float = 0, **extra: Any) -> CheckIn:
    """A check-in so many days before now; a size is taken with a ruler unless the test says how."""
    extra.setdefault("observed_at", timezone.now() - datetime.timedelta(days=days_ago))
    size = extra.get("length_mm") or extra.get("width_mm")
    if size is not None:
        extra.setdefault("method", "ruler")
        extra.setdefault("uncertainty_mm", uncertainty_mm(Decimal(size), extra["method"]))
    touch(lesion.patient)
    return CheckIn.objects.create(lesion=lesion, patient=lesion.patient, **extra)


def make_event(lesion: Lesion, kind: str, days_ago: int = 0, **extra: Any) -> LifeEvent:
    extra.setdefault("happened_on", lesion.patient.today() - datetime.timedelta(days=days_ago))
    touch(lesion.patient)
    return LifeEvent.objects.create(lesion=lesion, patient=lesion.patient, kind=kind, **extra)


def make_photo(
    patient: Patient,
    lesion: Lesion | None = None,
    check_in: CheckIn | None = None,
    days_ago: float = 0,
    **extra: Any,
) -> Photo:
    """A photo in the record with small files; ``attached_at=None`` makes one that waits in a form."""
    number = next(_numbers)
    extra.setdefault("taken_at", timezone.now() - datetime.timedelta(days=days_ago))
    extra.setdefault("attached_at", timezone.now())
    extra.setdefault("sha256", f"{number:064x}")
    touch(patient)
    photo = Photo.objects.create(
        patient=patient, folder=new_folder(patient), width_px=40, height_px=30, **extra
    )
    write_renditions(photo.folder, dict.fromkeys(RENDITIONS, b"\xff\xd8 a small file"))
    if lesion is not None:
        PhotoLesion.objects.create(photo=photo, lesion=lesion, check_in=check_in)
    return photo


SAID = {
    "version": 1, "card": "single-20", "check_line_mm": None, "place": "same_skin", "surface": "finger_pad",
    "hand_lies": True, "known": None,
}  # fmt: skip
LOCAL = {"px_to_mm": [[0.1, 0, 0], [0, 0.1, 0], [0, 0, 1]], "spread": {"edge": 0.01}}


def make_measurement(
    photo: Photo, by: User, lesion: Lesion | None = None, check_in: CheckIn | None = None, **extra: Any
) -> Measurement:
    """An accepted reading of 12.3 × 8.1 mm with a card, unless the test says otherwise."""
    extra = {
        "method": "photo_card", "length_mm": Decimal("12.34"), "width_mm": Decimal("8.12"),
        "area_mm2": Decimal("78.70"), "perimeter_mm": Decimal("32.50"), "uncertainty_mm": Decimal("0.61"),
        "outlines": [[[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6]]],
        "scale": {"setting": SAID, "local": LOCAL, "markers": [], "tilt_deg": 4.0, "ends": []},
        **extra,
    }  # fmt: skip
    touch(photo.patient)
    return Measurement.objects.create(
        patient=photo.patient, photo=photo, lesion=lesion, check_in=check_in, entered_by=by, **extra
    )


def make_second_reading(first: Measurement, reader: User, by: User, **extra: Any) -> SecondReading:
    """Asked now and not read yet, unless the test says otherwise."""
    touch(first.patient)
    return SecondReading.objects.create(
        patient=first.patient, first=first, reader=reader, entered_by=by, **extra
    )


def make_day(patient: Patient, days_ago: int = 0, **extra: Any) -> DailyEntry:
    touch(patient)
    return DailyEntry.objects.create(
        patient=patient, on=patient.today() - datetime.timedelta(days=days_ago), **extra
    )


def make_note(patient: Patient, by: User, text: str = "Looks calm.", **extra: Any) -> Note:
    return Note.objects.create(patient=patient, entered_by=by, text=text, **extra)


def make_request(patient: Patient, by: User, asks: str = "check_in", **extra: Any) -> FollowUpRequest:
    extra.setdefault("due_on", patient.today() + datetime.timedelta(days=14))
    return FollowUpRequest.objects.create(patient=patient, entered_by=by, asks=asks, **extra)
