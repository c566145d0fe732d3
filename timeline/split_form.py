"""What belongs to the second one when a lesion turns out to be two."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.layout import helper
from lesions.forms.lesion import PlaceForm
from lesions.models import CheckIn, Lesion, LifeEvent, PhotoLesion
from lesions.services import next_name
from lesions.templatetags.lesion_words import size_words


class SplitForm(PlaceForm):
    """Place and name of the new one, and a tick beside each entry that is about it.

    Args:
        ticking: what was typed so far, when "tick from this day on" was asked for: that only ticks, judges
            nothing and loses nothing.
    """

    name = forms.CharField(
        label=gettext_lazy("Its name"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Left empty, it is named after its place."),
    )
    from_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    rows = forms.MultipleChoiceField(
        label=gettext_lazy("What belongs to the second one?"),
        error_messages={
            "required": gettext_lazy("Tick what belongs to the second one."),
            "invalid_choice": gettext_lazy(
                "One of these entries is no longer here. Look through them again."
            ),
        },
    )

    def __init__(self, *args: Any, lesion: Lesion, ticking: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(*args, lesion=lesion, **kwargs)
        self.ticking = ticking
        self.fields["place"].label = _("Where the second one is")
        self.found = _rows_of(lesion)
        self.fields["rows"].choices = [(key, label) for key, _day, label, _row in self.found]  # type: ignore[attr-defined]
        self.helper = helper("place", "name")

    @property
    def items(self) -> list[tuple[str, datetime.date, str, bool]]:
        """Key, day, words and whether it is ticked, the newest first."""
        told: Any = self.data if self.ticking is None else self.ticking
        ticked = set(told.getlist("rows")) if told else set()
        from_on = self.from_day
        return [
            (key, day, label, key in ticked or (from_on is not None and day >= from_on))
            for key, day, label, _row in self.found
        ]

    @property
    def from_day(self) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat(str(self.ticking.get("from_on"))) if self.ticking else None
        except ValueError:
            return None

    def new_lesion(self) -> Lesion:
        site, side = self.site_and_side
        name = self.cleaned_data["name"] or next_name(self.lesion.patient, site, side)
        return Lesion(patient=self.lesion.patient, site=site, side=side, name=name)

    def picked(self) -> list[models.Model]:
        wanted = set(self.cleaned_data["rows"])
        return [row for key, _day, _label, row in self.found if key in wanted]


def _rows_of(lesion: Lesion) -> list[tuple[str, datetime.date, str, models.Model]]:
    """Check-ins, events, and the photos that came without a check-in: key, day, words, row; newest first."""
    found: list[tuple[str, datetime.date, str, models.Model]] = []
    for check_in in CheckIn.objects.of(lesion):
        day = timezone.localtime(check_in.observed_at).date()
        parts = [_("Check-in"), size_words(check_in), check_in.note[:60]]
        found.append((f"check-in:{check_in.pk}", day, ", ".join(filter(None, parts)), check_in))
    for event in LifeEvent.objects.of(lesion):
        found.append((f"event:{event.pk}", event.happened_on, event.get_kind_display(), event))
    links = PhotoLesion.objects.filter(lesion=lesion, check_in=None, photo__deleted_at=None)
    for link in links.select_related("photo"):
        day = timezone.localtime(link.photo.taken_at).date()
        words = _("Photo, %(view)s") % {"view": link.photo.get_view_display()}
        found.append((f"photo:{link.pk}", day, words, link))
    found.sort(key=lambda one: one[1], reverse=True)
    return [(key, day, f"{format_date(day, 'j F Y')}: {label}", row) for key, day, label, row in found]
