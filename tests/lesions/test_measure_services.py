"""A photo is measured in a process of its own: whatever it holds, the server gets an answer."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading

import numpy as np
import pytest

from accounts.files import new_folder, write_renditions
from lesions import measure_process
from lesions.fork_server import CannotStart
from lesions.images import RENDITIONS
from lesions.measure_services import (
    MeasuringBusy,
    Pointed,
    find_and_measure,
    fractions_of,
    pixels_of,
    propose,
)
from lesions.measurement import worker
from lesions.measurement.cards import single
from lesions.measurement.terms import Setting
from lesions.models import Photo
from tests.conftest import Cast
from tests.lesions import corpus
from tests.lesions.measurement import carded, drawn_lumps
from tests.make import make_photo

SETTING = Setting(single(carded.SIDE_MM))


@pytest.fixture(scope="module")
def data() -> bytes:
    return carded.saved(carded.pixels())


@pytest.fixture
def kept(cast: Cast, data: bytes) -> Photo:
    """In the record, its full size as the site keeps it: without EXIF."""
    photo = make_photo(cast.record, focal_length_35mm=31.0)
    photo.folder = new_folder(cast.record)
    photo.width_px, photo.height_px = carded.SIZE
    photo.save()
    write_renditions(photo.folder, dict.fromkeys(RENDITIONS, carded.saved(carded.pixels(), focal_35mm=None)))
    return photo


def test_a_kept_photo_is_measured_with_the_focal_length_of_its_row(kept: Photo) -> None:
    measured = propose(kept, setting=SETTING, tap=carded.AT)
    assert measured.status == "ok"
    assert measured.focal_35mm == 31
    assert measured.lesion.reading is not None
    assert measured.lesion.reading.length_mm == pytest.approx(carded.LENGTH_MM, rel=0.06)
    assert len(measured.markers_px) == 1
    assert len(measured.lesion.outlines_px) == 1


def test_the_next_tap_uses_the_kept_scale(data: bytes) -> None:
    first = propose(data, setting=SETTING, tap=carded.AT)
    again = propose(data, scale=first.scale, box=(315, 130, 386, 188))
    assert again.status == "ok"
    assert again.scale is None
    assert again.lesion.reading is not None
    assert again.lesion.reading.length_mm == pytest.approx(carded.LENGTH_MM, rel=0.06)


def test_a_scale_by_hand_goes_along_as_it_is(data: bytes) -> None:
    measured = propose(data, scale=drawn_lumps.scale(), tap=carded.AT)
    assert measured.lesion.reading is not None
    assert measured.lesion.local is not None
    assert np.allclose(measured.lesion.local.px_to_mm, drawn_lumps.scale().px_to_mm)


def test_without_a_scale_there_is_an_outline_only(data: bytes) -> None:
    lesion = propose(data, box=(315, 130, 386, 188)).lesion
    assert lesion.status == "ok"
    assert lesion.outlines_px
    assert lesion.reading is None


def test_several_lesions_and_none_are_measured_in_one_go(data: bytes) -> None:
    asks = [Pointed(tap=carded.AT), Pointed(outlines_px=(carded.LUMP,))]
    assert len(find_and_measure(data, SETTING, asks).lesions) == 2
    only_scale = find_and_measure(data, SETTING, [])
    assert (only_scale.status, only_scale.lesions) == ("ok", ())


def test_a_photo_without_a_card_says_so(kept: Photo) -> None:
    other = Setting(single(carded.SIDE_MM, number=3))
    measured = propose(kept, setting=other, tap=carded.AT)
    assert measured.status == "refused"
    assert measured.reason == "other_card"
    assert measured.lesion.reason == "other_card"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "wrong_kind"),
        (b"nothing", "wrong_kind"),
        (corpus.jpeg()[:3000], "truncated"),
        (corpus.png_header(40_000, 40_000) + corpus.chunk(b"IDAT", b""), "too_many_pixels"),
    ],
)
def test_a_file_that_cannot_be_opened_fails_with_its_reason(content: bytes, reason: str) -> None:
    measured = propose(content, setting=SETTING, tap=(1.0, 1.0))
    assert (measured.status, measured.reason) == ("failed", reason)


def test_a_photo_whose_file_is_gone_fails(kept: Photo) -> None:
    kept.folder = "f" * 32
    assert propose(kept, setting=SETTING, tap=carded.AT).status == "failed"


def test_a_tap_beside_the_photo_fails(data: bytes) -> None:
    measured = propose(data, setting=SETTING, tap=(9000.0, 1.0))
    assert (measured.status, measured.reason) == ("failed", "outside")


@pytest.mark.parametrize(
    "answer",
    [b"", b"{", b"[]", b"{}", b'{"cpu_seconds": 1, "peak_mb": 1, "result": {"lesions": [], "status": "ok"}}'],
)
def test_an_answer_that_is_none_counts_as_stopped(
    answer: bytes, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure_process.workers, "run", lambda _request, _seconds: answer)
    assert propose(data, setting=SETTING, tap=carded.AT).reason == "stopped"


def test_a_third_photo_at_once_is_told_to_wait(data: bytes, slots: threading.BoundedSemaphore) -> None:
    for _ in range(measure_process.AT_ONCE):
        slots.acquire()
    with pytest.raises(MeasuringBusy):
        propose(data, setting=SETTING, tap=carded.AT, wait_seconds=0)


def test_a_slot_is_free_again_after_a_failure(
    data: bytes, slots: threading.BoundedSemaphore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_request: object, _seconds: float) -> bytes:
        raise CannotStart

    monkeypatch.setattr(measure_process.workers, "run", fails)
    for _ in range(measure_process.AT_ONCE + 1):
        with pytest.raises(MeasuringBusy):
            propose(data, setting=SETTING, tap=carded.AT, wait_seconds=0)


@pytest.fixture
def slots(monkeypatch: pytest.MonkeyPatch) -> threading.BoundedSemaphore:
    own = threading.BoundedSemaphore(measure_process.AT_ONCE)
    monkeypatch.setattr(measure_process, "_slots", own)
    return own


def test_memory_and_time_of_the_process_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {}
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limit: limits.update({kind: limit}))
    worker.limit_resources()
    assert limits[resource.RLIMIT_AS] == (worker.MEMORY_BYTES, worker.MEMORY_BYTES)
    assert limits[resource.RLIMIT_CPU] == (worker.CPU_SECONDS, worker.CPU_SECONDS)
    assert limits[resource.RLIMIT_CORE] == (0, 0)


def test_what_is_sent_is_one_line_of_json_and_the_file(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []

    def noting(request: list[bytes], _seconds: float) -> bytes:
        sent.extend(request)
        return b""

    monkeypatch.setattr(measure_process.workers, "run", noting)
    propose(data, setting=SETTING, tap=carded.AT)
    assert sent[1] == data
    assert sent[0].count(b"\n") == 1
    assert json.loads(sent[0])["do"] == "first"


def test_fractions_and_pixels_are_each_others_inverse(kept: Photo) -> None:
    corners = [[0.0, 0.0], [1.0, 1.0], [0.5, 0.25]]
    points = pixels_of(kept, corners)
    assert points[0].tolist() == [-0.5, -0.5]
    assert points[1].tolist() == [479.5, 319.5]
    assert fractions_of(kept, points) == corners


def test_fractions_stay_within_the_photo(kept: Photo) -> None:
    assert fractions_of(kept, np.array([[-40.0, 900.0]])) == [[0.0, 1.0]]


def test_the_web_process_reads_sizes_without_loading_opencv() -> None:
    """It takes 17 MB and a moment to start; whatever sees pixels runs in a process of its own."""
    said = "import django, sys; django.setup(); import calcitrack.urls; print('cv2' in sys.modules)"
    place = {"DJANGO_SETTINGS_MODULE": "calcitrack.settings", "DEBUG": "True"}
    done = subprocess.run(
        [sys.executable, "-c", said],
        cwd=measure_process.ROOT,
        env=place,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
