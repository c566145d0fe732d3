"""Remove for good what was deleted longer ago than the grace days. Run it every night."""

from __future__ import annotations

import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.utils import timezone

from accounts.clinical import ClinicalRow
from accounts.files import PrivateFile, delete_renditions_on_commit, private_storage
from lesions.drafts import KEPT_FOR, photo_ids_in_drafts
from lesions.models import Draft, Lesion, Photo
from timeline.models import KeptFragment

# A photo chosen in a form that was never saved; the form may be open for a while.
UNSAVED_FOR = datetime.timedelta(days=1)


class Command(BaseCommand):
    help = (
        "Remove for good what was deleted longer ago than CALCITRACK_GRACE_DAYS, old drafts, unsaved photos."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        before = now - datetime.timedelta(days=settings.GRACE_DAYS)
        gone = 0
        merged = list(Lesion.objects.merged().values_list("pk", flat=True))
        with transaction.atomic():
            for model in clinical_models():
                rows = model._default_manager.filter(deleted_at__lt=before)
                # A merged deposit was not deleted; it goes with the one that it was merged into.
                gone += remove(rows.exclude(pk__in=merged) if model is Lesion else rows)
            Draft.objects.filter(updated_at__lt=now - KEPT_FOR).delete()
            # Nobody may read them any more: a new day draws anew. Two days, since zones differ.
            KeptFragment.objects.filter(made_on__lt=now.date() - datetime.timedelta(days=2)).delete()
            unsaved = Photo._default_manager.filter(attached_at=None, entered_at__lt=now - UNSAVED_FOR)
            unsaved = unsaved.exclude(pk__in=photo_ids_in_drafts())
            gone += remove(unsaved)
            for any_model in apps.get_models():
                forget_history(any_model)
        self.stdout.write(f"Removed {gone} rows for good.")


def clinical_models() -> list[type[ClinicalRow]]:
    return [model for model in apps.get_models() if issubclass(model, ClinicalRow)]


def remove(rows: models.QuerySet[Any]) -> int:
    """Delete the rows with what hangs on them; the files of a photo go after the commit."""
    found = list(rows)
    for row in found:
        if isinstance(row, PrivateFile):
            delete_renditions_on_commit(row.folder, files_in(row.folder))
        row.delete()
    return len(found)


def files_in(folder: str) -> list[str]:
    try:
        return private_storage().listdir(folder)[1]
    except FileNotFoundError:  # the files went in an earlier run that did not end
        return []


def forget_history(model: type[models.Model]) -> None:
    """Delete the history of rows that are no more; what people deleted must not live on in it."""
    attribute = getattr(model._meta, "simple_history_manager_attribute", None)
    if attribute is None:
        return
    history: models.Manager[Any] = getattr(model, attribute)
    orphans = history.exclude(id__in=model._default_manager.values("pk"))
    for relation in orphans.model._meta.related_objects:  # which deposits a treatment was for
        relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": orphans}).delete()
    orphans.delete()
