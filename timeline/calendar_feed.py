"""The calendar feed: a secret address that gives a person's reminders, in words that tell nobody anything."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts import audit
from accounts.models import AccessEvent, Patient, User, make_token
from timeline.due import occasions
from timeline.models import CalendarFeed, ReminderPlan

if TYPE_CHECKING:
    from collections.abc import Iterable

AHEAD = datetime.timedelta(days=366)
BEHIND = datetime.timedelta(days=14)
# Calendars ask every few minutes to every day; what they are told changes once a day at most.
NOTED_EVERY = datetime.timedelta(hours=1)


def _hash(token: str) -> str:
    """Looking the hash up in an index tells nobody by its time how much of a guess was right."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_feeds(user: User) -> list[CalendarFeed]:
    return list(CalendarFeed.objects.filter(user=user, revoked_at=None).select_related("patient"))


def make_feed(user: User, patient: Patient | None) -> str:
    """Make an address for one record, or for all; the one before it is dead. Returns its secret, once."""
    token = make_token()
    with transaction.atomic():
        CalendarFeed.objects.filter(user=user, patient=patient, revoked_at=None).update(
            revoked_at=timezone.now()
        )
        CalendarFeed.objects.create(user=user, patient=patient, token_hash=_hash(token))
    return token


def stop_feed(feed: CalendarFeed) -> None:
    CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=timezone.now())


def find_feed(token: str) -> CalendarFeed | None:
    """The feed behind a secret; None when it was stopped, its owner left or may not open the record now."""
    feeds = CalendarFeed.objects.filter(token_hash=_hash(token), revoked_at=None, user__is_active=True)
    feed = feeds.select_related("user").first()
    if feed is None or (
        feed.patient_id and not feed.user.writable_patients().filter(pk=feed.patient_id).exists()
    ):
        return None
    return feed


def plans_in(feed: CalendarFeed) -> list[ReminderPlan]:
    plans = ReminderPlan.objects.running().filter(user=feed.user).select_related("patient")
    return list(plans.filter(patient=feed.patient_id) if feed.patient_id else plans)


def note_fetch(feed: CalendarFeed, plans: Iterable[ReminderPlan]) -> None:
    """Remember when a calendar asked, and tell "who looked" once a day for each record."""
    now, last = timezone.now(), feed.last_fetched_at
    if last and now - last < NOTED_EVERY:
        return
    CalendarFeed.objects.filter(pk=feed.pk).update(last_fetched_at=now)
    if last and last.date() == now.date():
        return
    for patient in {plan.patient_id: plan.patient for plan in plans}.values():
        audit.note_access(
            actor=feed.user,
            patient=patient,
            action=AccessEvent.Action.VIEW,
            what="timeline:calendar-feed",
            object_id=feed.pk,
        )


def feed_text(feed: CalendarFeed, plans: Iterable[ReminderPlan]) -> bytes:
    """The calendar of the coming year: one all-day event for each day on which anything comes round.

    An all-day event has no clock, so it falls on the right day in every zone and in every summer time.
    """
    today = timezone.now().astimezone(ZoneInfo(feed.user.time_zone)).date()
    days: set[datetime.date] = set()
    for plan in plans:
        days.update(occasions(plan.starts_on, plan.every_weeks, since=today - BEHIND, until=today + AHEAD))
    calendar = Calendar()
    calendar.add("prodid", "-//Reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Reminders"))
    calendar.add("refresh-interval", datetime.timedelta(days=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    for day in sorted(days):
        calendar.add_component(_event(feed, day))
    return bytes(calendar.to_ical())


def _event(feed: CalendarFeed, day: datetime.date) -> Event:
    event = Event()
    # The same on every fetch, so that a calendar changes its entry instead of adding another.
    event.add("uid", f"{day:%Y%m%d}-{feed.pk}")
    event.add("dtstamp", feed.created_at.astimezone(datetime.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + datetime.timedelta(days=1))
    event.add("summary", _("Reminder you set"))
    event.add("url", settings.SITE_URL + "/")
    event.add("transp", "TRANSPARENT")
    return event
