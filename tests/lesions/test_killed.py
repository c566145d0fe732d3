"""A server killed at any point of an upload leaves the whole photo or none, and no file after the sweeper."""

from __future__ import annotations

import http.client
import os
import random
import resource
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from accounts.files import private_storage, write_renditions
from lesions import images, photo_services
from lesions.images import PhotoRefused
from lesions.models import Photo
from tests.conftest import Cast
from tests.lesions import corpus
from tests.lesions.killing.app_points import POINTS
from tests.lesions.pages import upload

ROOT = Path(images.__file__).resolve().parent.parent
CSRF = "0" * 32
PATIENCE_S = 90
RENDITIONS = {"full", "large", "medium", "small"}


# As long as a browser's: a short one occurs in the noise of a photo and cuts it off there.
BOUNDARY = b"----a-boundary-that-no-noise-of-a-photo-holds"


@dataclass
class House:
    """A server of its own with a database and files of its own."""

    var: Path
    port: int
    session: str
    patient: str

    def send(self, *, kill_at: str = "", whole: bool = True, side_px: int = 64) -> int | None:
        """Upload one photo; its status, or None when the connection ended without an answer."""
        never_sent = Image.frombytes("RGB", (side_px, side_px), os.urandom(side_px * side_px * 3))
        photo = corpus.saved(never_sent, "JPEG")
        head = (
            b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
        )
        body = head + photo + b"\r\n--" + BOUNDARY + b"--\r\n"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        connection.putrequest("POST", f"/patients/{self.patient}/photos/upload/")
        for name, value in {
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "X-Kill-At": kill_at,
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY.decode()}",
            "Content-Length": str(len(body)),
        }.items():
            connection.putheader(name, value)
        connection.endheaders()
        try:
            connection.send(body if whole else body[: len(body) // 2])
            return connection.getresponse().status if whole else None
        except (http.client.HTTPException, OSError):
            return None
        finally:
            connection.close()

    def rows(self) -> set[str]:
        """The folders of all photos in the database, which is whole."""
        with sqlite3.connect(self.var / "calcitrack.sqlite3") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return {folder for (folder,) in database.execute("SELECT folder FROM lesions_photo")}

    def folders(self) -> dict[str, set[str]]:
        """Every folder of files with the names of what is in it."""
        private = self.var / "private"
        found = [path for path in private.glob("*/*") if path.is_dir()]
        return {
            str(path.relative_to(private)): {file.name for file in path.iterdir() if file.stat().st_size}
            for path in found
        }

    def run(self, *arguments: str) -> str:
        return _python(self.var, "-m", "tests.lesions.killing.fill", *arguments)


def _environment(var: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "CALCITRACK_VAR")}
    return {**kept, "CALCITRACK_VAR": str(var), "DJANGO_SETTINGS_MODULE": "tests.settings"}


def _python(var: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=_environment(var),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    var = tmp_path_factory.mktemp("killed")
    session, patient = _python(var, "-m", "tests.lesions.killing.fill").split()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "tests.lesions.killing.app:application"]
    server = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=_environment(var), stderr=subprocess.DEVNULL
    )
    made = House(var, port, session, patient)
    try:
        _wait_for(made)
        yield made
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(house: House) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", house.port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the server did not start")


@pytest.mark.parametrize("point", POINTS)
def test_a_server_killed_in_an_upload_leaves_the_whole_photo_or_none(house: House, point: str) -> None:
    before = house.rows()
    assert house.send(kill_at=point) is None
    new = house.rows() - before
    assert len(new) == (1 if point in ("commit", "answer") else 0)
    assert all(house.folders()[folder] == RENDITIONS for folder in house.rows())
    assert house.send() == 201  # the next photo comes in as if nothing had been
    house.run("sweep")
    assert set(house.folders()) == house.rows()


@pytest.mark.parametrize("seed", range(3))
def test_a_server_killed_at_any_moment_leaves_the_whole_photo_or_none(house: House, seed: int) -> None:
    """Mostly while it decodes; how far it is by then is up to the machine."""
    before = house.rows()
    moment_ms = random.Random(seed).randrange(10, 200)
    answer = house.send(kill_at=f"{moment_ms} ms", side_px=2800)
    new = house.rows() - before
    # Killed before it answered: the whole photo or none. Answered sooner: the whole one.
    assert len(new) in {None: (0, 1), 201: (1,)}[answer]
    assert all(house.folders()[folder] == RENDITIONS for folder in new)
    assert house.send() == 201
    house.run("sweep")
    assert set(house.folders()) == house.rows()
    assert all(files == RENDITIONS for files in house.folders().values())


def test_an_upload_whose_sender_goes_away_leaves_nothing(house: House) -> None:
    before, files = house.rows(), set(house.folders())
    house.send(whole=False)
    assert house.send() == 201
    assert len(house.rows() - before) == 1
    assert len(set(house.folders()) - files) == 1


def test_a_worker_killed_while_it_decodes_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images.workers, "run", lambda request, seconds: b"")
    with pytest.raises(PhotoRefused):
        photo_services.stage_photo(patient=cast.record, upload=upload(), by=cast.owner)
    assert not Photo.objects.exists()


def test_a_full_disk_is_told_plainly_and_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    real = write_renditions

    def on_a_full_disk(folder: str, renditions: dict[str, bytes]) -> None:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(renditions["large"]) - 1, limits[1]))
        try:
            real(folder, dict(reversed(renditions.items())))  # the smallest fits, a larger one does not
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    monkeypatch.setattr(photo_services, "write_renditions", on_a_full_disk)
    before = _files()
    with pytest.raises(PhotoRefused, match="no room") as refused:
        photo_services.stage_photo(patient=cast.record, upload=upload(width=900), by=cast.owner)
    assert refused.value.status == 507
    assert not Photo.objects.exists()
    assert _files() == before


def _files() -> set[Any]:
    return {path for path in Path(private_storage().path("")).rglob("*") if path.is_file()}
