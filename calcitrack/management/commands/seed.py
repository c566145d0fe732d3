"""Fill the database with made-up records of a chosen size, for measuring and for trying out long records."""

from __future__ import annotations

import datetime
import io
import itertools
import random
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone
from PIL import Image
from simple_history.utils import bulk_create_with_history

from accounts.clinical import ClinicalRow
from accounts.files import new_folder, write_renditions
from accounts.models import CareRelationship, Patient, User
from accounts.services import save_clinical, touch
from care.models import Condition, Treatment
from labs.models import LabResult
from lesions import anatomy
from lesions.images import RENDITIONS
from lesions.measure import uncertainty_mm
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent, Photo, PhotoLesion
from lesions.vocabulary import Anchor, EventKind, Method
from timeline.models import Note, Review

DOMAIN = "@seed.invalid"
WEEK = datetime.timedelta(days=7)
BATCH = 500
PICTURE_PX = (640, 480)
# An episode as it happens, one every half year and deposit.
EPISODE = (EventKind.INFLAMED, EventKind.OPENED, EventKind.DRAINED, EventKind.CLOSED)
EPISODE_WEEKS = 26
LABS = {
    "calcium_total": ("mg/dL", 9.4, 0.3, "8.5-10.5"),
    "phosphate": ("mg/dL", 3.6, 0.4, "2.5-4.5"),
    "crp": ("mg/L", 6.0, 3.0, "<5"),
    "creatinine": ("mg/dL", 0.8, 0.1, "0.5-1.1"),
}

CONDITION = "limited_systemic_sclerosis"
TREATMENTS = (("drug", "diltiazem", 20), ("procedure", "excision", 10))
RowT = TypeVar("RowT", bound=ClinicalRow)


class Command(BaseCommand):
    help = "Fill the database with made-up records: weekly check-ins from today back in time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--patients", type=int, default=1, help="records to make (1)")
        parser.add_argument("--lesions", type=int, default=40, help="deposits in each record (40)")
        parser.add_argument("--check-ins", type=int, default=1000, help="check-ins in each record (1000)")
        parser.add_argument("--days-apart", type=int, default=7, help="days between two check-ins (7)")
        parser.add_argument("--photos", type=int, default=0, help="photos of the first deposit (0)")
        parser.add_argument("--random-seed", type=int, default=1, help="same number, same sizes (1)")

    def handle(self, *args: Any, **options: Any) -> None:
        chance = random.Random(options["random_seed"])  # noqa: S311 (no secret: it should repeat)
        for _ in range(options["patients"]):
            with transaction.atomic():
                record = Record(chance, datetime.timedelta(days=options["days_apart"]))
                patient = record.make(options["lesions"], options["check_ins"], options["photos"])
            counts = f"{patient.lesions.count()} deposits, {patient.checkins.count()} check-ins"
            self.stdout.write(f"{patient.pk} {patient.name}: {counts}")


