"""Writes about lesions that touch several rows, such as a new lesion with its first check-in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.services import save_clinical
from lesions import anatomy
from lesions.event_services import SECOND_TAP, keep_noticed_event
from lesions.measure import uncertainty_mm
from lesions.measured_size import attach, fill_check_in, of_check_in
from lesions.models import CheckIn, Lesion
from lesions.photo_services import attach_photos, mark_by_place
from lesions.vocabulary import Anchor

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from lesions.models import Measurement, Photo


def next_name(patient: Patient, site: str, side: str) -> str:
    """The name a new lesion gets unless its owner says otherwise: the place with the next free number."""
    place = anatomy.short_name(site, side)
    taken = set(Lesion.objects.filter(patient=patient, name__startswith=place).values_list("name", flat=True))
    number = 1
    while f"{place} {number}" in taken:
        number += 1
    return f"{place} {number}"


def add_lesion(
    *,
    lesion: Lesion,
    first_check_in: CheckIn | None,
    photos: Sequence[Photo],
    by: User,
    measured: Sequence[Measurement] = (),
) -> Lesion:
    """Save a lesion and, where they were given, the event "noticed", its first check-in and photos.

    Raises:
        ValidationError: a field is not met; nothing was saved.
    """
    with transaction.atomic():
        save_clinical(lesion, by=by)
        keep_noticed_event(lesion, by=by)
        if first_check_in is not None:
            save_check_in(first_check_in, lesion=lesion, photos=photos, by=by, measured=measured)
        else:
            attach_photos(photos, lesion=lesion, check_in=None)
    return lesion


def save_lesion(lesion: Lesion, *, by: User) -> Lesion:
    """Save what was corrected about a lesion; the event "noticed" follows its day.

    Raises:
        ValidationError: a field is not met; nothing was saved.
    """
    with transaction.atomic():
        save_clinical(lesion, by=by)
        keep_noticed_event(lesion, by=by)
    return lesion


def save_check_in(
    check_in: CheckIn,
    *,
    lesion: Lesion,
    photos: Sequence[Photo] = (),
    by: User,
    measured: Sequence[Measurement] = (),
) -> CheckIn:
    """Save a check-in of a lesion with the error of its way of measuring, and attach its photos.

    Args:
        measured: readings that the form brought; a size that is still theirs takes its error from them.

    Raises:
        ValidationError: a field is not met; nothing was saved.
    """
    check_in.lesion, check_in.patient = lesion, lesion.patient
    size = check_in.length_mm if check_in.length_mm is not None else check_in.width_mm
    check_in.uncertainty_mm = (
        uncertainty_mm(size, check_in.method) if size is not None and check_in.method else None
    )
    reading = of_check_in(check_in, measured)
    if reading is not None:
        fill_check_in(check_in, reading)
    elif check_in.area_mm2 is not None and check_in.measurements.exists():
        check_in.area_mm2 = None  # it was the photo's; the other numbers are no longer
    with transaction.atomic():
        save_clinical(check_in, by=by)
        attach_photos(photos, lesion=lesion, check_in=check_in)
        attach(measured, lesion=lesion, check_in=check_in, by=by)
    return check_in


def same_as_last_time(lesion: Lesion, *, by: User) -> CheckIn:
    """Log "same": the anchor alone, now; no size and no pain is copied.

    A second tap within a minute is the same tap: sore fingers hit twice.
    """
    since = timezone.now() - SECOND_TAP
    tapped = (
        CheckIn.objects.of(lesion)
        .filter(entered_by=by, entered_at__gte=since)
        .order_by("-entered_at")
        .first()
    )
    if tapped is not None and tapped.is_only_same:
        return tapped
    return save_check_in(CheckIn(anchor=Anchor.SAME, observed_at=timezone.now()), lesion=lesion, by=by)


def correct_place(
    lesion: Lesion, *, site: str, side: str, by: User, point: tuple[str, float, float] | None = None
) -> Lesion:
    """Put a lesion where it is. A name made from the place follows it; one of the owner's own stays.

    Args:
        point: view, across and down (0 to 1) of the exact point, where one was tapped.
    """
    is_there = (lesion.site, lesion.side) == (site, side)
    if is_there and point is None:
        return lesion
    place = re.escape(anatomy.short_name(lesion.site, lesion.side))
    if not is_there and re.fullmatch(rf"{place} \d+", lesion.name):
        lesion.name = next_name(lesion.patient, site, side)
    lesion.site, lesion.side = site, side
    lesion.map_view, lesion.map_x, lesion.map_y = point or ("", None, None)
    with transaction.atomic():
        save_clinical(lesion, by=by)
        for link in lesion.photo_lesions.select_related("photo"):
            mark_by_place(link.photo, lesion)
    return lesion
