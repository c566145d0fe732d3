"""The door of a shared link: the only way in for somebody without an account.

    /shared/<token>/        what was sent. Leads on at once; the token leaves the address bar
    /shared/for/<id>/       the passcode, then what is shared; photos lie below it

The address of the second says nothing and opens nothing. Two signed cookies, sent to that address alone, say
that this browser has come by the token and that the passcode was right. Neither is a session of the site: who
is signed in stays herself. Whether the link is open is asked of the database at each request.
"""

from __future__ import annotations

import datetime
import functools
import uuid
from collections.abc import Callable
from typing import Concatenate, Literal, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from records.models import ShareLink

P = ParamSpec("P")
Stage = Literal["came", "opened"]
# After that the passcode is asked again (ours): a visit and the letter after it.
OPEN_FOR = datetime.timedelta(hours=12)
CAME_FOR = datetime.timedelta(days=1)


class LinkEnded(Http404):
    """There is no such link, or it is not open any more: nobody is told which."""


def shared_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page behind a shared link: open to everybody, kept by nobody, with a page of its own for the end."""

    @login_not_required
    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except Http404:  # a photo that is not shared, too: nothing of the site's own pages is shown here
            response = ended(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return guarded


def address_of(link: ShareLink) -> str:
    return reverse("records:link-page", args=[link.pk])


def remember(response: HttpResponse, link: ShareLink, stage: Stage) -> None:
    """Let this browser know of this link and no other. The cookie goes when the browser is closed."""
    response.set_cookie(
        _name(stage),
        signing.dumps(link.pk.hex, salt=_salt(stage)),
        path=address_of(link),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        # People come from a mail to the door, so its cookie has to be sent on such a first step.
        samesite="Lax" if stage == "came" else "Strict",
    )


def forget(response: HttpResponse, link_id: uuid.UUID) -> None:
    for stage in ("came", "opened"):
        response.delete_cookie(_name(stage), path=reverse("records:link-page", args=[link_id]))


def _name(stage: str) -> str:
    return f"link_{stage}"


def _salt(stage: str) -> str:
    return f"records.link_door.{stage}"


def _knows(request: HttpRequest, link_id: uuid.UUID, stage: Stage, within: datetime.timedelta) -> bool:
    cookie = request.COOKIES.get(_name(stage), "")
    try:
        return bool(signing.loads(cookie, salt=_salt(stage), max_age=within) == link_id.hex)
    except signing.BadSignature:
        return False


def has_come(request: HttpRequest, link_id: uuid.UUID) -> bool:
    """Whether this browser followed the address that was sent, not too long ago."""
    return _knows(request, link_id, "came", CAME_FOR)


def is_opened(request: HttpRequest, link: ShareLink) -> bool:
    """Whether the passcode was right in this browser, not too long ago."""
    return _knows(request, link.pk, "opened", OPEN_FOR)


def link_at_door(request: HttpRequest, link_id: uuid.UUID) -> ShareLink:
    """The open link for a browser that came by its token.

    Raises:
        LinkEnded: it did not, or the link is not open (any more), or never was.
    """
    if not has_come(request, link_id):
        raise LinkEnded
    link = ShareLink.objects.open().select_related("patient", "made_by").filter(pk=link_id).first()
    if link is None:
        raise LinkEnded
    return link


def link_opened(request: HttpRequest, link_id: uuid.UUID) -> ShareLink:
    """The open link for a browser in which its passcode was right; times are shown in the patient's zone.

    Raises:
        LinkEnded: as ``link_at_door``, or the passcode was not given.
    """
    link = link_at_door(request, link_id)
    if not is_opened(request, link):
        raise LinkEnded
    timezone.activate(link.patient.zone)
    return link


def ended(request: HttpRequest) -> HttpResponse:
    """The same page for an address that never was, that has ended, and that this browser may not open."""
    return render(request, "records/opened_ended.html", status=404)
