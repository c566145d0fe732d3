"""Whether a lesion grew, shrank or stayed as it was, said only as surely as the measurements allow.

The rules are ours and no study has tested them:

- Readings of one method only. Methods are never compared, and what was left out is said.
- The readings of the last ``WINDOW_DAYS`` days before the newest one. Where every one of them has a width
  the size is the mean distance across, the root of length x width; else the length.
- Two readings: their difference against its 95 % half-width.
- Three and more: a robust line (``change_fit``) and a 95 % interval of the change along it. Its tails are
  unequal, 2.9 % on the side of no growth and 0.5 % on the other, since an overlooked growth costs more than
  one looked at in vain, and a comfort that is none costs most.
- Sizes that lie clearly farther from a line than their errors allow did not go one way: they are judged
  from where they turned.
- A step between the last two counts on its own when it is so large that chance makes one in a thousand.
- "Stable" needs that a change by a third of the size would have shown. Else nobody can tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from math import hypot, sqrt
from typing import Any, Literal, Self

from lesions.vocabulary import EventKind, Method
from timeline import change_words
from timeline.change_fit import robust_line, turn_of
from timeline.chart_data import Number, Sentence

Verdict = Literal["progressing", "stable", "improving", "cannot_tell"]
Basis = Literal["none", "one", "methods", "old", "coarse", "two", "trend", "step"]
Measure = Literal["length", "across"]

WINDOW_DAYS = 400  # thirteen monthly readings
FRESH_DAYS = 183  # as in the burden: what is older says nothing about now
Z_95 = 1.96
GROWTH_Z = 1.9
SHRINKING_Z = 2.576
STEP_Z = 3.29
NOTICED_SHARE = 1 / 3
# What was measured before one of these is another story.
BEGINS_ANEW = {EventKind.OPERATED, EventKind.GONE}
_DAYS = ("since", "until", "begins_on", "turned_on")
# The scale of a photo makes length and width wrong together; two placings of a ruler are two errors.
ONE_SCALE = {Method.PHOTO_CARD, Method.PHOTO_KNOWN, Method.EYE}


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured size; ``uncertainty_mm`` is the 95 % half-width of its length. A "same" answer is none."""

    on: date
    length_mm: Number
    uncertainty_mm: Number
    method: str
    width_mm: Number | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Now minus then in mm, with its 95 % half-width. Of two methods it is never called a change."""

    mm: float
    half_width_mm: float
    is_same_method: bool
    measure: Measure = "length"

    @property
    def is_beyond_error(self) -> bool:
        return self.is_same_method and abs(self.mm) > self.half_width_mm

    @property
    def words(self) -> str:
        return change_words.difference_words(self)


@dataclass(frozen=True, slots=True)
class Change:
    """The verdict and the numbers behind it, in mm, from which every page makes its words.

    Attributes:
        basis: what the verdict rests on, or why there is none.
        measure: ``across`` is the root of length x width.
        count: the readings used, all by ``method``, from ``since`` to ``until``.
        difference_mm: from first to last along the line (or between two), with ``low_mm`` and ``high_mm`` as
            the ends of its 95 % interval; None without a comparison.
        step_mm: the last reading minus the one before, with its 95 % half-width.
        other: methods that were left out, with how many readings.
        begins_on: earlier readings were left out, since the lesion was operated or gone on this day.
        turned_on: earlier readings were left out, since the sizes did not go one way and turned on this day.
    """

    verdict: Verdict
    basis: Basis
    measure: Measure = "length"
    method: str = ""
    count: int = 0
    since: date | None = None
    until: date | None = None
    then_mm: float | None = None
    then_error_mm: float | None = None
    now_mm: float | None = None
    now_error_mm: float | None = None
    difference_mm: float | None = None
    low_mm: float | None = None
    high_mm: float | None = None
    step_mm: float | None = None
    step_error_mm: float | None = None
    other: tuple[tuple[str, int], ...] = ()
    begins_on: date | None = None
    turned_on: date | None = None

    @property
    def is_change(self) -> bool:
        return self.verdict in ("progressing", "improving")

    @property
    def half_width_mm(self) -> float | None:
        if self.low_mm is None or self.high_mm is None:
            return None
        return (self.high_mm - self.low_mm) / 2

    @property
    def word(self) -> str:
        """The verdict in a word or two."""
        return change_words.verdict_word(self.verdict)

    @property
    def sentence(self) -> Sentence:
        """For people."""
        return change_words.sentence(self)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What the verdict rests on, one thing a line."""
        return change_words.reasons(self)

    @property
    def numbers(self) -> tuple[str, ...]:
        """For clinicians."""
        return change_words.numbers(self)

    def to_dict(self) -> dict[str, Any]:
        """For a JSON field: what there is, lengths rounded to a hundredth of a millimetre, days as text."""
        return {key: _plain(value) for key, value in asdict(self).items() if value not in (None, ())}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """The change back from ``to_dict``.

        Raises:
            TypeError: a key is unknown, or the verdict is missing.
        """
        days = {key: date.fromisoformat(stored[key]) for key in _DAYS if key in stored}
        other = tuple((method, count) for method, count in stored.get("other", ()))
        return cls(**{**stored, **days, "other": other})


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 2)
    return value.isoformat() if isinstance(value, date) else value


def difference_of(then: Reading, now: Reading) -> Difference:
    """How two readings differ: across where both have a width, else in length."""
    return _difference(then, now, _measure((then, now)))


