"""Deposits marked on the first drawings stand on the same skin of the figures drawn anew."""

from __future__ import annotations

import math
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from lesions.models import Lesion
from tests.conftest import Cast
from tests.make import make_lesion

redrawn: Any = import_module("lesions.migrations.0007_move_points_to_the_redrawn_figures")
PLACES = sorted(
    (view, key, side)
    for view, (drawing, _mirrored) in redrawn.VIEWS.items()
    for known, key, side in redrawn.REGIONS
    if known == drawing
)


def middle(view: str, key: str, side: str, first: int) -> tuple[float, float]:
    """The middle of a region as the view shows it: the old one (``first`` 0) or the new one (2)."""
    drawing, mirrored = redrawn.VIEWS[view]
    x, y = redrawn.REGIONS[drawing, key, side][first : first + 2]
    return (1 - x if mirrored else x), y


@pytest.mark.parametrize(("view", "key", "side"), PLACES)
def test_the_middle_of_a_place_stays_its_middle(view: str, key: str, side: str) -> None:
    old, new = middle(view, key, side, 0), middle(view, key, side, 2)
    assert redrawn.moved(view, key, side, *old) == pytest.approx(new)


@given(place=st.sampled_from(PLACES), x=st.floats(-0.02, 0.02), y=st.floats(-0.02, 0.02))
def test_the_way_back_leads_to_the_same_point(place: tuple[str, str, str], x: float, y: float) -> None:
    start = middle(*place, 0)
    point = (start[0] + x, start[1] + y)
    assert math.dist(redrawn.moved(*place, *redrawn.moved(*place, *point), back=True), point) < 1e-6


def test_a_stored_point_moves_with_its_place_and_its_record_is_summed_up_anew(cast: Cast) -> None:
    old, new = (middle("face", "chin", "none", first) for first in (0, 2))
    lesion = make_lesion(cast.record, "chin", "none", map_view="face", map_x=old[0], map_y=old[1])
    cast.record.refresh_from_db()
    before = cast.record.revision
    redrawn.forwards(apps, None)
    lesion.refresh_from_db()
    cast.record.refresh_from_db()
    assert (lesion.map_x, lesion.map_y) == pytest.approx(new)
    assert cast.record.revision == before + 1


def test_a_point_on_a_hand_stays_where_it_was(cast: Cast) -> None:
    lesion = make_lesion(cast.record, map_view="hand-palm-left", map_x=0.4, map_y=0.2)
    redrawn.forwards(apps, None)
    assert Lesion.objects.filter(pk=lesion.pk, map_x=0.4, map_y=0.2).exists()
