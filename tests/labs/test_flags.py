"""High and low come from the lab's own interval and stay unknown where the text leaves it open."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labs.flags import Flag, Interval, flag, read_interval
from labs.units import Unreadable, read_result


@pytest.mark.parametrize(
    ("result", "interval", "expected"),
    [
        ("2.70", "2.15-2.55", Flag.HIGH),
        ("2.00", "2.15-2.55", Flag.LOW),
        ("2.15", "2.15-2.55", Flag.WITHIN),
        ("2.55", "2.15-2.55", Flag.WITHIN),
        ("<0.5", "0.6-1.2", Flag.LOW),
        ("<0.6", "0.6-1.2", Flag.LOW),
        ("<=0.6", "0.6-1.2", Flag.UNKNOWN),
        ("<5", "0-4.9", Flag.UNKNOWN),
        ("<4", "0-4.9", Flag.WITHIN),
        ("<5", "< 5", Flag.WITHIN),
        ("5", "< 5", Flag.HIGH),
        ("5", "≤ 5", Flag.WITHIN),
        ("5", "up to 5", Flag.WITHIN),
        (">100", "10-100", Flag.HIGH),
        (">=100", "10-100", Flag.UNKNOWN),
        (">=100", "<100", Flag.HIGH),
        (">90", ">60", Flag.WITHIN),
        (">60", "> 60", Flag.WITHIN),
        ("60", "> 60", Flag.LOW),
        (">=60", "> 60", Flag.UNKNOWN),
        (">50", "> 60", Flag.UNKNOWN),
        ("1:320", "<1:80", Flag.HIGH),
        ("1:40", "<1:80", Flag.WITHIN),
        ("negative", "negative", Flag.WITHIN),
        ("positive", "negative", Flag.OUTSIDE),
        ("1:320", "negative", Flag.UNKNOWN),
        ("positive", "0-20", Flag.UNKNOWN),
        ("9.9", "", Flag.UNKNOWN),
    ],
)
def test_a_result_is_flagged_by_the_interval_beside_it(result: str, interval: str, expected: Flag) -> None:
    assert flag(read_result(result), read_interval(interval)) is expected


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("2,15 – 2,55", Interval(Decimal("2.15"), Decimal("2.55"))),
        ("[0.6 - 1.2]", Interval(Decimal("0.6"), Decimal("1.2"))),
        ("15 to 65 pg/mL", Interval(Decimal(15), Decimal(65))),
        ("<= 40", Interval(high=Decimal(40))),
        ("> 60", Interval(low=Decimal(60), low_open=True)),
    ],
)
def test_an_interval_is_read_as_printed(text: str, interval: Interval) -> None:
    assert read_interval(text, "pg/mL") == interval


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("normal", "interval"),
        ("5-2", "interval_order"),
        ("30-1,200", "interval_thousands"),
        ("2-3 mmol/L", "interval_unit"),
    ],
)
def test_an_interval_that_cannot_be_read_says_why(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_interval(text, "mg/dL")
    assert refused.value.code == code


@given(st.text(max_size=40))
def test_any_interval_is_read_or_refused_and_never_crashes(text: str) -> None:
    try:
        read_interval(text, "mg/dL")
    except Unreadable:
        return


cents = st.integers(0, 1000).map(lambda n: Decimal(n) / 100)


@given(cents, cents, cents, cents, st.sampled_from(["<", "<=", ">", ">="]))
def test_a_compared_result_never_contradicts_a_value_it_may_stand_for(
    bound: Decimal, a: Decimal, b: Decimal, value: Decimal, sign: str
) -> None:
    possible = {"<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound}[sign]
    interval = Interval(min(a, b), max(a, b))
    said = flag(read_result(f"{sign}{bound}"), interval)
    if possible and said is not Flag.UNKNOWN:
        assert flag(read_result(str(value)), interval) is said
