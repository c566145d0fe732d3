"""The parts of a visit sheet about the deposits: what changed, photos, openings and infections, histories."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lesions.models import Lesion, LifeEvent, Photo
from lesions.partial_dates import PartialDate
from lesions.status import Status, status_of
from lesions.vocabulary import Anchor, EventKind, Method
from records.selection import Part
from records.sheet_parts import HISTORY, Drawing, Line, Pair, Picture, Section
from records.sheet_rows import Rows, Said
from records.sheet_words import short_when
from timeline.change import BEGINS_ANEW, Change, Reading, change_of, difference_of
from timeline.chart import record_chart
from timeline.chart_data import ChartChoice, Panel
from timeline.chart_series import series_of
from timeline.chart_words import long_day, plain
from timeline.comparing import pair_of
from timeline.pairing import How
from timeline.summary import ORDER

if TYPE_CHECKING:
    from accounts.models import Viewer
    from care.models import Treatment
    from timeline.comparing import Pair as Compared

STATE_WORDS = {
    "infected": gettext_lazy("infected since %(day)s"),
    "open": gettext_lazy("open since %(day)s"),
    "inflamed": gettext_lazy("inflamed since %(day)s"),
}
MOST_ALIGNED = 3
LONG_PANELS = {Part.DAYS: Panel.DAYS, Part.TREATMENTS: Panel.TREATMENTS}  # none tells what is not ticked
CHART_SPAN = datetime.timedelta(days=365)  # ours: less than a year shows no course
#: events by how much care they ask for; and those that are told beside a deposit's size
BY_WEIGHT = (
    EventKind.INFECTED, EventKind.ULCER, EventKind.OPENED, EventKind.DRAINED, EventKind.INFLAMED,
    EventKind.OPERATED, EventKind.GONE, EventKind.CAME_BACK, EventKind.CLOSED,
)  # fmt: skip
TOLD = (
    EventKind.INFECTED, EventKind.OPENED, EventKind.ULCER, EventKind.OPERATED, EventKind.GONE,
    EventKind.CAME_BACK,
)  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """One deposit with what became of it since the chosen day."""

    lesion: Lesion
    change: Change
    status: Status
    facts: tuple[str, ...]  # new, opened, gone ...: what is no size
    since_words: str  # the newest size against the one at the chosen day; empty where there are no two
    photos: Sequence[Photo] = field(default_factory=tuple)

    @property
    def is_changed(self) -> bool:
        return bool(self.facts) or self.change.is_change

    @property
    def rank(self) -> tuple[int, str]:
        """What asks for care first, then what changed in size, then by name."""
        return ORDER.get(self.status.state, 3 if self.change.is_change else 4), self.lesion.name


def changes_of(rows: Rows) -> list[Changed]:
    """Every deposit of the selection, those first that ask for care."""
    return sorted((_changed(rows, lesion) for lesion in rows.lesions), key=lambda one: one.rank)


def _changed(rows: Rows, lesion: Lesion) -> Changed:
    events = rows.events.get(lesion.pk, [])
    status = status_of((event.kind, event.happened_on) for event in events)
    readings = readings_of(rows, lesion.pk)
    return Changed(
        lesion=lesion,
        change=change_of(readings, today=rows.today, begins_on=_begins_on(events)),
        since_words=_since_words(rows, readings),
        status=status,
        facts=tuple(_facts(rows, lesion, events, status)),
        photos=rows.photos.get(lesion.pk, ()),
    )


def readings_of(rows: Rows, lesion_id: uuid.UUID) -> list[Reading]:
    """Every measured length of a deposit with its error, oldest first."""
    return [
        Reading(rows.day_of(said.at), said.length_mm, said.error_mm, said.method, said.width_mm)
        for said in rows.check_ins.get(lesion_id, [])
        if said.length_mm is not None and said.error_mm is not None
    ]


def _begins_on(events: Sequence[LifeEvent]) -> datetime.date | None:
    ends = [event.happened_on for event in events if event.kind in BEGINS_ANEW]
    return max(ends, default=None)


def _since_words(rows: Rows, readings: Sequence[Reading]) -> str:
    """The newest size against the last one before the chosen day, else the first after it, of one method."""
    if not readings:
        return ""
    now, since = readings[-1], rows.selection.since_on
    alike = [reading for reading in readings[:-1] if reading.method == now.method and reading.on < now.on]
    before = [reading for reading in alike if reading.on <= since]
    then = next(iter(before[-1:] or alike[:1]), None)
    if then is None or now.on < since:
        return _("Last size %(size)s, %(method)s.") % {
            "size": _dated(now), "method": Method(now.method).label,
        }  # fmt: skip
    words = {"then": _dated(then), "now": _dated(now), "method": Method(now.method).label}
    if difference_of(then, now).is_beyond_error:
        return _("Now %(now)s, before %(then)s, %(method)s: more than the error.") % words
    return _("Now %(now)s, before %(then)s, %(method)s: within the error.") % words


def _dated(reading: Reading) -> str:
    """20 × 15 ± 0.5 mm (2 Oct 2025)."""
    size = plain(reading.length_mm)
    if reading.width_mm is not None:
        size = f"{size} × {plain(reading.width_mm)}"
    return f"{size} ± {plain(reading.uncertainty_mm)} mm ({short_when(PartialDate(reading.on))})"


def _facts(rows: Rows, lesion: Lesion, events: list[LifeEvent], status: Status) -> Iterator[str]:
    """The state first, then that it is new, then how often what happened since; the days stand in a part of
    their own."""
    since = rows.selection.since_on
    if status.needs_care and status.since:
        yield STATE_WORDS[status.state] % {"day": long_day(status.since)}
    noticed = PartialDate.of(lesion.noticed_on, lesion.noticed_precision)
    if noticed and noticed.last >= since:
        yield _("new, first noticed %(when)s") % {"when": noticed}
    elif rows.day_of(lesion.entered_at) >= since:
        yield _("added to the record on %(day)s") % {"day": long_day(rows.day_of(lesion.entered_at))}
    kinds = [event.kind for event in events if event.when.last >= since]
    for kind in TOLD:
        count = kinds.count(kind)
        if count:
            label = str(EventKind(kind).label).lower()
            yield label if count == 1 else _("%(what)s %(n)d times") % {"what": label, "n": count}


def _and(words: list[str], most: int = 3) -> str:
    """1 May, 3 May and 2 more."""
    shown = ", ".join(words[:most])
    left = len(words) - most
    return shown if left <= 0 else _("%(shown)s and %(count)d more") % {"shown": shown, "count": left}


# ---- what changed --------------------------------------------------------------------------------


def changes_section(rows: Rows, changes: Sequence[Changed], treatments: Sequence[Treatment]) -> Section:
    """In one line what happened since the day, then each changed deposit, then the others by name."""
    changed = [one for one in changes if one.is_changed]
    lines = [
        Line(_size_words(one), lead=f"{one.lesion.name}: {_lead(one)}.", is_care=one.status.needs_care)
        for one in changed
    ]
    return Section(
        Part.CHANGES,
        _("What changed since %(day)s") % {"day": long_day(rows.selection.since_on)},
        intro=_counts(rows, changes, treatments),
        lines=tuple(lines),
        outro=_calm([one for one in changes if not one.is_changed]),
    )


def _lead(one: Changed) -> str:
    return "; ".join(one.facts) or one.change.word


def _size_words(one: Changed) -> str:
    """The verdict on the size as on every page, its numbers, and the newest size against the one of then."""
    words = [one.change.sentence.lead, one.since_words]
    if one.change.is_change and one.change.numbers[1:]:  # the first number is in the sentence already
        words.append(f"{'; '.join(one.change.numbers[1:])}.")
    return " ".join(filter(None, words))


def _calm(others: Sequence[Changed]) -> str:
    """Names of those without a change, and of those of which nothing can be said."""
    told = [one.lesion.name for one in others if one.change.verdict != "cannot_tell"]
    untold = [one.lesion.name for one in others if one.change.verdict == "cannot_tell"]
    sentences = []
    if told:
        sentences.append(_("No change that we can be sure of: %(names)s.") % {"names": _and(told, 12)})
    if untold:
        sentences.append(_("Cannot be told from the sizes so far: %(names)s.") % {"names": _and(untold, 12)})
    return " ".join(sentences)


def _counts(rows: Rows, changes: Sequence[Changed], treatments: Sequence[Treatment]) -> str:
    """How much happened since the day, nought included: "none entered" is an answer, too."""
    since = rows.selection.since_on
    recent = [event.kind for events in rows.events.values() for event in events if event.when.last >= since]
    opened = sum(kind in (EventKind.OPENED, EventKind.ULCER) for kind in recent)
    infected = recent.count(EventKind.INFECTED)
    gone = sum(kind in (EventKind.GONE, EventKind.OPERATED) for kind in recent)
    new = sum(
        bool(
            one.lesion.noticed_on
            and PartialDate(one.lesion.noticed_on, one.lesion.noticed_precision).last >= since
        )
        for one in changes
    )
    begun = [row for row in treatments if row.start and row.start.last >= since]
    words = [
        ngettext("%(n)d opening", "%(n)d openings", opened) % {"n": opened},
        ngettext("%(n)d infection", "%(n)d infections", infected) % {"n": infected},
        ngettext("%(n)d new deposit", "%(n)d new deposits", new) % {"n": new},
        ngettext("%(n)d gone or operated on", "%(n)d gone or operated on", gone) % {"n": gone},
        ngettext("%(n)d treatment begun", "%(n)d treatments begun", len(begun)) % {"n": len(begun)},
    ]
    return _("Entered: %(words)s.") % {"words": ", ".join(words)}


# ---- photos --------------------------------------------------------------------------------------


def photos_section(rows: Rows, changes: Sequence[Changed], *, viewer: Viewer) -> Section:
    """One pair of each changed deposit, then of the others whose photos were ticked.

    Laying two photos on each other takes some queries, so only the first ``MOST_ALIGNED`` are.
    """
    ordered = sorted((one for one in changes if one.photos), key=lambda one: not one.is_changed)
    pairs = [
        _pair(rows, one, viewer if number < MOST_ALIGNED else None) for number, one in enumerate(ordered)
    ]
    return Section(Part.PHOTOS, _("Photos"), pairs=tuple(pairs))


def _pair(rows: Rows, one: Changed, viewer: Viewer | None) -> Pair:
    """The last ticked photo before the chosen day, else the first after it, beside the newest ticked one."""
    now = one.photos[-1]
    before = [photo for photo in one.photos if rows.day_of(photo.taken_at) < rows.selection.since_on]
    then = before[-1] if before else one.photos[0]
    photos = (now,) if then.pk == now.pk else (then, now)
    pictures = [picture_of(rows, photo, one.lesion) for photo in photos]
    if len(photos) == 1 or viewer is None:
        return Pair(one.lesion.name, tuple(pictures))
    pair = pair_of(one.lesion, then, now, viewer=viewer)
    framed = [replace(picture, frame=shot.frame) for picture, shot in zip(pictures, pair.shots, strict=True)]
    return Pair(one.lesion.name, tuple(framed), _scale_words(pair))


def _scale_words(pair: Compared) -> str:
    if pair.alignment.how == How.CARD and pair.mm_per_side:
        return _("Same scale, each photo %(mm)s mm wide") % {"mm": plain(pair.mm_per_side)}
    if pair.alignment.how == How.LANDMARKS:
        return _("Laid on each other by two marked spots")
    return _("Not at the same scale")


def picture_of(rows: Rows, photo: Photo, lesion: Lesion) -> Picture:
    day = long_day(rows.day_of(photo.taken_at))
    return Picture(
        photo_id=photo.pk,
        width_px=photo.width_px,
        height_px=photo.height_px,
        caption=day if photo.taken_at_known else _("about %(day)s") % {"day": day},
        alt=_("Photo of %(name)s, %(day)s") % {"name": lesion.name, "day": day},
    )


# ---- chart ---------------------------------------------------------------------------------------


def chart_section(rows: Rows, changes: Sequence[Changed], *, viewer: Viewer) -> Section | None:
    """The sizes of the two deposits that changed most, a year of them at least; more in the long form."""
    is_long = rows.selection.is_long
    drawn = [one.lesion.pk for one in changes if one.change.basis != "none"][:2]
    if not drawn:
        return None
    panels = {
        Panel.SIZES,
        *(panel for part, panel in LONG_PANELS.items() if is_long and rows.selection.shows(part)),
    }
    since = min(rows.selection.since_on, rows.today - CHART_SPAN)
    choice = ChartChoice(
        lesions=tuple(drawn), panels=frozenset(panels), since=since, until=rows.today, photos=(),
        has_links=False,
    )  # fmt: skip
    chart = record_chart(series_of(viewer, rows.patient, choice), today=rows.today)
    if chart.wide is None or chart.narrow is None:
        return None
    drawing = Drawing(
        chart.wide.svg,
        chart.narrow.svg,
        _("%(title)s The sizes and what was said of them stand in words beside it.")
        % {"title": chart.title.split(". ")[0].rstrip(".") + "."},
        chart.wide.height / chart.wide.width,
        tuple((item.mark, item.text) for item in chart.legend),
    )
    return Section(Part.CHART, _("Sizes over time"), drawing=drawing)


# ---- openings and infections ---------------------------------------------------------------------


def events_section(rows: Rows) -> Section:
    """Of each deposit what happened to it since the day, with the days; the latest first."""
    since, names = rows.selection.since_on, rows.names
    found = []
    for lesion_id, events in rows.events.items():
        recent = [e for e in events if e.when.last >= since and e.kind != EventKind.NOTICED]
        if recent:
            found.append((recent[-1].happened_on, _event_line(recent, events, names[lesion_id])))
    lines = [line for _on, line in sorted(found, key=itemgetter(0), reverse=True)]
    nothing = "" if lines else _("Nothing entered since %(day)s.") % {"day": long_day(since)}
    return Section(Part.EVENTS, _("Openings, infections and other events"), nothing, tuple(lines))


def _event_line(recent: Sequence[LifeEvent], events: Sequence[LifeEvent], name: str) -> Line:
    """Opened 6 Nov 2026, 30 Jan 2026; material came out 7 Nov 2026."""
    newest_first = list(reversed(recent))
    told = []
    for kind in BY_WEIGHT:
        of_kind = [event for event in newest_first if event.kind == kind]
        if not of_kind:
            continue
        days = _and([short_when(event.when) for event in of_kind])
        words = ", ".join([str(of_kind[0].get_kind_display()), *of_kind[0].ulcer_words])
        told.append(f"{words} {days}")
    status = status_of((event.kind, event.happened_on) for event in events)
    return Line("; ".join(told) + ".", lead=f"{name}:", is_care=status.needs_care)


# ---- the long form -------------------------------------------------------------------------------


def histories(rows: Rows, changes: Sequence[Changed]) -> list[Section]:
    """Each deposit with what was measured, said and seen of it, as far as it is ticked, the newest first."""
    return [_history(rows, one) for one in changes]


def _history(rows: Rows, one: Changed) -> Section:
    lesion = one.lesion
    dated: list[tuple[datetime.date, Line]] = [
        (event.happened_on, Line(event.note, lead=str(event.get_kind_display()), when=str(event.when)))
        for event in (rows.events.get(lesion.pk, []) if rows.selection.shows(Part.EVENTS) else [])
    ]
    for said in rows.check_ins.get(lesion.pk, []):
        text = said_words(said, with_pain=rows.selection.shows(Part.DAYS))
        if text:
            day = rows.day_of(said.at)
            dated.append((day, Line(text, when=long_day(day))))
    dated.sort(key=lambda pair: pair[0], reverse=True)
    about = [lesion.place]
    if lesion.diagnosis_type:
        about.append(str(lesion.get_diagnosis_type_display()))
    pictures = tuple(picture_of(rows, photo, lesion) for photo in one.photos)
    return Section(
        HISTORY,
        lesion.name,
        intro=f"{', '.join(about)}. {_size_words(one)}",
        lines=tuple(line for _day, line in dated),
        pairs=(Pair("", pictures),) if pictures else (),
    )


def said_words(said: Said, *, with_pain: bool) -> str:
    """What a check-in says in one line; empty when it says nothing but that somebody looked."""
    words = []
    if said.length_mm is not None:
        size = plain(said.length_mm)
        if said.width_mm is not None:
            size = f"{size} × {plain(said.width_mm)}"
        words.append(
            _("%(size)s mm, ± %(error)s mm (%(method)s)")
            % {"size": size, "error": plain(said.error_mm or 0), "method": Method(said.method).label}
        )
    if said.area_mm2 is not None:
        words.append(f"{plain(said.area_mm2)} mm²")
    if said.anchor is not None:
        words.append(_("against last time: %(anchor)s") % {"anchor": str(Anchor(said.anchor).label).lower()})
    if with_pain and said.pain_rest is not None:
        words.append(_("pain at rest %(pain)d of 10") % {"pain": said.pain_rest})
    if said.note:
        words.append(said.note)
    return "; ".join(words)
