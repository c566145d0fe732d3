"""Headers on every response that Django 5.2 does not set itself."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

# Cookies are not named: the server has just replaced them, and the message of the next page lies in one.
AT_SIGNING_OUT = '"cache", "storage"'


def _policy() -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())


@receiver(user_logged_out)
def _remember_signing_out(request: HttpRequest, user: object | None, **_signal: object) -> None:
    request.has_signed_out = user is not None  # type: ignore[attr-defined]  # read back below
    # What a form sent in the background has to say waits in a cookie for the next page, whoever opens it.
    # What was there before this request goes; that she has signed out is still said.
    waiting = get_messages(request)
    if isinstance(waiting, BaseStorage):  # a command that signs somebody out has none
        waiting.used = True


class SecurityHeadersMiddleware:
    """Adds the content security policy and the isolation headers; pages of a record are never stored.

    Signing out empties what the browser keeps for the site: its cache, and text written without network.

    A view that sets its own policy (private files use a stricter one) keeps it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = _policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", self.policy)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if hasattr(request, "user") and request.user.is_authenticated:
            headers.setdefault("Cache-Control", "no-store")
        if getattr(request, "has_signed_out", False):
            headers["Clear-Site-Data"] = AT_SIGNING_OUT
        return response
