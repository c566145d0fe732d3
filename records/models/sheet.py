"""What a patient wants to ask at the next visit, and what somebody once ticked for a visit sheet."""

from __future__ import annotations

import dataclasses
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalQuerySet, ClinicalRow
from accounts.models import Patient, User
from lesions.models import Photo
from records.selection import Selection

QUESTION_LENGTH = 200  # three of them must fit on one page beside everything else


class VisitQuestions(ClinicalRow):
    """The patient's own questions for the next visit, at most three; typed by whoever logs in the record."""

    first = models.CharField(_("first question"), max_length=QUESTION_LENGTH, blank=True)
    second = models.CharField(_("second question"), max_length=QUESTION_LENGTH, blank=True)
    third = models.CharField(_("third question"), max_length=QUESTION_LENGTH, blank=True)

    objects: ClassVar[ClinicalQuerySet[VisitQuestions]] = ClinicalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("questions for the visit")
        verbose_name_plural = _("questions for the visit")
        constraints = [
            # Two lists of three would be six questions.
            models.UniqueConstraint(
                fields=["patient"], condition=Q(deleted_at__isnull=True), name="one_list_of_visit_questions"
            ),
        ]

    def __str__(self) -> str:
        return f"{len(self.asked)} questions"

    @property
    def asked(self) -> tuple[str, ...]:
        return tuple(text for text in (self.first, self.second, self.third) if text)


class SavedSelectionQuerySet(models.QuerySet["SavedSelection"]):
    def of(self, user: User, patient: Patient) -> SavedSelectionQuerySet:
        """What this person ticked in this record; nobody sees what somebody else chose."""
        return self.filter(made_by=user, patient=patient)

    def named(self) -> SavedSelectionQuerySet:
        return self.exclude(name="")


class SavedSelection(models.Model):
    """What somebody ticked. With a name it is kept to be used again; without, it is the sheet made last.

    It belongs to the person who ticked it and not to the record: no clinical row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, related_name="saved_selections", editable=False
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_selections", editable=False
    )
    name = models.CharField(_("name"), max_length=60, blank=True)
    kept = models.JSONField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedSelectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved selection")
        verbose_name_plural = _("saved selections")
        ordering = ["name"]
        constraints = [
            # Two of one name could not be told apart; and only one sheet is the one made last.
            models.UniqueConstraint(
                fields=["made_by", "patient", "name"], name="selection_name_once_per_person_and_record"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def selection(self) -> Selection:
        """What was ticked, without the photos that were marked as sensitive only after that. One query."""
        chosen = Selection.from_json(self.kept)
        sensitive = Photo.objects.filter(pk__in=chosen.photos, sensitive=True)
        later = set(sensitive.exclude(pk__in=self.kept.get("sensitive", ())).values_list("pk", flat=True))
        return dataclasses.replace(chosen, photos=tuple(pk for pk in chosen.photos if pk not in later))
