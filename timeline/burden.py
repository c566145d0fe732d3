"""All deposits together, month by month: how many are active and open, and the summed area with its error.

Our own rules, not published ones:

- Area is length x width x pi/4 (an ellipse). A size without a width gives no area: it counts as not measured.
- A month uses each lesion's latest size up to the month's end, if it is at most ``FRESH_DAYS`` old. A month
  in which
  nothing at all was measured stays empty, however fresh the sizes before it are.
- Errors of different lesions are taken as independent, so the error of the sum is the root of the summed
  squares.
- Two months are compared only over the lesions measured in both, by the same method in both.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from math import hypot, pi
from typing import NamedTuple, Self

from lesions.vocabulary import EventKind

FRESH_DAYS = 183

_OPENS = {EventKind.OPENED, EventKind.DRAINED, EventKind.ULCER}
_CLOSES = {EventKind.CLOSED, EventKind.OPERATED, EventKind.GONE}
_ENDS = {EventKind.OPERATED, EventKind.GONE}


class Size(NamedTuple):
    """One measured size; ``width_mm`` None when only the length was taken."""

    on: date
    length_mm: float
    width_mm: float | None
    uncertainty_mm: float
    method: str


class BurdenRow(NamedTuple):
    """One lesion: the day it was first known, its sizes, and its life events as (kind, day); plain tuples
    will do.
    """

    first_on: date
    sizes: Sequence[tuple[date, float, float | None, float, str]]
    events: Sequence[tuple[str, date]]


@dataclass(frozen=True, slots=True)
class BurdenMonth:
    """One month. Areas are in mm2 with 95 % half-widths; None when nothing was measured in the month.

    ``active`` and ``open`` count lesions in that state on any day of the month; ``measured`` those with a
    fresh size. The ``paired`` numbers cover the lesions measured by the same method both in this month and in
    the last one: then and now.
    """

    month: str
    active: int
    open: int
    measured: int
    area_mm2: float | None = None
    area_error_mm2: float | None = None
    paired: int = 0
    paired_then_mm2: float = 0
    paired_now_mm2: float = 0
    paired_error_mm2: float = 0

    @property
    def first_day(self) -> date:
        return date.fromisoformat(f"{self.month}-01")

    @property
    def share_measured(self) -> float | None:
        """Part of the active lesions with a fresh size, 0 to 1; None without active lesions."""
        return self.measured / self.active if self.active else None

    def to_dict(self) -> dict[str, object]:
        """For a JSON field; areas rounded to a tenth of a square millimetre."""
        return {
            key: round(value, 1) if isinstance(value, float) else value for key, value in asdict(self).items()
        }

    @classmethod
    def from_dict(cls, stored: dict[str, object]) -> Self:
        """The month back from ``to_dict``.

        Raises:
            TypeError: a key is unknown or missing.
        """
        return cls(**stored)  # type: ignore[arg-type]


class _Area(NamedTuple):
    mm2: float
    error_mm2: float
    on: date
    method: str


def burden_months(rows: Iterable[Sequence[object]], *, until: date, months: int = 12) -> list[BurdenMonth]:
    """The last ``months`` months up to ``until`` (the patient's today), oldest first.

    Args:
        rows: one (first_on, sizes, events) for each lesion, see BurdenRow; in any order.
        until: the last month ends on this day.
    """
    lesions = [_Lesion(BurdenRow(*row)) for row in rows]  # type: ignore[arg-type]
    spans = _month_spans(until, months)
    last = [lesion.area(spans[-1][1]) for lesion in lesions]
    return [_month(lesions, first, end, last) for first, end in spans]


def _month_spans(until: date, months: int) -> list[tuple[date, date]]:
    first = until.replace(day=1)
    spans = [(first, until)]
    for _index in range(months - 1):
        end = first - timedelta(days=1)
        first = end.replace(day=1)
        spans.append((first, end))
    return spans[::-1]


class _Lesion:
    """One lesion, ready to be asked for any month."""

    def __init__(self, row: BurdenRow) -> None:
        self.sizes = sorted((Size(*size) for size in row.sizes), key=lambda size: size.on)
        self._days = [size.on for size in self.sizes]
        events = sorted(row.events, key=lambda event: event[1])
        self._active = _spans([(row.first_on, True), *((day, kind not in _ENDS) for kind, day in events)])
        self._open = _spans([(day, kind in _OPENS) for kind, day in events if kind in _OPENS | _CLOSES])

    def is_active(self, first: date, end: date) -> bool:
        return _touches(self._active, first, end)

    def is_open(self, first: date, end: date) -> bool:
        return _touches(self._open, first, end)

    def area(self, end: date) -> _Area | None:
        """The area from the latest size up to ``end``, if that is fresh and has a width and the lesion is
        still there.
        """
        at = bisect_right(self._days, end) - 1
        if at < 0 or self._days[at] <= end - timedelta(days=FRESH_DAYS):
            return None
        size = self.sizes[at]
        if size.width_mm is None or not self.is_active(end, end):
            return None
        length, width, error = float(size.length_mm), float(size.width_mm), float(size.uncertainty_mm)
        return _Area(length * width * pi / 4, hypot(length, width) * error * pi / 4, size.on, size.method)

    def measured_in(self, first: date, end: date) -> bool:
        at = bisect_right(self._days, end) - 1
        return at >= 0 and self._days[at] >= first


def _spans(turns: Iterable[tuple[date, bool]]) -> list[tuple[date, date]]:
    """Stretches of days in which a state held, from the days it turned on or off; a day of change counts as
    on.
    """
    spans: list[tuple[date, date]] = []
    begun: date | None = None
    for day, on in sorted(turns, key=lambda turn: turn[0]):
        if on and begun is None:
            begun = day
        elif not on and begun is not None:
            spans.append((begun, day))
            begun = None
    if begun is not None:
        spans.append((begun, date.max))
    return spans


def _touches(spans: Iterable[tuple[date, date]], first: date, end: date) -> bool:
    return any(begin <= end and stop >= first for begin, stop in spans)


def _month(lesions: Sequence[_Lesion], first: date, end: date, last: Sequence[_Area | None]) -> BurdenMonth:
    areas = [lesion.area(end) for lesion in lesions]
    found = [area for area in areas if area is not None]
    fresh = any(lesion.measured_in(first, end) for lesion in lesions) and bool(found)
    pairs = [
        (then, now)
        for then, now in zip(areas, last, strict=True)
        if then is not None and now is not None and then.method == now.method and then.on < now.on
    ]
    return BurdenMonth(
        month=first.strftime("%Y-%m"),
        active=sum(lesion.is_active(first, end) for lesion in lesions),
        open=sum(lesion.is_open(first, end) for lesion in lesions),
        measured=len(found),
        area_mm2=sum(area.mm2 for area in found) if fresh else None,
        area_error_mm2=hypot(*(area.error_mm2 for area in found)) if fresh else None,
        paired=len(pairs) if fresh else 0,
        paired_then_mm2=sum(then.mm2 for then, _now in pairs) if fresh else 0,
        paired_now_mm2=sum(now.mm2 for _then, now in pairs) if fresh else 0,
        paired_error_mm2=hypot(*(e for pair in pairs for e in (pair[0].error_mm2, pair[1].error_mm2)))
        if fresh
        else 0,
    )
