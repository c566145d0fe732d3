"""What people type about conditions and treatments, turned into rows; crispy layouts in reading order."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.layout import helper
from accounts.services import save_clinical
from care.conditions import CONDITIONS, GROUP_NAMES
from care.context import ContextKind
from care.models import Condition, ContextEntry, Treatment, check_lesions
from care.services import save_treatment
from care.treatments import CLASS_NAMES, OTHERS, ROUTE_NAMES, TREATMENTS, WARFARIN
from lesions.models import Lesion
from lesions.partial_dates import PartialDate, PartialDateField

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from care.conditions import ConditionKind
    from care.treatments import TreatmentKind

CONTROL = {"class": "form-control"}
FIELD, CHIPS, TICK = "care/fields/_field.html", "care/fields/_chips.html", "care/fields/_tick.html"
OWN_NAME = "care/fields/_own_name.html"
DATE = "lesions/_partial_date_field.html"
MORE = ("brand", "route", "stop_reason", "outcome", "control_lesion")


class PickerSelect(forms.Select):
    """A grouped select whose options carry the other names they can be found by."""

    def __init__(self, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(attrs={**CONTROL, "data-picker": ""}, **kwargs)
        self.words = words

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if words := self.words.get(str(value)):
            option["attrs"]["data-words"] = words
        return option


def _picker(
    entries: Iterable[ConditionKind | TreatmentKind],
    headings: Mapping[Any, Any],
    group: str,
    empty: Any,
) -> forms.ChoiceField:
    rows = list(entries)
    choices: list[tuple[Any, Any]] = [("", empty)]
    for key, heading in headings.items():
        inside = [(row.key, row.name) for row in rows if getattr(row, group) == key]
        if inside:
            choices.append((heading, inside))
    words = {row.key: row.words for row in rows}
    return forms.ChoiceField(
        choices=choices,
        widget=PickerSelect(words),
        error_messages={"required": _("Choose one from the list.")},
    )


def _helper(*rows: Any) -> FormHelper:
    return helper(*rows, include_media=False)


class RowForm(forms.ModelForm[Any]):
    """A form for a row with partial dates; ``dates`` names pairs ``<name>_on``, ``<name>_precision``."""

    dates: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.dates:
            self.initial[f"{name}_on"] = getattr(self.instance, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.dates:
            typed: PartialDate | None = cleaned.get(f"{name}_on")
            setattr(self.instance, f"{name}_on", typed.date if typed else None)
            setattr(self.instance, f"{name}_precision", typed.precision if typed else "")
        return cleaned


class ConditionForm(RowForm):
    """A condition: which one, since when, how sure, and whether it is over."""

    dates = ("since", "until")
    key = _picker(CONDITIONS.values(), GROUP_NAMES, "group", _("Choose"))
    since_on = PartialDateField(
        label=_("Since when?"), required=False, help_text=_("As exact as you know. A year is enough.")
    )
    until_on = PartialDateField(
        label=_("Over since"), required=False, help_text=_("Leave empty if it is not over.")
    )
    certainty = forms.ChoiceField(
        label=_("How sure is it?"),
        choices=Condition.Certainty.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Condition
        fields = ["key", "own_words", "certainty", "note"]
        widgets = {
            "own_words": forms.TextInput({**CONTROL, "data-other": "other"}),
            "note": forms.Textarea({**CONTROL, "rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].label = _("Which condition?")
        self.fields["own_words"].label = _("In your own words")
        self.fields["own_words"].help_text = _("What it is, if it is not in the list, or a word to add.")
        self.helper = _helper(
            Field("key", template=FIELD),
            Field("own_words", template=FIELD),
            Field("certainty", template=CHIPS),
            Field("since_on", template=DATE),
            Field("until_on", template=DATE),
            Field("note", template=FIELD),
        )

    def save_row(self, *, by: User) -> Condition:
        condition: Condition = self.instance
        return save_clinical(condition, by=by)


class ContextForm(RowForm):
    """Something that happened around: what, when, and to which deposit if it was to one."""

    dates = ("happened",)
    happened_on = PartialDateField(label=_("When"), help_text=_("The year alone is fine."))

    class Meta:
        model = ContextEntry
        fields = ["kind", "lesion", "note"]
        widgets = {
            "kind": forms.RadioSelect,
            "lesion": forms.Select(CONTROL),
            "note": forms.Textarea({**CONTROL, "rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = ContextKind.choices  # type: ignore[attr-defined]
        lesion: Any = self.fields["lesion"]
        lesion.queryset = Lesion.objects.kept().filter(patient=self.instance.patient_id)
        lesion.label, lesion.empty_label = _("To which deposit?"), _("To none in particular")
        self.helper = _helper(
            Field("kind", template=CHIPS),
            Field("happened_on", template=DATE),
            Field("lesion", template=FIELD),
            Field("note", template=FIELD),
        )

    def save_row(self, *, by: User) -> ContextEntry:
        entry: ContextEntry = self.instance
        return save_clinical(entry, by=by)


class LesionChoices(forms.ModelMultipleChoiceField[Lesion]):
    """Deposits of one record, by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Lesion.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, **kwargs)
        self.error_messages["invalid_choice"] = _("One of these deposits is no longer in this record.")
        self.error_messages["invalid_pk_value"] = self.error_messages["invalid_choice"]


