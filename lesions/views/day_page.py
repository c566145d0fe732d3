"""The page of one day: its form, its draft, and what happens when two people write the same day at once."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import person
from accounts.services import save_clinical
from lesions import drafts, steps
from lesions.forms.day import DailyEntryForm
from lesions.models import DailyEntry, Draft
from lesions.open_form import OpenForm
from lesions.submissions import submission_of
from lesions.views.back import came_from
from lesions.views.one_by_one import FormPage

if TYPE_CHECKING:
    from accounts.models import Patient


class DayPage(FormPage):
    """Draws the form, keeps its draft, saves one entry for the day."""

    questions = steps.DAY
    template = "lesions/day.html"
    step_template = "lesions/day_step.html"

    def __init__(self, request: HttpRequest, patient: Patient, day: datetime.date) -> None:
        super().__init__(request, OpenForm(request, patient, Draft.Kind.DAY, day.isoformat()))
        self.patient, self.day = patient, day
        self.entry = self._saved() or DailyEntry(patient=patient, on=day)
        self.submission = self.entry.pk

    def _saved(self) -> DailyEntry | None:
        return DailyEntry.objects.kept().filter(patient=self.patient, on=self.day).first()

    def make_form(self, data: QueryDict | None) -> DailyEntryForm:
        return DailyEntryForm(data, instance=self.entry)

    def take_up(self, data: dict[str, list[str]]) -> None:
        """A draft begun before the day was saved elsewhere is added to it, not laid over it."""
        self.submission = drafts.submission_in(data) or self.submission

    def saved_before(self) -> dict[str, list[str]]:
        return drafts.said_in(self.entry)

    def save(self, posted: QueryDict) -> HttpResponse:
        seen = submission_of(self.request)
        if not self.entry._state.adding and seen not in (None, self.entry.pk):
            # The form was drawn before this entry was there: it knows nothing of what it says.
            return self._save_beside(posted)
        form = self.make_form(posted)
        if not form.is_valid():
            self.open.keep_posted(posted)
            return self.show_errors(form, posted)
        try:
            save_clinical(form.instance, by=person(self.request))
        except (IntegrityError, ValidationError):
            self.entry = self._saved() or self.entry
            if self.entry._state.adding:
                raise
            return self._save_beside(posted)  # it was saved between the look and the write
        return self._done(_("The day is saved."))

    def _save_beside(self, posted: QueryDict) -> HttpResponse:
        form = DailyEntryForm(posted, instance=DailyEntry(patient=self.patient, on=self.day))
        if not form.is_valid():
            self.open.keep_posted(posted)
            return self.show_errors(form, posted)
        save_clinical(form.add_to(self.entry), by=person(self.request))
        return self._done(_("The day was saved from elsewhere meanwhile. What you wrote is added to it."))

    def _done(self, text: str) -> HttpResponse:
        self.open.forget()
        if came_from(self.request) == "walk":
            return redirect("timeline:walk", patient_id=self.patient.pk)
        messages.success(self.request, text)
        return redirect("timeline:overview", patient_id=self.patient.pk)

    def context(self) -> dict[str, Any]:
        day, one = self.day, datetime.timedelta(days=1)
        return {
            "patient": self.patient,
            "day": day,
            "days": {"previous": day - one, "next": day + one},
            "is_today": day == self.patient.today(),
            "entry": self.entry,
            "submission": self.submission,
            "is_new": self.entry._state.adding,
        }
