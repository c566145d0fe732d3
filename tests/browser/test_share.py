"""Sharing for a while, by touch: a patient makes a link, a doctor without an account opens its QR code."""

from __future__ import annotations

import re

import cv2
import numpy as np
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.pages import Visitor
from tests.browser.screens import PHONE_DARK, PHONE_LIGHT, on
from tests.browser.test_axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def read_qr(page: Page) -> str:
    """What a telephone's camera reads off the screen."""
    shot = page.get_by_role("img", name="The link as a QR code").screenshot()
    picture = cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    text, _points, _code = cv2.QRCodeDetector().detectAndDecode(picture)
    return text


def make_link(rosa: Visitor, filled: Filled) -> tuple[str, str]:
    """Make a link on the form and read its address and passcode off the page."""
    rosa.open("records:link-new", filled.cast.record.pk)
    rosa.type("For whom", "Dr Weiss", exact=True)
    rosa.touch(rosa.button("Make the link"))
    rosa.heading(re.compile("The link for Dr Weiss is ready")).wait_for()
    return read_qr(rosa.page), rosa.page.locator(".passcode-shown").inner_text()


def open_link(doctor: Visitor, address: str, passcode: str) -> None:
    doctor.page.goto(address)
    doctor.type("Passcode", passcode, exact=True)
    doctor.touch(doctor.button("Open"))


@on(PHONE_LIGHT, PHONE_DARK)
def test_a_doctor_opens_the_qr_code_reads_and_is_shut_out_at_once(enter: Enter, filled: Filled) -> None:
    rosa, doctor = enter(filled.cast.owner), enter()
    address, passcode = make_link(rosa, filled)
    assert address == rosa.page.get_by_label("The address").input_value()
    assert violations(rosa) == []
    asked: list[str] = []
    doctor.page.on("request", lambda request: asked.append(request.all_headers().get("referer", "")))
    doctor.page.goto(address)
    assert violations(doctor) == []
    doctor.type("Passcode", "not this one", exact=True)
    doctor.touch(doctor.button("Open"))
    expect(doctor.page.get_by_role("alert")).to_have_text(re.compile("9 tries are left"))
    doctor.type("Passcode", passcode.lower(), exact=True)
    doctor.touch(doctor.button("Open"))
    doctor.sees("Rosa Owner shares this with Dr Weiss until")
    assert violations(doctor) == []
    token = address.rstrip("/").rpartition("/")[2]
    assert [referer for referer in asked if token in referer] == []
    assert token not in doctor.page.content() + doctor.page.url
    rosa.open("records:links", filled.cast.record.pk)
    rosa.sees("a wrong passcode", "opened")
    rosa.touch(rosa.button(re.compile("End it now")))
    rosa.is_told("has ended")
    with doctor.watch.expecting(404):
        doctor.page.reload()
    expect(doctor.heading("This does not open any more")).to_be_visible()


def test_closing_it_on_a_shared_computer_leaves_nothing_behind(enter: Enter, filled: Filled) -> None:
    rosa, doctor = enter(filled.cast.owner), enter()
    address, passcode = make_link(rosa, filled)
    open_link(doctor, address, passcode)
    doctor.touch(doctor.button("Close on this device"))
    expect(doctor.heading("Closed on this device")).to_be_visible()
    assert [kept["name"] for kept in doctor.page.context.cookies() if kept["name"].startswith("link_")] == []
    with doctor.watch.expecting(404):
        doctor.page.go_back()
    doctor.sees_not("Rosa Owner")


def test_without_script_a_link_is_made_and_opened(enter: Enter, filled: Filled) -> None:
    rosa = enter(filled.cast.owner, java_script_enabled=False)
    doctor = enter(java_script_enabled=False)
    rosa.open("records:link-new", filled.cast.record.pk)
    rosa.type("For whom", "Dr Weiss", exact=True)
    rosa.press("Make the link")
    address = rosa.page.get_by_label("The address").input_value()
    passcode = rosa.page.locator(".passcode-shown").inner_text()
    doctor.page.goto(address)
    doctor.type("Passcode", passcode, exact=True)
    doctor.press("Open")
    doctor.sees("shares this with Dr Weiss")
    assert reverse("records:link-arrive", args=["x"])[:8] == "/shared/"
