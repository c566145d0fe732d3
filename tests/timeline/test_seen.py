"""What is new to one dermatologist: since her own review, less what she has looked at, and marked again."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import remove_clinical, save_clinical
from lesions.models import CheckIn, Lesion
from tests.care.make import make_condition, make_context, make_treatment
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.make import (
    make_check_in,
    make_day,
    make_event,
    make_lesion,
    make_note,
    make_photo,
    make_user,
    relate,
)
from timeline.models import Review
from timeline.services import mark_reviewed
from timeline.worklist import Choice, Row, worklist_for


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, name="Left thumb tip 1")


def row(cast: Cast, user: User | None = None) -> Row:
    rows = worklist_for(user or cast.dermatologist, Choice()).rows
    return next(row for row in rows if row.patient == cast.record)


def reviewed(cast: Cast) -> Review:
    return mark_reviewed(cast.record, by=cast.dermatologist)


def colleague_of(cast: Cast) -> User:
    colleague = make_user("Dr Colleague", role=User.Role.DERMATOLOGIST)
    relate(colleague, cast.record, "dermatologist")
    return colleague


def opened(cast: Cast, sign_in: SignIn, lesion: Lesion, user: User | None = None) -> None:
    answer = sign_in(user or cast.dermatologist).get(reverse("timeline:lesion", args=[lesion.pk]))
    assert answer.status_code == 200


def test_news_are_what_was_entered_since_her_own_review(cast: Cast, lesion: Lesion) -> None:
    make_check_in(lesion, 1, anchor=0)
    make_result(cast.record)
    assert row(cast).news == ["1 check-in", "1 new deposit", "1 lab result"]
    reviewed(cast)
    assert row(cast).news == []
    make_check_in(lesion, 300, anchor=0)  # backdated, but entered now
    make_check_in(lesion, 0, anchor=0)
    assert row(cast).news == ["2 check-ins"]


def test_every_kind_of_entry_is_news(cast: Cast, lesion: Lesion) -> None:
    colleague = colleague_of(cast)
    reviewed(cast)
    make_event(lesion, "noticed", 3)  # comes with every deposit and would count it twice
    assert row(cast).news == []
    make_event(lesion, "opened", 2)
    make_photo(cast.record, lesion)
    make_day(cast.record, pain=4)
    make_treatment(cast.record)
    make_condition(cast.record)
    make_context(cast.record)
    make_note(cast.record, colleague)
    make_day(cast.record, 1)
    assert row(cast).news == [
        "1 event",
        "1 photo",
        "2 daily entries",
        "1 treatment",
        "1 condition",
        "1 thing that happened around",
        "1 note by a colleague",
    ]


def test_a_photo_that_waits_in_a_form_is_new_once_it_is_saved(cast: Cast, lesion: Lesion) -> None:
    photo = make_photo(cast.record, lesion, attached_at=None)
    reviewed(cast)
    assert row(cast).news == []
    photo.attached_at = timezone.now()
    save_clinical(photo, by=cast.owner)
    assert row(cast).news == ["1 photo"]


def test_her_own_entries_are_not_new_to_her(cast: Cast) -> None:
    reviewed(cast)
    make_note(cast.record, cast.dermatologist)
    assert row(cast).news == []


@pytest.mark.parametrize("how", ["corrected", "deleted"])
def test_what_was_changed_since_counts_as_new(cast: Cast, lesion: Lesion, how: str) -> None:
    check_in = make_check_in(lesion, 3, pain_rest=2)
    reviewed(cast)
    if how == "corrected":
        check_in.pain_rest = 8
        save_clinical(check_in, by=cast.owner)
    else:
        remove_clinical(check_in, by=cast.owner)
    assert row(cast).news == ["1 entry changed or deleted"]
    reviewed(cast)
    assert row(cast).news == []


def test_a_new_entry_that_was_corrected_is_counted_once(cast: Cast, lesion: Lesion) -> None:
    reviewed(cast)
    check_in = make_check_in(lesion, 0, pain_rest=2)
    check_in.pain_rest = 8
    save_clinical(check_in, by=cast.owner)
    assert row(cast).news == ["1 check-in"]


def test_opening_a_deposit_takes_its_marks_away_and_no_others(
    cast: Cast, lesion: Lesion, sign_in: SignIn
) -> None:
    other = make_lesion(cast.record, side="right")
    reviewed(cast)
    for one in (lesion, other):
        make_check_in(one, 0, anchor=0)
    make_day(cast.record)
    opened(cast, sign_in, lesion)
    assert row(cast).news == ["1 check-in", "1 daily entry"]
    make_check_in(lesion, 0, anchor=0)
    assert row(cast).news == ["2 check-ins", "1 daily entry"]


def test_looking_is_not_reviewing(cast: Cast, lesion: Lesion, sign_in: SignIn) -> None:
    make_check_in(lesion, 0, note="still to be read")
    url = reverse("timeline:review", args=[cast.record.pk])
    client = sign_in(cast.dermatologist)
    client.get(url)
    opened(cast, sign_in, lesion)
    assert not Review.objects.exists()
    assert row(cast).reviewed_at is None
    assert row(cast).looked_at is not None
    assert "still to be read" in client.get(url).content.decode()


def test_a_colleagues_looks_and_review_change_nothing_for_her(
    cast: Cast, lesion: Lesion, sign_in: SignIn
) -> None:
    colleague = colleague_of(cast)
    make_check_in(lesion, 0, anchor=0)
    before = row(cast).news
    opened(cast, sign_in, lesion, colleague)
    mark_reviewed(cast.record, by=colleague)
    assert row(cast).news == before == ["1 check-in", "1 new deposit"]
    assert row(cast).looked_at is None
    assert row(cast, colleague).news == []


@pytest.mark.parametrize("who", ["owner", "caregiver", "reader"])
def test_nobody_elses_look_is_kept(cast: Cast, lesion: Lesion, sign_in: SignIn, who: str) -> None:
    opened(cast, sign_in, lesion, getattr(cast, who))
    assert row(cast).looked_at is None


def test_a_deposit_marked_as_unread_is_unread_until_she_opens_it(
    cast: Cast, lesion: Lesion, sign_in: SignIn
) -> None:
    reviewed(cast)
    client = sign_in(cast.dermatologist)
    client.post(reverse("timeline:lesion-unread", args=[lesion.pk]))
    assert row(cast).is_marked
    client.get(reverse("timeline:review", args=[cast.record.pk]))
    assert row(cast).is_marked
    opened(cast, sign_in, lesion)
    assert not row(cast).is_new


def test_a_record_marked_as_unread_is_new_until_she_reviews_it(cast: Cast, sign_in: SignIn) -> None:
    reviewed(cast)
    sign_in(cast.dermatologist).post(reverse("timeline:unread", args=[cast.record.pk]))
    assert row(cast).is_marked
    assert [tab.count for tab in worklist_for(cast.dermatologist, Choice()).tabs if tab.show == "new"] == [1]
    reviewed(cast)
    assert not row(cast).is_new


def test_what_came_in_while_a_deposit_was_read_stays_unread(
    cast: Cast, lesion: Lesion, sign_in: SignIn
) -> None:
    reviewed(cast)
    late = timezone.now() + datetime.timedelta(seconds=30)
    CheckIn.objects.create(patient=cast.record, lesion=lesion, anchor=0, entered_at=late)
    opened(cast, sign_in, lesion)
    assert row(cast).news == ["1 check-in"]
