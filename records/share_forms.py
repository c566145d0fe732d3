"""The form of a link for a while, and the question for its passcode."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import clean_name
from records.share import LONGEST_PASSCODE, SHORTEST_PASSCODE, check_own_passcode

LASTS = {
    "1": gettext_lazy("1 hour"),
    "4": gettext_lazy("4 hours"),
    "24": gettext_lazy("a day"),
    "72": gettext_lazy("3 days"),
    "168": gettext_lazy("7 days"),
}


class ShareLinkForm(forms.Form):
    """For whom a link is and how long it lasts; what it shows is asked by the form of a selection."""

    for_whom = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=80,
        help_text=gettext_lazy("For your own list, such as “Dr Weiss, hand clinic”. Nobody is written to."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lasts = forms.ChoiceField(
        label=gettext_lazy("It works for"),
        choices=list(LASTS.items()),
        initial="24",
        widget=forms.RadioSelect,
    )
    passcode = forms.CharField(
        label=gettext_lazy("A passcode of your own"),
        required=False,
        strip=True,
        max_length=2 * LONGEST_PASSCODE,
        help_text=gettext_lazy(
            "Leave it empty and we make one. Capitals, spaces and hyphens make no difference."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_for_whom(self) -> str:
        name = clean_name(self.cleaned_data["for_whom"])
        if not name:
            raise ValidationError(_("Say for whom it is, so that you can tell your links apart."))
        return name

    def clean_passcode(self) -> str:
        typed: str = self.cleaned_data["passcode"]
        return check_own_passcode(typed) if typed else ""

    @property
    def duration(self) -> datetime.timedelta:
        return datetime.timedelta(hours=int(self.cleaned_data["lasts"]))


class PasscodeForm(forms.Form):
    passcode = forms.CharField(
        max_length=2 * LONGEST_PASSCODE,
        error_messages={"required": gettext_lazy("Type the passcode that you were given.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passcode"].widget.attrs |= {"minlength": SHORTEST_PASSCODE}
