"""Each entry says who made it: to the patient where it was somebody else, to a caregiver always."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse

from accounts.models import Patient, User
from lesions.models import DailyEntry
from tests.care.make import make_condition, make_treatment
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.make import make_check_in, make_event, make_lesion, make_patient, make_photo, make_user, relate

pytestmark = pytest.mark.django_db
PLACES = ["timeline", "deposit", "check-ins", "labs", "care", "photos", "day"]


def fill(patient: Patient, by: User) -> dict[str, str]:
    """An entry of every kind by this person; the pages on which they stand."""
    lesion = make_lesion(patient, entered_by=by)
    check_in = make_check_in(lesion, 1, anchor=0, entered_by=by)
    make_event(lesion, "opened", 1, entered_by=by)
    make_photo(patient, lesion, check_in, days_ago=1, entered_by=by)
    result = make_result(patient)
    condition = make_condition(patient, since_on=datetime.date(2020, 1, 1))
    treatment = make_treatment(patient, start_on=datetime.date(2024, 1, 1))
    for row in (result, condition, treatment):
        row.entered_by = by
        row.save()
    day = DailyEntry.objects.create(patient=patient, on=patient.today(), pain=2, entered_by=by)
    return {
        "timeline": reverse("timeline:timeline", args=[patient.pk]),
        "deposit": reverse("timeline:lesion", args=[lesion.pk]),
        "check-ins": reverse("lesions:check-in-list", args=[lesion.pk]),
        "labs": reverse("labs:list", args=[patient.pk]),
        "care": reverse("care:list", args=[patient.pk]),
        "photos": reverse("lesions:photo-list", args=[patient.pk]),
        "day": reverse("lesions:day", args=[patient.pk, day.on]),
    }


def names_on(sign_in: SignIn, viewer: User, url: str) -> set[str]:
    html = sign_in(viewer).get(url).content.decode()
    return set(re.findall(r"(?:Entered by|>by) ([A-Z]\w+ \w+)", html))


@pytest.mark.parametrize("place", PLACES)
def test_a_caregiver_reads_that_the_patient_made_it(cast: Cast, sign_in: SignIn, place: str) -> None:
    url = fill(cast.record, cast.owner)[place]
    assert names_on(sign_in, cast.caregiver, url) == {"Rosa Owner"}


@pytest.mark.parametrize("place", PLACES)
def test_a_father_reads_that_he_made_it_himself(sign_in: SignIn, place: str) -> None:
    paul, mia = make_user("Paul Nyberg"), make_patient(name="Mia Nyberg")
    relate(paul, mia, "caregiver", may_write=True, may_manage=True)
    assert names_on(sign_in, paul, fill(mia, paul)[place]) == {"Paul Nyberg"}


@pytest.mark.parametrize("place", [place for place in PLACES if place != "photos"])
def test_the_patient_reads_what_a_caregiver_made_for_her(cast: Cast, sign_in: SignIn, place: str) -> None:
    url = fill(cast.record, cast.caregiver)[place]
    assert names_on(sign_in, cast.owner, url) == {"Carl Caregiver"}


@pytest.mark.parametrize("place", PLACES)
def test_her_own_entries_do_not_tell_her_her_name(cast: Cast, sign_in: SignIn, place: str) -> None:
    assert names_on(sign_in, cast.owner, fill(cast.record, cast.owner)[place]) == set()


def test_an_event_of_a_deposit_says_who_logged_it(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record, entered_by=cast.owner)
    make_event(lesion, "opened", 1, entered_by=cast.caregiver)
    assert names_on(sign_in, cast.owner, reverse("timeline:lesion", args=[lesion.pk])) == {"Carl Caregiver"}


@pytest.mark.parametrize("place", sorted(set(PLACES) - {"day", "photos"}))
def test_a_dermatologist_reads_a_name_only_where_it_was_not_the_patient(
    cast: Cast, sign_in: SignIn, place: str
) -> None:
    assert names_on(sign_in, cast.dermatologist, fill(cast.record, cast.owner)[place]) == set()
    by_carl = fill(cast.stranger_record, cast.caregiver)[place]
    relate(cast.dermatologist, cast.stranger_record, "dermatologist")
    assert names_on(sign_in, cast.dermatologist, by_carl) == {"Carl Caregiver"}
