"""Make one seeded database of the real site and print, as JSON, what the benchmark will visit there."""

from __future__ import annotations

import argparse
import json
import os

import django

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ANALYTE = "calcium_total"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lesions", type=int, required=True)
    parser.add_argument("--check-ins", type=int, required=True)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "calcitrack.settings")
    django.setup()
    print(json.dumps(make(options.lesions, options.check_ins)))


def make(lesions: int, check_ins: int) -> dict[str, str]:
    from django.core.management import call_command

    from accounts.models import Patient, User
    from bench.session import signed_in

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("seed", lesions=lesions, check_ins=check_ins, patients=1)
    patient = Patient.objects.get()
    lesion = patient.lesions.order_by("name").first()
    return {
        "person": signed_in(User.objects.get(name=patient.name), BACKEND),
        "doctor": signed_in(User.objects.get(role=User.Role.DERMATOLOGIST), BACKEND),
        "patient": str(patient.pk),
        "lesion": str(lesion.pk),
        "analyte": ANALYTE,
    }


if __name__ == "__main__":
    main()
