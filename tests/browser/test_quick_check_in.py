"""Ten seconds to log, counted in taps: with one finger on a small phone, and with the keyboard alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Locator, expect

from lesions.models import CheckIn, Draft, Lesion
from tests.browser.conftest import Enter
from tests.browser.pages import Visitor
from tests.browser.screens import DESKTOP_LIGHT, on
from tests.browser.taps import Keys, Taps
from tests.conftest import Cast
from tests.make import make_check_in, make_lesion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = {"viewport": {"width": 320, "height": 640}}
SAME_AT_MOST, CHANGED_AT_MOST = 2, 6


@pytest.fixture
def lesion(people: Cast) -> Lesion:
    """Due, and measured with a ruler last time."""
    lesion = make_lesion(people.record, name="Left thumb tip 2")
    make_check_in(lesion, 40, length_mm=Decimal(8), width_mm=Decimal(5), pain_rest=2)
    return lesion


@pytest.fixture
def rosa(enter: Enter, people: Cast, lesion: Lesion) -> Visitor:
    rosa = enter(people.owner, **SMALL)
    rosa.open("timeline:home")
    return rosa


def same(person: Visitor) -> Locator:
    return person.button("Same as last time").first


def changed(person: Visitor) -> Locator:
    return person.link("Something changed").first


def more(person: Visitor, name: str = "Length") -> Locator:
    return person.button(f"{name}: a bit more", exact=True)


def newest() -> CheckIn:
    return CheckIn.objects.latest("entered_at")


def test_same_takes_one_tap_from_home_and_stays_there(rosa: Visitor) -> None:
    taps = Taps(rosa.page)
    taps.on(same(rosa))
    expect(rosa.page.get_by_text("Same, saved")).to_be_visible()
    assert taps.count <= SAME_AT_MOST
    assert newest().is_only_same
    assert rosa.page.url.partition("#")[0].endswith("/")


def test_same_and_its_undo_are_two_taps(rosa: Visitor) -> None:
    taps = Taps(rosa.page)
    taps.on(same(rosa))
    taps.on(rosa.button("Undo").first)
    expect(same(rosa)).to_be_visible()
    assert (taps.count, CheckIn.objects.kept().count()) == (2, 1)


def change_size_and_pain(person: Visitor, taps: Taps) -> None:
    taps.on(changed(person))
    taps.on(more(person))
    taps.on(person.option("Pain at rest", "4"))
    taps.on(person.save_check_in_button())
    person.is_told("Saved for Left thumb tip 2.")


def test_a_changed_size_and_pain_take_at_most_six_taps(rosa: Visitor) -> None:
    taps = Taps(rosa.page)
    change_size_and_pain(rosa, taps)
    entry = newest()
    assert taps.count <= CHANGED_AT_MOST
    assert (entry.length_mm, entry.width_mm, entry.method, entry.pain_rest) == (
        Decimal("8.5"), None, "ruler", 4,
    )  # fmt: skip


def test_typed_with_a_comma_it_takes_no_more(rosa: Visitor) -> None:
    taps = Taps(rosa.page)
    taps.on(changed(rosa))
    taps.type_into(rosa.page.get_by_label("Length", exact=True), "9,5")
    taps.on(rosa.option("Pain at rest", "0"))
    taps.on(rosa.save_check_in_button())
    rosa.is_told("Saved for Left thumb tip 2.")
    assert taps.count <= CHANGED_AT_MOST
    assert (newest().length_mm, newest().pain_rest) == (Decimal("9.5"), 0)


@on(DESKTOP_LIGHT)
def test_both_work_with_the_keyboard_alone(enter: Enter, people: Cast, lesion: Lesion) -> None:
    person = enter(people.owner)
    person.open("timeline:home")
    keys = Keys(person.page)
    keys.on(same(person))
    expect(person.page.get_by_text("Same, saved")).to_be_visible()
    keys.on(person.button("Undo").first)
    expect(same(person)).to_be_visible()
    keys.count = 0
    person.open("timeline:home")
    change_size_and_pain(person, keys)
    assert keys.count <= CHANGED_AT_MOST
    assert (newest().length_mm, newest().method, newest().pain_rest) == (Decimal("8.5"), "ruler", 4)


# ---- the size ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hint", "sign", "shown"),
    [
        ("8", "more", "8.5"),
        ("8", "less", "7.5"),
        ("10", "more", "11"),
        ("10", "less", "9.5"),
        ("0.5", "less", "0.5"),
    ],
)
def test_a_first_press_starts_from_the_hint(
    enter: Enter, people: Cast, hint: str, sign: str, shown: str
) -> None:
    lesion = make_lesion(people.record)
    make_check_in(lesion, 40, length_mm=Decimal(hint))
    person = enter(people.owner, **SMALL)
    person.open("lesions:check-in", lesion.pk)
    field = person.page.get_by_label("Length", exact=True)
    expect(field).to_have_value("")
    person.button(f"Length: a bit {sign}", exact=True).click()
    expect(field).to_have_value(shown)


def test_the_way_of_last_time_is_ticked_in_sight_only_once_there_is_a_number(rosa: Visitor) -> None:
    changed(rosa).click()
    ruler = rosa.option("Measured with", "ruler")
    expect(ruler).not_to_be_checked()
    more(rosa).click()
    expect(ruler).to_be_checked()
    rosa.sees("As last time. Change it if you measured differently.")
    rosa.page.get_by_label("Length", exact=True).fill("")
    expect(ruler).not_to_be_checked()


def test_a_pea_is_eight_millimetres_by_eye(rosa: Visitor) -> None:
    changed(rosa).click()
    Taps(rosa.page).on(rosa.button("Pea"))
    expect(rosa.page.get_by_label("Length", exact=True)).to_have_value("8")
    expect(rosa.option("Measured with", "by eye")).to_be_checked()


def test_a_way_that_was_chosen_stays_when_a_pea_is_tapped(rosa: Visitor) -> None:
    changed(rosa).click()
    rosa.pick("Measured with", "caliper")
    rosa.button("Grape").click()
    expect(rosa.option("Measured with", "caliper")).to_be_checked()


def test_the_things_to_compare_with_are_drawn_in_true_proportion(rosa: Visitor) -> None:
    changed(rosa).click()
    widths = rosa.page.locator(".aid").evaluate_all(
        """(aids) => aids.map((aid) => {
          const shape = aid.querySelector("svg > *");
          const across = 2 * (shape.rx ?? shape.r).baseVal.value;
          return [Number(aid.dataset.mm), across, aid.querySelector("svg").getBoundingClientRect().width];
        })"""
    )
    assert [mm for mm, _across, _px in widths] == [3, 5, 8, 20]
    assert all(mm == across for mm, across, _px in widths)
    assert len({px for _mm, _across, px in widths}) == 1


# ---- the draft ---------------------------------------------------------------------------------------


def begin_and_close(person: Visitor) -> None:
    changed(person).click()
    more(person).click()
    person.sees("Draft kept")
    person.page.close()


def test_a_closed_tab_loses_nothing_and_another_device_goes_on(
    enter: Enter, people: Cast, rosa: Visitor
) -> None:
    begin_and_close(rosa)
    elsewhere = enter(people.owner, **SMALL)
    elsewhere.open("timeline:home")
    elsewhere.sees("You had begun:")
    elsewhere.link("Continue").click()
    expect(elsewhere.page.get_by_label("Length", exact=True)).to_have_value("8.5")
    expect(elsewhere.option("Measured with", "ruler")).to_be_checked()
    elsewhere.save_check_in()
    elsewhere.is_told("Saved for Left thumb tip 2.")
    assert not Draft.objects.exists()


def test_leaving_the_page_at_once_keeps_what_was_typed(rosa: Visitor) -> None:
    changed(rosa).click()
    more(rosa).click()
    rosa.open("timeline:home")
    expect(rosa.page.get_by_text("You had begun:").or_(same(rosa)).first).to_be_visible()
    rosa.page.wait_for_timeout(500)
    assert Draft.objects.get().data["length_mm"] == ["8.5"]


def test_a_draft_is_thrown_away_where_it_was_found(rosa: Visitor) -> None:
    changed(rosa).click()
    more(rosa).click()
    rosa.sees("Draft kept")
    rosa.page.reload()
    rosa.button("Start afresh").click()
    expect(rosa.page.get_by_label("Length", exact=True)).to_have_value("")
    assert not Draft.objects.exists()


def test_signed_out_while_typing_she_finds_everything_after_signing_in(
    enter: Enter, people: Cast, rosa: Visitor
) -> None:
    changed(rosa).click()
    more(rosa).click()
    rosa.sees("Draft kept")
    rosa.page.context.clear_cookies(name="sessionid")
    rosa.option("Pain at rest", "4").check()
    rosa.sees("You are signed out. What you typed is still here.")
    assert "next=/lesions/" in (rosa.link("Sign in in a new tab").get_attribute("href") or "")
    assert Draft.objects.get().data["length_mm"] == ["8.5"]
