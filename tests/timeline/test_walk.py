"""Check in on all: one after the other, left and gone on with, the day at the end, everything undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lesions.models import CheckIn, DailyEntry, Draft, Lesion
from tests.conftest import Cast, SignIn
from tests.lesions.pages import now_text, text_of
from tests.make import make_day, make_lesion, make_photo


@pytest.fixture
def lesions(cast: Cast) -> list[Lesion]:
    return [make_lesion(cast.record, name=f"Spot {number}") for number in range(3)]


class Walker:
    """Somebody on her way through the due deposits."""

    def __init__(self, client: Client, cast: Cast) -> None:
        self.client, self.cast = client, cast
        self.url = reverse("timeline:walk", args=[cast.record.pk])

    def page(self) -> Any:
        return self.client.get(self.url)

    def does(self, action: str, **more: str) -> Any:
        return self.client.post(self.url, {"action": action, **more}, follow=True)

    @property
    def at(self) -> str | None:
        current = self.page().context["walk"].current
        return current.line.name if current else None

    def same(self) -> Any:
        lesion = self.page().context["walk"].current.line.id
        return self.client.post(reverse("lesions:same", args=[lesion]), {"back": "walk"}, follow=True)

    def pass_over(self) -> Any:
        return self.does("skip", lesion=self.page().context["walk"].current.line.id)


@pytest.fixture
def walker(cast: Cast, sign_in: SignIn, lesions: list[Lesion]) -> Walker:
    walker = Walker(sign_in(cast.owner), cast)
    walker.does("start")
    return walker


def test_before_it_begins_it_says_how_many_are_due(
    cast: Cast, sign_in: SignIn, lesions: list[Lesion]
) -> None:
    page = text_of(Walker(sign_in(cast.owner), cast).page())
    assert "3 deposits are due" in page
    assert not Draft.objects.exists()


def test_without_any_deposit_it_leads_to_the_first_one(cast: Cast, sign_in: SignIn) -> None:
    page = Walker(sign_in(cast.owner), cast).page()
    assert "There is no deposit yet." in text_of(page)
    assert reverse("lesions:place-choose", args=[cast.record.pk]) in page.content.decode()


def test_one_after_the_other_with_progress(walker: Walker) -> None:
    assert (walker.at, "1 of 3" in text_of(walker.page())) == ("Spot 0", True)
    page = walker.same()
    assert (walker.at, "2 of 3" in text_of(page)) == ("Spot 1", True)
    page = walker.pass_over()
    assert (walker.at, "3 of 3" in text_of(page)) == ("Spot 2", True)
    assert CheckIn.objects.get().lesion.name == "Spot 0"


def test_the_next_one_says_what_was_just_saved(walker: Walker) -> None:
    assert "Spot 0: same as last time, saved." in text_of(walker.same())


def test_the_form_leads_back_to_the_walk_that_opened_it(walker: Walker, lesions: list[Lesion]) -> None:
    form = reverse("lesions:check-in", args=[lesions[0].pk])
    assert f'class="back" href="{walker.url}"' in walker.client.get(form + "?back=walk").content.decode()
    assert f'class="back" href="{walker.url}"' not in walker.client.get(form).content.decode()


def test_something_changed_comes_back_to_the_walk(walker: Walker, cast: Cast, lesions: list[Lesion]) -> None:
    url = reverse("lesions:check-in", args=[lesions[0].pk])
    form = walker.client.get(url + "?back=walk")
    assert '<input type="hidden" name="back" value="walk">' in form.content.decode()
    values = {"observed_at": now_text(cast.record), "pain_rest": "3", "back": "walk"}
    assert walker.client.post(url, values)["Location"] == walker.url
    assert walker.at == "Spot 1"


def test_it_is_left_and_gone_on_with_on_another_device(walker: Walker, sign_in: SignIn, cast: Cast) -> None:
    walker.same()
    elsewhere = sign_in(cast.owner)
    assert "Go on with the check-in" in text_of(elsewhere.get("/"))
    assert Walker(elsewhere, cast).at == "Spot 1"


def test_somebody_else_walks_her_own_walk(walker: Walker, sign_in: SignIn, cast: Cast) -> None:
    walker.same()
    assert "Go on with" not in text_of(sign_in(cast.caregiver).get("/"))
    assert not Walker(sign_in(cast.caregiver), cast).page().context["walk"].has_begun


def to_the_end(walker: Walker) -> Any:
    for _ in range(3):
        walker.same()
    return walker.page()


def test_it_ends_with_the_day_and_a_summary_with_undo(walker: Walker, cast: Cast) -> None:
    page = to_the_end(walker)
    assert "And you, all in all?" in text_of(page)
    url = reverse("lesions:day", args=[cast.record.pk, cast.record.today()])
    values = {"anchor": "1", "pain": "2", "back": "walk", "submission": page.context["entry"].pk}
    page = walker.client.post(url, values, follow=True)
    entry = DailyEntry.objects.get()
    assert (entry.anchor, entry.pain) == (1, 2)
    html = page.content.decode()
    assert all(reverse("lesions:check-in-delete", args=[row.pk]) in html for row in CheckIn.objects.all())
    assert reverse("lesions:day-delete", args=[entry.pk]) in html


def test_undo_in_the_summary_asks_about_that_one_again(walker: Walker, cast: Cast) -> None:
    to_the_end(walker)
    row = CheckIn.objects.get(lesion__name="Spot 1")
    url = reverse("lesions:check-in-delete", args=[row.pk])
    assert walker.client.post(url, {"back": "walk"})["Location"] == walker.url
    assert walker.at == "Spot 1"


def test_a_day_that_is_written_already_is_not_asked_for(walker: Walker, cast: Cast) -> None:
    make_day(cast.record, pain=3)
    assert "Done. Thank you." in text_of(to_the_end(walker))


def test_the_day_may_be_left_out(walker: Walker) -> None:
    to_the_end(walker)
    assert "Done. Thank you." in text_of(walker.does("skip-day"))
    assert not DailyEntry.objects.exists()


def test_a_skipped_one_is_listed_and_can_be_taken_up_again(walker: Walker, lesions: list[Lesion]) -> None:
    walker.pass_over()
    walker.same()
    walker.same()
    page = walker.does("skip-day")
    assert "Check in after all" in text_of(page)
    walker.does("unskip", lesion=str(lesions[0].pk))
    assert walker.at == "Spot 0"


def test_finishing_ends_the_walk(walker: Walker) -> None:
    to_the_end(walker)
    page = walker.does("finish")
    assert page.redirect_chain[-1][0] == "/"
    assert not Draft.objects.exists()


def test_a_deposit_deleted_on_the_way_is_passed_over(walker: Walker, lesions: list[Lesion]) -> None:
    walker.client.post(reverse("lesions:lesion-delete", args=[lesions[0].pk]))
    assert walker.at == "Spot 1"


def test_a_made_up_deposit_cannot_be_skipped(walker: Walker, cast: Cast) -> None:
    walker.does("skip", lesion=str(make_lesion(cast.stranger_record).pk))
    assert Draft.objects.get().data["skipped"] == []


def test_no_sensitive_photo_is_shown_on_the_way(walker: Walker, cast: Cast, lesions: list[Lesion]) -> None:
    make_photo(cast.record, lesions[0], sensitive=True)
    assert "walk-photo" not in walker.page().content.decode()


def test_a_walk_that_asked_everything_is_over_though_nobody_pressed_finish(walker: Walker) -> None:
    to_the_end(walker)
    assert "Go on with the check-in" in text_of(walker.client.get("/"))
    walker.does("skip-day")
    assert "Go on with the check-in" not in text_of(walker.client.get("/"))


def test_beginning_after_the_last_question_asks_what_was_passed_over(walker: Walker) -> None:
    for _ in range(3):
        walker.pass_over()
    walker.does("skip-day")
    assert walker.page().context["walk"].is_done
    walker.does("start")
    assert (walker.at, "1 of 3" in text_of(walker.page())) == ("Spot 0", True)
