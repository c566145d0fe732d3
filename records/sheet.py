"""The visit sheet: what goes to the dermatologist, gathered once for screen, print, PDF and links."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from records import sheet_changes as deposits
from records import sheet_person as person
from records.selection import Part, Selection
from records.sheet_fit import fit, short_head
from records.sheet_parts import Band, Head, Section, Sheet
from records.sheet_rows import Rows, rows_for
from timeline.chart_words import long_day

if TYPE_CHECKING:
    from accounts.models import Patient, Viewer


def sheet_of(
    viewer: Viewer, patient: Patient, selection: Selection, *, today: datetime.date, made_by: str = ""
) -> Sheet:
    """Everything the selection asks for, as this viewer may see it. A fixed number of queries.

    Args:
        viewer: a person, or a shared link.
        today: the patient's day.
        made_by: whose name stands on it; empty leaves it out.
    """
    rows = rows_for(viewer, patient, selection, today=today)
    changes = deposits.changes_of(rows)
    bands = _bands(rows, changes, viewer)
    head = _head(rows, made_by)
    if selection.is_long:
        bands += tuple(((section,),) for section in deposits.histories(rows, changes))
    else:
        head = short_head(head)
        bands = fit(bands, head)
    return Sheet(
        title=_("Visit sheet"),
        language=(get_language() or "en").split("-")[0],
        made_on=today,
        head=head,
        bands=bands,
        foot=_foot(rows),
        is_long=selection.is_long,
    )


def _foot(rows: Rows) -> str:
    said = _(
        "Entered by the patient and those who care for her or him; no diagnosis and no advice. A missing "
        "value was not entered; it is not zero."
    )
    blind = [lesion.name for lesion in rows.lesions if getattr(lesion, "hides_sizes", False)]
    if not blind:
        return said
    left_out = _("Sizes left out, since they are being read a second time by whoever made this: %(names)s.")
    return f"{left_out % {'names': ', '.join(blind)}} {said}"


def _bands(rows: Rows, changes: Sequence[deposits.Changed], viewer: Viewer) -> tuple[Band, ...]:
    shows = rows.selection.shows

    def column(*made: Section | None) -> tuple[Section, ...]:
        return tuple(section for section in made if section and shows(section.key) and _says(section))

    chart = deposits.chart_section(rows, changes, viewer=viewer) if shows(Part.CHART) else None
    main = column(
        deposits.changes_section(rows, changes, rows.treatments),
        deposits.photos_section(rows, changes, viewer=viewer),
        chart,
    )
    side = column(
        person.treatments_section(rows),
        deposits.events_section(rows),
        person.days_section(rows),
        person.notes_section(rows),
        person.context_section(rows),
    )
    questions, labs = column(person.questions_section(rows)), column(person.labs_section(rows))
    if rows.selection.is_long:
        return tuple(((section,),) for section in (*questions, *main, *side, *labs))
    bands: Iterable[Band] = ((questions,), (main, side), (labs,))
    bands = (tuple(filter(None, band)) for band in bands)
    return tuple(band for band in bands if band)


def _says(section: Section) -> bool:
    """A part without a word, such as photos of which none was ticked, is left out."""
    return bool(section.lines or section.pairs or section.table or section.drawing or section.intro)


def _head(rows: Rows, made_by: str) -> Head:
    patient = rows.patient
    about = []
    age = patient.age_on(rows.today)
    if age is not None and patient.birth_on:
        about.append(
            _("Born on %(day)s, %(age)d years old") % {"day": long_day(patient.birth_on), "age": age}
        )
    if rows.selection.shows(Part.TREATMENTS) and rows.conditions:
        about.append("; ".join(map(person.condition_words, rows.conditions)))
    words = {"name": made_by, "day": long_day(rows.today), "revision": patient.revision}
    made = _("Made on %(day)s from revision %(revision)d of the record.") % words
    if made_by:
        made = _("Made by %(name)s on %(day)s from revision %(revision)d of the record.") % words
    return Head(
        name=patient.name,
        about=tuple(about),
        since=_("What is new since %(day)s") % {"day": long_day(rows.selection.since_on)},
        made=made,
    )
