"""The scale from a single marker on rendered photos whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from lesions.measurement.card_scale import CardScale
from lesions.measurement.cards import single
from lesions.measurement.find import find_scale
from lesions.measurement.reading import to_skin_mm
from lesions.measurement.terms import LocalScale, Reason, Refusal, Setting
from tests.lesions.measurement.rendering import Scene, View


def found(scene: Scene) -> CardScale:
    scale = find_scale(scene.photo(), Setting(single(scene.side), focal_35mm=scene.view.focal_35mm))
    assert isinstance(scale, CardScale), scale
    return scale


def length_error(scene: Scene, scale: CardScale, place: tuple[float, float] = (0.0, 18.0)) -> float:
    """Relative error of a length of 8 mm at a place of the card's plane, the worse of two directions."""
    x, y = place
    ends = np.array([(x - 4, y), (x + 4, y), (x, y - 4), (x, y + 4)])
    local = scale.at(tuple(scene.view.to_px(np.array([place]))[0]))
    assert isinstance(local, LocalScale)
    read = to_skin_mm(scene.view.to_px(ends), local)
    lengths = [np.hypot(*(read[0] - read[1])), np.hypot(*(read[2] - read[3]))]
    return max(abs(float(length) / 8 - 1) for length in lengths)


@pytest.mark.parametrize("turn", [0, 40, 90, 200, 300])
def test_a_marker_gives_the_same_millimetres_however_it_is_turned(turn: int) -> None:
    scene = Scene(View(turn_deg=turn, tilt_deg=10, about_deg=30))
    assert length_error(scene, found(scene)) < 0.03


def test_a_photo_without_a_marker_asks_for_a_known_length() -> None:
    photo = np.full((300, 400, 3), 150, dtype=np.uint8)
    answer = find_scale(photo, Setting(single(20)))
    assert answer == Refusal(Reason.MISSING)
    assert answer.status == "manual"


def test_without_a_card_nothing_is_searched() -> None:
    assert find_scale(Scene().photo(), Setting(None)) == Refusal(Reason.MISSING)


def test_a_marker_of_another_card_is_not_taken() -> None:
    answer = find_scale(Scene(number=7).photo(), Setting(single(20, number=8)))
    assert answer == Refusal(Reason.OTHER_CARD)


def test_a_mirrored_marker_is_not_read() -> None:
    assert isinstance(find_scale(Scene(mirrored=True).photo(), Setting(single(20))), Refusal)


def test_a_scale_is_the_same_after_it_was_kept() -> None:
    scene = Scene(View(tilt_deg=20))
    scale = found(scene)
    again = CardScale.from_json(scale.to_json())
    assert length_error(scene, again) == pytest.approx(length_error(scene, scale))
