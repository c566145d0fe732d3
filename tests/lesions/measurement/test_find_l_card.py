"""The scale from an L-shaped card of which some markers are hidden or beside the photo."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from lesions.measurement.card_scale import CardScale
from lesions.measurement.cards import CARDS, single
from lesions.measurement.edges import fit_marker
from lesions.measurement.find import find_scale
from lesions.measurement.find_l_card import fits_no_plane
from lesions.measurement.markers import Reduced, read_markers
from lesions.measurement.plane import through
from lesions.measurement.terms import LocalScale, Pixels, Reason, Refusal, Setting
from tests.lesions.measurement.rendering import Scene, View

CARD = CARDS["L-S"]
FAR = View(width=400, height=300, focal=420.0, distance=110.0, middle=(-15.0, -12.0))
FOCAL = FAR.focal_35mm


@cache
def drawn(place: int, view: View = FAR, fold_deg: float = 0.0) -> tuple[Pixels, tuple[slice, slice]]:
    """A photo of one marker of the small card (0, 1, 2) where it lies, and the part that it takes up."""
    x, y = np.array(CARD.markers[place].corners_mm).mean(axis=0) - 5.0
    there = replace(view, middle=(view.middle[0] + x, view.middle[1] + y))
    scene = Scene(there, number=CARD.markers[place].number, side=10.0, fold_deg=fold_deg)
    (left, top), (right, low) = scene.corners_px().min(axis=0) - 12, scene.corners_px().max(axis=0) + 12
    return scene.photo(), (slice(max(int(top), 0), int(low)), slice(max(int(left), 0), int(right)))


def card_photo(*markers: int) -> Pixels:
    """A photo of these markers of the card; the others are not printed."""
    whole = drawn(markers[0])[0].copy()
    for place in markers[1:]:
        photo, part = drawn(place)
        whole[part] = photo[part]
    return whole


def scale(photo: Pixels) -> CardScale:
    answer = find_scale(photo, Setting(CARD, focal_35mm=FOCAL))
    assert isinstance(answer, CardScale), answer
    return answer


def at(one: CardScale) -> LocalScale:
    local = one.at((300.0, 200.0))
    assert isinstance(local, LocalScale)
    return local


def step(local: LocalScale) -> float:
    """Millimetres of 30 pixels."""
    ends = through(np.array([[285.0, 200.0], [315.0, 200.0]]), local.px_to_mm)
    return float(np.hypot(*(ends[1] - ends[0])))


def test_three_markers_give_one_exact_scale() -> None:
    found = scale(card_photo(0, 1, 2))
    assert len(found.markers_px) == 3
    assert step(at(found)) == pytest.approx(30 * 110 / 420, rel=0.005)


def test_the_fewer_markers_the_less_certain() -> None:
    all_three, two = scale(card_photo(0, 1, 2)), scale(card_photo(0, 2))
    one = scale(drawn(0, replace(FAR, middle=(34.0, 24.0)))[0])
    lifts = [at(found).spread["lift"] for found in (all_three, two, one)]
    assert lifts == sorted(lifts)
    assert len(set(lifts)) == 3
    assert step(at(two)) == pytest.approx(30 * 110 / 420, rel=0.01)


def test_a_card_of_which_one_marker_only_can_be_read_is_refused() -> None:
    answer = find_scale(card_photo(0), Setting(CARD, focal_35mm=FOCAL))
    assert answer == Refusal(Reason.OCCLUDED)


@pytest.mark.parametrize("fold_deg", [0.0, 35.0])
def test_a_marker_with_a_crease_through_it_is_told_by_its_edges(fold_deg: float) -> None:
    view = View(tilt_deg=25.0, about_deg=45.0)
    photo = Scene(view, number=41, side=24.0, fold_deg=fold_deg).photo()
    (found,) = read_markers(Reduced.of(photo))
    assert fits_no_plane(fit_marker(photo, found, single(24.0, 41).markers[0])) == bool(fold_deg)


def test_a_card_with_a_crease_through_a_marker_is_refused() -> None:
    photo = card_photo(0, 1, 2)
    creased, part = drawn(0, fold_deg=40.0)
    photo[part] = creased[part]
    assert find_scale(photo, Setting(CARD, focal_35mm=FOCAL)) == Refusal(Reason.FOLDED)


def test_markers_of_another_l_card_are_not_taken() -> None:
    answer = find_scale(card_photo(0, 1, 2), Setting(CARDS["L-M"], focal_35mm=FOCAL))
    assert answer == Refusal(Reason.OTHER_CARD)
