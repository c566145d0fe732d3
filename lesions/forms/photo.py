"""What is said about a photo, and which lesions it shows."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.layout import helper
from lesions.forms.check_in import DATE_TIME, SLACK, DateTimeInput
from lesions.models import Lesion, Photo
from lesions.photo_services import that_may_be_photographed


class PhotoForm(forms.ModelForm[Photo]):
    """When it was taken, from how near, what it gives away, and which lesions it shows."""

    taken_at = forms.DateTimeField(
        label=gettext_lazy("Taken"), widget=DateTimeInput(), input_formats=[DATE_TIME, "%Y-%m-%dT%H:%M:%S"]
    )
    lesions_shown = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Deposits on this photo"), queryset=Lesion.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Photo
        fields = ["taken_at", "view", "caption", "identifying", "sensitive"]
        help_texts = {
            "identifying": gettext_lazy(
                "Such photos are left out of shares unless you pick them one by one."
            ),
            "sensitive": gettext_lazy(
                "Such photos are blurred until tapped and left out of shares and lists."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown: Any = self.fields["lesions_shown"]
        patient = self.instance.patient
        shown.queryset = that_may_be_photographed(patient, Lesion.objects.kept().filter(patient=patient))
        self.initial["lesions_shown"] = [link.lesion_id for link in self.instance.photo_lesions.all()]
        self.initial["taken_at"] = timezone.localtime(self.instance.taken_at).strftime(DATE_TIME)
        self.helper = helper("taken_at", "view", "lesions_shown", "caption", "identifying", "sensitive")

    def clean_taken_at(self) -> datetime.datetime:
        taken_at: datetime.datetime = self.cleaned_data["taken_at"]
        before = self.instance.taken_at
        if taken_at == before.replace(second=0, microsecond=0):
            return before  # the input has no seconds: left as it was, the moment is as well known as before
        if taken_at > timezone.now() + SLACK:
            raise forms.ValidationError(_("This moment is still to come. Check the date."), code="future")
        self.instance.taken_at_known = True
        return taken_at
