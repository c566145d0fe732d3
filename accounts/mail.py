"""Mails that may lie open on a shared screen: they name neither the site nor anything about health."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Literal

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.links import neutral_link
from accounts.models import User

logger = logging.getLogger(__name__)
Kind = Literal[
    "note",
    "request",
    "access_started",
    "access_ended",
    "invitation",
    "sign_in_changed",
    "details_changed",
    "link_opened",
]


def one_line(text: str) -> str:
    """Text fit for a mail header: a line break in it could begin another header."""
    return " ".join(text.split())


def send_notice(user: User, kind: Kind, *, path: str = "/") -> None:
    """Tell a person by mail that something is new; sent after the transaction, and only if it succeeds.

    The mail never says what is new, its link neither. Call it inside the transaction of the change itself.

    Args:
        kind: picks the sentence.
        path: where the link leads, such as ``reverse("timeline:lesion", args=[pk])``, after signing in.
    """
    if user.is_active:
        email, subject, body = one_line(user.email), one_line(_subject(kind)), _body(kind, neutral_link(path))
        transaction.on_commit(lambda: deliver.enqueue(email, subject, body) and None)


def send_invitation(email: str, *, path: str) -> bool:
    """Send the link of an invitation to somebody who may not have an account yet.

    Sent at once and not by a worker: its queue would keep the token in clear. Call it after the commit.

    Returns:
        Whether the mail server took it.
    """
    try:
        EmailMessage(one_line(_subject("invitation")), _body("invitation", path), to=[one_line(email)]).send()
    except (SMTPException, OSError):
        logger.exception("The mail of an invitation could not be sent.")
        return False
    return True


def _body(kind: Kind, path: str) -> str:
    return render_to_string(f"accounts/mail/{kind}.txt", {"link": settings.SITE_URL + path}).strip() + "\n"


def _subject(kind: Kind) -> str:
    return {
        "note": _("There is something new"),
        "request": _("There is something new"),
        "access_started": _("Somebody has joined"),
        "access_ended": _("An access has ended"),
        "invitation": _("You have been invited"),
        "sign_in_changed": _("The way you sign in has changed"),
        "details_changed": _("Something has changed"),
        "link_opened": _("Somebody opened what you shared"),
    }[kind]


@task()
def deliver(email: str, subject: str, body: str) -> None:
    """Hand one mail to the mail server; a worker may run it again after a crash."""
    EmailMessage(subject, body, to=[email]).send()
