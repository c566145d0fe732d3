"""Make the database of the killed server and print what the client needs to sign in; or sweep its files."""

from __future__ import annotations

import datetime
import sys

import django
from django.core.management import call_command

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def fill() -> str:
    from bench.session import signed_in
    from tests.make import make_patient, make_user

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    owner = make_user("Rosa Keller")
    return f"{signed_in(owner, BACKEND)} {make_patient(owner).pk}"


def sweep() -> str:
    from accounts.files import sweep_files

    return str(sweep_files(older_than=datetime.timedelta(0)))


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(sweep() if "sweep" in sys.argv else fill())
