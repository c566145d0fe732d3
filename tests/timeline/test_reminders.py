"""Reminders: setting them, what is due by them, whose they are, and when they end."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import sharing
from accounts.models import CareRelationship, Patient, User
from lesions.anatomy import SITES
from lesions.models import Lesion
from tests.conftest import Cast, SignIn
from tests.make import make_check_in, make_event, make_lesion, make_photo
from timeline.models import ReminderPlan
from timeline.photo_day import photo_day
from timeline.reminders import occasions_for, save_plan
from timeline.summary import summary_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Days are counted in the patient's zone: at night "90 days ago" may be 89 by its calendar."""
    with time_machine.travel(datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC), tick=True):
        yield


def make_plan(user: User, patient: Patient, lesion: Lesion | None = None, **extra: Any) -> ReminderPlan:
    extra.setdefault("starts_on", patient.today())
    return save_plan(ReminderPlan(user=user, patient=patient, lesion=lesion, **extra))


def due_names(patient: Patient) -> set[str]:
    return {line.name for line in summary_of(Patient.objects.get(pk=patient.pk)).due}


@pytest.fixture
def thumb(cast: Cast) -> Lesion:
    return make_lesion(cast.record, name="Left thumb tip")


@pytest.fixture
def elbow(cast: Cast) -> Lesion:
    return make_lesion(cast.record, "elbow_posterior", name="Left elbow")


# ---- what is due ---------------------------------------------------------------------------------------


def test_without_a_reminder_a_check_in_is_due_after_28_days(cast: Cast, thumb: Lesion, elbow: Lesion) -> None:
    make_check_in(thumb, 27)
    make_check_in(elbow, 28)
    assert due_names(cast.record) == {"Left elbow"}


def test_a_reminder_for_one_deposit_says_when_it_is_due(cast: Cast, thumb: Lesion, elbow: Lesion) -> None:
    make_check_in(thumb, 14)
    make_check_in(elbow, 14)
    make_plan(cast.owner, cast.record, thumb, every_weeks=2)
    assert due_names(cast.record) == {"Left thumb tip"}


def test_a_reminder_for_all_sets_the_default_and_one_for_a_deposit_goes_before_it(
    cast: Cast, thumb: Lesion, elbow: Lesion
) -> None:
    make_check_in(thumb, 30)
    make_check_in(elbow, 30)
    make_plan(cast.owner, cast.record, every_weeks=12)
    assert due_names(cast.record) == set()
    make_plan(cast.owner, cast.record, elbow, every_weeks=4)
    assert due_names(cast.record) == {"Left elbow"}


def test_a_slow_reminder_for_all_does_not_silence_an_open_deposit(cast: Cast, thumb: Lesion) -> None:
    make_event(thumb, "opened", 9)
    make_check_in(thumb, 8)
    make_plan(cast.owner, cast.record, every_weeks=26)
    assert due_names(cast.record) == {"Left thumb tip"}


def test_of_two_people_the_one_who_wants_it_more_often_decides_what_is_due(cast: Cast, thumb: Lesion) -> None:
    make_check_in(thumb, 15)
    make_plan(cast.owner, cast.record, thumb, every_weeks=8)
    make_plan(cast.caregiver, cast.record, thumb, every_weeks=2)
    assert due_names(cast.record) == {"Left thumb tip"}


@pytest.mark.parametrize("end", ["paused", "removed", "access", "photo"])
def test_a_reminder_that_does_not_run_changes_nothing(cast: Cast, thumb: Lesion, end: str) -> None:
    make_check_in(thumb, 15)
    what = "photo" if end == "photo" else "check_in"
    plan = make_plan(cast.caregiver, cast.record, thumb, every_weeks=1, what=what)
    if end == "paused":
        ReminderPlan.objects.filter(pk=plan.pk).update(paused_at=timezone.now())
    elif end == "removed":
        ReminderPlan.objects.filter(pk=plan.pk).update(removed_at=timezone.now())
    elif end == "access":
        cast.record.care_relationships.filter(user=cast.caregiver).update(revoked_at=timezone.now())
    assert due_names(cast.record) == set()


def test_a_reminder_of_somebody_who_may_only_read_now_has_ended(cast: Cast, thumb: Lesion) -> None:
    make_plan(cast.caregiver, cast.record, thumb)
    assert ReminderPlan.objects.running().count() == 1
    cast.record.care_relationships.filter(user=cast.caregiver).update(may_write=False)
    assert ReminderPlan.objects.running().count() == 0


