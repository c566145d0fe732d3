"""The list and the forms: what is shown, what is refused and why, what undo brings back, what it costs."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from care.models import Condition, Treatment
from tests.care.make import make_condition, make_treatment
from tests.conftest import Cast, SignIn
from tests.make import make_lesion

DAY = datetime.date(2026, 3, 10)


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def page(client: Client, cast: Cast) -> str:
    return client.get(reverse("care:list", args=[cast.record.pk])).content.decode()


def add(client: Client, cast: Cast, what: str, query: str = "", **typed: Any) -> Any:
    return client.post(reverse(f"care:{what}-add", args=[cast.record.pk]) + query, typed)


def edit(client: Client, row: Condition | Treatment, **typed: Any) -> Any:
    return client.post(reverse(f"care:{row._meta.model_name}-edit", args=[row.pk]), typed)


def test_a_condition_is_kept_as_it_was_said(client: Client, cast: Cast) -> None:
    add(
        client,
        cast,
        "condition",
        key="raynaud",
        since_on_year="2019",
        certainty="diagnosed",
        note="In both hands.",
    )
    row = Condition.objects.get()
    assert (row.key, row.since_on, row.since_precision) == ("raynaud", datetime.date(2019, 1, 1), "year")
    assert (row.certainty, row.note, row.entered_by) == ("diagnosed", "In both hands.", cast.owner)


def test_a_condition_in_own_words_reads_in_these_words(client: Client, cast: Cast) -> None:
    add(client, cast, "condition", key="other", own_words="Thyroid trouble")
    assert "Thyroid trouble" in page(client, cast)


def test_something_else_without_words_is_refused_next_to_the_field(client: Client, cast: Cast) -> None:
    answer = add(client, cast, "condition", key="other", note="Keep me")
    assert answer.context["form"].errors == {"own_words": ["Say in a few words what it is."]}
    assert "Keep me" in answer.content.decode()
    assert not Condition.objects.exists()


def test_a_condition_over_before_it_began_is_refused(client: Client, cast: Cast) -> None:
    answer = add(client, cast, "condition", key="gout", since_on_year="2024", until_on_year="2023")
    assert list(answer.context["form"].errors) == ["until_on"]


@pytest.mark.parametrize("what", ["condition", "treatment"])
def test_a_start_in_the_future_is_refused(client: Client, cast: Cast, what: str) -> None:
    name = "since_on" if what == "condition" else "start_on"
    answer = add(
        client, cast, what, key="gout" if what == "condition" else "diltiazem", **{f"{name}_year": "2999"}
    )
    assert list(answer.context["form"].errors) == [name]


@pytest.mark.parametrize("what", ["condition", "treatment"])
def test_nothing_chosen_is_refused_in_words(client: Client, cast: Cast, what: str) -> None:
    assert add(client, cast, what).context["form"].errors == {"key": ["Choose one from the list."]}


def test_a_medicine_is_kept_as_it_was_said(client: Client, cast: Cast) -> None:
    thumb = make_lesion(cast.record)
    add(
        client,
        cast,
        "treatment",
        key="diltiazem",
        dose_text="120 mg twice a day",
        brand="Cardizem",
        route="oral",
        start_on_month="3",
        start_on_year="2024",
        lesions=[thumb.pk],
    )
    row = Treatment.objects.get()
    assert (row.kind, row.key, row.dose_text, row.brand) == (
        "drug",
        "diltiazem",
        "120 mg twice a day",
        "Cardizem",
    )
    assert (str(row.start), row.stop, list(row.lesions.all())) == ("March 2024", None, [thumb])


def test_a_procedure_is_filed_as_one(client: Client, cast: Cast) -> None:
    add(client, cast, "treatment", "?kind=procedure", key="excision", start_on_year="2025")
    assert Treatment.objects.get().kind == "procedure"


def test_the_list_of_medicines_holds_no_procedures(client: Client, cast: Cast) -> None:
    answer = add(client, cast, "treatment", key="excision")
    assert "key" in answer.context["form"].errors
    assert not Treatment.objects.exists()


def test_another_medicine_without_a_name_is_refused_next_to_the_field(client: Client, cast: Cast) -> None:
    answer = add(client, cast, "treatment", key="other_drug", dose_text="one a day")
    assert answer.context["form"].errors == {"own_name": ["Say what it is called."]}
    assert "one a day" in answer.content.decode()


def test_a_planned_end_is_accepted_and_called_planned(client: Client, cast: Cast) -> None:
    add(client, cast, "treatment", key="cephalexin", stop_on_year="2999")
    assert "Planned until 2999" in page(client, cast)


def test_a_deposit_of_another_record_is_refused(client: Client, cast: Cast) -> None:
    make_lesion(cast.record)
    foreign = make_lesion(cast.stranger_record)
    answer = add(client, cast, "treatment", key="diltiazem", lesions=[foreign.pk])
    assert "lesions" in answer.context["form"].errors
    assert not Treatment.objects.exists()


def test_an_untreated_deposit_of_another_record_is_refused(client: Client, cast: Cast) -> None:
    thumb, foreign = make_lesion(cast.record), make_lesion(cast.stranger_record)
    answer = add(client, cast, "treatment", key="diltiazem", lesions=[thumb.pk], control_lesion=foreign.pk)
    assert "control_lesion" in answer.context["form"].errors


def test_the_form_offers_only_the_deposits_of_this_record(client: Client, cast: Cast) -> None:
    make_lesion(cast.record, name="My elbow")
    make_lesion(cast.stranger_record, name="His elbow")
    html = client.get(reverse("care:treatment-add", args=[cast.record.pk])).content.decode()
    assert html.count("My elbow") == 2
    assert "His elbow" not in html


def test_the_untreated_deposit_must_not_be_ticked_as_treated(client: Client, cast: Cast) -> None:
    thumb = make_lesion(cast.record)
    answer = add(client, cast, "treatment", key="diltiazem", lesions=[thumb.pk], control_lesion=thumb.pk)
    assert "control_lesion" in answer.context["form"].errors


def test_what_was_refused_in_the_folded_part_is_unfolded(client: Client, cast: Cast) -> None:
    thumb = make_lesion(cast.record)
    answer = add(client, cast, "treatment", key="diltiazem", control_lesion=thumb.pk)
    assert '<details class="care-more" open>' in answer.content.decode()


@pytest.mark.parametrize("asked", ["", "not-an-id", "00000000-0000-4000-8000-000000000000"])
def test_a_link_that_asks_for_an_unknown_deposit_ticks_nothing(
    client: Client, cast: Cast, asked: str
) -> None:
    make_lesion(cast.record)
    answer = client.get(reverse("care:treatment-add", args=[cast.record.pk]), {"lesion": asked})
    assert "checked" not in answer.content.decode()


def test_a_link_from_a_deposit_ticks_it_beforehand(client: Client, cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    answer = client.get(reverse("care:treatment-add", args=[cast.record.pk]), {"lesion": str(lesion.pk)})
    assert answer.context["form"]["lesions"].value() == [lesion.pk]


def test_a_form_opens_with_what_was_entered(client: Client, cast: Cast) -> None:
    thumb = make_lesion(cast.record)
    row = make_treatment(cast.record, lesions=[thumb], start_on=DAY, dose_text="60 mg")
    html = client.get(reverse("care:treatment-edit", args=[row.pk])).content.decode()
    assert 'value="60 mg"' in html
    assert 'value="2026"' in html
    assert re.search(rf'value="{thumb.pk}"[^>]*checked', html)


def test_editing_changes_the_row_and_its_history(client: Client, cast: Cast) -> None:
    row = make_treatment(cast.record, start_on=DAY)
    edit(client, row, key="diltiazem", dose_text="180 mg")
    row.refresh_from_db()
    assert (row.dose_text, row.start) == ("180 mg", None)
    assert {entry.history_user for entry in row.history.filter(dose_text="180 mg")} == {cast.owner}


def test_editing_does_not_lose_a_target_that_was_deleted(client: Client, cast: Cast) -> None:
    thumb, gone = make_lesion(cast.record), make_lesion(cast.record)
    row = make_treatment(cast.record, lesions=[thumb, gone])
    gone.deleted_at = gone.entered_at
    gone.save()
    edit(client, row, key="diltiazem", lesions=[thumb.pk])
    assert set(row.lesions.all()) == {thumb, gone}


def test_the_list_puts_what_goes_on_before_what_is_over(client: Client, cast: Cast) -> None:
    make_treatment(cast.record, "verapamil", start_on=DAY, stop_on=DAY, stop_reason="swollen ankles")
    make_treatment(cast.record, "diltiazem", start_on=datetime.date(2020, 1, 1))
    html = page(client, cast)
    assert html.index("Diltiazem") < html.index("Verapamil")
    assert "Stopped 10 March 2026: swollen ankles" in " ".join(html.split())


def test_the_list_names_the_deposits_a_treatment_is_for(client: Client, cast: Cast) -> None:
    make_treatment(cast.record, "laser", lesions=[make_lesion(cast.record, name="Left thumb tip 2")])
    make_treatment(cast.record, "rituximab")
    html = page(client, cast)
    assert "Left thumb tip 2" in html
    assert html.count("For the whole person") == 1


def test_what_people_typed_is_shown_as_text(client: Client, cast: Cast) -> None:
    make_treatment(cast.record, "other_drug", own_name="<script>alert(1)</script>")
    assert "<script>alert" not in page(client, cast)


def test_warfarin_comes_with_a_calm_word_and_a_link_to_read(client: Client, cast: Cast) -> None:
    make_treatment(cast.record, "warfarin")
    html = page(client, cast)
    assert "do not stop warfarin" in html
    assert reverse("education:learn") in html


def test_no_word_about_warfarin_without_warfarin(client: Client, cast: Cast) -> None:
    make_treatment(cast.record, "diltiazem")
    assert "warfarin" not in page(client, cast)


@pytest.mark.parametrize("what", ["condition", "treatment"])
def test_undo_brings_back_what_was_deleted(client: Client, cast: Cast, what: str) -> None:
    row = make_condition(cast.record) if what == "condition" else make_treatment(cast.record)
    answer = client.post(reverse(f"care:{what}-delete", args=[row.pk]), follow=True)
    undo = reverse(f"care:{what}-restore", args=[row.pk])
    assert undo in answer.content.decode()
    assert reverse(f"care:{what}-edit", args=[row.pk]) not in answer.content.decode()
    assert str(row.name) in client.post(undo, follow=True).content.decode()
    row.refresh_from_db()
    assert row.deleted_at is None


@pytest.mark.parametrize("what", ["condition", "treatment"])
def test_what_was_just_added_can_be_undone(client: Client, cast: Cast, what: str) -> None:
    answer = add(client, cast, what, key="gout" if what == "condition" else "diltiazem")
    row = (Condition if what == "condition" else Treatment).objects.get()
    assert reverse(f"care:{what}-delete", args=[row.pk]) in client.get(answer["Location"]).content.decode()


def test_a_deleted_entry_cannot_be_edited(client: Client, cast: Cast) -> None:
    row = make_treatment(cast.record)
    client.post(reverse("care:treatment-delete", args=[row.pk]))
    assert client.get(reverse("care:treatment-edit", args=[row.pk])).status_code == 404


def count_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("name", "most"), [("care:list", 10), ("care:treatment-add", 10), ("care:condition-add", 10)]
)
def test_a_page_costs_the_same_with_one_row_and_with_many(
    client: Client, cast: Cast, name: str, most: int
) -> None:
    url = reverse(name, args=[cast.record.pk])

    def grow(times: int) -> None:
        for _number in range(times):
            lesion, control = make_lesion(cast.record), make_lesion(cast.record)
            make_treatment(cast.record, lesions=[lesion], control_lesion=control)
            make_condition(cast.record)

    grow(1)
    client.get(url)  # the first look ever also writes who the audit's subjects are
    few = count_queries(client, url)
    grow(12)
    assert count_queries(client, url) == few
    assert few <= most
