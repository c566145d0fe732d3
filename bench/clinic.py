"""A dermatologist's whole practice: hundreds of records, most of them copies of a few seeded ones.

The shapes are those that the limits speak of: 500 patients of 400 check-ins and one of 10,000, a deposit with
520 check-ins and 200 photos, one with 10,000 check-ins for its chart, and two years with photos for the PDF.
"""

from __future__ import annotations

import uuid
from typing import Any

PATIENTS, EACH = 500, 400
TEMPLATES = 10
# What belongs to a record, each after what it points to; histories are not copied.
COPIED = [
    ("lesions", "Lesion"),
    ("lesions", "CheckIn"),
    ("lesions", "LifeEvent"),
    ("lesions", "DailyEntry"),
    ("labs", "LabResult"),
    ("care", "Condition"),
    ("care", "Treatment"),
    ("timeline", "Note"),
    ("timeline", "Review"),
]


def fill() -> tuple[Any, Any, Any]:
    """Seed everything; the long record, the one whose chart is drawn, and the one of two years."""
    from django.apps import apps
    from django.core.management import call_command

    from accounts.models import Patient

    def seeded(**options: int) -> Patient:
        before = set(Patient.objects.values_list("pk", flat=True))
        call_command("seed", **options)
        return Patient.objects.exclude(pk__in=before).get()

    long = seeded(lesions=20, check_ins=10_400, photos=200)
    drawn = seeded(lesions=1, check_ins=10_000, days_apart=1)
    for model in ("lesions.LifeEvent", "lesions.DailyEntry", "labs.LabResult"):  # points of check-ins alone
        apps.get_model(model).objects.filter(patient=drawn).delete()
    two_years = seeded(lesions=6, check_ins=6 * 104, photos=24)
    for number in range(TEMPLATES):
        template = seeded(lesions=8, check_ins=EACH, random_seed=number + 10)
        copies(template, PATIENTS // TEMPLATES - 1)
    _sort_the_list()
    return long, drawn, two_years


def copies(template: Any, count: int) -> None:
    """So many records with the same contents, each with ids of its own (SQLite only)."""
    from django.apps import apps
    from django.db import connection, transaction

    from accounts.models import CareRelationship, Patient

    doctor = CareRelationship.objects.get(patient=template, kind="dermatologist").user
    tables = [_rows_of(apps.get_model(*name)._meta.db_table, template) for name in COPIED]
    with transaction.atomic(), connection.cursor() as cursor:
        for number in range(count):
            patient = Patient.objects.create(
                name=f"{template.name} {number}", birth_on=template.birth_on, time_zone=template.time_zone,
                sex_for_calculations=template.sex_for_calculations, revision=1,
            )  # fmt: skip
            CareRelationship.objects.create(user=doctor, patient=patient, kind="dermatologist")
            new = {template.pk.hex: patient.pk.hex}
            for insert, columns, rows in tables:
                for row in rows:
                    new[row[columns.index("id")]] = uuid.uuid4().hex
                cursor.executemany(insert, [[new.get(cell, cell) for cell in row] for row in rows])


def _rows_of(table: str, patient: Any) -> tuple[str, list[str], list[tuple[Any, ...]]]:
    """The statement that inserts a row, its columns, and the rows of this patient."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" WHERE patient_id = %s', [patient.pk.hex])  # noqa: S608
        columns = [column[0] for column in cursor.description or ()]
        names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
        return f'INSERT INTO "{table}" ({names}) VALUES ({places})', columns, cursor.fetchall()  # noqa: S608


def _sort_the_list() -> None:
    """As after a night: every record is summed up, and every row of the list is fresh."""
    from accounts.models import User
    from timeline import worklist_rows

    doctor = User.objects.get(role=User.Role.DERMATOLOGIST)
    worklist_rows.add_missing(doctor)
    worklist_rows.refresh(doctor, most=2 * PATIENTS)
