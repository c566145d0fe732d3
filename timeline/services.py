"""What a dermatologist adds to a record: notes, a type, requests, "reviewed". Patients see them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.mail import send_notice
from accounts.models import CareRelationship, User
from accounts.services import save_clinical
from timeline.models import FollowUpRequest, Note, Review

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from accounts.models import Patient
    from lesions.models import Lesion


def record_keepers(patient: Patient) -> list[User]:
    """Those who are told by mail: the patient herself and whoever manages the record."""
    keepers = CareRelationship.objects.active().filter(patient=patient, may_manage=True)
    return list(User.objects.filter(pk__in=keepers.values("user"), is_active=True))


def write_note(note: Note, *, by: User) -> Note:
    """Save a signed note; a new one is announced by a neutral mail, an edited one says so with its day.

    Saving it with the same words and the same mark is no edit and leaves no version.
    """
    is_new = note._state.adding
    if not is_new:
        before = Note.objects.get(pk=note.pk)
        if (before.text, before.mark) == (note.text, note.mark):
            return note
        note.edited_at = timezone.now()
    with transaction.atomic():
        save_clinical(note, by=by)
        if is_new:
            for keeper in record_keepers(note.patient):
                send_notice(keeper, "note")
    return note


def ask_for(request: FollowUpRequest, *, by: User) -> FollowUpRequest:
    with transaction.atomic():
        save_clinical(request, by=by)
        for keeper in record_keepers(request.patient):
            send_notice(keeper, "request")
    return request


def decline(request: FollowUpRequest, *, by: User, words: str = "") -> FollowUpRequest:
    """The patient would rather not; the dermatologist sees it as declined, with her words if she gave any."""
    request.declined_at, request.declined_words = timezone.now(), words
    return save_clinical(request, by=by)


def take_up(request: FollowUpRequest, *, by: User) -> FollowUpRequest:
    """A declined request stands again."""
    request.declined_at, request.declined_words = None, ""
    return save_clinical(request, by=by)


def sign_assessment(lesion: Lesion, changed: Collection[str], *, by: User) -> Lesion:
    """Sign what the form has put on the lesion; what she did not change keeps the name of whoever said it.

    Args:
        changed: which of ``diagnosis_type`` and ``clinician_morphology``; none saves nothing.
    """
    now = timezone.now()
    if "diagnosis_type" in changed:
        lesion.diagnosed_by = by if lesion.diagnosis_type else None
        lesion.diagnosed_at = now if lesion.diagnosis_type else None
    if "clinician_morphology" in changed:
        lesion.clinician_morphology_by = by if lesion.clinician_morphology else None
        lesion.clinician_morphology_at = now if lesion.clinician_morphology else None
    return save_clinical(lesion, by=by) if changed else lesion


def mark_reviewed(patient: Patient, *, by: User, seen_at: datetime.datetime | None = None) -> Review:
    """Say that a dermatologist has looked at everything that was entered up to a moment.

    Args:
        seen_at: when the page with the entries was drawn; what came in since then is still new to her.
            None means now; a moment in the future counts as now.
    """
    now = timezone.now()
    return save_clinical(Review(patient=patient, reviewed_at=min(seen_at or now, now)), by=by)
