"""What comes up only on the way: axe, the width of the smallest screen, the height of controls there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts import invitations
from lesions.models import Draft
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import Visitor
from tests.browser.test_axe import ABOUT_COLOUR, violations
from tests.browser.test_layout import CONTROL_PX, LOW_CONTROLS, TOO_WIDE
from tests.browser.test_shared_record import newest_link
from tests.make import make_check_in, make_lesion, make_user
from timeline.reminder_mail import stop_path

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = {"viewport": {"width": 320, "height": 640}}


def faults(person: Visitor) -> list[str]:
    """What is wrong with the page as it stands, in light and in dark."""
    person.page.emulate_media(color_scheme="light")
    found = violations(person)
    person.page.emulate_media(color_scheme="dark")
    found += violations(person, rules=ABOUT_COLOUR)
    found += [f"too wide: {one}" for one in person.page.evaluate(TOO_WIDE)]
    return found + [f"low: {one}" for one in person.page.evaluate(LOW_CONTROLS, CONTROL_PX)]


def test_the_walk_from_its_first_question_to_its_end(enter: Enter, filled: Filled) -> None:
    for number in range(2):
        make_check_in(make_lesion(filled.cast.record, name=f"Left knee {number}"), 90)
    person = enter(filled.cast.owner, **SMALL)
    person.open("timeline:walk", filled.cast.record.pk)
    person.press("Begin")
    found = {"first": faults(person)}
    person.press("Same as last time")
    person.press("Skip this one")
    for _rest in range(3):
        if person.button("Skip this one").count():
            person.press("Skip this one")
    expect(person.heading("And you, all in all?")).to_be_visible()
    found["day"] = faults(person)
    person.press("Not today")
    expect(person.heading("Done. Thank you.")).to_be_visible()
    found["end"] = faults(person)
    assert {name: one for name, one in found.items() if one} == {}


def test_home_with_something_begun_and_something_just_saved(enter: Enter, filled: Filled) -> None:
    make_check_in(make_lesion(filled.cast.record, name="Left knee"), 90)
    person = enter(filled.cast.owner, **SMALL)
    person.open("lesions:check-in", filled.lesion.pk)
    person.say_pain(4)
    person.page.wait_for_function("() => document.querySelector('[data-draft]:not([hidden])')")
    found = {"typed": faults(person)}
    assert Draft.objects.exists()
    person.open("timeline:home")
    person.press("Same as last time")
    person.sees("You had begun:")
    found["home"] = faults(person)
    person.follow("Continue")
    found["found again"] = faults(person)
    assert {name: one for name, one in found.items() if one} == {}


def test_one_question_at_a_time(enter: Enter, filled: Filled) -> None:
    filled.cast.owner.reduced_effort = True
    filled.cast.owner.save()
    person = enter(filled.cast.owner, **SMALL)
    person.open("lesions:check-in", filled.lesion.pk)
    found = {"first": faults(person)}
    for number in range(2, 20):
        if not person.button("Next").count():
            break
        person.press("Next")
        person.page.wait_for_load_state()
        if number in (2, 5, 10):
            found[f"question {number}"] = faults(person)
    found["last"] = faults(person)
    assert {name: one for name, one in found.items() if one} == {}


def test_a_calendar_address_two_made_one_and_the_end_of_mails(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner, **SMALL)
    person.open("timeline:reminders", filled.cast.record.pk)
    person.press("Make an address for my calendar")
    found = {"address": faults(person)}
    person.open("timeline:merge", filled.lesion.pk, filled.elbow.pk)
    person.press("Yes, make them one")
    person.is_told("Undo")
    found["one"] = faults(person)
    person.page.goto(stop_path(filled.cast.owner))
    found["stop"] = faults(person)
    person.open("accounts:account-close")
    found["close"] = faults(person)
    assert {name: one for name, one in found.items() if one} == {}


def test_an_invitation_before_and_after_signing_in(enter: Enter, filled: Filled) -> None:
    new = make_user("Nora New")
    invitations.invite(filled.cast.record, by=filled.cast.owner, email=new.email, kind="caregiver")
    guest, invited = enter(**SMALL), enter(new, **SMALL)
    guest.page.goto(newest_link(new.email))
    invited.page.goto(newest_link(new.email))
    found = {"guest": faults(guest), "invited": faults(invited)}
    assert {name: one for name, one in found.items() if one} == {}
