"""What every row of a record has in common: whose it is, who entered it, its history, its deletion."""

from __future__ import annotations

import uuid
from functools import cache
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Patient

if TYPE_CHECKING:
    from accounts.models import User, Viewer

RowT = TypeVar("RowT", bound="ClinicalRow", covariant=True)


class ClinicalQuerySet(models.QuerySet[RowT]):
    """Rows of a record, asked for by who wants to see or change them."""

    def kept(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def removed(self) -> Self:
        """Deleted, but not gone for good yet: ``purge_deleted`` has not come by."""
        return self.filter(deleted_at__isnull=False)

    def visible_to(self, viewer: Viewer) -> Self:
        return self.kept().filter(patient__in=viewer.patients())

    def editable_by(self, user: User) -> Self:
        return self.kept().filter(patient__in=user.writable_patients())


@cache
def _labels(field: models.Field[Any, Any]) -> dict[Any, Any]:
    return dict(field.flatchoices)


class ClinicalRow(models.Model):
    """Base of everything that is dated and said about a patient."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="%(class)ss", editable=False)
    entered_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True, editable=False)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    history = HistoricalRecords(inherit=True)

    objects = ClinicalQuerySet.as_manager()

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> str:
        """The words for a choice. Django builds the table at every call; a page asks hundreds of times."""
        value = getattr(self, field.attname)
        return str(_labels(field).get(value, value))
