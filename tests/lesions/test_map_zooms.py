"""Three taps to any place, and a target of 44 px for each of them: views, zooms, whole-part buttons."""

import math

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from lesions import anatomy
from lesions.atlas import DRAWINGS
from lesions.atlas.zooms import GROUPS, NARROW_PX, TOUCH_PX, Group, anchors, crop_of, group_of, members
from lesions.bodymap import MapLink, MapView, body_views, zoom_views
from lesions.site_list import site_groups
from tests.lesions.maps import DRAWN, PAIRS, link, view


def taps_to() -> dict[str, int]:
    """Every address that chooses a site, with the fewest taps to it from the front and back of the body."""
    pages = {f"#map-{one.slug}": one for one in body_views(link) + zoom_views(link)}
    start = ["#map-body-front", "#map-body-back"]
    taps, reached = 1, set(start)
    found: dict[str, int] = {}
    while start:
        links = [one for address in start for one in pages[address].links]
        for one in links:
            if not one.leads:
                found.setdefault(one.href, taps)
        start = sorted({one.href for one in links if one.href in pages} - reached)
        reached |= set(start)
        taps += 1
    return found


def test_three_taps_at_most_lead_from_the_body_to_every_place_that_is_drawn() -> None:
    taps = taps_to()
    doors = {"hand", "genital_area", "face"}
    wanted = {link(key, side) for key, side in PAIRS if key in DRAWN - doors}
    assert wanted <= set(taps)
    assert max(taps.values()) <= 3


def test_every_link_has_a_target_of_44_px_to_itself_on_the_narrowest_phone() -> None:
    for one in body_views(link) + zoom_views(link):
        px = NARROW_PX / one.box.width
        for i, first in enumerate(one.links):
            assert first.disc or first.leads or touch_px(one, first) >= TOUCH_PX
            for second in one.links[:i]:
                apart = math.dist(first.at, second.at) * px
                assert apart >= TOUCH_PX - 0.1, (one.slug, first.label, second.label, apart)


def touch_px(one: MapView, target: MapLink) -> float:
    """The circle that fits into a link's region, on the narrowest phone."""
    drawing = DRAWINGS[one.spec.drawing]
    region = next(r for r in drawing.regions if r.id == target.ids[0])
    return region.touch / 360 * drawing.width * NARROW_PX / one.box.width


def test_the_round_target_of_a_small_place_is_44_px_wide() -> None:
    tip = view(zoom_views(link), "hand-back-left-little")
    fold = next(one for one in tip.links if one.keys == ("little_distal_dorsal",))
    assert fold.disc
    assert fold.disc.r * 2 * NARROW_PX / tip.box.width == pytest.approx(TOUCH_PX, abs=0.5)


def test_a_zoom_shows_the_whole_of_its_places() -> None:
    for group in GROUPS:
        for region in members(group) if not group.leads else []:
            drawing = DRAWINGS[group.drawing]
            radius = region.touch / 360 * drawing.width / 2
            crop = crop_of(group)
            assert crop.has(region.x - radius, region.y - radius), (group, region)
            assert crop.has(region.x + radius, region.y + radius), (group, region)


@pytest.mark.parametrize("drawing", sorted({group.drawing for group in GROUPS}))
def test_every_place_belongs_to_one_group_at_most(drawing: str) -> None:
    for region in DRAWINGS[drawing].regions:
        holding = [group for group in GROUPS if group.drawing == drawing and group.holds(region)]
        assert len(holding) <= 1, region
        assert holding == [group_of(drawing, region)] or not holding


@limits(max_examples=60)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(0, 99), st.floats(0, 99)), min_size=1, max_size=4),
        min_size=1,
        max_size=6,
    )
)
def test_the_anchor_of_a_target_is_one_of_its_own_points(
    targets: list[list[tuple[float, float]]],
) -> None:
    chosen = anchors(targets)
    assert all(point in points for point, points in zip(chosen, targets, strict=True))


def test_a_link_that_leads_on_leads_to_something_on_the_page() -> None:
    views = body_views(link) + zoom_views(link)
    there = {f"#map-{one.slug}" for one in views} | {f"#sites-{group.key}" for group in site_groups(link)}
    leading = {region.href for one in views for region in one.links if region.leads}
    assert leading
    assert leading <= there


def test_a_hand_on_the_body_leads_to_that_hand() -> None:
    front = view(body_views(link), "body-front")
    hrefs = {region.side: region.href for region in front.links if region.keys == ("hand",)}
    assert hrefs == {"left": "#map-hand-palm-left", "right": "#map-hand-palm-right"}


def test_a_finger_opens_its_zoom_and_the_zoom_names_finger_and_side() -> None:
    palm = view(body_views(link), "hand-palm-left")
    finger = next(one for one in palm.links if "dip_index" in one.keys)
    assert finger.label == "Left index finger, palm side, show larger"
    zoom = view(zoom_views(link), finger.href.removeprefix("#map-"))
    assert zoom.title == "Left index finger, palm side"
    assert {one.href for one in zoom.links} >= {link("dip_index", "left"), link("index_tip_palmar", "left")}


def test_a_zoom_of_the_left_hand_is_cut_from_the_mirror_image() -> None:
    left, right = (view(zoom_views(link), f"hand-palm-{side}-thumb").box for side in ("left", "right"))
    assert left.x == pytest.approx(640 - right.x - right.width, abs=0.2)
    assert (left.y, left.width) == (right.y, right.width)


def test_the_zoom_of_a_finger_offers_the_whole_finger_and_the_hand_the_whole_hand() -> None:
    thumb = view(zoom_views(link), "hand-back-left-thumb")
    assert [(one.text, one.href) for one in thumb.wholes] == [("The whole left thumb", link("thumb", "left"))]
    palm = view(body_views(link), "hand-palm-right")
    assert "The whole right hand" in [one.text for one in palm.wholes]


def test_every_whole_with_drawn_parts_can_be_chosen_on_a_drawing() -> None:
    views = body_views(link) + zoom_views(link)
    hrefs = {one.href for v in views for one in v.wholes} | {one.href for v in views for one in v.links}
    wholes = [site for site in anatomy.SITES.values() if site.is_whole and anatomy.parts_of(site.key)]
    wanted = {link(site.key, side) for site in wholes for side in site.sides} - {link("genital_area", "none")}
    assert wanted <= hrefs


def test_the_zoom_of_a_finger_leads_to_its_other_side_and_that_one_back() -> None:
    zooms = {f"#map-{one.slug}": one for one in zoom_views(link)}
    for address, one in zooms.items():
        if one.other:
            back = zooms[one.other.href].other
            assert back
            assert back.href == address
    palm = zooms["#map-hand-palm-left-index"].other
    assert palm
    assert palm.title == "Left index finger, back"


@pytest.mark.parametrize("group", [group for group in GROUPS if not group.leads])
def test_a_zoom_reaches_beyond_its_drawing_by_little(group: Group) -> None:
    drawing, crop = DRAWINGS[group.drawing], crop_of(group)
    assert crop.x >= -0.05 * drawing.width
    assert crop.y >= -0.05 * drawing.height
    assert crop.x + crop.width <= 1.05 * drawing.width
    assert crop.y + crop.height <= 1.05 * drawing.height
