"""Load the demo cast, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.demo_people import DEMO_PEOPLE
from calcitrack.demo import load


class Command(BaseCommand):
    help = (
        "Load the demo people with two years of invented records. Does nothing when they are there already."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is only for development: set DEBUG=True and CALCITRACK_DEMO=True.")
        if load.is_loaded():
            self.stdout.write("The demo is there already.")
            return
        load.load(self.stdout.write)
        for person in DEMO_PEOPLE:
            self.stdout.write(f"{person.name}: {person.email}")
