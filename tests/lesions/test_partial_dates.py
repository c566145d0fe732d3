"""A date as people remember it: what is accepted, how it reads, what a form gives back."""

import contextlib
import datetime

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from lesions.partial_dates import PartialDate, PartialDateError, PartialDateField, Precision

TODAY = datetime.date(2026, 11, 23)
days = st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2100, 12, 31))
precisions = st.sampled_from(list(Precision))


class Noticed(forms.Form):
    noticed = PartialDateField(label="First noticed", required=False)
    ends = PartialDateField(label="Ends", required=False, allow_future=True)


def parse(year: str = "", month: str = "", day: str = "") -> PartialDate | None:
    return PartialDate.parse(year, month, day, today=TODAY)


def refusal(year: str = "", month: str = "", day: str = "") -> str:
    with pytest.raises(PartialDateError) as caught:
        parse(year, month, day)
    return caught.value.code


def test_a_year_alone_is_enough() -> None:
    assert parse("2024") == PartialDate(datetime.date(2024, 1, 1), "year")


def test_a_month_is_held_as_its_first_day() -> None:
    assert parse("2024", "3") == PartialDate(datetime.date(2024, 3, 1), "month")


def test_a_full_day_is_kept() -> None:
    assert parse("2024", "3", "17") == PartialDate(datetime.date(2024, 3, 17), "day")


def test_nothing_typed_is_no_date() -> None:
    assert parse(" ", "", "") is None


@pytest.mark.parametrize(
    ("precision", "text"), [("year", "2024"), ("month", "March 2024"), ("day", "3 March 2024")]
)
def test_it_reads_as_precisely_as_it_is_known(precision: str, text: str) -> None:
    assert str(PartialDate(datetime.date(2024, 3, 3), precision)) == text


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("", "3"), "year_missing"),
        (("", "", "3"), "year_missing"),
        (("24",), "year"),
        (("twenty",), "year"),
        (("-024",), "year"),
        (("1899",), "too_early"),
        (("2024", "", "3"), "month_missing"),
        (("2024", "13"), "month"),
        (("2024", "March"), "month"),
        (("2024", "3", "x"), "day"),
        (("2024", "3", "0"), "day"),
        (("2023", "2", "29"), "day"),
        (("2027",), "future"),
        (("2026", "12"), "future"),
        (("2026", "11", "24"), "future"),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(typed: tuple[str, ...], code: str) -> None:
    assert refusal(*typed) == code


def test_today_this_month_and_this_year_are_not_the_future() -> None:
    assert all([parse("2026"), parse("2026", "11"), parse("2026", "11", "23")])


def test_a_day_that_the_month_lacks_is_named() -> None:
    with pytest.raises(PartialDateError, match="February 2023 has 28 days"):
        parse("2023", "2", "30")


@given(days, precisions)
def test_what_is_shown_in_the_boxes_reads_back_as_the_same_date(day: datetime.date, precision: str) -> None:
    known = PartialDate(day, precision)
    shown_day, shown_month, shown_year = known.parts
    assert PartialDate.parse(shown_year, shown_month, shown_day) == known


@given(days, precisions)
def test_the_day_lies_between_the_first_and_the_last_day_it_stands_for(
    day: datetime.date, precision: str
) -> None:
    known = PartialDate(day, precision)
    assert known.date <= day <= known.last


@given(days, precisions)
def test_the_day_after_the_last_one_belongs_to_the_next_date(day: datetime.date, precision: str) -> None:
    known = PartialDate(day, precision)
    assert PartialDate(known.last + datetime.timedelta(days=1), precision).date > known.last


@given(days, days, precisions)
def test_nothing_in_the_future_is_accepted(day: datetime.date, today: datetime.date, precision: str) -> None:
    shown_day, shown_month, shown_year = PartialDate(day, precision).parts
    try:
        read = PartialDate.parse(shown_year, shown_month, shown_day, today=today)
    except PartialDateError:
        assert PartialDate(day, precision).date > today
    else:
        assert read is not None
        assert read.date <= today


@given(st.text(max_size=6), st.text(max_size=4), st.text(max_size=4))
def test_whatever_is_typed_it_is_a_date_or_refused_in_words(year: str, month: str, day: str) -> None:
    read = None
    with contextlib.suppress(PartialDateError):
        read = PartialDate.parse(year, month, day)
    assert read is None or read.date.year >= 1900


def test_the_field_gives_the_date_that_was_typed() -> None:
    form = Noticed({"noticed_day": "", "noticed_month": "3", "noticed_year": "2024"})
    assert form.is_valid()
    assert form.cleaned_data["noticed"] == PartialDate(datetime.date(2024, 3, 1), "month")


def test_an_optional_field_left_empty_gives_nothing() -> None:
    form = Noticed({})
    assert form.is_valid()
    assert form.cleaned_data["noticed"] is None


def test_a_refused_date_keeps_what_was_typed() -> None:
    form = Noticed({"noticed_day": "31", "noticed_month": "2", "noticed_year": "2024"})
    assert form.errors == {"noticed": ["February 2024 has 29 days. Check the day."]}
    assert 'value="31"' in str(form["noticed"])


def test_a_future_date_is_refused_unless_the_field_allows_it() -> None:
    form = Noticed({"noticed_year": "2999", "ends_year": "2999"})
    assert list(form.errors) == ["noticed"]


def test_every_input_has_a_label_of_its_own() -> None:
    html = str(Noticed()["noticed"])
    for number in range(3):
        assert f'for="id_noticed_{number}"' in html
        assert f'id="id_noticed_{number}"' in html


def test_an_initial_date_fills_only_the_boxes_that_are_known() -> None:
    html = str(Noticed(initial={"noticed": PartialDate(datetime.date(2019, 1, 1), "year")})["noticed"])
    assert 'value="2019"' in html
    assert 'value="1" selected' not in html
