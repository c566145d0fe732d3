"""What tests do with a phone that loses its network, and how they look into what its browser stores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import Enter
from tests.browser.pages import Visitor

NOTE = "Kanarienvogel sang"
SWITCH_ON, SWITCH_OFF = "Keep text on this device", "Switch it off and remove what is kept"
KEPT = "Kept on this device; it is sent when the network is back."
# The rows of the store as they lie there, bytes as text in which a plain word would be found.
ROWS = """async () => {
  if (!(await indexedDB.databases()).length) return [];
  const opened = (name) => new Promise((done, fail) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const database = await opened("offline");
  const rows = await new Promise((done) => {
    const request = database.transaction("entries").objectStore("entries").getAll();
    request.onsuccess = () => done(request.result);
  });
  database.close();
  const plain = (value) => new TextDecoder("latin1").decode(value);
  return rows.map((row) => ({ ...row, iv: plain(row.iv), data: plain(row.data) }));
}"""
KEY = """async () => {
  const database = await new Promise((done) => {
    const request = indexedDB.open("offline");
    request.onsuccess = () => done(request.result);
  });
  const { key } = await new Promise((done) => {
    const request = database.transaction("device").objectStore("device").get("device");
    request.onsuccess = () => done(request.result);
  });
  database.close();
  const handOut = (format) => crypto.subtle.exportKey(format, key).then(() => format, () => "refused");
  const exports = await Promise.all(["raw", "jwk"].map(handOut));
  return { isKey: key instanceof CryptoKey, extractable: key.extractable, exports };
}"""
AGE = """async (days) => {
  const database = await new Promise((done) => {
    const request = indexedDB.open("offline");
    request.onsuccess = () => done(request.result);
  });
  const transaction = database.transaction("entries", "readwrite");
  const store = transaction.objectStore("entries");
  store.getAll().onsuccess = ({ target }) => {
    for (const row of target.result) store.put({ ...row, at: row.at - days * 86_400_000 });
  };
  await new Promise((done) => (transaction.oncomplete = done));
  database.close();
}"""
DATABASES = "async () => (await indexedDB.databases()).map((one) => one.name)"


def with_shell(enter: Enter, user: User | None) -> Visitor:
    """A browser in which the service worker has come to stand."""
    person = enter(user, service_workers="allow")
    person.open("accounts:privacy")
    wait_for_worker(person.page)
    return person


def wait_for_worker(page: Page) -> None:
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")


def with_text_kept(enter: Enter, user: User) -> Visitor:
    """The same, and the person has switched on that text is kept."""
    person = with_shell(enter, user)
    person.open("accounts:profile")
    person.press(SWITCH_ON)
    expect(person.button(SWITCH_OFF)).to_be_visible()
    return person


@contextmanager
def without_network(person: Visitor) -> Iterator[None]:
    with person.watch.offline():
        person.page.context.set_offline(True)
        yield
        person.page.context.set_offline(False)
        person.page.wait_for_timeout(300)


def rows(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(ROWS)
    return found


def wait_until_empty(page: Page) -> None:
    for _try in range(60):
        if not rows(page):
            return
        page.wait_for_timeout(250)
    raise AssertionError("entries are still on the device")


def write_in_the_shell(person: Visitor) -> None:
    """A check-in in the page without network."""
    with without_network(person):
        person.open("timeline:home")
        person.type("Which deposit", "the thumb")
        person.pick("Against last time", "Worse")
        person.type("Note", NOTE)
        person.press("Keep it on this device")
        person.sees("1 entry is kept on this device.")
        # Or the page would look for the network by itself, while the test goes on.
        person.page.goto("about:blank")
