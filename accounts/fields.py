"""Form fields that several forms about people share."""

from __future__ import annotations

import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import known_time_zones

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@cache
def time_zone_choices() -> list[tuple[str, str]]:
    """The zones that name a place, in plain words; UTC comes first."""
    names = sorted(name for name in known_time_zones() if "/" in name and not name.startswith("Etc/"))
    return [("UTC", "UTC"), *((name, name.replace("_", " ").replace("/", " / ")) for name in names)]


class TimeZoneSelect(forms.Select):
    """A plain select: Django's own draws a template for every one of the six hundred options."""

    template_name = "accounts/widgets/time_zone.html"

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        return []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"zones": time_zone_choices(), "chosen": value}
        return context


class TimeZoneField(forms.ChoiceField):
    """A list of zones; a small script picks the one of the device."""

    def __init__(self, *, follow_device: bool = False, label: StrOrPromise = "") -> None:
        attrs = {"data-time-zone": "follow"} if follow_device else {}
        super().__init__(
            label=label or _("Time zone"),
            choices=time_zone_choices,
            widget=TimeZoneSelect(attrs=attrs),
            help_text=_("So that “today” is the right day."),
        )


class BirthDateField(forms.DateField):
    """A day in the past, not more than 120 years ago."""

    def __init__(
        self, *, required: bool = False, label: StrOrPromise = "", help_text: StrOrPromise = ""
    ) -> None:
        super().__init__(
            required=required,
            label=label or _("Date of birth"),
            help_text=help_text,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
        )

    def validate(self, value: datetime.date | None) -> None:
        super().validate(value)
        today = timezone.localdate()
        if value and value > today:
            raise ValidationError(_("This day is in the future."), code="future")
        if value and value.year < today.year - 120:
            raise ValidationError(_("Check the year, please."), code="too_old")


def clean_name(name: str) -> str:
    """A name on one line, without characters that cannot be seen."""
    return " ".join("".join(sign for sign in name if sign.isprintable() or sign.isspace()).split())
