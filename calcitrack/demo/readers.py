"""Dr Silva reads Rosa's elbow a second time: one photo is read by both, one is still open."""

from __future__ import annotations

import datetime

from django.utils import timezone

from accounts.models import CareRelationship, User
from accounts.services import save_clinical
from calcitrack.demo.diary import Diary
from lesions.models import Lesion, Measurement, SecondReading


def write(diary: Diary, *, first: User, second: User) -> None:
    """Two sizes of the elbow that were read from photos; Dr Brandt asks about both."""
    CareRelationship.objects.create(
        user=second, patient=diary.patient, kind=CareRelationship.Kind.DERMATOLOGIST,
        granted_by=diary.by, starts_at=timezone.now() - datetime.timedelta(days=60),
    )  # fmt: skip
    _form(diary, first)
    read = Measurement.objects.filter(patient=diary.patient, lesion__isnull=False).select_related(
        "photo", "lesion", "card"
    )
    earlier = read.filter(entered_by=diary.by).order_by("entered_at").first()
    newest = read.filter(entered_by=first).first()
    if earlier is not None:
        _read_by_both(diary, earlier, first, second)
    if newest is not None:
        _ask(diary, newest, 4, first, second, "Please follow the hard edge and leave the redness out.")


def _ask(
    diary: Diary, row: Measurement, days_ago: int, by: User, reader: User, message: str = ""
) -> SecondReading:
    asked = SecondReading(patient=diary.patient, first=row, reader=reader, message=message)
    return save_clinical(diary.dated(asked, days_ago), by=by)


def _read_by_both(diary: Diary, row: Measurement, by: User, reader: User) -> None:
    asked = _ask(diary, row, 28, by, reader)
    if row.card is None or row.lesion is None:
        return
    box = ((0.36, 0.33), (0.67, 0.65))
    answer = diary.reading(
        row.photo, row.lesion.site, 26, row.card, reader, box=box, lesion=row.lesion, as_clinician=True
    )
    if answer is not None:
        asked.answer, asked.answered_at = answer, diary.at(26)
        save_clinical(asked, by=reader)


def _form(diary: Diary, by: User) -> None:
    """Said twice: what was said before stays in the history."""
    elbow = Lesion.objects.get(patient=diary.patient, site="elbow_posterior", side="right")
    for days_ago, form in ((380, "stone"), (39, "plate")):
        elbow.clinician_morphology, elbow.clinician_morphology_by = form, by
        elbow.clinician_morphology_at = diary.at(days_ago)
        elbow._history_date = diary.at(days_ago)  # type: ignore[attr-defined]  # read by simple-history
        save_clinical(elbow, by=by)
