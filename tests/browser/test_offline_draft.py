"""Text written without network: kept encrypted, sent exactly once, for its writer alone, then taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings as site
from playwright.sync_api import Page, Route, expect

from accounts.models import CareRelationship
from lesions.models import CheckIn
from tests.browser import offline
from tests.browser.conftest import Enter, session_cookie
from tests.browser.filled import Filled
from tests.browser.offline import NOTE
from tests.browser.pages import Visitor
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill_in(person: Visitor, filled: Filled) -> str:
    """Open a check-in and fill it in; returns the key that its entry will have."""
    person.open("lesions:check-in", filled.lesion.pk)
    person.say_pain(7)
    person.type("Note", NOTE, exact=True)
    person.page.wait_for_load_state("networkidle")
    return person.page.locator("form[data-check-in] [name=submission]").input_value()


def keep_one(person: Visitor, filled: Filled) -> str:
    """Fill in a check-in with network and save it without; afterwards there still is none."""
    key = fill_in(person, filled)
    person.page.context.set_offline(True)
    person.save_check_in()
    person.sees(offline.KEPT)
    return key


@contextmanager
def keeping_one(person: Visitor, filled: Filled) -> Iterator[str]:
    """The same; afterwards the network is back."""
    with person.watch.offline():
        yield keep_one(person, filled)
        person.page.context.set_offline(False)


def made(key: str) -> CheckIn:
    """The one check-in that came of it."""
    check_in = CheckIn.objects.get(note=NOTE)
    assert str(check_in.pk) == key
    assert check_in.pain_rest == 7
    return check_in


# ---- kept ---------------------------------------------------------------------------------------------


def test_unless_it_is_switched_on_nothing_is_kept(enter: Enter, filled: Filled) -> None:
    person = offline.with_shell(enter, filled.cast.owner)
    fill_in(person, filled)
    with offline.without_network(person):
        person.save_check_in()
        expect(person.heading("Not sent: the network is gone")).to_be_visible()
        assert person.page.evaluate(offline.DATABASES) == []


def test_what_is_kept_is_encrypted_with_a_key_that_the_browser_keeps_to_itself(
    enter: Enter, filled: Filled
) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    with person.watch.offline():
        key = keep_one(person, filled)
        (row,) = offline.rows(person.page)
        assert set(row) == {"id", "owner", "at", "version", "iv", "data"}
        assert row["id"] == key
        everything = " ".join(map(str, row.values())).lower()
        for word in (
            NOTE,
            "kanarien",
            "note",
            filled.lesion.name,
            str(filled.lesion.pk),
            filled.cast.owner.name,
        ):
            assert word.lower() not in everything
        assert len(row["data"]) > len(NOTE)
        assert person.page.evaluate(offline.KEY) == {
            "isKey": True, "extractable": False, "exports": ["refused", "refused"]
        }  # fmt: skip


def test_each_entry_has_an_iv_of_its_own(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    with person.watch.offline():
        keep_one(person, filled)
        before = offline.rows(person.page)[0]["iv"]
        person.press("Change it")
        person.save_check_in()
        person.sees(offline.KEPT)
        assert offline.rows(person.page)[0]["iv"] != before


def test_what_is_typed_without_network_and_not_saved_waits_for_her_and_is_not_sent(
    enter: Enter, filled: Filled
) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    person.open("lesions:check-in", filled.lesion.pk)
    person.page.wait_for_load_state("networkidle")
    with offline.without_network(person):
        person.type("Note", NOTE, exact=True)
        person.page.wait_for_timeout(1500)
        assert len(offline.rows(person.page)) == 1
        person.page.goto("about:blank")
    person.open("lesions:written-offline")
    person.sees("Begun and not saved.", re.compile(NOTE))
    person.page.wait_for_load_state("networkidle")
    assert not CheckIn.objects.filter(note=NOTE).exists()
    person.press("Open in the form")
    person.sees("Filled in from what you wrote without network.")
    person.save_check_in()
    expect(person.heading(filled.lesion.name, level=1)).to_be_visible()
    offline.wait_until_empty(person.page)
    assert CheckIn.objects.filter(note=NOTE).count() == 1


# ---- sent exactly once --------------------------------------------------------------------------------


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_it_is_sent_once_when_the_network_is_back_and_then_removed(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    with person.watch.offline():
        key = keep_one(person, filled)
        assert not CheckIn.objects.filter(note=NOTE).exists()
        person.page.context.set_offline(False)
        expect(person.heading(filled.lesion.name, level=1)).to_be_visible()
    made(key)
    assert offline.rows(person.page) == []


def test_a_closed_page_loses_nothing(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    with keeping_one(person, filled) as key:
        person.page.goto("about:blank")
    person.open("timeline:home")
    person.is_told("What you wrote without network is in the record now.")
    made(key)
    assert offline.rows(person.page) == []


def test_two_tabs_send_it_once(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    tabs = [person.page.context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto("/")
    posted: list[str] = []
    person.page.context.on(
        "request",
        lambda request: (
            posted.append(request.url) if request.method == "POST" and "/lesions/" in request.url else None
        ),
    )
    with person.watch.offline():
        key = keep_one(person, filled)
        person.page.context.set_offline(False)
        for tab in tabs:
            tab.evaluate("() => dispatchEvent(new Event('online'))")
        offline.wait_until_empty(tabs[0])
    made(key)
    assert len(posted) == 1


def test_an_answer_that_is_lost_on_the_way_sends_nothing_twice(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    losing = LosesAnswers(person.page, "**/check-in/")
    with keeping_one(person, filled) as key:
        person.page.goto("about:blank")
    with person.watch.offline():
        person.open("timeline:home")
        offline.wait_until_empty(person.page)
    assert losing.count == 1
    made(key)


def test_a_connection_that_dies_while_saving_loses_nothing_and_saves_once(
    enter: Enter, filled: Filled
) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    key = fill_in(person, filled)
    losing = LosesAnswers(person.page, "**/check-in/")
    with person.watch.offline():
        person.save_check_in()
        person.page.wait_for_timeout(1500)
        assert losing.count == 1
        assert [row["id"] for row in offline.rows(person.page)] == [key]
        losing.stop()
        person.open("timeline:home")
        offline.wait_until_empty(person.page)
    made(key)


def test_with_network_saving_leaves_nothing_on_the_device(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    key = fill_in(person, filled)
    person.save_check_in()
    expect(person.heading(filled.lesion.name, level=1)).to_be_visible()
    offline.wait_until_empty(person.page)
    made(key)


class LosesAnswers:
    """The server gets what is posted there and answers; the browser sees a dead line."""

    def __init__(self, page: Page, where: str) -> None:
        self.page, self.where, self.count = page, where, 0
        page.context.route(where, self._lose)

    def _lose(self, route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        self.count += 1
        route.fetch(max_redirects=0)
        return route.abort("internetdisconnected")

    def stop(self) -> None:
        self.page.context.unroute(self.where)


# ---- for its writer alone -----------------------------------------------------------------------------


def sign_out_silently(person: Visitor) -> None:
    """As when a session has run out."""
    person.page.context.clear_cookies(name=site.SESSION_COOKIE_NAME)


def test_after_a_session_has_run_out_it_waits_until_she_signs_in_again(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    with keeping_one(person, filled) as key:
        sign_out_silently(person)
    person.page.wait_for_timeout(1500)
    person.open("account_login")
    person.page.wait_for_load_state("networkidle")
    assert [row["id"] for row in offline.rows(person.page)] == [key]
    assert not CheckIn.objects.filter(note=NOTE).exists()
    person.page.context.add_cookies([session_cookie(filled.cast.owner, site.SITE_URL)])
    person.open("timeline:home")
    offline.wait_until_empty(person.page)
    made(key)


def test_saving_on_a_page_that_was_signed_out_keeps_it(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    key = fill_in(person, filled)
    sign_out_silently(person)
    person.save_check_in()
    person.sees("You are not signed in any more.")
    assert [row["id"] for row in offline.rows(person.page)] == [key]


def test_somebody_else_neither_sends_nor_reads_it(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    with keeping_one(person, filled) as key:
        sign_out_silently(person)
        person.page.goto("about:blank")
    person.page.context.add_cookies([session_cookie(filled.cast.caregiver, site.SITE_URL)])
    person.open("timeline:home")
    person.is_told("Somebody else’s entry waits on this device.")
    person.follow("Look at it")
    person.sees("Somebody else wrote this.")
    person.sees_not(re.compile(NOTE))
    assert not CheckIn.objects.filter(note=NOTE).exists()
    assert [row["id"] for row in offline.rows(person.page)] == [key]
    person.press("Remove it")
    offline.wait_until_empty(person.page)


# ---- when it is not taken -----------------------------------------------------------------------------


def test_what_the_server_does_not_take_is_shown_with_its_text(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    fill_in(person, filled)
    person.say_size("999")
    with offline.without_network(person):
        person.save_check_in()
        person.sees(offline.KEPT)
        person.page.goto("about:blank")
    person.open("timeline:home")
    person.is_told("could not be saved")
    person.follow("Look at it")
    person.sees(re.compile("500"), re.compile(NOTE), re.compile("Length: 999"))
    assert not CheckIn.objects.filter(note=NOTE).exists()
    person.press("Open in the form")
    person.sees("Filled in from what you wrote without network.")
    expect(person.page.get_by_label("Note", exact=True)).to_have_value(NOTE)
    person.type("Length", "9", exact=True)
    person.save_check_in()
    expect(person.heading(filled.lesion.name, level=1)).to_be_visible()
    offline.wait_until_empty(person.page)
    assert CheckIn.objects.get(note=NOTE).length_mm == 9


def test_when_the_access_has_ended_the_text_can_still_be_copied(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.caregiver)
    with keeping_one(person, filled):
        person.page.goto("about:blank")
    CareRelationship.objects.filter(user=filled.cast.caregiver).update(may_write=False)
    with person.watch.expecting(404):
        person.open("lesions:written-offline")
        person.sees("You can no longer write in that record")
    person.sees(re.compile(NOTE))
    assert not CheckIn.objects.filter(note=NOTE).exists()


# ---- written in the shell -----------------------------------------------------------------------------


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_what_was_written_in_the_shell_finds_its_deposit_later(enter: Enter, filled: Filled) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    offline.write_in_the_shell(person)
    person.open("timeline:home")
    person.is_told("You wrote something without network.")
    person.follow("Look at it")
    person.press("Save it there")
    person.sees("Choose the deposit first.")
    person.page.get_by_label("Which deposit is it about?").select_option(label=filled.elbow.name)
    person.press("Save it there")
    person.sees("Saved.")
    check_in = CheckIn.objects.get(note=NOTE)
    assert (check_in.lesion_id, check_in.anchor) == (filled.elbow.pk, -1)
    assert offline.rows(person.page) == []


def test_what_was_written_in_the_shell_opens_in_the_form_and_is_saved_once(
    enter: Enter, filled: Filled
) -> None:
    person = offline.with_text_kept(enter, filled.cast.owner)
    offline.write_in_the_shell(person)
    person.open("lesions:written-offline")
    person.page.get_by_label("Which deposit is it about?").select_option(label=filled.lesion.name)
    person.press("Open in the form")
    expect(person.page.get_by_label("Note", exact=True)).to_have_value(NOTE)
    expect(person.option("Against last time", "Worse")).to_be_checked()
    person.say_pain(3)
    person.save_check_in()
    expect(person.heading(filled.lesion.name, level=1)).to_be_visible()
    offline.wait_until_empty(person.page)
    assert CheckIn.objects.get(note=NOTE).pain_rest == 3
