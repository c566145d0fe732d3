"""Photos from the gallery: what each day's photos show. Nothing is required."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lesions.models import Lesion, Photo
from lesions.photo_days import PhotoDay, by_day
from lesions.vocabulary import PhotoView


@dataclass(frozen=True)
class Row:
    """One photo to review, with its fields and a known photo that it looks like."""

    photo: Photo
    take: forms.BoundField
    view: str
    alike: Photo | None


@dataclass(frozen=True)
class Group:
    """The photos of one day, with the choice of deposits they show."""

    day: PhotoDay
    rows: list[Row]
    chosen: set[str]
    lesions: forms.BoundField
    on: forms.BoundField | None


@dataclass(frozen=True)
class Filing:
    """What was said about one photo."""

    photo: Photo
    view: str
    on: datetime.date | None
    lesions: list[Lesion]


class PhotoImportForm(forms.Form):
    """Sorts waiting photos: per day the deposits, per photo whether it is taken and its view.

    Args:
        lesions: those of which the record may hold photos.
        alike: known photos by the id of the waiting one that looks the same.
        came_from: the deposit whose page led here; chosen unless something else is said.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        photos: Sequence[Photo],
        lesions: Sequence[Lesion],
        zone: datetime.tzinfo,
        today: datetime.date,
        alike: Mapping[uuid.UUID, Photo],
        came_from: Lesion | None = None,
    ) -> None:
        super().__init__(data)
        self.today = today
        self.alike = alike
        self.days = by_day(photos, zone)
        self.by_id = {str(lesion.pk): lesion for lesion in lesions}
        for day in self.days:
            self._add_day(day, came_from)

    def _add_day(self, day: PhotoDay, came_from: Lesion | None) -> None:
        choices = [(pk, lesion.name) for pk, lesion in self.by_id.items()]
        self.fields[f"lesions-{day.key}"] = forms.MultipleChoiceField(
            choices=choices, required=False, initial=[str(came_from.pk)] if came_from else []
        )
        if day.on is None:
            self.fields[f"on-{day.key}"] = forms.DateField(
                label=gettext_lazy("Day it was taken, if you know it"),
                required=False,
                widget=forms.DateInput(
                    format="%Y-%m-%d",
                    attrs={"type": "date", "class": "form-control", "max": self.today.isoformat()},
                ),
            )
        for photo in day.photos:
            self.fields[f"take-{photo.pk}"] = forms.BooleanField(required=False, initial=True)
            self.fields[f"view-{photo.pk}"] = forms.ChoiceField(
                choices=PhotoView.choices, required=False, initial=photo.view
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for day in self.days:
            on = cleaned.get(f"on-{day.key}")
            if on is not None and on > self.today:
                self.add_error(f"on-{day.key}", _("This day is still to come. Check the date."))
        return cleaned

    @property
    def groups(self) -> list[Group]:
        """The days with their bound fields, as the page draws them."""
        return [
            Group(
                day=day,
                rows=[self._row(photo) for photo in day.photos],
                chosen=set(self[f"lesions-{day.key}"].value() or []),
                lesions=self[f"lesions-{day.key}"],
                on=None if day.on is not None else self[f"on-{day.key}"],
            )
            for day in self.days
        ]

    def _row(self, photo: Photo) -> Row:
        view = self[f"view-{photo.pk}"].value() or photo.view
        return Row(photo, self[f"take-{photo.pk}"], view, self.alike.get(photo.pk))

    def filings(self) -> list[Filing]:
        """What to do with each photo that is to be taken; call after ``is_valid``."""
        said = self.cleaned_data
        return [
            Filing(
                photo=photo,
                view=said[f"view-{photo.pk}"] or photo.view,
                on=said.get(f"on-{day.key}"),
                lesions=[self.by_id[pk] for pk in said[f"lesions-{day.key}"]],
            )
            for day in self.days
            for photo in day.photos
            if said[f"take-{photo.pk}"]
        ]
