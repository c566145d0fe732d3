"""One filled record for a whole module of tests; every test undoes what it changed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings

from tests.access.world import World, build_world
from tests.conftest import make_cast


def private_in(folder: Path) -> dict[str, Any]:
    storages = {**django_settings.STORAGES}
    storages["private"] = {
        **storages["private"],
        "OPTIONS": {**storages["private"]["OPTIONS"], "location": folder},
    }
    return {"STORAGES": storages, "PRIVATE_ROOT": folder}


@pytest.fixture(scope="module")
def filled(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, Path]]:
    """Built once a module, inside a transaction of its own that is rolled back at the end."""
    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**private_in(folder)):
            world = build_world(make_cast())
        yield world, folder
        transaction.set_rollback(True)


@pytest.fixture
def world(filled: tuple[World, Path], _own_private_files: None, db: None) -> Iterator[World]:
    """The filled record; what this test changes is undone after it."""
    with override_settings(**private_in(filled[1])):
        yield filled[0]


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals are asked for here; their log lines are not what the test is about."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
