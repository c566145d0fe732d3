"""The size of a reading in a check-in: digits, error, and whether it is still the reading's own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from accounts.services import save_clinical
from lesions.models import CheckIn, Lesion, Measurement
from lesions.vocabulary import Method

if TYPE_CHECKING:
    from accounts.models import User


def tenth(value: Decimal | None) -> Decimal | None:
    """As a check-in keeps it: one digit after the point, and never nothing."""
    return None if value is None else max(Decimal("0.1"), value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def fill_check_in(check_in: CheckIn, measurement: Measurement) -> None:
    """Take the size over, with its error, into a check-in that is about to be saved."""
    check_in.length_mm, check_in.width_mm = tenth(measurement.length_mm), tenth(measurement.width_mm)
    check_in.area_mm2, check_in.method = tenth(measurement.area_mm2), measurement.method
    check_in.uncertainty_mm = tenth(measurement.uncertainty_mm)


def of_check_in(check_in: CheckIn, measured: Sequence[Measurement] = ()) -> Measurement | None:
    """The reading whose numbers a check-in holds, unchanged by hand; the newest of several.

    Args:
        measured: those that its form brought; the ones it was saved with are looked up.
    """
    found = list(measured)
    if not check_in._state.adding and not found:
        found = readings_of(check_in)
    said = (check_in.length_mm, check_in.width_mm, check_in.method)
    return next((row for row in reversed(found) if numbers_of(row) == said), None)


def readings_of(check_in: CheckIn) -> list[Measurement]:
    """What was read for a saved check-in by those who log in the record, oldest first."""
    if check_in.method not in (Method.PHOTO_CARD, Method.PHOTO_KNOWN):
        return []
    kept = Measurement.objects.kept().filter(check_in=check_in, as_clinician=False)
    return list(kept.order_by("entered_at"))


def numbers_of(row: Measurement) -> tuple[Decimal | None, Decimal | None, str]:
    """Length, width and method as a check-in has them."""
    return tenth(row.length_mm), tenth(row.width_mm), row.method


def attach(
    measurements: Sequence[Measurement], *, lesion: Lesion, check_in: CheckIn | None, by: User
) -> None:
    """The form is saved: its readings belong to the deposit and the check-in from now on."""
    for row in measurements:
        if row.lesion_id is None:
            row.lesion, row.check_in = lesion, check_in
            save_clinical(row, by=by)


def pending(photo_ids: Sequence[uuid.UUID], keys: Sequence[str], *, by: User) -> list[Measurement]:
    """The readings that an open form carries: her own, on photos that the form keeps, oldest first."""
    ids = []
    for key in keys:
        try:
            ids.append(uuid.UUID(key))
        except ValueError:
            continue
    if not ids or not photo_ids:  # most forms; building the query would take longer than the rest of this
        return []
    rows = Measurement.objects.kept().filter(
        pk__in=ids, entered_by=by, photo__in=photo_ids, lesion__isnull=True
    )
    return list(rows.select_related("photo").order_by("entered_at"))