def _difference(then: Reading, now: Reading, measure: Measure) -> Difference:
    half_width = hypot(_error(then, measure), _error(now, measure))
    return Difference(
        _size(now, measure) - _size(then, measure), half_width, then.method == now.method, measure
    )


def change_of(
    readings: Iterable[Reading], *, today: date | None = None, begins_on: date | None = None
) -> Change:
    """Decide from all readings of one method.

    Args:
        readings: of one lesion, in any order.
        today: the patient's today; a newest reading older than ``FRESH_DAYS`` then says nothing about now.
        begins_on: the day of an operation or of going away; what was measured before is another story.
    """
    known = sorted(readings, key=_in_order)
    ordered = [reading for reading in known if begins_on is None or reading.on >= begins_on]
    begins_on = begins_on if len(ordered) < len(known) else None
    if not ordered:
        return Change("cannot_tell", "none", begins_on=begins_on)
    newest = ordered[-1].on
    recent = [reading for reading in ordered if reading.on >= newest - timedelta(days=WINDOW_DAYS)]
    method = _method(recent)
    used = [reading for reading in recent if reading.method == method]
    other = Counter(reading.method for reading in recent if reading.method != method)
    change = replace(_judged(used, bool(other)), other=tuple(sorted(other.items())), begins_on=begins_on)
    if today is not None and (today - newest).days > FRESH_DAYS:
        return replace(change, verdict="cannot_tell", basis="old")
    return change


def _in_order(reading: Reading) -> tuple[date, float, str]:
    """By day; within a day by size and method, so that the order in which rows come decides nothing."""
    return reading.on, float(reading.length_mm), reading.method


def _method(recent: Sequence[Reading]) -> str:
    """That of the newest reading, or the last one that was used on two days at all."""
    days: dict[str, set[date]] = {}
    for reading in recent:
        days.setdefault(reading.method, set()).add(reading.on)
    for reading in reversed(recent):
        if len(days[reading.method]) > 1:
            return reading.method
    return recent[-1].method


def _judged(used: Sequence[Reading], has_others: bool, *, turned_on: date | None = None) -> Change:
    measure = _measure(used)
    first, last = used[0], used[-1]
    plain = Change(
        "cannot_tell",
        "methods" if has_others else "one",
        measure,
        last.method,
        len(used),
        first.on,
        last.on,
        _size(first, measure),
        _error(first, measure),
        _size(last, measure),
        _error(last, measure),
        turned_on=turned_on,
    )
    if first.on == last.on:
        return plain
    step = _difference(used[-2], last, measure)
    plain = replace(plain, step_mm=step.mm, step_error_mm=step.half_width_mm)
    return _of_two(plain) if len(used) == 2 else _of_many(plain, used, measure)


def _of_two(plain: Change) -> Change:
    difference, error = plain.step_mm or 0.0, plain.step_error_mm or 0.0
    low, high = difference - error, difference + error
    size = ((plain.then_mm or 0) + (plain.now_mm or 0)) / 2
    return _decided(plain, "two", difference, low, high, size)


def _of_many(plain: Change, used: Sequence[Reading], measure: Measure) -> Change:
    days = [float(reading.on.toordinal()) for reading in used]
    sizes = [_size(reading, measure) for reading in used]
    sds = [_error(reading, measure) / Z_95 for reading in used]
    line = robust_line(days, sizes, sds)
    if line is None:  # not reached: the first and the last lie on two days
        return plain
    if line.is_bent and len(set(days)) > 3 and plain.turned_on is None:
        since = used[turn_of(days, sizes, sds) :]
        return _judged(since, False, turned_on=since[0].on)
    span = days[-1] - days[0]
    difference, se = line.slope * span, line.slope_se * span
    low, high = difference - GROWTH_Z * se, difference + SHRINKING_Z * se
    change = _decided(plain, "trend", difference, low, high, line.mean_mm)
    step, error = plain.step_mm or 0.0, plain.step_error_mm or 0.0
    is_step = abs(step) > STEP_Z / Z_95 * error and used[-2].on < used[-1].on
    if is_step and change.verdict != _direction(step):
        return replace(change, verdict=_direction(step), basis="step")
    return change


def _decided(plain: Change, basis: Basis, difference: float, low: float, high: float, size: float) -> Change:
    found = replace(plain, basis=basis, difference_mm=difference, low_mm=low, high_mm=high)
    if low > 0 or high < 0:
        return replace(found, verdict=_direction(difference))
    if (high - low) / 2 > NOTICED_SHARE * size:
        return replace(found, basis="coarse")
    return replace(found, verdict="stable")


def _direction(difference: float) -> Verdict:
    return "progressing" if difference > 0 else "improving"


def _measure(readings: Iterable[Reading]) -> Measure:
    return "across" if all(reading.width_mm for reading in readings) else "length"


def _size(reading: Reading, measure: Measure) -> float:
    """In mm: the length, or the root of length x width."""
    length = float(reading.length_mm)
    return sqrt(length * float(reading.width_mm or length)) if measure == "across" else length


def _error(reading: Reading, measure: Measure) -> float:
    """The 95 % half-width of ``_size`` in mm: half the root of the summed squares of both relative errors
    where length and width were taken apart; where one scale gave both, half their sum.
    """
    error, length = float(reading.uncertainty_mm), float(reading.length_mm)
    if measure == "length":
        return error
    of_length, of_width = error / length, error / float(reading.width_mm or length)
    together = of_length + of_width if reading.method in ONE_SCALE else hypot(of_length, of_width)
    return _size(reading, measure) * together / 2
