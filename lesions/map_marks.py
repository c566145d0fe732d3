"""The pins of the body map: in which view a deposit stands, and which pins share a mark. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from django.utils.translation import gettext, ngettext

from lesions import anatomy
from lesions.atlas import DRAWINGS, Region
from lesions.atlas.layout import Spot, arrange
from lesions.atlas.views import DOORS, SPECS, Spec
from lesions.atlas.zooms import Crop

Need = Literal["care", "due", "quiet", "gone"]
NEEDS: tuple[Need, ...] = ("care", "due", "quiet", "gone")  # most urgent first
BODY_FIRST = 1.5  # a pin stands on the body unless another view shows its site this much larger


@dataclass(frozen=True, slots=True)
class Pin:
    """A deposit to be shown. `x`, `y`, `view` are its own point, or None and "" to stand at its site.

    `need` picks colour and shape; `label` is what a screen reader says; `key`, `side`: the lesion's site.
    """

    lesion_id: str
    number: int
    key: str
    side: str
    need: Need
    label: str
    href: str
    x: float | None = None
    y: float | None = None
    view: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One or several pins as drawn, in drawing units. `opens` is the id of the list below, or ""."""

    x: float
    y: float
    home_x: float
    home_y: float
    moved: bool
    need: Need
    text: str
    label: str
    href: str
    pins: tuple[Pin, ...]
    opens: str = ""


class Place(NamedTuple):
    """Where a pin stands: the view and the point in drawing units, as shown."""

    slug: str
    x: float
    y: float


class Stand(NamedTuple):
    """Something to be marked: a point as shown, the pins it stands for, the view it leads to or ""."""

    x: float
    y: float
    pins: tuple[Pin, ...]
    leads: str = ""


Placed = dict[str, list[tuple[Pin, Place]]]


def placed(pins: Sequence[Pin]) -> Placed:
    """Every pin with its place, by view."""
    found: Placed = {}
    for pin in pins:
        where = place(pin)
        found.setdefault(where.slug, []).append((pin, where))
    return found


def place(pin: Pin) -> Place:
    """The pin's own point, or the middle of its site in the view that shows the site largest."""
    spec = SPECS.get(pin.view)
    if spec and pin.x is not None and pin.y is not None:
        drawing = DRAWINGS[spec.drawing]
        return Place(spec.slug, pin.x * drawing.width, pin.y * drawing.height)
    return _home(pin.key, pin.side)


@cache
def _home(key: str, side: str) -> Place:
    for keys in _kin(key):
        if found := _places(keys, side):
            return max(found, key=lambda row: row[0])[1]
    drawing = DRAWINGS["body-front"]
    return Place("body-front", drawing.width / 2, drawing.height / 2)


def _kin(key: str) -> list[tuple[str, ...]]:
    """Sites to try in turn for a place: itself, its parts, the whole it belongs to, that one's parts."""
    parent = anatomy.site(key).parent
    parts = tuple(site.key for site in anatomy.parts_of(key))
    cousins = tuple(site.key for site in anatomy.parts_of(parent)) if parent else ()
    return [(key,), parts, (parent,) if parent else (), cousins]


def _places(keys: tuple[str, ...], side: str) -> list[tuple[float, Place]]:
    """(fitness, place) of every region of these sites that does not merely lead to a closer view."""
    return [
        (
            region.touch * (BODY_FIRST if spec.tab == "body" else 1),
            Place(spec.slug, drawing.width - region.x if spec.mirrored else region.x, region.y),
        )
        for spec in SPECS.values()
        for drawing in (DRAWINGS[spec.drawing],)
        for region in drawing.regions
        if region.key in keys
        and (spec.drawing, region.key) not in DOORS
        and (spec.side or region.side) == side
    ]


def stands(spec: Spec, where: Placed) -> list[Stand]:
    """What to mark on a whole view: its own pins, and on the body those in hands, feet and face."""
    own = [Stand(at.x, at.y, (pin,)) for pin, at in where.get(spec.slug, [])]
    return own + _elsewhere(spec, where)


def stands_in(crop: Crop, slug: str, where: Placed) -> list[Stand]:
    """The pins of a view that stand in a piece of it, as shown."""
    return [Stand(at.x, at.y, (pin,)) for pin, at in where.get(slug, []) if crop.has(at.x, at.y)]


def _elsewhere(spec: Spec, where: Placed) -> list[Stand]:
    if spec.slug != "body-front":
        return []
    doors: dict[str, Stand] = {}
    for slug, rows in where.items():
        other = SPECS[slug]
        region = next((r for r in DRAWINGS[spec.drawing].regions if _is_door_to(spec, r, other)), None)
        if region:
            before = doors.get(region.id, Stand(region.x, region.y, (), slug))
            doors[region.id] = before._replace(pins=before.pins + tuple(pin for pin, _at in rows))
    return list(doors.values())


def _is_door_to(spec: Spec, region: Region, other: Spec) -> bool:
    drawing = DOORS.get((spec.drawing, region.key), "")
    return bool(drawing) and SPECS[slug_of(drawing, region.side)].tab == other.tab


def slug_of(drawing: str, side: str) -> str:
    """The view that shows a drawing for a side: hands and feet have two, the face has one."""
    return f"{drawing}-{side}" if f"{drawing}-{side}" in SPECS else drawing


def marks(items: Sequence[Stand], box: Crop, width_px: float, name: str) -> list[Mark]:
    """The marks of a picture that shows `box` (as shown) `width_px` wide; `name` is the picture's own."""
    scale = width_px / box.width
    points = [((item.x - box.x) * scale, (item.y - box.y) * scale) for item in items]
    spots = arrange(points, (width_px, box.height * scale))
    return [
        _mark(spot, box, scale, [items[i] for i in spot.members], f"pins-{name}-{number}")
        for number, spot in enumerate(spots, start=1)
    ]


def _mark(spot: Spot, box: Crop, scale: float, inside: Sequence[Stand], list_id: str) -> Mark:
    (x, y), (home_x, home_y) = spot.at, spot.home
    pins = tuple(pin for item in inside for pin in item.pins)
    many = len(pins) > 1
    closer = inside[0].leads if all(item.leads for item in inside) else ""
    opens = list_id if many and not closer else ""
    return Mark(
        x=round(box.x + x / scale, 1),
        y=round(box.y + y / scale, 1),
        home_x=round(box.x + home_x / scale, 1),
        home_y=round(box.y + home_y / scale, 1),
        moved=abs(x - home_x) + abs(y - home_y) > 10,
        need=min((pin.need for pin in pins), key=NEEDS.index),
        text=f"×{len(pins)}" if many else f"{pins[0].number}",
        label=_crowd_label(pins) if many else pins[0].label,
        href=pins[0].href if not many else f"#{opens}" if opens else f"#map-{closer}",
        pins=pins,
        opens=opens,
    )


def _crowd_label(pins: Sequence[Pin]) -> str:
    count = ngettext("%(count)d deposit", "%(count)d deposits", len(pins)) % {"count": len(pins)}
    care = sum(pin.need == "care" for pin in pins)
    if not care:
        return gettext("%(count)s here, show them") % {"count": count}
    needs = ngettext("%(care)d needs care", "%(care)d need care", care) % {"care": care}
    return gettext("%(count)s here, %(needs)s, show them") % {"count": count, "needs": needs}
