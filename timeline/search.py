"""Find words in one record: names, notes, treatments, conditions and lab values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from care.context import ContextKind
from care.models import Condition, ContextEntry, Treatment
from labs.analytes import ANALYTES
from labs.models import LabResult
from lesions import anatomy
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent
from timeline.models import Note

if TYPE_CHECKING:
    from accounts.models import Patient

LIMIT = 20


@dataclass(frozen=True)
class Hit:
    kind: str
    title: str
    text: str
    url: str
    at: datetime.datetime | datetime.date | None = None


def find_in_record(patient: Patient, words: str) -> list[Hit]:
    """At most LIMIT hits of each kind, in the order of the record's parts. A fixed number of queries."""
    return [
        *_lesions(patient, words),
        *_check_ins(patient, words),
        *_events(patient, words),
        *_context(patient, words),
        *_days(patient, words),
        *_notes(patient, words),
        *_labs(patient, words),
        *_care(patient, words),
    ]


def _lesions(patient: Patient, words: str) -> list[Hit]:
    places = [site.key for site, _side in anatomy.search(words, limit=6)]
    rows = Lesion.objects.kept().filter(patient=patient).filter(
        Q(name__icontains=words) | Q(note__icontains=words) | Q(site__in=places)
    )  # fmt: skip
    return [
        Hit(_("Deposit"), row.name, row.place, reverse("timeline:lesion", args=[row.pk]))
        for row in rows[:LIMIT]
    ]


def _check_ins(patient: Patient, words: str) -> list[Hit]:
    rows = CheckIn.objects.kept().filter(patient=patient, note__icontains=words).select_related("lesion")
    return [
        Hit(
            _("Check-in"),
            row.lesion.name,
            row.note,
            reverse("timeline:lesion", args=[row.lesion_id]),
            row.observed_at,
        )
        for row in rows[:LIMIT]
    ]


def _events(patient: Patient, words: str) -> list[Hit]:
    kinds = [
        value
        for value, label in LifeEvent._meta.get_field("kind").choices or ()
        if words.lower() in str(label).lower()
    ]
    rows = (
        LifeEvent.objects.kept().filter(patient=patient).filter(Q(note__icontains=words) | Q(kind__in=kinds))
    )
    return [
        Hit(
            row.get_kind_display(),
            row.lesion.name,
            row.note,
            reverse("timeline:lesion", args=[row.lesion_id]),
            row.happened_on,
        )
        for row in rows.select_related("lesion").order_by("-happened_on")[:LIMIT]
    ]


def _context(patient: Patient, words: str) -> list[Hit]:
    kinds = [kind.value for kind in ContextKind if words.lower() in str(kind.label).lower()]
    rows = ContextEntry.objects.kept().filter(patient=patient)
    rows = rows.filter(Q(note__icontains=words) | Q(kind__in=kinds)).select_related("lesion")
    return [
        Hit(
            str(row),
            row.lesion.name if row.lesion else "",
            row.note,
            _on_timeline(patient, "context", row.happened_on),
            row.happened_on,
        )
        for row in rows[:LIMIT]
    ]


def _days(patient: Patient, words: str) -> list[Hit]:
    rows = DailyEntry.objects.kept().filter(patient=patient, note__icontains=words)
    return [
        Hit(_("Day"), "", row.note, _on_timeline(patient, "days", row.on), row.on) for row in rows[:LIMIT]
    ]


def _on_timeline(patient: Patient, kind: str, on: datetime.date) -> str:
    """The timeline begun at a day: an old one would not stand on the newest page."""
    url = reverse("timeline:timeline", args=[patient.pk])
    return f"{url}?kind={kind}&before={on + datetime.timedelta(days=1)}#day-{on}"


def _notes(patient: Patient, words: str) -> list[Hit]:
    rows = Note.objects.kept().filter(patient=patient)
    rows = rows.filter(Q(text__icontains=words) | Q(mark__label__icontains=words))
    rows = rows.select_related("entered_by", "lesion", "check_in", "photo")
    return [
        Hit(
            _("Note"),
            ", ".join(part for part in (str(row.entered_by or ""), row.place_words) if part),
            row.text,
            row.place_url,
            row.entered_at,
        )
        for row in rows[:LIMIT]
    ]


def _labs(patient: Patient, words: str) -> list[Hit]:
    named = [key for key, one in ANALYTES.items() if words.lower() in f"{one.name} {one.short}".lower()]
    rows = LabResult.objects.kept().filter(patient=patient).filter(
        Q(analyte__in=named) | Q(note__icontains=words) | Q(lab_name__icontains=words)
    )  # fmt: skip
    return [
        Hit(
            _("Lab result"), str(ANALYTES[row.analyte].name), f"{row.raw_value} {row.raw_unit}",
            reverse("timeline:lab-trend", args=[patient.pk, row.analyte]), row.collected_at,
        )
        for row in rows[:LIMIT] if row.analyte in ANALYTES
    ]  # fmt: skip


def _care(patient: Patient, words: str) -> list[Hit]:
    """Treatments and conditions are few; their names are looked up in the catalogue and compared here."""
    told: list[tuple[Treatment | Condition, str]] = [
        (row, _told_of(row)) for row in Treatment.objects.kept().filter(patient=patient)
    ]
    told += [(row, row.note) for row in Condition.objects.kept().filter(patient=patient)]
    url, lowered = reverse("care:list", args=[patient.pk]), words.lower()
    hits = [
        Hit(str(row._meta.verbose_name).capitalize(), str(row), text, url)
        for row, text in told
        if lowered in f"{row} {text}".lower()
    ]
    return hits[:LIMIT]


def _told_of(treatment: Treatment) -> str:
    parts = (treatment.brand, treatment.dose_text, treatment.outcome, treatment.stop_reason)
    return ". ".join(part for part in parts if part)
