"""The timeline: its order, its whole days, its pages and its filters."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Patient
from lesions.models import LifeEvent, PhotoLesion
from tests.care.make import make_condition, make_context, make_treatment
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.make import make_check_in, make_day, make_event, make_lesion, make_note, make_photo
from timeline.stream import KIND_KEYS, PAGE, StreamPage, stream_page


def rows_of(page: StreamPage) -> list[uuid.UUID]:
    return [entry.row.pk for _day, entries in page.days for entry in entries]


def walk(patient: Patient, kinds: set[str] = KIND_KEYS) -> list[StreamPage]:
    """Every page, newest first, as somebody who keeps asking for older days sees them."""
    pages = [stream_page(patient, kinds=kinds)]
    while pages[-1].older_before:
        pages.append(stream_page(patient, kinds=kinds, before=pages[-1].older_before))
        assert len(pages) < 100
    return pages


def one_of_each(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 1, anchor=1)
    make_photo(cast.record, lesion, days_ago=1.5)
    make_event(lesion, "opened", 2)
    make_context(cast.record, days_ago=2)
    make_day(cast.record, 3, pain=2)
    make_result(cast.record, days_ago=4)
    make_treatment(cast.record, lesions=[lesion], start_on=cast.record.today() - datetime.timedelta(days=5))
    make_condition(cast.record, since_on=cast.record.today() - datetime.timedelta(days=6))
    make_note(cast.record, cast.dermatologist)


def test_every_kind_of_entry_stands_in_order_newest_first(cast: Cast) -> None:
    one_of_each(cast)
    page = stream_page(cast.record, kinds=KIND_KEYS)
    kinds = [entry.kind for _day, entries in page.days for entry in entries]
    assert kinds == [
        "notes",
        "check-ins",
        "photos",
        "events",
        "context",
        "days",
        "labs",
        "treatments",
        "conditions",
    ]
    assert page.older_before is None


@pytest.mark.parametrize("kind", sorted(KIND_KEYS))
def test_one_kind_alone(cast: Cast, kind: str) -> None:
    one_of_each(cast)
    page = stream_page(cast.record, kinds={kind})
    assert [entry.kind for _day, entries in page.days for entry in entries] == [kind]


def test_one_deposit_alone_shows_what_is_about_it(cast: Cast) -> None:
    one_of_each(cast)
    other = make_lesion(cast.record, side="right")
    mine = make_check_in(other)
    about = make_treatment(cast.record, key="diltiazem", lesions=[other], start_on=cast.record.today())
    assert set(rows_of(stream_page(cast.record, kinds=KIND_KEYS, lesion_id=other.pk))) == {mine.pk, about.pk}


def test_a_treatment_of_several_deposits_stands_once_with_all_of_them(cast: Cast) -> None:
    targets = [make_lesion(cast.record), make_lesion(cast.record, side="right"), make_lesion(cast.record)]
    make_treatment(cast.record, lesions=targets, start_on=cast.record.today())
    for only in (None, targets[1].pk):
        page = stream_page(cast.record, kinds={"treatments"}, lesion_id=only)
        ((entry,),) = [entries for _day, entries in page.days]
        assert {lesion.pk for lesion in entry.row.lesions.all()} == {lesion.pk for lesion in targets}


def test_treatments_that_a_page_cuts_in_two_stand_once_each_with_all_deposits(cast: Cast) -> None:
    targets = [make_lesion(cast.record) for _ in range(3)]
    days = [cast.record.today() - datetime.timedelta(days=number) for number in range(PAGE)]
    made = [make_treatment(cast.record, lesions=targets, start_on=day) for day in days]
    seen = [
        entry.row
        for page in walk(cast.record, {"treatments"})
        for _day, found in page.days
        for entry in found
    ]
    assert [row.pk for row in seen] == [row.pk for row in made]
    assert {len(row.lesions.all()) for row in seen} == {3}


def test_a_photo_stands_alone_only_where_no_check_in_shows_it(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    kept, gone = make_check_in(lesion, 1), make_check_in(lesion, 2, deleted_at=timezone.now())
    make_photo(cast.record, lesion, kept, days_ago=1)
    left = make_photo(cast.record, lesion, gone, days_ago=2)
    alone, unnamed = make_photo(cast.record, lesion, days_ago=3), make_photo(cast.record, days_ago=4)
    page = stream_page(cast.record, kinds={"photos"})
    assert rows_of(page) == [left.pk, alone.pk, unnamed.pk]


def test_a_photo_that_waits_or_is_deleted_is_not_in_it(cast: Cast) -> None:
    make_photo(cast.record, attached_at=None)
    make_photo(cast.record, deleted_at=timezone.now())
    assert not stream_page(cast.record, kinds=KIND_KEYS).days


def test_a_photo_of_two_deposits_stands_alone_for_the_one_without_a_check_in(cast: Cast) -> None:
    one, other = make_lesion(cast.record), make_lesion(cast.record, side="right")
    photo = make_photo(cast.record, one, make_check_in(one))
    PhotoLesion.objects.create(photo=photo, lesion=other)
    assert not rows_of(stream_page(cast.record, kinds={"photos"}))
    assert not rows_of(stream_page(cast.record, kinds={"photos"}, lesion_id=one.pk))
    assert rows_of(stream_page(cast.record, kinds={"photos"}, lesion_id=other.pk)) == [photo.pk]


def test_a_sensitive_photo_is_blurred_in_it(cast: Cast, sign_in: SignIn) -> None:
    make_photo(cast.record, make_lesion(cast.record), sensitive=True)
    page = sign_in(cast.owner).get(reverse("timeline:timeline", args=[cast.record.pk]))
    assert 'class="is-sensitive"' in page.content.decode()


def test_another_record_is_never_in_it(cast: Cast) -> None:
    one_of_each(cast)
    assert not stream_page(cast.stranger_record, kinds=KIND_KEYS).days


def test_undated_conditions_are_left_out(cast: Cast) -> None:
    make_condition(cast.record)
    assert not stream_page(cast.record, kinds=KIND_KEYS).days


def test_a_moment_late_in_the_evening_stands_on_the_patients_day(cast: Cast) -> None:
    at = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC)  # half past midnight in Zurich
    make_check_in(make_lesion(cast.record), observed_at=at)
    assert stream_page(cast.record, kinds=KIND_KEYS).days[0][0] == datetime.date(2026, 3, 2)
    before = datetime.date(2026, 3, 2)
    assert not stream_page(cast.record, kinds=KIND_KEYS, before=before).days


def test_a_day_with_more_entries_than_a_page_stays_whole(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    busy = [make_event(lesion, "drained", 3).pk for _ in range(PAGE + 10)]
    older = make_event(lesion, "opened", 9)
    first, second = walk(cast.record)
    assert set(rows_of(first)) == set(busy)
    assert rows_of(second) == [older.pk]


def test_only_what_was_entered_since_whatever_day_it_is_about(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    since = cast.record.created_at + datetime.timedelta(hours=1)
    make_event(lesion, "opened", 1, entered_at=since - datetime.timedelta(minutes=1))
    late = make_event(lesion, "closed", 300, entered_at=since + datetime.timedelta(minutes=1))
    page = stream_page(cast.record, kinds=KIND_KEYS, entered_after=since)
    assert rows_of(page) == [late.pk]


DAYS = st.lists(st.integers(0, 25) | st.just(7) | st.integers(0, 2000), max_size=110)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=DAYS, check_ins=DAYS)
def test_paging_covers_every_entry_exactly_once(cast: Cast, events: list[int], check_ins: list[int]) -> None:
    lesion = make_lesion(cast.record)
    LifeEvent.objects.filter(patient=cast.record).delete()
    lesion.check_ins.all().delete()
    today, now = cast.record.today(), datetime.datetime.now(datetime.UTC)
    expected = []
    for number in events:
        row = LifeEvent(
            lesion=lesion,
            patient=cast.record,
            kind="opened",
            happened_on=today - datetime.timedelta(days=number),
        )
        expected.append(row)
    LifeEvent.objects.bulk_create(expected)
    moments = [now - datetime.timedelta(days=number, minutes=at) for at, number in enumerate(check_ins)]
    type(lesion.check_ins.model()).objects.bulk_create(
        logs := [lesion.check_ins.model(lesion=lesion, patient=cast.record, observed_at=at) for at in moments]
    )
    pages = walk(cast.record)
    seen = [pk for page in pages for pk in rows_of(page)]
    days = [day for page in pages for day, _entries in page.days]
    assert sorted(seen) == sorted(row.pk for row in [*expected, *logs])
    assert days == sorted(set(days), reverse=True)
    assert all(entries for page in pages for _day, entries in page.days)
    lesion.check_ins.all().delete()


def test_the_page_leads_on_to_older_days_with_its_filters(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    for number in range(PAGE + 5):
        make_event(lesion, "drained", number)
    client = sign_in(cast.reader)
    url = reverse("timeline:timeline", args=[cast.record.pk])
    page = client.get(url, {"kind": "events", "lesion": str(lesion.pk)}).content.decode()
    link = re.search(r'href="(\?[^"]*before=[^"]*)"', page)
    assert link
    older = client.get(url + link[1].replace("&amp;", "&"))
    assert older.context["chosen"] == {"events"}
    assert len(rows_of(older.context["page"])) == 5


@pytest.mark.parametrize("before", ["0001-01-01", "9999-12-31", "yesterday", "2026-02-30"])
def test_a_day_that_cannot_be_is_not_found(cast: Cast, sign_in: SignIn, before: str) -> None:
    url = reverse("timeline:timeline", args=[cast.record.pk])
    assert sign_in(cast.owner).get(url, {"before": before}).status_code == 404


def test_kinds_that_nobody_knows_are_passed_over(cast: Cast, sign_in: SignIn) -> None:
    one_of_each(cast)
    answer = sign_in(cast.owner).get(reverse("timeline:timeline", args=[cast.record.pk]), {"kind": "gossip"})
    assert answer.context["shows_all_kinds"]
