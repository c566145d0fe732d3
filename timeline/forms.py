"""What dermatologists write into a record."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.layout import helper
from accounts.models import Patient
from labs.analytes import ANALYTES
from lesions.models import Lesion
from lesions.vocabulary import Morphology
from timeline.models import FollowUpRequest


class DiagnosisForm(forms.ModelForm[Lesion]):
    """What a dermatologist says a deposit is. The patient's own "feels like" is another field and stays."""

    class Meta:
        model = Lesion
        fields = ["diagnosis_type", "clinician_morphology"]
        labels = {
            "diagnosis_type": gettext_lazy("Type of this deposit"),
            "clinician_morphology": gettext_lazy("Form of this deposit"),
        }
        help_texts = {
            "diagnosis_type": gettext_lazy(
                "Shown to the patient with your name and the date. Leave it empty to take it back."
            ),
            "clinician_morphology": gettext_lazy(
                "After Bartoli and colleagues (2016), not validated yet. Of their 316 deposits most were "
                "stones; paste was found in some that could be seen and felt, net and plate in some that "
                "could only be felt. Your answer stands beside the patient’s own, never in its place."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        morphology: Any = self.fields["clinician_morphology"]
        morphology.choices = [("", "---------"), *Morphology.choices]
        self.helper = helper("diagnosis_type", "clinician_morphology")


class RequestForm(forms.ModelForm[FollowUpRequest]):
    due_on = forms.DateField(
        label=gettext_lazy("By"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    analyte = forms.ChoiceField(label=gettext_lazy("Which value"), required=False)

    class Meta:
        model = FollowUpRequest
        fields = ["asks", "analyte", "due_on", "text"]
        labels = {"asks": gettext_lazy("I ask for"), "text": gettext_lazy("In your words")}
        help_texts = {"text": gettext_lazy("Such as: one close-up from the side, to compare with June.")}

    def __init__(self, *args: Any, patient: Patient, lesion: Lesion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patient = patient
        self.instance.patient, self.instance.lesion = patient, lesion
        asks: Any = self.fields["asks"]
        wanted = FollowUpRequest.Asks.choices
        asks.choices = (
            wanted if lesion else [choice for choice in wanted if choice[0] == FollowUpRequest.Asks.LAB]
        )
        analyte: Any = self.fields["analyte"]
        analyte.choices = [("", _("any")), *((key, one.name) for key, one in ANALYTES.items())]
        self.initial["due_on"] = self.instance.due_on or patient.today() + datetime.timedelta(days=14)
        self.helper = helper("asks", "analyte", "due_on", "text")

    def clean_due_on(self) -> datetime.date:
        due_on: datetime.date = self.cleaned_data["due_on"]
        if due_on < self.patient.today():
            raise forms.ValidationError(_("This day is over. Choose today or a later day."), code="past")
        return due_on
