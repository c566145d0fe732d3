"""Deleting hides at once and can be undone: a deposit and all about it, a check-in, an event, a day."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent
from tests.conftest import Cast, SignIn
from tests.lesions.pages import errors_of, text_of
from tests.make import make_check_in, make_day, make_event, make_lesion, make_note, make_photo
from timeline.models import Note


@pytest.fixture
def rosa(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def pages_of(client: Client, lesion: Lesion) -> str:
    """Everything that shows the record as a whole."""
    names = ("timeline:overview", "timeline:timeline", "lesions:photo-list")
    return " ".join(text_of(client.get(reverse(name, args=[lesion.patient_id]))) for name in names)


def test_a_deleted_deposit_takes_its_history_out_of_sight_and_brings_it_back(
    cast: Cast, rosa: Client
) -> None:
    lesion = make_lesion(cast.record, name="The pearl")
    check_in = make_check_in(lesion, 3, length_mm=Decimal(7), note="like a pea")
    make_event(lesion, "opened", 2, note="with a pop")
    make_photo(cast.record, lesion, check_in)
    make_note(cast.record, cast.dermatologist, "keep it dry", lesion=lesion)
    said = ("The pearl", "like a pea", "with a pop", "keep it dry")
    before = pages_of(rosa, lesion)
    answer = rosa.post(reverse("lesions:lesion-delete", args=[lesion.pk]), follow=True)
    undo = reverse("lesions:lesion-restore", args=[lesion.pk])
    hidden = pages_of(rosa, lesion)
    page = reverse("timeline:lesion", args=[lesion.pk])
    assert all(words in before for words in said)
    assert f'action="{undo}"' in answer.content.decode()
    assert not any(words in hidden for words in said)
    assert rosa.get(page).status_code == 404
    assert (
        CheckIn.objects.kept().count(),
        LifeEvent.objects.kept().count(),
        Note.objects.kept().count(),
    ) == (0, 0, 0)
    rosa.post(undo)
    after = pages_of(rosa, lesion)
    assert all(words in after for words in said)
    assert (
        reverse("lesions:photo", args=[lesion.photo_lesions.get().photo_id])
        in rosa.get(page).content.decode()
    )


def test_a_deposit_is_asked_about_once_before_it_goes(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    rosa.get(reverse("lesions:lesion-delete", args=[lesion.pk]))
    assert Lesion.objects.kept().exists()


def test_parts_of_a_deleted_deposit_are_not_found(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    check_in, event = make_check_in(lesion), make_event(lesion, "opened")
    rosa.post(reverse("lesions:lesion-delete", args=[lesion.pk]))
    for url in (
        reverse("lesions:check-in", args=[lesion.pk]),
        reverse("lesions:check-in-list", args=[lesion.pk]),
        reverse("lesions:check-in-edit", args=[check_in.pk]),
        reverse("lesions:event-edit", args=[event.pk]),
    ):
        assert rosa.get(url).status_code == 404


@pytest.mark.parametrize("what", ["check-in", "event", "day"])
def test_one_entry_goes_and_comes_back(cast: Cast, rosa: Client, what: str) -> None:
    lesion = make_lesion(cast.record)
    row: CheckIn | LifeEvent | DailyEntry
    if what == "check-in":
        row = make_check_in(lesion, anchor=1)
    elif what == "event":
        row = make_event(lesion, "opened")
    else:
        row = make_day(cast.record, pain=4)
    rows = type(row).objects
    rosa.post(reverse(f"lesions:{what}-delete", args=[row.pk]))
    assert not rows.kept().exists()
    rosa.post(reverse(f"lesions:{what}-restore", args=[row.pk]))
    row = rows.kept().get()
    assert (row.deleted_at, row.deleted_by) == (None, None)
    assert row.history.count() == 3


def test_a_deleted_event_no_longer_counts_for_the_state(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    event, url = make_event(lesion, "infected"), reverse("timeline:lesion", args=[lesion.pk])
    assert rosa.get(url).context["page"].status.state == "infected"
    rosa.post(reverse("lesions:event-delete", args=[event.pk]))
    assert rosa.get(url).context["page"].status.state == "quiet"


@pytest.mark.parametrize("who", ["reader", "dermatologist", "stranger"])
def test_only_writers_delete_and_restore(cast: Cast, sign_in: SignIn, who: str) -> None:
    lesion = make_lesion(cast.record)
    client = sign_in(getattr(cast, who))
    assert client.post(reverse("lesions:lesion-delete", args=[lesion.pk])).status_code == 404
    assert Lesion.objects.kept().exists()


def test_a_second_visit_on_one_day_edits_the_entry(cast: Cast, rosa: Client) -> None:
    url = reverse("lesions:day", args=[cast.record.pk, cast.record.today()])
    rosa.post(url, {"pain": "2"})
    rosa.post(url, {"pain": "5", "signs": ["fever", "vomiting"]})
    entry = DailyEntry.objects.get()
    assert (entry.pain, entry.signs) == (5, ["fever", "vomiting"])
    assert entry.history.count() == 2


def test_an_old_daily_entry_stays_deleted_when_the_day_was_written_anew(cast: Cast, rosa: Client) -> None:
    old = make_day(cast.record, pain=2)
    rosa.post(reverse("lesions:day-delete", args=[old.pk]))
    make_day(cast.record, pain=5)
    answer = rosa.post(reverse("lesions:day-restore", args=[old.pk]), follow=True)
    assert DailyEntry.objects.kept().get().pain == 5
    assert "newer entry" in text_of(answer)


def test_an_empty_day_is_refused_with_a_sentence(cast: Cast, rosa: Client) -> None:
    answer = rosa.post(reverse("lesions:day", args=[cast.record.pk, cast.record.today()]), {"note": " "})
    assert "One answer is enough." in text_of(answer)
    assert not DailyEntry.objects.exists()


def test_a_sign_that_nobody_knows_is_refused(cast: Cast, rosa: Client) -> None:
    url = reverse("lesions:day", args=[cast.record.pk, cast.record.today()])
    assert "signs" in errors_of(rosa.post(url, {"signs": ["hiccups"]}))


@pytest.mark.parametrize("day", ["2199-01-01", "0001-01-01", "1899-12-31", "2026-02-30"])
def test_a_day_that_cannot_be_is_not_found(cast: Cast, rosa: Client, day: str) -> None:
    assert rosa.get(f"/patients/{cast.record.pk}/days/{day}/").status_code == 404


def test_an_event_to_come_is_refused(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    values = {"kind": "opened", "happened_year": "2199", "happened_month": "1", "happened_day": "1"}
    answer = rosa.post(reverse("lesions:event-add", args=[lesion.pk]), values)
    assert "happened" in errors_of(answer)
    assert not LifeEvent.objects.exists()


def test_an_event_is_kept_with_its_precision(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    values = {"kind": "opened", "happened_year": "2024", "happened_month": "3", "note": "at night"}
    rosa.post(reverse("lesions:event-add", args=[lesion.pk]), values)
    event = LifeEvent.objects.get()
    assert (event.kind, str(event.when), event.note, event.entered_by) == (
        "opened",
        "March 2024",
        "at night",
        cast.owner,
    )


def test_an_entry_of_a_deleted_deposit_waits_until_the_deposit_is_back(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    check_in = make_check_in(lesion, anchor=1)
    restore = reverse("lesions:check-in-restore", args=[check_in.pk])
    rosa.post(reverse("lesions:check-in-delete", args=[check_in.pk]))
    rosa.post(reverse("lesions:lesion-delete", args=[lesion.pk]))
    assert rosa.post(restore).status_code == 404
    rosa.post(reverse("lesions:lesion-restore", args=[lesion.pk]))
    assert rosa.post(restore, follow=True).status_code == 200
    assert CheckIn.objects.kept().get() == check_in
