"""What goes along when a record is taken out: the ticks of a visit sheet and of a shared link."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.layout import helper
from lesions.models import Lesion, Photo, PhotoLesion
from records.models import VisitQuestions
from records.selection import Part, Selection
from timeline.chart_words import long_day
from timeline.models import Review

if TYPE_CHECKING:
    from accounts.models import Patient, Viewer

MONTHS_3, YEAR = datetime.timedelta(days=91), datetime.timedelta(days=365)


@dataclass(frozen=True)
class Offered:
    """A photo that can be ticked."""

    photo: Photo
    day: datetime.date
    is_ticked: bool
    is_newer: bool  # taken since the selection was saved, so that nobody has looked at it for this sheet

    @property
    def label(self) -> str:
        return long_day(self.day)


@dataclass
class OfferedLesion:
    """A deposit that can be ticked, with its photos, the newest first."""

    lesion: Lesion
    is_ticked: bool
    photos: list[Offered] = field(default_factory=list)

    @property
    def ticked_count(self) -> int:
        return sum(offered.is_ticked for offered in self.photos)

    @property
    def has_newer(self) -> bool:
        return any(offered.is_newer for offered in self.photos)


class SelectionForm(forms.Form):
    """Tick what goes along. Its fields are drawn by ``records/_selection_fields.html``.

    Args:
        viewer: whose rights limit what can be ticked.
        patient: whose record.
        start: what is ticked at first; None ticks everything, but of the photos only two of each deposit to
            compare, and never a sensitive one.
        saved_at: when ``start`` was saved; photos taken in later are marked as newer and not ticked.
        keeps_sensitive: ``start`` is of this very visit to the page, so its sensitive photos stay ticked.
        ticks_identifying: at first photos with fingerprints or a face are ticked, too; not for a share.
    """

    since = forms.ChoiceField(label=gettext_lazy("What is new since"), required=False)
    since_on = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Write the day as year-month-day, such as 2026-03-31.")},
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What goes on it"),
        choices=Part.choices,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )
    # Their choices are rows of the record, drawn by hand with thumbs.
    lesions = forms.Field(required=False, widget=forms.SelectMultiple)
    photos = forms.Field(required=False, widget=forms.SelectMultiple)
    length = forms.ChoiceField(
        label=gettext_lazy("How long"),
        choices=[("short", gettext_lazy("One page")), ("long", gettext_lazy("Long"))],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        patient: Patient,
        start: Selection | None = None,
        saved_at: datetime.datetime | None = None,
        keeps_sensitive: bool = False,
        ticks_identifying: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.patient, self.today = viewer, patient, patient.today()
        self.start, self.saved_at, self.keeps_sensitive = start, saved_at, keeps_sensitive
        self.ticks_identifying = ticks_identifying
        self._rows = _rows(viewer, patient)
        self.presets = self._presets()
        since: Any = self.fields["since"]
        since.choices = [(key, words) for key, words, _day in self.presets] + [("day", _("another day"))]

    # ---- what the page shows ---------------------------------------------------------------------
    @property
    def part_ticks(self) -> list[tuple[str, str, bool]]:
        ticked = self._given("parts", self.start.parts if self.start else Part.values)
        return [(key, str(label), key in ticked) for key, label in Part.choices]

    @property
    def since_ticks(self) -> list[tuple[str, str, bool]]:
        """Key, words and whether it is chosen."""
        chosen = self.data.get(self.add_prefix("since")) if self.is_bound else self._since_at_first()
        return [(key, words, key == chosen) for key, words in self.fields["since"].choices]  # type: ignore[attr-defined]

    @property
    def since_day(self) -> str:
        """What stands in the field for another day."""
        if self.is_bound:
            return str(self.data.get(self.add_prefix("since_on"), ""))
        if self.start is None or self._since_at_first() != "day":
            return ""
        return self.start.since_on.isoformat()

    @property
    def is_long(self) -> bool:
        if self.is_bound:
            return self.data.get(self.add_prefix("length")) == "long"
        return bool(self.start and self.start.is_long)

    @property
    def offered(self) -> list[OfferedLesion]:
        """The deposits with their photos, ticked as the person left them or as the start says."""
        lesions, photos = self._rows
        ticked = self._given("lesions", map(str, self.start.lesions) if self.start else map(str, lesions))
        ticked_photos = self._given("photos", map(str, self._photos_at_first()))
        return [
            OfferedLesion(
                lesion,
                str(key) in ticked,
                [
                    Offered(
                        photo,
                        photo.taken_at.astimezone(self.patient.zone).date(),
                        str(photo.pk) in ticked_photos,
                        bool(self.saved_at and photo.entered_at > self.saved_at),
                    )
                    for photo in photos.get(key, [])
                ],
            )
            for key, lesion in lesions.items()
        ]

    @property
    def newer_count(self) -> int:
        return len({o.photo.pk for one in self.offered for o in one.photos if o.is_newer})

    # ---- what was ticked -------------------------------------------------------------------------
    def clean_lesions(self) -> tuple[uuid.UUID, ...]:
        words = _("One of the ticked deposits is not in this record any more. Look again and tick anew.")
        return _known(self.cleaned_data["lesions"], set(self._rows[0]), words)

    def clean_photos(self) -> tuple[uuid.UUID, ...]:
        words = _("One of the ticked photos is not in this record any more. Look again and tick anew.")
        known = {photo.pk for photos in self._rows[1].values() for photo in photos}
        return _known(self.cleaned_data["photos"], known, words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["since_on"] = self._since_on(cleaned)
        if "parts" not in self.errors and not cleaned.get("parts"):
            self.add_error("parts", ValidationError(_("Tick at least one part."), code="none"))
        return cleaned

    def selection(self) -> Selection:
        """What was ticked; call when the form is valid."""
        return Selection(
            since_on=self.cleaned_data["since_on"],
            parts=frozenset(self.cleaned_data["parts"]),
            lesions=self.cleaned_data["lesions"],
            photos=self.cleaned_data["photos"],
            is_long=self.is_long,
        )

    def _since_on(self, cleaned: dict[str, Any]) -> datetime.date | None:
        chosen = cleaned.get("since") or "day"
        preset = next((day for key, _words, day in self.presets if key == chosen), None)
        day: datetime.date | None = cleaned.get("since_on")
        if preset is not None and not self.since_day:
            return preset
        if preset is not None and day is not None:
            words = _("Above, another span is chosen. Choose “another day”, or empty this field.")
            self.add_error("since_on", ValidationError(words, code="two_days"))
            return None
        if "since_on" in self.errors:
            return None
        if day is None:
            self.add_error("since_on", ValidationError(_("Say since which day."), code="required"))
        elif day > self.today:
            self.add_error("since_on", ValidationError(_("This day is still to come."), code="future"))
        elif day.year < 1900:
            self.add_error(
                "since_on", ValidationError(_("Check the year: it lies before 1900."), code="early")
            )
        return day

    # ---- where it starts -------------------------------------------------------------------------
    def _presets(self) -> list[tuple[str, str, datetime.date]]:
        reviews = Review.objects.visible_to(self.viewer).filter(patient=self.patient)
        last = reviews.order_by("-reviewed_at").values_list("reviewed_at", flat=True).first()
        found = []
        if last:
            day = last.astimezone(self.patient.zone).date()
            found.append(("review", _("the last review, %(day)s") % {"day": long_day(day)}, day))
        for key, words, span in (("3m", _("three months ago"), MONTHS_3), ("1y", _("a year ago"), YEAR)):
            day = self.today - span
            found.append((key, f"{words}, {long_day(day)}", day))
        return found

    def _since_at_first(self) -> str:
        if self.start:
            return next((key for key, _w, day in self.presets if day == self.start.since_on), "day")
        return "3m"

    def _photos_at_first(self) -> Iterable[uuid.UUID]:
        lesions, photos = self._rows
        if self.start:
            sensitive = {photo.pk for each in photos.values() for photo in each if photo.sensitive}
            return [pk for pk in self.start.photos if self.keeps_sensitive or pk not in sensitive]
        since = self.today - MONTHS_3
        return [photo.pk for key in lesions for photo in self._two_to_compare(photos.get(key, []), since)]

    def _two_to_compare(self, photos: list[Photo], since: datetime.date) -> list[Photo]:
        """The newest photo and the newest from before that day, else the oldest; never a sensitive one."""
        shown = [
            photo for photo in photos
            if not photo.sensitive and (self.ticks_identifying or not photo.identifying)
        ]  # fmt: skip
        before = [photo for photo in shown if photo.taken_at.astimezone(self.patient.zone).date() < since]
        return list(dict.fromkeys([*shown[:1], *(before[:1] or shown[-1:])]))

    def _given(self, name: str, at_first: Iterable[str]) -> set[str]:
        return set(self._listed(name)) if self.is_bound else set(at_first)

    def _listed(self, name: str) -> list[str]:
        data: Any = self.data
        return list(data.getlist(self.add_prefix(name))) if hasattr(data, "getlist") else []


def _known(given: Any, known: set[uuid.UUID], words: str) -> tuple[uuid.UUID, ...]:
    """The ids that came with the form, each once.

    Raises:
        ValidationError: one of them is not among the known.
    """
    found = []
    for text in dict.fromkeys(given or ()):
        try:
            key = uuid.UUID(text)
        except ValueError:
            raise ValidationError(words, code="foreign") from None
        if key not in known:
            raise ValidationError(words, code="foreign")
        found.append(key)
    return tuple(found)


def _rows(viewer: Viewer, patient: Patient) -> tuple[dict[uuid.UUID, Lesion], dict[uuid.UUID, list[Photo]]]:
    """Deposits by name and the photos of each, the newest first. Two queries."""
    lesions = {
        lesion.pk: lesion
        for lesion in Lesion.objects.visible_to(viewer).filter(patient=patient).order_by("name")
    }
    shown = Photo.objects.visible_to(viewer).filter(patient=patient, attached_at__isnull=False)
    links = PhotoLesion.objects.filter(photo__in=shown, lesion__in=lesions).select_related("photo")
    photos: dict[uuid.UUID, list[Photo]] = {}
    for link in links.order_by("-photo__taken_at"):
        photos.setdefault(link.lesion_id, []).append(link.photo)
    return lesions, photos


class QuestionsForm(forms.ModelForm[VisitQuestions]):
    """The patient's three questions."""

    class Meta:
        model = VisitQuestions
        fields = ["first", "second", "third"]
        labels = {
            "first": gettext_lazy("First question"),
            "second": gettext_lazy("Second question"),
            "third": gettext_lazy("Third question"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("first", "second", "third")


class NameForm(forms.Form):
    """The name under which a selection is kept.

    Args:
        taken: names of this person's other selections.
        must_be_given: an empty name is refused; else it means "do not keep it".
    """

    save_as = forms.CharField(
        label=gettext_lazy("Keep this selection as"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, taken: Iterable[str] = (), must_be_given: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.taken = set(taken)
        self.fields["save_as"].required = must_be_given
        self.helper = helper("save_as")

    def clean_save_as(self) -> str:
        name = " ".join(str(self.cleaned_data["save_as"]).split())
        if name in self.taken:
            raise ValidationError(_("Another selection has this name. Choose a different one."), code="taken")
        return name
