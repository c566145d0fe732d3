"""Files made to do harm are refused in plain words or come out clean; memory stays bounded."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from lesions import image_worker, images
from lesions.fork_server import ForkServer
from lesions.image_checks import PICTURE_KINDS, kind_of, refusal
from lesions.images import PhotoRefused, ingest
from tests.lesions import corpus
from tests.lesions.test_images import UPRIGHT, assert_all_clean


@pytest.mark.parametrize(("name", "data", "word"), corpus.NOT_PHOTOS)
def test_what_is_no_photo_is_refused_by_its_content_and_named(name: str, data: bytes, word: str) -> None:
    with pytest.raises(PhotoRefused, match=word) as refused:
        ingest(data, file_name=name)
    assert refused.value.code == "wrong_kind"


@pytest.mark.parametrize("name", corpus.BROKEN)
def test_a_broken_photo_is_refused(name: str) -> None:
    with pytest.raises(PhotoRefused) as refused:
        ingest(corpus.BROKEN[name], file_name="photo.jpg")
    assert refused.value.code in {"truncated", "unreadable"}


def test_a_photo_that_was_cut_off_is_told_so() -> None:
    with pytest.raises(PhotoRefused, match="missing"):
        ingest(corpus.BROKEN["JPEG cut in half"], file_name="photo.jpg")


def test_nothing_a_phone_or_editor_wrote_into_a_jpeg_survives() -> None:
    data = corpus.talkative_jpeg()
    assert data.upper().count(b"SECRET") >= 6
    photo = ingest(data, file_name="photo.jpg")
    assert_all_clean(photo)
    assert corpus.corner_names(photo.renditions["full"]) == UPRIGHT


def test_nothing_written_into_a_png_survives() -> None:
    assert_all_clean(ingest(corpus.text_png(), file_name="photo.png"))


@pytest.mark.parametrize(
    "tail", [b"<script>SECRET</script>", corpus.zipped(), b"\xff\xd8\xff\xe1SECRET\xff\xd9"]
)
def test_what_hangs_behind_a_jpeg_is_cut_off(tail: bytes) -> None:
    assert_all_clean(ingest(corpus.jpeg() + tail, file_name="photo.jpg"))


def test_a_jpeg_that_is_a_web_page_as_well_comes_out_as_a_jpeg_only() -> None:
    polyglot = corpus.jpeg(comment=b"<html><script>SECRET</script>*/=1")
    assert_all_clean(ingest(polyglot, file_name="photo.html"))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.jpg", "a\0.jpg", "x" * 5000, "<script>.jpg", ""]
)
def test_a_name_made_to_do_harm_changes_nothing(name: str) -> None:
    assert ingest(corpus.jpeg(), file_name=name).width_px == 640


BOMBS: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "400 megapixels": (corpus.png_bomb, "too_many_pixels"),
    "a header that lies large": (corpus.lying_jpeg, "too_many_pixels"),
    "a side beyond JPEG": (lambda: corpus.png_claiming(60_000, 40), "too_many_pixels"),
    "4 billion pixels a side": (lambda: corpus.png_claiming(2**31 - 1, 2**31 - 1), "too_many_pixels"),
    "a header that lies small": (corpus.lying_png, None),
    "200 MB of text": (corpus.text_bomb, None),
    "200 MB of profile": (corpus.profile_bomb, None),
}

# one ingest in a fresh process: its outcome, and the peak memory of that process and of its worker
MEASURE = """
import re, resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
import django; django.setup()
from lesions.images import PhotoRefused, ingest

def peak():  # ru_maxrss would carry over what the starting process had
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])

data = sys.stdin.buffer.read()
base = peak()
try:
    ingest(data, file_name="x"); outcome = "taken"
except PhotoRefused as refused:
    outcome = refused.code
from lesions import images
images.workers.stop()  # and with it its forks are counted among the children
print(outcome, peak() - base, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def measured(data: bytes) -> tuple[str, float, float]:
    """Outcome, growth of the server's memory and peak of the worker's, in MiB."""
    root = Path(images.__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=data, capture_output=True, check=True, cwd=root, timeout=120
    )
    outcome, grown, worker = done.stdout.split()
    return outcome.decode(), int(grown) / 1024, int(worker) / 1024


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_neither_the_server_nor_the_worker_its_memory(name: str) -> None:
    make, code = BOMBS[name]
    outcome, grown, worker = measured(make())
    accepted = {code} if code else {"taken", "unreadable", "truncated"}
    assert outcome in accepted
    assert grown < 30
    assert worker < 120


def test_a_photo_of_fifty_megapixels_stays_within_bounds() -> None:
    data = corpus.saved(Image.new("RGB", (8660, 5773), (200, 160, 140)), "JPEG", exif=corpus.turned_exif(6))
    outcome, grown, worker = measured(data)
    assert outcome == "taken"
    assert grown < 60
    assert worker < 800


def test_the_worker_cannot_take_more_memory_than_it_was_given() -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(Path(image_worker.__file__).parent.parent)!r});"
        " from lesions import image_worker;"
        " image_worker.limit_resources(); bytearray(image_worker.MEMORY_BYTES)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr


