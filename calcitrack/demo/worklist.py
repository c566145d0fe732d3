"""Small invented records that show every group of the dermatologists' worklists: entries only, no photos."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.conf import settings

from accounts.models import CareRelationship, Consent, Patient, User
from calcitrack.demo.diary import Diary
from timeline.seen import look

ZONE = "Europe/Zurich"


def write(brandt: User, silva: User) -> None:
    """Four people for Dr Brandt, three for Dr Silva; each has one thing that leads into a group."""
    _person("Nadia Ferri", 1969, "female", brandt, 9, _numb)
    _person("Jonas Weber", 1980, "male", brandt, 6, _low_vitamin)
    _person("Ines Duarte", 1991, "female", brandt, 16, _same)
    quiet = _person("Anton Lindqvist", 1953, "male", brandt, 84, _old)
    look(brandt, quiet, at=Diary(quiet, brandt).at(84))
    _person("Clara Meier", 1988, "female", silva, 12, _growing)
    _person("Emil Novak", 1976, "male", silva, 20, _same)
    _person("Vera Conti", 1958, "female", silva, 60, _old)


def _person(
    name: str, year: int, sex: str, doctor: User, reviewed: int, fill: Callable[[Diary], None]
) -> Patient:
    """One record with its owner, shared with a dermatologist who reviewed it so many days ago."""
    owner = User.objects.create_user(
        email=f"{name.split()[0].lower()}@demo.invalid", name=name, time_zone=ZONE
    )
    patient = Patient.objects.create(
        name=name, birth_on=datetime.date(year, 4, 9), sex_for_calculations=sex, time_zone=ZONE
    )
    relate = CareRelationship.objects.create
    relate(user=owner, patient=patient, kind="self", may_write=True, may_manage=True, granted_by=owner)
    relate(user=doctor, patient=patient, kind="dermatologist", granted_by=owner)
    Consent.objects.create(user=owner, patient=patient, version=settings.CONSENT_VERSION)
    diary = Diary(patient, owner)
    fill(diary)
    diary.review(reviewed, doctor)
    return patient


def _numb(diary: Diary) -> None:
    diary.condition("systemic_sclerosis", 365 * 6, certainty="diagnosed")
    finger = diary.lesion("index_tip_palmar", "right", noticed=300, visibility="seen_and_felt")
    diary.check_in(finger, 40, length_mm=6, width_mm=5, pain_rest=2)
    diary.entry(2, anchor=-1, pain=5, signs=["numbness"], note="Right hand, since the morning.")


def _low_vitamin(diary: Diary) -> None:
    diary.condition("dermatomyositis_adult", 365 * 4, certainty="diagnosed")
    hip = diary.lesion("hip", "right", noticed=500, visibility="felt")
    diary.check_in(hip, 35, length_mm=21, width_mm=14)
    diary.lab("phosphate", "1.61", "mmol/L", 8, "0.80-1.45", "City lab")


def _same(diary: Diary) -> None:
    diary.condition("limited_systemic_sclerosis", 365 * 3, certainty="diagnosed")
    for site in ("thumb_tip_palmar", "middle_tip_palmar"):
        lesion = diary.lesion(site, "left", noticed=200)
        diary.check_in(lesion, 60, length_mm=5, width_mm=4)
        diary.check_in(lesion, 3, anchor=0)


def _growing(diary: Diary) -> None:
    diary.condition("dermatomyositis_adult", 365 * 2, certainty="diagnosed")
    elbow = diary.lesion("elbow_posterior", "right", noticed=400, visibility="seen_and_felt")
    for days_ago, length in [(360, 11), (240, 14), (120, 17), (14, 21)]:
        diary.check_in(elbow, days_ago, length_mm=length, width_mm=length - 3)


def _old(diary: Diary) -> None:
    diary.condition("limited_systemic_sclerosis", 365 * 9, certainty="diagnosed")
    lesion = diary.lesion("knee_anterior", "left", noticed=600)
    diary.check_in(lesion, 90, length_mm=8, width_mm=6)
