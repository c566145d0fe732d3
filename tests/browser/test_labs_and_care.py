"""Lab results, treatments, and finding them again."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import expect

from labs.models import LabResult
from tests.browser.conftest import Enter
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_a_lab_result_with_a_doubtful_unit_is_asked_about_and_then_stands_in_list_trend_and_timeline(
    enter: Enter, people: Cast
) -> None:
    person = enter(people.owner)
    day = people.record.today() - datetime.timedelta(days=7)
    person.open("labs:list", people.record.pk)
    person.follow("Add a result")
    person.add_lab_result("Calcium, total", "2.4", "mg/dL", day.isoformat(), interval="2.15-2.55")
    person.sees("One question before we save")
    assert LabResult.objects.count() == 0
    person.press("Change the unit to mmol/L")

    result = LabResult.objects.get()
    assert (result.raw_value, result.raw_unit) == ("2.4", "mmol/L")
    person.sees("Calcium, total", re.compile("within the lab’s range"))
    person.follow("Calcium, total")
    expect(person.heading("Calcium, total", level=1)).to_be_visible()
    expect(person.chart("Trend")).to_be_visible()
    person.open("timeline:timeline", people.record.pk)
    person.sees(re.compile("calcium", re.IGNORECASE))


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_a_medicine_is_added_and_found_on_the_timeline_and_by_the_search(enter: Enter, people: Cast) -> None:
    person = enter(people.owner)
    person.open("care:list", people.record.pk)
    person.add_medicine("Diltiazem", 2024)
    person.sees("Diltiazem")
    person.open("timeline:timeline", people.record.pk)
    person.sees("Diltiazem")
    person.open("timeline:search", people.record.pk)
    person.search("diltiaz")
    hit = person.link(re.compile("Diltiazem"), person.main()).first
    hit.click()
    expect(
        person.heading(re.compile("Conditions and treatments|medicine", re.IGNORECASE), level=1)
    ).to_be_visible()


def test_the_search_finds_a_lab_value_by_a_part_of_its_name(enter: Enter, people: Cast) -> None:
    person = enter(people.owner)
    person.open("labs:add", people.record.pk)
    person.add_lab_result("Calcium, total", "2.4", "mmol/L", people.record.today().isoformat())
    person.open("timeline:search", people.record.pk)
    person.search("calc")
    expect(person.link(re.compile("calcium", re.IGNORECASE), person.main()).first).to_be_visible()
