"""The headers of every answer, and the pages that say that something went wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

from tests.access.conftest import private_in
from tests.access.matrix import PAGES, is_open
from tests.access.world import ANONYMOUS, World, build_world
from tests.conftest import make_cast

ROOT = Path(__file__).resolve().parent.parent
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
}
SANDBOX = {"default-src": ["'none'"], "sandbox": [], "frame-ancestors": ["'none'"]}
PRIVATE_FILE = "lesions:photo-file"
BINARY = {"image/jpeg", "application/pdf"}  # no letters in them
# Its address is a secret; the others behind a shared link have none, but a form that needs an Origin.
SECRET_ADDRESS = "records:link-arrive"
# Nothing of a person is in these; the browser asks each time whether they have changed.
SAME_FOR_EVERYBODY = {
    "accounts:manifest", "accounts:service-worker", "accounts:offline", "accounts:offline-unsaved"
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, Path]]:
    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**private_in(folder)):
            world = build_world(make_cast())
        yield world, folder
        transaction.set_rollback(True)


@pytest.fixture
def world(filled: tuple[World, Path], _own_private_files: None, db: None) -> Iterator[World]:
    with override_settings(**private_in(filled[1])):
        yield filled[0]


def policy(answer: Any) -> dict[str, list[str]]:
    """The content security policy as directive -> sources; a directive named twice fails."""
    parts = [part.split() for part in answer["Content-Security-Policy"].split(";") if part.strip()]
    names = [part[0] for part in parts]
    assert len(names) == len(set(names))
    return {part[0]: part[1:] for part in parts}


# ---- the crawl -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["owner", "dermatologist", "superuser", ANONYMOUS])
def test_every_answer_carries_the_headers(world: World, role: str) -> None:
    wrong = []
    for name, page in sorted(PAGES.items()):
        with transaction.atomic():
            answer = world.ask(role, "GET", page.url(name, world))
            transaction.set_rollback(True)
        wanted = SANDBOX if name == PRIVATE_FILE and answer.status_code == 200 else settings.SECURE_CSP
        headers = {**EVERYWHERE, "Referrer-Policy": "no-referrer"} if name == SECRET_ADDRESS else EVERYWHERE
        missing = [key for key, value in headers.items() if answer.get(key) != value]
        if missing or policy(answer) != wanted:
            wrong.append(f"{name} ({answer.status_code}): {missing} {answer.get('Content-Security-Policy')}")
    assert wrong == []


@pytest.mark.parametrize("role", ["owner", "dermatologist", "superuser"])
def test_what_a_signed_in_person_sees_is_stored_nowhere(world: World, role: str) -> None:
    wrong = []
    for name, page in sorted(PAGES.items()):
        with transaction.atomic():
            answer = world.ask(role, "GET", page.url(name, world))
            transaction.set_rollback(True)
        wanted = "no-cache" if name in SAME_FOR_EVERYBODY else "no-store"
        if wanted not in answer.get("Cache-Control", "") and "Location" not in answer:
            wrong.append(f"{name} ({answer.status_code}): {answer.get('Cache-Control')}")
    assert wrong == []


def test_every_page_says_its_kind_and_its_letters(world: World) -> None:
    for name, page in sorted(PAGES.items()):
        answer = world.ask("owner", "GET", page.url(name, world))
        if answer.status_code == 200 and answer["Content-Type"] not in BINARY:
            assert "charset=utf-8" in answer["Content-Type"], name


def test_no_script_is_ever_allowed_that_is_not_our_own_file() -> None:
    sources = [source for sources in settings.SECURE_CSP.values() for source in sources]
    assert set(sources) <= {"'self'", "'none'", "data:", "blob:"}
    assert settings.SECURE_CSP["script-src"] == ["'self'"]
    assert settings.SECURE_CSP["default-src"] == ["'none'"]
    assert settings.SECURE_CSP["object-src"] == settings.SECURE_CSP["base-uri"] == ["'none'"]
    assert settings.SECURE_CSP["frame-ancestors"] == ["'none'"]


@pytest.mark.django_db
def test_the_camera_is_for_us_alone_and_the_rest_of_the_device_for_nobody() -> None:
    allowed = dict(
        part.strip().split("=", 1) for part in Client().get("/learn/")["Permissions-Policy"].split(",")
    )
    assert allowed["camera"] == "(self)" or allowed["camera"] == "self"
    # The tilt of the device, for the level of our camera page.
    assert {allowed[name] for name in ("accelerometer", "gyroscope")} <= {"(self)", "self"}
    assert {allowed[name] for name in ("geolocation", "microphone", "usb", "payment")} == {"()"}


@pytest.mark.parametrize("size", ["full", "large", "medium", "small"])
def test_a_photo_is_locked_in_and_stored_nowhere(world: World, size: str) -> None:
    url = reverse(PRIVATE_FILE, args=[world.ids["photo_id"].pk, size])
    answer = world.ask("reader", "GET", url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert policy(answer) == SANDBOX
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert {part.strip() for part in answer["Cache-Control"].split(",")} >= {"no-store", "private"}
    assert "hand" not in answer["Content-Disposition"], "the name of the uploaded file"


def test_static_files_carry_the_headers_too() -> None:
    answer = Client().get("/static/css/app.css")
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert policy(answer) == settings.SECURE_CSP
    assert "Access-Control-Allow-Origin" not in answer


# ---- a real installation -------------------------------------------------------------------------------

SECURE = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
from django.core.management import call_command
settings.ALLOWED_HOSTS = ["clinic.example"]
plain = Client(headers={"host": "clinic.example"}).get("/learn/")
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
page = Client(headers={"host": "clinic.example"}).get("/account/login/", secure=True)
cookies = {name: dict(cookie) for name, cookie in page.cookies.items()}
session = [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
           settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH]
print("ANSWER" + json.dumps({"plain": [plain.status_code, plain["Location"]], "status": page.status_code,
    "hsts": page["Strict-Transport-Security"], "cookies": cookies, "session": session}))
"""