class Record:
    """One person with everything that belongs to her."""

    def __init__(self, chance: random.Random, step: datetime.timedelta = WEEK) -> None:
        self.chance, self.step = chance, step
        self.a_week = max(WEEK // step, 1)  # steps of a week: episodes, labs and notes keep their pace
        self.now = timezone.now()

    def make(self, lesions: int, check_ins: int, photos: int = 0) -> Patient:
        """Make the record.

        Args:
            lesions: how many deposits.
            check_ins: how many over all deposits, a step apart from today back in time: more of them make a
                longer record, not a denser one. What is called a week below is such a step.
            photos: how many of the first deposit, spread over its check-ins; all show the same drawn lump.
        """
        self._people()
        rows = self._store(self._lesions(lesions))
        weeks = -(-check_ins // max(lesions, 1))
        said = self._store(itertools.islice(self._check_ins(rows, weeks), check_ins))
        self._photos(rows[0], [row for row in said if row.lesion_id == rows[0].pk], photos)
        self._store(self._life_events(rows, weeks))
        self._store(self._daily_entries(weeks))
        self._store(self._labs(weeks))
        self._store(self._notes(rows, weeks))
        self._store(
            Review(**self._own(week, self.doctor), reviewed_at=self._at(week))
            for week in range(1, weeks, 26 * self.a_week)
        )
        self._care(rows, weeks)
        touch(self.patient)
        return self.patient

    def _people(self) -> None:
        number = Patient.objects.filter(name__startswith="Seed ").count() + 1
        doctor = User.objects.filter(email=f"doctor{DOMAIN}").first()
        self.doctor = doctor or User.objects.create_user(
            f"doctor{DOMAIN}", name="Dr Seed", role=User.Role.DERMATOLOGIST, time_zone="Europe/Zurich"
        )
        self.owner = User.objects.create_user(
            f"person-{number}{DOMAIN}", name=f"Seed {number}", time_zone="Europe/Zurich"
        )
        self.patient = Patient.objects.create(
            name=f"Seed {number}",
            birth_on=datetime.date(1972, 3, 8),
            time_zone="Europe/Zurich",
            sex_for_calculations="female",
        )
        relate = CareRelationship.objects.create
        relate(user=self.owner, patient=self.patient, kind="self", may_write=True, may_manage=True)
        relate(user=self.doctor, patient=self.patient, kind="dermatologist", granted_by=self.owner)

    def _store(self, rows: Iterable[RowT]) -> list[RowT]:
        """Write rows with their history, in bulk: one by one, ten thousand would take minutes."""
        made = list(rows)
        for start in range(0, len(made), BATCH):
            part = made[start : start + BATCH]
            bulk_create_with_history(part, type(part[0]), batch_size=BATCH, default_user=part[0].entered_by)
        return made

    def _at(self, week: int) -> datetime.datetime:
        """A moment of that week before now; never in the future."""
        return self.now - week * self.step - datetime.timedelta(minutes=self.chance.randint(1, 900))

    def _on(self, week: int) -> datetime.date:
        return self._at(week).astimezone(self.patient.zone).date()

    def _own(self, week: int, by: User | None = None) -> dict[str, Any]:
        return {"patient": self.patient, "entered_by": by or self.owner, "entered_at": self._at(week)}

    def _lesions(self, count: int) -> Iterator[Lesion]:
        places = [(key, side) for key in anatomy.SITES for side in anatomy.sides_for(key)]
        self.chance.shuffle(places)
        for number, (site, side) in enumerate(itertools.islice(itertools.cycle(places), count), start=1):
            name = f"{anatomy.short_name(site, side)} {number}"
            yield Lesion(**self._own(0), site=site, side=side, name=name[:80], morphology="stone")

    def _check_ins(self, lesions: list[Lesion], weeks: int) -> Iterator[CheckIn]:
        """Week by week over all deposits, newest first; the size wanders slowly, "same" stores no number."""
        sizes = {lesion.pk: self.chance.uniform(4, 24) for lesion in lesions}
        for week in range(weeks):
            for lesion in lesions:
                sizes[lesion.pk] = min(max(sizes[lesion.pk] + self.chance.gauss(0, 0.25), 1), 60)
                yield self._check_in(lesion, week, sizes[lesion.pk])

    def _check_in(self, lesion: Lesion, week: int, size_mm: float) -> CheckIn:
        row = CheckIn(**self._own(week), lesion=lesion, observed_at=self._at(week))
        if self.chance.random() < 0.2:
            row.anchor = Anchor.SAME
            return row
        row.method = self.chance.choice((Method.CALIPER, Method.RULER, Method.EYE))
        row.length_mm = Decimal(str(round(max(size_mm + self.chance.gauss(0, 0.4), 0.5), 1)))
        row.width_mm = (row.length_mm * Decimal("0.7")).quantize(Decimal("0.1"))
        row.uncertainty_mm = uncertainty_mm(row.length_mm, row.method)
        row.anchor = self.chance.choice(Anchor.values)
        row.pain_rest = self.chance.randint(0, 6)
        row.pain_pressure = min(row.pain_rest + self.chance.randint(0, 3), 10)
        if self.chance.random() < 0.1:
            row.note = "A little sore after work in the garden."
        return row

    def _photos(self, lesion: Lesion, check_ins: list[CheckIn], count: int) -> None:
        """Rows and files of photos, newest first; the files are small and one like the other."""
        files = dict.fromkeys(RENDITIONS, _picture())
        step = max(len(check_ins) // max(count, 1), 1)
        for number, check_in in enumerate(check_ins[: count * step : step]):
            photo = Photo(
                **self._own(number), folder=new_folder(self.patient), taken_at=check_in.observed_at,
                width_px=PICTURE_PX[0], height_px=PICTURE_PX[1], sha256=f"{number:064x}",
                attached_at=self.now,
            )  # fmt: skip
            write_renditions(photo.folder, files)
            self._store([photo])
            PhotoLesion.objects.create(photo=photo, lesion=lesion, check_in=check_in)

    def _life_events(self, lesions: list[Lesion], weeks: int) -> Iterator[LifeEvent]:
        for lesion in lesions:
            every = EPISODE_WEEKS * self.a_week
            for end in range(self.chance.randrange(every), weeks - len(EPISODE), every):
                for step, kind in enumerate(EPISODE):
                    week = end + len(EPISODE) - 1 - step
                    yield LifeEvent(**self._own(week), lesion=lesion, kind=kind, happened_on=self._on(week))

    def _daily_entries(self, weeks: int) -> Iterator[DailyEntry]:
        for week in range(weeks):
            day = (self.now - week * self.step).astimezone(self.patient.zone).date()
            yield DailyEntry(
                **self._own(week),
                on=day,
                pain=self.chance.randint(0, 7),
                anchor=self.chance.choice(Anchor.values),
            )

    def _labs(self, weeks: int) -> Iterator[LabResult]:
        for week in range(2, weeks, 4 * self.a_week):
            for analyte, (unit, middle, spread, interval) in LABS.items():
                value = max(self.chance.gauss(middle, spread), 0.1)
                row = LabResult(
                    **self._own(week),
                    analyte=analyte,
                    collected_at=self._at(week),
                    raw_value=f"{value:.1f}",
                    raw_unit=unit,
                    interval_text=interval,
                )
                row.clean()  # reads number, interval and canonical value from the text
                yield row

    def _notes(self, lesions: list[Lesion], weeks: int) -> Iterator[Note]:
        for week in range(3, weeks, 8 * self.a_week):
            about = self.chance.choice([None, *lesions])
            yield Note(
                **self._own(week, self.doctor),
                lesion=about,
                text="Seen today. Please keep measuring with the caliper.",
            )

    def _care(self, lesions: list[Lesion], weeks: int) -> None:
        """A condition and two treatments: few rows, written as the pages write them."""
        since = {"since_on": self._on(weeks), "since_precision": "month"}
        save_clinical(
            Condition(patient=self.patient, key=CONDITION, certainty="diagnosed", **since), by=self.owner
        )
        for kind, key, week in TREATMENTS:
            start = {"start_on": self._on(min(week, weeks)), "start_precision": "day"}
            treatment = save_clinical(
                Treatment(patient=self.patient, kind=kind, key=key, **start), by=self.owner
            )
            treatment.lesions.set(lesions[:3])


def _picture() -> bytes:
    """A pale spot on grey, as a JPEG."""
    spot = Image.radial_gradient("L").resize(PICTURE_PX).convert("RGB")
    with io.BytesIO() as file:
        spot.save(file, "JPEG", quality=80)
        return file.getvalue()
