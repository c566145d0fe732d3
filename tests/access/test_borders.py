"""What the matrix cannot ask: access that ends between two requests, and ids of others inside a form."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from simple_history.models import registered_models

from accounts.clinical import ClinicalRow
from accounts.models import Patient, User
from care.models import Treatment
from lesions.models import CheckIn, Lesion, Photo, PhotoLesion
from tests.access.matrix import GROUPS, PAGES, RECORD_PAGES
from tests.access.world import World, state

pytestmark = pytest.mark.usefixtures("quiet")
SHOWN = sorted(name for name, page in RECORD_PAGES.items() if page.group == "read" and "GET" in page.methods)


# ---- access that ends --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHOWN)
def test_a_revoked_access_ends_with_the_next_request(world: World, name: str) -> None:
    client, url = world.client("caregiver"), PAGES[name].url(name, world)
    assert client.get(url).status_code == 200
    relationship = world.cast.record.care_relationships.get(user=world.cast.caregiver)
    relationship.revoked_at = timezone.now()
    relationship.save()
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", SHOWN)
def test_an_access_ends_by_itself_on_its_last_day(world: World, name: str) -> None:
    client, url = world.client("dermatologist"), PAGES[name].url(name, world)
    relationship = world.cast.record.care_relationships.get(user=world.cast.dermatologist)
    relationship.ends_at = timezone.now() + datetime.timedelta(hours=1)
    relationship.save()
    assert client.get(url).status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2), tick=True):
        assert client.get(url).status_code == 404


def test_an_access_that_has_not_begun_shows_nothing(world: World) -> None:
    relationship = world.cast.record.care_relationships.get(user=world.cast.reader)
    relationship.starts_at = timezone.now() + datetime.timedelta(hours=1)
    relationship.save()
    url = reverse("timeline:overview", args=[world.cast.record.pk])
    assert world.client("reader").get(url).status_code == 404


def test_writing_ends_at_once_when_only_reading_is_left(world: World) -> None:
    client, url = world.client("caregiver"), reverse("lesions:same", args=[world.ids["lesion_id"].pk])
    assert client.post(url).status_code == 302
    world.cast.record.care_relationships.filter(user=world.cast.caregiver).update(may_write=False)
    before = state()
    assert client.post(url).status_code == 404
    assert state() == before


def test_a_closed_account_is_out_at_once(world: World) -> None:
    client, url = world.client("reader"), reverse("timeline:overview", args=[world.cast.record.pk])
    User.objects.filter(pk=world.cast.reader.pk).update(is_active=False)
    assert "/account/login/" in client.get(url)["Location"]


# ---- ids of another record inside a form -------------------------------------------------------------


def post(world: World, role: str, name: str, data: dict[str, Any], *args: Any) -> Any:
    client: Client = world.client(role)
    return client.post(reverse(name, args=args), data)


def test_a_treatment_cannot_name_a_deposit_of_another_record(world: World) -> None:
    theirs = world.foreign["lesion_id"]
    data = {"key": "diltiazem", "lesions": [str(theirs.pk)]}
    answer = post(world, "owner", "care:treatment-add", data, world.cast.record.pk)
    assert answer.status_code == 200
    assert theirs.name not in answer.content.decode()
    assert not Treatment.objects.filter(lesions=theirs, patient=world.cast.record).exists()


def test_a_treatment_cannot_be_compared_with_a_deposit_of_another_record(world: World) -> None:
    theirs = world.foreign["lesion_id"]
    data = {"key": "diltiazem", "lesions": [str(world.ids["lesion_id"].pk)], "control_lesion": str(theirs.pk)}
    answer = post(world, "owner", "care:treatment-add", data, world.cast.record.pk)
    assert answer.status_code == 200
    assert not Treatment.objects.filter(control_lesion=theirs).exists()


def test_a_check_in_takes_no_photo_of_another_record(world: World) -> None:
    theirs = world.foreign["photo_id"]
    lesion = world.ids["lesion_id"]
    data = {
        "observed_at": "2026-01-02T10:00",
        "anchor": "0",
        "kept_photos": [str(theirs.pk), str(uuid.uuid4())],
    }
    assert post(world, "owner", "lesions:check-in", data, lesion.pk).status_code == 302
    assert not PhotoLesion.objects.filter(photo=theirs, lesion=lesion).exists()


def test_a_check_in_takes_no_photo_that_another_writer_has_in_an_open_form(world: World) -> None:
    """A photo waits for the form of the person who sent it."""
    mine, lesion = world.ids["photo_id"], world.ids["lesion_id"]
    PhotoLesion.objects.filter(photo=mine).delete()
    Photo.objects.filter(pk=mine.pk).update(attached_at=None)
    data = {"observed_at": "2026-01-02T10:00", "anchor": "0", "kept_photos": [str(mine.pk)]}
    assert post(world, "caregiver", "lesions:check-in", data, lesion.pk).status_code == 302
    assert not PhotoLesion.objects.filter(photo=mine).exists()


def test_a_photo_cannot_show_a_deposit_of_another_record(world: World) -> None:
    theirs, photo = world.foreign["lesion_id"], world.ids["photo_id"]
    data = {"taken_at": "2026-01-02T10:00", "view": "close_up", "lesions_shown": [str(theirs.pk)]}
    answer = post(world, "owner", "lesions:photo-edit", data, photo.pk)
    assert answer.status_code == 200
    assert theirs.name not in answer.content.decode()
    assert not PhotoLesion.objects.filter(photo=photo, lesion=theirs).exists()


def test_no_form_moves_a_row_to_another_record_or_signs_it_for_another(world: World) -> None:
    lesion, theirs = world.ids["lesion_id"], world.cast.stranger_record
    data = {
        "name": "Renamed", "patient": str(theirs.pk), "patient_id": str(theirs.pk), "id": str(uuid.uuid4()),
        "entered_by": str(world.cast.stranger.pk), "deleted_at": "2026-01-01", "diagnosis_type": "dystrophic",
    }  # fmt: skip
    assert post(world, "owner", "lesions:lesion-edit", data, lesion.pk).status_code == 302
    after = Lesion.objects.get(pk=lesion.pk)
    assert (after.name, after.patient_id) == ("Renamed", world.cast.record.pk)
    assert (after.entered_by_id, after.deleted_at, after.diagnosis_type) == (lesion.entered_by_id, None, "")


def test_a_new_check_in_belongs_to_the_lesion_of_its_address(world: World) -> None:
    theirs = world.foreign["lesion_id"]
    data = {
        "observed_at": "2026-01-02T10:00", "anchor": "1",
        "lesion": str(theirs.pk), "patient": str(theirs.patient_id), "entered_by": str(world.cast.owner.pk),
    }  # fmt: skip
    before = CheckIn.objects.filter(lesion=theirs).count()
    answer = post(world, "caregiver", "lesions:check-in", data, world.ids["lesion_id"].pk)
    assert answer.status_code == 302
    made = CheckIn.objects.filter(lesion=world.ids["lesion_id"]).latest("entered_at")
    assert (made.patient_id, made.entered_by_id) == (world.cast.record.pk, world.cast.caregiver.pk)
    assert CheckIn.objects.filter(lesion=theirs).count() == before


def test_nobody_gives_herself_rights_by_the_form_of_her_profile(world: World) -> None:
    data = {
        "name": "Stan Stranger", "time_zone": "Europe/Zurich", "lab_units": "si", "role": "dermatologist",
        "is_staff": "on", "is_superuser": "on", "is_active": "on", "groups": "1", "email": "root@example.org",
    }  # fmt: skip
    assert post(world, "stranger", "accounts:profile", data).status_code == 302
    after = User.objects.get(pk=world.cast.stranger.pk)
    assert after.lab_units == "si"
    assert (after.role, after.is_staff, after.is_superuser) == ("patient", False, False)
    assert (after.email, after.groups.count()) == (world.cast.stranger.email, 0)


def test_nobody_writes_the_revision_of_a_record_by_its_form(world: World) -> None:
    data = {"name": "Rosa Owner", "birth_on": "1974-05-17", "time_zone": "Europe/Zurich", "revision": "0"}
    before = Patient.objects.get(pk=world.cast.record.pk).revision
    assert post(world, "owner", "accounts:patient-edit", data, world.cast.record.pk).status_code == 302
    assert Patient.objects.get(pk=world.cast.record.pk).revision == before + 1


# ---- ids of another record in the query --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key", "kind"),
    [
        ("timeline:timeline", "lesion", "lesion_id"),
        ("labs:add", "like", "result_id"),
        ("care:treatment-add", "lesion", "lesion_id"),
    ],
)
def test_an_id_of_another_record_in_the_query_shows_nothing_of_it(
    world: World, name: str, key: str, kind: str
) -> None:
    theirs = world.foreign[kind]
    Lesion.objects.filter(pk=world.foreign["lesion_id"].pk).update(name="Foreign deposit")
    type(theirs).objects.filter(pk=theirs.pk).update(note="Foreign words")
    url = reverse(name, args=[world.cast.record.pk])
    answer = world.client("owner").get(url, {key: str(theirs.pk)})
    assert answer.status_code in {200, 404}
    assert "Foreign" not in answer.content.decode()


# ---- the admin ---------------------------------------------------------------------------------------


def test_no_row_of_a_record_and_no_history_is_in_the_admin() -> None:
    histories = set(registered_models.values())
    wrong = [
        model._meta.label
        for model in admin.site._registry
        if issubclass(model, ClinicalRow)
        or model in histories
        or model.__name__.startswith("Historical")
        or any(getattr(field, "related_model", None) is Patient for field in model._meta.fields)
        or model is Patient
    ]
    assert wrong == []


def test_there_are_rows_of_records_to_keep_out_of_it() -> None:
    assert len([model for model in apps.get_models() if issubclass(model, ClinicalRow)]) >= 10


def test_an_editor_reaches_the_articles_and_nothing_else(world: World) -> None:
    page = world.client("editor").get("/admin/").content.decode()
    sections = {
        model._meta.app_label for model in admin.site._registry if f"/admin/{model._meta.app_label}/" in page
    }
    assert sections == {"education"}


def test_an_operator_cannot_take_over_an_account_in_the_admin(world: World) -> None:
    """Whoever could confirm an address or remove a second factor could enter as its owner."""
    labels = {model._meta.label for model in admin.site._registry}
    assert labels.isdisjoint({"account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator"})
    url = reverse("admin:accounts_user_change", args=[world.cast.owner.pk])
    data = {
        "email": "root@example.org",
        "password": "x",
        "name": "Rosa",
        "role": "patient",
        "is_active": "on",
    }
    world.client("superuser").post(url, data)
    after = User.objects.get(pk=world.cast.owner.pk)
    assert (after.email, after.password) == (world.cast.owner.email, world.cast.owner.password)


def test_groups_of_the_matrix_name_only_people_of_the_cast(world: World) -> None:
    people = {role for group in GROUPS.values() for role in group} - {"anonymous"}
    assert all(isinstance(world.user(role), User) for role in people)
