"""Conditions and treatments: what is current, what concerns a deposit, what is refused and what is kept."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.services import save_clinical
from care.models import Condition, Treatment
from care.services import save_treatment
from tests.care.make import make_condition, make_treatment
from tests.conftest import Cast
from tests.make import make_lesion

DAY = datetime.date(2026, 3, 10)
BEFORE, AFTER = DAY - datetime.timedelta(days=30), DAY + datetime.timedelta(days=30)


def test_a_condition_without_an_end_is_current(cast: Cast) -> None:
    condition = make_condition(cast.record)
    assert list(Condition.objects.current(DAY)) == [condition]
    assert condition.is_current(DAY)


def test_a_resolved_condition_is_past_from_that_day_on(cast: Cast) -> None:
    condition = make_condition(cast.record, since_on=BEFORE, until_on=DAY)
    assert not Condition.objects.current(DAY).exists()
    assert condition.is_current(BEFORE)


@pytest.mark.parametrize(
    ("key", "dates", "current"),
    [
        ("diltiazem", {}, True),
        ("diltiazem", {"start_on": DAY}, True),
        ("diltiazem", {"start_on": AFTER}, False),
        ("diltiazem", {"start_on": BEFORE, "stop_on": DAY}, False),
        ("cephalexin", {"start_on": BEFORE, "stop_on": AFTER}, True),
        ("excision", {"start_on": BEFORE}, False),
        ("excision", {"start_on": DAY}, False),
        ("shock_wave", {"start_on": BEFORE, "stop_on": AFTER}, True),
        ("wound_care", {"start_on": BEFORE}, True),
    ],
)
def test_what_is_going_on_is_the_same_in_the_query_and_on_the_row(
    cast: Cast, key: str, dates: dict[str, Any], current: bool
) -> None:
    treatment = make_treatment(cast.record, key, **dates)
    assert treatment.is_current(DAY) is current
    assert Treatment.objects.current(DAY).exists() is current


def test_a_treatment_of_the_whole_person_concerns_every_deposit(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    treatment = make_treatment(cast.record)
    assert list(Treatment.objects.for_lesion(lesion)) == [treatment]


def test_a_treatment_of_some_deposits_concerns_only_these_and_appears_once(cast: Cast) -> None:
    thumb, elbow = make_lesion(cast.record), make_lesion(cast.record)
    treatment = make_treatment(cast.record, "excision", lesions=[thumb])
    both = make_treatment(cast.record, "laser", lesions=[thumb, elbow])
    assert set(Treatment.objects.for_lesion(thumb)) == {treatment, both}
    assert list(Treatment.objects.for_lesion(elbow)) == [both]


def test_a_treatment_of_another_person_concerns_no_deposit_of_mine(cast: Cast) -> None:
    make_treatment(cast.stranger_record)
    assert not Treatment.objects.for_lesion(make_lesion(cast.record)).exists()


def test_an_exact_end_before_an_exact_start_is_refused_by_the_table(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_treatment(cast.record, start_on=DAY, stop_on=BEFORE)


def test_a_procedure_may_begin_and_end_on_one_day(cast: Cast) -> None:
    assert make_treatment(cast.record, "laser", start_on=DAY, stop_on=DAY).pk


def test_the_year_of_the_start_is_a_possible_end(cast: Cast) -> None:
    treatment = Treatment(
        patient=cast.record,
        kind="drug",
        key="diltiazem",
        start_on=DAY,
        start_precision="day",
        stop_on=datetime.date(2026, 1, 1),
        stop_precision="year",
    )
    assert save_treatment(treatment, lesions=[], by=cast.owner).pk


def test_a_year_before_the_start_is_no_possible_end(cast: Cast) -> None:
    treatment = Treatment(
        patient=cast.record,
        kind="drug",
        key="diltiazem",
        start_on=DAY,
        start_precision="month",
        stop_on=datetime.date(2025, 1, 1),
        stop_precision="year",
    )
    with pytest.raises(ValidationError) as caught:
        save_treatment(treatment, lesions=[], by=cast.owner)
    assert "stop_on" in caught.value.message_dict


def test_a_date_without_its_precision_is_refused_by_the_table(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Condition.objects.create(patient=cast.record, key="gout", since_on=DAY)


def test_something_else_needs_words(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_condition(cast.record, "other")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_treatment(cast.record, "other_drug")


def test_an_unknown_key_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        save_clinical(Condition(patient=cast.record, key="moonlight"), by=cast.owner)


def test_a_drug_is_not_filed_as_a_procedure(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        save_treatment(
            Treatment(patient=cast.record, kind="procedure", key="diltiazem"), lesions=[], by=cast.owner
        )


def test_a_deposit_of_another_record_is_refused_and_nothing_is_saved(cast: Cast) -> None:
    foreign = make_lesion(cast.stranger_record)
    with pytest.raises(ValidationError):
        save_treatment(
            Treatment(patient=cast.record, kind="drug", key="diltiazem"), lesions=[foreign], by=cast.owner
        )
    assert not Treatment.objects.exists()


def test_an_untreated_deposit_of_another_record_is_refused(cast: Cast) -> None:
    treatment = Treatment(
        patient=cast.record, kind="procedure", key="laser", control_lesion=make_lesion(cast.stranger_record)
    )
    with pytest.raises(ValidationError):
        save_treatment(treatment, lesions=[make_lesion(cast.record)], by=cast.owner)


def test_the_untreated_deposit_cannot_be_a_treated_one(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    treatment = Treatment(patient=cast.record, kind="procedure", key="laser", control_lesion=lesion)
    with pytest.raises(ValidationError) as caught:
        save_treatment(treatment, lesions=[lesion], by=cast.owner)
    assert "control_lesion" in caught.value.message_dict


def test_history_keeps_what_it_said_and_which_deposits_it_named(cast: Cast) -> None:
    thumb, elbow = make_lesion(cast.record, name="Thumb"), make_lesion(cast.record, name="Elbow")
    treatment = Treatment(patient=cast.record, kind="drug", key="diltiazem", dose_text="120 mg")
    save_treatment(treatment, lesions=[thumb], by=cast.owner)
    treatment.dose_text = "180 mg"
    save_treatment(treatment, lesions=[elbow], by=cast.owner)
    rows = list(treatment.history.order_by("history_date"))
    told = [(row.dose_text, sorted(link.lesion.name for link in row.lesions.all())) for row in rows]
    assert ("120 mg", ["Thumb"]) in told
    assert told[-1] == ("180 mg", ["Elbow"])


def test_saving_raises_the_revision_of_the_record(cast: Cast) -> None:
    before = cast.record.revision
    save_treatment(Treatment(patient=cast.record, kind="drug", key="warfarin"), lesions=[], by=cast.owner)
    cast.record.refresh_from_db()
    assert cast.record.revision == before + 1
