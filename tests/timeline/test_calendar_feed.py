"""The calendar feed: who gets it, that it says nothing, and that it is a calendar by a reader of our own."""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.audit import user_ref
from accounts.models import AccessEvent, User
from calcitrack.log_filter import HideSecrets
from tests.accounts.test_mail import FORBIDDEN
from tests.conftest import Cast, SignIn
from tests.make import make_lesion
from timeline.calendar_feed import make_feed
from timeline.models import CalendarFeed, ReminderPlan
from timeline.reminders import save_plan

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 25)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC), tick=False) as clock:
        yield clock


def fetch(client: Client, token: str) -> Any:
    return client.get(reverse("timeline:calendar-feed", args=[token]))


def read(data: bytes) -> list[list[tuple[str, str]]]:
    """An own reader of RFC 5545: line ends, folding, nesting. Returns the properties of each event."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    lines = data.split(b"\r\n")[:-1]
    assert max(len(line) for line in lines) <= 75
    unfolded: list[str] = []
    for line in data.decode().split("\r\n")[:-1]:
        if line[:1] in (" ", "\t"):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    open_parts: list[str] = []
    events: list[list[tuple[str, str]]] = []
    for line in unfolded:
        found = re.fullmatch(r"([A-Z-]+(?:;[A-Z-]+=[^:;]+)*):(.*)", line)
        assert found, line
        name, value = found.groups()
        if name == "BEGIN":
            open_parts.append(value)
            if value == "VEVENT":
                events.append([])
        elif name == "END":
            assert open_parts.pop() == value
        elif open_parts[-1] == "VEVENT":
            events[-1].append((name, value))
    assert open_parts == []
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert "VERSION:2.0" in unfolded
    assert any(line.startswith("PRODID:") for line in unfolded)
    return events


@pytest.fixture
def plan(cast: Cast) -> ReminderPlan:
    lesion = make_lesion(cast.record, name="Canary Deposit")
    return save_plan(
        ReminderPlan(user=cast.owner, patient=cast.record, lesion=lesion, starts_on=TODAY, every_weeks=4)
    )


def test_the_feed_is_a_calendar_with_every_day_of_the_coming_year(cast: Cast, plan: ReminderPlan) -> None:
    answer = fetch(Client(), make_feed(cast.owner, cast.record))
    events = [dict(event) for event in read(answer.content)]
    days = [event["DTSTART;VALUE=DATE"] for event in events]
    expected = [TODAY + datetime.timedelta(weeks=4 * number) for number in range(14)]
    assert days == [f"{day:%Y%m%d}" for day in expected]
    assert {event["SUMMARY"] for event in events} == {"Reminder you set"}
    assert all(re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"]) for event in events)
    assert events[0]["DTEND;VALUE=DATE"] == f"{TODAY + datetime.timedelta(days=1):%Y%m%d}"


def test_the_feed_says_nothing_about_anybody(cast: Cast, plan: ReminderPlan) -> None:
    text = fetch(Client(), make_feed(cast.owner, cast.record)).content.decode()
    assert not FORBIDDEN.search(text), text
    assert "Canary" not in text
    assert "Rosa" not in text
    assert str(cast.record.pk) not in text


def test_two_reminders_on_one_day_make_one_entry(cast: Cast, plan: ReminderPlan) -> None:
    save_plan(ReminderPlan(user=cast.owner, patient=cast.record, starts_on=TODAY, every_weeks=2))
    events = read(fetch(Client(), make_feed(cast.owner, cast.record)).content)
    days = [dict(event)["DTSTART;VALUE=DATE"] for event in events]
    assert len(days) == len(set(days)) == 27


def test_an_entry_keeps_its_name_from_one_fetch_to_the_next(
    cast: Cast, plan: ReminderPlan, clock: Any
) -> None:
    token = make_feed(cast.owner, cast.record)

    def names() -> dict[str, str]:
        events = [dict(event) for event in read(fetch(Client(), token).content)]
        return {event["DTSTART;VALUE=DATE"]: event["UID"] for event in events}

    first = names()
    clock.move_to(datetime.datetime(2026, 12, 20, 12, tzinfo=datetime.UTC))
    later = names()
    shared = first.keys() & later.keys()
    assert len(shared) >= 12
    assert {day: first[day] for day in shared} == {day: later[day] for day in shared}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Anchorage", "Europe/Zurich"])
def test_an_all_day_entry_falls_on_the_same_day_in_every_zone(
    cast: Cast, plan: ReminderPlan, zone: str
) -> None:
    User.objects.filter(pk=cast.owner.pk).update(time_zone=zone)
    events = read(fetch(Client(), make_feed(cast.owner, cast.record)).content)
    assert "20261125" in [dict(event)["DTSTART;VALUE=DATE"] for event in events]


def test_an_empty_feed_is_still_a_calendar(cast: Cast) -> None:
    assert read(fetch(Client(), make_feed(cast.owner, cast.record)).content) == []


def test_the_headers_keep_it_out_of_every_store(cast: Cast) -> None:
    answer = fetch(Client(), make_feed(cast.owner, cast.record))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"


# ---- whose it is ---------------------------------------------------------------------------------------


def test_only_the_hash_of_the_secret_is_stored(cast: Cast) -> None:
    token = make_feed(cast.owner, cast.record)
    feed = CalendarFeed.objects.get()
    assert len(token) >= 43
    assert token not in str(vars(feed))


def test_a_new_address_ends_the_old_one_at_once(cast: Cast) -> None:
    old = make_feed(cast.owner, cast.record)
    new = make_feed(cast.owner, cast.record)
    assert (fetch(Client(), old).status_code, fetch(Client(), new).status_code) == (404, 200)


def test_a_stopped_address_is_dead_at_once(cast: Cast, sign_in: SignIn) -> None:
    token = make_feed(cast.owner, cast.record)
    url = reverse("timeline:calendar-stop", args=[cast.record.pk, CalendarFeed.objects.get().pk])
    assert sign_in(cast.caregiver).post(url).status_code == 404
    assert fetch(Client(), token).status_code == 200
    sign_in(cast.owner).post(url)
    assert fetch(Client(), token).status_code == 404


@pytest.mark.parametrize("end", ["revoked", "read only", "closed"])
def test_an_address_ends_with_the_access(cast: Cast, end: str) -> None:
    token = make_feed(cast.caregiver, cast.record)
    assert fetch(Client(), token).status_code == 200
    standing = cast.record.care_relationships.filter(user=cast.caregiver)
    if end == "revoked":
        standing.update(revoked_at=timezone.now())
    elif end == "read only":
        standing.update(may_write=False)
    else:
        User.objects.filter(pk=cast.caregiver.pk).update(is_active=False)
    assert fetch(Client(), token).status_code == 404


def test_an_address_for_all_records_leaves_out_those_that_have_ended(cast: Cast, plan: ReminderPlan) -> None:
    token = make_feed(cast.owner, None)
    assert len(read(fetch(Client(), token).content)) == 14
    cast.record.care_relationships.filter(user=cast.owner).update(revoked_at=timezone.now())
    assert read(fetch(Client(), token).content) == []


def test_the_feed_of_one_person_holds_no_reminder_of_another(cast: Cast, plan: ReminderPlan) -> None:
    assert read(fetch(Client(), make_feed(cast.caregiver, cast.record)).content) == []


def test_the_address_is_shown_once_and_works(cast: Cast, sign_in: SignIn, settings: Any) -> None:
    client = sign_in(cast.owner)
    page = client.post(reverse("timeline:calendar-make", args=[cast.record.pk])).content.decode()
    found = re.search(r'value="(http[^"]+\.ics)"', page)
    assert found
    assert f'href="webcal://{found[1].partition("://")[2]}"' in page
    assert Client().get(found[1].removeprefix(settings.SITE_URL)).status_code == 200
    assert ".ics" not in client.get(reverse("timeline:reminders", args=[cast.record.pk])).content.decode()


def test_a_fetch_stands_in_who_looked_once_a_day(cast: Cast, plan: ReminderPlan, clock: Any) -> None:
    token = make_feed(cast.owner, cast.record)
    for hour in (12, 13, 15, 20):
        clock.move_to(datetime.datetime(2026, 11, 25, hour, 5, tzinfo=datetime.UTC))
        fetch(Client(), token)
    clock.move_to(datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC))
    fetch(Client(), token)
    events = AccessEvent.objects.filter(what="timeline:calendar-feed")
    assert {event.actor_ref for event in events} == {user_ref(cast.owner)}
    assert [event.at.day for event in events.order_by("at")] == [25, 26]


def test_the_secret_of_an_address_stands_in_no_log(cast: Cast, caplog: Any) -> None:
    token = make_feed(cast.owner, cast.record)
    CalendarFeed.objects.update(revoked_at=timezone.now())
    fetch(Client(), token)
    assert "Not Found: /calendar/…" in caplog.text
    assert token not in caplog.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"GET /invitations/abc-DEF_1/ HTTP/1.1" 200', '"GET /invitations/…/ HTTP/1.1" 200'),
        ("/reminders/stop/0123:sig/", "/reminders/stop/…/"),
        ("Not Found: /shared/abc-DEF_1/", "Not Found: /shared/…/"),
        ("/shared/for/85598969-0448/photos/", "/shared/for/85598969-0448/photos/"),
        ("/account/password/reset/key/1-set-password/", "/account/password/reset/key/…/"),
        ("/patients/1/calendar-of-care/", "/patients/1/calendar-of-care/"),
    ],
)
def test_every_address_with_a_secret_is_hidden_and_no_other(text: str, expected: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%s", (text,), None)
    HideSecrets().filter(record)
    assert record.getMessage() == expected
