"""Choosing the place of a new deposit: words for the list, and what is kept at a place already."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import Cast, SignIn
from tests.make import make_lesion

PLACES_THAT_FIT = 'aria-label="Places that fit"'


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def posted(client: Client, cast: Cast, words: str) -> str:
    answer = client.post(reverse("lesions:place-choose", args=[cast.record.pk]), {"words": words})
    assert answer.status_code == 200
    return str(answer.content.decode())


def add_page(client: Client, cast: Cast, side: str = "left") -> str:
    url = reverse("lesions:lesion-add", args=[cast.record.pk, "index_tip_palmar", side])
    return str(client.get(url).content.decode())


def test_posted_words_find_the_place_first(cast: Cast, client: Client) -> None:
    html = posted(client, cast, "funny bone")
    found = html[html.index(PLACES_THAT_FIT) :]
    assert re.findall(r'aria-label="([^"]+)"', found)[1:3] == ["Left elbow, back", "Right elbow, back"]


@pytest.mark.parametrize("words", ["xyzzy", "\0", "…"])
def test_words_that_fit_nothing_show_no_list_of_hits(cast: Cast, client: Client, words: str) -> None:
    assert PLACES_THAT_FIT not in posted(client, cast, words)


def test_what_was_typed_stands_in_the_field_again(cast: Cast, client: Client) -> None:
    assert 'value="&lt;b&gt; pinky"' in posted(client, cast, "<b> pinky")


def test_a_place_that_holds_a_deposit_already_leads_to_it(cast: Cast, client: Client) -> None:
    lesion = make_lesion(cast.record, "index_tip_palmar", "left", name="Left index tip 1")
    html = add_page(client, cast)
    assert "One is kept at this place already" in html
    assert reverse("timeline:lesion", args=[lesion.pk]) in html


def test_several_at_a_place_are_all_named(cast: Cast, client: Client) -> None:
    for number in (1, 2):
        make_lesion(cast.record, "index_tip_palmar", "left", name=f"Left index tip {number}")
    html = add_page(client, cast)
    assert "2 are kept at this place already" in html
    assert "Left index tip 2" in html


def test_a_deposit_on_the_other_side_or_of_somebody_else_is_not_here(cast: Cast, client: Client) -> None:
    make_lesion(cast.record, "index_tip_palmar", "right")
    make_lesion(cast.stranger_record, "index_tip_palmar", "left")
    assert "at this place already" not in add_page(client, cast)
