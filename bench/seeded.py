"""Make one seeded database of the real site and print, as JSON, what the benchmark will visit there."""

from __future__ import annotations

import argparse
import json
import os
from typing import Any

import django

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ANALYTE = "calcium_total"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lesions", type=int)
    parser.add_argument("--check-ins", type=int)
    parser.add_argument("--practice", action="store_true", help="hundreds of records instead of one")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "calcitrack.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    print(json.dumps(practice() if options.practice else one_record(options.lesions, options.check_ins)))


def one_record(lesions: int, check_ins: int) -> dict[str, str]:
    from django.core.management import call_command

    from accounts.models import Patient

    call_command("seed", lesions=lesions, check_ins=check_ins, patients=1)
    patient = Patient.objects.get()
    lesion = patient.lesions.order_by("name").first()
    return {
        "person": session_of(patient, "self"),
        "doctor": session_of(patient, "dermatologist"),
        "patient": str(patient.pk),
        "lesion": str(lesion.pk),
        "analyte": ANALYTE,
    }


def practice() -> dict[str, Any]:
    """Who visits what: page -> session and address."""
    from django.urls import reverse

    from bench import clinic

    long, drawn, two_years = clinic.fill()
    lesion = long.photos.first().photo_lesions.get().lesion_id
    person, doctor = session_of(long, "self"), session_of(long, "dermatologist")
    patient = session_of(two_years, "self")
    return {
        "person": person,
        "pages": {
            "worklist": (doctor, reverse("timeline:worklist")),
            "lesion page, 200 photos": (person, reverse("timeline:lesion", args=[lesion])),
            "comparison": (person, reverse("timeline:compare", args=[lesion])),
            "chart of 10,000": (
                session_of(drawn, "self"),
                reverse("timeline:chart", args=[drawn.pk]) + "?range=all",
            ),
        },
        "sheet": (
            patient,
            reverse("records:sheet-choose", args=[two_years.pk]),
            reverse("records:sheet-pdf", args=[two_years.pk, "a4"]),
        ),
    }


def session_of(patient: Any, kind: str) -> str:
    """The session of the person with this standing in the record."""
    from bench.session import signed_in

    return signed_in(patient.care_relationships.get(kind=kind).user, BACKEND)


if __name__ == "__main__":
    main()
