"""The calm questions about a typed result: what we ask, which answers there are, what an answer changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from labs.plausible import Doubt, doubt
from labs.units import RawValue, plain, read_result

if TYPE_CHECKING:
    from labs.analytes import Analyte, Unit
    from labs.models import LabResult

KEEP = "keep"


@dataclass(frozen=True)
class Choice:
    """A button. ``value`` is 'keep', 'unit:<code>' or 'read:<number>'."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One question next to one field. ``asked`` names exactly what it is about."""

    field: str
    asked: str
    text: str
    choices: tuple[Choice, ...]


def fingerprint(code: str, *typed: str) -> str:
    """What a question was about: its code and the texts as typed."""
    return "|".join((code, *(" ".join(text.split()) for text in typed)))


def question_about(result: LabResult, typed: Sequence[str], confirmed: set[str]) -> Question | None:
    """The next open question about a result that reads well, or None when all is plain or confirmed.

    Args:
        typed: the texts the person sees in the form; they name what was asked.
        confirmed: fingerprints of what the person has answered already.
    """
    for code, ask in (("read", _which_reading), ("value", _about_value), ("interval", _about_interval)):
        asked = fingerprint(code, *typed)
        question = ask(result, asked) if asked not in confirmed else None
        if question:
            return question
    return None


# ---- "1,250": 1.25 or 1250? -----------------------------------------------------------------------
def _which_reading(result: LabResult, asked: str) -> Question | None:
    raw = read_result(result.raw_value)
    unit = result.test.unit(result.raw_unit)
    if raw.number is None or raw.other_reading is None or unit is None:
        return None
    # A dot is this language's decimal sign, so it only needs asking where the large number could be meant.
    if "," not in raw.text and not unit.low <= raw.other_reading <= unit.high:
        return None
    numbers = (plain(raw.number), plain(raw.other_reading))
    text = _("“%(typed)s” can be read in two ways. Which number stands on the report?") % {"typed": raw.text}
    return Question(
        "raw_value", asked, text, tuple(Choice(f"read:{n}", _with_unit(n, unit)) for n in numbers)
    )


# ---- a number or an interval outside the limits ---------------------------------------------------
def _about_value(result: LabResult, asked: str) -> Question | None:
    number = result.raw_number if result.titre is None else Decimal(result.titre)
    unit = result.test.unit(result.raw_unit)
    found = doubt(result.test, result.raw_unit, number) if number is not None else None
    if found is None or unit is None:
        return None
    return Question("raw_value", asked, _value_text(result, found), _unit_choices(result, found))


def _value_text(result: LabResult, found: Doubt) -> str:
    names = {"test": result.test.short, "value": result.as_typed}
    first = {
        "above": _("%(test)s of %(value)s is far above what labs usually report."),
        "below": _("%(test)s of %(value)s is far below what labs usually report."),
        "looks_like": _("%(test)s of %(value)s would be unusual."),
    }[found.reason] % names
    return f"{first} {_did_it_say(found)}"


def _did_it_say(found: Doubt) -> str:
    if not found.other_units:
        return _("Please compare it with the report.")
    units = _(" or ").join(unit.label for unit in found.other_units)
    return _("Did the report say %(units)s?") % {"units": units}


def _unit_choices(result: LabResult, found: Doubt) -> tuple[Choice, ...]:
    change = [
        Choice(f"unit:{u.code}", _("Change the unit to %(unit)s") % {"unit": u.label})
        for u in found.other_units
    ]
    kept = _("Keep %(value)s, it is what the report says") % {"value": result.as_typed}
    return (*change, Choice(KEEP, kept))


def _about_interval(result: LabResult, asked: str) -> Question | None:
    """The interval decides about high and low, so an interval in another unit must not slip through."""
    bound = result.interval_high if result.interval_high is not None else result.interval_low
    unit = result.test.unit(result.raw_unit)
    found = doubt(result.test, result.raw_unit, bound) if bound is not None and result.titre is None else None
    if found is None or unit is None:
        return None
    text = _(
        "The lab’s range %(range)s doesn’t look like %(unit)s. Is it from the same line of the report?"
    ) % {
        "range": result.interval_text,
        "unit": unit.label,
    }
    fitting = Doubt(
        found.reason, tuple(u for u in found.other_units if _fits(result.test, u, result.raw_number))
    )
    choices = tuple(choice for choice in _unit_choices(result, fitting) if choice.value != KEEP)
    return Question("interval_text", asked, text, (*choices, Choice(KEEP, _("Yes, keep it as typed"))))


def _fits(test: Analyte, unit: Unit, number: Decimal | None) -> bool:
    return number is not None and doubt(test, unit.code, number) is None


# ---- answers --------------------------------------------------------------------------------------
def answered(answer: str, raw_value: str, raw_unit: str) -> tuple[str, str]:
    """Value and unit after an answer that changes one of them; the answer was the person's own tap."""
    kind, _colon, chosen = answer.partition(":")
    if kind == "unit":
        return _without_unit(raw_value), chosen
    if kind == "read":
        raw = read_result(raw_value)
        return f"{raw.comparator}{chosen}", raw_unit or raw.unit
    return raw_value, raw_unit


def _without_unit(raw_value: str) -> str:
    """A unit typed behind the number goes when another one is chosen."""
    raw: RawValue = read_result(raw_value)
    if not raw.unit or raw.number is None:
        return raw_value
    return f"{raw.comparator}{plain(raw.number)}"


def _with_unit(number: str, unit: Unit) -> str:
    return f"{number} {unit.label}"
