"""Links for mails whose address says nothing: not even the words of a page's path stand in a mail."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

SALT = "accounts.links"


def neutral_link(path: str) -> str:
    """A path of this site behind which ``path`` is opened after signing in. It gives no right of its own."""
    return reverse("accounts:go", args=[signing.dumps(path, salt=SALT)])


def target_of(signed: str) -> str | None:
    """The path behind a neutral link, or None when somebody made the link up."""
    try:
        return str(signing.loads(signed, salt=SALT))
    except signing.BadSignature:
        return None
