"""A message with an Undo button, for what was deleted or logged a moment ago."""

from django.contrib import messages
from django.http import HttpRequest


def offer_undo(request: HttpRequest, text: str, url: str, *, change_url: str = "") -> None:
    """Say what was done and offer to take it back; the button POSTs to ``url``.

    Args:
        change_url: the form of what was just logged for today, in case it was another day.
    """
    messages.success(request, text, extra_tags=f"undo:{url} change:{change_url}".removesuffix(" change:"))
