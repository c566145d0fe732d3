"""The forms of notes: words, and for a photo the mark that is drawn above it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.layout import helper
from timeline import note_marks
from timeline.models import Note
from timeline.note_marks import LABEL_MOST, Mark, MarkRefused, corners_of, mark_from_json, mark_to_json

KINDS = [
    ("", gettext_lazy("No mark")),
    ("arrow", gettext_lazy("Arrow")),
    ("ellipse", gettext_lazy("Circle")),
    ("text", gettext_lazy("Words")),
]
PLACES = ("x1", "y1", "x2", "y2")


class NoteForm(forms.ModelForm[Note]):
    class Meta:
        model = Note
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        labels = {"text": gettext_lazy("Note")}
        help_texts = {
            "text": gettext_lazy("In plain words: the patient reads it at once, with your name and the date.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("text")


class PercentField(forms.FloatField):
    """A place on the photo in percent of its width or height, with a comma or a point."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, min_value=0, max_value=100)
        self.widget = forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "form-control", "maxlength": 6}
        )
        self.error_messages["invalid"] = gettext_lazy("Write a number between 0 and 100.")

    def clean(self, value: Any) -> Any:
        return super().clean(value.replace(",", ".").strip(" %") if isinstance(value, str) else value)


class PhotoNoteForm(NoteForm):
    """A note on a photo. The place of its mark stands in four numbers, set by taps where a script runs."""

    kind = forms.ChoiceField(label=gettext_lazy("Mark on the photo"), choices=KINDS, required=False)
    x1 = PercentField(gettext_lazy("First place, from the left"))
    y1 = PercentField(gettext_lazy("First place, from the top"))
    x2 = PercentField(gettext_lazy("Second place, from the left"))
    y2 = PercentField(gettext_lazy("Second place, from the top"))
    label = forms.CharField(
        label=gettext_lazy("Words on the photo"),
        required=False,
        max_length=LABEL_MOST,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text=gettext_lazy("A few, such as “crumb” or “scar”; for the kind “Words” only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(_initial(self.instance))

    def clean(self) -> dict[str, Any]:
        """Puts the mark on the note; a mark that cannot be drawn is told beside the field it comes from."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind", "")
        if not kind:
            self.instance.mark = None
            return cleaned
        try:
            self.instance.mark = mark_to_json(self._mark(kind))
        except MarkRefused as refused:
            if refused.field not in self.errors:
                self.add_error(refused.field, str(refused))
        return cleaned

    def _mark(self, kind: str) -> Mark:
        if kind == "text":
            return note_marks.label(self._place("x1", "y1"), self.cleaned_data.get("label"))
        first, second = self._place("x1", "y1"), self._place("x2", "y2")
        return note_marks.arrow(first, second) if kind == "arrow" else note_marks.ellipse(first, second)

    def _place(self, across: str, down: str) -> tuple[float, float]:
        x, y = self.cleaned_data.get(across), self.cleaned_data.get(down)
        if x is None or y is None:
            missing = across if x is None else down
            raise MarkRefused(missing, _("Tap this place on the photo, or write where it is in percent."))
        return x / 100, y / 100


def _initial(note: Note) -> dict[str, str]:
    """The fields of a mark that is there already."""
    if note.mark is None:
        return {"kind": ""}
    try:
        mark = mark_from_json(note.mark)
    except MarkRefused:
        return {"kind": ""}
    first, second = corners_of(mark)
    numbers = [*first, *(second or ())]
    found = {name: f"{number * 100:.4g}" for name, number in zip(PLACES, numbers, strict=False)}
    return {**found, "kind": note.mark["kind"], "label": note.mark.get("label", "")}
