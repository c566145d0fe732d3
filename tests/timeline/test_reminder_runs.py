"""Two runs of send_reminders at the same moment, and one that is killed in the middle, on a real database."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.models import User
from tests.make import make_lesion, make_patient, make_user
from timeline import reminder_mail
from timeline.models import ReminderMail, ReminderPlan
from timeline.reminders import save_plan

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6


class Killed(BaseException):
    """As a signal would: nothing in the code catches it."""


@pytest.fixture(autouse=True)
def everybody_is_awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminder_mail, "FROM_HOUR", 0)


@pytest.fixture
def people() -> list[User]:
    made = []
    for number in range(PEOPLE):
        user = make_user(f"Person {number}")
        patient = make_patient(user)
        make_lesion(patient)
        day = min(patient.today(), timezone.now().date())
        save_plan(ReminderPlan(user=user, patient=patient, starts_on=day))
        made.append(user)
    return made


def test_two_runs_at_once_send_one_mail_to_each(people: list[User]) -> None:
    start, reports = threading.Barrier(2), []

    def run() -> None:
        start.wait()
        reports.append(reminder_mail.send_due(most=100))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(user.email for user in people)
    assert sum(report.sent for report in reports) == PEOPLE


@pytest.mark.parametrize("at", ["before the claim", "between claim and mail", "after the mail"])
def test_a_killed_run_is_continued_and_nobody_gets_two(
    people: list[User], monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    step = {
        "before the claim": "claim",
        "between claim and mail": "_message",
        "after the mail": "_hand_over",
    }[at]
    real, calls = getattr(reminder_mail, step), []

    def killed_at_the_third(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 3 and step != "_hand_over":
            raise Killed
        done = real(*args, **kwargs)
        if len(calls) == 3:
            raise Killed
        return done

    with monkeypatch.context() as patch:
        patch.setattr(reminder_mail, step, killed_at_the_third)
        with pytest.raises(Killed):
            reminder_mail.send_due(most=100)
    reminder_mail.send_due(most=100)
    written_to = [message.to[0] for message in mail.outbox]
    assert len(written_to) == len(set(written_to))
    # Only the mail that was claimed and not sent is lost.
    assert len(written_to) == (PEOPLE - 1 if at == "between claim and mail" else PEOPLE)
    assert ReminderMail.objects.count() == PEOPLE
