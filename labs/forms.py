"""The form for one result: unit chosen by the person, doubts asked and never decided, nothing typed lost."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Patient
from labs.analytes import ANALYTES, TITRE, by_group
from labs.models import LabResult
from labs.questions import KEEP, Question, answered, fingerprint, question_about
from labs.services import moment
from labs.units import Unreadable

if TYPE_CHECKING:
    from labs.definition import Text

ASKED_ABOUT = ("analyte", "raw_value", "raw_unit", "interval_text")
CARRIED_OVER = ("lab_name",)


class UnitSelect(forms.Select):
    """Units that know their tests, so that a script can leave only the fitting ones."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        tests = [test.key for test in ANALYTES.values() if test.unit(str(value))]
        if tests:
            option["attrs"]["data-tests"] = " ".join(tests)
        return option


class AnalyteSelect(forms.Select):
    """Tests with the hint that belongs to each."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        test = ANALYTES.get(str(value))
        if test and test.hint:
            option["attrs"]["data-hint"] = str(test.hint)
        return option


def _unit_choices() -> list[tuple[str, str]]:
    units = {unit.code: unit.label for test in ANALYTES.values() if test.can_be_typed for unit in test.units}
    units[TITRE] = str(_("titre (1:N)"))
    return [("", str(_("Choose the unit"))), *units.items()]


def _analyte_choices() -> list[tuple[str, Any]]:
    groups = [(str(group), [(test.key, str(test.name)) for test in tests]) for group, tests in by_group()]
    return [("", _("Choose the test")), *groups]


class LabResultForm(forms.ModelForm[LabResult]):
    """One line of a lab report.

    ``question`` is set when the form comes back with something to confirm. An answer counts only for exactly
    what was asked: as soon as a field is typed anew, the question is put anew.
    """

    analyte = forms.ChoiceField(
        label=_("Test"),
        choices=_analyte_choices,
        widget=AnalyteSelect,
        error_messages={"required": _("Please choose the test.")},
    )
    raw_unit = forms.ChoiceField(
        label=_("Unit"),
        choices=_unit_choices,
        widget=UnitSelect,
        required=False,
        help_text=_("As on the report. Not needed for words such as negative."),
    )
    collected_on = forms.DateField(
        label=_("Day the sample was taken"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Please give the day the sample was taken.")},
    )
    collected_time = forms.TimeField(
        label=_("Time, if known"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    class Meta:
        model = LabResult
        fields = ["analyte", "raw_value", "raw_unit", "interval_text", "lab_flag_text", "lab_name", "note"]
        labels = {
            "raw_value": _("Result"),
            "interval_text": _("The lab’s own range"),
            "lab_name": _("Lab"),
            "lab_flag_text": _("Mark printed by the lab"),
            "note": _("Note"),
        }
        help_texts = {
            "raw_value": _("As on the report: 2.45, <0.5, 1:320, negative."),
            "interval_text": _(
                "As on the report: 2.15-2.55 or < 5. Only this range decides about high and low."
            ),
            "lab_flag_text": _("Such as H, L or *."),
        }
        error_messages = {"raw_value": {"required": _("Please type the result.")}}
        widgets = {
            "raw_value": forms.TextInput(
                attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
            ),
            "interval_text": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            "lab_flag_text": forms.TextInput(attrs={"autocomplete": "off"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        patient: Patient,
        instance: LabResult | None = None,
        like: LabResult | None = None,
    ) -> None:
        self.patient = patient
        self.question: Question | None = None
        self.confirmed: set[str] = set()
        if data is not None:
            data = self._with_answer(data)
        super().__init__(
            data, instance=instance or LabResult(patient=patient), initial=_initial(instance, like)
        )
        self.instance.patient = patient
        self.fields["collected_on"].widget.attrs["max"] = patient.today().isoformat()

    # ---- answers ----------------------------------------------------------------------------------
    def _with_answer(self, data: QueryDict) -> QueryDict:
        """The data with the answer worked in; an answer to something typed over since counts for nothing."""
        data = data.copy()
        asked, answer = data.get("asked", ""), data.get("answer", "")
        self.confirmed = {text for text in data.getlist("confirmed") if text}
        if not answer or asked != fingerprint(asked.partition("|")[0], *_typed(data)):
            return data
        if answer == KEEP:
            self.confirmed.add(asked)
            return data
        try:
            data["raw_value"], data["raw_unit"] = answered(
                answer, data.get("raw_value", ""), data.get("raw_unit", "")
            )
        except Unreadable:
            return data
        # "1.250" chosen as 1.25 is settled, although the text could still be read in two ways.
        self.confirmed.add(fingerprint("read", *_typed(data)))
        return data

    # ---- checks -----------------------------------------------------------------------------------
    def clean_collected_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["collected_on"]
        if day > self.patient.today():
            raise ValidationError(_("This day lies in the future. Please check the date."))
        if self.patient.birth_on and day < self.patient.birth_on:
            raise ValidationError(_("This day lies before the date of birth. Please check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, time = cleaned.get("collected_on"), cleaned.get("collected_time")
        if day and "collected_time" not in self.errors:
            self._set_moment(day, time)
        return cleaned

    def _set_moment(self, day: datetime.date, time: datetime.time | None) -> None:
        try:
            at = moment(self.patient, day, time)
        except ValidationError as problem:
            self.add_error("collected_time", problem)
            return
        if time and at > timezone.now():
            self.add_error("collected_time", _("This time lies in the future. Please check it."))
        self.instance.collected_at, self.instance.collected_time_known = at, time is not None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the stubs leave this hook of ModelForm out
        if not self.errors and self._is_typed_anew():
            self.question = question_about(self.instance, _typed(self.data), self.confirmed)
            if self.question:
                self.add_error(
                    self.question.field,
                    ValidationError(_("Please answer the question below."), code="question"),
                )

    def _is_typed_anew(self) -> bool:
        """An unusual value that was confirmed once is not questioned again when its note is edited."""
        return self.instance._state.adding or bool(set(ASKED_ABOUT) & set(self.changed_data))

    @property
    def chosen_hint(self) -> Text:
        test = ANALYTES.get(str(self["analyte"].value() or ""))
        return test.hint if test else ""

    # ---- layout -----------------------------------------------------------------------------------
    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.layout = Layout(
            Div(Field("analyte"), HTML('{% include "labs/_analyte_hint.html" %}'), css_class="q q--first"),
            Div(
                Div("raw_value", "raw_unit", css_class="pair"),
                HTML('{% include "labs/_ask.html" with field="raw_value" %}'),
                "interval_text",
                HTML('{% include "labs/_ask.html" with field="interval_text" %}'),
                css_class="q",
            ),
            Div(Div("collected_on", "collected_time", css_class="pair"), css_class="q"),
            Div("lab_name", "lab_flag_text", "note", css_class="q"),
        )
        return helper


def _typed(data: Mapping[str, Any]) -> list[str]:
    return [str(data.get(name, "")) for name in ASKED_ABOUT]


def _initial(instance: LabResult | None, like: LabResult | None) -> dict[str, Any]:
    """What the form starts with: the row that is edited, or day and lab of the report being copied."""
    source = instance or like
    if source is None:
        return {}
    local = source.collected_at.astimezone(source.patient.zone)
    initial: dict[str, Any] = {"collected_on": local.date()}
    if source.collected_time_known:
        initial["collected_time"] = local.time().replace(second=0, microsecond=0)
    if instance is None:
        initial |= {name: getattr(source, name) for name in CARRIED_OVER}
    return initial
