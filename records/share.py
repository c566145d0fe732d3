"""Sharing for a while: making a link, ending it, and the passcode in front of it."""

from __future__ import annotations

import datetime
import enum
import hashlib
import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mail import send_notice
from accounts.models import AccessEvent, Patient, User, make_token
from accounts.sharing import lock_record
from lesions.models import Photo
from records.models import ShareLink
from records.models.share import LONGEST, MOST_TRIES
from records.selection import Selection
from records.share_log import LOCKED, WRONG_PASSCODE, note

# Without 0 and O, 1 and I and L, U beside V: read aloud on the telephone, written down with a stiff hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PASSCODE_LENGTH = 6
SHORTEST_PASSCODE, LONGEST_PASSCODE = 6, 64
# Ours: who mistypes twice is not slowed down; after that a guesser waits at each try.
FREE_TRIES = 3
WAIT = datetime.timedelta(seconds=5)
# Ours: a clinic's round fits; a script does not.
MOST_OPEN_PER_RECORD = 10
MOST_PER_DAY_AND_PERSON = 30


class Answer(enum.Enum):
    """What became of a passcode that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    TOO_FAST = "too fast"  # not checked, and not counted


@dataclass(frozen=True)
class NewLink:
    """A link with its secrets, which exist nowhere else and are shown this once."""

    link: ShareLink
    token: str
    passcode: str


def hash_token(token: str) -> str:
    """The form in which a token is stored; it has 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_passcode() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(PASSCODE_LENGTH))


def plain_passcode(typed: str) -> str:
    """A passcode without what people add or change when they copy it: spaces, hyphens, small letters."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def check_own_passcode(typed: str) -> str:
    """The plain form of a passcode that a person thought of.

    Raises:
        ValidationError: it is too short, too long, or one that everybody tries first.
    """
    plain = plain_passcode(typed)
    if len(plain) < SHORTEST_PASSCODE:
        raise ValidationError(
            _("Take at least %(count)d letters or digits, or leave it empty.") % {"count": SHORTEST_PASSCODE}
        )
    if len(plain) > LONGEST_PASSCODE:
        raise ValidationError(_("Take at most %(count)d letters and digits.") % {"count": LONGEST_PASSCODE})
    CommonPasswordValidator().validate(plain.lower())
    if len(set(plain)) < 4:
        raise ValidationError(_("This is easy to guess. Take at least four different letters or digits."))
    return plain


def make_link(
    patient: Patient,
    *,
    by: User,
    for_whom: str,
    selection: Selection,
    lasts: datetime.timedelta,
    passcode: str = "",
) -> NewLink:
    """Make a link for one person. Which photos of private places were ticked is kept with it.

    Args:
        selection: only what belongs to this record is kept of it.
        lasts: at most ``LONGEST``.
        passcode: as ``check_own_passcode`` gives it back; empty makes a random one.

    Raises:
        ValidationError: the consent is withdrawn, it would last too long, or there are too many links.
    """
    passcode = passcode or make_passcode()
    token, now = make_token(), timezone.now()
    with transaction.atomic():
        lock_record(patient)
        _check(patient, by=by, lasts=lasts, now=now)
        photos = Photo.objects.visible_to(by).filter(patient=patient, pk__in=selection.photos)
        link = ShareLink(
            patient=patient,
            made_by=by,
            for_whom=for_whom,
            selection=selection.to_json(),
            sensitive_photos=[str(photo.pk) for photo in photos if photo.sensitive],
            token_hash=hash_token(token),
            passcode_hash=make_password(passcode),
            starts_at=now,
            ends_at=now + lasts,
        )
        link.full_clean()
        link.save()
    return NewLink(link, token, passcode)


def _check(patient: Patient, *, by: User, lasts: datetime.timedelta, now: datetime.datetime) -> None:
    if not datetime.timedelta(0) < lasts <= LONGEST:
        raise ValidationError(_("A link lasts at most %(days)d days.") % {"days": LONGEST.days})
    consents = patient.consents.all()
    if consents and all(consent.withdrawn_at for consent in consents):
        raise ValidationError(_("The consent to keep this record is withdrawn, so it cannot be shared."))
    if ShareLink.objects.open().filter(patient=patient).count() >= MOST_OPEN_PER_RECORD:
        raise ValidationError(_("There are many open links. End one first."))
    day_ago = now - datetime.timedelta(days=1)
    if ShareLink.objects.filter(made_by=by, starts_at__gt=day_ago).count() >= MOST_PER_DAY_AND_PERSON:
        raise ValidationError(_("You have made many links today. Try again tomorrow."))


def end_link(link: ShareLink) -> None:
    """End it at once: the next request finds nothing any more. Twice does no harm."""
    ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def find_link(token: str) -> ShareLink | None:
    """The open link behind an address. One look into an index, whether the token is right, wrong or old."""
    return ShareLink.objects.open().select_related("patient").filter(token_hash=hash_token(token)).first()


def try_passcode(link: ShareLink, typed: str) -> Answer:
    """Check a passcode, if a try is left. Call it outside a transaction, so that a try taken stays taken.

    A try is taken in one statement before anything is checked, on columns of this row alone: of any number of
    requests at the same moment at most as many get through as tries are left. A right passcode gives back its
    own try and no other.
    """
    now = timezone.now()
    if not _take_try(link, now):
        _lock_if_used_up(link, before=now)
        return Answer.TOO_FAST
    if check_password(plain_passcode(typed), link.passcode_hash):
        ShareLink.objects.filter(pk=link.pk, tries__gt=0).update(tries=F("tries") - 1, next_try_at=None)
        _note_first_opening(link, now)
        return Answer.RIGHT
    note(link, AccessEvent.Action.REFUSED, WRONG_PASSCODE)
    _lock_if_used_up(link)
    return Answer.WRONG


def _take_try(link: ShareLink, now: datetime.datetime) -> bool:
    waits = Case(When(tries__gte=FREE_TRIES - 1, then=Value(now + WAIT)), default=Value(None))
    return bool(
        ShareLink.objects.filter(
            Q(next_try_at=None) | Q(next_try_at__lte=now),
            pk=link.pk,
            tries__lt=MOST_TRIES,
            revoked_at=None,
            locked_at=None,
            ends_at__gt=now,
        ).update(tries=F("tries") + 1, next_try_at=waits)
    )


def _lock_if_used_up(link: ShareLink, *, before: datetime.datetime | None = None) -> None:
    """Lock the link after its last try. ``before``: only if that was a while ago, so that it was checked."""
    was_checked = Q(next_try_at__lte=before) if before else Q()
    if ShareLink.objects.filter(was_checked, pk=link.pk, tries__gte=MOST_TRIES, locked_at=None).update(
        locked_at=timezone.now()
    ):
        note(link, AccessEvent.Action.REFUSED, LOCKED)


def _note_first_opening(link: ShareLink, now: datetime.datetime) -> None:
    """Tell who made it by a neutral mail, once."""
    with transaction.atomic():
        if ShareLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now):
            send_notice(link.made_by, "link_opened", path=reverse("records:links", args=[link.patient_id]))
