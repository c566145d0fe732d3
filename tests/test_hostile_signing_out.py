"""What one person was told is not told to the next one on the same device."""

from __future__ import annotations

import logging

from django.test import Client
from django.urls import reverse

from calcitrack.log_filter import HideSecrets
from tests.conftest import Cast
from tests.lesions.pages import text_of
from tests.make import make_lesion


def test_a_message_that_was_never_shown_goes_at_signing_out(cast: Cast) -> None:
    """A form sent in the background, as from a phone, leaves its message for the next page."""
    client = Client()
    client.force_login(cast.owner)
    lesion = make_lesion(cast.record, name="Left thumb tip 77")
    client.post(reverse("lesions:same", args=[lesion.pk]))
    left = client.post(reverse("account_logout"), follow=True)
    client.force_login(cast.stranger)
    after = client.get(reverse("accounts:records"))
    assert "You have signed out" in text_of(left)
    assert "thumb tip 77" not in text_of(left) + text_of(after)


def test_somebody_is_signed_out_where_there_are_no_messages_too(cast: Cast) -> None:
    """As by a command, or the test client itself: the request has no messages."""
    client = Client()
    client.force_login(cast.owner)
    client.logout()
    assert client.get(reverse("accounts:records")).status_code == 302


def test_a_badly_written_log_line_breaks_nothing_else() -> None:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%d of %s", ("one",), None)
    assert HideSecrets().filter(record)


def test_the_secret_of_an_address_is_in_no_trace_either() -> None:
    try:
        raise ValueError("no such file: /calendar/s3cret-token.ics")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "x", 1, "failed", (), (type(error), error, error.__traceback__)
        )
    HideSecrets().filter(record)
    assert "s3cret" not in logging.Formatter("%(message)s").format(record)
