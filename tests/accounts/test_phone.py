"""The icon of the home screen, the shell that opens without network, and what signing out takes away."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts import phone
from tests.conftest import Cast
from tests.test_budgets import linked_files, with_imports

pytestmark = pytest.mark.django_db
OPEN = ["manifest", "service-worker", "offline", "offline-unsaved"]


def signed_in(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.owner)
    return client


def words_of(manifest: dict[str, Any]) -> str:
    """What the phone shows of it, without addresses."""
    shown = {key: value for key, value in manifest.items() if key not in ("icons", "shortcuts")}
    return json.dumps([shown, [shortcut["name"] for shortcut in manifest["shortcuts"]]])


def picture(address: str) -> Path:
    found = finders.find(address.removeprefix("/static/"))
    assert found, address
    return Path(str(found))


def test_the_name_under_the_icon_says_nothing_about_health(settings: Any) -> None:
    settings.MAIL_SENDER_NAME = "My notebook"
    manifest = Client().get(reverse("accounts:manifest")).json()
    assert (manifest["name"], manifest["short_name"]) == ("My notebook", "My notebook")
    assert not re.search(
        "calci|skin|health|medic", json.dumps([manifest["name"], manifest["short_name"]]), re.I
    )
    page = Client().get(reverse("account_login")).content.decode()
    assert '<meta name="apple-mobile-web-app-title" content="My notebook">' in page


def test_the_shortcut_of_the_icon_leads_to_ones_own_check_ins(cast: Cast) -> None:
    (shortcut,) = phone.manifest()["shortcuts"]
    assert signed_in(cast).get(shortcut["url"])["Location"] == reverse("timeline:walk", args=[cast.record.pk])
    client = Client()
    client.force_login(cast.dermatologist)
    assert client.get(shortcut["url"])["Location"] == reverse("timeline:home")


def test_every_icon_is_as_large_as_the_manifest_says() -> None:
    icons = [icon for icon in phone.manifest()["icons"] if icon["type"] == "image/png"]
    found = {(icon["purpose"], "x".join(map(str, Image.open(picture(icon["src"])).size))) for icon in icons}
    assert found == {(icon["purpose"], icon["sizes"]) for icon in icons}
    assert found == {(kind, size) for kind in ("any", "maskable") for size in ("192x192", "512x512")}


def test_a_maskable_icon_keeps_its_motif_inside_the_circle_that_launchers_leave() -> None:
    (address,) = [
        icon["src"]
        for icon in phone.manifest()["icons"]
        if (icon["purpose"], icon["sizes"]) == ("maskable", "512x512")
    ]
    image = Image.open(picture(address)).convert("RGBA").convert("L")
    paper = [(x, y) for x in range(512) for y in range(512) if int(image.getpixel((x, y))) > 200]  # type: ignore[arg-type]
    assert paper
    assert max((x - 255.5) ** 2 + (y - 255.5) ** 2 for x, y in paper) ** 0.5 <= 0.4 * 512


def test_the_shell_holds_all_that_its_pages_load() -> None:
    needed = with_imports(linked_files(phone.offline_page()))
    assert {f"/static/{name}" for name in needed} - {"/static/icons/apple-touch-icon.png"} <= set(
        phone.shell()["files"]
    )


def test_the_shell_holds_nothing_but_its_pages_and_static_files() -> None:
    shell = phone.shell()
    assert shell["pages"] == {"offline": "/offline/", "unsaved": "/offline/unsaved/"}
    assert all(name.startswith("/static/") for name in shell["files"])


def test_another_shell_makes_another_worker(settings: Any) -> None:
    before = phone.shell()["version"]
    settings.CLINIC = {**settings.CLINIC, "phone": "01 555 0199"}
    assert phone.shell()["version"] != before


@pytest.mark.parametrize("name", OPEN)
def test_a_file_of_the_shell_is_the_same_for_everybody_and_sets_no_cookie(cast: Cast, name: str) -> None:
    hers, nobodys = (client.get(reverse(f"accounts:{name}")) for client in (signed_in(cast), Client()))
    assert hers.content == nobodys.content
    assert not hers.cookies
    assert not nobodys.cookies
    assert cast.owner.name not in hers.content.decode()


@pytest.mark.parametrize("name", OPEN)
def test_a_file_of_the_shell_is_asked_for_each_time_and_sent_only_when_it_changed(name: str) -> None:
    first = Client().get(reverse(f"accounts:{name}"))
    assert first["Cache-Control"] == "no-cache"
    again = Client().get(reverse(f"accounts:{name}"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_the_device_learns_who_is_signed_in_as_a_reference_only(cast: Cast) -> None:
    state = signed_in(cast).get(reverse("accounts:device-state"))
    assert set(state.json()) == {"owner", "token"}
    assert state.json()["owner"] == phone.owner_reference(cast.owner) != phone.owner_reference(cast.caregiver)
    assert str(cast.owner.pk) not in state.content.decode()
    assert Client().get(reverse("accounts:device-state")).json() == {"owner": ""}


def test_signing_out_empties_what_the_browser_keeps(cast: Cast) -> None:
    client = signed_in(cast)
    assert "Clear-Site-Data" not in client.get(reverse("accounts:profile"))
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache", "storage"'


def test_somebody_who_is_not_signed_in_loses_nothing_by_the_page_of_signing_out() -> None:
    assert "Clear-Site-Data" not in Client().post(reverse("account_logout"))
