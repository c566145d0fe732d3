"""Bring the rows of every dermatologist's worklist up to date. Run it every night; the pages do the rest."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import CareRelationship, User
from timeline import worklist_rows


class Command(BaseCommand):
    help = "Work out the worklists' rows that are behind, and remove those of accesses that have ended."

    def handle(self, *args: Any, **options: Any) -> None:
        access = CareRelationship.objects.active().filter(kind=CareRelationship.Kind.DERMATOLOGIST)
        made = sum(
            worklist_rows.refresh_all(user)
            for user in User.objects.filter(pk__in=access.values("user"), is_active=True)
        )
        gone = worklist_rows.remove_ended()
        self.stdout.write(f"{made} rows worked out, {gone} removed")
