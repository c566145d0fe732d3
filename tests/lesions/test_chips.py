"""Rows of chips: drawn once where they are the same for everybody, anew where they name somebody’s own."""

from __future__ import annotations

import json

import pytest
from django import forms

from accounts.templatetags.ui import icon
from lesions.forms.check_in import CheckInForm
from lesions.models import CheckIn
from lesions.templatetags import lesion_fields
from lesions.templatetags.lesion_photos import last_photos
from tests.conftest import Cast
from tests.make import make_lesion, make_photo


@pytest.fixture(autouse=True)
def _nothing_drawn_yet() -> None:
    lesion_fields._kept.cache_clear()


def kept() -> int:
    return lesion_fields._kept.cache_info().currsize


def test_chips_of_a_check_in_are_drawn_once() -> None:
    rows = [lesion_fields.picks(CheckInForm(instance=CheckIn())["redness"]) for _ in range(2)]
    assert rows[0] == rows[1]
    assert kept() == 1


def test_chips_of_ones_own_things_are_not_kept() -> None:
    class CardForm(forms.Form):
        card = forms.ChoiceField(choices=[("1", "Rosa’s card")], widget=forms.RadioSelect)

    assert "Rosa’s card" in lesion_fields.picks(CardForm()["card"])
    assert kept() == 0


def test_another_answer_is_another_row() -> None:
    rows = [
        lesion_fields.eleven(CheckInForm({"pain_rest": pain}, instance=CheckIn())["pain_rest"])
        for pain in ("3", "4")
    ]
    assert [row.count(" checked") for row in rows] == [1, 1]
    assert rows[0] != rows[1]


def test_the_answer_of_last_time_is_underlined_for_whom_it_is_hers() -> None:
    form = CheckInForm(instance=CheckIn())
    assert 'class="pick last"' in lesion_fields.eleven(form["pain_rest"], 3)
    assert 'class="pick last"' not in lesion_fields.eleven(form["pain_rest"], None)


def test_five_steps_carry_their_signs() -> None:
    row = lesion_fields.five(CheckInForm(instance=CheckIn())["anchor"])
    assert [row.count(icon(sign)) for sign in lesion_fields.FIVE_ICONS] == [1] * 5


def test_the_camera_is_guided_by_the_newest_photo_of_each_view(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    wanted = {
        view: [make_photo(cast.record, lesion, days_ago=days, view=view) for days in (9, 2, 5)][1].pk
        for view in ("close_up", "overview")
    }
    guides = json.loads(last_photos(lesion))
    assert {view: str(pk) in guides[view]["src"] for view, pk in wanted.items()} == dict.fromkeys(
        guides, True
    )
