"""What a lab test is: its kinds of result, its units with exact factors and limits, its typical interval."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

UnitSystem = Literal["conventional", "si"]
TITRE = "{titer}"


class Kind(StrEnum):
    """What a result can be: a number with a unit, a titre 1:N, or a word such as "negative"."""

    NUMERIC = "numeric"
    TITRE = "titre"
    QUALITATIVE = "qualitative"


@dataclass(frozen=True)
class Unit:
    """A unit of one analyte. Canonical value = value in this unit x ``times`` / ``over``, exactly.

    Attributes:
        code: UCUM text, stored with the result.
        label: what people read.
        low, high: limits in this unit outside which we ask.
        decimals: digits after the point when a converted value is shown.
        loinc: codes that labs use for the analyte in this unit. Trust the unit, not the code.
    """

    code: str
    label: str
    low: Decimal
    high: Decimal
    decimals: int
    loinc: tuple[str, ...] = ()
    times: Decimal = Decimal(1)
    over: Decimal = Decimal(1)


@dataclass(frozen=True)
class MixUp:
    """Numbers from ``low`` to ``high`` in unit ``typed`` look like unit ``looks_like``."""

    typed: str
    low: Decimal
    high: Decimal
    looks_like: str


@dataclass(frozen=True)
class Typical:
    """A typical adult interval, for orientation only, with where it was read."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    source: str


@dataclass(frozen=True)
class Analyte:
    """One lab test. The first unit listed as canonical is the one whose factor is 1."""

    key: str
    name: Text
    short: Text
    group: Text
    kinds: tuple[Kind, ...]
    units: tuple[Unit, ...]
    conventional: str
    si: str
    typical: Typical | None = None
    mix_ups: tuple[MixUp, ...] = ()
    loinc: tuple[str, ...] = ()  # codes without a unit: presence, pattern
    hint: Text = ""
    can_be_typed: bool = True

    @property
    def kind(self) -> Kind:
        return self.kinds[0]

    @property
    def canonical(self) -> str:
        """The unit that canonical values are stored in; an empty string for tests without a numeric unit."""
        return next((u.code for u in self.units if u.times == u.over and u.code != TITRE), "")

    def unit(self, code: str) -> Unit | None:
        return next((unit for unit in self.units if unit.code == code), None)

    def unit_for(self, system: str) -> str:
        """The unit code a person with this preference ('conventional' or 'si') reads."""
        return self.si if system == "si" else self.conventional


def unit(code: str, limits: str, decimals: int, ratio: str = "1/1", loinc: str = "", label: str = "") -> Unit:
    """A unit written short: limits "4-20", ratio "10/40.078" (times/over), codes separated by spaces."""
    low, high = (Decimal(text) for text in limits.split("-"))
    times, over = (Decimal(text) for text in ratio.split("/"))
    text = label or code.replace("umol", "µmol").replace("ukat", "µkat").replace("meq", "mEq")
    return Unit(code, text, low, high, decimals, tuple(loinc.split()), times, over)


def typical(low: str, high: str, unit_code: str, source: str) -> Typical:
    """A typical interval written short; an empty text is an open end."""
    return Typical(Decimal(low) if low else None, Decimal(high) if high else None, unit_code, source)
