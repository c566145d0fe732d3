"""A link that shows a chosen part of a record to somebody without an account, for a while."""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalQuerySet
from accounts.models import CareRelationship, Consent, Patient
from lesions.models import Photo, PhotoLesion
from records.selection import Part, Selection

# Ours: somebody who misreads a letter gets there, a guesser has 10 of 729 million (30 characters, 6 places).
MOST_TRIES = 10
# Ours: a visit, or a colleague's second opinion. Whoever needs longer is invited with an account.
LONGEST = datetime.timedelta(days=7)


def is_open_now() -> Q:
    """What makes a link work at this moment.

    Nothing tells a link that it has ended: it asks each time whether who made it still decides about the
    record, as she did without a break since then, and whether the consent of then is still given.
    """
    now = timezone.now()
    still_decides = CareRelationship.objects.active().filter(
        may_manage=True,
        user__is_active=True,
        user=OuterRef("made_by"),
        patient=OuterRef("patient"),
        starts_at__lte=OuterRef("starts_at"),
    )
    consents = Consent.objects.filter(patient=OuterRef("patient"))
    still_given = consents.filter(withdrawn_at=None, given_at__lte=OuterRef("starts_at"))
    return Q(
        Exists(still_decides),
        Exists(still_given) | ~Exists(consents),
        starts_at__lte=now,
        ends_at__gt=now,
        revoked_at=None,
        locked_at=None,
    )


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def open(self) -> Self:
        """Links that work now; see ``is_open_now``."""
        return self.filter(is_open_now())

    def with_state(self) -> Self:
        """Each with ``is_open``, so that a list needs one query."""
        return self.annotate(
            is_open=models.ExpressionWrapper(is_open_now(), output_field=models.BooleanField())
        )


class ShareLink(models.Model):
    """A viewer without an account: read only, what was chosen, with a passcode and an end.

    Of the address and of the passcode only hashes are stored. ``tries`` counts wrong passcodes, and one that
    is being checked at this moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="share_links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    for_whom = models.CharField(_("for whom"), max_length=80)
    selection = models.JSONField()
    # Photos of private places that were ticked one by one. One that is marked so later is not among them.
    sensitive_photos = models.JSONField(default=list, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    passcode_hash = models.CharField(max_length=255, editable=False)
    # Stands for the link in the audit, which has no foreign keys.
    audit_ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    locked_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    next_try_at = models.DateTimeField(null=True, editable=False)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for a while")
        verbose_name_plural = _("links for a while")
        ordering = ["-starts_at"]
        constraints = [
            # An end before the start would never have been open.
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="share_link_ends_after_it_starts"
            ),
            # Whatever the code does, the database lets nobody try more often.
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="share_link_tries_are_limited"),
        ]
        indexes = [models.Index(fields=["patient", "-starts_at"], name="share_link_by_patient")]

    def __str__(self) -> str:
        return f"link {self.pk}"

    def patients(self) -> models.QuerySet[Patient]:
        """The one person this link shows, while it is open (``accounts.models.Viewer``)."""
        return Patient.objects.filter(pk__in=ShareLink.objects.open().filter(pk=self.pk).values("patient"))

    @property
    def tries_left(self) -> int:
        return max(0, MOST_TRIES - self.tries)

    def chosen(self) -> Selection:
        """What was ticked when the link was made."""
        return Selection.from_json(self.selection)

    def photos(self) -> ClinicalQuerySet[Photo]:
        """The photos it shows now: ticked with their deposit, not deleted, not marked as private since."""
        chosen = self.chosen()
        if not chosen.shows(Part.PHOTOS):
            return Photo.objects.none()
        of_shown = PhotoLesion.objects.filter(lesion__in=chosen.lesions, lesion__deleted_at=None)
        ticked = Photo.objects.visible_to(self).filter(pk__in=chosen.photos, attached_at__isnull=False)
        return ticked.filter(
            Q(sensitive=False) | Q(pk__in=self.sensitive_photos), pk__in=of_shown.values("photo")
        )

    def shown(self) -> Selection:
        """What was ticked, without the photos that are not shown any more."""
        chosen, ids = self.chosen(), set(self.photos().values_list("pk", flat=True))
        return dataclasses.replace(chosen, photos=tuple(one for one in chosen.photos if one in ids))
