"""The form of a reminder, and the question which records a calendar shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.layout import helper
from accounts.models import Patient, User
from lesions.models import Lesion
from timeline.models import ReminderPlan


class ReminderForm(forms.ModelForm[ReminderPlan]):
    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("It comes again on the same day of the week."),
    )

    class Meta:
        model = ReminderPlan
        fields = ["what", "lesion", "every_weeks", "starts_on", "by_email"]
        widgets = {"what": forms.RadioSelect}
        labels = {
            "what": gettext_lazy("Remind me of"),
            "lesion": gettext_lazy("Of which deposit"),
            "every_weeks": gettext_lazy("Every how many weeks"),
            "by_email": gettext_lazy("Send me a mail"),
        }
        help_texts = {
            "lesion": gettext_lazy("One for a single deposit goes before the one for all."),
            "every_weeks": gettext_lazy("From 1 to 26."),
            "by_email": gettext_lazy(
                "At most one a day, after 8 in the morning. It names neither you nor anything about health."
            ),
        }

    def __init__(self, *args: Any, user: User, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patient = patient
        self.instance.user, self.instance.patient = user, patient
        lesion: Any = self.fields["lesion"]
        lesion.queryset = Lesion.objects.kept().filter(patient=patient).order_by("name")
        lesion.empty_label = _("all of them")
        self.fields["every_weeks"].widget.attrs |= {"min": 1, "max": 26, "inputmode": "numeric"}
        self.initial.setdefault("starts_on", patient.today())
        self.helper = helper("what", "lesion", "every_weeks", "starts_on", "by_email")

    def clean_starts_on(self) -> Any:
        day = self.cleaned_data["starts_on"]
        if not 2000 <= day.year <= 2100:
            raise forms.ValidationError(_("This day is too far away."), code="far")
        return day
