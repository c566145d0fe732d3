"""What goes into the charts and what comes out: plain dataclasses, no models and no request."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

Number = float | int | Decimal


@dataclass(frozen=True, slots=True)
class SizePoint:
    """One measured length of one lesion. ``uncertainty_mm`` is a 95 % half-width; ``href`` opens the check-
    in.
    """

    observed_on: date
    length_mm: Number
    uncertainty_mm: Number
    method: str
    href: str = ""
    width_mm: Number | None = None


@dataclass(frozen=True, slots=True)
class LifeMark:
    """A dated event in the lesion's life. ``label`` is the word people read; ``precision`` is day, month or
    year.
    """

    kind: str
    on: date
    label: str
    precision: str = "day"
    care: bool = False


@dataclass(frozen=True, slots=True)
class TreatmentBar:
    """A treatment: ``start`` None when not known, ``stop`` None while it goes on; equal days make a pin.

    ``steps`` are the doses of a drug with the day each began, or the days of a procedure done several times.
    """

    name: str
    start: date | None
    stop: date | None = None
    detail: str = ""
    steps: tuple[tuple[date, str], ...] = ()
    is_procedure: bool = False


class Panel(TextChoices):
    """What the record's chart can show, in its order from top to bottom."""

    SIZES = "sizes", _("sizes")
    EVENTS = "events", _("events in the life of a deposit")
    PHOTOS = "photos", _("photos")
    PAIN = "pain", _("pain, and better or worse")
    DAYS = "days", _("pain of the whole person, day by day")
    LABS = "labs", _("lab results")
    TREATMENTS = "treatments", _("treatments")
    CONTEXT = "context", _("what happened around")


@dataclass(frozen=True, slots=True)
class ChartChoice:
    """What somebody asked to see. ``since`` and ``until`` are days of the patient, None for all there is.

    Attributes:
        lesions: ids, in the order in which they are drawn; empty: those that need it most.
        panels: keys of ``Panel``.
        analytes: keys of ``labs.analytes``; None: the two with most results.
        treatment: align at the start of this treatment, its deposits against the untreated one.
        photos: only these photos; None: every photo of the deposits.
        units: "conventional" or "si", for lab results.
        has_links: False on paper and behind a shared link, whose reader may not open the pages.
    """

    lesions: tuple[uuid.UUID, ...] = ()
    panels: frozenset[str] = frozenset(Panel.values)
    analytes: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None
    treatment: uuid.UUID | None = None
    photos: tuple[uuid.UUID, ...] | None = None
    units: str = "conventional"
    has_links: bool = True

    def shows(self, panel: str) -> bool:
        return panel in self.panels


@dataclass(frozen=True, slots=True)
class LabPoint:
    """One result in the unit shown. ``comparator`` is "", "<" or ">" (or with =); ``low`` and ``high`` are
    the lab's own interval; ``flag`` is high, low, outside, or anything else for no mark. A ``value`` of None
    is listed, not drawn.
    """

    on: date
    value: Number | None
    comparator: str = ""
    low: Number | None = None
    high: Number | None = None
    flag: str = ""
    href: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PainPoint:
    """What was said on a day: pain from 0 to 10, and the anchor from -2 (a lot worse) to 2 (a lot better)."""

    on: date
    rest: int | None = None
    pressure: int | None = None
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class SizeLine:
    """One lesion of the chart, oldest first. ``same_on``: days with the answer "same" and no size.
    ``begins_on``: the last day it was operated or gone, before which a change is not judged.
    ``hides_sizes``: the viewer reads it a second time and must not see the first reading yet.
    """

    key: str
    name: str
    points: Sequence[SizePoint] = ()
    same_on: Sequence[date] = ()
    events: Sequence[LifeMark] = ()
    said: Sequence[PainPoint] = ()
    begins_on: date | None = None
    hides_sizes: bool = False


@dataclass(frozen=True, slots=True)
class PhotoMark:
    """A photo of one of the lesions; ``href`` opens it."""

    on: date
    href: str = ""


@dataclass(frozen=True, slots=True)
class LabSeries:
    """The results of one analyte in the unit shown, oldest first."""

    key: str
    name: str
    unit: str
    points: Sequence[LabPoint] = ()


@dataclass(frozen=True, slots=True)
class ContextMark:
    """Something that happened around. ``kind`` is a key of ``care.context.ContextKind``."""

    kind: str
    label: str
    on: date
    precision: str = "day"


@dataclass(frozen=True, slots=True)
class RecordSeries:
    """Everything the record's chart shows.

    ``since`` and ``until`` are the chosen range. ``asked`` are the panels that were asked for: what of them
    has nothing to draw is said. ``zero`` turns the time axis into weeks since that day; ``zero_name`` is the
    treatment that began then, and ``control`` the key of the line that was left untreated. ``phone_days``
    shortens the phone's drawing to the newest days where nobody chose a range; 0 for the whole range.
    """

    key: str = "record"
    lines: Sequence[SizeLine] = ()
    days: Sequence[PainPoint] = ()
    photos: Sequence[PhotoMark] = ()
    labs: Sequence[LabSeries] = ()
    treatments: Sequence[TreatmentBar] = ()
    context: Sequence[ContextMark] = ()
    since: date | None = None
    until: date | None = None
    asked: frozenset[str] = frozenset(Panel.values)
    zero: date | None = None
    zero_name: str = ""
    control: str = ""
    phone_days: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the chart says before the picture: the finding in bold, then how sure it is."""

    lead: str
    more: str = ""
    icon: str = "ruler"


@dataclass(frozen=True, slots=True)
class SvgDrawing:
    """One finished drawing. ``numbered`` means that event marks carry numbers and need the list of notes."""

    svg: SafeString
    width: float
    height: float
    since: date
    until: date
    numbered: bool = False
    points_drawn: int = 0


@dataclass(frozen=True, slots=True)
class LegendItem:
    mark: SafeString
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered event for the list under a crowded chart."""

    number: int
    text: str
    care: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    head: str
    cells: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The table twin. ``note`` says what was left out of a very long one."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[TableRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about one of several lesions. ``letter`` is its mark in the drawing."""

    letter: str
    name: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart for ``templates/timeline/_chart.html``. Without anything to draw both drawings are None.

    ``said`` has a sentence for each lesion when there are several; ``says`` is then the first of them.
    """

    title: str
    says: Sentence
    wide: SvgDrawing | None = None
    narrow: SvgDrawing | None = None
    legend: tuple[LegendItem, ...] = ()
    notes: tuple[Note, ...] = ()
    tables: tuple[ChartTable, ...] = field(default=())
    foot: str = ""
    said: tuple[Said, ...] = ()

    @property
    def table(self) -> ChartTable | None:
        """The first table: the values themselves."""
        return self.tables[0] if self.tables else None
