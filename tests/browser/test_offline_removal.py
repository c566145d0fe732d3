"""Text written without network is taken away again: at signing out, by choice, with time."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lesions.models import CheckIn
from tests.browser import offline
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.offline import NOTE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_signing_out_warns_and_takes_everything_away(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    offline.write_in_the_shell(person)
    person.open("account_logout")
    person.is_told("Signing out removes it.")
    person.press("Sign out", person.main())
    expect(person.heading("Sign in")).to_be_visible()
    assert person.page.evaluate(offline.DATABASES) == []
    assert not CheckIn.objects.filter(note=NOTE).exists()


def test_the_servers_answer_to_signing_out_takes_everything_away_too(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    offline.write_in_the_shell(person)
    nothing = {"body": "export const start = () => {};", "content_type": "text/javascript"}
    person.page.route("**/js/offline.js", lambda route: route.fulfill(**nothing))
    person.open("account_logout")
    person.press("Sign out", person.main())
    expect(person.heading("Sign in")).to_be_visible()
    assert person.page.evaluate(offline.DATABASES) == []


def test_switching_it_off_takes_everything_away(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    offline.write_in_the_shell(person)
    person.open("accounts:profile")
    person.press(offline.SWITCH_OFF)
    expect(person.button(offline.SWITCH_ON)).to_be_visible()
    assert person.page.evaluate(offline.DATABASES) == []


@pytest.mark.parametrize(("days", "left"), [(13, 1), (15, 0)])
def test_an_entry_is_removed_after_a_fortnight(enter: Enter, filled: Filled, days: int, left: int) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    offline.write_in_the_shell(person)
    person.open("education:learn")
    person.page.wait_for_load_state("networkidle")
    person.page.evaluate(offline.AGE, days)
    person.open("timeline:home")
    person.page.wait_for_load_state("networkidle")
    assert len(offline.rows(person.page)) == left
