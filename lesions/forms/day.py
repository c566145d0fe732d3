"""The daily entry: the whole person on one day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lesions.forms.check_in import scale_field
from lesions.models import DailyEntry
from lesions.vocabulary import Anchor, Sign

NOTE_CHARACTERS = 2000
HANDS = ["hands_small_things", "hands_grip", "hands_self_care"]


class DailyEntryForm(forms.ModelForm[DailyEntry]):
    """All optional; one answer is enough."""

    signs = forms.MultipleChoiceField(
        label=gettext_lazy("Any of these today?"),
        choices=Sign.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = DailyEntry
        fields = ["anchor", "pain", *HANDS, "signs", "note"]
        widgets = {
            **dict.fromkeys(["anchor", *HANDS], forms.RadioSelect),
            "note": forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pain"] = scale_field(self.fields["pain"].label)
        anchor: Any = self.fields["anchor"]
        anchor.choices = [(step.value, step.label) for step in Anchor]
        for name in HANDS:
            field: Any = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0] != ""]

    def add_to(self, entry: DailyEntry) -> DailyEntry:
        """Put what was answered here into an entry that somebody else has saved; the rest of it stays."""
        for name in self.Meta.fields:
            if self.cleaned_data.get(name) not in (None, "", []):
                setattr(entry, name, self._together(entry, name))
        return entry

    def _together(self, entry: DailyEntry, name: str) -> Any:
        mine, theirs = self.cleaned_data[name], getattr(entry, name)
        if name == "signs":
            return [*theirs, *(sign for sign in mine if sign not in theirs)]
        if name == "note" and theirs and mine != theirs:
            return f"{theirs}\n{mine}"[:NOTE_CHARACTERS]
        return mine

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and all(cleaned.get(name) in (None, "", []) for name in self.Meta.fields):
            raise forms.ValidationError(_("Nothing is filled in yet. One answer is enough."), code="empty")
        return cleaned
