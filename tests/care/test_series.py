"""What charts, timeline and education read: the right rows, the right words, a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Patient
from care.models import Treatment
from care.series import TreatmentSpan, condition_keys, spans_of, treatment_facts
from lesions.models import Lesion
from tests.care.make import make_condition, make_treatment
from tests.conftest import Cast
from tests.make import make_lesion

DAY = datetime.date(2024, 3, 10)


def of_record(patient: Patient) -> list[TreatmentSpan]:
    return spans_of(Treatment.objects.kept().filter(patient=patient), patient.today())


def of_lesion(lesion: Lesion) -> list[TreatmentSpan]:
    return spans_of(Treatment.objects.kept().for_lesion(lesion), lesion.patient.today())


def test_conditions_are_told_once_each_without_those_that_are_over(cast: Cast) -> None:
    for key in ("raynaud", "gout", "gout"):
        make_condition(cast.record, key)
    make_condition(cast.record, "acne", until_on=DAY)
    make_condition(cast.record, "other", own_words="Tired")
    make_condition(cast.stranger_record, "sle")
    assert condition_keys(cast.record) == ("gout", "raynaud")


def test_a_deposit_is_told_its_own_treatments_and_those_of_the_whole_person(cast: Cast) -> None:
    thumb, elbow = make_lesion(cast.record), make_lesion(cast.record)
    make_treatment(cast.record, "diltiazem", start_on=DAY)
    make_treatment(cast.record, "excision", lesions=[thumb], start_on=datetime.date(2025, 1, 1))
    make_treatment(cast.stranger_record, "rituximab")
    assert [span.key for span in of_lesion(thumb)] == ["excision", "diltiazem"]
    assert [span.key for span in of_lesion(elbow)] == ["diltiazem"]


def test_a_span_tells_name_dates_and_targets(cast: Cast) -> None:
    thumb = make_lesion(cast.record)
    make_treatment(
        cast.record,
        "other_drug",
        own_name="Neem oil",
        lesions=[thumb],
        start_on=DAY,
        start_precision="month",
        stop_on=datetime.date(2024, 6, 1),
    )
    (span,) = of_record(cast.record)
    assert (span.name, str(span.start), str(span.stop)) == ("Neem oil", "March 2024", "1 June 2024")
    assert (span.is_current, span.whole_person, span.lesion_ids) == (
        False,
        False,
        frozenset({thumb.pk}),
    )


def test_a_treatment_whose_only_target_was_deleted_is_not_for_the_whole_person(cast: Cast) -> None:
    gone = make_lesion(cast.record, deleted_at=cast.record.created_at)
    make_treatment(cast.record, "laser", lesions=[gone])
    (span,) = of_record(cast.record)
    assert (span.whole_person, span.lesion_ids) == (False, frozenset())


def test_deleted_rows_are_told_to_nobody(cast: Cast) -> None:
    make_treatment(cast.record, deleted_at=cast.record.created_at)
    make_condition(cast.record, deleted_at=cast.record.created_at)
    lesion = make_lesion(cast.record)
    assert of_record(cast.record) == of_lesion(lesion) == []
    assert condition_keys(cast.record) == ()
    assert treatment_facts(cast.record, lesion) == ()


def test_facts_tell_key_since_when_and_whether_it_goes_on(cast: Cast) -> None:
    thumb, elbow = make_lesion(cast.record), make_lesion(cast.record)
    make_treatment(cast.record, "warfarin")
    make_treatment(cast.record, "excision", lesions=[elbow], start_on=DAY)
    assert treatment_facts(cast.record, thumb) == (("warfarin", None, True),)
    assert set(treatment_facts(cast.record)) == {("warfarin", None, True), ("excision", DAY, False)}


@pytest.mark.parametrize(
    "read",
    [
        lambda lesion: of_record(lesion.patient),
        of_lesion,
        lambda lesion: condition_keys(lesion.patient),
        lambda lesion: treatment_facts(lesion.patient, lesion),
    ],
)
def test_two_queries_are_enough_however_many_rows(cast: Cast, read: Callable[[object], object]) -> None:
    lesion = make_lesion(cast.record)
    for _number in range(5):
        make_treatment(cast.record, "laser", lesions=[lesion])
        make_condition(cast.record)
    with CaptureQueriesContext(connection) as queries:
        read(lesion)
    assert len(queries) <= 2
