"""The body map: regions, links, pins, and the fragments that draw them."""

import math
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from lesions import anatomy
from lesions.atlas import DRAWINGS
from lesions.atlas.layout import GAP, REACH, arrange
from lesions.atlas.views import LIST_ONLY, SPECS
from lesions.bodymap import body_views, pinned_views, zoom_views
from lesions.map_marks import place
from lesions.site_list import found_sites, site_groups
from tests.lesions.maps import DRAWN, PAIRS, link, pin, view

STATIC = Path(settings.BASE_DIR) / "static"


# regions


def test_every_region_is_a_site() -> None:
    assert set(anatomy.SITES) >= DRAWN


def test_every_site_is_drawn_or_in_the_list_with_a_reason() -> None:
    assert set(anatomy.SITES) == DRAWN | set(LIST_ONLY)
    assert DRAWN.isdisjoint(LIST_ONLY)


def test_every_region_is_a_path_of_its_file_and_back() -> None:
    for drawing in DRAWINGS.values():
        text = (STATIC / drawing.file).read_text()
        assert set(re.findall(r'<path id="([^"]+)"', text)) == {region.id for region in drawing.regions}
        assert f'viewBox="0 0 {drawing.width} {drawing.height}"' in text
        assert 'id="sites"' in text
        assert 'id="lines"' in text
        small = (STATIC / drawing.small_file).read_text()
        assert small.count('id="sites"') == small.count('id="lines"') == 1
        assert len(small) * 2 < len(text)


def test_the_middle_of_a_region_lies_inside_the_view() -> None:
    for drawing in DRAWINGS.values():
        for region in drawing.regions:
            assert 0 < region.x < drawing.width
            assert 0 < region.y < drawing.height


def test_every_link_of_a_sided_site_says_the_side() -> None:
    for one in body_views(link) + zoom_views(link):
        for region in one.links:
            if not region.leads:
                sided = anatomy.site(region.keys[0]).sided
                assert (region.side in region.label.lower().split()) == sided, region


def test_the_names_of_the_links_of_one_view_differ() -> None:
    for one in body_views(link) + zoom_views(link):
        labels = [region.label for region in one.links]
        assert len(labels) == len(set(labels))


def test_left_is_on_the_right_of_the_page_from_the_front_and_on_the_left_from_behind() -> None:
    def x_of(name: str, region_id: str) -> float:
        return next(region.x for region in DRAWINGS[name].regions if region.id == region_id)

    assert x_of("body-front", "shoulder-left") > x_of("body-front", "shoulder-right")
    assert x_of("body-back", "shoulder-left") < x_of("body-back", "shoulder-right")
    assert x_of("face", "cheek-left") > x_of("face", "cheek-right")


def test_every_site_and_side_can_be_chosen_in_the_list() -> None:
    hrefs = {entry.href for group in site_groups(link) for row in group.rows for entry in row.links}
    assert hrefs == {link(key, side) for key, side in PAIRS}


# pins


def test_a_pin_with_its_own_point_stands_there() -> None:
    one = view(body_views(None, [pin("palm", "left", view="hand-palm-left", x=0.5, y=0.4)]), "hand-palm-left")
    (mark,) = one.marks
    assert mark.x == pytest.approx(320, abs=0.1)
    assert mark.y == pytest.approx(364.8, abs=0.1)


def test_a_left_hand_is_the_mirror_of_the_right() -> None:
    marks = [
        view(body_views(None, [pin("thumb_tip_palmar", side)]), f"hand-palm-{side}").marks[0]
        for side in ("left", "right")
    ]
    assert marks[0].x == pytest.approx(640 - marks[1].x, abs=0.2)
    assert marks[0].y == marks[1].y


@pytest.mark.parametrize(("key", "side"), PAIRS)
def test_every_site_has_a_place_for_a_pin_on_its_own_side(key: str, side: str) -> None:
    where = place(pin(key, side))
    drawing = DRAWINGS[SPECS[where.slug].drawing]
    assert 0 < where.x < drawing.width
    assert 0 < where.y < drawing.height
    assert SPECS[where.slug].side in ("", side)


def test_zooms_without_links_are_those_that_hold_pins() -> None:
    pins = [pin("dip_index", "left", 1), pin("elbow_posterior", "right", 2)]
    assert [one.slug for one in zoom_views(None, pins)] == ["body-back-arm-right", "hand-palm-left-index"]


def test_a_pin_in_a_zoom_stands_where_it_stands_in_the_whole_view() -> None:
    pins = [pin("dip_index", "left", 1)]
    whole = view(body_views(None, pins), "hand-palm-left").marks[0]
    zoomed = view(zoom_views(None, pins), "hand-palm-left-index").marks[0]
    assert (zoomed.home_x, zoomed.home_y) == pytest.approx((whole.home_x, whole.home_y), abs=0.2)


def test_a_crowd_of_a_finger_is_told_apart_in_its_zoom() -> None:
    keys = ("dip_index", "index_middle_palmar", "index_proximal_palmar", "index_tip_palmar")
    pins = [pin(key, "left", n) for n, key in enumerate(keys, 1)]
    zoomed = view(zoom_views(None, pins), "hand-palm-left-index")
    assert sorted(mark.text for mark in zoomed.marks) == ["1", "2", "3", "4"]


