"""Rosa's link for a hand surgeon, from two weeks ago: opened, mistyped once, ended. All of it is invented."""

from __future__ import annotations

import datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.audit import patient_ref
from accounts.models import AccessEvent, Patient, User, make_token
from lesions.models import Lesion, Photo
from records.models import ShareLink
from records.selection import Part, Selection
from records.share import hash_token, make_passcode
from records.share_log import OPENED, PHOTO, WRONG_PASSCODE

DAYS_AGO = 13
SEES = frozenset({Part.CHANGES, Part.PHOTOS, Part.EVENTS, Part.TREATMENTS, Part.CHART})


def write(patient: Patient, *, by: User) -> None:
    """One link of a day with what happened at it; its secrets are known to nobody."""
    starts_at = timezone.now() - datetime.timedelta(days=DAYS_AGO)
    thumb = Lesion.objects.kept().filter(patient=patient, site="thumb_tip_palmar").first()
    photos = list(Photo.objects.kept().filter(photo_lesions__lesion=thumb, taken_at__lt=starts_at)[:2])
    selection = Selection(
        since_on=(starts_at - datetime.timedelta(days=91)).date(),
        parts=frozenset(str(part) for part in SEES),
        lesions=(thumb.pk,) if thumb else (),
        photos=tuple(photo.pk for photo in photos),
        is_long=True,
    )
    link = ShareLink.objects.create(
        patient=patient,
        made_by=by,
        for_whom="Dr Weiss, hand clinic",
        selection=selection.to_json(),
        token_hash=hash_token(make_token()),
        passcode_hash=make_password(make_passcode()),
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(days=1),
        opened_at=starts_at + datetime.timedelta(minutes=52),
        tries=1,
    )
    view, refused = AccessEvent.Action.VIEW, AccessEvent.Action.REFUSED
    for minutes, action, what in ((51, refused, WRONG_PASSCODE), (52, view, OPENED), (194, view, OPENED)):
        _happened(link, minutes, action, what)
    if photos:
        _happened(link, 54, AccessEvent.Action.DOWNLOAD, PHOTO)


def _happened(link: ShareLink, minutes: int, action: AccessEvent.Action, what: str) -> None:
    AccessEvent.objects.create(
        at=link.starts_at + datetime.timedelta(minutes=minutes),
        actor_ref=link.audit_ref,
        subject_ref=patient_ref(link.patient),
        action=action,
        what=what,
    )
