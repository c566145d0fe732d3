"""Every write leaves its history, raises the record's revision and is written down; so is every page view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent, AuditSubject, Patient
from lesions.models import CheckIn, DailyEntry, Lesion, LifeEvent, Photo
from tests.conftest import Cast, SignIn
from tests.lesions.pages import now_text, upload
from tests.make import make_check_in, make_day, make_event, make_lesion, make_photo

Write = Callable[[Cast, Client], Any]


def add_lesion(cast: Cast, client: Client) -> Any:
    client.post(reverse("lesions:lesion-add", args=[cast.record.pk, "elbow", "left"]), {"name": "One"})
    return Lesion.objects.get()


def edit_lesion(cast: Cast, client: Client) -> Any:
    lesion = make_lesion(cast.record)
    client.post(reverse("lesions:lesion-edit", args=[lesion.pk]), {"name": "Other"})
    return lesion


def correct_place(cast: Cast, client: Client) -> Any:
    lesion = make_lesion(cast.record)
    client.post(reverse("lesions:lesion-place", args=[lesion.pk]), {"place": "elbow/left"})
    return lesion


def check_in(cast: Cast, client: Client) -> Any:
    url = reverse("lesions:check-in", args=[make_lesion(cast.record).pk])
    client.post(url, {"observed_at": now_text(cast.record), "anchor": "1"})
    return CheckIn.objects.get()


def same(cast: Cast, client: Client) -> Any:
    client.post(reverse("lesions:same", args=[make_lesion(cast.record).pk]))
    return CheckIn.objects.get()


def delete_check_in(cast: Cast, client: Client) -> Any:
    row = make_check_in(make_lesion(cast.record))
    client.post(reverse("lesions:check-in-delete", args=[row.pk]))
    return row


def add_event(cast: Cast, client: Client) -> Any:
    url = reverse("lesions:event-add", args=[make_lesion(cast.record).pk])
    client.post(url, {"kind": "opened", "happened_year": "2024"})
    return LifeEvent.objects.get()


def delete_event(cast: Cast, client: Client) -> Any:
    row = make_event(make_lesion(cast.record), "opened")
    client.post(reverse("lesions:event-delete", args=[row.pk]))
    return row


def write_day(cast: Cast, client: Client) -> Any:
    client.post(reverse("lesions:day", args=[cast.record.pk, cast.record.today()]), {"pain": "3"})
    return DailyEntry.objects.get()


def delete_day(cast: Cast, client: Client) -> Any:
    row = make_day(cast.record, pain=3)
    client.post(reverse("lesions:day-delete", args=[row.pk]))
    return row


def attach_photo(cast: Cast, client: Client) -> Any:
    url = reverse("lesions:check-in", args=[make_lesion(cast.record).pk])
    client.post(url, {"observed_at": now_text(cast.record), "photos": [upload()]})
    return Photo.objects.get()


def edit_photo(cast: Cast, client: Client) -> Any:
    photo = make_photo(cast.record)
    values = {"taken_at": now_text(cast.record), "view": "overview", "caption": "from above"}
    client.post(reverse("lesions:photo-edit", args=[photo.pk]), values)
    return photo


def delete_photo(cast: Cast, client: Client) -> Any:
    photo = make_photo(cast.record)
    client.post(reverse("lesions:photo-delete", args=[photo.pk]))
    return photo


WRITES: list[Write] = [
    add_lesion, edit_lesion, correct_place, check_in, same, delete_check_in, add_event, delete_event,
    write_day, delete_day, attach_photo, edit_photo, delete_photo,
]  # fmt: skip


@pytest.mark.parametrize("write", WRITES)
def test_a_write_leaves_its_history_with_the_person_who_made_it(
    cast: Cast, sign_in: SignIn, write: Write
) -> None:
    row = write(cast, sign_in(cast.caregiver))
    assert row.history.latest("history_date").history_user == cast.caregiver


@pytest.mark.parametrize("write", WRITES)
def test_a_write_raises_the_revision_of_the_record(cast: Cast, sign_in: SignIn, write: Write) -> None:
    write(cast, sign_in(cast.caregiver))
    assert Patient.objects.get(pk=cast.record.pk).revision > 0
    assert Patient.objects.get(pk=cast.stranger_record.pk).revision == 0


@pytest.mark.parametrize("write", WRITES)
def test_a_write_is_written_down_once(cast: Cast, sign_in: SignIn, write: Write) -> None:
    write(cast, sign_in(cast.caregiver))
    event = AccessEvent.objects.get()
    assert event.action == "change"
    assert event.actor_ref == AuditSubject.objects.get(user=cast.caregiver).ref
    assert event.subject_ref == AuditSubject.objects.get(patient=cast.record).ref


@pytest.mark.parametrize("name", ["lesions:check-in", "lesions:check-in-list", "timeline:lesion"])
def test_opening_a_page_is_written_down_once_with_what_it_is_about(
    cast: Cast, sign_in: SignIn, name: str
) -> None:
    lesion = make_lesion(cast.record)
    sign_in(cast.caregiver).get(reverse(name, args=[lesion.pk]))
    event = AccessEvent.objects.get()
    assert (event.action, event.what, event.object_ref) == ("view", name, lesion.pk)


def test_a_page_that_is_not_found_is_not_written_down(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    sign_in(cast.stranger).get(reverse("timeline:lesion", args=[lesion.pk]))
    sign_in(cast.reader).get(reverse("lesions:check-in", args=[lesion.pk]))
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize("way", ["update", "save", "delete", "delete all"])
def test_what_was_written_down_cannot_be_changed(cast: Cast, sign_in: SignIn, way: str) -> None:
    sign_in(cast.reader).get(reverse("timeline:overview", args=[cast.record.pk]))
    event = AccessEvent.objects.get()
    ways: dict[str, Callable[[], Any]] = {
        "update": lambda: AccessEvent.objects.update(what="nothing"),
        "save": event.save,
        "delete": event.delete,
        "delete all": AccessEvent.objects.all().delete,
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        ways[way]()
    assert AccessEvent.objects.count() == 1
