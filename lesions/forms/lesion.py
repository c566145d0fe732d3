"""Forms about a lesion itself: adding, editing, putting it in its right place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.layout import helper
from lesions import anatomy
from lesions.models import Lesion
from lesions.partial_dates import PartialDate, PartialDateField


class LesionForm(forms.ModelForm[Lesion]):
    """Name, first noticed, what it is like. Place and side come from the map or the list."""

    noticed = PartialDateField(
        label=gettext_lazy("First noticed"), required=False,
        help_text=gettext_lazy("As exactly as you remember; the year alone is fine."),
    )  # fmt: skip

    class Meta:
        model = Lesion
        fields = ["name", "morphology", "visibility", "note"]
        widgets = {
            "name": forms.TextInput(attrs={"class": "form-control"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "name": gettext_lazy("How you call it. You can change it at any time."),
            "morphology": gettext_lazy(
                "A way of naming from one study that isn’t validated yet. “Don’t know” is a good answer: "
                "nets and plates are mostly seen on an X-ray."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lesion = self.instance
        self.initial.setdefault("noticed", PartialDate.of(lesion.noticed_on, lesion.noticed_precision))
        self.helper = helper("name", "noticed", "visibility", "morphology", "note")
        self.details_helper = helper("noticed", "visibility", "morphology", "note")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        noticed: PartialDate | None = cleaned.get("noticed")
        self.instance.noticed_on = noticed.date if noticed else None
        self.instance.noticed_precision = noticed.precision if noticed else ""
        return cleaned


class MapPointForm(forms.Form):
    """The exact point that was tapped; without the script it stays empty."""

    map_view = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    map_x = forms.FloatField(required=False, min_value=0, max_value=1, widget=forms.HiddenInput)
    map_y = forms.FloatField(required=False, min_value=0, max_value=1, widget=forms.HiddenInput)

    def put_on(self, lesion: Lesion) -> None:
        """Copy the point to the lesion if there is one."""
        if self.point:
            lesion.map_view, lesion.map_x, lesion.map_y = self.point

    @property
    def point(self) -> tuple[str, float, float] | None:
        """View, across and down (0 to 1 of the drawing); half a point is none."""
        if not self.is_valid():
            return None
        x, y = self.cleaned_data["map_x"], self.cleaned_data["map_y"]
        return (self.cleaned_data["map_view"], x, y) if x is not None and y is not None else None


class PlaceForm(forms.Form):
    """A place with its side as one choice, for correcting where a lesion is."""

    place = forms.ChoiceField(label=gettext_lazy("Where it really is"))

    def __init__(self, *args: Any, lesion: Lesion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lesion = lesion
        field: Any = self.fields["place"]
        field.choices = [
            (
                group,
                [
                    (f"{site.key}/{side}", anatomy.site_label(site.key, side))
                    for site in sites
                    for side in site.sides
                ],
            )
            for group, sites in anatomy.grouped()
        ]
        self.helper = helper("place")

    def clean_place(self) -> str:
        place: str = self.cleaned_data["place"]
        genital = anatomy.SITES[place.split("/")[0]].genital
        if genital and self.lesion.patient.is_minor and self._has_photos():
            text = _(
                "Photos of this place are not kept in the record of somebody under 18. "
                "Delete the photos of this deposit first."
            )
            raise forms.ValidationError(text, code="minor")
        return place

    @property
    def chosen_name(self) -> str:
        """The chosen place in words; call for a valid form only."""
        return anatomy.site_label(*self.site_and_side)

    def _has_photos(self) -> bool:
        return self.lesion.photo_lesions.filter(photo__deleted_at__isnull=True).exists()

    @property
    def site_and_side(self) -> tuple[str, str]:
        site, side = self.cleaned_data["place"].split("/")
        return site, side
