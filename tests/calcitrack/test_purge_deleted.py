"""What `purge_deleted` removes for good, and what it leaves."""

from __future__ import annotations

import datetime

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from accounts.files import new_folder, private_storage, write_renditions
from accounts.services import remove_clinical, save_clinical
from care.models import Treatment
from lesions.models import CheckIn, Lesion, Photo
from tests.conftest import Cast
from tests.make import make_check_in, make_lesion

DAY = datetime.timedelta(days=1)


def deleted(lesion: Lesion, days_ago: int, cast: Cast) -> Lesion:
    remove_clinical(lesion, by=cast.owner)
    lesion.deleted_at = timezone.now() - days_ago * DAY
    lesion.save()
    return lesion


def staged_photo(cast: Cast, days_ago: int) -> Photo:
    folder = new_folder(cast.record)
    write_renditions(folder, {"small": b"a picture"})
    at = timezone.now() - days_ago * DAY
    return Photo.objects.create(
        patient=cast.record,
        folder=folder,
        taken_at=at,
        entered_at=at,
        width_px=1,
        height_px=1,
        sha256="0" * 64,
    )


def test_what_was_deleted_long_ago_goes_with_its_check_ins_and_all_history(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion)
    deleted(lesion, 31, cast)
    call_command("purge_deleted")
    counts = [
        Lesion.objects.count(),
        CheckIn.objects.count(),
        Lesion.history.count(),
        CheckIn.history.count(),
    ]
    assert counts == [0, 0, 0, 0]


def test_what_was_deleted_lately_can_still_be_brought_back(cast: Cast) -> None:
    lesion = deleted(make_lesion(cast.record), 29, cast)
    call_command("purge_deleted")
    assert Lesion.objects.removed().get() == lesion


def test_what_was_not_deleted_keeps_its_history(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    call_command("purge_deleted")
    assert Lesion.history.filter(id=lesion.pk).count() == 1


def test_the_deposits_of_a_treatment_go_from_its_history_too(cast: Cast) -> None:
    treatment = Treatment(patient=cast.record, kind="drug", key="diltiazem")
    save_clinical(treatment, by=cast.owner).lesions.set([make_lesion(cast.record)])
    remove_clinical(treatment, by=cast.owner)
    treatment.deleted_at = timezone.now() - 31 * DAY
    treatment.save()
    call_command("purge_deleted")
    which = apps.get_model("care", "HistoricalTreatment_lesions")
    assert [Treatment.history.count(), which.objects.count()] == [0, 0]


@pytest.mark.parametrize(("days_ago", "left"), [(2, 0), (0, 1)])
def test_a_photo_that_was_never_saved_goes_after_a_day(cast: Cast, days_ago: int, left: int) -> None:
    staged_photo(cast, days_ago)
    call_command("purge_deleted")
    assert Photo.objects.count() == left


def test_the_files_of_a_photo_go_with_it(
    cast: Cast, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    photo = staged_photo(cast, days_ago=2)
    private_storage().save(f"{photo.folder}/large", ContentFile(b"a larger one"))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        call_command("purge_deleted")
    assert private_storage().listdir(photo.folder)[1] == []
