"""What several tests about accounts do: sign up by the form, follow links in mails, make one-time codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.make import PASSWORD

SIGN_UP = {
    "name": "Mara Muster",
    "email": "mara@example.org",
    "password1": "seven green bicycles",
    "purpose": "self",
    "birth_on": "1980-02-29",
    "time_zone": "Europe/Zurich",
    "is_old_enough": "on",
    "consent": "on",
}


def sign_up(client: Client, **changes: Any) -> Any:
    """Send the sign-up form; a field given as None is left out."""
    data = {key: value for key, value in {**SIGN_UP, **changes}.items() if value is not None}
    return client.post(reverse("account_signup"), data)


def link_in(message: Any) -> str:
    """The path of the only link in a mail."""
    links = re.findall(r"https?://[^/\s]+(/\S*)", message.body)
    assert len(links) == 1, message.body
    return str(links[0])


def last_mail() -> Any:
    return mail.outbox[-1]


def with_address(user: User) -> User:
    """Give a made user the confirmed address that signing in by the form needs."""
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def sign_in_by_form(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def totp_code(secret: str) -> str:
    """RFC 6238 with SHA-1, 30 seconds, six digits; our own, so as not to trust the library under test."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, int(time.time() // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
