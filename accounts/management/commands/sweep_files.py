"""Remove private files that a crash left without a row. Run it every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.files import sweep_files


class Command(BaseCommand):
    help = "Remove private files older than a day that belong to no row."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Removed {sweep_files()} folders of files without a row.")
