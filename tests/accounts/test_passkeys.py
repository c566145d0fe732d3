"""Passkeys in a real browser with a virtual authenticator, and the look of the pages about people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import User
from tests.accounts.helpers import with_address
from tests.make import PASSWORD, make_patient, make_user, relate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Playwright runs an event loop in this thread; Django would take the tests for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """A phone; any console error fails the test. Passkeys need a name, so the host is localhost."""
    call_command("createcachetable")
    cache.clear()
    context = chromium.new_context(
        base_url=live_server.url.replace("127.0.0.1", "localhost"), viewport={"width": 360, "height": 800}
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


def add_authenticator(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, user: User) -> None:
    page.goto(reverse("account_login"))
    page.fill('[name="login"]', user.email)
    page.fill('[name="password"]', PASSWORD)
    page.click('button:text-is("Sign in")')
    page.wait_for_url(lambda url: "login" not in url)


def confirm_it_is_me(page: Page) -> None:
    page.fill('[name="password"]', PASSWORD)
    page.click('button:has-text("Continue")')


def test_a_passkey_is_added_renamed_used_and_removed(page: Page) -> None:
    user = with_address(make_user("Rosa Owner"))
    make_patient(user)
    add_authenticator(page)
    sign_in(page, user)
    page.goto(reverse("mfa_add_webauthn"))
    confirm_it_is_me(page)
    page.fill('[name="name"]', "My phone")
    page.click('button:has-text("Add the passkey")')
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto(reverse("mfa_list_webauthn"))
    assert page.is_visible("text=My phone")
    page.click('a:has-text("Rename")')
    page.fill('[name="name"]', "Red phone")
    page.click('button:has-text("Save")')
    page.wait_for_selector("text=Red phone")

    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.click('button:has-text("Sign in with a passkey")')
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(reverse("accounts:profile"))
    assert page.input_value('[name="name"]') == "Rosa Owner"

    page.goto(reverse("mfa_list_webauthn"))
    page.click('a:has-text("Remove")')
    page.wait_for_load_state()
    if page.is_visible('[name="password"]'):
        confirm_it_is_me(page)
    page.click('button:has-text("Remove")')
    page.wait_for_selector("text=You have no passkey yet")


def test_without_a_fitting_passkey_the_page_says_so_and_the_password_stays(page: Page) -> None:
    page.add_init_script(
        "navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    page.goto(reverse("account_login"))
    page.click('button:has-text("Sign in with a passkey")')
    page.wait_for_selector("text=The passkey did not work")
    assert page.is_visible('[name="password"]')


def test_the_pages_about_people_have_no_axe_findings(page: Page) -> None:
    user = with_address(make_user("Rosa Owner"))
    record = make_patient(user)
    relate(make_user("Dr Derm", role=User.Role.DERMATOLOGIST), record, "dermatologist")
    open_pages = [
        "account_login",
        "account_signup",
        "account_reset_password",
        "accounts:privacy",
        "accounts:intended-use",
        "accounts:contact",
    ]
    own_pages = [
        "accounts:profile",
        "accounts:records",
        "accounts:patient-add",
        "mfa_index",
        "account_email",
        "account_change_password",
        "account_logout",
        "accounts:account-close",
    ]
    record_pages = [
        "accounts:sharing",
        "accounts:invite",
        "accounts:access-log",
        "accounts:consent",
        "accounts:patient-edit",
    ]
    found: dict[str, str] = {}

    def look(path: str) -> None:
        page.goto(path)
        results = Axe().run(page)
        if results.violations_count:
            found[path] = results.generate_report()
        if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
            found[path + " (width)"] = "wider than the screen"

    for name in open_pages:
        look(reverse(name))
    sign_in(page, user)
    for name in own_pages:
        look(reverse(name))
    for name in record_pages:
        look(reverse(name, args=[record.pk]))
    assert found == {}
