"""Keeping what was accepted: one row for each reading, never changed, later tied to its check-in."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from accounts.services import save_clinical
from lesions.measurement_services import DRAWN_BY_HAND, about, read
from lesions.models import CheckIn, Lesion, Measurement, Photo, PhotoScale
from lesions.outline_text import Polygon
from lesions.photo_services import mark_by_place

if TYPE_CHECKING:
    from accounts.models import User
    from lesions.measure_terms import Size

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Drawn:
    """What a person accepted after looking at it."""

    scale: PhotoScale
    outlines: Sequence[Polygon] = ()
    lines: Sequence[Polygon] = ()
    redness: Sequence[Polygon] = ()


def accept(
    photo: Photo,
    drawn: Drawn,
    *,
    by: User,
    submission: uuid.UUID,
    lesion: Lesion | None = None,
    check_in: CheckIn | None = None,
    as_clinician: bool = False,
) -> Measurement:
    """Keep one reading; the same form sent twice keeps one. The sizes are worked out here, never taken over.

    Args:
        lesion: None while the form that asked for it is open.

    Raises:
        ValidationError: the scale does not belong to this outline, or it gives no size.
    """
    made = Measurement.objects.filter(pk=submission).first()
    if made is not None:
        if _is_same(made, photo, drawn, lesion, by):
            return made
        submission = uuid.uuid4()  # a key that stands for something else is not used
    size = read(photo, drawn.scale, outlines=drawn.outlines, lines=drawn.lines, redness=drawn.redness)
    row = _row(photo, drawn, size)
    row.pk, row.lesion, row.check_in, row.as_clinician = submission, lesion, check_in, as_clinician
    try:
        with transaction.atomic():
            if lesion is not None:
                mark_by_place(photo, lesion)  # whoever measures it there says that it is shown
            return save_clinical(row, by=by)
    except IntegrityError:  # its twin was saved between the look and the write
        return Measurement.objects.get(pk=submission, photo=photo, entered_by=by)


def _is_same(made: Measurement, photo: Photo, drawn: Drawn, lesion: Lesion | None, by: User) -> bool:
    """Whether a form came twice. A line moved after going back, or a deleted reading, is another one."""
    if (made.photo_id, made.entered_by_id, made.deleted_at) != (photo.pk, by.pk, None):
        return False
    if lesion is not None and made.lesion_id != lesion.pk:
        return False
    said = json.loads(json.dumps([drawn.outlines, drawn.lines, drawn.redness]))
    return bool(said == [made.outlines, made.lines, made.redness])


def _row(photo: Photo, drawn: Drawn, size: Size) -> Measurement:
    scale = drawn.scale
    near, _local = about(photo, scale, drawn.outlines or drawn.lines)
    return Measurement(
        patient=photo.patient,
        photo=photo,
        method=scale.method,
        card=scale.card,
        scale={
            "setting": scale.setting, "local": near["local"], "markers": scale.found.get("markers", []),
            "tilt_deg": scale.found.get("tilt_deg"), "ends": [list(place) for place in size.ends],
        },
        outlines=drawn.outlines,
        lines=drawn.lines,
        redness=drawn.redness,
        ambiguity=near["ambiguity"] if near["ambiguity"] is not None else DRAWN_BY_HAND,
        length_mm=_decimal(size.length_mm),
        width_mm=_decimal(size.width_mm),
        area_mm2=_decimal(size.area_mm2),
        perimeter_mm=_decimal(size.perimeter_mm),
        redness_mm2=_decimal(size.redness_mm2),
        uncertainty_mm=max(HUNDREDTH, _decimal(size.uncertainty_mm) or HUNDREDTH),
        parts_mm={cause: round(part, 4) for cause, part in size.parts_mm.items()},
        registration=near.get("registration"),
    )  # fmt: skip


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value)).quantize(HUNDREDTH, ROUND_HALF_UP)
