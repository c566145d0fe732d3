"""A record with a bit of everything, made through the real services."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.services import save_clinical
from care.models import Condition, ContextEntry, Treatment
from care.services import log_context, save_treatment
from labs.models import LabResult
from labs.services import record_result
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent, MeasureCard, Photo
from lesions.photo_services import stage_photo
from lesions.services import add_lesion, save_check_in
from records.selection import Part, Selection
from records.sheet_services import keep_made
from tests.conftest import Cast
from timeline.models import FollowUpRequest, Note, ReminderPlan
from timeline.reminders import save_plan
from timeline.services import ask_for, write_note


@dataclass(frozen=True)
class Filled:
    """What stands in the record of the cast's owner."""

    cast: Cast
    lesion: Lesion
    elbow: Lesion
    check_in: CheckIn
    event: LifeEvent
    photo: Photo
    result: LabResult
    treatment: Treatment
    condition: Condition
    note: Note
    request: FollowUpRequest
    context: ContextEntry
    plan: ReminderPlan
    card: MeasureCard


def make_editors() -> None:
    """The group of the editors as the migration makes it; the flush after a browser test takes it away."""
    group, is_new = Group.objects.get_or_create(name="Editors")
    if is_new:
        create_permissions(apps.get_app_config("education"), verbosity=0)
        group.permissions.set(Permission.objects.filter(content_type__app_label="education"))


def fill(cast: Cast, photo_file: Path) -> Filled:
    """Two deposits, one of them open, with check-ins, a photo, labs, care, a day, a note and a request."""
    patient, owner, today = cast.record, cast.owner, cast.record.today()
    day = datetime.timedelta(days=1)
    upload = SimpleUploadedFile(photo_file.name, photo_file.read_bytes(), "image/jpeg")
    photo = stage_photo(patient=patient, upload=upload, by=owner)
    noticed = {"noticed_on": today - 200 * day, "noticed_precision": "month"}
    lesion = Lesion(patient=patient, site="thumb_tip_palmar", side="left", name="Left thumb tip 1",
                    morphology="stone", **noticed)  # fmt: skip
    first = CheckIn(
        observed_at=timezone.now() - 90 * day, length_mm=Decimal(6), width_mm=Decimal(5),
        method="ruler", pain_rest=2,
    )  # fmt: skip
    add_lesion(lesion=lesion, first_check_in=first, photos=[photo], by=owner)
    elbow = Lesion(patient=patient, site="elbow", side="right", name="Right elbow 1", **noticed)
    add_lesion(lesion=elbow, first_check_in=None, photos=[], by=owner)
    for days_ago, length in ((60, 7), (30, 9), (3, 12)):
        check_in = CheckIn(
            observed_at=timezone.now() - days_ago * day, length_mm=Decimal(length), width_mm=Decimal(5),
            method="ruler", pain_rest=4, note="Cold week",
        )  # fmt: skip
        save_check_in(check_in, lesion=lesion, by=owner)
    event = LifeEvent(patient=patient, lesion=lesion, kind="opened", happened_on=today - 3 * day)
    save_clinical(event, by=owner)
    result = None
    for days_ago, value in ((120, "9.4"), (40, "9.8")):
        result = record_result(
            patient=patient, by=owner, analyte="calcium_total", raw_value=value, raw_unit="mg/dL",
            collected_on=today - days_ago * day, interval_text="8.6-10.2",
        )  # fmt: skip
    assert result is not None
    treatment = Treatment(patient=patient, kind="drug", key="diltiazem", start_on=today - 100 * day,
                          start_precision="day", dose_text="120 mg once a day")  # fmt: skip
    save_treatment(treatment, lesions=[lesion], by=owner)
    condition = save_clinical(Condition(patient=patient, key="raynaud"), by=owner)
    save_clinical(
        DailyEntry(patient=patient, on=today - day, anchor=-1, pain=3, note="A bad night"), by=owner
    )
    note = write_note(
        Note(patient=patient, lesion=lesion, text="Keep it dry and covered."), by=cast.dermatologist
    )
    arrow = {"kind": "arrow", "from": [0.2, 0.2], "to": [0.5, 0.5]}
    write_note(
        Note(patient=patient, photo=photo, text="This is the crumb.", mark=arrow), by=cast.dermatologist
    )
    asked = FollowUpRequest(
        patient=patient, lesion=elbow, asks="photo", due_on=today + 14 * day, text="From the side."
    )
    ask_for(asked, by=cast.dermatologist)
    context = log_context("cold", patient=patient, lesion=None, by=owner)
    plan = save_plan(ReminderPlan(user=owner, patient=patient, lesion=lesion, starts_on=today))
    card = MeasureCard(patient=patient, kind="L-M", name="Kitchen drawer", check_line_mm=Decimal("49.5"))
    save_clinical(card, by=owner)
    ticked = Selection(
        today - 80 * day, lesions=(lesion.pk, elbow.pk), photos=(photo.pk,), parts=frozenset(Part.values)
    )
    keep_made(ticked, patient=patient, by=owner)
    return Filled(
        cast, lesion, elbow, check_in, event, photo, result, treatment, condition, note, asked, context, plan,
        card,
    )  # fmt: skip
