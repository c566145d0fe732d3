"""The summary behind overview and worklist: right, remade when it must be, and only then."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Patient
from accounts.services import remove_clinical, save_clinical
from lesions.models import CheckIn
from lesions.services import same_as_last_time
from tests.conftest import Cast
from tests.make import make_check_in, make_day, make_event, make_lesion
from timeline.models import PatientSummary
from timeline.summary import Summary, summary_of


def again(patient: Patient) -> Summary:
    """As the next request sees it: the patient is read anew."""
    return summary_of(Patient.objects.get(pk=patient.pk))


def line(patient: Patient) -> Any:
    return again(patient).lines[0]


def test_a_summary_is_made_anew_after_a_write(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    assert line(cast.record).due
    same_as_last_time(lesion, by=cast.owner)
    assert not line(cast.record).due


def test_a_summary_is_made_anew_when_the_patients_day_changes(cast: Cast) -> None:
    evening = datetime.datetime(2026, 3, 29, 21, 0, tzinfo=datetime.UTC)  # eleven at night in Zurich
    make_check_in(make_lesion(cast.record), observed_at=evening - datetime.timedelta(days=27))
    with time_machine.travel(evening, tick=False):
        assert not line(cast.record).due
    with time_machine.travel(evening + datetime.timedelta(hours=2), tick=False):
        assert line(cast.record).due
    assert PatientSummary.objects.count() == 1


def test_a_summary_that_another_release_wrote_is_made_anew(cast: Cast) -> None:
    make_lesion(cast.record)
    again(cast.record)
    stored = PatientSummary.objects.get(patient=cast.record)
    stored.data["shape"].append("a_field_of_another_release")
    stored.data["lines"][0]["a_field_of_another_release"] = 1
    stored.save()
    assert line(cast.record).name


def test_a_fresh_summary_is_read_and_not_made(cast: Cast) -> None:
    make_lesion(cast.record)
    again(cast.record)
    patient = Patient.objects.get(pk=cast.record.pk)
    with CaptureQueriesContext(connection) as queries:
        summary_of(patient)
    assert len(queries) == 1


def test_a_summary_stored_by_a_slower_request_is_known_to_be_behind(cast: Cast) -> None:
    lesion, old = make_lesion(cast.record), Patient.objects.get(pk=cast.record.pk)
    save_clinical(CheckIn(lesion=lesion, patient=cast.record, anchor=1), by=cast.owner)
    again(cast.record)
    summary_of(old)
    assert line(cast.record).anchor == 1


def test_lines_stand_by_need(cast: Cast) -> None:
    for name, kind in [
        ("calm", ""),
        ("gone", "gone"),
        ("inflamed", "inflamed"),
        ("open", "opened"),
        ("bad", "infected"),
    ]:
        lesion = make_lesion(cast.record, name=name)
        make_check_in(lesion, 1, anchor=0)
        if kind:
            make_event(lesion, kind, 3)
    make_check_in(make_lesion(cast.record, name="due"), 40, anchor=0)
    assert [one.name for one in again(cast.record).lines] == [
        "bad",
        "open",
        "inflamed",
        "due",
        "calm",
        "gone",
    ]


@pytest.mark.parametrize(("days", "kind", "due"), [(27, "", False), (28, "", True), (6, "opened", False),
                                                   (7, "opened", True), (400, "gone", False)])  # fmt: skip
def test_when_a_check_in_is_due(cast: Cast, days: int, kind: str, due: bool) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, days, anchor=0)
    if kind:
        make_event(lesion, kind, days)
    assert line(cast.record).due is due


def test_the_last_size_is_found_behind_check_ins_without_one(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 90, length_mm=Decimal("7.5"), width_mm=Decimal(4))
    for number in range(5):
        make_check_in(lesion, number, anchor=0)
    found = line(cast.record)
    assert (found.size_words, found.uncertainty_mm, found.anchor) == ("7.5 × 4 mm ± 1 mm", "1", 0)


def test_deleted_rows_do_not_count(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    check_in, event = make_check_in(lesion, 1, length_mm=Decimal(7)), make_event(lesion, "infected", 1)
    remove_clinical(check_in, by=cast.owner)
    remove_clinical(event, by=cast.owner)
    found = line(cast.record)
    assert (found.length_mm, found.state, found.last_at) == (None, "quiet", None)
    remove_clinical(lesion, by=cast.owner)
    assert not again(cast.record).lines


def test_signs_of_the_last_fortnight_count(cast: Cast) -> None:
    make_day(cast.record, 1, signs=["fever"])
    make_day(cast.record, 14, signs=["numbness"])
    make_day(cast.record, 15, signs=["vomiting"])
    assert [sign for sign, _on in again(cast.record).signs] == ["fever", "numbness"]


def test_an_empty_record_has_a_summary_too(cast: Cast) -> None:
    summary = again(cast.record)
    assert (summary.lines, summary.signs, summary.due) == ([], [], [])


def test_a_lesion_that_grew_since_its_operation_says_so(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    now = datetime.datetime.now(datetime.UTC)
    for days, length_mm in ((90, 20), (40, 5), (1, 9)):
        at = now - datetime.timedelta(days=days)
        make_check_in(lesion, observed_at=at, length_mm=Decimal(length_mm), method="caliper")
    make_event(lesion, "operated", 60)
    judged = line(cast.record).judged
    assert (judged.verdict, judged.count, judged.difference_mm) == ("progressing", 2, 4.0)
