"""The drawings themselves: regions tile, none covers another, every part of ear, face and foot is one."""

from __future__ import annotations

import gzip
import itertools
import math
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from django.conf import settings
from hypothesis import assume, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon

from lesions import anatomy
from lesions.atlas import DRAWINGS
from lesions.atlas.views import LIST_ONLY
from lesions.atlas.zooms import TOUCH_PX
from lesions.bodymap import body_views
from lesions.map_marks import place
from scripts.atlas.curves import smooth
from scripts.atlas.ink import pen_stroke
from tests.lesions.maps import link, pin, view

CUBIC = np.array(
    [[(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3] for t in np.linspace(0, 1, 12)]
)


def rings(data: str) -> list[np.ndarray[Any, Any]]:
    """The subpaths of path data made of M, c and z alone, with their curves sampled."""
    found = []
    for part in data.split("M")[1:]:
        numbers = [
            [float(n) for n in re.findall(r"-?\d*\.?\d+", piece)] for piece in part.rstrip("z").split("c")
        ]
        here = np.array(numbers[0])
        points = [here]
        for curve in numbers[1:]:
            corners = np.vstack([here, here + np.array(curve).reshape(3, 2)])
            points += list(CUBIC[1:] @ corners)
            here = corners[-1]
        found.append(np.array(points))
    return found


@cache
def shapes(name: str) -> dict[str, Any]:
    """The regions of a drawing as polygons, from its SVG file."""
    text = Path(settings.BASE_DIR, "static", DRAWINGS[name].file).read_text()
    built = {}
    for identity, data in re.findall(r'<path id="([^"]+)" d="([^"]+)"', text):
        shape = Polygon()
        for ring in rings(data):
            shape = shape.symmetric_difference(Polygon(ring).buffer(0))
        built[identity] = shape
    return built


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_regions_of_a_drawing_do_not_overlap(name: str) -> None:
    found = shapes(name)
    whole = sum(shape.area for shape in found.values())
    overlap = sum(a.intersection(b).area for a, b in itertools.combinations(found.values(), 2))
    assert overlap < 0.0005 * whole


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_regions_of_a_drawing_leave_no_gap_between_them(name: str) -> None:
    together = shapely.union_all(list(shapes(name).values()))
    closed = together.buffer(0.5).buffer(-0.5)
    assert closed.difference(together).area < 0.002 * together.area


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_middle_of_a_region_and_its_touch_circle_lie_in_it(name: str) -> None:
    drawing = DRAWINGS[name]
    for region in drawing.regions:
        shape = shapes(name)[region.id]
        radius = region.touch / 360 * drawing.width / 2
        assert shape.buffer(0.8).contains(Point(region.x, region.y).buffer(radius)), region


@pytest.mark.parametrize("group", ["face", "ear", "foot"])
def test_every_leaf_of_face_ear_and_foot_is_a_region_of_a_closer_view(group: str) -> None:
    closer = {r.key for d in DRAWINGS.values() if not d.name.startswith("body") for r in d.regions}
    leaves = {
        s.key
        for s in anatomy.SITES.values()
        if s.group == group and not s.is_whole and s.key not in LIST_ONLY
    }
    assert leaves
    assert leaves <= closer


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("key", ["ear", "ear_helix", "ear_lobe"])
def test_an_ear_on_the_face_opens_that_ear(key: str, side: str) -> None:
    face = view(body_views(link), "face")
    assert {r.href for r in face.links if key in r.keys and r.side == side} == {f"#map-ear-{side}"}


@pytest.mark.parametrize("side", ["left", "right"])
def test_every_part_of_an_ear_can_be_chosen_with_a_thumb_in_its_profile(side: str) -> None:
    ear = view(body_views(link), f"ear-{side}")
    parts = {r.href: r for r in ear.links}
    for key in ("ear", "ear_helix", "ear_lobe", "preauricular", "postauricular"):
        region = next(r for r in DRAWINGS["ear"].regions if r.key == key)
        assert parts[link(key, side)].disc or region.touch * 0.8 >= TOUCH_PX
    assert place(pin("ear_lobe", side)).slug == f"ear-{side}"


def test_the_face_lies_before_the_ear_and_the_left_ear_is_the_mirror_of_the_right() -> None:
    before = {side: place(pin("preauricular", side)) for side in ("left", "right")}
    assert before["right"].slug == "ear-right"
    assert before["right"].x > 200 > before["left"].x


def test_the_drawings_of_all_places_together_stay_small_on_a_slow_line() -> None:
    sizes = [
        len(gzip.compress(Path(settings.BASE_DIR, "static", one.file).read_bytes()))
        for one in DRAWINGS.values()
    ]
    assert max(sizes) <= 14_000
    assert sum(sizes) <= 66_000


def test_a_toe_can_be_hit_with_a_thumb_without_a_closer_view() -> None:
    for name in ("foot-top", "foot-sole"):
        toes = {r.key: r.touch for r in DRAWINGS[name].regions if r.key.endswith("_toe")}
        assert len(toes) == 5
        assert min(toes.values()) >= 40


def test_the_hip_that_bears_the_weight_stands_higher_and_the_shoulder_above_it_lower() -> None:
    for name in ("body-front", "body-back"):
        at = {r.id: r for r in DRAWINGS[name].regions}
        assert at["hip-right"].y < at["hip-left"].y
        assert at["shoulder-right"].y > at["shoulder-left"].y


@limits(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300)), min_size=3, max_size=6, unique=True),
    st.floats(0.8, 4),
)
def test_a_pen_stroke_stays_beside_its_line_and_ends_in_points(
    points: list[tuple[float, float]], width: float
) -> None:
    line = LineString(points)
    assume(line.length > 40)
    assume(all(math.dist(a, b) > 12 for a, b in itertools.combinations(points, 2)))
    stroke = pen_stroke(smooth(points), width, 0.3)
    assert np.allclose(stroke[0][0], points[0], atol=1e-6)
    assert np.allclose(stroke[len(stroke) // 2][0], points[-1], atol=1e-6)
    drawn = np.vstack([CUBIC @ segment for segment in stroke])
    curve = LineString(smooth(points))
    assert max(curve.distance(Point(p)) for p in drawn) <= 0.6 * width + 1
