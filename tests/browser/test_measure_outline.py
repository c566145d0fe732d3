"""The ring of points that the browser draws: what a change moves, and that nothing else moves."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ACTS = """async ([name, points, count, index, place]) => {
  const r = await import("/static/js/measure-outline.js");
  const ring = r.ringOf(points, count);
  const at = index % ring.length;
  const acts = {
    kept: () => ring,
    soft: () => r.softRing(points),
    moved: () => r.moved(ring, at, ...place),
    halved: () => r.halved(ring, at).ring,
    onLine: () => r.onLine(ring, place).add().ring,
    without: () => r.without(ring, at),
  };
  const made = acts[name]();
  const drawn = r.pointsOf(made);
  return { before: ring, after: made, at, points: drawn, perimeter: r.perimeter(drawn) };
}"""

Point = tuple[float, float]


@st.composite
def outlines(draw: st.DrawFn) -> list[Point]:
    """A lump around (500, 400): some radius in every direction, as a proposal of the server has it."""
    count = draw(st.integers(24, 90))
    radii = draw(st.lists(st.floats(60, 140), min_size=count, max_size=count))
    turns = (2 * math.pi * n / count for n in range(count))
    return [
        (500 + r * math.cos(turn), 400 + r * math.sin(turn)) for r, turn in zip(radii, turns, strict=True)
    ]


places = st.tuples(st.floats(200, 800), st.floats(100, 700))
numbers = st.integers(0, 60)
counts = st.integers(12, 40)


@pytest.fixture
def page(enter: Enter) -> Page:
    visitor = enter()
    visitor.open("education:learn")
    return visitor.page


def act(page: Page, name: str, points: list[Point], count: int, index: int = 0, place: Point = (0, 0)) -> Any:
    return page.evaluate(ACTS, [name, points, count, index, list(place)])


def length(points: list[Any]) -> float:
    return sum(math.dist(a, b) for a, b in zip(points, [*points[1:], points[0]], strict=True))


@FEW
@given(points=outlines(), count=counts)
def test_making_points_of_an_outline_changes_nothing_of_it(
    page: Page, points: list[Point], count: int
) -> None:
    made = act(page, "kept", points, count)
    assert made["points"] == [list(point) for point in points]
    assert 3 <= len(made["after"]) <= count


@FEW
@given(points=outlines(), count=counts, index=numbers, place=places)
def test_a_moved_point_lands_there_and_bends_its_two_stretches_alone(
    page: Page, points: list[Point], count: int, index: int, place: Point
) -> None:
    made = act(page, "moved", points, count, index, place)
    at, size = made["at"], len(made["after"])
    assert (made["after"][at]["x"], made["after"][at]["y"]) == place
    for number in range(size):
        if number in (at, (at - 1) % size):
            continue
        assert made["after"][number] == made["before"][number]


@FEW
@given(points=outlines(), count=counts, index=numbers, place=places)
def test_the_line_follows_a_moved_point_the_less_the_farther_it_is(
    page: Page, points: list[Point], count: int, index: int, place: Point
) -> None:
    made = act(page, "moved", points, count, index, place)
    before, after = (made[key][made["at"]] for key in ("before", "after"))
    far = math.dist((before["x"], before["y"]), place)
    size = len(before["tail"]) + 1
    for number, (old, new) in enumerate(zip(before["tail"], after["tail"], strict=True)):
        assert math.dist(old, new) == pytest.approx(far * (1 - (number + 1) / size), abs=1e-6)


@FEW
@given(points=outlines(), count=counts, index=numbers)
def test_a_point_half_way_leaves_the_line_where_it_is(
    page: Page, points: list[Point], count: int, index: int
) -> None:
    made = act(page, "halved", points, count, index)
    assert len(made["after"]) == len(made["before"]) + 1
    assert made["perimeter"] == pytest.approx(length(points))


@FEW
@given(points=outlines(), count=counts, place=places)
def test_a_point_on_the_line_leaves_the_line_where_it_is(
    page: Page, points: list[Point], count: int, place: Point
) -> None:
    made = act(page, "onLine", points, count, 0, place)
    assert len(made["after"]) == len(made["before"]) + 1
    assert made["perimeter"] == pytest.approx(length(points))


@FEW
@given(points=outlines(), count=counts, index=numbers)
def test_without_a_point_the_line_runs_straight_between_its_neighbours(
    page: Page, points: list[Point], count: int, index: int
) -> None:
    made = act(page, "without", points, count, index)
    before = (made["at"] - 1) % len(made["before"])
    assert made["after"] == [
        {**handle, "tail": []} if number == before else handle
        for number, handle in enumerate(made["before"])
        if number != made["at"]
    ]


def test_three_points_are_the_fewest(page: Page) -> None:
    made = act(page, "without", [(0, 0), (10, 0), (0, 10)], 3)
    assert made["after"] == made["before"]


def test_a_line_of_taps_runs_softly_through_every_one_of_them(page: Page) -> None:
    taps = [
        (500 + 100 * math.cos(n), 400 + 100 * math.sin(n)) for n in (0, 0.8, 1.6, 2.4, 3.1, 3.9, 4.7, 5.5)
    ]
    made = act(page, "soft", taps, 8)
    assert [(handle["x"], handle["y"]) for handle in made["after"]] == taps
    assert made["perimeter"] == pytest.approx(2 * math.pi * 100, rel=0.01)
    assert length([list(tap) for tap in taps]) < made["perimeter"]
