"""Writes a demo record through the same services as the pages do, with dates that count back from today."""

from __future__ import annotations

import datetime
import io
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils import timezone

from accounts.clinical import ClinicalRow
from accounts.models import Patient, User
from accounts.services import save_clinical
from calcitrack.demo.photo_draw import draw_photo
from calcitrack.demo.photo_spec import PhotoSpec, Spot
from care.models import Condition, ContextEntry, Treatment
from care.services import save_treatment
from labs.services import record_result
from lesions.measure_services import MeasuringBusy
from lesions.measure_terms import Asked
from lesions.measured_size import fill_check_in
from lesions.measurement.surfaces import surface_of
from lesions.measurement_keeping import Drawn, accept
from lesions.measurement_services import propose
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent, MeasureCard, Measurement, Photo
from lesions.outline_text import Place
from lesions.photo_services import stage_photo
from lesions.services import next_name, save_check_in
from lesions.vocabulary import EventKind
from timeline.models import FollowUpRequest, Note, Review

RowT = TypeVar("RowT", bound=ClinicalRow)


@dataclass
class Diary:
    """One record and the person who writes it. ``days_ago`` counts back from the day the demo is loaded."""

    patient: Patient
    by: User
    skin_tone: float = 0.2
    body_seed: int = 1
    now: datetime.datetime = field(default_factory=timezone.now)

    def at(self, days_ago: float, hour: int = 18) -> datetime.datetime:
        day = self.day(days_ago)
        moment = datetime.datetime.combine(day, datetime.time(hour, 10), tzinfo=self.patient.zone)
        return min(moment, self.now - datetime.timedelta(minutes=5))

    def day(self, days_ago: float) -> datetime.date:
        return self.patient.today() - datetime.timedelta(days=days_ago)

    def dated(self, row: RowT, days_ago: float) -> RowT:
        """Let a row say that it was entered on that day, and its history too."""
        row.entered_at = self.at(days_ago)
        row._history_date = row.entered_at  # type: ignore[attr-defined]  # read by simple-history
        return row

    def lesion(
        self, site: str, side: str, *, noticed: float, precision: str = "month", **extra: Any
    ) -> Lesion:
        name = extra.pop("name", "") or next_name(self.patient, site, side)
        day = self.day(noticed)
        if precision == "month":
            day = day.replace(day=1)
        lesion = Lesion(
            patient=self.patient,
            site=site,
            side=side,
            name=name,
            noticed_on=day,
            noticed_precision=precision,
            **extra,
        )
        save_clinical(self.dated(lesion, min(noticed, 729)), by=self.by)
        event = LifeEvent(
            patient=self.patient, lesion=lesion, kind=EventKind.NOTICED, happened_on=day, precision=precision
        )
        save_clinical(self.dated(event, min(noticed, 729)), by=self.by)
        return lesion

    def event(self, lesion: Lesion, kind: str, days_ago: float, note: str = "", **of_sore: str) -> LifeEvent:
        event = LifeEvent(
            patient=self.patient,
            lesion=lesion,
            kind=kind,
            happened_on=self.day(days_ago),
            note=note,
            **of_sore,
        )
        return save_clinical(self.dated(event, days_ago), by=self.by)

    def check_in(self, lesion: Lesion, days_ago: float, *, by: User | None = None, **values: Any) -> CheckIn:
        """A check-in with what is given; sizes as plain numbers, a ruler unless said otherwise."""
        photo: Photo | None = values.pop("photo", None)
        for name in ("length_mm", "width_mm"):
            if name in values:
                values[name] = Decimal(str(values[name]))
                values.setdefault("method", "ruler")
        check_in = CheckIn(observed_at=self.at(days_ago), **values)
        photos = [photo] if photo else []
        return save_check_in(self.dated(check_in, days_ago), lesion=lesion, photos=photos, by=by or self.by)

    def card(self, kind: str, name: str, check_line_mm: str, days_ago: float) -> MeasureCard:
        """A printed card with how long its check line came out."""
        card = MeasureCard(patient=self.patient, kind=kind, name=name, check_line_mm=Decimal(check_line_mm))
        return save_clinical(self.dated(card, days_ago), by=self.by)

    def measured(
        self, lesion: Lesion, days_ago: float, view: str, spot: Spot, card: MeasureCard, **values: Any
    ) -> Measurement | None:
        """A check-in whose size is read from its photo, as the page does it: tap, look, accept.

        Returns:
            the reading; None when the photo could not be measured now: the check-in then has no size.
        """
        photo = self.photo(view, days_ago, spot, card_mm=20 * float(card.check_line_mm) / 50)
        check_in = CheckIn(observed_at=self.at(days_ago), **values)
        row = self.reading(photo, lesion.site, days_ago, card, self.by)
        if row is not None:
            fill_check_in(check_in, row)
        save_check_in(
            self.dated(check_in, days_ago), lesion=lesion, photos=[photo], by=self.by,
            measured=[row] if row else [],
        )  # fmt: skip
        return row

    def reading(
        self, photo: Photo, site: str, days_ago: float, card: MeasureCard, by: User,
        box: tuple[Place, Place] | None = None, **more: Any,
    ) -> Measurement | None:  # fmt: skip
        """One tap in the middle of the photo, or a box, accepted as proposed; more says for whom."""
        surface = surface_of(site).value
        asked = Asked(
            card_kind=card.kind, card=card, surface=surface, tap=None if box else (0.5, 0.5), box=box
        )
        try:
            answer = propose(photo, asked, by=by)
        except MeasuringBusy:
            return None
        if answer.scale is None or not answer.outlines:
            return None
        drawn = Drawn(answer.scale, answer.outlines)
        row = accept(photo, drawn, by=by, submission=uuid.uuid4(), **more)
        return save_clinical(self.dated(row, days_ago), by=by)

    def photo(
        self, view: str, days_ago: float, *spots: Spot, ruler: bool = False, card_mm: float = 0.0
    ) -> Photo:
        """Draw a photo and take it in as the upload does."""
        taken_at = self.at(days_ago, hour=17)
        data = draw_photo(
            PhotoSpec(
                view=view, spots=spots, taken_at=taken_at.replace(tzinfo=None), body_seed=self.body_seed,
                shot_seed=int(days_ago) + 1, skin_tone=self.skin_tone, ruler=ruler,
                card_mm=card_mm,
            )
        )  # fmt: skip
        upload = InMemoryUploadedFile(io.BytesIO(data), "photos", "photo.jpg", "image/jpeg", len(data), None)
        photo = stage_photo(patient=self.patient, upload=upload, by=self.by)
        photo.entered_at = photo.attached_at = taken_at
        photo._history_date = taken_at  # type: ignore[attr-defined]  # it was not corrected today
        photo.save()
        return photo

    def entry(self, days_ago: float, **values: Any) -> DailyEntry:
        entry = DailyEntry(patient=self.patient, on=self.day(days_ago), **values)
        return save_clinical(self.dated(entry, days_ago), by=self.by)

    def context(self, kind: str, days_ago: float, lesion: Lesion | None = None, note: str = "") -> None:
        entry = ContextEntry(
            patient=self.patient, kind=kind, lesion=lesion, happened_on=self.day(days_ago), note=note
        )
        save_clinical(self.dated(entry, days_ago), by=self.by)

    def lab(
        self, analyte: str, value: str, unit: str, days_ago: float, interval: str = "", lab: str = ""
    ) -> None:
        result = record_result(
            patient=self.patient, by=self.by, analyte=analyte, raw_value=value, raw_unit=unit,
            collected_on=self.day(days_ago), interval_text=interval, lab_name=lab,
        )  # fmt: skip
        self.dated(result, days_ago - 2).save()

    def condition(self, key: str, since: float, **extra: Any) -> Condition:
        row = Condition(
            patient=self.patient,
            key=key,
            since_on=self.day(since).replace(month=1, day=1),
            since_precision="year",
            **extra,
        )
        return save_clinical(self.dated(row, 720), by=self.by)

    def treatment(
        self,
        key: str,
        start: float,
        *,
        stop: float | None = None,
        lesions: tuple[Lesion, ...] = (),
        **extra: Any,
    ) -> Treatment:
        row = Treatment(
            patient=self.patient, key=key, start_on=self.day(start), start_precision="day",
            stop_on=None if stop is None else self.day(stop), stop_precision="" if stop is None else "day",
            **extra,
        )  # fmt: skip
        return save_treatment(self.dated(row, min(start, 720)), lesions=lesions, by=self.by)

    def note(self, text: str, days_ago: float, by: User, lesion: Lesion | None = None) -> Note:
        return save_clinical(
            self.dated(Note(patient=self.patient, lesion=lesion, text=text), days_ago), by=by
        )

    def review(self, days_ago: float, by: User) -> Review:
        row = Review(patient=self.patient, reviewed_at=self.at(days_ago))
        return save_clinical(self.dated(row, days_ago), by=by)

    def request(
        self, lesion: Lesion, asks: str, days_ago: float, *, due_in: int, text: str, by: User
    ) -> FollowUpRequest:
        row = FollowUpRequest(
            patient=self.patient, lesion=lesion, asks=asks, due_on=self.day(-due_in), text=text
        )
        return save_clinical(self.dated(row, days_ago), by=by)
