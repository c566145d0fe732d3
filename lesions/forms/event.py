"""What happened to a lesion, on which day; of an open sore also where it came from and how it goes on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.layout import helper
from accounts.models import Patient
from lesions.models import LifeEvent
from lesions.partial_dates import PartialDate, PartialDateField
from lesions.vocabulary import EventKind

SORE_ONLY = ("origin", "course")


class LifeEventForm(forms.ModelForm[LifeEvent]):
    """One event of a lesion, on a day that may lie in the past."""

    happened = PartialDateField(label=gettext_lazy("When"), help_text=gettext_lazy("The year alone is fine."))

    class Meta:
        model = LifeEvent
        fields = ["kind", "origin", "course", "note"]
        widgets = {
            "kind": forms.RadioSelect,
            "origin": forms.RadioSelect,
            "course": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", *SORE_ONLY):
            field: Any = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0] != ""]
        event = self.instance
        day = event.happened_on if not event._state.adding else patient.today()
        self.initial.setdefault("happened", PartialDate.of(day, event.precision))
        self.patient = patient
        self.details_helper = helper("happened", "note")

    def clean_happened(self) -> PartialDate:
        happened: PartialDate = self.cleaned_data["happened"]
        if happened.date > self.patient.today():
            raise forms.ValidationError(_("This day is still to come. Check the date."), code="future")
        self.instance.happened_on, self.instance.precision = happened.date, happened.precision
        return happened

    def clean(self) -> dict[str, Any]:
        """The two questions about a sore are on the page for every kind; they count for a sore only."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") != EventKind.ULCER:
            cleaned.update(dict.fromkeys(SORE_ONLY, ""))
        return cleaned
