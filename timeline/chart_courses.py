"""Treatments as the chart's bars: a drug whose dose changed is one bar with steps."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.chart_data import TreatmentBar

if TYPE_CHECKING:
    from care.series import TreatmentSpan

#: ours: a drug that is taken again within a month is the same course with another dose
SAME_COURSE_DAYS = 31


def bars_of(
    spans: Iterable[TreatmentSpan], letters: dict[uuid.UUID, str], ids: Iterable[uuid.UUID]
) -> list[TreatmentBar]:
    """What concerns these lesions or the whole person, oldest first.

    A drug whose dose changed is one bar with steps, a procedure done several times one row of pins.
    """
    shown = set(ids)
    bars: list[TreatmentBar] = []
    latest: dict[tuple[str, str], int] = {}
    for span in sorted(spans, key=lambda one: one.start.date if one.start else datetime.date.min):
        if span.start is None or not (span.whole_person or span.lesion_ids & shown):
            continue
        bar = _bar(span, letters)
        known = latest.get((span.key, bar.name))
        if known is not None and _is_same_course(bars[known], bar):
            bars[known] = _joined(bars[known], bar)
            continue
        latest[span.key, bar.name] = len(bars)
        bars.append(bar)
    return bars


def _bar(span: TreatmentSpan, letters: dict[uuid.UUID, str]) -> TreatmentBar:
    start = span.start.date if span.start else None
    stop = start if span.is_procedure else (span.stop.last if span.stop else None)
    whose = ", ".join(sorted(letters[pk] for pk in span.lesion_ids if pk in letters))
    name = f"{span.name} ({whose})" if whose else span.name
    return TreatmentBar(
        name=name,
        start=start,
        stop=stop,
        detail=span.dose_text,
        steps=((start, span.dose_text),) if start else (),
        is_procedure=span.is_procedure,
    )


def _is_same_course(before: TreatmentBar, after: TreatmentBar) -> bool:
    if before.is_procedure:
        return after.is_procedure
    if before.stop is None or after.start is None:
        return False
    return after.start - before.stop <= datetime.timedelta(days=SAME_COURSE_DAYS)


def _joined(before: TreatmentBar, after: TreatmentBar) -> TreatmentBar:
    details = [text for text in (before.detail, after.detail) if text]
    return replace(
        before, stop=after.stop, steps=before.steps + after.steps, detail=", ".join(dict.fromkeys(details))
    )
