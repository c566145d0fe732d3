"""The body map as view models: the drawings of a page, where their places lead, where the pins stand. Pure.

Fragments: `lesions/_body_map.html` needs `views` (from `body_views`: tabs) and `zooms` (from `zoom_views`);
`lesions/_body_map_pins.html` needs `views` (from `pinned_views`: small, only pins are links).
A page with them loads css/bodymap.css and js/body-map.js. The list twin is in site_list.py.

Three taps at most lead to a place: the part of the body, the finger, the phalanx. A place that is too small
to be tapped on a phone is opened with its neighbours in a zoom, a piece of the same drawing (`atlas.zooms`).
Every view and zoom has an address of its own on the page (`#map-...`), so that it works without script too.
Left and right are the patient's own. Points are fractions (0 to 1) of the whole view as shown, from its top
left, also when they were tapped in a zoom.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext, ngettext

from lesions import anatomy
from lesions.atlas import DRAWINGS, PHONE_PX, Drawing, Region
from lesions.atlas.views import COMPACT_ORDER, HERE_CALLED, OTHER_SIDE, SPECS, TABS, Spec
from lesions.atlas.zooms import (
    GROUPS,
    NARROW_PX,
    TOUCH_PX,
    Crop,
    Group,
    anchors,
    crop_of,
    group_of,
    groups_of,
    members,
)
from lesions.map_marks import Mark, Need, Pin, Placed, Stand, marks, placed, slug_of, stands, stands_in

__all__ = ["MapView", "Mark", "Need", "Pin", "body_views", "pinned_views", "zoom_views"]

LinkFor = Callable[[str, str], str]
COMPACT_PX = 132  # the width of a drawing on an overview, CSS px, on the narrowest phone
COMPACT_ALONE_PX = 168  # of the body's front when nothing stands beside it


class Tab(NamedTuple):
    """Views that are shown together: front and back of the body, both faces of one hand."""

    slug: str
    title: str


class Disc(NamedTuple):
    """A round target of TOUCH_PX on the narrowest phone, in drawing units."""

    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class MapLink:
    """A link on a drawing: the regions it is drawn by, and a round target where they are small.

    `leads` is True when it opens something larger instead of choosing the site.
    """

    ids: tuple[str, ...]
    keys: tuple[str, ...]
    side: str
    label: str
    href: str
    leads: bool
    at: tuple[float, float]
    disc: Disc | None


class OtherSide(NamedTuple):
    """The zoom of the same part from its other side: the back of a finger."""

    title: str
    href: str


class WholeLink(NamedTuple):
    """A button for a place as a whole: 'The whole left thumb'."""

    key: str
    side: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class MapView:
    """One drawing on a page: a whole view, or a piece of one (`group` says which)."""

    spec: Spec
    slug: str
    tab: Tab
    title: str
    summary: str
    width: int
    height: int
    box: Crop  # what is seen of the drawing, in its units, as shown
    unit: float  # drawing units per CSS px, for pins
    links: tuple[MapLink, ...]
    marks: tuple[Mark, ...]
    wholes: tuple[WholeLink, ...] = ()
    group: Group | None = None
    other: OtherSide | None = None
    is_small: bool = False
    is_still: bool = False  # its links, if any, do not cover it: the figure is drawn beneath them

    @property
    def mirrored(self) -> bool:
        return self.spec.mirrored

    @property
    def file(self) -> str:
        drawing = DRAWINGS[self.spec.drawing]
        return drawing.small_file if self.is_small else drawing.file

    @property
    def small_file(self) -> str:
        return DRAWINGS[self.spec.drawing].small_file

    @property
    def names_sides(self) -> bool:
        """Whether left and right are written beside the figure: where it shows both."""
        return not (self.spec.side or self.is_small or (self.group and self.group.side))

    @property
    def right_edge(self) -> float:
        """Of what is seen, in drawing units."""
        return self.box.x + self.box.width

    @property
    def crowds(self) -> list[Mark]:
        """The marks that stand for several pins of this view."""
        return [mark for mark in self.marks if mark.opens]

    @property
    def whole_title(self) -> str:
        """The title of the view that a zoom is a piece of."""
        return gettext(self.spec.title)


def body_views(link_for: LinkFor | None, pins: Sequence[Pin] = ()) -> list[MapView]:
    """All views, sorted by tab. `link_for(site_key, side)` gives a region's address.

    None draws no links but those to the zooms that `zoom_views` makes of the same pins.
    """
    where = placed(pins)
    return [_view(SPECS[slug], link_for, where, NARROW_PX) for slug in SPECS]


def zoom_views(link_for: LinkFor | None, pins: Sequence[Pin] = ()) -> list[MapView]:
    """The pieces that places are chosen in, sorted by view; without `link_for` only those that hold pins."""
    where = placed(pins)
    return [
        _zoom(spec, group, link_for, where)
        for spec in SPECS.values()
        for group in groups_of(spec.drawing)
        if not group.leads and (link_for or _holds_pins(spec, group, where))
    ]


def pinned_views(pins: Sequence[Pin]) -> list[MapView]:
    """The front of the body and the views with pins, for an overview; hands and feet come in pairs.

    Nothing but the pins is a link. Drawn for `lesions/_body_map_pins.html`, small.
    """
    where = placed(pins)
    pictures = {SPECS[slug].drawing for slug in (*where, "body-front")}
    width_px = COMPACT_PX if "body-back" in pictures else COMPACT_ALONE_PX
    wanted = [SPECS[slug] for slug in COMPACT_ORDER if SPECS[slug].drawing in pictures]
    return [
        _view(spec, None, where, width_px if spec.tab == "body" else COMPACT_PX, is_small=True)
        for spec in wanted
    ]


# views and zooms


def _view(
    spec: Spec, link_for: LinkFor | None, where: Placed, width_px: float, *, is_small: bool = False
) -> MapView:
    drawing = DRAWINGS[spec.drawing]
    box = Crop(0, 0, drawing.width, drawing.height)
    items = stands(spec, where)
    title = gettext(spec.title)
    return MapView(
        spec=spec,
        slug=spec.slug,
        tab=_tab(spec, where),
        title=title,
        summary=_summary(title, items),
        width=drawing.width,
        height=drawing.height,
        box=box,
        unit=drawing.width / width_px,
        links=() if is_small else tuple(_links(spec, drawing, link_for, where)),
        marks=tuple(marks(items, box, width_px, spec.slug)),
        wholes=tuple(_wholes(spec, None, link_for)) if link_for else (),
        is_small=is_small,
        is_still=link_for is None,
    )


def _zoom(spec: Spec, group: Group, link_for: LinkFor | None, where: Placed) -> MapView:
    drawing = DRAWINGS[spec.drawing]
    crop = crop_of(group)
    box = crop.mirrored(drawing.width) if spec.mirrored else crop
    items = stands_in(box, spec.slug, where)
    title = _title(group, spec)
    return MapView(
        spec=spec,
        slug=zoom_slug(spec, group),
        tab=_tab(spec, where),
        title=title,
        summary=_summary(title, items),
        width=drawing.width,
        height=drawing.height,
        box=box,
        unit=box.width / NARROW_PX,
        links=tuple(_choices(spec, group, link_for)) if link_for else (),
        marks=tuple(marks(items, box, NARROW_PX, zoom_slug(spec, group))),
        wholes=tuple(_wholes(spec, group, link_for)) if link_for else (),
        group=group,
        other=_other(spec, group, link_for, where),
        is_still=link_for is None,
    )


def _tab(spec: Spec, where: Placed) -> Tab:
    """The tab with how many deposits stand in its views."""
    count = sum(len(rows) for slug, rows in where.items() if SPECS[slug].tab == spec.tab)
    title = gettext(TABS[spec.tab])
    return Tab(spec.tab, f"{title} ({count})" if count else title)


def zoom_slug(spec: Spec, group: Group) -> str:
    return f"{spec.slug}-{group.name}"


def _other(spec: Spec, group: Group, link_for: LinkFor | None, where: Placed) -> OtherSide | None:
    drawing = OTHER_SIDE.get(spec.drawing, "")
    other = next((g for g in GROUPS if g.drawing == drawing and g.name == group.name), None)
    if other is None or other.leads:
        return None
    back = SPECS[slug_of(drawing, spec.side)]
    if not (link_for or _holds_pins(back, other, where)):
        return None
    return OtherSide(_title(other, back), f"#map-{zoom_slug(back, other)}")


def _title(group: Group, spec: Spec) -> str:
    return anatomy.say(group.title, group.side or spec.side, group.digit)


def _summary(title: str, items: Sequence[Stand]) -> str:
    count = sum(len(item.pins) for item in items)
    if not count:
        return title
    deposits = ngettext("%(count)d deposit", "%(count)d deposits", count) % {"count": count}
    return gettext("%(view)s, %(deposits)s") % {"view": title, "deposits": deposits}


def _holds_pins(spec: Spec, group: Group, where: Placed) -> bool:
    """Whether there is a pin to be seen in what a group opens."""
    if group.leads:
        tab = SPECS[slug_of(group.leads, group.side or spec.side)].tab
        return any(SPECS[slug].tab == tab for slug in where)
    crop = crop_of(group)
    box = crop.mirrored(DRAWINGS[spec.drawing].width) if spec.mirrored else crop
    return any(
        pin.key in group.keys and group.side in ("", pin.side) and box.has(at.x, at.y)
        for pin, at in where.get(spec.slug, [])
    )


# links


def _links(spec: Spec, drawing: Drawing, link_for: LinkFor | None, where: Placed) -> Iterable[MapLink]:
    """The targets of a whole view: groups that open something larger, and places that are chosen."""
    targets: dict[str, tuple[Group | None, list[Region]]] = {}
    for region in drawing.regions:
        group = group_of(spec.drawing, region)
        targets.setdefault(group.name if group else region.id, (group, []))[1].append(region)
    chosen = anchors([[(r.x, r.y) for r in regions] for _group, regions in targets.values()])
    for (group, regions), at in zip(targets.values(), chosen, strict=True):
        if group is None:
            if link_for:
                yield _choice(spec, regions[0], link_for, _disc(at, drawing, drawing.width, regions))
        elif link_for or _holds_pins(spec, group, where):
            yield _opens(spec, group, regions, _disc(at, drawing, drawing.width, regions), at)


def _opens(
    spec: Spec, group: Group, regions: list[Region], disc: Disc | None, at: tuple[float, float]
) -> MapLink:
    side = group.side or spec.side
    slug = slug_of(group.leads, side) if group.leads else zoom_slug(spec, group)
    return MapLink(
        ids=tuple(region.id for region in regions),
        keys=tuple(region.key for region in regions),
        side=side or "none",
        label=gettext("%(site)s, show larger") % {"site": _title(group, spec)},
        href=f"#map-{slug}",
        leads=True,
        at=at,
        disc=disc,
    )


def _choices(spec: Spec, group: Group, link_for: LinkFor) -> Iterable[MapLink]:
    """The targets of a zoom: each of its places."""
    drawing, crop = DRAWINGS[spec.drawing], crop_of(group)
    for region in members(group):
        disc = _disc((region.x, region.y), drawing, crop.width, [region])
        yield _choice(spec, region, link_for, disc)


def _choice(spec: Spec, region: Region, link_for: LinkFor, disc: Disc | None) -> MapLink:
    side = spec.side or region.side
    is_private = region.key == "genital_area"  # the figure is neutral: the list has the parts
    return MapLink(
        ids=(region.id,),
        keys=(region.key,),
        side=side,
        label=_name_here(spec, region.key, side),
        href="#sites-genital" if is_private else link_for(region.key, side),
        leads=is_private,
        at=(region.x, region.y),
        disc=disc,
    )


def _disc(
    at: tuple[float, float], drawing: Drawing, shown_width: float, regions: Sequence[Region]
) -> Disc | None:
    """The round target at a point, unless there is one region that is large enough by itself."""
    radius = TOUCH_PX / 2 / NARROW_PX * shown_width
    drawn = regions[0].touch / PHONE_PX * drawing.width / 2 if len(regions) == 1 else 0
    return None if drawn >= radius else Disc(round(at[0], 1), round(at[1], 1), math.ceil(radius * 10) / 10)


def _name_here(spec: Spec, key: str, side: str) -> str:
    phrase = HERE_CALLED.get((spec.drawing, key))
    return anatomy.say(phrase, side) if phrase else anatomy.site_label(key, side)


# wholes


def _wholes(spec: Spec, group: Group | None, link_for: LinkFor) -> Iterable[WholeLink]:
    """The wholes whose parts are drawn here, unless the whole is a region here by its own name."""
    shown = _whole_keys(spec, group)
    outer = _whole_keys(spec, None) if group else []
    for key, side in shown:
        if (key, side) not in outer:
            name = anatomy.site(key).name_inside(side)
            text = gettext("The whole %(place)s") % {"place": name}
            yield WholeLink(key, side, text, link_for(key, side))


def _whole_keys(spec: Spec, group: Group | None) -> list[tuple[str, str]]:
    """(whole, side) of the regions that are chosen in a view or zoom; none on the whole body: too many."""
    if group is None and spec.tab == "body":
        return []
    regions = DRAWINGS[spec.drawing].regions
    here = [r for r in regions if (group.holds(r) if group else group_of(spec.drawing, r) is None)]
    own = {region.key for region in here if (spec.drawing, region.key) not in HERE_CALLED}
    found: dict[tuple[str, str], None] = {}
    for region in here:
        site = anatomy.site(region.key)
        for key in (site.key if site.is_whole else "", site.parent):
            if key and key not in own:
                side = (spec.side or region.side) if anatomy.site(key).sided else "none"
                found[key, side] = None
    return sorted(found, key=lambda whole: anatomy.ORDER[whole[0]] * 2 + (whole[1] == "right"))
