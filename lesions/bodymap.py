"""The body map as view models: the drawings of a page, where their regions lead, where the pins stand. Pure.

Fragments: `lesions/_body_map.html` needs `views` (from `body_views`: tabs, all regions are links);
`lesions/_body_map_pins.html` needs `views` (from `pinned_views`: small, only pins are links);
`lesions/_site_list.html` needs `site_groups` (from `site_groups`).
A page with them loads css/bodymap.css, js/body-map.js and (for the list) js/site-search.js.
Left and right are the patient's own. Points are fractions (0 to 1) of the view as shown, from its top left.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from django.utils.translation import gettext, ngettext

from lesions import anatomy
from lesions.atlas import DRAWINGS, PHONE_PX, Drawing, Region
from lesions.atlas.layout import Spot, arrange
from lesions.atlas.views import CLOSER, COMPACT_ORDER, DOORS, HERE_CALLED, SPECS, TABS, Spec

Need = Literal["care", "due", "quiet", "gone"]
NEEDS: tuple[Need, ...] = ("care", "due", "quiet", "gone")  # most urgent first
LinkFor = Callable[[str, str], str]
DOOR_PX = 30  # a region of the body smaller than this on a phone opens the closer view that shows it larger
COMPACT_PX = 170  # the width of a drawing on an overview, CSS px
BODY_FIRST = 1.5  # a pin stands on the body unless another view shows its site this much larger


class Tab(NamedTuple):
    """Views that are shown together: front and back of the body, both faces of one hand."""

    slug: str
    title: str


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
class MapRegion:
    """A link on a drawing. `leads` is True when it opens a closer view instead of choosing the site."""

    id: str
    key: str
    side: str
    label: str
    href: str
    touch_px: float
    leads: bool


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


@dataclass(frozen=True, slots=True)
class MapView:
    """One drawing on a page."""

    spec: Spec
    tab: Tab
    title: str
    summary: str
    width: int
    height: int
    unit: float  # drawing units per CSS px, for pins
    file: str
    mirrored: bool
    regions: tuple[MapRegion, ...]
    marks: tuple[Mark, ...]

    @property
    def slug(self) -> str:
        return self.spec.slug

    @property
    def crowds(self) -> list[Mark]:
        """The marks that stand for several pins of this view."""
        return [mark for mark in self.marks if mark.opens]


class SiteLink(NamedTuple):
    """A side of a site in the list: what the button says, its full name, where it goes."""

    side: str
    text: str
    label: str
    href: str


class SiteRow(NamedTuple):
    site: anatomy.Site
    label: str
    words: str
    links: tuple[SiteLink, ...]


class SiteGroup(NamedTuple):
    key: str
    title: str
    rows: tuple[SiteRow, ...]


def body_views(link_for: LinkFor | None, pins: Sequence[Pin] = ()) -> list[MapView]:
    """All views, sorted by tab. `link_for(site_key, side)` gives a region's address; None draws no links."""
    return _views(list(SPECS), link_for, pins)


def pinned_views(pins: Sequence[Pin]) -> list[MapView]:
    """The front of the body and the views with pins, for an overview; hands and feet come in pairs.

    Nothing but the pins is a link. Drawn for `lesions/_body_map_pins.html`, about COMPACT_PX wide each.
    """
    homes = {place(pin).slug for pin in pins} | {"body-front"}
    pictures = {SPECS[slug].drawing for slug in homes}
    wanted = [slug for slug in COMPACT_ORDER if SPECS[slug].drawing in pictures]
    return _views(wanted, None, pins, COMPACT_PX)


def site_groups(link_for: LinkFor) -> list[SiteGroup]:
    """The list twin of the map: every site, by region, with a link for each side."""
    return [
        SiteGroup(key, sites[0].group_label, tuple(_site_row(site, link_for) for site in sites))
        for key, sites in anatomy.grouped()
        if sites
    ]


def _site_row(site: anatomy.Site, link_for: LinkFor) -> SiteRow:
    said = {"left": gettext("Left"), "right": gettext("Right"), "none": gettext("Choose")}
    label = gettext("%(site)s, all of it or not sure") % {"site": site.label} if site.is_whole else site.label
    links = tuple(SiteLink(s, said[s], site.name(s), link_for(site.key, s)) for s in site.sides)
    return SiteRow(site, label, " ".join(site.words), links)


def _views(
    slugs: Sequence[str], link_for: LinkFor | None, pins: Sequence[Pin], width_px: int = PHONE_PX
) -> list[MapView]:
    placed: dict[str, list[tuple[Pin, Place]]] = {}
    for pin in pins:
        where = place(pin)
        placed.setdefault(where.slug, []).append((pin, where))
    return [_view(SPECS[slug], link_for, placed, width_px) for slug in slugs]


def _view(
    spec: Spec, link_for: LinkFor | None, placed: dict[str, list[tuple[Pin, "Place"]]], width_px: int
) -> MapView:
    drawing = DRAWINGS[spec.drawing]
    own = placed.get(spec.slug, [])
    elsewhere = _doors(spec, placed)
    title = gettext(spec.title)
    count = len(own) + sum(len(there) for _door, _slug, there in elsewhere)
    return MapView(
        spec=spec,
        tab=Tab(spec.tab, gettext(TABS[spec.tab])),
        title=title,
        summary=_summary(title, count),
        width=drawing.width,
        height=drawing.height,
        unit=drawing.width / width_px,
        file=drawing.small_file if width_px == COMPACT_PX else drawing.file,
        mirrored=spec.mirrored,
        regions=tuple(_regions(spec, drawing, link_for)) if link_for else (),
        marks=tuple(_marks(spec, drawing, own, elsewhere, width_px)),
    )


