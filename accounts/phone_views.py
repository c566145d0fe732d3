"""The addresses that a phone asks for by itself. All are open and, but for one, the same for everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import conditional_page, require_safe

from accounts import phone
from accounts.models import User


def _revalidated(response: HttpResponse) -> HttpResponse:
    # Asked for again each time and mostly answered by 304: a broken script never outlives its repair.
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
@conditional_page
def manifest(request: HttpRequest) -> HttpResponse:
    kind = "application/manifest+json; charset=utf-8"
    return _revalidated(JsonResponse(phone.manifest(), content_type=kind))


@login_not_required
@require_safe
@conditional_page
def service_worker(request: HttpRequest) -> HttpResponse:
    return _revalidated(HttpResponse(phone.service_worker(), content_type="text/javascript; charset=utf-8"))


@login_not_required
@require_safe
@conditional_page
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows without network."""
    return _revalidated(HttpResponse(phone.offline_page()))


@login_not_required
@require_safe
@conditional_page
def offline_unsaved(request: HttpRequest) -> HttpResponse:
    """The same for something that was being sent."""
    return _revalidated(HttpResponse(phone.offline_page(unsaved=True)))


@login_not_required
@require_safe
def device_state(request: HttpRequest) -> HttpResponse:
    """Who is signed in, as a reference, and a fresh token to send a kept entry with; empty for nobody."""
    user = request.user
    state = {"owner": ""}
    if isinstance(user, User):
        state = {"owner": phone.owner_reference(user), "token": get_token(request)}
    headers = {"Cache-Control": "no-store"}
    return JsonResponse(state, content_type="application/json; charset=utf-8", headers=headers)
