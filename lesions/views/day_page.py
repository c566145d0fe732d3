"""The page of one day: its form, its draft, and what happens when two people write the same day at once."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import person
from accounts.services import save_clinical
from lesions.forms.day import DailyEntryForm
from lesions.models import DailyEntry, Draft
from lesions.open_form import OpenForm, without_complaints
from lesions.submissions import submission_of
from lesions.views.back import came_from

if TYPE_CHECKING:
    from accounts.models import Patient


class DayPage:
    """Draws the form, keeps its draft, saves one entry for the day."""

    def __init__(self, request: HttpRequest, patient: Patient, day: datetime.date) -> None:
        self.request, self.patient, self.day = request, patient, day
        self.open = OpenForm(request, patient, Draft.Kind.DAY, day.isoformat())
        self.entry = self._saved() or DailyEntry(patient=patient, on=day)

    def _saved(self) -> DailyEntry | None:
        return DailyEntry.objects.kept().filter(patient=self.patient, on=self.day).first()

    def answer(self) -> HttpResponse:
        if self.request.method == "POST":
            return self._save(self.request.POST)
        typed = self.open.typed({})
        form = DailyEntryForm(typed, instance=self.entry)
        if typed is not None:
            without_complaints(form)
        return self._show(form)

    def _save(self, posted: QueryDict) -> HttpResponse:
        seen = submission_of(self.request)
        if not self.entry._state.adding and seen not in (None, self.entry.pk):
            # The form was drawn before this entry was there: it knows nothing of what it says.
            return self._save_beside(posted)
        form = DailyEntryForm(posted, instance=self.entry)
        if not form.is_valid():
            self.open.keep_posted(posted)
            return self._show(form)
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
            return self._show(form)
        save_clinical(form.add_to(self.entry), by=person(self.request))
        return self._done(_("The day was saved from elsewhere meanwhile. What you wrote is added to it."))

    def _done(self, text: str) -> HttpResponse:
        self.open.forget()
        if came_from(self.request) == "walk":
            return redirect("timeline:walk", patient_id=self.patient.pk)
        messages.success(self.request, text)
        return redirect("timeline:overview", patient_id=self.patient.pk)

    def _show(self, form: DailyEntryForm) -> HttpResponse:
        day, one = self.day, datetime.timedelta(days=1)
        context = {
            "patient": self.patient,
            "day": day,
            "days": {"previous": day - one, "next": day + one},
            "is_today": day == self.patient.today(),
            "form": form,
            "entry": self.entry,
            "is_new": self.entry._state.adding,
            "open_form": self.open,
            "back": came_from(self.request),
        }
        return render(self.request, "lesions/day.html", context)
