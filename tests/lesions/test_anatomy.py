"""The sites: which there are, what they are called, and whether everyday words find them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from lesions import anatomy
from lesions.anatomy_search import distance
from lesions.anatomy_sites import GROUPS
from tests.lesions.everyday import EVERYDAY

OURS = {  # beside the 123 published rows: joints and the door to the genital sites
    *(
        f"{joint}_{finger}"
        for joint in ("dip", "pip", "mcp")
        for finger in ("index", "middle", "ring", "little")
    ),
    "ip_thumb",
    "mcp_thumb",
    "genital_area",
}
SITES = list(anatomy.SITES.values())
PAIRS = [(site, side) for site in SITES for side in site.sides]


def best(text: str) -> str:
    site, side = anatomy.search(text, 1)[0]
    return site.name(side)


def test_there_are_123_published_sites_and_15_of_ours() -> None:
    assert len(anatomy.SITES) == 123 + len(OURS)
    assert set(anatomy.SITES) >= OURS


def test_95_published_sites_have_a_code_of_their_own() -> None:
    own = [s for s in SITES if s.snomed and not s.finger_detail]
    assert len(own) == 95


def test_only_the_genital_area_and_details_of_fingers_have_no_own_code() -> None:
    assert {s.key for s in SITES if not s.snomed} == {"genital_area"}
    assert {s.snomed for s in SITES if s.finger_detail} == {
        s.snomed for s in SITES if s.key in anatomy.DIGIT_KEYS
    }


def test_codes_are_not_shared_between_places() -> None:
    codes = [s.snomed for s in SITES if s.snomed and not s.finger_detail]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("key", ["56459004", "43825001"])
def test_the_codes_known_to_be_wrong_for_fingers_are_not_used(key: str) -> None:
    assert key not in {s.snomed for s in SITES if s.group in anatomy.DIGIT_KEYS}


def test_every_site_stands_in_a_known_group_and_under_a_known_whole() -> None:
    for site in SITES:
        assert site.group in GROUPS
        assert not site.parent or anatomy.site(site.parent).is_whole


def test_no_two_sites_of_one_side_have_the_same_name() -> None:
    names = [site.name(side) for site, side in PAIRS]
    assert len(names) == len(set(names))


def test_no_two_deposits_at_different_sites_get_the_same_short_name() -> None:
    names = [site.short_name(side) for site, side in PAIRS]
    assert len(names) == len(set(names))


def test_every_name_of_a_sided_site_says_its_side() -> None:
    for site, side in PAIRS:
        for name in (site.name(side), site.short_name(side)):
            assert (side in name.lower().split()) == site.sided, name


def test_names_read_like_english() -> None:
    assert anatomy.site_label("thumb_tip_palmar", "left") == "Left thumb, fingertip pad"
    assert anatomy.short_name("thumb_tip_palmar", "left") == "Left thumb tip"
    assert anatomy.site_label("hand_dorsum", "right") == "Back of the right hand"
    assert anatomy.site("hand_dorsum").label == "Back of the hand"
    assert anatomy.site_label("forehead", "none") == "Forehead"


def test_sides_are_left_and_right_or_none() -> None:
    assert anatomy.sides_for("elbow") == ("left", "right")
    assert anatomy.sides_for("scrotum") == ("none",)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        anatomy.site_label("knee_pit", "left")


def test_private_places_are_sensitive() -> None:
    sensitive = {s.key for s in SITES if s.sensitive}
    assert sensitive >= {"scrotum", "penis", "vulva_labium", "perineum", "genital_area", "breast", "buttock"}
    assert {s.key for s in SITES if s.genital} < sensitive


def test_fingertip_pads_and_the_face_identify_a_person() -> None:
    assert anatomy.site("ring_tip_palmar").identifying
    assert anatomy.site("cheek").identifying
    assert not anatomy.site("ring_nail").identifying
    assert not anatomy.site("knee").identifying


def test_study_groups_are_the_coarser_places() -> None:
    assert anatomy.site("thumb_tip_palmar").study_groups == {"fingertip", "finger", "hand"}
    assert anatomy.site("elbow_posterior").study_groups == {"elbow", "large_joint"}
    assert "scrotum" in anatomy.site("scrotum").study_groups
    assert "shin" in anatomy.site("shin").study_groups
    assert "wrist" in anatomy.site("wrist_palmar").study_groups
    assert "face" not in anatomy.site("postauricular").study_groups


def test_choices_offer_every_site_once() -> None:
    assert [key for key, _label in anatomy.choices()] == list(anatomy.SITES)


def test_the_groups_together_hold_every_site_once() -> None:
    keys = [site.key for _group, sites in anatomy.grouped() for site in sites]
    assert sorted(keys) == sorted(anatomy.SITES)


@pytest.mark.parametrize(("words", "place"), EVERYDAY)
def test_everyday_words_find_the_place(words: str, place: str) -> None:
    assert best(words) == place


def test_a_word_without_a_side_offers_both_sides() -> None:
    assert [side for _site, side in anatomy.search("kneecap", 2)] == ["left", "right"]


def test_a_side_leaves_out_the_other_and_the_midline() -> None:
    assert {side for _site, side in anatomy.search("left tip", 50)} == {"left"}


@pytest.mark.parametrize("text", ["", "   ", "xyzzy", "left", "…"])
def test_nothing_that_fits_finds_nothing(text: str) -> None:
    assert anatomy.search(text) == []


@limits(max_examples=60, deadline=None)
@given(st.sampled_from(PAIRS))
def test_a_site_is_found_by_its_own_name(pair: tuple[anatomy.Site, anatomy.Side]) -> None:
    site, side = pair
    assert (site, side) in anatomy.search(site.name(side), 4)


@limits(max_examples=60, deadline=None)
@given(st.sampled_from(PAIRS), st.randoms(use_true_random=False))
def test_the_order_of_the_words_does_not_matter(
    pair: tuple[anatomy.Site, anatomy.Side], random: Random
) -> None:
    site, side = pair
    words = site.name(side).replace(",", "").lower().split()
    found = anatomy.search(" ".join(words), 8)
    random.shuffle(words)
    assert anatomy.search(" ".join(words), 8) == found


@limits(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.integers(0, 20))
def test_any_text_is_searched_without_an_error_and_within_the_limit(text: str, limit: int) -> None:
    assert len(anatomy.search(text, limit)) <= limit


@limits(max_examples=60, deadline=None)
@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_typing_errors_count_the_same_both_ways(a: str, b: str) -> None:
    assert distance(a, b, 3) == distance(b, a, 3)
    assert (distance(a, b, 0) == 0) == (a == b)
