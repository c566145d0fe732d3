"""The form asks about doubtful numbers, stores only what was confirmed and loses nothing that was typed."""

from __future__ import annotations

import datetime
import html
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from labs.models import LabResult
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result


@pytest.fixture
def rosa(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    day = cast.record.today() - datetime.timedelta(days=1)
    start = {
        "analyte": "calcium_total",
        "raw_value": "2.45",
        "raw_unit": "mmol/L",
        "collected_on": day.isoformat(),
    }
    return {**start, **changes}


def post(client: Client, cast: Cast, **changes: Any) -> Any:
    return client.post(reverse("labs:add", args=[cast.record.pk]), typed(cast, **changes))


def asked(page: Any) -> str:
    found = re.search(r'name="asked" value="([^"]*)"', page.content.decode())
    assert found, "no question was asked"
    return html.unescape(found[1])


def text(page: Any) -> str:
    return html.unescape(page.content.decode())


def only_result() -> LabResult:
    return LabResult.objects.get()


# ---- plain results --------------------------------------------------------------------------------
def test_a_plain_result_is_saved(rosa: Client, cast: Cast) -> None:
    assert post(rosa, cast, interval_text="2.15-2.55", lab_name="City Lab").status_code == 302
    assert (only_result().raw_number, only_result().lab_name) == (Decimal("2.45"), "City Lab")


def test_the_person_who_typed_it_is_kept(rosa: Client, cast: Cast) -> None:
    post(rosa, cast)
    assert only_result().entered_by == cast.owner


def test_a_time_is_in_the_patients_zone(rosa: Client, cast: Cast) -> None:
    post(rosa, cast, collected_on="2026-01-15", collected_time="08:30")
    assert only_result().collected_at == datetime.datetime(2026, 1, 15, 7, 30, tzinfo=datetime.UTC)
    assert only_result().collected_time_known


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"analyte": ""}, "Please choose the test."),
        ({"raw_value": ""}, "Please type the result."),
        ({"raw_value": "high"}, "We can read numbers"),
        ({"raw_value": "-2"}, "never below zero"),
        ({"raw_unit": ""}, "Please choose the unit that stands on the report."),
        ({"raw_unit": "g/L"}, "isn’t reported in that unit"),
        ({"interval_text": "fine"}, "put it in the note"),
        ({"collected_on": ""}, "Please give the day"),
        ({"collected_on": "2999-01-01"}, "lies in the future"),
        ({"collected_on": "1950-01-01"}, "before the date of birth"),
        ({"collected_on": "2026-03-29", "collected_time": "02:30"}, "The clocks went forward"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    rosa: Client, cast: Cast, changes: dict[str, str], says: str
) -> None:
    page = post(rosa, cast, note="kept in the form", **changes)
    assert says in text(page)
    assert "kept in the form" in text(page)
    assert not LabResult.objects.exists()


def test_a_unit_is_never_chosen_for_the_person(rosa: Client, cast: Cast) -> None:
    page = rosa.get(reverse("labs:add", args=[cast.record.pk]))
    unit = re.search(r'<select name="raw_unit".*?</select>', page.content.decode(), re.DOTALL)
    assert unit
    assert "selected" not in unit[0].replace('<option value="" selected>', "")


