"""A treated lesion beside an untreated one, counted from the start of the treatment: each change in words."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from .change import Reading, difference_of
from .chart_data import RecordSeries, Sentence, SizeLine, SizePoint
from .chart_words import day_near, plain

#: ours: a size taken so soon after the start still says how it was then
_START_DAYS = 28


def since_start(line: SizeLine, zero: date, until: date) -> Sentence:
    """The newest size up to ``until`` against the one at the start, by the same method where there is one."""
    points = [point for point in line.points if point.observed_on <= until]
    now = points[-1] if points else None
    then = _at_start(points, zero, now.method if now else "")
    if then is None or now is None or then.observed_on >= now.observed_on:
        return Sentence(
            _("We can’t tell how it changed since the start."),
            _("That needs a size from about the start, and one from later."),
            "unsure",
        )
    difference = difference_of(_reading(then), _reading(now))
    words = {"then": _size(then), "first": day_near(then.observed_on, until)}
    words |= {"now": _size(now), "last": day_near(now.observed_on, until)}
    more = _("%(then)s on %(first)s, %(now)s on %(last)s.") % words
    return Sentence(difference.words, more, "ruler" if difference.is_beyond_error else "same")


def _at_start(points: Sequence[SizePoint], zero: date, method: str) -> SizePoint | None:
    """The last size up to the start, else the first one soon after it; one by ``method`` is preferred."""
    before = [point for point in points if point.observed_on <= zero]
    soon = [point for point in points if zero < point.observed_on <= zero + timedelta(days=_START_DAYS)]
    ordered = [*reversed(before), *soon]
    alike = [point for point in ordered if point.method == method]
    return next(iter(alike or ordered), None)


def _reading(point: SizePoint) -> Reading:
    return Reading(point.observed_on, point.length_mm, point.uncertainty_mm, point.method, point.width_mm)


def _size(point: SizePoint) -> str:
    return f"{plain(point.length_mm)} ± {plain(point.uncertainty_mm)} mm"


def line_name(line: SizeLine, series: RecordSeries) -> str:
    """The lesion's name with what was done to it, where the chart is aligned at a treatment."""
    if not series.zero:
        return line.name
    if line.key == series.control:
        return _("%(name)s (left untreated)") % {"name": line.name}
    return _("%(name)s (treated)") % {"name": line.name}


def no_proof(series: RecordSeries) -> str:
    """What a picture of two lesions cannot say; empty where nothing is compared."""
    if not series.zero:
        return ""
    return _(
        "This is no proof that %(treatment)s works or doesn’t: two deposits can differ for other reasons, "
        "and one treated and one untreated are too few to tell."
    ) % {"treatment": series.zero_name}
