"""Makers of links for a while, and browsers that open them."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Patient, User
from lesions.models import Lesion, Photo
from records.models import ShareLink
from records.selection import Selection
from records.share import NewLink, make_link
from tests.make import make_lesion, make_photo

PASSCODE = "WINTER27"


def select(lesions: list[Lesion] | None = None, photos: list[Photo] | None = None, **extra: Any) -> Selection:
    """What is ticked: these deposits and photos, every part, from a year ago on."""
    extra.setdefault("since_on", datetime.date(2025, 11, 26))
    return Selection(
        lesions=tuple(one.pk for one in lesions or []), photos=tuple(one.pk for one in photos or []), **extra
    )


def make_shown_photo(patient: Patient, **extra: Any) -> Photo:
    """A photo with a deposit of its own."""
    return make_photo(patient, make_lesion(patient), **extra)


def share(patient: Patient, by: User, *photos: Photo, hours: float = 24, **extra: Any) -> NewLink:
    """A link for Dr Weiss that shows these photos and their deposits, with a passcode of the person's own."""
    lesions = list(Lesion.objects.filter(photo_lesions__photo__in=photos).distinct())
    extra.setdefault("selection", select(lesions, list(photos)))
    extra.setdefault("passcode", PASSCODE)
    extra.setdefault("for_whom", "Dr Weiss")
    return make_link(patient, by=by, lasts=datetime.timedelta(hours=hours), **extra)


def page_of(link: ShareLink) -> str:
    return reverse("records:link-page", args=[link.pk])


def photo_of(link: ShareLink, photo_id: uuid.UUID, size: str = "small") -> str:
    return reverse("records:link-photo", args=[link.pk, photo_id, size])


def come(made: NewLink, client: Client | None = None) -> Client:
    """A browser that followed the address; the test client sends its cookies anywhere, as an attacker."""
    client = client or Client()
    assert client.get(f"/shared/{made.token}/").status_code == 302
    return client


def enter(made: NewLink, client: Client | None = None) -> Client:
    """A browser in which the passcode was right."""
    client = come(made, client)
    assert client.post(page_of(made.link), {"passcode": made.passcode}).status_code == 302
    return client


def cookie(client: Client, stage: str) -> str:
    return client.cookies[f"link_{stage}"].value
