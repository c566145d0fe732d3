"""Dr Brandt's notes for Rosa, on a check-in and on photos, one of them edited; and requests with answers."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.services import save_clinical
from calcitrack.demo.diary import Diary
from lesions.models import CheckIn, Lesion, Photo
from timeline.models import FollowUpRequest, Note


def write(diary: Diary, *, dermatologist: User) -> None:
    """Told after Rosa's own story, in which it looks up its deposits, check-ins and photos."""
    of_rosa = Lesion.objects.filter(patient=diary.patient)
    thumb, elbow = of_rosa.get(name="Left thumb tip 1"), of_rosa.filter(site__startswith="elbow")[0]
    knock = CheckIn.objects.get(lesion=thumb, note__startswith="Knocked it")
    newest, before = Photo.objects.filter(photo_lesions__lesion=thumb).order_by("-taken_at")[:2]
    note = _Notes(diary, dermatologist)
    note(12, "Thank you for writing that down. A soft cap over the thumb keeps the next knock off.",
         lesion=thumb, check_in=knock)  # fmt: skip
    note(17, "The crumb that shows here is what hurts. Leave it, please; we look at it together.",
         photo=before, mark={"kind": "arrow", "from": [0.2, 0.24], "to": [0.49, 0.43]})  # fmt: skip
    note(4, "This is the open spot. Draw around the same edge when you measure it again.",
         photo=newest, mark={"kind": "ellipse", "centre": [0.52, 0.46], "radii": [0.14, 0.16]})  # fmt: skip
    edited = note(5, "Take the next photo so near again, please.",
                  photo=newest, mark={"kind": "text", "at": [0.84, 0.12], "label": "as near"})  # fmt: skip
    edited.text = "Take the next photo so near again, please, with the card beside it if you can."
    edited.edited_at = edited._history_date = diary.at(3)  # type: ignore[attr-defined]  # for simple-history
    save_clinical(edited, by=dermatologist)
    _requests(diary, dermatologist, elbow)


class _Notes:
    """Writes signed notes that say they were entered so many days ago."""

    def __init__(self, diary: Diary, by: User) -> None:
        self.diary, self.by = diary, by

    def __call__(self, days_ago: float, text: str, **where: Any) -> Note:
        row = Note(patient=self.diary.patient, text=text, **where)
        return save_clinical(self.diary.dated(row, days_ago), by=self.by)


def _requests(diary: Diary, by: User, elbow: Lesion) -> None:
    """One that was met by the results of the clinic, one that Rosa declined with a word; one stands open."""
    calcium = FollowUpRequest(
        patient=diary.patient, asks="lab", analyte="calcium_total", due_on=diary.day(36),
        text="Once more before the winter.",
    )  # fmt: skip
    save_clinical(diary.dated(calcium, 50), by=by)
    check_in = FollowUpRequest(patient=diary.patient, lesion=elbow, asks="check_in", due_on=diary.day(18))
    save_clinical(diary.dated(check_in, 25), by=by)
    check_in.declined_at = check_in._history_date = diary.at(22)  # type: ignore[attr-defined]
    check_in.declined_words = "It is under a plaster until my visit; I would rather not open it."
    save_clinical(check_in, by=diary.by)
