"""What `sweep_files` removes from the private files, and what it leaves."""

from __future__ import annotations

import datetime
import io
import os

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from accounts.files import new_folder, private_storage, sweep_files, write_renditions
from accounts.models import Patient
from accounts.services import remove_clinical
from tests.conftest import Cast
from tests.make import make_photo

RENDITIONS = {"small": b"a picture", "large": b"a larger one"}


def age(folder: str, days: float) -> None:
    """Let a folder and its files say that they are so many days old."""
    at = (timezone.now() - datetime.timedelta(days=days)).timestamp()
    path = settings.PRIVATE_ROOT / folder
    for each in (*path.iterdir(), path):
        os.utime(each, (at, at))


def orphan(patient: Patient, days: float) -> str:
    folder = new_folder(patient)
    write_renditions(folder, RENDITIONS)
    age(folder, days)
    return folder


def test_old_files_without_a_row_go_with_their_folder(cast: Cast) -> None:
    folder = orphan(cast.record, days=1.1)
    assert sweep_files() == 1
    assert not private_storage().exists(folder)


def test_a_second_run_finds_nothing(cast: Cast) -> None:
    orphan(cast.record, days=2)
    assert [sweep_files(), sweep_files()] == [1, 0]


def test_files_whose_row_may_still_be_on_its_way_stay(cast: Cast) -> None:
    folder = orphan(cast.record, days=0.9)
    assert sweep_files() == 0
    assert sorted(private_storage().listdir(folder)[1]) == ["large", "small"]


def test_one_new_file_keeps_an_old_folder(cast: Cast) -> None:
    folder = orphan(cast.record, days=2)
    os.utime(settings.PRIVATE_ROOT / folder / "small")
    assert sweep_files() == 0


@pytest.mark.parametrize("is_deleted", [False, True])
def test_files_with_a_row_stay_even_while_it_is_deleted(cast: Cast, is_deleted: bool) -> None:
    photo = make_photo(cast.record)
    age(photo.folder, days=400)
    if is_deleted:
        remove_clinical(photo, by=cast.owner)
    assert sweep_files() == 0
    assert private_storage().exists(photo.rendition_name("small"))


def test_what_is_not_named_as_ours_is_left_alone(cast: Cast) -> None:
    private_storage().save("lost+found/x/kept", ContentFile(b"somebody else's"))
    age("lost+found/x", days=400)
    assert sweep_files() == 0
    assert private_storage().exists("lost+found/x/kept")


def test_nothing_kept_yet_is_nothing_to_sweep(db: None) -> None:
    settings.PRIVATE_ROOT.rmdir()
    assert sweep_files() == 0


def test_the_command_says_how_many_went(cast: Cast) -> None:
    orphan(cast.record, days=2)
    said = io.StringIO()
    call_command("sweep_files", stdout=said)
    assert "Removed 1 " in said.getvalue()