def test_the_found_rows_name_the_side_that_was_meant() -> None:
    (row, *_more) = found_sites("left pinky tip", link)
    assert [one.label for one in row.links] == ["Left little finger, fingertip pad"]


def test_a_pin_of_an_unknown_view_falls_back_to_its_site() -> None:
    where = place(pin("knee_anterior", "left", view="moon", x=0.1, y=0.1))
    assert where.slug == "body-front"


def test_one_pin_links_to_its_deposit_and_says_its_number() -> None:
    (mark,) = view(body_views(None, [pin("shin", "left", 7)]), "body-front").marks
    assert (mark.text, mark.href, mark.label) == ("7", "/lesions/7/", "Deposit 7")


def test_pins_of_a_hand_show_on_the_body_as_one_mark_that_leads_to_the_hand() -> None:
    pins = [pin("thumb_tip_palmar", "left", 1), pin("index_tip_palmar", "left", 2, need="care")]
    (mark,) = view(body_views(link, pins), "body-front").marks
    assert (mark.text, mark.href, mark.need) == ("×2", "#map-hand-palm-left", "care")
    assert "1 needs care" in mark.label


def test_a_crowd_in_one_spot_becomes_one_mark_with_a_list() -> None:
    pins = [pin("scrotum", "none", n) for n in range(1, 41)]
    front = view(body_views(None, pins), "body-front")
    (mark,) = front.crowds
    assert mark.text == "×40"
    assert mark.href == f"#{mark.opens}"
    assert [one.number for one in mark.pins] == list(range(1, 41))


def test_a_crowd_takes_the_look_of_its_most_urgent() -> None:
    needs = ["gone", "quiet", "care", "due"] * 5
    pins = [pin("scrotum", "none", n, need=need) for n, need in enumerate(needs, 1)]
    assert view(body_views(None, pins), "body-front").crowds[0].need == "care"


def test_an_overview_shows_the_body_and_only_views_with_pins() -> None:
    pins = [pin("thumb_tip_palmar", "left", 1), pin("elbow_posterior", "right", 2)]
    assert [one.slug for one in pinned_views(pins)] == [
        "body-front",
        "body-back",
        "hand-palm-right",
        "hand-palm-left",
    ]


def test_an_overview_without_deposits_is_the_front_of_the_body() -> None:
    (front,) = pinned_views([])
    assert (front.slug, front.marks, front.links) == ("body-front", (), ())


@limits(max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 360), st.floats(0, 500)), max_size=30))
def test_marks_never_overlap_and_no_point_is_lost(points: list[tuple[float, float]]) -> None:
    spots = arrange(points, (360, 500))
    assert sorted(i for spot in spots for i in spot.members) == list(range(len(points)))
    for i, spot in enumerate(spots):
        assert 16 <= spot.at[0] <= 344
        assert 16 <= spot.at[1] <= 484
        assert math.dist(spot.at, spot.home) <= REACH
        assert all(math.dist(spot.at, other.at) >= GAP for other in spots[:i])


def test_three_on_one_spot_fan_out_and_stay_near() -> None:
    spots = arrange([(100, 100)] * 3, (360, 500))
    assert len(spots) == 3
    assert all(math.dist(spot.at, (100, 100)) < 35 for spot in spots)


@limits(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PAIRS), max_size=25))
def test_every_deposit_is_on_the_map_somewhere(pairs: list[tuple[str, str]]) -> None:
    pins = [pin(key, side, n) for n, (key, side) in enumerate(pairs, 1)]
    for views in (body_views(link, pins), body_views(None, pins), pinned_views(pins)):
        assert {one.number for v in views for mark in v.marks for one in mark.pins} == {
            p.number for p in pins
        }


# fragments


def test_the_map_is_made_of_real_links_with_names() -> None:
    html = render_to_string("lesions/_body_map.html", {"views": [], "zooms": zoom_views(link)})
    assert 'href="/add/thumb_tip_palmar/left/" aria-label="Left thumb, fingertip pad"' in html
    assert "atlas/hand-palm" in html
    assert "style=" not in html


def test_the_names_in_the_map_are_escaped() -> None:
    html = render_to_string(
        "lesions/_body_map_pins.html", {"views": pinned_views([pin("shin", "left", label='<b>"x"')])}
    )
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_ids_on_the_page_are_unique() -> None:
    pins = [pin("scrotum", "none", n) for n in range(1, 12)]
    html = render_to_string(
        "lesions/_body_map.html", {"views": body_views(link, pins), "zooms": zoom_views(link)}
    )
    html += render_to_string("lesions/_site_list.html", {"site_groups": site_groups(link)})
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_list_has_a_button_for_each_side_with_a_full_name() -> None:
    html = render_to_string("lesions/_site_list.html", {"site_groups": site_groups(link)})
    assert 'href="/add/elbow_posterior/right/" aria-label="Right elbow, back"' in html
    assert 'id="sites-genital"' in html


def test_numbers_in_the_drawing_have_a_point_whatever_the_language(settings: Any) -> None:
    settings.LANGUAGE_CODE = "de"
    settings.USE_THOUSAND_SEPARATOR = True

    with translation.override("de"):
        html = render_to_string("lesions/_body_map_pins.html", {"views": pinned_views([pin("shin", "left")])})
    assert not re.search(r"translate\([^)]*,", html)
