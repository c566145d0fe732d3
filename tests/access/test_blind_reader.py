"""A second reader meets the first reading nowhere before she has read: every page is searched for it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.services import touch
from lesions.models import CheckIn, Measurement, SecondReading
from lesions.second_readings import answer_with
from records.selection import Part, Selection
from records.sheet_services import keep_made
from tests.access.matrix import GROUPS, OURS
from tests.access.world import World
from tests.make import make_check_in, make_measurement, make_photo, make_second_reading

pytestmark = pytest.mark.usefixtures("quiet")

# Numbers that stand nowhere else: length, width and area of the first reading, as read and as a check-in
# has them, by how much that is larger than before, and its outline in fractions and as it is drawn.
SIZES = ("187.35", "187.4", "163.77", "163.8", "24219.31", "24219.3", "84.3")
OUTLINE = [[[0.41371, 0.4], [0.63719, 0.4], [0.6, 0.61733], [0.4, 0.6]]]
DRAWN = ("0.41371", "0.63719", "0.61733", "413.7", "637.2")
CANARY = re.compile(rf"(?<![\d.])(?:{'|'.join(map(re.escape, (*SIZES, *DRAWN)))})(?!\d)")
NUMBERS: dict[str, Any] = {
    "length_mm": Decimal("187.35"), "width_mm": Decimal("163.77"), "area_mm2": Decimal("24219.31"),
    "outlines": OUTLINE,
}  # fmt: skip
# What the dermatologist who is not asked must still see there.
TELLING = {
    "timeline:lesion", "timeline:overview", "timeline:timeline", "timeline:review", "lesions:check-in-list",
    "lesions:measurement-list", "lesions:second-reading", "lesions:second-reading-ask", "timeline:chart",
    "timeline:compare", "timeline:worklist", "records:sheet",
}  # fmt: skip
FOR_DERMATOLOGISTS = {"timeline:review", "timeline:worklist"}
# Other ways of asking for the same page.
MORE = {"timeline:lesion": ["?show=all"], "timeline:timeline": ["?kind=check-ins", "?kind=photos"]}


@pytest.fixture
def asked(world: World) -> Iterator[SecondReading]:
    """Of the record's own deposit, which grew to this size; an earlier photo has it, too."""
    lesion, photo = world.ids["lesion_id"], world.ids["photo_id"]
    owner, ids = world.cast.owner, dict(world.ids)
    size: dict[str, Any] = {
        "length_mm": Decimal("187.4"), "width_mm": Decimal("163.8"), "area_mm2": Decimal("24219.3"),
        "method": "photo_card", "uncertainty_mm": Decimal("0.6"), "entered_by": owner,
    }  # fmt: skip
    check_in = make_check_in(lesion, 0, **size)
    make_check_in(lesion, 30, **(size | {"length_mm": Decimal("103.1"), "width_mm": None, "area_mm2": None}))
    first = make_measurement(photo, owner, lesion, check_in, **NUMBERS)
    make_measurement(make_photo(lesion.patient, lesion, days_ago=30), owner, lesion, **NUMBERS)
    asked = make_second_reading(first, world.colleague, world.cast.dermatologist)
    world.ids |= {"measurement_id": first, "reading_id": asked, "check_in_id": check_in}
    touch(lesion.patient)
    since = lesion.patient.today() - datetime.timedelta(days=60)
    ticked = Selection(since, lesions=(lesion.pk,), photos=(photo.pk,), parts=frozenset(Part.values))
    for user in (world.colleague, world.cast.dermatologist):  # the owner has a sheet of her own
        keep_made(ticked, patient=lesion.patient, by=user)
    yield asked
    world.ids.clear()
    world.ids.update(ids)


