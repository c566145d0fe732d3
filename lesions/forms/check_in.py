"""The check-in form: every question may stay empty, one answer at least is needed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lesions.measured_size import numbers_of
from lesions.models import CheckIn
from lesions.vocabulary import Anchor, Method

if TYPE_CHECKING:
    from lesions.models import Measurement

SLACK = datetime.timedelta(minutes=10)
# A size this many times larger or smaller than last time is more often a slip than growth: we ask.
UNLIKELY_FACTOR = Decimal(3)
UNLIKELY_DIFFERENCE_MM = Decimal(10)
BY_HAND = (Method.CALIPER, Method.RULER, Method.EYE)
SCALES = ["pain_rest", "pain_pressure", "itch"]
CHIPS = ["method", "arrangement", "colour", "consistency", "surface", "drainage",
         "redness", "warmth", "swelling", "tenderness", "function"]  # fmt: skip
LOOK = ["redness", "warmth", "swelling", "surface", "drainage"]
SIZES = ["length_mm", "width_mm", "height_mm"]
VALUES = ["anchor", *SIZES, "lump_count", *SCALES, *[name for name in CHIPS if name != "method"], "note"]
DATE_TIME = "%Y-%m-%dT%H:%M"


def now_text() -> str:
    """The present moment in the patient's zone, as the field for it is filled."""
    return timezone.localtime().strftime(DATE_TIME)


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=DATE_TIME, attrs={"class": "form-control"})