WARM = """
import json, os, socket, sys, time
sys.path.insert(0, {root!r})
from lesions.fork_server import serve

def work(given, out):
    {job}

serve(socket.socket(fileno=int(sys.argv[-1])), work)
"""


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Put another job in the place of ours."""
    servers: list[ForkServer] = []

    def put(job: str) -> None:
        root = str(Path(images.__file__).resolve().parent.parent)
        script = WARM.format(root=root, job=job)
        servers.append(ForkServer(lambda: [sys.executable, "-c", script]))
        monkeypatch.setattr(images, "workers", servers[-1])

    yield put
    for server in servers:
        server.stop()


def test_a_worker_that_dies_is_an_unreadable_photo_and_not_an_error(worker: Callable[[str], None]) -> None:
    worker("os.kill(os.getpid(), 9)")
    for _ in range(2):  # the second one as well: only the fork died
        with pytest.raises(PhotoRefused) as refused:
            ingest(corpus.jpeg(), file_name="photo.jpg")
        assert refused.value.code == "unreadable"


def test_a_worker_that_hangs_is_stopped(
    monkeypatch: pytest.MonkeyPatch, worker: Callable[[str], None]
) -> None:
    worker("time.sleep(60)")
    monkeypatch.setattr(images, "WORKER_SECONDS", 0.5)
    started = time.monotonic()
    with pytest.raises(PhotoRefused):
        ingest(corpus.jpeg(), file_name="photo.jpg")
    assert time.monotonic() - started < 10


def test_a_warm_process_that_was_killed_is_replaced_without_anybody_noticing() -> None:
    ingest(corpus.jpeg(), file_name="photo.jpg")
    process = images.workers._process
    assert process is not None
    process.kill()
    process.wait()
    assert ingest(corpus.jpeg(), file_name="photo.jpg").width_px == 640


def test_when_no_worker_can_be_started_the_person_is_asked_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(images, "workers", ForkServer(lambda: ["/bin/false"]))
    with pytest.raises(PhotoRefused) as refused:
        ingest(corpus.jpeg(), file_name="photo.jpg")
    assert refused.value.code == "busy"


@pytest.mark.parametrize(
    "lie", [b'{"width_px": 1}', b'{"parts": [["full", 5]]}\nabc', b"[]\n", b"null\n", b'{"refused": 1}\n']
)
def test_a_worker_that_was_taken_over_is_not_believed(lie: bytes, worker: Callable[[str], None]) -> None:
    worker(f"os.write(out, {lie!r})")
    with pytest.raises(PhotoRefused):
        ingest(corpus.jpeg(), file_name="photo.jpg")


def test_no_more_than_two_workers_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lock, running, most = threading.Lock(), [0], [0]
    real = images.workers.run

    def counting(request: list[bytes], seconds: float) -> bytes:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        try:
            return real(request, seconds)
        finally:
            with lock:
                running[0] -= 1

    monkeypatch.setattr(images.workers, "run", counting)
    with ThreadPoolExecutor(6) as pool:
        photos = list(pool.map(lambda _: ingest(corpus.jpeg(), file_name="photo.jpg"), range(6)))
    assert len(photos) == 6
    assert most[0] == images.WORKERS_AT_ONCE


def test_who_finds_no_free_worker_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_slots", threading.BoundedSemaphore(1))
    monkeypatch.setattr(images, "WAIT_SECONDS", 0.05)
    images._slots.acquire()
    with pytest.raises(PhotoRefused, match="minute") as refused:
        ingest(corpus.jpeg(), file_name="photo.jpg")
    assert (refused.value.code, refused.value.status) == ("busy", 503)


def test_the_worker_sees_nothing_of_the_servers_environment(
    monkeypatch: pytest.MonkeyPatch, worker: Callable[[str], None]
) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for the worker")
    worker("os.write(out, json.dumps({'refused': str('SECRET_KEY' in os.environ), 'values': {}}).encode())")
    with pytest.raises(PhotoRefused) as refused:
        ingest(corpus.jpeg(), file_name="photo.jpg")
    assert refused.value.code == "False"


def test_kinds_are_told_by_content() -> None:
    for kind, data in {
        "JPEG": corpus.jpeg(),
        "PNG": corpus.png(),
        "WEBP": corpus.saved(corpus.corner_picture(), "WEBP"),
        "AVIF": corpus.saved(corpus.corner_picture(), "AVIF"),
        "HEIF": corpus.HEIC.read_bytes(),
    }.items():
        assert kind_of(data) == kind
        assert kind in PICTURE_KINDS


def test_an_unknown_refusal_still_speaks_plainly() -> None:
    assert "could not be opened" in str(refusal("no such code"))