def pages_with_it(world: World, role: str, among: Iterable[str] = OURS) -> set[str]:
    """The pages of these on which somebody of this role meets the first reading."""
    found = set()
    for name in among:
        page = OURS[name]
        if role not in GROUPS[page.group] or "GET" not in page.methods:
            continue
        url = page.url(name, world)
        for asked in (url, *(url + more for more in MORE.get(name, ()))):
            answer = world.ask(role, "GET", asked)
            body = b"".join(answer) if answer.streaming else answer.content
            if CANARY.search(body.decode("utf-8", "replace")):
                found.add(name)
    return found


def test_the_reader_meets_the_first_reading_on_no_page_before_she_has_read(
    world: World, asked: SecondReading
) -> None:
    assert pages_with_it(world, "colleague") == set()


def test_everybody_else_sees_it_as_before(world: World, asked: SecondReading) -> None:
    assert pages_with_it(world, "dermatologist", TELLING) == TELLING
    assert pages_with_it(world, "owner", TELLING) == TELLING - FOR_DERMATOLOGISTS


def test_her_own_sheet_and_the_charts_say_why_sizes_are_missing(world: World, asked: SecondReading) -> None:
    for name in ("records:sheet", "timeline:chart", "timeline:compare", "timeline:overview"):
        mine, theirs = (
            world.ask(role, "GET", OURS[name].url(name, world)).content.decode()
            for role in ("colleague", "dermatologist")
        )
        assert ("without seeing the first" in mine) or ("Sizes left out" in mine), name
        assert "without seeing the first" not in theirs, name
        assert "Sizes left out" not in theirs, name


def test_after_she_has_read_she_sees_it_everywhere(world: World, asked: SecondReading) -> None:
    own = make_measurement(asked.photo, world.colleague, asked.lesion, as_clinician=True)
    answer_with(own, by=world.colleague)
    assert pages_with_it(world, "colleague", TELLING) == TELLING


def test_the_photo_is_measured_from_nothing(world: World, asked: SecondReading) -> None:
    """Neither the outline of the photo before nor the card that the first reader said is offered."""
    lesion, photo = world.ids["lesion_id"], world.ids["photo_id"]
    url = reverse("lesions:measure", args=[photo.pk, lesion.pk])
    mine, theirs = world.ask("colleague", "GET", url), world.ask("dermatologist", "GET", url)
    assert theirs.context["earlier"] is not None
    assert mine.context["earlier"] is None
    assert theirs.context["form"].initial["place"] == "same_skin"
    assert "place" not in mine.context["form"].initial


def test_not_even_her_own_earlier_outline_is_a_start(world: World, asked: SecondReading) -> None:
    """It would pull her towards "no change"."""
    lesion, photo = world.ids["lesion_id"], world.ids["photo_id"]
    make_measurement(make_photo(lesion.patient, lesion, days_ago=40), world.colleague, lesion)
    page = world.ask("colleague", "GET", reverse("lesions:measure", args=[photo.pk, lesion.pk]))
    assert page.context["earlier"] is None


def test_an_earlier_outline_is_not_given_when_it_is_asked_for(world: World, asked: SecondReading) -> None:
    lesion, photo = world.ids["lesion_id"], world.ids["photo_id"]
    url = reverse("lesions:measure-propose", args=[photo.pk])
    said = {"card": "none", "from_earlier": "yes", "lesion": str(lesion.pk)}
    answer = world.client("colleague").post(url, said).json()
    assert not answer.get("outlines")
    assert "starts_from" not in answer or not answer["starts_from"]


def test_visible_to_is_one_query_and_leaves_out_what_tells_the_size(
    world: World, asked: SecondReading, django_assert_num_queries: object
) -> None:
    reader, lesion = world.colleague, world.ids["lesion_id"]
    with django_assert_num_queries(2):  # type: ignore[operator]
        read = list(Measurement.objects.visible_to(reader).filter(lesion=lesion))
        said = list(CheckIn.objects.visible_to(reader).filter(lesion=lesion))
    assert read == []
    assert all(not row.has_size and row.area_mm2 is None for row in said)
    others = Measurement.objects.visible_to(reader).exclude(lesion=lesion)
    assert others.exists(), "another deposit is not hidden"
