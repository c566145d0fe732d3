"""The catalogue of lab tests: names, codes, units with exact factors, plausible limits, typical intervals.

Factors follow standard atomic weights (Ca 40.078, P 30.973762, Mg 24.305, C 12.011, H 1.008, N 14.007,
O 15.999). Accept limits are values of our own: outside them we ask, we never change a number or a unit.
Typical intervals are for orientation only; whether a result is high or low is decided by the interval its own
lab printed (``labs.flags``).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from labs.definition import TITRE, Analyte, Kind, MixUp, Typical, Unit, typical, unit

if TYPE_CHECKING:
    from labs.definition import Text

__all__ = ["ANALYTES", "TITRE", "Analyte", "Kind", "MixUp", "Typical", "Unit", "by_group"]

# ---- sources of the typical intervals -------------------------------------------------------------
TABLE = "PMC7276095, table 1"
OXFORD = "Oxford handbook table of reference intervals"
FLOWSHEET = "NLM LHNCBC flowsheet ranges"

BLOOD_MINERALS = _("Calcium, phosphate and magnesium")
HORMONES = _("Hormones and vitamin D")
KIDNEY = _("Kidney")
INFLAMMATION = _("Inflammation")
MUSCLE = _("Muscle")
ANTIBODIES = _("Antibodies")
OTHER = _("Other")

D = Decimal


def _number(
    key: str, name: Text, short: Text, group: Text, units: tuple[Unit, ...], si: str = "", **more: Any
) -> Analyte:
    """A test reported as a number: the first unit is the conventional one, the last the SI one."""
    return Analyte(
        key, name, short, group, (Kind.NUMERIC,), units, units[0].code, si or units[-1].code, **more
    )


def _antibody(
    key: str, name: Text, short: Text, *, presence: str, titre: str | None = None, units: str | None = None
) -> Analyte:
    """An antibody: a word, a titre where labs report one, arbitrary units per millilitre where they do."""
    kinds: list[Kind] = [Kind.QUALITATIVE]
    known: list[Unit] = []
    if titre is not None:
        kinds.append(Kind.TITRE)
        known.append(unit(TITRE, "10-40960", 0, loinc=titre, label="1:N"))
    if units is not None:
        kinds.append(Kind.NUMERIC)
        # No plausible limits are known for arbitrary units: every maker has its own scale.
        known.append(unit("U/mL", "0-100000", 1, loinc=units))
    code = known[0].code if known else ""
    return Analyte(
        key, name, short, ANTIBODIES, tuple(kinds), tuple(known), code, code, loinc=tuple(presence.split())
    )


def _enzyme(
    key: str, name: Text, short: Text, group: Text, low: str, high: str, loinc: str, typical: Typical
) -> Analyte:
    """An enzyme in U/L; 1 µkat/L = 60 U/L. Labs with SI units mostly print U/L, so both systems read U/L."""
    katal = Unit("ukat/L", "µkat/L", D(low) / 60, D(high) / 60, 2, (), D(60), D(1))
    units = (unit("U/L", f"{low}-{high}", 0 if D(high) > 1000 else 1, loinc=loinc), katal)
    return _number(key, name, short, group, units, si="U/L", typical=typical)


def _vitamin_d(
    key: str, name: Text, short: Text, ratio: str, mass: str, molar: str, typical: Typical | None
) -> Analyte:
    units = (unit("ng/mL", "2-200", 1, ratio, mass), unit("nmol/L", "5-500", 0, loinc=molar))
    return _number(key, name, short, HORMONES, units, typical=typical)


_CALCIUM = "10/40.078"
_UREA_HINT = _(
    "Urea and urea nitrogen (BUN) are different numbers in mg/dL. Take the name that stands on the report."
)

_CATALOGUE: tuple[Analyte, ...] = (
    _number(
        "calcium_total",
        _("Calcium, total"),
        _("Calcium"),
        BLOOD_MINERALS,
        (
            unit("mg/dL", "4-20", 1, _CALCIUM, "17861-6"),
            unit("meq/L", "2-10", 1, "1/2"),
            unit("mmol/L", "1-5", 2, loinc="2000-8"),
        ),
        typical=typical("2.2", "2.6", "mmol/L", TABLE),
        mix_ups=(
            MixUp("mg/dL", D("1.5"), D(4), "mmol/L"),
            MixUp("mmol/L", D(4), D(5), "mg/dL"),
        ),
    ),
    _number(
        "calcium_corrected",
        _("Calcium, corrected for albumin"),
        _("Corrected calcium"),
        BLOOD_MINERALS,
        (unit("mg/dL", "4-20", 1, _CALCIUM, "46099-8"), unit("mmol/L", "1-5", 2, loinc="29265-6")),
        mix_ups=(
            MixUp("mg/dL", D("1.5"), D(4), "mmol/L"),
            MixUp("mmol/L", D(4), D(5), "mg/dL"),
        ),
        hint=_(
            "Only when it stands on the report. We work out an estimate from calcium and albumin of one day."
        ),
    ),
    _number(
        "calcium_ionised",
        _("Calcium, ionised"),
        _("Ionised calcium"),
        BLOOD_MINERALS,
        (
            unit("mg/dL", "2-8", 2, _CALCIUM, "17863-2 17864-0"),
            unit("mmol/L", "0.5-2", 2, loinc="1995-0 1994-3"),
        ),
        typical=typical("1.1", "1.3", "mmol/L", TABLE),
    ),
    _number(
        "phosphate",
        _("Phosphate"),
        _("Phosphate"),
        BLOOD_MINERALS,
        (
            unit("mg/dL", "0.5-15", 1, "10/30.973762", "2777-1"),
            unit("mmol/L", "0.16-5", 2, loinc="14879-1"),
        ),
        typical=typical("0.8", "1.45", "mmol/L", OXFORD),
        mix_ups=(MixUp("mg/dL", D("0.6"), D("1.8"), "mmol/L"),),
    ),
    _number(
        "calcium_phosphate_product",
        _("Calcium × phosphate"),
        _("Ca × P"),
        BLOOD_MINERALS,
        (
            # 1 mmol²/L² = 4.0078 x 3.0973762 mg²/dL²
            unit("mg2/dL2", "10-150", 0, f"1/{D('4.0078') * D('3.0973762')}", label="mg²/dL²"),
            unit("mmol2/L2", "0.8-12.1", 1, label="mmol²/L²"),
        ),
        can_be_typed=False,
    ),
    _number(
        "magnesium",
        _("Magnesium"),
        _("Magnesium"),
        BLOOD_MINERALS,
        (
            unit("mg/dL", "0.5-10", 1, "10/24.305", "19123-9"),
            unit("meq/L", "0.4-8", 1, "1/2"),
            unit("mmol/L", "0.2-4", 2, loinc="2601-3"),
        ),
        typical=typical("0.75", "1.05", "mmol/L", OXFORD),
    ),
    _number(
        "urine_calcium_24h",
        _("Calcium in 24-hour urine"),
        _("Urine calcium"),
        BLOOD_MINERALS,
        (
            unit("mg/(24.h)", "5-1500", 0, "1/40.078", "6874-2", "mg/24 h"),
            unit("mmol/(24.h)", "0.1-37", 1, loinc="14637-3", label="mmol/24 h"),
        ),
        typical=typical("100", "250", "mg/(24.h)", FLOWSHEET),
    ),
    _number(
        "pth",
        _("Parathyroid hormone (PTH), intact"),
        _("PTH"),
        HORMONES,
        # 1000/9425: the molar mass of PTH 1-84; it fits the paired interval of the source.
        (unit("pg/mL", "1-5000", 0, "1000/9425", "2731-8"), unit("pmol/L", "0.1-530", 1, loinc="14866-8")),
        typical=typical("1.6", "6.9", "pmol/L", TABLE),
    ),
    _vitamin_d(
        "vitamin_d_25",
        _("25-OH vitamin D, total"),
        _("25-OH vitamin D"),
        "1000/400.65",
        "62292-8",
        "60493-4",
        typical("50", "200", "nmol/L", TABLE),
    ),
    _vitamin_d(
        "vitamin_d3_25", _("25-OH vitamin D3 only"), _("25-OH D3"), "1000/400.65", "1989-3", "14635-7", None
    ),
    # D2 is heavier by one carbon: C28H44O2.
    _vitamin_d(
        "vitamin_d2_25", _("25-OH vitamin D2 only"), _("25-OH D2"), "1000/412.66", "49054-0", "46269-7", None
    ),
    _number(
        "vitamin_d_1_25",
        _("1,25-(OH)₂ vitamin D"),
        _("1,25-(OH)₂ D"),
        HORMONES,
        (
            unit("pg/mL", "2-300", 0, "1000/416.65", "62290-2 1649-3"),
            unit("pmol/L", "5-720", 0, loinc="14566-4"),
        ),
        typical=typical("15", "75", "pg/mL", FLOWSHEET),
    ),
    _number(
        "creatinine",
        _("Creatinine"),
        _("Creatinine"),
        KIDNEY,
        (
            unit("mg/dL", "0.1-25", 2, "10000/113.12", "2160-0"),
            unit("umol/L", "10-2200", 0, loinc="14682-9"),
        ),
        typical=typical("45", "90", "umol/L", FLOWSHEET),
    ),
    _number(
        "egfr",
        _("Kidney filtration rate (eGFR)"),
        _("eGFR"),
        KIDNEY,
        (
            unit(
                "mL/min/{1.73m2}", "1-200", 0, loinc="98979-8 62238-1 33914-3 77147-7", label="mL/min/1.73 m²"
            ),
        ),
        hint=_("The lab’s own number. Without one, we estimate it for adults from creatinine."),
    ),
    _number(
        "bun",
        _("Urea nitrogen (BUN)"),
        _("BUN"),
        KIDNEY,
        (unit("mg/dL", "1-250", 0, "10/28.014", "3094-0"), unit("mmol/L", "0.5-90", 1, loinc="14937-7")),
        typical=typical("7", "20", "mg/dL", FLOWSHEET),
        hint=_UREA_HINT,
    ),
    _number(
        "urea",
        _("Urea"),
        _("Urea"),
        KIDNEY,
        (unit("mg/dL", "2-540", 0, "10/60.056", "3091-6"), unit("mmol/L", "0.5-90", 1, loinc="22664-7")),
        typical=typical("2.5", "6.7", "mmol/L", OXFORD),
        hint=_UREA_HINT,
    ),
    _number(
        "albumin",
        _("Albumin"),
        _("Albumin"),
        OTHER,
        (unit("g/dL", "0.5-7", 1, "10/1", "1751-7 61151-7 61152-5"), unit("g/L", "5-70", 0)),
        typical=typical("35", "50", "g/L", OXFORD),
    ),
    _enzyme(
        "alp",
        _("Alkaline phosphatase"),
        _("ALP"),
        OTHER,
        "5",
        "5000",
        "6768-6",
        typical("45", "130", "U/L", FLOWSHEET),
    ),
    _number(
        "uric_acid",
        _("Uric acid"),
        _("Uric acid"),
        OTHER,
        (
            unit("mg/dL", "0.5-25", 1, "10000/168.11", "3084-1"),
            unit("umol/L", "30-1500", 0, loinc="14933-6"),
        ),
        typical=typical("2.2", "7.7", "mg/dL", FLOWSHEET),
    ),
    _enzyme(
        "ace",
        _("Angiotensin-converting enzyme (ACE)"),
        _("ACE"),
        OTHER,
        "1",
        "300",
        "2742-5",
        typical("9", "67", "U/L", FLOWSHEET),
    ),
    _number(
        "crp",
        _("C-reactive protein (CRP)"),
        _("CRP"),
        INFLAMMATION,
        (unit("mg/L", "0-600", 1, loinc="1988-5"), unit("mg/dL", "0-60", 2, "10/1", "1988-5")),
        si="mg/L",
        typical=typical("", "5", "mg/L", FLOWSHEET),
    ),
    _number(
        "crp_hs",
        _("CRP, high sensitivity"),
        _("hs-CRP"),
        INFLAMMATION,
        (unit("mg/L", "0-600", 2, loinc="30522-7"), unit("mg/dL", "0-60", 3, "10/1", "30522-7")),
        si="mg/L",
    ),
    _number(
        "esr",
        _("Sedimentation rate (ESR)"),
        _("ESR"),
        INFLAMMATION,
        (unit("mm/h", "0-150", 0, loinc="30341-2 4537-7 4538-5"),),
        typical=typical("0", "29", "mm/h", FLOWSHEET),
    ),
    _enzyme(
        "ck",
        _("Creatine kinase (CK)"),
        _("CK"),
        MUSCLE,
        "5",
        "200000",
        "2157-6",
        typical("30", "170", "U/L", FLOWSHEET),
    ),
    _enzyme(
        "aldolase",
        _("Aldolase"),
        _("Aldolase"),
        MUSCLE,
        "0.2",
        "500",
        "1761-6",
        typical("1", "8", "U/L", FLOWSHEET),
    ),
    _antibody(
        "ana",
        _("Antinuclear antibodies (ANA)"),
        _("ANA"),
        presence="8061-4 42254-3 13068-2",
        titre="5048-4 29953-7",
    ),
    _antibody(
        "anticentromere",
        _("Anticentromere antibodies"),
        _("Anticentromere"),
        presence="16137-2 16570-4 53981-7",
        titre="5077-3",
        units="31290-0 53982-5",
    ),
    _antibody(
        "anti_scl_70",
        _("Anti-Scl-70 (topoisomerase I)"),
        _("Anti-Scl-70"),
        presence="8092-9 56693-5",
        units="27416-7 26975-3 47322-3",
    ),
    _antibody(
        "anti_pm_scl", _("Anti-PM/Scl"), _("Anti-PM/Scl"), presence="31563-0", units="31562-2 105554-0"
    ),
    _antibody("anti_mda5", _("Anti-MDA5"), _("Anti-MDA5"), presence="107563-9", units="105529-2"),
    _antibody("anti_nxp2", _("Anti-NXP2"), _("Anti-NXP2"), presence="", units="105528-4"),
)

ANALYTES: Mapping[str, Analyte] = MappingProxyType({analyte.key: analyte for analyte in _CATALOGUE})


def by_group(*, typed_only: bool = True) -> list[tuple[Text, list[Analyte]]]:
    """The catalogue in its groups, in reading order, for a picker."""
    groups: dict[str, tuple[Text, list[Analyte]]] = {}
    for analyte in _CATALOGUE:
        if analyte.can_be_typed or not typed_only:
            groups.setdefault(str(analyte.group), (analyte.group, []))[1].append(analyte)
    return list(groups.values())
