"""Forty people try passcodes of one link at the same moment, on a real database."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.test import Client
from django.urls import reverse

from records import share as sharing
from records.models import ShareLink
from records.models.share import MOST_TRIES
from records.share import Answer, try_passcode
from tests.make import make_patient, make_user
from tests.records.make import PASSCODE, share

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 40


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every passcode whose hash was compared, in the order of the comparisons."""
    real, seen = check_password, list[str]()

    def watched(plain: str, *args: Any) -> bool:
        seen.append(plain)
        return real(plain, *args)

    monkeypatch.setattr(sharing, "check_password", watched)
    # Without it the first three would be all that get through at one moment.
    monkeypatch.setattr(sharing, "FREE_TRIES", MOST_TRIES + 1)
    return seen


def all_at_once(link: ShareLink, typed: list[str]) -> list[Answer]:
    start, answers = threading.Barrier(len(typed)), list[Answer]()

    def run(passcode: str) -> None:
        start.wait()
        try:
            answers.append(try_passcode(link, passcode))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[passcode]) for passcode in typed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_forty_guesses_at_once_get_ten_checks_and_lock_the_link(checked: list[str]) -> None:
    owner = make_user("Rosa Owner")
    link = share(make_patient(owner), owner).link
    answers = all_at_once(link, [f"GUESS{number:02}" for number in range(PEOPLE)])
    assert len(checked) == MOST_TRIES
    assert (answers.count(Answer.WRONG), answers.count(Answer.TOO_FAST)) == (MOST_TRIES, PEOPLE - MOST_TRIES)
    kept = ShareLink.objects.get()
    assert kept.tries == MOST_TRIES
    assert kept.locked_at is not None
    assert not ShareLink.objects.open()


def test_forty_forms_sent_at_once_get_ten_checks(checked: list[str]) -> None:
    """The same through the page: forty browsers that came by the address, each with its own cookies."""
    owner = make_user("Rosa Owner")
    made = share(make_patient(owner), owner)
    page, statuses = reverse("records:link-page", args=[made.link.pk]), list[int]()
    start, clients = threading.Barrier(PEOPLE), [Client() for _one in range(PEOPLE)]
    for client in clients:
        client.get(reverse("records:link-arrive", args=[made.token]))

    def send(client: Client, number: int) -> None:
        start.wait()
        try:
            statuses.append(client.post(page, {"passcode": f"GUESS{number:02}"}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[client, number]) for number, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(checked) == MOST_TRIES
    assert len(statuses) == PEOPLE
    assert 302 not in statuses
    assert clients[0].get(page).status_code == 404


def test_the_wait_holds_for_those_who_come_together(
    checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "FREE_TRIES", 3)
    owner = make_user("Rosa Owner")
    link = share(make_patient(owner), owner).link
    all_at_once(link, [f"GUESS{number:02}" for number in range(PEOPLE)])
    assert len(checked) == 3


def test_right_passcodes_among_guesses_give_no_further_try(checked: list[str]) -> None:
    owner = make_user("Rosa Owner")
    link = share(make_patient(owner), owner).link
    typed = [PASSCODE if number % 4 == 0 else f"GUESS{number:02}" for number in range(PEOPLE)]
    all_at_once(link, typed)
    wrong = [passcode for passcode in checked if passcode != PASSCODE]
    assert len(wrong) <= MOST_TRIES
    assert ShareLink.objects.get().tries <= MOST_TRIES
