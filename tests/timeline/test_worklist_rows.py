"""The rows of the list are kept and brought up to date; a review is signed, and can be taken back."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from lesions.models import Lesion
from tests.conftest import Cast, SignIn
from tests.lesions.pages import text_of
from tests.make import make_day, make_measurement, make_photo, make_second_reading, make_user, relate
from tests.timeline.test_worklist import (
    BEFORE,
    has_grown,
    has_news,
    has_open,
    has_sign,
    row,
    rows,
    shared,
    texts,
    the_list,
)
from timeline import worklist_rows
from timeline.models import Review, Seen, WorklistRow
from timeline.services import mark_reviewed

# ---- rows are worked out, kept and brought up to date


def test_a_write_brings_the_row_up_to_date_on_the_next_page(cast: Cast) -> None:
    assert list(rows(cast)) == ["Nothing new, longest unseen first"]
    has_sign(cast.record)
    assert list(rows(cast)) == ["Red-flag signs"]


def test_a_page_brings_a_bounded_number_up_to_date_and_tells_of_the_rest(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist_rows, "AT_ONCE", 1)
    for name in ("Ann", "Ben"):
        has_open(shared(cast, name))
    page = text_of(sign_in(cast.dermatologist).get(reverse("timeline:worklist")))
    assert "2 records have moved on and are still being sorted in." in page
    assert "Not sorted in yet" in page
    assert the_list(cast).behind == 1
    assert the_list(cast).behind == 0


def test_a_look_while_a_row_is_worked_out_leaves_it_behind(cast: Cast) -> None:
    the_list(cast)
    stored = WorklistRow.objects.select_related("patient").get()
    late = timezone.now() + datetime.timedelta(seconds=5)
    Seen.objects.create(user=cast.dermatologist, patient=cast.record, seen_at=BEFORE, written_at=late)
    worklist_rows.refresh_row(cast.dermatologist, stored)
    assert the_list(cast).behind == 1


def test_a_row_of_another_release_is_made_anew(cast: Cast) -> None:
    the_list(cast)
    WorklistRow.objects.update(shape=0, data={"odd": 1})
    assert texts(cast) == ["All quiet"]


def test_a_second_readers_row_never_waits_with_the_sizes_of_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """She is asked after the row was worked out, and more rows are behind than one page brings up to date."""
    has_grown(cast.record)
    before = texts(cast)
    assert "longer by 9 mm" in before[0]
    lesion = Lesion.objects.get(patient=cast.record)
    first = make_measurement(make_photo(cast.record, lesion), cast.owner, lesion)
    make_second_reading(first, cast.dermatologist, cast.owner)
    monkeypatch.setattr(worklist_rows, "AT_ONCE", 0)
    assert not [text for text in texts(cast) if "mm" in text]


# ---- reviewed


def test_marking_as_reviewed_is_signed_told_and_keeps_the_choice(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.dermatologist)
    url = reverse("timeline:reviewed", args=[cast.record.pk])
    answer = client.post(url, {"show": "quiet", "sort": "unseen"}, follow=True)
    assert answer.redirect_chain == [("/review/?show=quiet&sort=unseen", 302)]
    assert "Rosa Owner: marked as reviewed." in text_of(answer)
    assert Review.objects.get().entered_by == cast.dermatologist


def test_a_review_is_taken_back_and_what_was_new_is_new_again(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.dermatologist)
    has_news(cast.record)
    client.post(reverse("timeline:reviewed", args=[cast.record.pk]))
    assert row(cast).news == []
    client.post(reverse("timeline:review-undo", args=[Review.objects.get().pk]))
    assert row(cast).news == ["1 check-in", "1 new deposit"]
    assert row(cast).reviewed_at is None


@pytest.mark.parametrize("who", ["colleague", "owner", "other_dermatologist", "superuser"])
def test_nobody_else_takes_a_review_back(cast: Cast, sign_in: SignIn, who: str) -> None:
    colleague = make_user("Dr Colleague")
    relate(colleague, cast.record, "dermatologist")
    review = mark_reviewed(cast.record, by=cast.dermatologist)
    client = sign_in(colleague if who == "colleague" else getattr(cast, who))
    assert client.post(reverse("timeline:review-undo", args=[review.pk])).status_code == 404
    assert Review.objects.kept().exists()


@pytest.mark.parametrize("who", ["owner", "caregiver", "other_dermatologist", "superuser", "expired"])
def test_nobody_else_reviews(cast: Cast, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get(reverse("timeline:review", args=[cast.record.pk])).status_code == 404
    assert client.post(reverse("timeline:reviewed", args=[cast.record.pk])).status_code == 404


def test_the_list_marks_only_what_it_showed(cast: Cast, sign_in: SignIn) -> None:
    has_news(cast.record)
    client = sign_in(cast.dermatologist)
    client.get(reverse("timeline:worklist"))
    seen_at = row(cast).made_at
    assert seen_at is not None
    make_day(cast.record, pain=4)
    client.post(reverse("timeline:reviewed", args=[cast.record.pk]), {"seen_at": seen_at.isoformat()})
    assert row(cast).news == ["1 daily entry"]


def test_the_worklist_says_that_it_is_no_alarm(cast: Cast, sign_in: SignIn) -> None:
    page = text_of(sign_in(cast.dermatologist).get(reverse("timeline:worklist")))
    assert "This list is no alarm: nobody is alerted by it" in page
    assert "There is no score." in page
