"""What goes into the charts and what comes out: plain dataclasses, no models and no request."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString

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
    check_in_id: str = ""
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
    """A treatment: ``start`` None when not known, ``stop`` None while it goes on; equal days make a pin."""

    name: str
    start: date | None
    stop: date | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SizeSeries:
    """Everything the size chart of one lesion shows. ``since`` and ``until`` are the chosen range, None for
    all.
    """

    name: str
    key: str = "size"
    points: Sequence[SizePoint] = ()
    same_on: Sequence[date] = ()
    events: Sequence[LifeMark] = ()
    treatments: Sequence[TreatmentBar] = ()
    photos_on: Sequence[date] = ()
    since: date | None = None
    until: date | None = None


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
class Chart:
    """A chart for ``templates/timeline/_chart.html``. Without anything to draw both drawings are None."""

    title: str
    says: Sentence
    wide: SvgDrawing | None = None
    narrow: SvgDrawing | None = None
    legend: tuple[LegendItem, ...] = ()
    notes: tuple[Note, ...] = ()
    tables: tuple[ChartTable, ...] = field(default=())
    foot: str = ""

    @property
    def table(self) -> ChartTable | None:
        """The first table: the values themselves."""
        return self.tables[0] if self.tables else None
