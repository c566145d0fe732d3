"""Makes the demo people and their records once; a second run changes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.demo_people import DEMO_PEOPLE
from accounts.models import CareRelationship, Consent, Patient, User
from calcitrack.demo import chart, compare, notes, others, readers, rosa, share, sheet, worklist
from calcitrack.demo.diary import Diary
from timeline.models import ReminderPlan
from timeline.reminders import save_plan

ZONE = "Europe/Zurich"
Say = Callable[[str], object]


def is_loaded() -> bool:
    return User.objects.filter(email=DEMO_PEOPLE[0].email).exists()


@transaction.atomic
def load(say: Say) -> None:
    """Write the whole cast; nothing is kept if any of it fails."""
    people = {person.email.split("@")[0]: _user(person.email, person.name) for person in DEMO_PEOPLE}
    _roles(people)
    records = {
        "rosa": _record(people["rosa"], "Rosa Keller", datetime.date(1974, 5, 17), "female", "self"),
        "mia": _record(people["paul"], "Mia Nyberg", datetime.date(2015, 9, 2), "female", "caregiver"),
        "samuel": _record(people["samuel"], "Samuel Osei", datetime.date(1961, 2, 11), "male", "self"),
    }
    brandt, silva = people["brandt"], people["silva"]
    _share(brandt, records["rosa"], people["rosa"])
    _share(brandt, records["samuel"], people["samuel"])
    _share(silva, records["mia"], people["paul"])
    # He has a record of his own too, so that the menu of records and "entered by" can be seen.
    _share(people["samuel"], records["rosa"], people["rosa"], kind="caregiver", may_write=True)
    say("Writing Rosa’s two years …")
    rosa.write(
        Diary(records["rosa"], people["rosa"], skin_tone=0.15, body_seed=5),
        dermatologist=brandt,
        caregiver=people["samuel"],
    )
    notes.write(Diary(records["rosa"], people["rosa"]), dermatologist=brandt)
    chart.write(Diary(records["rosa"], people["rosa"]))
    compare.write(Diary(records["rosa"], people["rosa"], skin_tone=0.15, body_seed=5))
    readers.write(Diary(records["rosa"], people["rosa"]), first=brandt, second=silva)
    rosas = records["rosa"]
    share.write(rosas, by=people["rosa"])
    sheet.write(rosas, by=people["rosa"])
    save_plan(ReminderPlan(user=people["rosa"], patient=rosas, every_weeks=4, starts_on=rosas.today()))
    say("Writing Mia’s record …")
    others.write_mia(Diary(records["mia"], people["paul"], skin_tone=0.1, body_seed=8), dermatologist=silva)
    say("Writing Samuel’s record …")
    others.write_samuel(
        Diary(records["samuel"], people["samuel"], skin_tone=0.85, body_seed=12), dermatologist=brandt
    )
    worklist.write(brandt, silva)


def _user(email: str, name: str) -> User:
    user = User.objects.create_user(email=email, name=name, time_zone=ZONE)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _roles(people: dict[str, User]) -> None:
    for name in ("brandt", "silva"):
        people[name].role = User.Role.DERMATOLOGIST
        people[name].lab_units = User.LabUnits.SI
        people[name].save()
    editor = people["edda"]
    editor.role, editor.is_staff = User.Role.EDITOR, True
    editor.save()
    editor.groups.add(Group.objects.get(name="Editors"))


def _record(owner: User, name: str, birth_on: datetime.date, sex: str, kind: str) -> Patient:
    patient = Patient.objects.create(name=name, birth_on=birth_on, sex_for_calculations=sex, time_zone=ZONE)
    CareRelationship.objects.create(
        user=owner, patient=patient, kind=kind, may_write=True, may_manage=True, granted_by=owner
    )
    Consent.objects.create(user=owner, patient=patient, version=settings.CONSENT_VERSION)
    return patient


def _share(
    user: User, patient: Patient, granted_by: User, *, kind: str = "dermatologist", may_write: bool = False
) -> None:
    CareRelationship.objects.create(
        user=user, patient=patient, kind=kind, may_write=may_write, granted_by=granted_by
    )
