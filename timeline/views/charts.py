"""The chart of a record on one time axis: its page, and its values as a file."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from accounts.access import patient_or_404, person
from accounts.models import AccessEvent, Patient, User
from timeline.chart import record_chart, within
from timeline.chart_choice import Asked, Range, asked_for
from timeline.chart_csv import record_csv
from timeline.chart_data import Chart, Panel
from timeline.chart_series import Offered, offered, series_of
from timeline.kept import kept

if TYPE_CHECKING:
    from timeline.chart_data import RecordSeries


@dataclass
class ChartPage:
    """The page of the chart. What is costly is read when the template asks for it."""

    patient: Patient
    viewer: User
    asked: Asked
    offer: Offered

    @cached_property
    def series(self) -> RecordSeries:
        return series_of(self.viewer, self.patient, self.asked.choice)

    @cached_property
    def chart(self) -> Chart:
        return record_chart(self.series, today=self.patient.today())

    @property
    def drawn_lesions(self) -> set[str]:
        """Ids of what is drawn, so that the tick boxes say so also where nobody chose."""
        return {line.key for line in self.series.lines}

    @property
    def drawn_analytes(self) -> set[str]:
        return {lab.key for lab in self.series.labs}

    @property
    def panels(self) -> list[tuple[str, str, bool]]:
        return [(one.value, str(one.label), self.asked.choice.shows(one)) for one in Panel]

    @property
    def lesions(self) -> list[tuple[str, str, bool]]:
        drawn = self.drawn_lesions
        return [(str(pk), name, str(pk) in drawn) for pk, name in self.offer.lesions]

    @property
    def analytes(self) -> list[tuple[str, str, bool]]:
        drawn = self.drawn_analytes
        return [(key, name, key in drawn) for key, name in self.offer.analytes]

    @property
    def is_aligned(self) -> bool:
        return self.asked.choice.treatment is not None

    @property
    def file_query(self) -> str:
        """The same choice for the file: what is ticked, and the days as they were worked out."""
        choice = self.asked.choice
        days = [("since", choice.since), ("until", choice.until)]
        told = [f"{name}={day.isoformat()}" for name, day in days if day]
        return "&".join([part for part in (self.asked.query,) if part] + (told or ["range=all"]))


def _page(request: HttpRequest, patient: Patient) -> ChartPage:
    viewer = person(request)
    offer = offered(viewer, patient)
    asked = asked_for(request.GET, offer, today=patient.today(), units=viewer.lab_units)
    return ChartPage(patient, viewer, asked, offer)


@require_safe
def chart(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Everything on one time axis: what to show is chosen by ticks, the range by buttons or typed."""
    patient = patient_or_404(request, patient_id)
    context = {
        "patient": patient,
        "here": kept(request, "chart", choice=_range_alone(request.GET)),
        "page": SimpleLazyObject(lambda: _page(request, patient)),
    }
    return render(request, "timeline/chart.html", context)


def _range_alone(query: QueryDict) -> str:
    """The range of an address that says nothing else, as its buttons do; such a chart is kept."""
    said = query.get("range", "")
    return said if set(query) == {"range"} and said in Range.values else ""


@require_safe
def chart_csv(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """The values of the same choice, all of them; a file that was taken out is written down as such."""
    patient = patient_or_404(request, patient_id, "manage")
    page = _page(request, patient)
    request.audit_action = AccessEvent.Action.DOWNLOAD  # type: ignore[attr-defined]  # read by RecordMiddleware
    # The mark tells a spreadsheet how the letters are encoded.
    text = "\ufeff" + record_csv(within(page.series, today=patient.today()))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    day = datetime.datetime.now(tz=datetime.UTC).date()
    answer["Content-Disposition"] = f'attachment; filename="record-{day}.csv"'
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