# ---- occasions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["ending", "only reading"])
def test_what_is_due_follows_at_once_when_a_caregiver_logs_no_more(
    cast: Cast, thumb: Lesion, by: str
) -> None:
    make_check_in(thumb, 15, anchor=0)
    make_plan(cast.caregiver, cast.record, every_weeks=2)
    assert due_names(cast.record) == {"Left thumb tip"}
    his = CareRelationship.objects.active().get(user=cast.caregiver)
    if by == "ending":
        sharing.end_access(his, by=cast.owner)
    else:
        sharing.set_writing(his, may_write=False)
    assert due_names(cast.record) == set()


def test_an_occasion_comes_on_its_day_when_something_is_due(cast: Cast, thumb: Lesion) -> None:
    today = cast.record.today()
    make_check_in(thumb, 40)
    plan = make_plan(cast.owner, cast.record, starts_on=today - datetime.timedelta(days=28), every_weeks=4)
    assert [one.due_on for one in occasions_for([plan], today)] == [today]


def test_of_several_missed_days_only_the_newest_counts(cast: Cast, thumb: Lesion) -> None:
    today = cast.record.today()
    start = today - datetime.timedelta(days=7 * 9 + 3)
    plan = make_plan(cast.owner, cast.record, starts_on=start, every_weeks=1)
    assert [one.due_on for one in occasions_for([plan], today)] == [today - datetime.timedelta(days=3)]


def test_what_was_done_just_before_is_not_asked_for(cast: Cast, thumb: Lesion) -> None:
    make_check_in(thumb, 1)
    assert occasions_for([make_plan(cast.owner, cast.record)], cast.record.today()) == []


def test_a_record_without_deposits_or_with_gone_ones_asks_for_nothing(cast: Cast) -> None:
    plan = make_plan(cast.owner, cast.record)
    assert occasions_for([plan], cast.record.today()) == []
    make_event(make_lesion(cast.record), "gone", 3)
    assert occasions_for([plan], cast.record.today()) == []


def test_a_reminder_begins_on_its_first_day(cast: Cast, thumb: Lesion) -> None:
    tomorrow = cast.record.today() + datetime.timedelta(days=1)
    assert occasions_for([make_plan(cast.owner, cast.record, starts_on=tomorrow)], cast.record.today()) == []


# ---- setting -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weeks", [0, 27])
def test_a_reminder_comes_every_1_to_26_weeks(cast: Cast, weeks: int) -> None:
    with pytest.raises(ValidationError):
        make_plan(cast.owner, cast.record, every_weeks=weeks)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderPlan.objects.create(
            user=cast.owner, patient=cast.record, starts_on=cast.record.today(), every_weeks=weeks
        )


def test_the_same_reminder_is_not_set_twice(cast: Cast, thumb: Lesion) -> None:
    for lesion in (None, thumb):
        make_plan(cast.owner, cast.record, lesion)
        with pytest.raises(ValidationError, match="already"):
            make_plan(cast.owner, cast.record, lesion)


def form(**changes: Any) -> dict[str, Any]:
    return {
        "what": "photo",
        "lesion": "",
        "every_weeks": "6",
        "starts_on": "2026-12-01",
        "by_email": "on",
    } | changes


def test_a_caregiver_sets_changes_pauses_removes_and_takes_it_back(
    cast: Cast, sign_in: SignIn, thumb: Lesion
) -> None:
    client, listed = sign_in(cast.caregiver), reverse("timeline:reminders", args=[cast.record.pk])
    answer = client.post(reverse("timeline:reminder-add", args=[cast.record.pk]), form(lesion=thumb.pk))
    assert answer["Location"] == listed
    plan = ReminderPlan.objects.get()
    assert (plan.user, plan.lesion, plan.every_weeks, plan.what) == (cast.caregiver, thumb, 6, "photo")
    client.post(reverse("timeline:reminder-edit", args=[plan.pk]), form(every_weeks="8"))
    client.post(reverse("timeline:reminder-pause", args=[plan.pk]))
    plan.refresh_from_db()
    assert (plan.every_weeks, plan.lesion) == (8, None)
    assert plan.paused_at is not None
    page = client.post(reverse("timeline:reminder-remove", args=[plan.pk]), follow=True)
    undo = reverse("timeline:reminder-restore", args=[plan.pk])
    assert undo in page.content.decode()
    client.post(undo)
    client.post(reverse("timeline:reminder-pause", args=[plan.pk]))
    assert ReminderPlan.objects.get().removed_at is None
    assert ReminderPlan.objects.get().paused_at is None


def test_a_number_of_weeks_that_cannot_be_is_said_next_to_the_field(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.owner).post(
        reverse("timeline:reminder-add", args=[cast.record.pk]),
        form(every_weeks="40", starts_on="2026-12-24"),
    )
    assert "every_weeks" in answer.context["form"].errors
    assert 'value="2026-12-24"' in answer.content.decode()


