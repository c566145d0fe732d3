"""What happened around is logged with one tap, corrected, deleted and found again."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from care.context import LEAST_ENTRIES, LEAST_OPENINGS, ContextKind
from care.models import ContextEntry
from care.services import log_context
from lesions.models import Lesion
from tests.care.make import make_context
from tests.conftest import Cast, SignIn
from tests.lesions.pages import text_of
from tests.make import make_event, make_lesion
from timeline.removed import removed_from


@pytest.fixture
def rosa(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def tap_url(cast: Cast, lesion: Lesion | None = None) -> str:
    if lesion:
        return reverse("care:lesion-context-tap", args=[lesion.pk])
    return reverse("care:context-tap", args=[cast.record.pk])


@pytest.mark.parametrize("kind", ContextKind.values)
def test_one_tap_logs_it_for_today_with_a_way_back(cast: Cast, rosa: Client, kind: str) -> None:
    page = rosa.post(tap_url(cast), {"kind": kind}, follow=True).content.decode()
    entry = ContextEntry.objects.get()
    assert (entry.kind, entry.lesion, entry.happened_on, entry.entered_by) == (
        kind,
        None,
        cast.record.today(),
        cast.owner,
    )
    assert reverse("care:context-delete", args=[entry.pk]) in page
    assert reverse("care:context-edit", args=[entry.pk]) in page


def test_from_a_deposits_page_it_belongs_to_the_deposit(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    answer = rosa.post(tap_url(cast, lesion), {"kind": "knock"})
    assert ContextEntry.objects.get().lesion == lesion
    assert answer["Location"] == reverse("timeline:lesion", args=[lesion.pk])


def test_a_double_tap_is_one_entry(cast: Cast, rosa: Client) -> None:
    for _tap in range(2):
        rosa.post(tap_url(cast), {"kind": "cold"})
    assert ContextEntry.objects.count() == 1


def test_the_same_to_another_deposit_is_another_entry(cast: Cast, rosa: Client) -> None:
    for lesion in (make_lesion(cast.record), make_lesion(cast.record, side="right")):
        rosa.post(tap_url(cast, lesion), {"kind": "knock"})
    assert ContextEntry.objects.count() == 2


def test_a_kind_that_nobody_knows_saves_nothing_and_says_so(cast: Cast, rosa: Client) -> None:
    assert "Nothing was saved" in text_of(rosa.post(tap_url(cast), {"kind": "moon"}, follow=True))
    assert not ContextEntry.objects.exists()


@pytest.mark.parametrize("who", ["reader", "dermatologist", "stranger"])
def test_only_writers_log(cast: Cast, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    lesion = make_lesion(cast.record)
    assert client.post(tap_url(cast), {"kind": "cold"}).status_code == 404
    assert client.post(tap_url(cast, lesion), {"kind": "cold"}).status_code == 404
    assert not ContextEntry.objects.exists()


def test_the_day_the_deposit_and_a_note_are_corrected(cast: Cast, rosa: Client) -> None:
    lesion, entry = make_lesion(cast.record), make_context(cast.record)
    values = {
        "kind": "raynaud", "happened_on_year": "2025", "happened_on_month": "2", "lesion": str(lesion.pk),
        "note": "at the bus stop",
    }  # fmt: skip
    rosa.post(reverse("care:context-edit", args=[entry.pk]), values)
    entry.refresh_from_db()
    assert (entry.kind, str(entry.happened), entry.lesion, entry.note) == (
        "raynaud",
        "February 2025",
        lesion,
        "at the bus stop",
    )
    assert entry.history.count() == 2


def test_a_day_to_come_is_refused_with_a_sentence(cast: Cast, rosa: Client) -> None:
    entry = make_context(cast.record)
    values = {"kind": "cold", "happened_on_year": "2199"}
    answer = rosa.post(reverse("care:context-edit", args=[entry.pk]), values)
    assert "still to come" in text_of(answer)


def test_a_deposit_of_another_record_is_refused(cast: Cast, rosa: Client) -> None:
    entry, foreign = make_context(cast.record), make_lesion(cast.stranger_record)
    values = {"kind": "cold", "happened_on_year": "2025", "lesion": str(foreign.pk)}
    answer = rosa.post(reverse("care:context-edit", args=[entry.pk]), values)
    assert "lesion" in answer.context["form"].errors
    with pytest.raises(ValidationError):
        log_context("cold", patient=cast.record, lesion=foreign, by=cast.owner)


def test_it_is_deleted_listed_and_restored(cast: Cast, rosa: Client) -> None:
    entry = make_context(cast.record)
    rosa.post(reverse("care:context-delete", args=[entry.pk]))
    (removed,) = removed_from(cast.record)
    assert "Cold" in removed.words
    rosa.post(removed.restore_url)
    assert ContextEntry.objects.kept().get() == entry


def test_it_goes_and_comes_with_its_deposit(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    make_context(cast.record, "knock", lesion=lesion)
    rosa.post(reverse("lesions:lesion-delete", args=[lesion.pk]))
    assert not ContextEntry.objects.kept().exists()
    rosa.post(reverse("lesions:lesion-restore", args=[lesion.pk]))
    assert ContextEntry.objects.kept().count() == 1


def test_it_stands_in_the_timeline_and_can_be_filtered(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    make_event(lesion, "opened")
    make_context(cast.record, "raynaud", note="at the lake")
    make_context(cast.record, "knock", lesion=lesion)
    url = reverse("timeline:timeline", args=[cast.record.pk])
    both = text_of(rosa.get(url, {"kind": "context"}))
    one = text_of(rosa.get(url, {"kind": "context", "lesion": str(lesion.pk)}))
    assert "at the lake" in both
    assert "<b>Knock</b>" in both
    assert "<b>Opened</b>" not in both
    assert "at the lake" not in one
    assert "<b>Knock</b>" in one


@pytest.mark.parametrize("words", ["lake", "raynaud"])
def test_it_is_found_by_its_note_and_its_kind(cast: Cast, rosa: Client, words: str) -> None:
    make_context(cast.record, "raynaud", note="at the lake")
    page = rosa.post(reverse("timeline:search", args=[cast.record.pk]), {"words": words})
    assert [hit.kind for hit in page.context["found"]] == ["Raynaud attack"]


def openings_with_cold(cast: Cast, number: int) -> Lesion:
    lesion = make_lesion(cast.record)
    make_context(cast.record, days_ago=200)
    for day in range(number):
        make_event(lesion, "opened", 20 * day + 1)
        make_context(cast.record, days_ago=20 * day + 3)
    return lesion


def test_the_deposits_page_shows_counts_with_the_base_rate_and_that_they_are_no_cause(
    cast: Cast, rosa: Client
) -> None:
    lesion = openings_with_cold(cast, LEAST_OPENINGS)
    page = text_of(rosa.get(reverse("timeline:lesion", args=[lesion.pk])))
    assert f"{LEAST_OPENINGS} of {LEAST_OPENINGS}" in page
    assert "of 28" in page
    assert "not a cause" in page


def test_before_there_is_enough_the_page_says_how_much_is_missing(cast: Cast, rosa: Client) -> None:
    lesion = openings_with_cold(cast, LEAST_OPENINGS - 2)
    page = text_of(rosa.get(reverse("timeline:lesion", args=[lesion.pk])))
    assert "2 more openings are needed." in page
    assert f"{LEAST_ENTRIES - 4} more entry of one kind is needed." in page
    assert "not a cause" not in page


def test_a_knock_to_another_deposit_does_not_count_here(cast: Cast, rosa: Client) -> None:
    lesion = openings_with_cold(cast, LEAST_OPENINGS)
    other = make_lesion(cast.record, side="right")
    for day in range(9):
        make_context(cast.record, "knock", 20 * day + 2, lesion=other)
    counts = rosa.get(reverse("timeline:lesion", args=[lesion.pk])).context["page"].context
    assert [count.kind for count in counts.shown] == ["cold"]


def test_somebody_who_logged_nothing_is_told_nothing(cast: Cast, rosa: Client) -> None:
    page = text_of(rosa.get(reverse("timeline:lesion", args=[make_lesion(cast.record).pk])))
    assert "enough to count" not in page


@pytest.mark.parametrize("who", ["reader", "dermatologist"])
def test_who_only_reads_is_not_told_to_tap(cast: Cast, sign_in: SignIn, who: str) -> None:
    page = text_of(sign_in(getattr(cast, who)).get(reverse("timeline:context", args=[cast.record.pk])))
    assert "What happened around" in page
    assert "one tap" not in page
