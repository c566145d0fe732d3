"""The site on a phone: it can be installed, opens without network, says so, and keeps nothing of a record."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts import phone
from lesions.models import CheckIn
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.offline import wait_for_worker, with_shell
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NO_NETWORK = "There is no network"
# Every address that any cache holds.
CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
  return found;
}"""
STORED = """async () => ({
  databases: (await indexedDB.databases()).map((one) => one.name),
  local: Object.keys(localStorage), session: Object.keys(sessionStorage),
})"""


def test_the_browser_finds_nothing_missing_for_the_home_screen(enter: Enter, people: Cast) -> None:
    person = with_shell(enter, people.owner)
    person.open("timeline:home")
    tools = person.page.context.new_cdp_session(person.page)
    read = tools.send("Page.getAppManifest")
    assert read["url"].endswith(reverse("accounts:manifest"))
    assert read["errors"] == []
    # Headless Chromium cannot put anything on a home screen and says so; nothing else is wrong.
    errors = {one["errorId"] for one in tools.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert errors <= {"in-incognito"}


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_the_shell_opens_without_network_says_so_and_goes_on_by_itself(enter: Enter, filled: Filled) -> None:
    person = with_shell(enter, filled.cast.owner)
    page, address = person.page, reverse("timeline:lesion", args=[filled.lesion.pk])
    with person.watch.offline():
        page.context.set_offline(True)
        page.goto(address)
        expect(person.heading(NO_NETWORK)).to_be_visible()
        person.sees("Photos cannot be kept here")
        assert page.url.endswith(address)
        person.press("Try again")
        person.sees("Still no network.")
        page.context.set_offline(False)
    expect(person.heading(filled.lesion.name, level=1)).to_be_visible()


def test_a_walk_through_the_record_leaves_nothing_of_it_in_the_browser(enter: Enter, filled: Filled) -> None:
    person = with_shell(enter, filled.cast.owner)
    patient, lesion, photo = filled.cast.record.pk, filled.lesion.pk, filled.photo.pk
    for name, args in (
        ("timeline:home", []), ("timeline:overview", [patient]), ("timeline:lesion", [lesion]),
        ("lesions:photo", [photo]), ("timeline:timeline", [patient]), ("lesions:check-in", [lesion]),
        ("labs:list", [patient]), ("accounts:profile", []),
    ):  # fmt: skip
        person.open(name, *args)
        person.page.wait_for_load_state("networkidle")
    allowed = {*phone.shell()["files"], *phone.shell()["pages"].values()}
    assert set(person.page.evaluate(CACHED)) == allowed
    assert person.page.evaluate(STORED) == {"databases": [], "local": [], "session": []}


def test_what_was_being_sent_can_be_sent_again(enter: Enter, filled: Filled) -> None:
    person = with_shell(enter, filled.cast.owner)
    person.open("timeline:lesion", filled.lesion.pk)
    before = CheckIn.objects.count()
    with person.watch.offline():
        person.page.context.set_offline(True)
        person.say_same()
        expect(person.heading("Not sent: the network is gone")).to_be_visible()
        person.page.context.set_offline(False)
        person.sees("The network is back.")
    assert CheckIn.objects.count() == before
    person.press("Send again")
    person.is_told("same as last time")
    assert CheckIn.objects.count() == before + 1


def test_a_new_worker_takes_over_and_the_old_shell_goes(enter: Enter, people: Cast) -> None:
    person = with_shell(enter, people.owner)
    person.page.evaluate("""async () => {
      await (await caches.open("shell-of-last-year")).put("/offline/", new Response("old"));
      await (await navigator.serviceWorker.ready).unregister();
    }""")
    person.open("accounts:contact")
    wait_for_worker(person.page)
    assert person.page.evaluate("() => caches.keys()") == [f"shell-{phone.shell()['version']}"]
