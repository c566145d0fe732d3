"""The visit sheet in a browser: made by touch on a phone, and printed on one page of A4 and of Letter."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from records.sheet_services import keep_made
from tests.browser.conftest import Enter
from tests.browser.filled import Filled
from tests.browser.screens import PHONE_LIGHT, on
from tests.conftest import Cast
from tests.records.sheets import everything, fill_hostile, pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@on(PHONE_LIGHT)
def test_a_patient_makes_the_sheet_by_touch_and_it_prints_on_one_page(enter: Enter, filled: Filled) -> None:
    person = enter(filled.cast.owner)
    person.open("timeline:home")
    person.page.get_by_role("link", name="Sheet for the visit").first.tap()
    person.type("First question", "Shall I cover it?")
    person.page.get_by_role("button", name="Make the sheet").tap()
    expect(person.heading("Questions for this visit")).to_be_visible()
    person.sees("Shall I cover it?", "Left thumb tip 1")
    assert pages(person.page.pdf(format="A4", prefer_css_page_size=True)) == 1


def test_a_record_made_to_burst_the_page_prints_on_one_page(enter: Enter, people: Cast) -> None:
    fill_hostile(people)
    keep_made(everything(people.record), patient=people.record, by=people.owner)
    person = enter(people.owner)
    person.page.goto(reverse("records:sheet", args=[people.record.pk]))
    printed = {paper: pages(person.page.pdf(format=paper)) for paper in ("A4", "Letter")}
    assert printed == {"A4": 1, "Letter": 1}