# ---- questions ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "says", "offers"),
    [
        ({"raw_value": "4.9"}, "would be unusual. Did the report say mg/dL?", "unit:mg/dL"),
        ({"raw_value": "9.8"}, "far above what labs usually report. Did the report say mg/dL", "unit:mg/dL"),
        ({"raw_value": "2.4", "raw_unit": "mg/dL"}, "Did the report say mmol/L", "unit:mmol/L"),
        ({"analyte": "phosphate", "raw_value": "1.2", "raw_unit": "mg/dL"}, "say mmol/L?", "unit:mmol/L"),
        ({"analyte": "creatinine", "raw_value": "80", "raw_unit": "mg/dL"}, "say µmol/L?", "unit:umol/L"),
        ({"analyte": "albumin", "raw_value": "4.1", "raw_unit": "g/L"}, "far below", "unit:g/dL"),
        ({"analyte": "ana", "raw_value": "1:3", "raw_unit": ""}, "Please compare it with", "keep"),
        ({"interval_text": "8.8-10.4"}, "The lab’s range 8.8-10.4 doesn’t look like mmol/L.", "keep"),
        ({"raw_value": "2,450"}, "can be read in two ways", "read:2450"),
        ({"analyte": "ck", "raw_value": "1.250", "raw_unit": "U/L"}, "can be read in two ways", "read:1250"),
    ],
)  # fmt: skip
def test_a_doubtful_number_is_asked_about_and_not_saved(
    rosa: Client, cast: Cast, changes: dict[str, str], says: str, offers: str
) -> None:
    page = post(rosa, cast, **changes)
    assert says in text(page)
    assert f'name="answer" value="{offers}"' in text(page)
    assert not LabResult.objects.exists()


def test_three_decimals_are_no_question_where_only_one_reading_is_possible(rosa: Client, cast: Cast) -> None:
    assert post(rosa, cast, raw_value="2.450").status_code == 302


def test_the_question_keeps_everything_typed(rosa: Client, cast: Cast) -> None:
    page = text(
        post(rosa, cast, raw_value="9.8", note="fasting", lab_name="City Lab", interval_text="8.8-10.4")
    )
    assert all(kept in page for kept in ("fasting", "City Lab", "8.8-10.4", 'value="9.8"'))


def test_keeping_saves_exactly_what_was_typed(rosa: Client, cast: Cast) -> None:
    page = post(rosa, cast, raw_value="4.9")
    assert post(rosa, cast, raw_value="4.9", asked=asked(page), answer="keep").status_code == 302
    assert (only_result().raw_value, only_result().raw_unit) == ("4.9", "mmol/L")


def test_changing_the_unit_saves_the_number_in_the_other_unit(rosa: Client, cast: Cast) -> None:
    page = post(rosa, cast, raw_value="9.8", interval_text="8.8-10.4")
    post(rosa, cast, raw_value="9.8", interval_text="8.8-10.4", asked=asked(page), answer="unit:mg/dL")
    assert (only_result().raw_value, only_result().raw_unit) == ("9.8", "mg/dL")


def test_an_answer_to_a_number_typed_over_since_counts_for_nothing(rosa: Client, cast: Cast) -> None:
    page = post(rosa, cast, raw_value="9.8")
    again = post(rosa, cast, raw_value="98", asked=asked(page), answer="keep")
    assert "far above" in text(again)
    assert not LabResult.objects.exists()


def test_an_answer_never_changes_the_unit_of_a_number_typed_over_since(rosa: Client, cast: Cast) -> None:
    page = post(rosa, cast, raw_value="9.8")
    post(rosa, cast, raw_value="2.4", asked=asked(page), answer="unit:mg/dL")
    assert (only_result().raw_value, only_result().raw_unit) == ("2.4", "mmol/L")


def test_a_corrected_number_needs_no_answer(rosa: Client, cast: Cast) -> None:
    page = post(rosa, cast, raw_value="24.5")
    assert post(rosa, cast, raw_value="2.45", asked=asked(page)).status_code == 302


def test_saving_again_without_an_answer_asks_again(rosa: Client, cast: Cast) -> None:
    page = post(rosa, cast, raw_value="9.8")
    assert "far above" in text(post(rosa, cast, raw_value="9.8", asked=asked(page)))


def test_two_doubts_are_asked_one_after_the_other(rosa: Client, cast: Cast) -> None:
    doubtful = {"raw_value": "4.9", "interval_text": "8.8-10.4"}
    first = asked(post(rosa, cast, **doubtful))
    page = post(rosa, cast, **doubtful, asked=first, answer="keep")
    assert "The lab’s range" in text(page)
    assert (
        post(rosa, cast, **doubtful, confirmed=[first], asked=asked(page), answer="keep").status_code == 302
    )
    assert only_result().raw_value == "4.9"


