"""What a change is called: for people, for clinicians, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timeline.chart_data import Sentence
from timeline.chart_marks import method_name
from timeline.chart_words import day_near, long_day, plain

if TYPE_CHECKING:
    from timeline.change import Change, Difference

_RATE_DAYS = 180  # a rate per year from less would be a guess
_YEAR_DAYS = 365.25


def rule_words() -> str:
    """That the rules are ours, for a details line beside the verdict."""
    return _(
        "Only sizes taken the same way are compared, and a change is called one only when it is more than "
        "their errors explain. The rules are our own; no study has tested them."
    )


def verdict_word(verdict: str) -> str:
    return {
        "progressing": _("getting larger"),
        "stable": _("stable"),
        "improving": _("getting smaller"),
    }.get(verdict, _("can’t tell yet"))


def difference_words(difference: Difference) -> str:
    """Such as "1.2 mm longer, ± 0.8 mm: more than the error of both"."""
    amount = plain(abs(difference.mm))
    words = {"mm": amount, "error": plain(difference.half_width_mm)}
    if not difference.is_same_method:
        return _("Measured in different ways, so the two sizes can’t be compared.")
    if amount == "0":
        return _("The same size, give or take %(error)s mm.") % words
    if difference.measure == "across":
        text = (
            _("%(mm)s mm larger across ± %(error)s mm")
            if difference.mm > 0
            else _("%(mm)s mm smaller across ± %(error)s mm")
        )
    else:
        text = (
            _("%(mm)s mm longer ± %(error)s mm")
            if difference.mm > 0
            else _("%(mm)s mm shorter ± %(error)s mm")
        )
    if difference.is_beyond_error:
        return _("%(difference)s: more than the error of both sizes.") % {"difference": text % words}
    return _("%(difference)s: not more than the error of both sizes.") % {"difference": text % words}


def sentence(change: Change) -> Sentence:
    """The finding first, then how sure it is."""
    if change.basis == "none":
        return Sentence(_("No size has been measured yet."), icon="unsure")
    if change.basis in ("one", "methods", "old", "coarse"):
        return _not_told(change)
    if change.verdict == "stable":
        return _stable(change)
    return _changed(change)


def _changed(change: Change) -> Sentence:
    more = _(
        "That is more than the error of the two measurements, so we call it a change. It doesn’t say why."
    )
    if change.basis == "step":
        lead = _lead(change, change.step_mm or 0, _range(change.step_mm or 0, change.step_error_mm or 0))
        more = _("That is since the last size but one. Measuring again will show whether it stays so.")
        return Sentence(_("%(finding)s at the last measurement.") % {"finding": lead}, more)
    difference = change.difference_mm or 0
    if change.basis == "two":
        size = _range(difference, change.half_width_mm or 0)
    else:
        ends = sorted((abs(change.low_mm or 0), abs(change.high_mm or 0)))
        size = _("about %(mm)s mm (%(low)s to %(high)s mm)") % {
            "mm": plain(abs(difference)), "low": _end(ends[0]), "high": _end(ends[1]),
        }  # fmt: skip
        more = _(
            "Seen over %(count)d sizes taken the same way (%(method)s), and more than their errors explain. "
            "It doesn’t say why."
        ) % {"count": change.count, "method": method_name(change.method)}
    lead = _lead(change, difference, size)
    return Sentence(_("%(finding)s since %(day)s.") % {"finding": lead, "day": _since(change)}, more)


def _lead(change: Change, difference: float, size: str) -> str:
    if change.measure == "across":
        text = _("Larger across by %(size)s") if difference > 0 else _("Smaller across by %(size)s")
    else:
        text = _("Longer by %(size)s") if difference > 0 else _("Shorter by %(size)s")
    return text % {"size": size}


def _range(difference: float, error: float) -> str:
    return _("%(mm)s mm ± %(error)s mm") % {"mm": plain(abs(difference)), "error": plain(error)}


def _since(change: Change) -> str:
    since, until = change.since, change.until
    return day_near(since, until) if since and until else ""


def _sizes(change: Change) -> dict[str, str]:
    return {
        "then": _size(change.then_mm, change.then_error_mm),
        "now": _size(change.now_mm, change.now_error_mm),
        "method": method_name(change.method),
        "day": _since(change),
    }


def _size(size_mm: float | None, error_mm: float | None) -> str:
    return f"{plain(size_mm or 0)} ± {plain(error_mm or 0)} mm"


def _stable(change: Change) -> Sentence:
    lead = _("Stable: no change since %(day)s beyond the error of measuring.") % {"day": _since(change)}
    if change.basis == "two":
        return Sentence(lead, _("%(then)s then, %(now)s now.") % _sizes(change), "same")
    seen = plain(change.half_width_mm or 0)
    words = {"count": change.count, "method": method_name(change.method), "mm": seen}
    more = (
        _("%(count)d sizes taken the same way (%(method)s); a change of %(mm)s mm would have shown.") % words
    )
    return Sentence(lead, more, "same")


def _not_told(change: Change) -> Sentence:
    lead = _("We can’t tell yet whether it changed.")
    words = _sizes(change)
    if change.basis == "one":
        text = _("Measured once so far: %(size)s on %(day)s.")
        lead = text % {
            "size": _size(change.now_mm, change.now_error_mm),
            "day": day_near(change.until, change.until) if change.until else "",
        }
        more = _("A second measurement, taken the same way (%(method)s), will show whether it changes.")
    elif change.basis == "methods":
        more = _(
            "The last two were measured in different ways, so we can’t compare them. Measuring the same "
            "way again (%(method)s) will tell."
        )
    elif change.basis == "old":
        lead = _("We can’t tell how it is now: it was last measured on %(day)s.") % {
            "day": long_day(change.until) if change.until else ""
        }
        more = _("A new size, taken the same way (%(method)s), will tell.")
    else:
        more = _(
            "%(then)s then, %(now)s now: the error of measuring (%(method)s) is large for its size. A photo "
            "with the card tells more."
        )
    return Sentence(lead, more % words, "unsure")


def reasons(change: Change) -> tuple[str, ...]:
    """What the verdict rests on, one thing a line; the last line says that the rules are ours."""
    found = []
    if change.since and change.until:
        words = {
            "count": change.count, "method": method_name(change.method),
            "since": long_day(change.since), "until": long_day(change.until),
        }  # fmt: skip
        text = ngettext(
            "%(count)d size, %(method)s, on %(until)s",
            "%(count)d sizes, %(method)s, from %(since)s to %(until)s",
            change.count,
        )
        found.append(text % words)
    if change.measure == "across" and change.count > 1:
        found.append(_("Compared across: the root of length × width, since every one of them has both"))
    for method, count in change.other:
        text = ngettext(
            "%(count)d size taken another way (%(method)s) was left out",
            "%(count)d sizes taken another way (%(method)s) were left out",
            count,
        )
        found.append(text % {"count": count, "method": method_name(method)})
    if change.begins_on:
        found.append(
            _("Sizes from before %(day)s were left out: it was operated or gone then")
            % {"day": long_day(change.begins_on)}
        )
    if change.turned_on:
        found.append(
            _("Before %(day)s it went another way; it is judged from there on")
            % {"day": long_day(change.turned_on)}
        )
    if change.step_mm is not None and change.count > 2:
        found.append(_step_words(change))
    return (*found, rule_words())


def _step_words(change: Change) -> str:
    words = {"step": _signed(change.step_mm or 0), "error": plain(change.step_error_mm or 0)}
    if abs(change.step_mm or 0) > (change.step_error_mm or 0):
        return _("From the last size but one to the last: %(step)s mm ± %(error)s mm") % words
    return _("From the last size but one to the last: %(step)s mm ± %(error)s mm, within the error") % words


def numbers(change: Change) -> tuple[str, ...]:
    """Change over the time, in per cent, per year where that is no guess, with 95 % intervals."""
    if change.difference_mm is None or change.low_mm is None or change.high_mm is None:
        return ()
    ends = {"low": _signed(change.low_mm), "high": _signed(change.high_mm)}
    found = [
        _("%(mm)s mm (95 %% interval %(low)s to %(high)s mm)") % {"mm": _signed(change.difference_mm), **ends}
    ]
    if change.then_mm:
        share = 100 * change.difference_mm / change.then_mm
        found.append(_("%(share)s %%") % {"share": f"{share:+.0f}".replace("-", "−")})
    days = (change.until - change.since).days if change.since and change.until else 0
    if days >= _RATE_DAYS and change.basis != "two":
        per_year = _YEAR_DAYS / days
        rate = {
            "mm": _signed(change.difference_mm * per_year),
            "low": _signed(change.low_mm * per_year),
            "high": _signed(change.high_mm * per_year),
            "count": change.count,
        }
        found.append(_("%(mm)s mm a year (%(low)s to %(high)s), robust line, n = %(count)d") % rate)
    return tuple(found)


def _end(value: float) -> str:
    """An end of an interval: one that is just not zero must not read as zero."""
    return plain(value) if value >= 0.05 or value == 0 else f"{max(value, 0.01):.2f}"


def _signed(value: float) -> str:
    text = _end(abs(value))
    if text == "0":
        return text
    return f"+{text}" if value > 0 else f"−{text}"
