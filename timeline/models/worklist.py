"""What each dermatologist has looked at, and her list of people as it was last worked out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Patient
from lesions.models import Lesion


class Seen(models.Model):
    """Up to when one dermatologist has looked at one lesion or, without a lesion, at a record's review page.

    No clinical row: that somebody looked is neither a finding nor part of the record. That she has dealt
    with what she saw is a Review, which she signs.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    lesion = models.ForeignKey(Lesion, on_delete=models.CASCADE, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    # She wants to come back to it: counts as unread until she opens the lesion or marks the record reviewed.
    unread_at = models.DateTimeField(null=True)
    # When this was written: a row of the list that was worked out before is behind.
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            # Two rows could disagree. NULLs are never equal, so "the record" needs a rule of its own.
            models.UniqueConstraint(
                fields=["user", "lesion"], condition=Q(lesion__isnull=False), name="seen_once_per_lesion"
            ),
            models.UniqueConstraint(
                fields=["user", "patient"], condition=Q(lesion__isnull=True), name="seen_once_per_record"
            ),
        ]
        indexes = [models.Index(fields=["user", "patient"], name="seen_by_patient")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.lesion_id or self.patient_id}"


class WorklistRow(models.Model):
    """One patient on one dermatologist's list, worked out from PatientSummary and from what is new to her.

    Nothing here is true by itself: a row that is behind is worked out anew (timeline/worklist_rows.py). It is
    stored so that the database can sort and count hundreds of people without reading their summaries.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="worklist_rows")
    # The record's revision it was made from; -1: to be made anew.
    revision = models.BigIntegerField(default=-1)
    # Up to when entries were read; "reviewed" on the list reaches no further.
    made_at = models.DateTimeField(null=True)
    # From then on it may say something else although nobody wrote anything.
    good_until = models.DateTimeField(null=True)
    shape = models.PositiveSmallIntegerField(default=0)
    rank = models.PositiveSmallIntegerField(default=9)
    # Within the rank, smaller first: the worst or the newest.
    place = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    unread = models.PositiveIntegerField(default=0)
    has_changed = models.BooleanField(default=False)
    has_flagged_lab = models.BooleanField(default=False)
    open_requests = models.PositiveSmallIntegerField(default=0)
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            # A person stands on a list once.
            models.UniqueConstraint(fields=["user", "patient"], name="one_worklist_row_per_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.patient_id} at {self.revision}"
