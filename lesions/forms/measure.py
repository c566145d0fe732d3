"""What a person says about a photo that is to be measured, and the outline she accepts."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lesions.coin_words import coin_choices
from lesions.forms.check_in import MillimetreField
from lesions.measure_terms import Asked, Known
from lesions.measure_words import unbroken
from lesions.measurement.coins import COINS
from lesions.models import MeasureCard, PhotoScale
from lesions.outline_text import Place, Polygon, read_lines, read_places, read_polygons
from lesions.vocabulary import CardKind, CardPlace, SkinShape

if TYPE_CHECKING:
    from accounts.models import User
    from lesions.models import Photo

NO_CARD = "none"
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
SHORTEST_KNOWN_MM, LONGEST_KNOWN_MM = Decimal(2), Decimal(300)  # as in measurement/by_hand.py


class PlacesField(forms.CharField):
    """Places on the photo as ``x,y`` or ``x0,y0,x1,y1``, in fractions."""

    def __init__(self, number: int) -> None:
        super().__init__(required=False, max_length=200, widget=forms.HiddenInput)
        self.number = number

    def clean(self, value: Any) -> list[Place]:
        text = super().clean(value)
        return read_places(text, self.number) if text else []


class KnownLengthField(MillimetreField):
    """Of a ruler or of something measured; a comma counts as a decimal point."""

    def __init__(self) -> None:
        super().__init__(label=gettext_lazy("How long it is, in mm"))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not SHORTEST_KNOWN_MM <= value <= LONGEST_KNOWN_MM:
            raise ValidationError(
                _("Something between 2 and 300 mm long is needed, such as 50 mm of a ruler.")
            )


class AskForm(forms.Form):
    """How the photo was taken, and where the deposit is on it.

    Args:
        cards: those of the record that are in use, newest first.
        surface: how the skin curves at the site of the deposit, unless the person says otherwise; empty where
            the site does not tell.
    """

    card = forms.ChoiceField(label=gettext_lazy("What lies beside it?"), required=False)
    place = forms.ChoiceField(
        label=gettext_lazy("Where does the card lie?"), choices=CardPlace.choices, required=False
    )
    hand = forms.ChoiceField(
        label=gettext_lazy("Does the hand lie on the table?"), choices=YES_NO, required=False
    )
    surface = forms.ChoiceField(choices=[("", ""), *SkinShape.choices], required=False)
    tap = PlacesField(1)
    box = PlacesField(2)
    known = PlacesField(2)
    known_mm = KnownLengthField()
    coin = forms.ChoiceField(
        label=gettext_lazy("Or a coin"), choices=lambda: [("", _("No coin")), *coin_choices()], required=False
    )
    in_plane = forms.ChoiceField(
        label=gettext_lazy("Does it lie on the skin, at the height of the deposit?"), choices=YES_NO,
        required=False,
    )  # fmt: skip
    from_earlier = forms.ChoiceField(choices=YES_NO, required=False)

    def __init__(self, *args: Any, cards: list[MeasureCard], surface: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {str(card.pk): card for card in cards}
        self.site_surface = surface
        field: Any = self.fields["card"]
        field.choices = [
            *((key, unbroken(card.label)) for key, card in self.own.items()),
            *((key, unbroken(label)) for key, label in CardKind.choices),
            (NO_CARD, _("No card: a ruler, a coin or nothing")),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("known") and "known_mm" not in self.errors and "coin" not in self.errors:
            typed, coin = cleaned.get("known_mm"), cleaned.get("coin")
            if not typed and not coin:
                self.add_error("known_mm", _("Say how long it is, or choose the coin."))
            elif typed and coin:
                self.add_error("known_mm", _("Either a length or a coin: take one of them away."))
        return cleaned

    @property
    def surface_known(self) -> str:
        """What was chosen, or else what the site tells; empty for neither. Call for a valid form only."""
        said: str = self.cleaned_data["surface"]
        return said or self.site_surface

    @property
    def asked(self) -> Asked:
        """Call for a valid form only."""
        said = self.cleaned_data
        card = self.own.get(said["card"])
        kind = card.kind if card else said["card"]
        kind = "" if kind == NO_CARD else kind
        box = said["box"]
        return Asked(
            card_kind=kind,
            card=card,
            place=said["place"] or CardPlace.SAME_SKIN,
            surface=self.surface_known or SkinShape.FLAT,
            surface_said=bool(self.surface_known),
            hand_lies={"yes": True, "no": False}.get(said["hand"]),
            known=None if kind else self._known(),
            tap=said["tap"][0] if said["tap"] else None,
            box=(box[0], box[1]) if box else None,
            from_earlier=said["from_earlier"] == "yes",
        )

    def _known(self) -> Known | None:
        said = self.cleaned_data
        if not said["known"]:
            return None
        coin = COINS.get(said["coin"])
        length = coin.diameter_mm if coin else float(said["known_mm"])
        start, end = said["known"]
        return Known(start, end, length, said["coin"] if coin else "", said["in_plane"] != "no")


class ScaleField(forms.CharField):
    """The scale that was found on this photo for this person, by its id."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=36, widget=forms.HiddenInput)


class OutlineForm(forms.Form):
    """An outline, or lines, with the scale it is to be read with; also the redness where it was marked."""

    scale = ScaleField()
    outlines = forms.CharField(required=False, widget=forms.HiddenInput)
    lines = forms.CharField(required=False, widget=forms.HiddenInput)
    redness = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, photo: Photo, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.photo, self.by = photo, by

    def clean_scale(self) -> PhotoScale:
        """Of this photo and asked for by this person: her answers are in it."""
        gone = ValidationError(_("The scale of this photo is not there any more. Tap the deposit again."))
        try:
            key = uuid.UUID(self.cleaned_data["scale"])
        except ValueError as error:
            raise gone from error
        found = PhotoScale.objects.filter(pk=key, photo=self.photo, made_by=self.by).first()
        if found is None or found.refused:
            raise gone
        return found

    def clean_lines(self) -> list[Polygon]:
        text = self.cleaned_data["lines"]
        return read_lines(text) if text.strip() not in ("", "[]") else []

    def clean_outlines(self) -> list[Polygon]:
        return read_polygons(self.cleaned_data["outlines"], may_be_empty=True)

    def clean_redness(self) -> list[Polygon]:
        return read_polygons(self.cleaned_data["redness"], may_be_empty=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["outlines"] and not cleaned["lines"]:
            self.add_error("outlines", _("There is no outline yet. Tap the deposit on the photo."))
        if not self.errors and cleaned["outlines"] and cleaned["lines"]:
            self.add_error("lines", _("Either an outline or two lines: take one of them away."))
        return cleaned
