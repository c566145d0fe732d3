"""Whether a size changed, said only as surely as the measurements allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import hypot
from typing import Literal

from django.utils.translation import gettext as _

from .chart_data import Number, Sentence
from .chart_marks import method_name
from .chart_words import day_near, plain

Kind = Literal["longer", "shorter", "no_sure_change", "cannot_tell"]

RANGE_DAYS = 365

# Our own display rule, not validated: beyond both limits at once, or seen at two measurements in a row. The
# share is of the longer of the two lengths, so that growing and shrinking are judged alike.
SMALLEST_MM = 1.5
SMALLEST_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured length; ``uncertainty_mm`` is its 95 % half-width. A "same" answer is never a Reading."""

    on: date
    length_mm: Number
    uncertainty_mm: Number
    method: str


@dataclass(frozen=True, slots=True)
class Change:
    """The verdict, the two readings behind it, and the numbers in mm (None without a comparison)."""

    kind: Kind
    sentence: Sentence
    reason: str
    then: Reading | None = None
    now: Reading | None = None
    difference_mm: float | None = None
    half_width_mm: float | None = None

    @property
    def is_change(self) -> bool:
        return self.kind in ("longer", "shorter")

    @property
    def rule(self) -> str:
        """Our rule in words, for a details line beside the verdict."""
        return change_rule()


def change_rule() -> str:
    """The display rule as people read it; it is ours and has not been tested in a study."""
    return _(
        "We call it a change when it is more than the error of both measurements and, as well, either more "
        "than 1.5 mm and a quarter of the length, or seen at two measurements in a row. This rule is our "
        "own; no study has tested it."
    )


def latest_change(readings: Sequence[Reading], *, range_days: int = RANGE_DAYS) -> Change:
    """The newest reading against the earliest one by the same method in the ``range_days`` before it.

    The difference is called a change when it exceeds its 95 % half-width, ``hypot`` of both uncertainties,
    and our display rule (see SMALLEST_MM). Readings by different methods are never compared.
    """
    ordered = sorted(readings, key=lambda reading: reading.on)
    if not ordered:
        return Change("cannot_tell", Sentence(_("No size has been measured yet."), icon="unsure"), "none")
    now = ordered[-1]
    since = now.on - timedelta(days=range_days)
    earlier = [reading for reading in ordered[:-1] if since <= reading.on < now.on]
    alike = [reading for reading in earlier if reading.method == now.method]
    if not alike:
        return _not_comparable(now, earlier, older=ordered[0].on < since)
    return _verdict(alike, now)


def _verdict(alike: Sequence[Reading], now: Reading) -> Change:
    then = alike[0]
    difference, half_width = _difference(then, now)
    if abs(difference) <= half_width:
        return Change(
            "no_sure_change", _within_error(then, now), "within_error", then, now, difference, half_width
        )
    if not (_beyond_limits(then, now) or _seen_twice(alike, now)):
        return Change("no_sure_change", _too_small(then, now), "small", then, now, difference, half_width)
    kind: Kind = "longer" if difference > 0 else "shorter"
    return Change(kind, _changed(kind, then, now), "beyond_error", then, now, difference, half_width)


def _difference(then: Reading, now: Reading) -> tuple[float, float]:
    """Now minus then, and the 95 % half-width of that."""
    return (
        float(now.length_mm) - float(then.length_mm),
        hypot(float(then.uncertainty_mm), float(now.uncertainty_mm)),
    )


def _beyond_limits(then: Reading, now: Reading) -> bool:
    difference = abs(_difference(then, now)[0])
    longer = max(float(then.length_mm), float(now.length_mm))
    return difference > SMALLEST_MM and difference > SMALLEST_SHARE * longer


def _seen_twice(alike: Sequence[Reading], now: Reading) -> bool:
    """The measurement before this one, on another day, showed the same direction beyond its own error."""
    then = alike[0]
    between = [reading for reading in alike[1:] if then.on < reading.on < now.on]
    if not between:
        return False
    before, half_width = _difference(then, between[-1])
    return abs(before) > half_width and (before > 0) == (_difference(then, now)[0] > 0)


def _changed(kind: Kind, then: Reading, now: Reading) -> Sentence:
    difference, half_width = _difference(then, now)
    lead = _("Longer by %(mm)s mm ± %(error)s mm since %(day)s.")
    if kind == "shorter":
        lead = _("Shorter by %(mm)s mm ± %(error)s mm since %(day)s.")
    words = {"mm": plain(abs(difference)), "error": plain(half_width), "day": day_near(then.on, now.on)}
    return Sentence(
        lead % words,
        _("That is more than the error of the two measurements, so we call it a change. It doesn’t say why."),
    )


def _no_sure_change(then: Reading, now: Reading) -> str:
    return _("No change since %(day)s that we can be sure of.") % {"day": day_near(then.on, now.on)}


def _both(then: Reading, now: Reading) -> dict[str, str]:
    return {
        "then": f"{plain(then.length_mm)} ± {plain(then.uncertainty_mm)} mm",
        "now": f"{plain(now.length_mm)} ± {plain(now.uncertainty_mm)} mm",
    }


def _within_error(then: Reading, now: Reading) -> Sentence:
    more = _("%(then)s then, %(now)s now: the difference is not more than the error of measuring.")
    if float(then.length_mm) == float(now.length_mm):
        more = _("%(then)s then, %(now)s now.")
    return Sentence(_no_sure_change(then, now), more % _both(then, now), "same")


def _too_small(then: Reading, now: Reading) -> Sentence:
    more = _(
        "%(then)s then, %(now)s now: the difference is small, so we wait until a second measurement "
        "shows it too."
    )
    return Sentence(_no_sure_change(then, now), more % _both(then, now), "same")


def _not_comparable(now: Reading, earlier: Sequence[Reading], *, older: bool) -> Change:
    words = {
        "size": f"{plain(now.length_mm)} ± {plain(now.uncertainty_mm)} mm",
        "day": day_near(now.on, now.on),
        "method": method_name(now.method),
    }
    if earlier:
        sentence = Sentence(
            _("We can’t tell yet whether it changed."),
            _(
                "The last two were measured in different ways, so we can’t compare them. Measuring the same "
                "way again (%(method)s) will tell."
            )
            % words,
            "unsure",
        )
        return Change("cannot_tell", sentence, "methods_differ", None, now)
    lead = (
        _("Measured once in the last year: %(size)s on %(day)s.")
        if older
        else _("Measured once so far: %(size)s on %(day)s.")
    )
    sentence = Sentence(
        lead % words,
        _("A second measurement, taken the same way (%(method)s), will show whether it changes.") % words,
    )
    return Change("cannot_tell", sentence, "one_reading", None, now)
