"""Makes the first person who may open the admin."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from accounts.models import User


class Command(BaseCommand):
    help = (
        "Make an operator (may open the admin and give roles) and print a one-time link to choose a password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="Operator")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError("This is not an e-mail address.") from error
        with transaction.atomic():
            user = User.objects.filter(email__iexact=email).first()
            if user is None:
                user = User.objects.create_user(email, None, name=options["name"])
            user.is_staff = user.is_superuser = True
            user.save()
            EmailAddress.objects.update_or_create(
                user=user, email=user.email, defaults={"verified": True, "primary": True}
            )
        # A link instead of a password: what stands in a shell's history is worth nothing after one use.
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        uidb36, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        self.stdout.write(
            f"{user.email} may open the admin. Choose a password with this link; it works once:"
        )
        self.stdout.write(settings.SITE_URL + path)
        self.stdout.write("Then add a passkey or an authenticator app under My account.")
