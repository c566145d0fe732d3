"""One question to a screen: kept after each, saved at any, without script."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lesions import steps
from lesions.models import CheckIn, DailyEntry, Draft, Lesion, PhotoLesion
from tests.conftest import Cast, SignIn
from tests.lesions.pages import bad_upload, text_of, upload
from tests.make import make_check_in, make_day, make_lesion


class Asked:
    """Somebody who is asked one question after the other."""

    def __init__(self, client: Client, url: str) -> None:
        self.client, self.url = client, url
        self.page = client.get(url)

    @property
    def step(self) -> str:
        return str(self.page.context["step"].key)

    def says(self, go: str = "next", **values: Any) -> Any:
        hidden = {"step": self.step, "submission": self.key}
        self.page = self.client.post(self.url, {**hidden, **values, "go": go}, follow=True)
        return self.page

    @property
    def key(self) -> str:
        context = self.page.context
        return str(context["submission"] if "submission" in context else context["check_in"].pk)

    def goes_to(self, key: str) -> None:
        self.page = self.client.get(f"{self.url}?step={key}")


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    cast.owner.reduced_effort = True
    cast.owner.save()
    return make_lesion(cast.record)


@pytest.fixture
def asked(cast: Cast, sign_in: SignIn, lesion: Lesion) -> Asked:
    return Asked(sign_in(cast.owner), reverse("lesions:check-in", args=[lesion.pk]))


@pytest.fixture
def day(cast: Cast, sign_in: SignIn, lesion: Lesion) -> Asked:
    url = reverse("lesions:day", args=[cast.record.pk, cast.record.today()])
    return Asked(sign_in(cast.owner), url)


def test_each_screen_asks_one_thing_and_keeps_it(asked: Asked) -> None:
    assert asked.step == "anchor"
    asked.says(anchor="-1")
    assert asked.step == "length_mm"
    assert Draft.objects.get().data["anchor"] == ["-1"]


def test_all_questions_in_turn_make_one_check_in(asked: Asked) -> None:
    answers = {"anchor": "-1", "length_mm": "7,5", "width_mm": "5", "method": "ruler", "pain_rest": "0"}
    seen = []
    while "step" in asked.page.context:
        seen.append(asked.step)
        asked.says(**({asked.step: answers[asked.step]} if asked.step in answers else {}))
    entry = CheckIn.objects.get()
    assert seen == [step.key for step in steps.CHECK_IN]
    assert (entry.anchor, entry.length_mm, entry.method, entry.pain_rest) == (-1, Decimal("7.5"), "ruler", 0)
    assert not Draft.objects.exists()


def test_save_now_saves_at_any_question(asked: Asked) -> None:
    asked.says(anchor="1")
    asked.goes_to("itch")
    asked.says("save", itch="3")
    entry = CheckIn.objects.get()
    assert (entry.anchor, entry.itch, entry.pain_rest) == (1, 3, None)


def test_save_now_pressed_twice_saves_once(asked: Asked) -> None:
    asked.says(anchor="1")
    values = {"step": asked.step, "submission": asked.key, "go": "save"}
    for _ in range(2):
        assert asked.client.post(asked.url, values).status_code == 302
    assert CheckIn.objects.count() == 1


def test_skip_takes_back_what_was_said_here(asked: Asked) -> None:
    asked.says(anchor="1")
    asked.goes_to("pain_rest")
    asked.says(pain_rest="4")
    asked.goes_to("pain_rest")
    asked.says("skip", pain_rest="4")
    assert "pain_rest" not in Draft.objects.get().data


def test_a_size_to_tap_brings_its_way_to_the_later_question(asked: Asked) -> None:
    asked.goes_to("length_mm")
    asked.says(length_mm="8", method="eye")
    asked.says()
    assert asked.step == "method"
    assert asked.page.context["form"]["method"].value() == "eye"


def test_a_way_that_was_chosen_is_not_changed_by_a_size_to_tap(asked: Asked) -> None:
    asked.goes_to("length_mm")
    asked.says(length_mm="7")
    asked.goes_to("method")
    asked.says(method="ruler")
    asked.goes_to("length_mm")
    asked.says(length_mm="8", method="eye")
    assert Draft.objects.get().data["method"] == ["ruler"]


def test_a_skipped_size_brings_no_way(asked: Asked) -> None:
    asked.says(anchor="1")
    asked.says("skip", length_mm="8", method="eye")
    assert "method" not in Draft.objects.get().data


def test_nobody_is_asked_how_nothing_was_measured(asked: Asked) -> None:
    asked.says(anchor="1")
    asked.says("skip")
    asked.says("skip")
    assert asked.step == "pain_rest"


def test_the_question_before_keeps_what_is_typed(asked: Asked) -> None:
    asked.says(anchor="1")
    asked.says("back", length_mm="7")
    assert asked.step == "anchor"
    assert Draft.objects.get().data["length_mm"] == ["7"]


def test_an_impossible_answer_is_told_at_its_question(asked: Asked) -> None:
    asked.says(anchor="1")
    page = asked.says(length_mm="seven")
    assert asked.step == "length_mm"
    assert "Write the millimetres as a number" in text_of(page)
    assert 'value="seven"' in page.content.decode()


def test_save_now_leads_to_the_question_that_is_missing(asked: Asked) -> None:
    asked.says(anchor="1")
    page = asked.says("save", length_mm="7")
    assert asked.step == "method"
    assert "Say how you measured it" in text_of(page)
    asked.says("save", method="eye")
    assert CheckIn.objects.get().method == "eye"


def test_saving_nothing_is_refused_in_words(asked: Asked) -> None:
    assert "One answer is enough" in text_of(asked.says("save"))
    assert not CheckIn.objects.exists()


def test_an_unlikely_size_is_confirmed_at_its_question(asked: Asked, lesion: Lesion) -> None:
    make_check_in(lesion, 7, length_mm=Decimal(8))
    asked.goes_to("length_mm")
    page = asked.says(length_mm="80")
    assert "Is 80 mm right?" in text_of(page)
    asked.says(length_mm="80", size_confirmed="on")
    asked.goes_to("method")
    asked.says("save", method="ruler")
    assert CheckIn.objects.latest("entered_at").length_mm == Decimal(80)


def test_a_photo_of_one_screen_is_saved_with_the_rest(asked: Asked) -> None:
    asked.goes_to("kept_photos")
    asked.says(photos=[upload()])
    assert asked.step == "note"
    asked.says("save", note="with a photo")
    assert PhotoLesion.objects.get().check_in == CheckIn.objects.get()


def test_a_refused_photo_is_told_and_costs_nothing(asked: Asked) -> None:
    asked.says(anchor="1")
    asked.goes_to("kept_photos")
    page = asked.says(photos=[bad_upload(), upload()])
    assert "letter.jpg:" in text_of(page)
    data = Draft.objects.get().data
    assert (data["anchor"], len(data["kept_photos"])) == (["1"], 1)


def test_it_goes_on_on_another_device(asked: Asked, cast: Cast, sign_in: SignIn) -> None:
    asked.says(anchor="-1")
    elsewhere = Asked(sign_in(cast.owner), asked.url)
    assert "Here it is, as you left it." in text_of(elsewhere.page)
    elsewhere.goes_to("note")
    elsewhere.says("save", note="x")
    assert (CheckIn.objects.get().anchor, CheckIn.objects.get().note) == (-1, "x")


def test_the_script_keeps_one_question_without_losing_the_others(
    asked: Asked, cast: Cast, lesion: Lesion
) -> None:
    asked.says(anchor="-1")
    url = reverse("lesions:draft-keep", args=[cast.record.pk, "check-in", lesion.pk])
    asked.client.post(url, {"step": "note", "note": "half a sen"})
    data = Draft.objects.get().data
    assert (data["anchor"], data["note"]) == (["-1"], ["half a sen"])


def test_a_question_that_does_not_exist_is_not_found(asked: Asked) -> None:
    assert asked.client.post(asked.url, {"step": "patient", "go": "next"}).status_code == 404


# ---- switching ---------------------------------------------------------------------------------------


def test_switching_to_one_question_at_a_time_loses_nothing(cast: Cast, sign_in: SignIn) -> None:
    lesion, client = make_lesion(cast.record), sign_in(cast.owner)
    url = reverse("lesions:check-in", args=[lesion.pk])
    values = {"go": "one-by-one", "anchor": "1", "note": "typed", "photos": [upload()]}
    page = client.post(url, values, follow=True)
    cast.owner.refresh_from_db()
    assert cast.owner.reduced_effort
    assert page.context["step"].key == "anchor"
    data = Draft.objects.get().data
    assert (data["note"], len(data["kept_photos"])) == (["typed"], 1)


def test_switching_an_empty_form_begins_no_draft(cast: Cast, sign_in: SignIn) -> None:
    url = reverse("lesions:check-in", args=[make_lesion(cast.record).pk])
    sign_in(cast.owner).post(url, {"go": "one-by-one"})
    assert not Draft.objects.exists()


def test_switching_back_shows_everything_on_one_page(asked: Asked, cast: Cast) -> None:
    page = asked.says("all", anchor="1")
    cast.owner.refresh_from_db()
    assert not cast.owner.reduced_effort
    assert page.context["form"]["anchor"].value() == "1"
    assert "step" not in page.context


def test_correcting_an_entry_stays_on_one_page(asked: Asked, lesion: Lesion) -> None:
    url = reverse("lesions:check-in-edit", args=[make_check_in(lesion, 1, anchor=0).pk])
    assert "step" not in asked.client.get(url).context


# ---- the day -----------------------------------------------------------------------------------------


def test_the_day_is_asked_one_by_one_too(day: Asked) -> None:
    day.says(anchor="1")
    day.says(pain="3")
    day.goes_to("signs")
    day.says("save", signs=["fever"])
    entry = DailyEntry.objects.get()
    assert (entry.anchor, entry.pain, entry.signs) == (1, 3, ["fever"])


def test_one_question_about_a_saved_day_leaves_the_others(day: Asked, cast: Cast) -> None:
    make_day(cast.record, pain=6, note="hot", signs=["fever"])
    day.goes_to("pain")
    day.says("save", pain="2")
    entry = DailyEntry.objects.get()
    assert (entry.pain, entry.note, entry.signs) == (2, "hot", ["fever"])


def test_the_script_keeps_one_question_about_a_saved_day_with_the_others(day: Asked, cast: Cast) -> None:
    entry = make_day(cast.record, pain=6, note="hot")
    url = reverse("lesions:draft-keep", args=[cast.record.pk, "day", entry.on])
    day.client.post(url, {"step": "pain", "pain": "2", "submission": str(entry.pk)})
    day.goes_to("note")
    day.says("save", note="hot")
    entry.refresh_from_db()
    assert (entry.pain, entry.note) == (2, "hot")


# ---- the order of questions --------------------------------------------------------------------------

answers = st.dictionaries(
    st.sampled_from([name for step in steps.CHECK_IN for name in step.fields]), st.just(["1"])
)


@given(answers)
def test_forward_and_back_meet_the_same_questions(data: dict[str, list[str]]) -> None:
    there = [steps.CHECK_IN[0]]
    while following := steps.after(steps.CHECK_IN, there[-1], data):
        there.append(following)
    back = [there[-1]]
    while earlier := steps.before(steps.CHECK_IN, back[-1], data):
        back.append(earlier)
    assert back[::-1] == there


@given(answers, answers, st.sampled_from(steps.CHECK_IN))
def test_one_screen_changes_only_its_own_answers(
    kept: dict[str, list[str]], typed: dict[str, list[str]], step: steps.Step
) -> None:
    data = steps.merged(step, kept, typed)
    brought = {name for name in step.brings if name not in kept}
    others = {name: values for name, values in data.items() if name not in brought.union(step.fields)}
    assert others == {name: values for name, values in kept.items() if name not in step.fields}
