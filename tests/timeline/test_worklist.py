"""The dermatologist's list: who stands on it, in which order, why, and what is new since her last review."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Patient
from tests.care.make import make_treatment
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.lesions.pages import text_of
from tests.make import make_check_in, make_day, make_event, make_lesion, make_patient, make_user, relate
from timeline.models import Review
from timeline.services import mark_reviewed
from timeline.worklist import Row, worklist_for

BEFORE = timezone.now() - datetime.timedelta(days=400)


def shared(cast: Cast, name: str) -> Patient:
    """One more patient who shares with Dr Derm."""
    patient = make_patient(make_user(name))
    relate(cast.dermatologist, patient, "dermatologist")
    return patient


def rows(cast: Cast, show: str = "all") -> dict[str, list[str]]:
    worklist = worklist_for(cast.dermatologist, show=show)
    return {str(name): [row.patient.name for row in found] for name, found in worklist.groups}


def row(cast: Cast) -> Row:
    groups = worklist_for(cast.dermatologist).groups
    return next(row for _name, found in groups for row in found if row.patient == cast.record)


def test_only_who_shares_stands_on_it(cast: Cast) -> None:
    assert rows(cast) == {"Quiet": ["Rosa Owner"]}
    assert not worklist_for(cast.other_dermatologist).groups
    assert not worklist_for(cast.expired).groups
    assert not worklist_for(cast.superuser).groups


def test_need_goes_first_then_news_then_quiet(cast: Cast) -> None:
    ann, ben = shared(cast, "Ann"), shared(cast, "Ben")
    make_event(make_lesion(ben, entered_at=BEFORE), "infected", 2)
    make_check_in(make_lesion(ann), 1, anchor=0)
    assert rows(cast) == {"Look first": ["Ben"], "New since you looked": ["Ann"], "Quiet": ["Rosa Owner"]}


def test_the_list_can_be_narrowed(cast: Cast) -> None:
    ann = shared(cast, "Ann")
    make_check_in(make_lesion(ann), 1, anchor=0)
    assert rows(cast, "new") == {"New since you looked": ["Ann"]}
    assert rows(cast, "quiet") == {"Quiet": ["Rosa Owner"]}
    assert rows(cast, "nonsense") == rows(cast)


def test_the_reasons_are_said_in_words(cast: Cast) -> None:
    lesion = make_lesion(cast.record, name="Left thumb tip 1")
    make_event(lesion, "opened", happened_on=datetime.date(2026, 3, 3))
    make_day(cast.record, 1, signs=["fever"])
    texts = [reason.text for reason in row(cast).reasons]
    assert texts[0].startswith("Daily entry on")
    assert "fever of 38 °C or more" in texts[0]
    assert "left thumb tip 1: open since 3 march 2026" in [text.lower() for text in texts]


def test_a_due_check_in_is_a_reason_but_no_need(cast: Cast) -> None:
    make_check_in(make_lesion(cast.record, entered_at=BEFORE), 60, anchor=0, entered_at=BEFORE)
    assert "1 check-in is due" in [reason.text for reason in row(cast).reasons]
    assert not any(reason.care for reason in row(cast).reasons)


def test_nothing_to_say_is_said(cast: Cast) -> None:
    assert [reason.text for reason in row(cast).reasons] == ["All quiet"]


def test_many_open_deposits_are_cut_short_with_their_number(cast: Cast) -> None:
    for _ in range(5):
        make_event(make_lesion(cast.record), "opened", 2)
    assert [reason.text for reason in row(cast).reasons][-1] == "and 2 more"


def test_news_are_what_was_entered_since_her_own_last_review(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 1, anchor=0)
    make_result(cast.record)
    assert row(cast).news == ["1 check-in", "1 new deposit", "1 lab result"]
    mark_reviewed(cast.record, by=cast.dermatologist)
    assert row(cast).news == []
    make_check_in(lesion, 300, anchor=0)  # backdated, but entered now
    make_check_in(lesion, 0, anchor=0)
    assert row(cast).news == ["2 check-ins"]


def test_a_colleagues_review_does_not_count_as_hers(cast: Cast) -> None:
    colleague = make_user("Dr Colleague")
    relate(colleague, cast.record, "dermatologist")
    make_lesion(cast.record)
    mark_reviewed(cast.record, by=colleague)
    assert row(cast).news == ["1 new deposit"]
    assert row(cast).reviewed_at is None


def test_a_patient_of_another_zone_counts_days_by_his_own_clock(cast: Cast, sign_in: SignIn) -> None:
    cast.record.time_zone = "Pacific/Kiritimati"  # 14 hours before UTC
    cast.record.save()
    evening = datetime.datetime(2027, 3, 28, 12, 0, tzinfo=datetime.UTC)
    make_check_in(make_lesion(cast.record), observed_at=evening - datetime.timedelta(days=27, hours=5))
    with time_machine.travel(evening, tick=False):
        answer = sign_in(cast.dermatologist).get(reverse("timeline:worklist"))
    assert "1 check-in is due" in text_of(answer)


def test_marking_as_reviewed_is_signed_and_told(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.dermatologist)
    answer = client.post(reverse("timeline:reviewed", args=[cast.record.pk]), follow=True)
    assert "Rosa Owner: marked as reviewed." in text_of(answer)
    assert Review.objects.get().entered_by == cast.dermatologist


@pytest.mark.parametrize("who", ["owner", "caregiver", "other_dermatologist", "superuser", "expired"])
def test_nobody_else_reviews(cast: Cast, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get(reverse("timeline:review", args=[cast.record.pk])).status_code == 404
    assert client.post(reverse("timeline:reviewed", args=[cast.record.pk])).status_code == 404


def test_the_review_page_shows_what_came_in_since(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 2, note="seen before")
    mark_reviewed(cast.record, by=cast.dermatologist)
    make_check_in(lesion, 1, note="something new")
    page = text_of(sign_in(cast.dermatologist).get(reverse("timeline:review", args=[cast.record.pk])))
    assert "something new" in page
    assert "seen before" not in page


def test_the_worklist_says_that_it_is_no_alarm(cast: Cast, sign_in: SignIn) -> None:
    page = text_of(sign_in(cast.dermatologist).get(reverse("timeline:worklist")))
    assert "no alarm" in page.lower() or "nobody" in page.lower()


def test_events_days_and_treatments_are_news_too(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    mark_reviewed(cast.record, by=cast.dermatologist)
    make_event(lesion, "noticed", 3)
    assert row(cast).news == []
    make_event(lesion, "opened", 2)
    make_day(cast.record, pain=4)
    make_treatment(cast.record)
    assert row(cast).news == ["1 event", "1 daily entry", "1 treatment"]
