"""The rows behind a visit sheet, read in a fixed number of queries and scoped to who looks."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.db.models import Exists, OuterRef, Q

from accounts.clinical import ClinicalRow
from accounts.models import User
from care.models import Condition, ContextEntry, Treatment
from labs.models import LabResult
from lesions.measure import error_of
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent, Photo, PhotoLesion
from lesions.second_readings import with_blindness
from records.models import VisitQuestions
from records.selection import Part, Selection
from timeline.models import Note

if TYPE_CHECKING:
    from accounts.clinical import ClinicalQuerySet
    from accounts.models import Patient, Viewer

RowT = TypeVar("RowT", bound=ClinicalRow)


class Said(NamedTuple):
    """What one check-in says, as far as a sheet shows it."""

    lesion_id: uuid.UUID
    at: datetime.datetime
    anchor: int | None
    length_mm: Decimal | None
    width_mm: Decimal | None
    area_mm2: Decimal | None
    uncertainty_mm: Decimal | None
    method: str
    pain_rest: int | None
    note: str

    @property
    def error_mm(self) -> Decimal | None:
        """The 95 % half-width of the length; None without a length."""
        if self.length_mm is None:
            return None
        return error_of(self.length_mm, self.uncertainty_mm, self.method)


@dataclass(frozen=True)
class Rows:
    """Everything that a selection asks for, each kind oldest first; what it does not show is empty."""

    patient: Patient
    selection: Selection
    today: datetime.date
    lesions: list[Lesion]
    check_ins: dict[uuid.UUID, list[Said]]
    events: dict[uuid.UUID, list[LifeEvent]]
    photos: dict[uuid.UUID, list[Photo]]
    days: list[DailyEntry]
    treatments: list[Treatment]
    conditions: list[Condition]
    labs: list[LabResult]
    context: list[ContextEntry]
    notes: list[Note]
    questions: tuple[str, ...]

    @property
    def names(self) -> dict[uuid.UUID | None, str]:
        """Of the deposits shown; a row may be about none."""
        return {lesion.pk: lesion.name for lesion in self.lesions}

    def day_of(self, moment: datetime.datetime) -> datetime.date:
        return moment.astimezone(self.patient.zone).date()

    @property
    def since_at(self) -> datetime.datetime:
        """The first moment of the chosen day, where the patient is."""
        return datetime.datetime.combine(self.selection.since_on, datetime.time.min, self.patient.zone)


def rows_for(viewer: Viewer, patient: Patient, selection: Selection, *, today: datetime.date) -> Rows:
    """Read what the selection shows. The number of queries does not depend on the record."""

    def of(rows: ClinicalQuerySet[RowT]) -> ClinicalQuerySet[RowT]:
        return rows.visible_to(viewer).filter(patient=patient)

    shows = selection.shows
    chosen = of(Lesion.objects.all()).filter(pk__in=selection.lesions).order_by("name")
    # A second reader's sheet leaves sizes out; it must say so, or they would seem never to have been taken.
    lesions = list(with_blindness(chosen, viewer) if isinstance(viewer, User) else chosen)
    by_id = {lesion.pk: lesion for lesion in lesions}
    since = selection.since_on
    events = of(LifeEvent.objects.all()).filter(lesion__in=by_id).order_by("happened_on", "entered_at")
    days = of(DailyEntry.objects.all()).filter(on__gte=since, on__lte=today).order_by("on")
    treatments = of(Treatment.objects.all()).prefetch_related("lesions").order_by("start_on", "entered_at")
    conditions = of(Condition.objects.all()).current(today)  # type: ignore[attr-defined]
    around = Q(lesion=None) | Q(lesion__in=by_id)  # what is said of a deposit goes along with it alone
    context = of(ContextEntry.objects.all()).filter(around, happened_on__gte=since).order_by("happened_on")
    return Rows(
        patient=patient,
        selection=selection,
        today=today,
        lesions=lesions,
        check_ins=_said(of(CheckIn.objects.all()).filter(lesion__in=by_id)),
        events=_by_lesion(events),
        photos=_photos(viewer, patient, selection, by_id) if shows(Part.PHOTOS) else {},
        days=list(days) if shows(Part.DAYS) else [],
        treatments=list(treatments) if shows(Part.TREATMENTS) or shows(Part.CHANGES) else [],
        conditions=list(conditions.order_by("since_on")) if shows(Part.TREATMENTS) else [],
        labs=_labs(of(LabResult.objects.all()), patient) if shows(Part.LABS) else [],
        context=list(context) if shows(Part.CONTEXT) else [],
        notes=_notes(of(Note.objects.all()), selection, by_id) if shows(Part.NOTES) else [],
        questions=_questions(of(VisitQuestions.objects.all())) if shows(Part.QUESTIONS) else (),
    )


def _said(rows: ClinicalQuerySet[CheckIn]) -> dict[uuid.UUID, list[Said]]:
    fields = (
        "lesion_id", "observed_at", "anchor", "length_mm", "width_mm", "area_mm2", "uncertainty_mm",
        "method", "pain_rest", "note",
    )  # fmt: skip
    found: dict[uuid.UUID, list[Said]] = {}
    for values in rows.order_by("observed_at").values_list(*fields):
        found.setdefault(values[0], []).append(Said(*values))
    return found


def _by_lesion(rows: ClinicalQuerySet[LifeEvent]) -> dict[uuid.UUID, list[LifeEvent]]:
    found: dict[uuid.UUID, list[LifeEvent]] = {}
    for row in rows:
        found.setdefault(row.lesion_id, []).append(row)
    return found


def _photos(
    viewer: Viewer, patient: Patient, selection: Selection, by_id: dict[uuid.UUID, Any]
) -> dict[uuid.UUID, list[Photo]]:
    """The ticked photos of each deposit; of another record, waiting in a form or deleted: not there."""
    photos = Photo.objects.visible_to(viewer).filter(patient=patient, attached_at__isnull=False)
    links = PhotoLesion.objects.filter(photo__in=photos.filter(pk__in=selection.photos), lesion__in=by_id)
    found: dict[uuid.UUID, list[Photo]] = {}
    for link in links.select_related("photo").order_by("photo__taken_at"):
        found.setdefault(link.lesion_id, []).append(link.photo)
    return found


def _labs(rows: ClinicalQuerySet[LabResult], patient: Patient) -> list[LabResult]:
    results = list(rows.order_by("collected_at", "entered_at"))
    for result in results:  # so that nobody fetches her again for every row
        result.patient = patient
    return results


def _notes(rows: ClinicalQuerySet[Note], selection: Selection, by_id: dict[uuid.UUID, Any]) -> list[Note]:
    """On the person, on a deposit shown, or on a photo of one; on a sensitive photo only if it is ticked."""
    shows_one = PhotoLesion.objects.filter(photo=OuterRef("photo"), lesion__in=by_id)
    on_photo = Q(Exists(shows_one)) & (Q(photo__sensitive=False) | Q(photo__in=selection.photos))
    on_others = Q(photo=None) & (Q(lesion=None) | Q(lesion__in=by_id))
    return list(rows.filter(on_others | on_photo).select_related("entered_by").order_by("entered_at"))


def _questions(rows: ClinicalQuerySet[VisitQuestions]) -> tuple[str, ...]:
    row = rows.first()
    return row.asked if row else ()


def name_of(person: User | None) -> str:
    return person.name if person else ""
