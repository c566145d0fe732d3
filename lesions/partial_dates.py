"""A date as people remember it, a day, a month or only a year: the value and its form field."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

EARLIEST_YEAR = 1900


class Precision(TextChoices):
    """How much of a date is known; the choices of a ``<name>_precision`` field."""

    DAY = "day", gettext_lazy("the day")
    MONTH = "month", gettext_lazy("the month")
    YEAR = "year", gettext_lazy("the year")


class PartialDateError(ValueError):
    """What was typed is no date. The message is written for the person who typed it."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class PartialDate:
    """A day, month or year; ``date`` is its first day, so March 2024 is 1 March 2024 with precision month."""

    date: datetime.date
    precision: str = Precision.DAY

    def __post_init__(self) -> None:
        first = self.date
        if self.precision == Precision.YEAR:
            first = first.replace(month=1, day=1)
        elif self.precision == Precision.MONTH:
            first = first.replace(day=1)
        object.__setattr__(self, "date", first)

    @classmethod
    def of(cls, date: datetime.date | None, precision: str) -> PartialDate | None:
        """The value behind a pair of model fields, or None where no date is known."""
        return cls(date, precision or Precision.DAY) if date else None

    @classmethod
    def parse(
        cls, year: str, month: str = "", day: str = "", *, today: datetime.date | None = None
    ) -> PartialDate | None:
        """Read what was typed into three boxes.

        Args:
            today: the last day allowed, normally ``patient.today()``; None allows days to come.

        Returns:
            The date, or None when all three are empty.

        Raises:
            PartialDateError: it is no date, comes before 1900, or lies in the future.
        """
        year, month, day = year.strip(), month.strip(), day.strip()
        if not (year or month or day):
            return None
        _check_parts(year, month, day)
        found = _build(int(year), int(month or 0), int(day or 0))
        if today and found.date > today:
            raise PartialDateError(_("This date is still to come. Check the year."), "future")
        return found

    @property
    def last(self) -> datetime.date:
        """The last day this date can stand for: 31 March 2024 for March 2024."""
        if self.precision == Precision.YEAR:
            return self.date.replace(month=12, day=31)
        if self.precision == Precision.MONTH:
            return self.date.replace(day=calendar.monthrange(self.date.year, self.date.month)[1])
        return self.date

    @property
    def parts(self) -> tuple[str, str, str]:
        """Day, month and year as they would be typed; empty where not known."""
        day = str(self.date.day) if self.precision == Precision.DAY else ""
        month = str(self.date.month) if self.precision != Precision.YEAR else ""
        return day, month, str(self.date.year)

    def __str__(self) -> str:
        if self.precision == Precision.YEAR:
            return str(self.date.year)
        if self.precision == Precision.MONTH:
            return format_date(self.date, pgettext("format of a month", "F Y"))
        return format_date(self.date, pgettext("format of a day", "j F Y"))


def _check_parts(year: str, month: str, day: str) -> None:
    if not year:
        raise PartialDateError(_("Add the year. The month and the day can stay empty."), "year_missing")
    if not (year.isdecimal() and len(year) == 4):
        raise PartialDateError(_("Write the year with four digits, such as 2019."), "year")
    if int(year) < EARLIEST_YEAR:
        raise PartialDateError(_("Check the year: it lies before 1900."), "too_early")
    if month and not (month.isdecimal() and len(month) <= 2 and 1 <= int(month) <= 12):
        raise PartialDateError(_("Choose a month."), "month")
    if day and not month:
        raise PartialDateError(_("Choose the month too, or leave the day empty."), "month_missing")
    if day and not (day.isdecimal() and len(day) <= 2 and int(day) >= 1):
        raise PartialDateError(_("Write the day as a number, such as 3."), "day")


def _build(year: int, month: int, day: int) -> PartialDate:
    if not month:
        return PartialDate(datetime.date(year, 1, 1), Precision.YEAR)
    if not day:
        return PartialDate(datetime.date(year, month, 1), Precision.MONTH)
    length = calendar.monthrange(year, month)[1]
    if day > length:
        text = _("%(month)s has %(length)d days. Check the day.")
        month_name = PartialDate(datetime.date(year, month, 1), Precision.MONTH)
        raise PartialDateError(text % {"month": month_name, "length": length}, "day")
    return PartialDate(datetime.date(year, month, day), Precision.DAY)


def _month_choices() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Not sure")), *((str(number), name) for number, name in MONTHS.items())]


class PartialDateWidget(forms.MultiWidget):
    """Three labelled inputs, day, month, year; works without script and needs no calendar."""

    template_name = "lesions/_partial_date.html"

    class Media:
        css = {"all": ["css/partial-date.css"]}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        digits = {"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput({**digits, "maxlength": 2}),
                "month": forms.Select({"class": "form-control"}, choices=_month_choices()),
                "year": forms.TextInput({**digits, "maxlength": 4}),
            },
            attrs,
        )

    def decompress(self, value: PartialDate | None) -> list[str]:
        return list(value.parts) if value else ["", "", ""]


class PartialDateField(forms.MultiValueField):
    """A form field that gives a PartialDate, or None when left empty.

    Render it with ``Field("<name>", template="lesions/_partial_date_field.html")`` and link the form's media.
    The parts are posted as ``<name>_day``, ``<name>_month`` and ``<name>_year``.

    Args:
        allow_future: days to come are accepted, such as the planned end of a course.
    """

    widget = PartialDateWidget

    def __init__(self, *, allow_future: bool = False, **kwargs: Any) -> None:
        self.allow_future = allow_future
        parts = (
            forms.CharField(required=False),
            forms.CharField(required=False),
            forms.CharField(required=False),
        )
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> PartialDate | None:
        day, month, year = data_list or ["", "", ""]
        # The door into the record has activated the patient's zone, so the local date is the patient's today.
        today = None if self.allow_future else timezone.localdate()
        try:
            return PartialDate.parse(year, month, day, today=today)
        except PartialDateError as error:
            raise ValidationError(str(error), code=error.code) from error

    def has_changed(self, initial: PartialDate | None, data: Any) -> bool:
        before = list(initial.parts) if initial else ["", "", ""]
        return before != [part or "" for part in (data or ["", "", ""])]
