"""The cast: people with a fixed story, used by every test."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import timezone
from hypothesis import settings as hypothesis_settings
from pytest_django.fixtures import Settings

from accounts import audit_triggers
from accounts.models import Patient, User
from education.content.load import load_content
from tests.make import make_patient, make_user, relate

SignIn = Callable[[User], Client]

# How long one example takes says more about who else uses the machine than about the code. Every run
# tries the same examples, so that a change is judged by what it changed; HYPOTHESIS_PROFILE=explore looks
# for new ones.
hypothesis_settings.register_profile("calcitrack", deadline=None, derandomize=True)
hypothesis_settings.register_profile("explore", deadline=None)
# Through which a test gets to a database; live_server and the like ask for one of them.
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_setup"})
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "calcitrack"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With DATABASE_TESTS_ONLY=1 leave out what asks no database; without one, its answer is always the same.

    The suite runs everything on SQLite and then, on PostgreSQL, every test that has a database.
    """
    if os.environ.get("DATABASE_TESTS_ONLY") != "1":
        return
    asking = [item for item in items if asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
    items[:] = asking


def asks_a_database(item: pytest.Item) -> bool:
    """Whether pytest-django would let it: by a fixture, of its own or of another fixture, or by its mark."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


@dataclass(frozen=True)
class Cast:
    """Rosa keeps her own record. Carl logs for her, Rita only reads. Dr Derm reviews it; Dr Other does not
    know her.

    Stan is another patient with a record of his own. Edda writes articles. Root runs the machine. Rex's
    access was revoked, Xena's has run out.
    """

    owner: User
    caregiver: User
    reader: User
    dermatologist: User
    other_dermatologist: User
    stranger: User
    editor: User
    superuser: User
    revoked: User
    expired: User
    record: Patient
    stranger_record: Patient


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    """Everybody with the two records; a module that builds them once calls this itself."""
    owner, stranger = make_user("Rosa Owner"), make_user("Stan Stranger")
    record, stranger_record = make_patient(owner, sex_for_calculations="female"), make_patient(stranger)
    caregiver, reader = make_user("Carl Caregiver"), make_user("Rita Reader")
    dermatologist = make_user("Dr Derm", role=User.Role.DERMATOLOGIST)
    other = make_user("Dr Other", role=User.Role.DERMATOLOGIST)
    editor = make_user("Edda Editor", role=User.Role.EDITOR, is_staff=True)
    editors = Group.objects.filter(name="Editors").first()
    if editors:
        editor.groups.add(editors)
    superuser = make_user("Root", is_staff=True, is_superuser=True)
    revoked, expired = make_user("Rex Revoked"), make_user("Xena Expired")
    now, day = timezone.now(), datetime.timedelta(days=1)
    relate(caregiver, record, "caregiver", may_write=True, granted_by=owner)
    relate(reader, record, "caregiver", granted_by=owner)
    relate(dermatologist, record, "dermatologist", granted_by=owner)
    relate(revoked, record, "caregiver", may_write=True, may_manage=True, revoked_at=now - day)
    relate(expired, record, "dermatologist", starts_at=now - 30 * day, ends_at=now - day)
    return Cast(
        owner,
        caregiver,
        reader,
        dermatologist,
        other,
        stranger,
        editor,
        superuser,
        revoked,
        expired,
        record,
        stranger_record,
    )


@pytest.fixture
def sign_in(db: None) -> SignIn:
    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return enter


@pytest.fixture(autouse=True)
def _own_private_files(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    """Every test has private files of its own."""
    folder = tmp_path_factory.mktemp("private")
    storages = {**settings.STORAGES}
    options = {**storages["private"]["OPTIONS"], "location": folder}
    storages["private"] = {**storages["private"], "OPTIONS": options}
    settings.STORAGES = storages
    settings.PRIVATE_ROOT = folder


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_the_audit() -> Iterator[None]:
    """Tests with a live server empty every table afterwards; the append-only triggers step aside for that."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_without_triggers(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        statements = audit_triggers.STATEMENTS[connection.vendor]
        with connection.cursor() as cursor:
            for statement in statements["down"]:
                cursor.execute(statement)
        flush(self, sql_list)
        with connection.cursor() as cursor:
            for statement in statements["up"]:
                cursor.execute(statement)

    operations.execute_sql_flush = flush_without_triggers  # type: ignore[method-assign]
    yield
    operations.execute_sql_flush = flush  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def _what_migrations_made_outlives_a_flush() -> Iterator[None]:
    """Emptying every table takes the editors' group and the shipped articles along: put them back."""
    codenames = import_module("education.migrations.0002_editors_group").CODENAMES

    def put_back(**_arguments: object) -> None:
        group, _is_new = Group.objects.get_or_create(name="Editors")
        rights = Permission.objects.filter(content_type__app_label="education", codename__in=codenames)
        group.permissions.set(rights)
        load_content()

    # Connected last, so that the permissions of the app are there already.
    education = apps.get_app_config("education")
    post_migrate.connect(put_back, sender=education, weak=False)
    yield
    post_migrate.disconnect(put_back, sender=education)
