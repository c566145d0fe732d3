"""A query whose SQL is kept answers what the same query answers when it is built anew."""

from __future__ import annotations

import uuid

import pytest
from django.db.models import CharField, QuerySet
from django.utils import timezone

from accounts.access import _STANDINGS, _standings_query
from accounts.models import CareRelationship, Patient
from accounts.prepared import Prepared, Value
from tests.conftest import Cast
from tests.make import make_patient, make_user, relate

PEOPLE = ("owner", "caregiver", "reader", "dermatologist", "other_dermatologist", "revoked", "expired")


def _told(rows: list[CareRelationship]) -> list[tuple[object, ...]]:
    return [(row.pk, row.patient, row.patient.name, row.kind, vars(row)["own_user_id"]) for row in rows]


@pytest.mark.parametrize("name", PEOPLE)
def test_a_standing_is_found_as_by_the_plain_query(cast: Cast, name: str) -> None:
    asked = {"user": getattr(cast, name).pk, "patient": cast.record.pk, "now": timezone.now()}
    assert _told(_STANDINGS.rows(**asked)) == _told(list(_standings_query(**asked)))


def test_the_same_query_is_asked_for_one_person_after_the_other(cast: Cast) -> None:
    now = timezone.now()
    found = [
        _STANDINGS.rows(user=user.pk, patient=record.pk, now=now)[0].patient
        for user, record in [(cast.owner, cast.record), (cast.stranger, cast.stranger_record)]
    ]
    assert found == [cast.record, cast.stranger_record]


def test_what_was_revoked_since_the_last_time_is_not_found(cast: Cast) -> None:
    asked = {"user": cast.caregiver.pk, "patient": cast.record.pk}
    assert _STANDINGS.rows(**asked, now=timezone.now())
    CareRelationship.objects.filter(user=cast.caregiver).update(revoked_at=timezone.now())
    assert _STANDINGS.rows(**asked, now=timezone.now()) == []


def test_the_record_asked_for_comes_first_whatever_its_name(cast: Cast) -> None:
    first, last = make_patient(make_user("Aaron")), make_patient(make_user("Zora"))
    for patient in (first, last):
        relate(cast.caregiver, patient, "caregiver")
    found = _STANDINGS.rows(user=cast.caregiver.pk, patient=last.pk, now=timezone.now())
    assert [row.patient for row in found] == [last, first, cast.record]


def _named(name: str) -> QuerySet[Patient]:
    return Patient.objects.filter(name=name)


@pytest.mark.django_db
def test_a_value_that_the_query_does_not_hold_is_a_mistake_of_ours() -> None:
    prepared = Prepared(lambda name: Patient.objects.all(), {"name": Value(CharField(), "an example")})
    with pytest.raises(ValueError, match="does not stand in the query"):
        prepared.rows(name="Rosa")


def test_text_is_a_value_and_never_a_part_of_the_sql(cast: Cast) -> None:
    prepared = Prepared(_named, {"name": Value(CharField(), "an example")})
    assert prepared.rows(name="' OR 1=1 --") == []
    assert prepared.rows(name=cast.record.name) == [cast.record]


def test_a_value_that_was_not_given_is_a_mistake_of_ours(cast: Cast) -> None:
    with pytest.raises(KeyError):
        _STANDINGS.rows(user=uuid.uuid4(), patient=uuid.uuid4())