def _summary(title: str, count: int) -> str:
    if not count:
        return title
    deposits = ngettext("%(count)d deposit", "%(count)d deposits", count) % {"count": count}
    return gettext("%(view)s, %(deposits)s") % {"view": title, "deposits": deposits}


# regions


def _regions(spec: Spec, drawing: Drawing, link_for: LinkFor) -> Iterable[MapRegion]:
    for region in drawing.regions:
        side = spec.side or region.side
        door = _door(spec, region)
        name = _name_here(spec, region.key, side)
        href = f"#map-{door}" if door else link_for(region.key, side)
        if region.key == "genital_area":
            href = "#sites-genital"
        label = gettext("%(site)s, show larger") % {"site": name} if door else name
        yield MapRegion(region.id, region.key, side, label, href, region.touch, leads=href.startswith("#"))


def _door(spec: Spec, region: Region) -> str:
    """The closer view that a region opens, or "": hands, feet, face, ears, and and what is too small."""
    drawing = DOORS.get((spec.drawing, region.key), "")
    if not drawing and spec.tab == "body" and region.touch < DOOR_PX:
        larger = [
            d for d in CLOSER for r in DRAWINGS[d].regions if r.key == region.key and r.touch > region.touch
        ]
        drawing = larger[0] if larger else ""
    return _slug(drawing, region.side) if drawing else ""


def _slug(drawing: str, side: str) -> str:
    return f"{drawing}-{side}" if f"{drawing}-{side}" in SPECS else drawing


def _name_here(spec: Spec, key: str, side: str) -> str:
    phrase = HERE_CALLED.get((spec.drawing, key))
    return anatomy.say(phrase, side) if phrase else anatomy.site_label(key, side)


# pins


class Place(NamedTuple):
    """Where a pin stands: the view and the point in drawing units, as shown."""

    slug: str
    x: float
    y: float


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


Door = tuple[Region, str, list[Pin]]


def _doors(spec: Spec, placed: dict[str, list[tuple[Pin, Place]]]) -> list[Door]:
    """On the front of the body: pins that stand in hands, feet and face, by the region that leads to them."""
    if spec.slug != "body-front":
        return []
    doors: dict[str, Door] = {}
    for slug, rows in placed.items():
        other = SPECS[slug]
        region = next((r for r in DRAWINGS[spec.drawing].regions if _is_door_to(spec, r, other)), None)
        if region:
            doors.setdefault(region.id, (region, slug, []))[2].extend(pin for pin, _place in rows)
    return list(doors.values())


def _is_door_to(spec: Spec, region: Region, other: Spec) -> bool:
    drawing = DOORS.get((spec.drawing, region.key), "")
    return bool(drawing) and SPECS[_slug(drawing, region.side)].tab == other.tab


def _marks(
    spec: Spec, drawing: Drawing, own: Sequence[tuple[Pin, Place]], elsewhere: Sequence[Door], width_px: int
) -> Iterable[Mark]:
    scale = width_px / drawing.width
    points = [(where.x * scale, where.y * scale) for _pin, where in own]
    points += [(region.x * scale, region.y * scale) for region, _slug, _pins in elsewhere]
    for number, spot in enumerate(arrange(points, (width_px, drawing.height * scale)), start=1):
        inside = [i for i in spot.members if i < len(own)]
        doors = [elsewhere[i - len(own)] for i in spot.members if i >= len(own)]
        pins = [own[i][0] for i in inside] + [pin for door in doors for pin in door[2]]
        closer = doors[0][1] if doors and not inside else ""
        yield _mark(spot, scale, pins, spec.slug, number, closer)


def _mark(spot: Spot, scale: float, pins: Sequence[Pin], slug: str, number: int, closer: str) -> Mark:
    (x, y), (home_x, home_y) = spot.at, spot.home
    need = min((pin.need for pin in pins), key=NEEDS.index)
    many = len(pins) > 1
    opens = f"pins-{slug}-{number}" if many and not closer else ""
    return Mark(
        x=round(x / scale, 1),
        y=round(y / scale, 1),
        home_x=round(home_x / scale, 1),
        home_y=round(home_y / scale, 1),
        moved=abs(x - home_x) + abs(y - home_y) > 10,
        need=need,
        text=f"×{len(pins)}" if many else f"{pins[0].number}",
        label=_crowd_label(pins) if many else pins[0].label,
        href=pins[0].href if not many else f"#{opens}" if opens else f"#map-{closer}",
        pins=tuple(pins),
        opens=opens,
    )


def _crowd_label(pins: Sequence[Pin]) -> str:
    count = ngettext("%(count)d deposit", "%(count)d deposits", len(pins)) % {"count": len(pins)}
    care = sum(pin.need == "care" for pin in pins)
    if not care:
        return gettext("%(count)s here, show them") % {"count": count}
    needs = ngettext("%(care)d needs care", "%(care)d need care", care) % {"care": care}
    return gettext("%(count)s here, %(needs)s, show them") % {"count": count, "needs": needs}
