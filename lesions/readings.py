"""The readings of a deposit for people and for export: by photo, the second beside the first."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from lesions.agreement import Difference, difference_between
from lesions.measure_services import pixels_of
from lesions.models import Measurement
from lesions.vocabulary import CardKind, CardPlace, Method

if TYPE_CHECKING:
    from decimal import Decimal

    from django.db.models import QuerySet

    from accounts.models import Viewer
    from lesions.models import Lesion, Photo

NUMBERS = ("length_mm", "width_mm", "area_mm2", "perimeter_mm", "redness_mm2", "uncertainty_mm")
COLUMNS = (
    "measurement", "read_at", "photo", "photo_taken_at", "check_in", "author", "as_clinician", "method",
    *NUMBERS, "card_kind", "card_name", "check_line_mm", "card_place", "hand_lies", "skin",
    "known_length_mm", "tilt_deg", "photo_width_px", "photo_height_px", "outlines_px", "lines_px",
    "redness_px",
)  # fmt: skip
#: what a spreadsheet would take for the beginning of a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass
class Read:
    """One reading as a page shows it. ``beside``: how it stands to the first one of its photo; else empty."""

    row: Measurement
    scale_words: str
    beside: str = ""


@dataclass
class OfPhoto:
    photo: Photo
    readings: list[Read] = field(default_factory=list)


def rows_of(lesion: Lesion, viewer: Viewer) -> QuerySet[Measurement]:
    """The kept readings of a deposit on photos that are there, newest first, as far as the viewer may see."""
    rows = Measurement.objects.kept().filter(lesion=lesion, photo__deleted_at__isnull=True).shown_to(viewer)
    return rows.select_related("photo", "entered_by", "card", "check_in").order_by(
        "-photo__taken_at", "photo", "entered_at"
    )


def by_photo(rows: Iterable[Measurement]) -> list[OfPhoto]:
    """In the order of the rows; each reading after the first of a photo says how it stands to that one."""
    found: dict[Any, OfPhoto] = {}
    for row in rows:
        of_photo = found.setdefault(row.photo_id, OfPhoto(row.photo))
        first = of_photo.readings[0].row if of_photo.readings else None
        of_photo.readings.append(Read(row, scale_words(row), beside(first, row) if first else ""))
    return list(found.values())


def beside(first: Measurement, second: Measurement) -> str:
    """The difference of the lengths against what both may be off."""
    difference = between(first, second)
    words = {"mm": f"{abs(difference.mm):.1f}"}
    if difference.is_equal:
        return _("The same length as the first reading.")
    longer = (
        _("%(mm)s mm longer than the first reading")
        if difference.mm > 0
        else _("%(mm)s mm shorter than the first reading")
    )
    within = _("within what both may be off") if difference.is_within else _("more than both may be off")
    return f"{longer % words}, {within}."


def between(first: Measurement, second: Measurement) -> Difference:
    """The lengths of two readings against each other."""
    numbers = (first.length_mm, first.uncertainty_mm, second.length_mm, second.uncertainty_mm)
    return difference_between(*(float(number) for number in numbers))


def scale_words(row: Measurement) -> str:
    """What gave the millimetres: the card and where it lay, or the known length."""
    said = row.scale.get("setting", {})
    if row.method == Method.PHOTO_KNOWN:
        known = said.get("known") or {}
        what = known.get("what") or ""
        coin = _("a coin, %(coin)s") % {"coin": what.replace("-", " ")} if what else _("a known length")
        return f"{coin}, {known.get('length_mm', 0):g} mm"
    kind = CardKind(said["card"]).label if said.get("card") in CardKind.values else ""
    card = f"{row.card.name} ({kind})" if row.card else str(kind)
    place = CardPlace(said["place"]).label if said.get("place") in CardPlace.values else ""
    return ", ".join(str(part) for part in (card, place) if part)


# ---- taking it out ------------------------------------------------------------------------------------


def as_record(row: Measurement) -> dict[str, Any]:
    """All that a reading was made of; outlines in pixels, (0, 0) the centre of the upright photo's first."""
    said = row.scale.get("setting", {})
    known = said.get("known") or {}
    drawn = {name: _pixels(row.photo, getattr(row, name)) for name in ("outlines", "lines", "redness")}
    return {
        "measurement": str(row.pk),
        "read_at": row.entered_at.isoformat(),
        "photo": str(row.photo_id),
        "photo_taken_at": row.photo.taken_at.isoformat(),
        "check_in": row.check_in.observed_at.isoformat() if row.check_in else None,
        "author": row.entered_by.name if row.entered_by else None,
        "as_clinician": row.as_clinician,
        "method": row.method,
        **{name: _number(getattr(row, name)) for name in NUMBERS},
        "card_kind": said.get("card") or None,
        "card_name": row.card.name if row.card else None,
        "check_line_mm": said.get("check_line_mm"),
        "card_place": said.get("place") if said.get("card") else None,
        "hand_lies": said.get("hand_lies"),
        "skin": said.get("surface"),
        "known_length_mm": known.get("length_mm"),
        "tilt_deg": row.scale.get("tilt_deg"),
        "photo_width_px": row.photo.width_px,
        "photo_height_px": row.photo.height_px,
        **{f"{name}_px": points for name, points in drawn.items()},
    }


def as_json(lesion: Lesion, rows: Iterable[Measurement]) -> str:
    """With the scale about the deposit and the parts of the error, from which everything follows."""
    told = [
        {
            **as_record(row), "scale": row.scale.get("local"), "uncertainty_parts_mm": row.parts_mm,
            "ambiguity": row.ambiguity, "registration": row.registration,
        }
        for row in rows
    ]  # fmt: skip
    return json.dumps(
        {"deposit": lesion.name, "site": lesion.site, "side": lesion.side, "measurements": told}, indent=1
    )


def as_csv(rows: Iterable[Measurement]) -> str:
    """One line a reading; nothing in it is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        record = as_record(row)
        writer.writerow([_cell(record[name]) for name in COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"))
    return safe_cell(str(value))


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _pixels(photo: Photo, polygons: Sequence[Any]) -> list[list[list[float]]]:
    return [[[round(x, 1), round(y, 1)] for x, y in pixels_of(photo, one).tolist()] for one in polygons]