@pytest.mark.parametrize(("answer", "number"), [("read:1.25", "1.25"), ("read:1250", "1250")])
def test_a_comma_is_read_as_the_person_says(rosa: Client, cast: Cast, answer: str, number: str) -> None:
    ck = {"analyte": "ck", "raw_value": "1,250", "raw_unit": "U/L"}
    page = post(rosa, cast, **ck)
    page = post(rosa, cast, **ck, asked=asked(page), answer=answer)
    if page.status_code == 200:  # 1.25 U/L is then asked about as unusually low
        kept = {**ck, "raw_value": "1.25"}
        page = post(rosa, cast, **kept, asked=asked(page), answer="keep")
    assert only_result().raw_number == Decimal(number)


def test_a_unit_typed_behind_the_number_gives_way_to_the_chosen_answer(rosa: Client, cast: Cast) -> None:
    page = post(rosa, cast, raw_value="9.8 mmol/L", raw_unit="")
    post(rosa, cast, raw_value="9.8 mmol/L", raw_unit="", asked=asked(page), answer="unit:mg/dL")
    assert (only_result().raw_value, only_result().raw_unit) == ("9.8", "mg/dL")


# ---- one report, several results ------------------------------------------------------------------
def test_another_from_the_same_report_keeps_day_time_and_lab(rosa: Client, cast: Cast) -> None:
    answer = post(
        rosa, cast, collected_on="2026-01-15", collected_time="08:30", lab_name="City Lab", then="another"
    )
    page = text(rosa.get(answer["Location"]))
    assert 'value="2026-01-15"' in page
    assert 'value="08:30"' in page
    assert 'value="City Lab"' in page
    assert 'value="2.45"' not in page


def test_a_question_does_not_lose_the_wish_to_add_another(rosa: Client, cast: Cast) -> None:
    page = post(rosa, cast, raw_value="4.9", then="another")
    assert 'name="then_before" value="another"' in text(page)
    answer = post(rosa, cast, raw_value="4.9", then_before="another", asked=asked(page), answer="keep")
    assert "like=" in answer["Location"]


def test_plain_saving_after_a_question_does_not_add_another(rosa: Client, cast: Cast) -> None:
    page = post(rosa, cast, raw_value="24.5", then="another")
    answer = post(rosa, cast, raw_value="2.45", then_before="another", asked=asked(page))
    assert answer["Location"] == reverse("labs:list", args=[cast.record.pk])


def test_a_result_of_another_record_is_never_copied_from(rosa: Client, cast: Cast) -> None:
    theirs = make_result(cast.stranger_record, lab_name="Secret Lab")
    page = rosa.get(reverse("labs:add", args=[cast.record.pk]), {"like": str(theirs.pk)})
    assert "Secret Lab" not in text(page)


@pytest.mark.parametrize("like", ["", "nonsense"])
def test_a_broken_like_is_ignored(rosa: Client, cast: Cast, like: str) -> None:
    assert rosa.get(reverse("labs:add", args=[cast.record.pk]), {"like": like}).status_code == 200


# ---- editing --------------------------------------------------------------------------------------
def test_editing_starts_from_what_was_typed(rosa: Client, cast: Cast) -> None:
    result = make_result(cast.record, value="2,45", interval="2,15 - 2,55")
    page = text(rosa.get(reverse("labs:edit", args=[result.pk])))
    assert 'value="2,45"' in page
    assert 'value="2,15 - 2,55"' in page


def test_a_confirmed_value_is_not_questioned_when_the_note_changes(rosa: Client, cast: Cast) -> None:
    result = make_result(cast.record, value="4.9")
    edit = reverse("labs:edit", args=[result.pk])
    assert rosa.post(edit, typed(cast, raw_value="4.9", note="true")).status_code == 302
    assert only_result().note == "true"


def test_editing_keeps_the_old_value_in_the_history(rosa: Client, cast: Cast) -> None:
    result = make_result(cast.record)
    rosa.post(reverse("labs:edit", args=[result.pk]), typed(cast, raw_value="2.54"))
    assert [h.raw_value for h in LabResult.history.filter(id=result.pk)] == ["2.54", "2.45"]
