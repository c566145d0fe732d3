"""The photo coach as people meet it: checked once, answered in words, kept, never in the way."""

from __future__ import annotations

import json
import subprocess
import threading
from typing import Any

import cv2
import pytest
from django.conf import settings
from django.urls import reverse

from accounts.files import new_folder, private_storage, write_renditions
from bench.coach_scenes import draw, scene
from lesions import coach_services
from lesions.coach.result import CRITERIA, Finding, Verdict
from lesions.coach_services import CoachBusy, check_kept_photo, check_photo
from lesions.coach_words import HINTS, NAMES, URGENCY, one_hint
from lesions.images import RENDITIONS
from lesions.models import Photo, PhotoCheck, PhotoLesion
from lesions.photo_services import attach_photos
from tests.conftest import Cast, SignIn
from tests.make import make_lesion, make_photo

JSON = {"HTTP_ACCEPT": "application/json"}


def ask(client: Any, photo: Photo, **values: str) -> Any:
    return client.post(reverse("lesions:photo-coach", args=[photo.pk]), values, **JSON)


@pytest.fixture
def drawn(cast: Cast) -> Photo:
    """A photo in the record with the pixels of a drawn scene without a marker."""
    photo = make_photo(cast.record)
    picture, _at, _what = draw(scene(5))
    data = cv2.imencode(".jpg", picture[..., ::-1])[1].tobytes()
    photo.folder = new_folder(cast.record)
    photo.save()
    write_renditions(photo.folder, dict.fromkeys(RENDITIONS, data))
    return photo


def with_findings(photo: Photo, **verdicts: str) -> PhotoCheck:
    findings = [[key, verdicts.get(key, "good"), None] for key in CRITERIA]
    return PhotoCheck.objects.create(photo=photo, version=1, findings=findings)


def test_a_photo_is_checked_on_all_six_criteria(cast: Cast, sign_in: SignIn, drawn: Photo) -> None:
    answer = ask(sign_in(cast.owner), drawn).json()
    assert [line["key"] for line in answer["criteria"]] == list(CRITERIA)
    by_key = {line["key"]: line for line in answer["criteria"]}
    assert by_key["marker"]["verdict"] == "poor"
    assert by_key["shadow"]["verdict"] == "poor"
    assert by_key["angle"]["verdict"] == "cannot_tell"
    assert answer["hint"] in {str(hint) for hint in HINTS.values()}


def test_a_second_question_is_answered_from_what_was_kept(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_photo(cast.record)
    with_findings(photo, focus="poor")
    monkeypatch.setattr(coach_services, "_run", lambda request, wait: pytest.fail("checked twice"))
    assert ask(sign_in(cast.owner), photo).json()["hint"] == str(HINTS["focus"])


def test_keeping_it_anyway_is_remembered_with_its_first_time(cast: Cast, sign_in: SignIn) -> None:
    photo = make_photo(cast.record)
    check = with_findings(photo, focus="poor")
    client = sign_in(cast.owner)
    assert ask(client, photo, keep="1").json()["kept_anyway"] is True
    check.refresh_from_db()
    first = check.kept_anyway_at
    ask(client, photo, keep="1")
    check.refresh_from_db()
    assert first is not None
    assert check.kept_anyway_at == first


def test_a_picture_that_cannot_be_read_is_told_as_cannot_tell(cast: Cast, sign_in: SignIn) -> None:
    answer = ask(sign_in(cast.owner), make_photo(cast.record)).json()
    assert {line["verdict"] for line in answer["criteria"]} == {"cannot_tell"}
    assert answer["hint"] == ""


def test_a_lost_file_is_told_as_cannot_tell(cast: Cast) -> None:
    photo = make_photo(cast.record)
    private_storage().delete(photo.rendition_name("large"))
    assert {row[1] for row in check_photo(photo).findings} == {"cannot_tell"}


@pytest.mark.parametrize(
    "output", [b"", b"nonsense", b"[]", b'[["focus", "wonderful", 1]]', b'[["focus", "good", "x"]]', b"3"]
)
def test_an_answer_that_does_not_fit_is_not_believed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, output: bytes
) -> None:
    monkeypatch.setattr(coach_services, "_run", lambda request, wait: output)
    assert {row[1] for row in check_photo(make_photo(cast.record)).findings} == {"cannot_tell"}


def test_a_check_that_takes_too_long_is_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coach_services, "CHECK_SECONDS", 0.2)
    monkeypatch.setattr(coach_services, "_command", lambda: ["/bin/sleep", "60"])
    assert {row[1] for row in check_photo(make_photo(cast.record)).findings} == {"cannot_tell"}