class MillimetreField(forms.DecimalField):
    """Millimetres with at most one decimal; a comma counts as a decimal point, as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "form-control"}
        super().__init__(
            min_value=Decimal("0.1"), max_value=Decimal(500), decimal_places=1, required=False,
            widget=forms.TextInput(attrs=attrs), **kwargs,
        )  # fmt: skip
        too_long = gettext_lazy("500 mm (50 cm) is the most that can be kept. Check the number: is it in mm?")
        too_short = gettext_lazy("0.1 mm is the least that can be kept. Not measured? Leave it empty.")
        one_digit = gettext_lazy("One digit after the point is enough, such as 7.5.")
        self.error_messages |= {
            "invalid": gettext_lazy("Write the millimetres as a number, such as 7 or 7.5."),
            "max_value": too_long, "min_value": too_short, "max_decimal_places": one_digit,
        }  # fmt: skip

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as DecimalField itself does
        if isinstance(value, str):
            value = value.strip().lower().removesuffix("mm").strip().replace(",", ".")
        return super().to_python(value)


class CheckInForm(forms.ModelForm[CheckIn]):
    """All questions about one lesion at one moment.

    Args:
        last: the check-in before this one; it gives the hints, nothing is copied from it.
        last_size: the newest check-in before this one that measured; a very different size is asked about.
        has_photos: a photo alone is an answer too.
        measured: readings from photos that the form brings, the newest last.
    """

    has_fixed_choices = True  # the same for everybody, so that their chips may be kept

    observed_at = forms.DateTimeField(
        label=gettext_lazy("When"), widget=DateTimeInput(), input_formats=[DATE_TIME, "%Y-%m-%dT%H:%M:%S"]
    )
    length_mm = MillimetreField(label=gettext_lazy("Length"))
    width_mm = MillimetreField(label=gettext_lazy("Width"))
    height_mm = MillimetreField(label=gettext_lazy("Height above the skin"))
    size_confirmed = forms.BooleanField(required=False)

    class Meta:
        model = CheckIn
        fields = ["observed_at", *VALUES, "method"]
        widgets = {
            **dict.fromkeys(CHIPS, forms.RadioSelect),
            "anchor": forms.RadioSelect,
            "lump_count": forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "form-control"}
            ),
            "note": forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        }

    def __init__(
        self, *args: Any, last: CheckIn | None = None, last_size: CheckIn | None = None,
        has_photos: bool = False, measured: Sequence[Measurement] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.last = last
        self.measured = measured
        self.last_size = last_size
        self.has_photos = has_photos
        self.asks_about_size = ""
        for name in SCALES:
            if name in self.fields:
                self.fields[name] = scale_field(self.fields[name].label)
        for name in CHIPS:
            if name in self.fields:
                # An untouched row of chips is the empty answer already.
                field: Any = self.fields[name]
                field.choices = [choice for choice in field.choices if choice[0] != ""]
        if "method" in self.fields:  # what a hand can do now first; the photo ways after it
            method: Any = self.fields["method"]
            method.choices = sorted(method.choices, key=lambda choice: choice[0] not in BY_HAND)
        if "anchor" in self.fields:
            anchor: Any = self.fields["anchor"]
            anchor.choices = [(step.value, step.label) for step in Anchor]
        moment = timezone.now() if self.instance._state.adding else self.instance.observed_at
        self.initial["observed_at"] = timezone.localtime(moment).strftime(DATE_TIME)

    @property
    def likely_method(self) -> str:
        """How it was measured last time, if that needs nothing but a hand and an eye."""
        method = self.last_size.method if self.last_size else ""
        return method if method in BY_HAND else ""

    @property
    def size_day(self) -> datetime.datetime | None:
        """When the last size was taken, if that was not at the last check-in."""
        return self.last_size.observed_at if self.last_size and self.last_size is not self.last else None

    def clean_observed_at(self) -> datetime.datetime:
        observed_at: datetime.datetime = self.cleaned_data["observed_at"]
        before = self.instance.observed_at
        if not self.instance._state.adding and observed_at == before.replace(second=0, microsecond=0):
            return before  # the input has no seconds: two entries of one minute keep their order
        if observed_at > timezone.now() + SLACK:
            raise forms.ValidationError(_("This moment is still to come. Check the date."), code="future")
        return observed_at

    def _get_validation_exclusions(self) -> set[str]:
        """The service asks the database about the constraints, once: leaving out one of their fields here
        keeps the form from asking too. The scale itself only lets 0 to 10 through.
        """
        return {*super()._get_validation_exclusions(), "pain_rest"}  # type: ignore[misc]  # not in the stubs

    @property
    def has_more(self) -> bool:
        """Whether anything under "more" is filled in, so that it is not hidden behind a fold."""
        more = ["tenderness", "colour", "consistency", "arrangement", "function", "height_mm", "lump_count"]
        return any(self[name].value() not in (None, "") or self[name].errors for name in more)

    @property
    def has_look(self) -> bool:
        """Whether what is seen was said, now or last time, so that it is not hidden behind a fold."""
        asked = any(self[name].value() not in (None, "") or self[name].errors for name in LOOK)
        return asked or any(getattr(self.last, name, "") for name in LOOK)

    @property
    def says_something(self) -> bool:
        return any(self.cleaned_data.get(name) not in (None, "") for name in VALUES)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.says_something and not self.has_photos and not self.errors:
            raise forms.ValidationError(
                _("Nothing is filled in yet. One answer is enough; “same as last time” is one too."),
                code="empty",
            )
        self._ask_about_a_changed_number(cleaned)
        self._ask_about_an_unlikely_size(cleaned)
        return cleaned

    def _ask_about_a_changed_number(self, cleaned: dict[str, Any]) -> None:
        """A number of one's own is not the photo's: it needs its own way of measuring."""
        said = (cleaned.get("length_mm"), cleaned.get("width_mm"), cleaned.get("method"))
        of_photo = [row for row in self.measured if row.method == said[2]]
        if not of_photo or said[:2] == (None, None) or said in [numbers_of(row) for row in of_photo]:
            return
        length, width, _method = numbers_of(of_photo[-1])
        size = f"{length} × {width} mm" if width is not None else f"{length} mm"
        text = _("The photo gave %(size)s. Say how you measured the other number, or put that one back.")
        self.add_error("method", forms.ValidationError(text % {"size": size}, code="changed"))

    def _ask_about_an_unlikely_size(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("size_confirmed") or self.last_size is None:
            return
        for name in ("length_mm", "width_mm"):
            now, before = cleaned.get(name), getattr(self.last_size, name)
            if now is None or before is None or not _is_unlikely(now, before):
                continue
            self.asks_about_size = name
            numbers = {"now": f"{now.normalize():f}", "before": f"{before.normalize():f}"}
            text = _("Is %(now)s mm right? Last time it was %(before)s mm.") % numbers
            self.add_error(name, forms.ValidationError(text, code="unlikely"))
            return


class FirstCheckInForm(CheckInForm):
    """The few questions about a lesion that is being added; all may stay empty."""

    class Meta(CheckInForm.Meta):
        fields = ["length_mm", "width_mm", "method", "pain_rest"]

    observed_at = None  # type: ignore[assignment]  # it is now
    height_mm = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_photos = True  # an empty answer is fine here


def scale_field(label: Any) -> forms.TypedChoiceField:
    """0 to 10 as radio buttons; no answer stays None and never becomes zero."""
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect,
        choices=[(number, str(number)) for number in range(11)],
    )  # fmt: skip


def _is_unlikely(now: Decimal, before: Decimal) -> bool:
    larger, smaller = max(now, before), min(now, before)
    return larger >= smaller * UNLIKELY_FACTOR and larger - smaller >= UNLIKELY_DIFFERENCE_MM
