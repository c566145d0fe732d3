"""How the skin curves at a deposit: said by the person, told by its site, or left to the photo."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lesions import measure_services
from lesions.measure_services import Measured
from lesions.measure_terms import Asked
from lesions.measurement.terms import Setting
from lesions.models import Photo
from lesions.views.measure_page import surface_at
from tests.conftest import Cast, SignIn
from tests.lesions.measure_photo import lump_tap, measure_photo
from tests.make import make_lesion


@pytest.fixture
def photo(cast: Cast) -> Photo:
    return measure_photo(cast.record, cast.owner)


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def ask(client: Client, photo: Photo, **said: str) -> Any:
    x, y = lump_tap()
    said = {"card": "single-20", "place": "same_skin", "tap": f"{x},{y}", **said}
    return client.post(reverse("lesions:measure-propose", args=[photo.pk]), said)


@pytest.fixture
def settings_asked(monkeypatch: pytest.MonkeyPatch) -> list[Setting]:
    """What the pipeline is told, one for each photo that it looks at."""
    told: list[Setting] = []

    def look(photo: Photo, setting: Setting, lesions: Any, **more: Any) -> Measured:
        told.append(setting)
        return Measured("refused", "tilted")

    monkeypatch.setattr(measure_services, "find_and_measure", look)
    return told


def test_where_the_site_is_not_known_the_photo_may_show_how_the_skin_curves(
    client: Client, photo: Photo, settings_asked: list[Setting]
) -> None:
    ask(client, photo)
    assert (settings_asked[0].surface, settings_asked[0].surface_said) == ("flat", False)


def test_a_surface_that_was_chosen_is_said(
    client: Client, photo: Photo, settings_asked: list[Setting]
) -> None:
    ask(client, photo, surface="flat")
    assert settings_asked[0].surface_said


def test_the_site_of_the_deposit_says_how_the_skin_curves(
    cast: Cast, client: Client, photo: Photo, settings_asked: list[Setting]
) -> None:
    ask(client, photo, lesion=str(make_lesion(cast.record, "forearm_anterior").pk))
    assert (settings_asked[0].surface, settings_asked[0].surface_said) == ("limb", True)


@pytest.mark.parametrize("site", ["", "no_such_site"])
def test_no_site_tells_no_surface(site: str) -> None:
    assert surface_at(site) == ""


def test_a_guessed_surface_is_another_setting_than_a_said_one() -> None:
    assert Asked(surface_said=False).setting_key() != Asked().setting_key()
