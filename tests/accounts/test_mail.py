"""Mails may lie open on a shared screen: they leave, and they say nothing about health or about the site."""

import email
import email.policy
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import invitations
from accounts.mail import deliver, one_line, send_notice
from accounts.models import User
from tests.accounts.helpers import link_in, sign_in_by_form, sign_up, totp_code, with_address
from tests.make import PASSWORD, make_patient, make_user

FORBIDDEN = re.compile(
    r"calci|skin|lesion|deposit|patient|health|doctor|dermat|medic|clinic|disease|disorder|illness|treat|symptom"
    r"|diagnos|photo|pain|sclero|caregiver|hospital|nurse",
    re.IGNORECASE,
)
KINDS = [
    "note",
    "request",
    "access_started",
    "access_ended",
    "sign_in_changed",
    "details_changed",
    "link_opened",
]
pytestmark = pytest.mark.django_db


def assert_neutral(message: Any) -> None:
    text = "\n".join([message.subject, message.from_email, *message.to, message.body])
    assert not FORBIDDEN.search(text), text


@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_is_neutral_and_leads_to_the_site(
    kind: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user = make_user("Rosa Owner")
    with django_capture_on_commit_callbacks(execute=True):
        send_notice(user, kind, path="/patients/1/")
    (message,) = mail.outbox
    assert_neutral(message)
    assert message.to == [user.email]
    assert message.body.count(settings.SITE_URL) == 1


def test_the_link_of_a_notice_leads_to_its_page_after_signing_in(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    user = make_user("Rosa Owner")
    with django_capture_on_commit_callbacks(execute=True):
        send_notice(user, "note", path=reverse("accounts:records"))
    path = link_in(mail.outbox[-1])
    assert client.get(path).headers["Location"].startswith(reverse("account_login"))
    client.force_login(user)
    assert client.get(path).headers["Location"] == reverse("accounts:records")


def test_a_made_up_link_leads_nowhere(client: Client) -> None:
    client.force_login(make_user("Rosa Owner"))
    assert client.get(reverse("accounts:go", args=["Imh0dHBzOi8vZXZpbC5leGFtcGxlLyI:1:x"])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_every_mail_about_the_account_is_neutral(client: Client) -> None:
    call_command("createcachetable")
    cache.clear()
    with_address(make_user("Stan Stranger", email="stan@example.org"))

    def post(name: str, **data: str) -> None:
        client.post(reverse(name), data)

    sign_up(client, email="stan@example.org")
    sign_up(client)
    client.post(link_in(mail.outbox[-1]))
    user = User.objects.get(email="mara@example.org")
    post("account_reset_password", email=user.email)
    sign_in_by_form(client, user, "seven green bicycles")
    post("account_reauthenticate", password="seven green bicycles")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    post("mfa_activate_totp", code=totp_code(secret))
    post("mfa_generate_recovery_codes")
    post("mfa_deactivate_totp")
    post("account_email", email="new@example.org", action_add="")
    post(
        "account_change_password", oldpassword="seven green bicycles", password1=PASSWORD, password2=PASSWORD
    )
    subjects = {message.subject for message in mail.outbox}
    assert len(subjects) == 7, subjects
    for message in mail.outbox:
        assert_neutral(message)


@pytest.mark.parametrize("template", ["account/email", "mfa/email"])
def test_no_mail_template_in_use_comes_from_the_library(template: str) -> None:
    """The library's own sentences name the site; every one it could send has one of ours in front."""
    from pathlib import Path

    import allauth
    from django.conf import settings

    theirs = {path.name for path in (Path(allauth.__file__).parent / "templates" / template).glob("*.txt")}
    not_used = re.compile(
        r"_code_|^email_confirmation_signup_|^login_code"
    )  # we send links; the latter include ours
    ours = {path.name for path in (settings.BASE_DIR / "templates" / template).glob("*.txt")}
    assert {name for name in theirs if not not_used.search(name)} - ours == set()


def test_an_invitation_is_neutral_and_names_nobody() -> None:
    owner = make_user("Rosa Owner")
    patient = make_patient(owner)
    invitations.invite(patient, by=owner, email="derm@example.org", kind="dermatologist")
    (message,) = mail.outbox
    assert_neutral(message.__class__(message.subject, message.body, message.from_email, ["x@example.org"]))
    assert "Rosa" not in f"{message.subject} {message.body}"


def test_a_change_that_fails_sends_no_mail(django_capture_on_commit_callbacks: Any) -> None:
    user = make_user("Rosa Owner")
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        send_notice(user, "note")
        transaction.set_rollback(True)
    assert mail.outbox == []


def test_a_closed_account_gets_no_mail(django_capture_on_commit_callbacks: Any) -> None:
    user = make_user("Rosa Owner", is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        send_notice(user, "note")
    assert mail.outbox == []


@pytest.mark.parametrize("text", ["Ada\nBcc: all@example.org", "Ada\r\nSubject: x", "Ada\x0bX", "Ada\u2028X"])
def test_a_line_break_never_reaches_a_header(text: str) -> None:
    assert len(one_line(text).splitlines()) == 1


def test_a_name_with_a_line_break_puts_nothing_into_a_mail(client: Client) -> None:
    sign_up(client, name="Ada\r\nBcc: all@example.org")
    (message,) = mail.outbox
    assert message.message()["Bcc"] is None
    assert "Bcc" not in message.body
    assert User.objects.get().name == "Ada Bcc: all@example.org"


@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "a@@b"]
)
def test_an_invitation_to_more_than_one_address_is_refused(client: Client, address: str) -> None:
    owner = make_user("Rosa Owner")
    patient = make_patient(owner)
    client.force_login(owner)
    client.post(
        reverse("accounts:invite", args=[patient.pk]),
        {"email": address, "kind": "caregiver", "rights": "read", "until": "1y"},
    )
    assert mail.outbox == []


class Inbox:
    def __init__(self) -> None:
        self.messages: list[email.message.EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    """A real mail server on this machine."""
    handler = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    settings.EMAIL_PORT = port
    yield handler
    controller.stop()


def test_a_notice_reaches_a_real_mail_server_and_is_neutral_there_too(
    inbox: Inbox, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user = make_user("Rosa Owner")
    with django_capture_on_commit_callbacks(execute=True):
        send_notice(user, "note")
    (message,) = inbox.messages
    assert message["To"] == user.email
    assert message["From"] == settings.DEFAULT_FROM_EMAIL
    assert not FORBIDDEN.search(str(message)), str(message)
    assert "something new" in message.get_content()


def test_a_mail_server_that_is_down_does_not_lose_the_invitation(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    owner = make_user("Rosa Owner")
    invitation, is_sent = invitations.invite(
        make_patient(owner), by=owner, email="derm@example.org", kind="dermatologist"
    )
    assert not is_sent
    assert invitations.open_invitations().filter(pk=invitation.pk).exists()


def test_a_mail_is_handed_over_by_a_task() -> None:
    deliver.enqueue("rosa@example.org", "Hello", "There is something new.")
    assert mail.outbox[0].to == ["rosa@example.org"]