def test_when_all_checks_are_busy_nothing_is_kept_and_it_is_said(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coach_services, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(coach_services, "_slot", threading.BoundedSemaphore(1))
    photo = make_photo(cast.record)
    assert coach_services._slot.acquire(blocking=False)
    answer = ask(sign_in(cast.owner), photo)
    assert answer.status_code == 503
    assert "kept" in answer.json()["error"]
    assert not PhotoCheck.objects.exists()
    with pytest.raises(CoachBusy):
        check_photo(photo)


def test_a_photo_that_waits_in_somebody_elses_form_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    waiting = make_photo(cast.record, attached_at=None, entered_by=cast.owner)
    assert ask(sign_in(cast.caregiver), waiting).status_code == 404
    assert ask(sign_in(cast.owner), waiting).status_code == 200


@pytest.mark.parametrize("who", ["reader", "dermatologist", "stranger", "superuser"])
def test_only_who_may_write_may_have_a_photo_checked(cast: Cast, sign_in: SignIn, who: str) -> None:
    assert ask(sign_in(getattr(cast, who)), make_photo(cast.record)).status_code == 404


def test_the_point_somebody_tapped_is_given_to_the_check(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def run(request: bytes, wait: float | None) -> bytes:
        seen.append(request)
        return b""

    monkeypatch.setattr(coach_services, "_run", run)
    photo = make_photo(cast.record, make_lesion(cast.record))
    PhotoLesion.objects.filter(photo=photo).update(x=0.25, y=0.5)
    check_photo(photo)
    assert json.loads(seen[0].partition(b"\n")[0]) == {"point": [0.25, 0.5], "focal_35mm": None}


def test_a_photo_saved_without_a_check_gets_one(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    photo = make_photo(cast.record, attached_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        attach_photos([photo], lesion=make_lesion(cast.record), check_in=None)
    assert PhotoCheck.objects.filter(photo=photo).exists()


def test_a_photo_saved_with_its_check_is_not_checked_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    photo = make_photo(cast.record, attached_at=None)
    with_findings(photo)
    monkeypatch.setattr(coach_services, "_run", lambda request, wait: pytest.fail("checked twice"))
    with django_capture_on_commit_callbacks(execute=True):
        attach_photos([photo], lesion=make_lesion(cast.record), check_in=None)
    assert PhotoCheck.objects.count() == 1


def test_a_photo_that_went_before_its_check_is_left_alone(cast: Cast) -> None:
    photo = make_photo(cast.record)
    gone = str(photo.pk)
    photo.delete()
    check_kept_photo.func(gone)
    assert not PhotoCheck.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_photo_that_goes_while_it_is_checked_is_answered_as_gone(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_photo(cast.record)
    monkeypatch.setattr(coach_services, "_findings", lambda photo, wait: goes(photo))
    assert ask(sign_in(cast.owner), photo).status_code == 404
    assert not PhotoCheck.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_photo_that_goes_during_its_check_in_the_background_is_left_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_photo(cast.record)
    monkeypatch.setattr(coach_services, "_findings", lambda photo, wait: goes(photo))
    check_kept_photo.func(str(photo.pk))
    assert not PhotoCheck.objects.exists()


def goes(photo: Photo) -> list[Finding]:
    """What a check finds whose photo somebody removes at the same time."""
    Photo.objects.filter(pk=photo.pk).delete()
    return [Finding(key, Verdict.GOOD) for key in CRITERIA]


def test_a_busy_coach_stops_no_saving(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(photo: Photo, wait_seconds: float) -> PhotoCheck:
        raise CoachBusy

    monkeypatch.setattr(coach_services, "check_photo", busy)
    check_kept_photo.func(str(make_photo(cast.record).pk))
    assert not PhotoCheck.objects.exists()


def test_the_photos_page_says_all_six(cast: Cast, sign_in: SignIn) -> None:
    photo = make_photo(cast.record)
    with_findings(photo, light="poor", centre="cannot_tell")
    page = sign_in(cast.owner).get(reverse("lesions:photo", args=[photo.pk])).content.decode()
    assert all(str(name) in page for name in NAMES.values())
    assert str(HINTS["light"]) in page
    assert "cannot tell" in page


def test_a_photo_without_a_check_can_be_checked_from_its_page_without_script(
    cast: Cast, sign_in: SignIn
) -> None:
    photo = make_photo(cast.record)
    client = sign_in(cast.owner)
    address = reverse("lesions:photo", args=[photo.pk])
    assert "Check this photo" in client.get(address).content.decode()
    answer = client.post(reverse("lesions:photo-coach", args=[photo.pk]))
    assert answer["Location"] == address
    assert "Check this photo" not in client.get(address).content.decode()


def test_who_may_only_read_is_offered_no_check(cast: Cast, sign_in: SignIn) -> None:
    photo = make_photo(cast.record)
    page = sign_in(cast.reader).get(reverse("lesions:photo", args=[photo.pk])).content.decode()
    assert "has not been checked" in page
    assert "Check this photo" not in page


def test_the_hint_is_the_most_useful_one() -> None:
    everything = [Finding(key, Verdict.POOR) for key in CRITERIA]
    assert one_hint(everything) == str(HINTS[URGENCY[0]])
    assert one_hint([Finding("marker", Verdict.POOR)]) == str(HINTS["marker"])
    assert one_hint([Finding("focus", Verdict.CANNOT_TELL)]) == ""
    assert set(URGENCY) == set(CRITERIA) == set(HINTS) == set(NAMES)


def test_the_web_process_never_loads_the_image_library() -> None:
    code = "import django, sys; django.setup(); import lesions.urls; print('cv2' in sys.modules)"
    done = subprocess.run(
        [*coach_services._command()[:1], "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
        cwd=settings.BASE_DIR,
    )
    assert done.stdout.strip() == "False"
