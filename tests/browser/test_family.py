"""A father and his child: her record passes to her, and the menu between the records he keeps."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import expect

from accounts.models import CareRelationship, Patient
from tests.browser.conftest import Enter
from tests.browser.pages import is_focus_visible, tab_to
from tests.browser.screens import DESKTOP_LIGHT, PHONE_DARK, on
from tests.browser.test_shared_record import newest_link
from tests.conftest import Cast
from tests.make import make_lesion, make_patient, make_user, relate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def child_of(cast: Cast, age: int) -> Patient:
    """Carl has kept this child's record since it was small."""
    year = cast.record.today().year
    mia = make_patient(name="Mia Child", birth_on=datetime.date(year - age, 1, 1))
    began = datetime.datetime(year - 5, 1, 2, tzinfo=datetime.UTC)
    Patient.objects.filter(pk=mia.pk).update(created_at=began)
    relate(cast.caregiver, mia, "caregiver", may_write=True, may_manage=True, starts_at=began)
    return mia


@on(PHONE_DARK, DESKTOP_LIGHT)
def test_a_child_of_age_takes_over_and_lets_the_father_write_again(enter: Enter, people: Cast) -> None:
    mia, her = child_of(people, 16), make_user("Mia Child")
    lesion = make_lesion(mia, name="Left knee")
    carl, child = enter(people.caregiver), enter(her)
    carl.open("accounts:sharing", mia.pk)
    carl.sees("Mia Child is 16: the record can pass to her or him now")
    carl.invite_the_child(her.email)
    carl.is_told("An invitation is on its way")

    child.page.goto(newest_link(her.email))
    child.sees("This record is about you.", "Carl Caregiver has kept it for you.")
    child.press("Accept")
    child.sees("Without your agreement")
    assert not CareRelationship.objects.filter(user=her).exists()
    child.accept_as_the_child()
    child.is_told("The record is yours now.")
    expect(child.heading("Who shares the record of Mia Child")).to_be_visible()

    carl.open("timeline:lesion", lesion.pk)
    carl.sees("You read, you cannot write.")
    expect(carl.link("Check in", carl.main(), exact=True)).to_have_count(0)
    child.press("Let write")
    child.is_told("Carl Caregiver may write entries now.")
    carl.open("timeline:lesion", lesion.pk)
    carl.begin_check_in()
    carl.say_pain(2)
    carl.save_check_in()
    child.open("timeline:lesion", lesion.pk)
    child.sees("Entered by Carl Caregiver")


def test_the_menu_of_records_opens_closes_and_leads_on_by_the_keyboard_alone(
    enter: Enter, people: Cast
) -> None:
    mia = child_of(people, 9)
    carl = enter(people.caregiver)
    keyboard = carl.page.keyboard
    carl.open("timeline:timeline", mia.pk)
    unseen = list(tab_to(carl.page, carl.menu_of_records()))
    keyboard.press("Enter")
    rosa = carl.link("Rosa Owner", carl.page.get_by_role("banner"))
    expect(rosa).to_be_visible()
    keyboard.press("Escape")
    expect(rosa).to_be_hidden()
    expect(carl.menu_of_records()).to_be_focused()
    keyboard.press("Space")
    unseen += tab_to(carl.page, rosa, most=4)
    assert is_focus_visible(carl.page)
    keyboard.press("Enter")
    carl.page.wait_for_url(f"**/patients/{people.record.pk}/timeline/")
    carl.sees("This is the record of Rosa Owner")
    assert unseen == []


def test_leaving_the_menu_of_records_with_tab_closes_it(enter: Enter, people: Cast) -> None:
    carl = enter(people.caregiver)
    carl.open("timeline:timeline", child_of(people, 9).pk)
    tab_to(carl.page, carl.menu_of_records())
    carl.page.keyboard.press("Enter")
    every = carl.link("All records", carl.page.get_by_role("banner"))
    tab_to(carl.page, every, most=5)
    carl.page.keyboard.press("Tab")
    expect(every).to_be_hidden()
