"""Which surface a site is, and how high skin lies over a card."""

from __future__ import annotations

import pytest

from lesions.anatomy import SITES
from lesions.measurement.surfaces import is_known, needs_straight_view, stand_of, surface_of
from lesions.measurement.terms import CardPlace, Surface


@pytest.mark.parametrize("key", SITES)
def test_every_site_of_the_atlas_is_in_the_table(key: str) -> None:
    assert is_known(key)


@pytest.mark.parametrize(
    ("key", "surface"),
    [
        ("thumb_tip_palmar", Surface.FINGER_PAD),
        ("index_middle_palmar", Surface.FINGER_PAD),
        ("dip_ring", Surface.FINGER_JOINT),
        ("mcp_thumb", Surface.FINGER_JOINT),
        ("little_nail", Surface.FINGER_JOINT),
        ("middle_proximal_dorsal", Surface.FINGER_JOINT),
        ("index", Surface.FINGER_JOINT),
        ("digit_hand_skin", Surface.FINGER_JOINT),
        ("hand_dorsum", Surface.FLAT),
        ("palm", Surface.FLAT),
        ("lower_back", Surface.FLAT),
        ("forearm_posterior", Surface.LIMB),
        ("elbow", Surface.LIMB),
        ("knee_anterior", Surface.LIMB),
        ("great_toe", Surface.FINGER_JOINT),
        ("lowerleg", Surface.LIMB),
        ("lip_lower", Surface.LIMB),
    ],
)
def test_a_site_has_its_surface(key: str, surface: Surface) -> None:
    assert surface_of(key) is surface


def test_a_site_nobody_knows_is_flat() -> None:
    assert not is_known("third_eye")
    assert surface_of("third_eye") is Surface.FLAT


def test_a_finger_on_the_table_lies_higher_than_one_beside_its_card() -> None:
    table = stand_of(Surface.FINGER_PAD, CardPlace.TABLE, hand_lies=True)
    beside = stand_of(Surface.FINGER_PAD, CardPlace.NEIGHBOUR, hand_lies=True)
    assert table.height_mm > 10 > beside.height_mm


def test_a_hand_that_is_held_is_higher_and_less_certain() -> None:
    lies, held = (stand_of(Surface.FINGER_JOINT, CardPlace.TABLE, hand_lies=lies) for lies in (True, False))
    assert held.height_mm > lies.height_mm
    assert held.height_sd_mm > lies.height_sd_mm


def test_nobody_asked_about_the_hand_lies_between_and_is_least_certain() -> None:
    lies, held, unasked = (
        stand_of(Surface.FINGER_JOINT, CardPlace.TABLE, hand_lies=lies) for lies in (True, False, None)
    )
    assert lies.height_mm < unasked.height_mm < held.height_mm
    assert unasked.height_sd_mm > held.height_sd_mm


@pytest.mark.parametrize("surface", [Surface.FLAT, Surface.LIMB])
def test_skin_under_the_card_has_its_height(surface: Surface) -> None:
    assert stand_of(surface, CardPlace.SAME_SKIN).height_mm == 0


def test_only_the_side_of_a_finger_asks_for_a_straight_view() -> None:
    assert [one for one in Surface if needs_straight_view(one)] == [Surface.FINGER_SIDE]
