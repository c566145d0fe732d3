"""The tables of the app, split by noun."""

from timeline.models.kept import KeptFragment
from timeline.models.landmarks import PhotoLandmarks
from timeline.models.lesion_change import LesionChange
from timeline.models.note import Note, NoteOpened, NoteQuerySet
from timeline.models.reminder import (
    CalendarFeed,
    ReminderMail,
    ReminderPlan,
    ReminderPlanQuerySet,
    ReminderSent,
)
from timeline.models.review import FollowUpRequest, Review
from timeline.models.summary import PatientSummary
from timeline.models.worklist import Seen, WorklistRow

__all__ = [
    "CalendarFeed",
    "FollowUpRequest",
    "KeptFragment",
    "LesionChange",
    "Note",
    "NoteOpened",
    "NoteQuerySet",
    "PatientSummary",
    "PhotoLandmarks",
    "ReminderMail",
    "ReminderPlan",
    "ReminderPlanQuerySet",
    "ReminderSent",
    "Review",
    "Seen",
    "WorklistRow",
]
