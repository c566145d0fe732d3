"""A printed card of the record: which one it is, what it is called, and how long its check line came out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import clean_name
from lesions.models import MeasureCard
from lesions.models.measure_card import LONGEST_MM, SHORTEST_MM
from lesions.vocabulary import CardKind

MEANT_MM = Decimal(50)
#: Farther from 50 mm than this we ask before we save: printers are mostly off by less than 1 %, a sheet that
#: was fitted to the page by 3 to 6 %. Ours, not published.
SURE_WITHIN_MM = Decimal(1)


class CheckLineField(forms.DecimalField):
    """The check line in mm, to hundredths; a comma counts as a decimal point, and "mm" may stand behind."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Length of the check line"),
            decimal_places=2,
            widget=forms.TextInput(
                attrs={"class": "form-control", "inputmode": "decimal", "autocomplete": "off"}
            ),
            help_text=gettext_lazy(
                "Lay a ruler along the line “Check line: 50 mm”. Read from the outer edge of one bar to the "
                "outer edge of the other, to half a millimetre if you can."
            ),
            error_messages={
                "required": gettext_lazy("Please measure the check line and type its length, such as 49.5."),
                "invalid": gettext_lazy("Write the millimetres as a number, such as 50 or 49.5."),
                "max_decimal_places": gettext_lazy("Two digits after the point are enough, such as 49.75."),
            },
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as DecimalField itself does
        if isinstance(value, str):
            value = value.strip().lower().removesuffix("mm").strip().replace(",", ".")
        return super().to_python(value)


class MeasureCardForm(forms.ModelForm[MeasureCard]):
    """Registers a card, or corrects its name and line. A line far from 50 mm is asked about first."""

    check_line_mm = CheckLineField()
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text=gettext_lazy("Such as “kitchen drawer”. Without one it is called after its kind."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Which card is it?"),
        choices=CardKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose the card. Its size is printed on it.")},
    )

    class Meta:
        model = MeasureCard
        fields = ["kind", "check_line_mm", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_about_line = ""
        if not self.instance._state.adding:
            # Another kind is another card: the photos measured with this one show this one.
            del self.fields["kind"]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_check_line_mm(self) -> Decimal:
        line: Decimal = self.cleaned_data["check_line_mm"]
        if not SHORTEST_MM <= line <= LONGEST_MM:
            raise forms.ValidationError(
                _(
                    "%(mm)s mm is too far from 50 mm to be this line. Measure the thick line between the two "
                    "bars, in millimetres. If it is right, print the sheet again at 100 %%."
                )
                % {"mm": number_format(line)},
                code="not_the_line",
            )
        if abs(line - MEANT_MM) > SURE_WITHIN_MM and self.data.get("line_is_right") != _as_typed(line):
            self.asks_about_line = _as_typed(line)
            raise forms.ValidationError(
                _(
                    "%(mm)s mm is %(percent)s %% off, more than a printer usually is. "
                    "Please measure once more."
                )
                % {"mm": number_format(line), "percent": number_format(abs(line - MEANT_MM) * 2, 1)},
                code="far_off",
            )
        return line

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind = cleaned.get("kind") or self.instance.kind
        if kind and not cleaned.get("name") and "name" not in self.errors:
            cleaned["name"] = CardKind(kind).label
        return cleaned


def _as_typed(line: Decimal) -> str:
    """An answer holds for exactly this number; another one is asked about anew."""
    return f"{line.normalize():f}"
