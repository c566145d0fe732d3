"""The parts of a visit sheet about the whole person: days, treatments, labs, what happened around, notes."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from care.models import Condition, Treatment
from labs.analytes import ANALYTES
from labs.flags import Flag
from labs.models import LabResult
from lesions.models import DailyEntry
from lesions.models.lesion import HandTrouble
from records.selection import Part
from records.sheet_parts import Line, Section, Table
from records.sheet_rows import Rows, name_of
from records.sheet_words import short_when
from timeline.chart_words import long_day, plain, written

if TYPE_CHECKING:
    from lesions.models import Lesion
    from timeline.models import Note

LATELY_DAYS = 28  # ours: "the last four weeks"
LAB_ORDER = {key: place for place, key in enumerate(ANALYTES)}
HANDS = ("hands_small_things", "hands_grip", "hands_self_care")
FLAG_WORDS = {
    Flag.HIGH: gettext_lazy("above"),
    Flag.LOW: gettext_lazy("below"),
    Flag.OUTSIDE: gettext_lazy("not as expected"),
    Flag.WITHIN: gettext_lazy("within"),
}


# ---- pain and hands ------------------------------------------------------------------------------


def days_section(rows: Rows) -> Section:
    """Pain and hands from the daily entries; on how many days they rest stands beside each number."""
    days, since = rows.days, rows.selection.since_on
    span = (rows.today - since).days + 1
    intro = _("Daily entries on %(n)d of %(span)d days.") % {"n": len(days), "span": span}
    if not days:
        intro = _("No daily entry since %(day)s.") % {"day": long_day(since)}
    lines = [_pain(days, rows.today), *(_hand(days, name) for name in HANDS), _signs(days)]
    return Section(Part.DAYS, _("Pain and hands"), intro, tuple(line for line in lines if line))


def _pain(days: Sequence[DailyEntry], today: datetime.date) -> Line | None:
    known = [(day.on, day.pain) for day in days if day.pain is not None]
    if not known:
        return None
    values = [pain for _on, pain in known]
    text = _("%(middle)s of 10 in the middle, from %(least)d to %(most)d, on %(days)s") % {
        "middle": plain(median(values)),
        "least": min(values),
        "most": max(values),
        "days": _days(len(values)),
    }
    lately = [pain for on, pain in known if (today - on).days < LATELY_DAYS]
    if lately and len(lately) < len(values):
        text += "; " + _("in the last four weeks %(middle)s on %(days)s") % {
            "middle": plain(median(lately)),
            "days": _days(len(lately)),
        }
    return Line(f"{text}.", lead=_("Pain:"))


def _days(count: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", count) % {"n": count}


def _hand(days: Sequence[DailyEntry], name: str) -> Line | None:
    """How often each answer was given, the worst first; days without an answer count nowhere."""
    answers = Counter(value for day in days if (value := getattr(day, name)) is not None)
    if not answers:
        return None
    told = [
        f"{HandTrouble(value).label} {_days(count)}" for value, count in sorted(answers.items(), reverse=True)
    ]
    label = str(DailyEntry._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # no relation
    return Line(", ".join(told) + ".", lead=f"{label[:1].upper()}{label[1:]}:")


def _signs(days: Sequence[DailyEntry]) -> Line | None:
    found: dict[str, list[str]] = {}
    for day in reversed(days):
        for label in day.sign_labels:
            found.setdefault(label, []).append(long_day(day.on))
    if not found:
        return None
    told = [f"{label} ({', '.join(on[:3])}{' …' if len(on) > 3 else ''})" for label, on in found.items()]
    return Line("; ".join(told), lead=_("Signs to look out for:"), is_care=True)


# ---- treatments and conditions -------------------------------------------------------------------


def condition_words(condition: Condition) -> str:
    """Limited systemic sclerosis since 2018; in brackets how sure it is, where no doctor has diagnosed it."""
    words = str(condition.name)
    if condition.since:
        words = _("%(name)s since %(when)s") % {"name": words, "when": condition.since}
    if condition.certainty and condition.certainty != Condition.Certainty.DIAGNOSED:
        words = f"{words} ({condition.get_certainty_display()})"
    return words


def treatments_section(rows: Rows) -> Section:
    """Current ones first, then what was stopped since the day; in the long form all that ever were."""
    names = rows.names
    current = [row for row in rows.treatments if row.is_current(rows.today)]
    since = rows.selection.since_on
    past = [row for row in rows.treatments if row not in current and _ended_since(row, since, rows)]
    lines = [_treatment_line(row, rows, names) for row in [*reversed(current), *reversed(past)]]
    nothing = "" if lines else _("None entered.")
    return Section(Part.TREATMENTS, _("Treatments"), nothing, tuple(lines))


def _ended_since(row: Treatment, since: datetime.date, rows: Rows) -> bool:
    end = row.stop or row.start
    return rows.selection.is_long or (end is not None and end.last >= since)


def _treatment_line(row: Treatment, rows: Rows, names: dict[uuid.UUID | None, str]) -> Line:
    """What it is, since when, how much, for which deposits; "new" when it was begun since the chosen day."""
    words = [_period(row, rows.today), row.dose_text, _for_which(row.lesions.all(), names)]
    if row.start and row.start.last >= rows.selection.since_on:
        words.insert(0, _("new"))
    if row.control_lesion_id in names:
        words.append(_("%(name)s left untreated to compare") % {"name": names[row.control_lesion_id]})
    words += [row.stop_reason, row.outcome]
    return Line("; ".join(word for word in words if word), lead=f"{row.name}:")


def _period(row: Treatment, today: datetime.date) -> str:
    start, stop = row.start and short_when(row.start), row.stop and short_when(row.stop)
    if start and stop:
        return _("%(start)s to %(stop)s") % {"start": start, "stop": stop}
    if row.is_procedure and start:
        return start
    if start:
        return _("since %(when)s") % {"when": start}
    if stop:
        return _("until %(when)s") % {"when": stop}
    return _("start not known") if row.is_current(today) else ""


def _for_which(lesions: Iterable[Lesion], names: dict[uuid.UUID | None, str]) -> str:
    shown = [names[lesion.pk] for lesion in lesions if lesion.pk in names]
    return _("for %(names)s") % {"names": ", ".join(shown)} if shown else ""


# ---- labs ----------------------------------------------------------------------------------------


def labs_section(rows: Rows) -> Section:
    """The newest result of each test and the one before, as on the reports; the marked ones first."""
    by_test: dict[str, list[LabResult]] = {}
    for result in rows.labs:
        by_test.setdefault(result.analyte, []).append(result)
    newest = sorted(by_test.values(), key=lambda results: _lab_rank(results[-1], rows))
    table_rows = [_lab_row(results) for results in newest]
    if not table_rows:
        return Section(Part.LABS, _("Lab results"), _("None entered."))
    head = (_("Test"), _("Result"), _("Lab’s own range"), _("Against range"), _("Sample"), _("Before"))
    care = tuple(_is_marked(results[-1]) for results in newest)
    return Section(Part.LABS, _("Lab results"), table=Table(head, tuple(table_rows), care))


def _is_marked(result: LabResult) -> bool:
    return result.flag in (Flag.HIGH, Flag.LOW, Flag.OUTSIDE)


def _lab_rank(result: LabResult, rows: Rows) -> tuple[bool, bool, int]:
    return not _is_marked(result), result.collected_at < rows.since_at, LAB_ORDER.get(result.analyte, 999)


def _lab_row(results: Sequence[LabResult]) -> tuple[str, ...]:
    newest = results[-1]
    before = results[-2] if len(results) > 1 else None
    return (
        str(newest.test.name),
        newest.as_typed,
        _range(newest),
        str(FLAG_WORDS.get(newest.flag, _("cannot be told"))) if newest.interval_text else "",
        written(newest.collected_on, "j M Y"),
        f"{before.as_typed}, {written(before.collected_on, 'j M Y')}" if before else "",
    )


def _range(result: LabResult) -> str:
    if not result.interval_text:
        return _("none given")
    unit = "" if result.interval_text[-1:].isalpha() else result.unit_label
    return f"{result.interval_text} {unit}".strip()


# ---- what happened around, notes, questions ------------------------------------------------------


def context_section(rows: Rows) -> Section:
    """How often each thing was entered, and when last; the long form has every one."""
    found: dict[str, list[str]] = {}
    for entry in reversed(rows.context):
        found.setdefault(str(entry.get_kind_display()), []).append(short_when(entry.happened))
    lines = [
        Line(_("%(times)s, last %(when)s") % {"times": _times(len(on)), "when": on[0]}, lead=f"{kind}:")
        for kind, on in sorted(found.items(), key=lambda pair: -len(pair[1]))
    ]
    if rows.selection.is_long:
        names = rows.names
        lines += [
            Line(
                ". ".join(filter(None, [names.get(entry.lesion_id), entry.note])),
                lead=str(entry.get_kind_display()),
                when=str(entry.happened),
            )
            for entry in reversed(rows.context)
        ]
    nothing = "" if lines else _("Nothing entered since then.")
    return Section(Part.CONTEXT, _("What happened around"), nothing, tuple(lines))


def _times(count: int) -> str:
    return ngettext("once", "%(n)d times", count) % {"n": count}


def notes_section(rows: Rows) -> Section:
    """The dermatologist's notes since the day, the newest first; in the long form all of them."""
    names = rows.names
    lines = [
        _note_line(note, rows, names)
        for note in reversed(rows.notes)
        if rows.selection.is_long or note.entered_at >= rows.since_at
    ]
    nothing = "" if lines else _("None since then.")
    return Section(Part.NOTES, _("Notes of the dermatologist"), nothing, tuple(lines))


def _note_line(note: Note, rows: Rows, names: dict[uuid.UUID | None, str]) -> Line:
    day = written(rows.day_of(note.entered_at), "j M Y")
    about = names.get(note.lesion_id)
    text = " ".join(note.text.split())
    return Line(f"{about}: {text}" if about else text, lead=f"{name_of(note.entered_by)}:", when=day)


def questions_section(rows: Rows) -> Section | None:
    """The patient's own questions in her own words; without any there is nothing to show."""
    if not rows.questions:
        return None
    lines = tuple(Line(question) for question in rows.questions)
    return Section(Part.QUESTIONS, _("Questions for this visit"), lines=lines, is_numbered=True)
