"""Exact conversion between the units of one analyte, and reading what people type or labs print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Literal

from labs.analytes import ANALYTES, TITRE, Analyte, Kind

Comparator = Literal["", "<", "<=", ">", ">="]
Word = Literal["", "negative", "borderline", "positive"]

SIGNIFICANT_DIGITS = 20
STORED = Decimal("0.000001")  # canonical and raw numbers are stored with six decimals


class UnknownUnit(ValueError):
    """This analyte is not reported in this unit, so nothing is converted."""


class Unreadable(ValueError):
    """The text is neither a number, a titre nor a word we know. ``code`` says why, for the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class RawValue:
    """What a typed result says. Exactly one of number, titre and word is set.

    Attributes:
        other_reading: the number if the only separator groups thousands ("1,250" as 1250); the reader asks.
        unit: a unit typed behind the number, or an empty string.
    """

    text: str
    comparator: Comparator = ""
    number: Decimal | None = None
    titre: int | None = None
    word: Word = ""
    other_reading: Decimal | None = None
    unit: str = ""


# ---- units ----------------------------------------------------------------------------------------
_ALIASES = {
    "ml/min/{1.73_m2}": "mL/min/{1.73m2}",
    "ml/min/1.73m2": "mL/min/{1.73m2}",
    "ml/min/1.73m²": "mL/min/{1.73m2}",
    "mg/24.h": "mg/(24.h)",
    "mg/24h": "mg/(24.h)",
    "mg/d": "mg/(24.h)",
    "mg/day": "mg/(24.h)",
    "mmol/24.h": "mmol/(24.h)",
    "mmol/24h": "mmol/(24.h)",
    "mmol/d": "mmol/(24.h)",
    "mmol/day": "mmol/(24.h)",
    "ng/l": "pg/mL",  # the same quantity by definition
    "ug/l": "ng/mL",
    "iu/l": "U/L",
    "mcg/l": "ng/mL",
    "mm/hr": "mm/h",
    "mm/1h": "mm/h",
    "mg²/dl²": "mg2/dL2",
    "mmol²/l²": "mmol2/L2",
    "titer": TITRE,
    "titre": TITRE,
}
_UNITS = {unit.code.lower(): unit.code for analyte in ANALYTES.values() for unit in analyte.units}


def normalise_unit(text: str) -> str:
    """The UCUM code of a unit however it is written, or an empty string for one we do not know."""
    plain = re.sub(r"\s+", "", text).replace("µ", "u").replace("μ", "u").lower()
    return _UNITS.get(plain) or _ALIASES.get(plain, "")