def run(script: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start Python as a server would be started, with nothing of this test's settings."""
    names = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
    clean = {name: os.environ[name] for name in names if name in os.environ}
    clean |= {"DJANGO_SETTINGS_MODULE": "calcitrack.settings", "CALCITRACK_VAR": str(tmp_path), **environment}
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=clean, capture_output=True, text=True)


def test_over_https_cookies_and_transport_are_locked(tmp_path: Path) -> None:
    done = run(SECURE, tmp_path, SECRET_KEY="x" * 60, ALLOWED_HOSTS="clinic.example")
    lines = [line for line in done.stdout.splitlines() if line.startswith("ANSWER")]
    assert lines, done.stderr
    answer = json.loads(lines[0].removeprefix("ANSWER"))
    assert answer["plain"] == [301, "https://clinic.example/learn/"]
    assert answer["status"] == 200
    assert answer["hsts"].startswith("max-age=31536000; includeSubDomains")
    assert answer["session"] == ["__Host-sessionid", True, True, "Lax", None, "/"]
    cookie = answer["cookies"]["__Host-csrftoken"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (
        True, True, "Lax", "", "/",
    )  # fmt: skip


def test_demo_mode_does_not_start_where_real_people_are(tmp_path: Path) -> None:
    done = run(
        "import django; django.setup()", tmp_path, SECRET_KEY="x" * 60, CALCITRACK_DEMO="True", DEBUG="False"
    )
    assert done.returncode != 0
    assert "Demo mode" in done.stderr


def test_without_a_secret_key_nothing_starts(tmp_path: Path) -> None:
    done = run("import django; django.setup()", tmp_path, DEBUG="False")
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


# ---- when something goes wrong -------------------------------------------------------------------------

CANARY = "Kanarienvogel"


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(CANARY)


def misunderstand(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation(CANARY)


def fail(request: HttpRequest) -> HttpResponse:
    note = CANARY
    raise RuntimeError(note)


urlpatterns = [
    path("test/403/", refuse),
    path("test/400/", misunderstand),
    path("test/500/", fail),
    path("", include("calcitrack.urls")),
]


@pytest.mark.parametrize("status", [400, 403, 404, 500])
@pytest.mark.parametrize("role", ["owner", "superuser"])
@override_settings(ROOT_URLCONF="tests.test_headers")
def test_what_went_wrong_is_said_in_our_own_page_without_data(world: World, status: int, role: str) -> None:
    client = world.client(role)
    client.raise_request_exception = False
    answer = client.get(f"/test/{status}/")
    html = answer.content.decode()
    assert answer.status_code == status
    assert "/static/css/app.css" in html
    assert 'class="sheet' in html
    assert not {word for word in (CANARY, "Traceback", "Error", "Django", "/work") if word in html}
    assert policy(answer) == settings.SECURE_CSP
    assert all(answer[key] == value for key, value in EVERYWHERE.items())


def test_a_form_that_was_open_too_long_is_explained(world: World) -> None:
    client = world.client("owner", enforce_csrf_checks=True)
    answer = client.post(reverse("lesions:lesion-edit", args=[world.ids["lesion_id"].pk]), {"name": CANARY})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "open for too long" in html
    assert CANARY not in html
    assert world.ids["lesion_id"].name not in html


def test_a_page_that_is_not_yours_names_nobody(world: World) -> None:
    html = world.ask(
        "stranger", "GET", reverse("timeline:overview", args=[world.cast.record.pk])
    ).content.decode()
    assert world.cast.record.name not in html


def test_open_pages_are_what_the_matrix_calls_open() -> None:
    assert {name for name, page in PAGES.items() if page.group == "open"} <= {
        name for name in PAGES if is_open(name)
    }
