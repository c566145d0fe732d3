"""A real Chromium against the live server; console errors, policy violations and failed requests fail."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from education.content.load import load_content
from tests.browser.filled import Filled, fill, make_editors
from tests.browser.pages import Visitor
from tests.browser.photos import save_photo
from tests.browser.screens import PHONE_LIGHT, Screen
from tests.browser.watch import Watch
from tests.conftest import Cast

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE_MS = 15_000  # the machine may be busy with another worker
LAST_ANSWERS_S = 5
ANSWERING = "process_request_thread"  # how the live server's threads are called

Enter = Callable[..., Visitor]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright for one module at a time, so that it is gone before other tests of this process run.

    It keeps an event loop in this thread, so Django would take every test for asynchronous code.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    found = os.environ.get("CALCITRACK_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    if not found:
        pytest.fail("Chromium is not installed (on Debian: apt-get install chromium).")
    chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture(scope="module")
def browser_context_args() -> dict[str, Any]:
    """Nothing by default: every context says what its screen is."""
    return {}


@pytest.fixture
def screen(request: pytest.FixtureRequest) -> Screen:
    """The screen of the test: a light phone unless it is parametrised (``screens.on``)."""
    chosen: Screen = getattr(request, "param", PHONE_LIGHT)
    return chosen


@pytest.fixture
def site_ready(transactional_db: None, live_server: LiveServer, settings: Any) -> Iterator[LiveServer]:
    """The live server with what a migrated site holds; the flush after every such test empties all tables."""
    load_content()
    make_editors()
    cache.clear()
    settings.SITE_URL = live_server.url
    yield live_server
    wait_for_last_answers()


def wait_for_last_answers() -> None:
    """A page that is closed sends its draft once more; that must be over before the tables are emptied."""
    until = time.monotonic() + LAST_ANSWERS_S
    while time.monotonic() < until and any(ANSWERING in thread.name for thread in threading.enumerate()):
        time.sleep(0.02)


@pytest.fixture
def enter(
    site_ready: LiveServer, new_context: Callable[..., BrowserContext], screen: Screen
) -> Iterator[Enter]:
    """Opens a browser of one's own: signed in when a user is given. What goes wrong in it fails the test."""
    watches: list[Watch] = []

    def open_browser(user: User | None = None, **options: Any) -> Visitor:
        # A service worker stands between a page and the network; tests that are about it let it in.
        chosen = {"service_workers": "block", **screen.options, **options}
        context = new_context(base_url=site_ready.url, **chosen)
        context.set_default_timeout(PATIENCE_MS)
        if user:
            context.add_cookies([session_cookie(user, site_ready.url)])
        page = context.new_page()
        watches.append(Watch(page))
        return Visitor(page, watches[-1])

    yield open_browser
    assert [problem for watch in watches for problem in watch.problems] == []


def session_cookie(user: User, url: str) -> Any:
    """A session made in the database, for tests that are not about signing in."""
    client = Client()
    client.force_login(user)
    return {
        "name": site.SESSION_COOKIE_NAME,
        "value": client.cookies[site.SESSION_COOKIE_NAME].value,
        "url": url,
    }


@pytest.fixture
def people(site_ready: LiveServer, cast: Cast) -> Cast:
    """The cast, made after the tables were filled, so that the editor is in her group."""
    return cast


@pytest.fixture
def filled(people: Cast, tmp_path: Path) -> Filled:
    """A small record with a bit of everything."""
    return fill(people, save_photo(tmp_path / "record.jpg", seed=1))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo as a phone would hand it over."""
    return save_photo(tmp_path / "thumb.jpg", seed=2)
