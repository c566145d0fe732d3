"""Rosa's three questions for her next visit, and the ticks she keeps for Dr Brandt. All of it is invented."""

from __future__ import annotations

import datetime

from accounts.models import Patient, User
from lesions.models import Lesion, Photo
from records.models import VisitQuestions
from records.selection import Selection
from records.sheet_services import save_named, save_questions

MONTHS_6 = datetime.timedelta(days=183)


def write(patient: Patient, *, by: User) -> None:
    """What she wants to ask, and a selection with the photos of the deposits that trouble her most."""
    questions = VisitQuestions(
        patient=patient,
        first="The thumb has opened again: should it be cut out like the little finger was?",
        second="My ankles swell with diltiazem. Is it worth going on?",
        third="What helps against the pain when my hands get cold?",
    )
    save_questions(questions, by=by)
    lesions = Lesion.objects.kept().filter(patient=patient)
    shown = Photo.objects.kept().filter(patient=patient, sensitive=False)
    photos = shown.filter(photo_lesions__lesion__site__in=("thumb_tip_palmar", "elbow_posterior"))
    selection = Selection(
        since_on=patient.today() - MONTHS_6,
        lesions=tuple(lesions.values_list("pk", flat=True)),
        photos=tuple(photos.values_list("pk", flat=True)),
    )
    save_named(selection, patient=patient, by=by, name="For Dr Brandt")
