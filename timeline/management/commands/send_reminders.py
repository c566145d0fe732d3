"""Send the mails of reminders that are due. Run it every hour; running it twice sends nothing twice."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from timeline.reminder_mail import send_due

MOST = 500


class Command(BaseCommand):
    help = "Send the reminders that are due. Exit code 1 means that some did not go out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=MOST, help=f"mails in this run (default {MOST})")

    def handle(self, *args: Any, **options: Any) -> None:
        report = send_due(most=options["most"])
        self.stdout.write(str(report))
        if not report.is_fine:
            sys.exit(1)
