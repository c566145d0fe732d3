"""From which day a record can pass to the child, and which ages an operator may set."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.checks import run_checks
from hypothesis import given
from hypothesis import strategies as st

from accounts.handover import birthday, handover_of
from accounts.models import Patient, User
from tests.accounts.test_handover import OF_AGE, child_of, clock, paul

__all__ = ["clock", "paul"]
pytestmark = pytest.mark.django_db


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2020, 12, 31)), st.integers(12, 21))
def test_the_age_is_reached_on_the_birthday_and_not_a_day_before(birth_on: datetime.date, age: int) -> None:
    day = birthday(birth_on, age)
    assert day is not None
    patient = Patient(birth_on=birth_on)
    assert patient.age_on(day) == age
    assert patient.age_on(day - datetime.timedelta(days=1)) == age - 1


def test_the_day_is_that_of_the_patients_zone(paul: User, clock: Any) -> None:
    patient = child_of(paul, OF_AGE, time_zone="Pacific/Auckland")
    clock.move_to(datetime.datetime(2026, 11, 24, 10, 59, tzinfo=datetime.UTC))
    assert not handover_of(patient).may_pass
    clock.move_to(datetime.datetime(2026, 11, 24, 11, 1, tzinfo=datetime.UTC))
    assert handover_of(patient).may_pass


AGES = [(16, 16, True), (15, 16, False), (18, 13, True), (11, 10, False), (40, 16, False), (-1, 16, False)]


@pytest.mark.parametrize(("age", "least", "is_fine"), AGES)
def test_a_nonsense_age_is_found_by_the_system_check(
    settings: Any, age: int, least: int, is_fine: bool
) -> None:
    settings.HANDOVER_AGE_YEARS, settings.MINIMUM_AGE_YEARS = age, least
    found = [problem for problem in run_checks() if problem.id == "calcitrack.E003"]
    assert (found == []) == is_fine
