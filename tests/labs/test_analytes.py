"""The catalogue: complete, with codes that check, limits that make sense and no unit chosen by luck."""

import re

import pytest

from labs.analytes import ANALYTES, TITRE, Analyte, Kind, by_group
from labs.plausible import doubt
from labs.units import convert

ASKED_FOR = {
    "calcium_total", "calcium_corrected", "calcium_ionised", "phosphate", "calcium_phosphate_product",
    "magnesium", "urine_calcium_24h", "pth", "vitamin_d_25", "vitamin_d3_25", "vitamin_d2_25",
    "vitamin_d_1_25", "creatinine", "egfr", "bun", "urea", "albumin", "alp", "uric_acid", "ace", "crp",
    "crp_hs", "esr", "ck", "aldolase", "ana",
    "anticentromere", "anti_scl_70", "anti_pm_scl", "anti_mda5", "anti_nxp2",
}  # fmt: skip
EVERY = pytest.mark.parametrize("test", ANALYTES.values(), ids=lambda test: test.key)


def loinc_codes(test: Analyte) -> list[str]:
    return [*test.loinc, *(code for unit in test.units for code in unit.loinc)]


def check_digit(body: str) -> int:
    """LOINC's own check digit: every second digit from the right is doubled, as on a bank card."""
    doubled = [int(d) * 2 if place % 2 == 0 else int(d) for place, d in enumerate(reversed(body))]
    return -sum(sum(divmod(n, 10)) for n in doubled) % 10


def test_the_catalogue_is_complete() -> None:
    assert set(ANALYTES) == ASKED_FOR


@EVERY
def test_every_code_has_a_right_check_digit(test: Analyte) -> None:
    for code in loinc_codes(test):
        assert re.fullmatch(r"\d{3,6}-\d", code)
        body, _dash, digit = code.partition("-")
        assert check_digit(body) == int(digit), code


@EVERY
def test_limits_are_a_span_and_the_same_in_every_unit_within_a_third(test: Analyte) -> None:
    for unit in test.units:
        assert unit.low < unit.high
        if unit.code == TITRE or not test.canonical:
            continue
        reference = test.unit(test.canonical)
        assert reference is not None
        high = convert(test, unit.high, unit.code, test.canonical)
        assert 0.66 < float(high / reference.high) < 1.5


@EVERY
def test_a_typical_value_raises_no_question(test: Analyte) -> None:
    if test.typical is None:
        return
    for bound in (test.typical.low, test.typical.high):
        for unit in test.units:
            if bound:
                number = convert(test, bound, test.typical.unit, unit.code)
                assert doubt(test, unit.code, number) is None, (unit.code, number)


@EVERY
def test_a_number_has_a_canonical_unit(test: Analyte) -> None:
    numeric = any(unit.code != TITRE for unit in test.units)
    assert bool(test.canonical) == (Kind.NUMERIC in test.kinds) == numeric


def test_the_picker_leaves_out_what_is_only_computed() -> None:
    offered = {test.key for _group, tests in by_group() for test in tests}
    assert ASKED_FOR - offered == {"calcium_phosphate_product"}


def test_keys_fit_into_an_address() -> None:
    assert all(re.fullmatch(r"[-a-zA-Z0-9_]+", key) for key in ANALYTES)
