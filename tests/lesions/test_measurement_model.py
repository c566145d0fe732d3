"""What the table of measurements lets in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.services import remove_clinical, restore_clinical, save_clinical
from lesions.models import Measurement, Photo, PhotoScale
from tests.conftest import Cast
from tests.make import make_check_in, make_lesion, make_photo


@pytest.fixture
def photo(cast: Cast) -> Photo:
    return make_photo(cast.record)


def reading(photo: Photo, **values: Any) -> Measurement:
    values = {
        "method": "photo_card", "scale": {}, "length_mm": Decimal("12.34"), "uncertainty_mm": Decimal("0.61"),
        "outlines": [[[0.1, 0.1], [0.2, 0.1], [0.2, 0.2]]], **values,
    }  # fmt: skip
    return Measurement(patient=photo.patient, photo=photo, **values)


def test_a_reading_knows_its_author_and_keeps_history(cast: Cast, photo: Photo) -> None:
    row = save_clinical(reading(photo), by=cast.caregiver)
    assert row.entered_by == cast.caregiver
    assert Measurement.history.filter(id=row.pk).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"length_mm": Decimal(0)},
        {"uncertainty_mm": Decimal(0)},
        {"width_mm": Decimal("12.35")},
    ],
)
def test_a_size_that_cannot_be_is_refused(cast: Cast, photo: Photo, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        save_clinical(reading(photo, **wrong), by=cast.owner)


def test_a_reading_of_a_check_in_needs_its_deposit(cast: Cast, photo: Photo) -> None:
    check_in = make_check_in(make_lesion(cast.record))
    with pytest.raises(ValidationError):
        save_clinical(reading(photo, check_in=check_in), by=cast.owner)


def test_a_reading_goes_and_comes_back_with_its_deposit(cast: Cast, photo: Photo) -> None:
    lesion = make_lesion(cast.record)
    row = save_clinical(reading(photo, lesion=lesion), by=cast.owner)
    remove_clinical(lesion, by=cast.owner)
    assert not Measurement.objects.kept().filter(pk=row.pk).exists()
    restore_clinical(lesion, by=cast.owner)
    assert Measurement.objects.kept().filter(pk=row.pk).exists()


def test_one_scale_is_kept_of_a_photo_for_one_setting_of_one_person(cast: Cast, photo: Photo) -> None:
    same: dict[str, Any] = {
        "photo": photo, "made_by": cast.owner, "method": "photo_card", "setting": {}, "setting_key": "k",
        "found": {},
    }  # fmt: skip
    PhotoScale.objects.create(**same)
    PhotoScale.objects.create(**same | {"made_by": cast.caregiver})
    with pytest.raises(IntegrityError), transaction.atomic():
        PhotoScale.objects.create(**same)
