"""Lets somebody in again whose phone and recovery codes are lost."""

from __future__ import annotations

import logging
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

from accounts.mail import send_notice
from accounts.models import User

logger = logging.getLogger("accounts.security")


class Command(BaseCommand):
    help = (
        "Remove every passkey, authenticator app and recovery code of a person, after you made sure who asks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"].strip()).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        if not options["yes"]:
            self.stdout.write("Did you make sure, other than by mail, that this person asks for it?")
            if input("Type the address again to go on: ").strip().lower() != user.email.lower():
                raise CommandError("Nothing was changed.")
        with transaction.atomic():
            removed, _ = Authenticator.objects.filter(user=user).delete()
            send_notice(user, "sign_in_changed", path=reverse("mfa_index"))
        # Ids only: logs are read by more people than the database.
        logger.warning("second factors removed by an operator: user=%s count=%d", user.pk, removed)
        self.stdout.write(
            f"Removed {removed}. The person has been told by mail and signs in with the password alone."
        )
