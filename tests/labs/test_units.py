"""Conversion is exact, only between known units, and what people type is read without guessing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labs.analytes import ANALYTES, TITRE
from labs.units import (
    RawValue,
    UnknownUnit,
    Unreadable,
    canonical,
    convert,
    normalise_unit,
    read_number,
    read_result,
    shown,
)

PAIRS = [
    (test, a.code, b.code)
    for test in ANALYTES.values()
    for a in test.units
    for b in test.units
    if TITRE not in (a.code, b.code)
]
numbers = st.decimals(min_value=Decimal("0.001"), max_value=Decimal(200000), places=4)


@pytest.mark.parametrize(
    ("key", "unit", "factor"),
    [
        ("calcium_total", "mg/dL", "0.24951"),
        ("calcium_ionised", "mg/dL", "0.24951"),
        ("phosphate", "mg/dL", "0.32285"),
        ("pth", "pg/mL", "0.10610"),
        ("vitamin_d_25", "ng/mL", "2.4959"),
        ("vitamin_d2_25", "ng/mL", "2.4233"),
        ("vitamin_d_1_25", "pg/mL", "2.4001"),
        ("creatinine", "mg/dL", "88.402"),
        ("bun", "mg/dL", "0.35696"),
        ("urea", "mg/dL", "0.16651"),
        ("albumin", "g/dL", "10"),
        ("magnesium", "mg/dL", "0.41144"),
        ("crp", "mg/dL", "10"),
        ("uric_acid", "mg/dL", "59.485"),
        ("urine_calcium_24h", "mg/(24.h)", "0.024951"),
        ("alp", "ukat/L", "60"),
    ],
)
def test_a_factor_is_the_documented_one(key: str, unit: str, factor: str) -> None:
    test = ANALYTES[key]
    found = convert(test, Decimal(1), unit, test.canonical)
    assert found.quantize(Decimal(factor)) == Decimal(factor)


def test_one_mmol_of_calcium_is_exactly_its_atomic_weight() -> None:
    assert convert(ANALYTES["calcium_total"], Decimal(1), "mmol/L", "mg/dL") == Decimal("4.0078")


def test_a_milliequivalent_of_calcium_is_half_a_millimole() -> None:
    assert convert(ANALYTES["calcium_total"], Decimal("4.8"), "meq/L", "mmol/L") == Decimal("2.4")


def test_the_product_converts_by_both_atomic_weights() -> None:
    test = ANALYTES["calcium_phosphate_product"]
    assert convert(test, Decimal(1), "mmol2/L2", "mg2/dL2").quantize(Decimal("0.0001")) == Decimal("12.4137")


def test_urea_and_urea_nitrogen_differ_in_mg_but_not_in_mmol() -> None:
    nitrogen = convert(ANALYTES["bun"], Decimal(14), "mg/dL", "mmol/L")
    in_mg = convert(ANALYTES["urea"], nitrogen, "mmol/L", "mg/dL")
    assert (in_mg / 14).quantize(Decimal("0.0001")) == Decimal("2.1438")


@given(st.sampled_from(PAIRS), numbers)
def test_there_and_back_is_the_same_number(pair: tuple[object, str, str], number: Decimal) -> None:
    test, one, other = pair
    back = convert(test, convert(test, number, one, other), other, one)  # type: ignore[arg-type]
    assert abs(back - number) <= number * Decimal("1e-18")


@given(st.sampled_from(PAIRS), numbers, numbers)
def test_a_larger_number_stays_larger_in_every_unit(
    pair: tuple[object, str, str], a: Decimal, b: Decimal
) -> None:
    test, one, other = pair
    assert (a < b) == (convert(test, a, one, other) < convert(test, b, one, other))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"), [("mmol/L", "pmol/L"), ("g/L", "mg/dL"), ("", "mmol/L"), ("mmol/L", TITRE)]
)
def test_a_unit_of_another_test_is_never_converted(one: str, other: str) -> None:
    with pytest.raises(UnknownUnit):
        convert(ANALYTES["calcium_total"], Decimal(2), one, other)


def test_a_titre_has_no_canonical_number() -> None:
    assert canonical(ANALYTES["ana"], Decimal(320), TITRE) is None


@pytest.mark.parametrize("test", ANALYTES.values(), ids=lambda test: test.key)
def test_every_test_knows_the_units_it_is_shown_in(test: object) -> None:
    analyte = ANALYTES[test.key]  # type: ignore[attr-defined]
    for system in ("conventional", "si"):
        code = analyte.unit_for(system)
        assert not analyte.units or analyte.unit(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mL/min/{1.73_m2}", "mL/min/{1.73m2}"),
        ("mg/24.h", "mg/(24.h)"),
        ("µmol/L", "umol/L"),
        ("μmol/l", "umol/L"),
        ("MG/DL", "mg/dL"),
        ("mEq/L", "meq/L"),
        ("ng/L", "pg/mL"),
        ("mm/hr", "mm/h"),
        ("mL/min", ""),
        ("furlong", ""),
    ],
)
def test_a_unit_is_known_however_it_is_written(text: str, code: str) -> None:
    assert normalise_unit(text) == code


# ---- reading --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2,45", "2.45"), ("2.45", "2.45"), (".5", "0.5"), ("0,123", "0.123"), ("1 250", "1250"),
        ("1'250", "1250"), ("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("1,234,567", "1234567"),
    ],
)  # fmt: skip
def test_numbers_are_read_with_either_decimal_sign(text: str, number: str) -> None:
    assert read_number(text) == (Decimal(number), None)


@pytest.mark.parametrize("text", ["1,250", "1.250"])
def test_a_lone_separator_before_three_digits_has_two_readings(text: str) -> None:
    assert read_number(text) == (Decimal("1.250"), Decimal(1250))


@pytest.mark.parametrize("text", ["1.2.3", "12,34,567", "1,23.4,5", "1.234.56"])
def test_separators_that_fit_no_number_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_number(text)


@given(st.decimals(min_value=0, max_value=99999, places=2))
def test_a_plain_decimal_reads_back_as_itself(number: Decimal) -> None:
    assert read_result(str(number)).number == number


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_crashes(text: str) -> None:
    try:
        raw = read_result(text)
    except Unreadable:
        return
    assert sum((raw.number is not None, raw.titre is not None, bool(raw.word))) == 1


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("<0.5", RawValue("<0.5", "<", Decimal("0.5"))),
        ("> 100", RawValue("> 100", ">", Decimal(100))),
        ("≤3", RawValue("≤3", "<=", Decimal(3))),
        ("1:320", RawValue("1:320", titre=320, unit=TITRE)),
        (">1 : 1280", RawValue(">1 : 1280", ">", titre=1280, unit=TITRE)),
        ("Negative", RawValue("Negative", word="negative")),
        ("weakly positive", RawValue("weakly positive", word="positive")),
        ("9.8 mg/dl", RawValue("9.8 mg/dl", number=Decimal("9.8"), unit="mg/dL")),
    ],
)
def test_results_are_read_as_printed(text: str, raw: RawValue) -> None:
    assert read_result(text) == raw


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), ("high", "words"), ("-3", "negative_number"), ("9.8 stones", "unit"),
     ("12345678901", "too_long"), ("1 25", "spaces"), ("1:0", "too_long")],
)  # fmt: skip
def test_what_cannot_be_read_says_why(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_result(text)
    assert refused.value.code == code


def test_a_converted_value_shows_as_many_decimals_as_labs_print() -> None:
    test = ANALYTES["calcium_total"]
    assert shown(test, convert(test, Decimal("9.8"), "mg/dL", "mmol/L"), "mmol/L") == "2.45"