class TreatmentForm(RowForm):
    """A drug or a procedure: which one, when, and which deposits it concerns.

    Args:
        patient: whose deposits can be chosen.
        kind: ``drug`` or ``procedure``; it decides the list and the words of the questions.
    """

    dates = ("start", "stop")
    start_on = PartialDateField(required=False, help_text=_("As exact as you know. A year is enough."))
    stop_on = PartialDateField(required=False, allow_future=True)
    lesions = LesionChoices(
        label=_("Which deposits is it for?"), help_text=_("Tick none if it is for the whole person.")
    )

    class Meta:
        model = Treatment
        fields = ["key", "own_name", "dose_text", "taken_for_other_reason", *MORE]
        widgets = {
            "own_name": forms.TextInput({**CONTROL, "data-other": " ".join(sorted(OTHERS))}),
            "dose_text": forms.TextInput({**CONTROL, "autocomplete": "off"}),
            "brand": forms.TextInput({**CONTROL, "autocomplete": "off"}),
            "route": forms.Select(CONTROL),
            "stop_reason": forms.TextInput(CONTROL),
            "outcome": forms.Textarea({**CONTROL, "rows": 3}),
            "control_lesion": forms.Select(CONTROL),
        }

    def __init__(self, *args: Any, patient: Patient, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.patient, self.instance.kind = patient, kind
        self.is_procedure = kind == Treatment.Kind.PROCEDURE
        entries = [entry for entry in TREATMENTS.values() if entry.kind == kind]
        self.fields["key"] = _picker(entries, CLASS_NAMES, "drug_class", _("Choose"))
        self._offer_lesions(patient)
        self._say_it_plainly()
        if self.is_procedure:
            for name in ("dose_text", "brand", "route", "taken_for_other_reason"):
                del self.fields[name]
        if not (self.fields["lesions"].choices or self.instance.control_lesion_id):  # type: ignore[attr-defined]
            del self.fields["lesions"], self.fields["control_lesion"]
        self.helper = _helper(*self._rows())
        self.more_helper = _helper(*(Field(name, template=FIELD) for name in MORE if name in self.fields))

    def _offer_lesions(self, patient: Patient) -> None:
        lesions = list(Lesion.objects.kept().filter(patient=patient))
        kept = Q(deleted_at__isnull=True) | Q(pk=self.instance.control_lesion_id)
        self.fields["lesions"].queryset = Lesion.objects.kept().filter(patient=patient)  # type: ignore[attr-defined]
        self.fields["lesions"].choices = [(lesion.pk, lesion.name) for lesion in lesions]  # type: ignore[attr-defined]
        control = self.fields["control_lesion"]
        control.queryset = Lesion.objects.filter(kept, patient=patient)  # type: ignore[attr-defined]
        control.empty_label = _("None")  # type: ignore[attr-defined]
        routes = [("", _("Not said")), *((str(key), name) for key, name in ROUTE_NAMES.items())]
        self.fields["route"].choices = routes  # type: ignore[attr-defined]
        if self.instance.pk and not self.instance._state.adding:
            self.initial["lesions"] = [lesion.pk for lesion in self.instance.lesions.all()]

    def _say_it_plainly(self) -> None:
        words: dict[str, Any] = {
            "key": _("Which procedure?") if self.is_procedure else _("Which medicine?"),
            "own_name": _("What is it called?"),
            "dose_text": _("Dose, as on the box"),
            "start_on": _("When was it?") if self.is_procedure else _("Since when?"),
            "stop_on": _("Last time") if self.is_procedure else _("Stopped"),
            "stop_reason": _("Why was it stopped?"),
            "outcome": _("What did it do, good or bad?"),
            "route": _("How is it given?"),
            "brand": _("Brand"),
            "taken_for_other_reason": _("It is taken for another reason, not for the deposits"),
            "control_lesion": _("Left untreated, to compare with"),
        }
        for name, text in words.items():
            self.fields[name].label = text
        hints: dict[str, Any] = {
            "dose_text": _("Such as “120 mg twice a day”. If it changes, end this entry and add a new one."),
            "stop_on": _("Leave empty if it was one day.")
            if self.is_procedure
            else _("Leave empty if it goes on. A planned last day is fine."),
            "own_name": _("If it is not in the list."),
            "outcome": _("For example what got better, side effects, how it healed."),
        }
        for name, text in hints.items():
            self.fields[name].help_text = text

    def _rows(self) -> list[Any]:
        rows: list[Any] = [Field("key", template=FIELD), Field("own_name", template=OWN_NAME)]
        if not self.is_procedure:
            rows += [
                HTML('{% include "care/_warfarin_note.html" with hidden=form.warfarin_hidden %}'),
                Field("dose_text", template=FIELD),
                Field("taken_for_other_reason", template=TICK),
            ]
        rows += [Field("start_on", template=DATE), Field("stop_on", template=DATE)]
        if "lesions" in self.fields:
            rows.append(Field("lesions", template=CHIPS))
        return rows

    @property
    def more_is_open(self) -> bool:
        """The folded part shows itself when it holds something or something in it was refused."""
        names = [name for name in MORE if name in self.fields]
        return any(self[name].errors or self[name].value() for name in names)

    @property
    def warfarin_hidden(self) -> bool:
        return bool(self["key"].value() != WARFARIN)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.key = cleaned.get("key", "")
        self.instance.control_lesion = cleaned.get("control_lesion")
        try:
            check_lesions(self.instance, self.targets())
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned

    def targets(self) -> list[Lesion]:
        """What was ticked, and the targets that were deleted: they are not offered, and not lost either."""
        ticked = list(self.cleaned_data.get("lesions") or ())
        if self.instance._state.adding:
            return ticked
        return [*ticked, *self.instance.lesions.filter(deleted_at__isnull=False)]

    def save_row(self, *, by: User) -> Treatment:
        return save_treatment(self.instance, lesions=self.targets(), by=by)


def lesions_asked_for(patient: Patient, asked: str) -> list[uuid.UUID]:
    """The deposit a link asked to tick already (``?lesion=``), if it is one of this record."""
    try:
        wanted = uuid.UUID(asked)
    except ValueError:
        return []
    return list(Lesion.objects.kept().filter(patient=patient, pk=wanted).values_list("pk", flat=True))