def test_a_deposit_of_another_record_cannot_be_chosen(cast: Cast, sign_in: SignIn) -> None:
    theirs = make_lesion(cast.stranger_record, name="Foreign deposit")
    url = reverse("timeline:reminder-add", args=[cast.record.pk])
    answer = sign_in(cast.owner).post(url, form(lesion=theirs.pk))
    assert "lesion" in answer.context["form"].errors
    assert "Foreign" not in sign_in(cast.owner).get(url, {"lesion": str(theirs.pk)}).content.decode()


def test_the_link_of_a_deposit_chooses_it(cast: Cast, sign_in: SignIn, thumb: Lesion) -> None:
    url = reverse("timeline:reminder-add", args=[cast.record.pk])
    page = sign_in(cast.owner).get(url, {"lesion": str(thumb.pk)}).content.decode()
    assert f'<option value="{thumb.pk}" selected>' in page


def test_nobody_sees_or_changes_the_reminder_of_another(cast: Cast, sign_in: SignIn, thumb: Lesion) -> None:
    plan = make_plan(cast.owner, cast.record, thumb)
    client: Client = sign_in(cast.caregiver)
    listed = client.get(reverse("timeline:reminders", args=[cast.record.pk]))
    assert listed.context["plans"] == []
    for name in ("reminder-edit", "reminder-pause", "reminder-remove"):
        assert client.post(reverse(f"timeline:{name}", args=[plan.pk])).status_code == 404


# ---- photo day -----------------------------------------------------------------------------------------


def test_the_photo_day_lists_what_is_due_with_the_longest_wait_first(cast: Cast, thumb: Lesion) -> None:
    elbow, knee = (make_lesion(cast.record, "elbow_posterior", side=side) for side in ("left", "right"))
    fresh = make_lesion(cast.record, "knee_anterior")
    make_photo(cast.record, thumb, days_ago=100)
    make_photo(cast.record, elbow, days_ago=200)
    make_photo(cast.record, fresh, days_ago=3)
    page = photo_day(cast.record)
    assert [one.lesion for one in page.due] == [knee, elbow, thumb]
    assert [one.days_ago for one in page.due] == [None, 200, 100]


def test_the_photo_day_follows_the_reminders_for_photos(cast: Cast, thumb: Lesion) -> None:
    make_photo(cast.record, thumb, days_ago=15)
    assert photo_day(cast.record).due == []
    make_plan(cast.owner, cast.record, every_weeks=2, what="photo")
    assert [one.lesion for one in photo_day(cast.record).due] == [thumb]


def test_a_check_in_begun_on_the_photo_day_leads_back_to_it(
    cast: Cast, sign_in: SignIn, thumb: Lesion
) -> None:
    url, client = reverse("timeline:photo-day", args=[cast.record.pk]), sign_in(cast.owner)
    link = f"{reverse('lesions:check-in', args=[thumb.pk])}?back=photo-day&amp;step=kept_photos#photo-title"
    assert link in client.get(url).content.decode()
    assert client.post(link, {"observed_at": "2026-11-25T12:00", "anchor": "0"})["Location"] == url


def test_a_sensitive_photo_is_not_shown_but_counts(cast: Cast, thumb: Lesion) -> None:
    old = make_photo(cast.record, thumb, days_ago=200)
    make_photo(cast.record, thumb, days_ago=90, sensitive=True)
    (wanted,) = photo_day(cast.record).due
    assert wanted.days_ago == 90
    assert wanted.shown is not None
    assert wanted.shown.photo == old


def test_when_all_photos_are_taken_the_page_says_so_and_when_the_next_is_due(
    cast: Cast, sign_in: SignIn, thumb: Lesion
) -> None:
    make_photo(cast.record, thumb, days_ago=4)
    answer = sign_in(cast.owner).get(reverse("timeline:photo-day", args=[cast.record.pk]))
    assert "All photos are taken" in answer.content.decode()
    assert answer.context["page"].next_on == cast.record.today() + datetime.timedelta(days=80)


def test_the_photo_day_asks_for_no_photo_that_a_minors_record_may_not_hold(cast: Cast) -> None:
    cast.record.birth_on = cast.record.today() - datetime.timedelta(days=3650)
    make_lesion(cast.record, next(key for key, site in SITES.items() if site.genital), "none")
    assert photo_day(cast.record).due == []


def test_the_photo_day_takes_the_same_queries_for_2_and_12_deposits(cast: Cast, sign_in: SignIn) -> None:
    client, url, counts = sign_in(cast.owner), reverse("timeline:photo-day", args=[cast.record.pk]), []
    for number in (2, 10):
        for _ in range(number):
            make_photo(cast.record, make_lesion(cast.record), days_ago=100)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
