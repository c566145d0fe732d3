"""The mails of reminders: one a day at most, neutral, safe to run twice, at once, and after a kill."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Patient, User
from tests.accounts.test_mail import FORBIDDEN, Inbox, inbox
from tests.make import make_check_in, make_lesion, make_patient, make_photo, make_user, relate
from timeline.models import ReminderMail, ReminderPlan, ReminderSent
from timeline.reminder_mail import claim, send_due, stop_path
from timeline.reminders import occasions_for, save_plan

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def make_plan(user: User, patient: Patient, **extra: Any) -> ReminderPlan:
    extra.setdefault("starts_on", patient.today())
    return save_plan(ReminderPlan(user=user, patient=patient, **extra))


@pytest.fixture
def rosa() -> User:
    """Rosa has a deposit that nobody has looked at, and a reminder from today on."""
    user = make_user("Rosa Owner", time_zone="Europe/Zurich")
    patient = make_patient(user)
    make_lesion(patient)
    make_plan(user, patient)
    return user


def send(**options: Any) -> Any:
    return send_due(most=options.get("most", 500))


# ---- what is sent --------------------------------------------------------------------------------------


def test_a_reminder_goes_out_and_is_neutral_in_every_part(rosa: User, settings: Any) -> None:
    assert send().sent == 1
    (message,) = mail.outbox
    assert message.to == [rosa.email]
    assert message.subject == "A reminder you set"
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    text = "\n".join(
        [str(message.subject), str(message.from_email), str(message.body), str(message.extra_headers)]
    )
    assert not FORBIDDEN.search(text), text
    assert "Rosa" not in text


def test_nothing_a_person_wrote_is_in_the_mail() -> None:
    user = make_user("Canary Name")
    patient = make_patient(user, name="Canary Patient")
    lesion = make_lesion(patient, name="Canary Deposit", note="canary note")
    make_plan(user, patient, lesion=lesion)
    send()
    message = mail.outbox[0]
    whole = message.message().as_string().lower().replace(user.email.lower(), "")
    assert "canary" not in whole


def test_the_mail_can_be_stopped_with_one_click_of_the_mail_program(rosa: User) -> None:
    send()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip("<>")
    assert url.startswith(site.SITE_URL)
    path = url.removeprefix(site.SITE_URL)
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(path).status_code == 200
    assert ReminderPlan.objects.get().by_email
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not ReminderPlan.objects.get().by_email


@pytest.mark.parametrize("change", ["x", "other"])
def test_a_made_up_address_stops_nothing(rosa: User, client: Client, change: str) -> None:
    path = stop_path(rosa)
    made_up = path.replace(rosa.pk.hex, make_user().pk.hex) if change == "other" else path[:-2] + "x/"
    assert client.post(made_up).status_code == 404
    assert ReminderPlan.objects.get().by_email


def test_all_that_is_due_comes_in_one_mail(rosa: User) -> None:
    patient = make_patient(name="Mia")
    relate(rosa, patient, "caregiver", may_write=True)
    make_lesion(patient)
    make_plan(rosa, patient)
    make_plan(rosa, patient, what="photo")
    assert send().sent == 1
    assert ReminderSent.objects.count() == 3


def follow(rosa: User) -> str:
    client = Client()
    client.force_login(rosa)
    line = next(line for line in mail.outbox[0].body.splitlines() if line.startswith(site.SITE_URL))
    return str(client.get(line.removeprefix(site.SITE_URL)).headers["Location"])


def test_the_link_leads_to_the_photo_day_when_only_photos_are_due(rosa: User) -> None:
    ReminderPlan.objects.update(what="photo")
    send()
    patient = Patient.objects.get()
    assert follow(rosa) == reverse("timeline:photo-day", args=[patient.pk])


def test_nothing_is_sent_when_nothing_is_due(rosa: User) -> None:
    patient = Patient.objects.get()
    make_check_in(patient.lesions.get(), 1)
    assert send().sent == 0


def test_a_photo_does_not_count_as_a_check_in(rosa: User) -> None:
    patient = Patient.objects.get()
    make_photo(patient, patient.lesions.get(), days_ago=1)
    assert send().sent == 1


@pytest.mark.parametrize("why", ["no mail", "paused", "removed", "access", "closed"])
def test_nobody_is_written_to_who_does_not_want_it_or_may_not(rosa: User, why: str) -> None:
    now = timezone.now()
    if why == "access":
        Patient.objects.get().care_relationships.update(revoked_at=now)
    elif why == "closed":
        User.objects.update(is_active=False)
    else:
        change: dict[str, dict[str, Any]] = {
            "no mail": {"by_email": False},
            "paused": {"paused_at": now},
            "removed": {"removed_at": now},
        }
        ReminderPlan.objects.update(**change[why])
    assert send().sent == 0


# ---- when ----------------------------------------------------------------------------------------------


def test_nobody_is_woken_up_and_the_day_is_that_of_the_person(rosa: User, clock: Any) -> None:
    User.objects.update(time_zone="Pacific/Auckland")
    # Noon in UTC is one in the morning of the next day there.
    assert (send().sent, send().too_early) == (0, 1)
    clock.move_to(NOON + datetime.timedelta(hours=8))
    send()
    assert ReminderMail.objects.get().on == datetime.date(2026, 11, 26)


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_the_days_when_the_clocks_change_have_one_morning(rosa: User, clock: Any, day: str) -> None:
    ReminderPlan.objects.update(starts_on=day)
    Patient.objects.get().care_relationships.update(starts_at=NOON - datetime.timedelta(days=365))
    midnight = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)
    sent = []
    for hour in range(24):
        clock.move_to(midnight + datetime.timedelta(hours=hour))
        sent += [hour] * send().sent
    assert sent == [6 if day == "2026-03-29" else 7]


def test_the_next_mail_comes_a_whole_period_later(rosa: User, clock: Any) -> None:
    days = []
    for day in range(60):
        clock.move_to(NOON + datetime.timedelta(days=day))
        days += [day] * send().sent
    assert days == [0, 28, 56]


def test_missed_weeks_bring_one_mail_and_not_many(rosa: User, clock: Any) -> None:
    ReminderPlan.objects.update(every_weeks=1)
    clock.move_to(NOON + datetime.timedelta(days=7 * 5 + 2))
    assert (send().sent, send().sent) == (1, 0)
    clock.move_to(NOON + datetime.timedelta(days=7 * 5 + 3))
    assert send().sent == 0


def test_at_most_one_mail_a_day_even_when_another_reminder_comes_later(rosa: User) -> None:
    send()
    make_plan(rosa, Patient.objects.get(), what="photo")
    assert send().sent == 0


# ---- twice, at once, killed ----------------------------------------------------------------------------


def test_a_second_run_sends_nothing(rosa: User) -> None:
    assert (send().sent, send().sent) == (1, 0)
    assert len(mail.outbox) == 1


def test_a_claim_of_another_run_is_respected(rosa: User) -> None:
    occasions = occasions_for([ReminderPlan.objects.get()], datetime.date(2026, 11, 25))
    assert claim(rosa, datetime.date(2026, 11, 25), occasions) is not None
    assert claim(rosa, datetime.date(2026, 11, 25), occasions) is None
    assert ReminderSent.objects.count() == 1
    assert send().sent == 0


def test_a_mail_that_a_killed_run_left_is_told_to_the_operator(rosa: User, clock: Any) -> None:
    occasions = occasions_for([ReminderPlan.objects.get()], datetime.date(2026, 11, 25))
    claim(rosa, datetime.date(2026, 11, 25), occasions)
    clock.move_to(NOON + datetime.timedelta(hours=1))
    report = send()
    assert (report.sent, report.interrupted) == (0, 1)
    assert "1 of an earlier run may be lost" in str(report)


def test_a_run_that_was_cut_off_is_continued_by_the_next(rosa: User) -> None:
    for number in range(3):
        user = make_user(f"Person {number}")
        patient = make_patient(user)
        make_lesion(patient)
        make_plan(user, patient)
    first = send(most=2)
    assert (first.sent, first.left) == (2, 2)
    assert send().sent == 2
    assert len({message.to[0] for message in mail.outbox}) == 4


# ---- a real mail server --------------------------------------------------------------------------------


def test_a_reminder_reaches_a_real_mail_server_and_is_neutral_there(rosa: User, inbox: Inbox) -> None:
    call_command("send_reminders")
    (message,) = inbox.messages
    assert message["To"] == rosa.email
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not FORBIDDEN.search(str(message)), str(message)


def test_a_mail_server_that_is_down_claims_nobodys_mail(rosa: User, settings: Any, capsys: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    with pytest.raises(SystemExit) as stop:
        call_command("send_reminders")
    assert stop.value.code == 1
    assert "0 sent, 0 refused, 1 failed" in capsys.readouterr().out
    assert ReminderMail.objects.count() == 0


def test_an_address_that_is_refused_is_tried_again_tomorrow_and_stops_nobody_else(
    rosa: User, inbox: Inbox, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_user("Zoe Other")
    patient = make_patient(other)
    make_lesion(patient)
    make_plan(other, patient)

    async def refuse(self: Any, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address == rosa.email:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    monkeypatch.setattr(Inbox, "handle_RCPT", refuse, raising=False)
    report = send()
    assert (report.sent, report.refused, report.is_fine) == (1, 1, False)
    assert send().refused == 0
    monkeypatch.delattr(Inbox, "handle_RCPT")
    clock.move_to(NOON + datetime.timedelta(days=1))
    assert send().sent == 1
    assert {message["To"] for message in inbox.messages} == {rosa.email, other.email}


def test_an_address_that_no_mail_can_be_written_to_stops_nobody_else(rosa: User, inbox: Inbox) -> None:
    bad = make_user("Bad")
    patient = make_patient(bad)
    make_lesion(patient)
    make_plan(bad, patient)
    # An address of long ago, from before they were checked; whoever comes first, both orders must work.
    User.objects.filter(pk=bad.pk).update(email=f"a@{'b' * 70}ü.example.org")
    report = send()
    assert (report.sent, report.refused) == (1, 1)
    assert [message["To"] for message in inbox.messages] == [rosa.email]
