"""A second dermatologist reads a photo blind: asked on a phone, read with one tap, then both are shown."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from lesions.models import Lesion, Measurement, Photo, SecondReading
from tests.browser.conftest import Enter
from tests.browser.measuring import Measuring, true_length
from tests.browser.screens import DESKTOP_DARK, PHONE_LIGHT, on
from tests.browser.test_axe import violations
from tests.conftest import Cast
from tests.lesions.measure_photo import measure_photo
from tests.make import (
    make_lesion,
    make_measure_card,
    make_measurement,
    make_second_reading,
    make_user,
    relate,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lesion(people: Cast) -> Lesion:
    make_measure_card(people.record, name="My 20 mm card")
    return make_lesion(people.record, "palm", name="Left palm 1")


@pytest.fixture
def photo(people: Cast) -> Photo:
    photo = measure_photo(people.record, people.owner)
    photo.attached_at = timezone.now()  # in the record: others may open it
    photo.save()
    return photo


@pytest.fixture
def first(people: Cast, lesion: Lesion, photo: Photo) -> Measurement:
    return make_measurement(photo, people.owner, lesion)


@pytest.fixture
def second(people: Cast) -> User:
    user = make_user("Dr Second", role=User.Role.DERMATOLOGIST)
    relate(user, people.record, "dermatologist", granted_by=people.owner)
    return user


@on(PHONE_LIGHT)
def test_asking_forgets_nothing_and_the_patient_reads_of_it(
    enter: Enter, people: Cast, lesion: Lesion, first: Measurement, second: User
) -> None:
    derm = enter(people.dermatologist)
    derm.open("lesions:measurement-list", lesion.pk)
    derm.follow(re.compile("^Ask for a second reading"))
    assert violations(derm) == []
    derm.type("In your words (may stay empty)", "The hard edge, please.")
    derm.press("Ask")
    derm.sees("Choose who should read it.")
    derm.page.get_by_label("Who should read it").select_option("Dr Second")
    derm.press("Ask")
    derm.is_told(re.compile("Dr Second is asked"))
    assert SecondReading.objects.get().message == "The hard edge, please."
    rosa = enter(people.owner)
    rosa.open("timeline:lesion", lesion.pk)
    rosa.sees(re.compile("Dr Second has not read it yet"))


@on(PHONE_LIGHT, DESKTOP_DARK)
def test_she_reads_blind_with_one_tap_and_then_sees_both(
    enter: Enter, people: Cast, lesion: Lesion, photo: Photo, first: Measurement, second: User
) -> None:
    make_second_reading(first, second, people.dermatologist)
    derm = enter(second)
    derm.open("timeline:home")
    derm.follow(re.compile("Rosa Owner: Left palm 1"))
    derm.sees(re.compile("without seeing the first reading"))
    derm.sees_not(re.compile("12.3"))
    assert violations(derm) == []
    derm.follow("Read it now")
    reading = Measuring(derm, photo, lesion)
    reading.is_at("Tap the deposit")
    reading.tap_lump()
    assert reading.length() == pytest.approx(true_length(), rel=0.05)
    reading.accept()
    expect(derm.heading("Both readings")).to_be_visible()
    derm.sees("12.3 × 8.1 mm, ± 0.6 mm", re.compile(r"may be off"))
    expect(derm.page.locator(".over-second")).to_have_count(1)
    assert violations(derm) == []
