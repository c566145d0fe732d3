"""Asking a dermatologist of the record to read a size a second time."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.layout import helper
from accounts.models import User
from lesions.models import Measurement, SecondReading
from lesions.second_readings import has_read, possible_readers


class ReaderChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class SecondReadingForm(forms.ModelForm[SecondReading]):
    """Who is asked about a first reading, and what she should know; every refusal stands at the person."""

    reader = ReaderChoice(
        queryset=User.objects.none(),
        label=gettext_lazy("Who should read it"),
        empty_label=gettext_lazy("Choose a dermatologist"),
        help_text=gettext_lazy(
            "Dermatologists who may open this record now. Best is somebody who has not seen the size yet: "
            "what has been seen before cannot be hidden again."
        ),
        error_messages={
            "required": gettext_lazy("Choose who should read it."),
            "invalid_choice": gettext_lazy("This person may not open the record now. Choose another."),
        },
    )

    class Meta:
        model = SecondReading
        fields = ["reader", "message"]
        labels = {"message": gettext_lazy("In your words (may stay empty)")}
        help_texts = {
            "message": gettext_lazy(
                "Such as: please follow the hard edge, not the redness. Do not name the size."
            )
        }

    def __init__(self, *args: Any, first: Measurement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        self.instance.first, self.instance.patient = first, first.patient
        readers: Any = self.fields["reader"]
        readers.queryset = possible_readers(first)
        self.helper = helper("reader", "message")

    @property
    def has_readers(self) -> bool:
        readers: Any = self.fields["reader"]
        return bool(readers.queryset.exists())

    def clean_reader(self) -> User:
        reader = cast(User, self.cleaned_data["reader"])
        if SecondReading.objects.filter(first=self.first, reader=reader, deleted_at__isnull=True).exists():
            text = _("%(name)s has been asked to read it already.")
            raise forms.ValidationError(text % {"name": reader.name}, code="asked")
        if has_read(reader, self.first):
            text = _("%(name)s has a reading of this photo already; it stands beside this one.")
            raise forms.ValidationError(text % {"name": reader.name}, code="read")
        return reader
