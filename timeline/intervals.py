"""How often each lesion of a record is due, from the reminders of those who log in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from timeline.models import ReminderPlan

if TYPE_CHECKING:
    from accounts.models import Patient

# After so many days without a check-in a lesion is due; one that is open or inflamed sooner (ours).
DUE_DAYS = 28
DUE_DAYS_IN_TROUBLE = 7
# After so many days without a photo (ours): skin changes slowly, and a quarter fits the visits.
PHOTO_DUE_DAYS = 84


@dataclass(frozen=True)
class Intervals:
    """Days between two check-ins, or two photos, as people have chosen them for this record.

    Attributes:
        of_all: for lesions without a plan of their own; None where nobody chose.
        of_lesion: for single ones. They win over ``of_all`` and over the shorter time of an open lesion,
            since somebody chose them for this very lesion.
    """

    usual: int
    in_trouble: int
    of_all: int | None = None
    of_lesion: dict[uuid.UUID, int] = field(default_factory=dict)

    def days_for(self, lesion_id: uuid.UUID, *, needs_care: bool = False) -> int:
        if lesion_id in self.of_lesion:
            return self.of_lesion[lesion_id]
        usual = self.of_all if self.of_all is not None else self.usual
        # A slow plan for everything must not silence a lesion that has opened since.
        return min(usual, self.in_trouble) if needs_care else usual


def intervals_of(patient: Patient, what: str = ReminderPlan.What.CHECK_IN) -> Intervals:
    """From every running plan of the record; where two people chose, the shorter time holds. One query."""
    of_all: int | None = None
    of_lesion: dict[uuid.UUID, int] = {}
    for plan in ReminderPlan.objects.running().filter(patient=patient, what=what):
        if plan.lesion_id is None:
            of_all = min(of_all or plan.every_days, plan.every_days)
        else:
            of_lesion[plan.lesion_id] = min(of_lesion.get(plan.lesion_id, plan.every_days), plan.every_days)
    is_photo = what == ReminderPlan.What.PHOTO
    usual = PHOTO_DUE_DAYS if is_photo else DUE_DAYS
    return Intervals(usual, usual if is_photo else DUE_DAYS_IN_TROUBLE, of_all, of_lesion)
