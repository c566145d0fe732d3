"""What is said to the measuring process arrives as it was meant, and what is kept comes back."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesions.measurement.cards import CARDS, printed
from lesions.measurement.messages import (
    polygons_from_json,
    polygons_to_json,
    reading_from_json,
    reading_to_json,
    setting_from_json,
    setting_to_json,
)
from lesions.measurement.terms import CardPlace, LocalScale, Reading, Setting, Surface

cards = st.sampled_from(sorted(CARDS)).map(lambda key: printed(CARDS[key], 49.2))
settings = st.builds(
    Setting,
    card=st.none() | cards,
    place=st.sampled_from(CardPlace),
    surface=st.sampled_from(Surface),
    surface_said=st.booleans(),
    hand_lies=st.none() | st.booleans(),
    focal_35mm=st.none() | st.floats(5, 200),
)
numbers = st.floats(-1e6, 1e6)
spreads = st.dictionaries(st.sampled_from(["edge", "tilt", "height"]), st.floats(0, 1))
pairs = st.none() | st.tuples(numbers, numbers)
scales = st.builds(
    LocalScale,
    px_to_mm=st.lists(numbers, min_size=9, max_size=9).map(lambda nine: np.reshape(nine, (3, 3))),
    spread=spreads,
    radius_mm=st.none() | st.floats(1, 500),
    axis=pairs,
    top_mm=pairs,
)


def sent(value: Any) -> Any:
    return json.loads(json.dumps(value))


@given(settings)
def test_a_setting_arrives_as_it_was_sent(setting: Setting) -> None:
    assert setting_from_json(sent(setting_to_json(setting))) == setting


def test_every_field_of_a_setting_is_sent() -> None:
    """So that a field that comes later is not forgotten here."""
    others = Setting(
        card=CARDS["L-M"],
        place=CardPlace.TABLE,
        surface=Surface.LIMB,
        surface_said=False,
        hand_lies=True,
        focal_35mm=31.0,
    )
    untold = Setting(card=None)
    same = [
        field.name for field in fields(Setting) if getattr(others, field.name) == getattr(untold, field.name)
    ]
    assert same == []
    assert setting_from_json(sent(setting_to_json(others))) == others


@given(scales)
def test_a_kept_scale_comes_back_as_it_was(scale: LocalScale) -> None:
    again = LocalScale.from_json(sent(scale.to_json()))
    assert np.array_equal(again.px_to_mm, scale.px_to_mm)
    assert (again.spread, again.radius_mm) == (scale.spread, scale.radius_mm)
    assert (again.axis, again.top_mm) == (scale.axis, scale.top_mm)


@given(st.builds(Reading, numbers, numbers, numbers, numbers, numbers, spreads))
def test_a_reading_comes_back_as_it_was(reading: Reading) -> None:
    assert reading_from_json(sent(reading_to_json(reading))) == reading


def test_no_reading_stays_none() -> None:
    assert reading_from_json(sent(reading_to_json(None))) is None


@given(st.lists(st.lists(st.tuples(numbers, numbers), min_size=3, max_size=9), max_size=3))
def test_outlines_come_back_to_a_hundredth_of_a_pixel(outlines: list[list[tuple[float, float]]]) -> None:
    again = polygons_from_json(sent(polygons_to_json([np.array(one) for one in outlines])))
    assert len(again) == len(outlines)
    for one, other in zip(outlines, again, strict=True):
        assert np.abs(np.array(one) - other).max() <= 0.005001


@pytest.mark.parametrize(
    "kept", [[[[1, 2], [3, 4]]], [[[1, 2, 3]] * 3], [[1, 2, 3]], [[]], [[[1, 2], [3, 4], [5, None]]]]
)
def test_what_is_no_outline_is_refused(kept: Any) -> None:
    with pytest.raises(ValueError, match="outline"):
        polygons_from_json(kept)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_outlines_have_finite_points(bad: float) -> None:
    with pytest.raises(ValueError, match="numbers"):
        polygons_from_json([[[1, 2], [3, 4], [5, bad]]])