def convert(analyte: Analyte, value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """``value`` in another unit of the same analyte, by its exact factor, to 20 significant digits.

    Raises:
        UnknownUnit: one of the two is not a unit of this analyte, or a titre, which has no other unit.
    """
    source, target = analyte.unit(from_unit), analyte.unit(to_unit)
    if source is None or target is None or (from_unit != to_unit and TITRE in (from_unit, to_unit)):
        raise UnknownUnit(f"{analyte.key}: {from_unit} to {to_unit}")
    if source == target:
        return value
    with localcontext() as context:
        context.prec = 50
        converted = value * source.times * target.over / (source.over * target.times)
        context.prec = SIGNIFICANT_DIGITS
        return +converted


def canonical(analyte: Analyte, value: Decimal, unit: str) -> Decimal | None:
    """``value`` in the analyte's canonical unit, rounded as stored; None where there is none (titres).

    Raises:
        UnknownUnit: not a unit of this analyte.
    """
    if not analyte.canonical or unit == TITRE:
        return None
    return convert(analyte, value, unit, analyte.canonical).quantize(STORED, rounding=ROUND_HALF_EVEN)


def shown(analyte: Analyte, value: Decimal, unit: str) -> str:
    """A converted value as people read it: as many decimals as labs print in this unit."""
    found = analyte.unit(unit)
    places = found.decimals if found else 2
    return f"{value.quantize(Decimal(1).scaleb(-places)):f}"


def plain(value: Decimal) -> str:
    """A stored number without the zeros that storing added."""
    return f"{value.normalize():f}"


# ---- numbers --------------------------------------------------------------------------------------
COMPARATORS: dict[str, Comparator] = {
    "<": "<",
    ">": ">",
    "<=": "<=",
    ">=": ">=",
    "≤": "<=",
    "≥": ">=",
    "=<": "<=",
    "=>": ">=",
}
_COMPARED = re.compile(r"^\s*(<=|>=|=<|=>|<|>|≤|≥)?\s*(.*)$", re.DOTALL)
_NUMBER = re.compile(r"^([0-9][0-9.,'’\u00a0\u202f ]*[0-9]|[0-9]|[.,][0-9]+)\s*(.*)$", re.DOTALL)
_GROUPS = re.compile(r"^[0-9]{1,3}(?:[ '’\u00a0\u202f][0-9]{3})+(?=$|[.,])")
_LONE_SEPARATOR = re.compile(r"^([1-9][0-9]{0,2})[.,]([0-9]{3})$")


def read_number(text: str) -> tuple[Decimal, Decimal | None]:
    """The number that digits with separators stand for, and its other reading where the text allows two.

    "2,45" and "2.45" are 2.45; "1 250" and "1'250" are 1250; "1,234.5" and "1.234,5" are 1234.5.
    "1,250" may be 1.25 or 1250: the first is returned with the second as the other reading, and nobody
    may choose silently.

    Raises:
        Unreadable: the separators do not fit any number.
    """
    digits = text.strip()
    if " " in digits or any(sign in digits for sign in "'’\u00a0\u202f"):
        if not _GROUPS.match(digits):
            raise Unreadable("spaces")
        digits = re.sub(r"[ '’\u00a0\u202f]", "", digits)
    lone = _LONE_SEPARATOR.match(digits)
    if lone:
        return Decimal(f"{lone[1]}.{lone[2]}"), Decimal(lone[1] + lone[2])
    return _separated(digits), None


def _separated(digits: str) -> Decimal:
    """Digits with at most one decimal sign and, before it, thousands in groups of three by the other sign."""
    decimal_sign = max((".", ","), key=digits.rfind)
    group_sign = "," if decimal_sign == "." else "."
    if digits.count(decimal_sign) > 1:
        decimal_sign, group_sign = "", decimal_sign
    whole, _, fraction = digits.partition(decimal_sign) if decimal_sign else (digits, "", "")
    if group_sign in whole:
        if not re.fullmatch(rf"[0-9]{{1,3}}(\{group_sign}[0-9]{{3}})+", whole):
            raise Unreadable("separators")
        whole = whole.replace(group_sign, "")
    if not re.fullmatch(r"[0-9]*", whole) or not re.fullmatch(r"[0-9]*", fraction):
        raise Unreadable("separators")
    if len(whole) > 9 or len(fraction) > 6:
        raise Unreadable("too_long")
    return Decimal(f"{whole or '0'}.{fraction or '0'}") if fraction else Decimal(whole)


# ---- results --------------------------------------------------------------------------------------
_WORDS: dict[str, Word] = {
    "negative": "negative", "neg": "negative", "neg.": "negative", "not detected": "negative",
    "non-reactive": "negative", "nonreactive": "negative", "none detected": "negative",
    "positive": "positive", "pos": "positive", "pos.": "positive",
    "detected": "positive", "reactive": "positive",
    "weakly positive": "positive", "weak positive": "positive", "strongly positive": "positive",
    "borderline": "borderline", "equivocal": "borderline", "indeterminate": "borderline",
}  # fmt: skip
_TITRE = re.compile(r"^1\s*[:/]\s*([0-9][0-9 ]*)$")


def read_word(text: str) -> Word:
    """The result a word stands for, or an empty string."""
    return _WORDS.get(" ".join(text.lower().split()), "")


def read_result(text: str) -> RawValue:
    """Read a result as typed: "2,45", "<0.5", ">100", "9.8 mg/dL", "1:320", "negative".

    Raises:
        Unreadable: code 'empty', 'words', 'spaces', 'separators', 'too_long', 'negative_number' or 'unit'.
    """
    text = text.strip()
    if not text:
        raise Unreadable("empty")
    word = read_word(text)
    if word:
        return RawValue(text, word=word)
    match = _COMPARED.match(text)
    sign, rest = (match[1] or "", match[2].strip()) if match else ("", text)
    comparator = COMPARATORS.get(sign, "")
    titre = _TITRE.match(rest)
    if titre:
        return RawValue(text, comparator, titre=_titre(titre[1]), unit=TITRE)
    return _read_quantity(text, comparator, rest)


def _titre(digits: str) -> int:
    n = int(digits.replace(" ", ""))
    if n < 1 or n > 10_000_000:
        raise Unreadable("too_long")
    return n


def _read_quantity(text: str, comparator: Comparator, rest: str) -> RawValue:
    if re.match(r"^[-−–]\s*[0-9]", rest):
        raise Unreadable("negative_number")
    match = _NUMBER.match(rest)
    if not match:
        raise Unreadable("words")
    number, other = read_number(match[1])
    unit = normalise_unit(match[2]) if match[2] else ""
    if match[2] and not unit:
        raise Unreadable("unit")
    return RawValue(text, comparator, number=number, other_reading=other, unit=unit)


def kind_of(raw: RawValue) -> Kind:
    if raw.word:
        return Kind.QUALITATIVE
    return Kind.TITRE if raw.titre is not None else Kind.NUMERIC
