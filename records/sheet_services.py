"""Keeping what was ticked for a visit sheet, and the patient's questions."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.services import save_clinical
from lesions.models import Photo
from records.models import SavedSelection, VisitQuestions

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from records.selection import Selection


def made_last(user: User, patient: Patient) -> SavedSelection | None:
    """What this person ticked for the sheet she made last in this record."""
    return SavedSelection.objects.of(user, patient).filter(name="").first()


def keep_made(selection: Selection, *, patient: Patient, by: User) -> SavedSelection:
    """The sheet that was just asked for; it takes the place of the one before."""
    return _keep(selection, patient=patient, by=by, name="")


def save_named(selection: Selection, *, patient: Patient, by: User, name: str) -> SavedSelection:
    """Keep a selection to be used again; one of the same name is replaced. Sensitive photos are left out.

    They are ticked for one sheet at a time.
    """
    sensitive = _sensitive(selection, patient)
    photos = tuple(pk for pk in selection.photos if pk not in sensitive)
    return _keep(replace(selection, photos=photos), patient=patient, by=by, name=name)


def _sensitive(selection: Selection, patient: Patient) -> set[uuid.UUID]:
    shown = Photo.objects.kept().filter(patient=patient, pk__in=selection.photos, sensitive=True)
    return set(shown.values_list("pk", flat=True))


def _keep(selection: Selection, *, patient: Patient, by: User, name: str) -> SavedSelection:
    """With the photos that were ticked as sensitive ones: one that is marked so later was not."""
    kept = {**selection.to_json(), "sensitive": sorted(map(str, _sensitive(selection, patient)))}
    return SavedSelection.objects.update_or_create(
        patient=patient,
        made_by=by,
        name=name,
        defaults={"kept": kept, "made_at": timezone.now()},
    )[0]


def questions_of(patient: Patient) -> VisitQuestions:
    """The patient's questions; a new row where none were asked yet."""
    return VisitQuestions.objects.kept().filter(patient=patient).first() or VisitQuestions(patient=patient)


def save_questions(questions: VisitQuestions, *, by: User) -> None:
    """Keep what was typed, without gaps between the questions.

    Raises:
        ValidationError: one is too long.
    """
    asked = [" ".join(text.split()) for text in questions.asked]
    questions.first, questions.second, questions.third = [*asked, "", "", ""][:3]
    with transaction.atomic():
        save_clinical(questions, by=by)
