"""Photos: sending, keeping, serving, and what marks them as private."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Patient
from lesions import photo_services
from lesions.images import RENDITIONS
from lesions.models import CheckIn, Photo, PhotoLesion
from lesions.photo_services import attach_photos, set_lesions_shown
from tests.conftest import Cast, SignIn
from tests.lesions.corpus import camera_exif, jpeg
from tests.lesions.pages import bad_upload, errors_of, now_text, text_of, upload
from tests.make import make_check_in, make_lesion, make_patient, make_photo, make_user


def send(client: Any, patient: Patient, **values: Any) -> Any:
    return client.post(reverse("lesions:photo-upload", args=[patient.pk]), values)


@pytest.fixture
def child(db: None) -> Patient:
    """Pat keeps the record of a child of seven."""
    return make_patient(
        make_user("Pat Parent"), birth_on=timezone.localdate().replace(day=1, month=1, year=2019)
    )


def test_a_sent_photo_waits_for_its_form(cast: Cast, sign_in: SignIn) -> None:
    answer = send(sign_in(cast.owner), cast.record, photo=upload())
    photo = Photo.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(photo.pk),
        "thumb": reverse("lesions:photo-file", args=[photo.pk, "small"]),
        "taken_on": "",
        "duplicate": False,
        "view": "close_up",
        "page": reverse("lesions:photo", args=[photo.pk]),
    }
    assert (photo.attached_at, photo.entered_by, photo.patient) == (None, cast.owner, cast.record)


def test_a_refused_photo_is_answered_with_a_sentence(cast: Cast, sign_in: SignIn) -> None:
    answer = send(sign_in(cast.owner), cast.record, photo=bad_upload())
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not Photo.objects.exists()


def test_no_file_is_answered_with_a_sentence(cast: Cast, sign_in: SignIn) -> None:
    assert send(sign_in(cast.owner), cast.record).status_code == 422


def test_too_many_photos_in_an_hour_are_held_back(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_services, "UPLOADS_AN_HOUR", 1)
    client = sign_in(cast.owner)
    assert send(client, cast.record, photo=upload()).status_code == 201
    assert send(client, cast.record, photo=upload(width=72)).status_code == 429


@pytest.mark.parametrize("who", ["reader", "dermatologist", "stranger", "superuser"])
def test_only_who_may_write_may_send(cast: Cast, sign_in: SignIn, who: str) -> None:
    assert send(sign_in(getattr(cast, who)), cast.record, photo=upload()).status_code == 404


def test_a_photo_sent_twice_is_kept_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    first, second = (send(client, cast.record, photo=upload()).json() for _ in range(2))
    assert first["id"] == second["id"]
    assert Photo.objects.count() == 1


def test_the_same_photo_in_two_records_is_two_photos(cast: Cast, sign_in: SignIn) -> None:
    send(sign_in(cast.owner), cast.record, photo=upload())
    send(sign_in(cast.stranger), cast.stranger_record, photo=upload())
    assert Photo.objects.count() == 2


def test_a_photo_that_somebody_else_is_about_to_add_can_be_added_too(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    send(sign_in(cast.caregiver), cast.record, photo=upload())
    client = sign_in(cast.owner)
    mine = send(client, cast.record, photo=upload()).json()
    url, values = reverse("lesions:check-in", args=[lesion.pk]), {"observed_at": now_text(cast.record)}
    assert client.post(url, {**values, "kept_photos": [mine["id"]]}).status_code == 302
    assert PhotoLesion.objects.get().photo_id == Photo.objects.get(entered_by=cast.owner).pk


def test_a_photo_in_the_record_can_be_given_to_another_deposit_too(cast: Cast, sign_in: SignIn) -> None:
    one, other = make_lesion(cast.record), make_lesion(cast.record, side="right")
    carl, rosa = sign_in(cast.caregiver), sign_in(cast.owner)
    now = now_text(cast.record)
    carl.post(reverse("lesions:check-in", args=[one.pk]), {"observed_at": now, "photos": [upload()]})
    rosa.post(reverse("lesions:check-in", args=[other.pk]), {"observed_at": now, "photos": [upload()]})
    assert Photo.objects.count() == 1
    assert {link.lesion for link in PhotoLesion.objects.all()} == {one, other}


def test_a_photo_sent_again_stays_with_the_check_in_it_came_with(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    first, second = make_check_in(lesion, 9), make_check_in(lesion)
    photo = make_photo(cast.record, lesion, first)
    attach_photos([photo], lesion=lesion, check_in=second)
    assert PhotoLesion.objects.get().check_in == first


def test_a_photo_of_a_deleted_check_in_goes_to_the_new_one(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    first, second = make_check_in(lesion, 9, deleted_at=timezone.now()), make_check_in(lesion)
    photo = make_photo(cast.record, lesion, first)
    attach_photos([photo], lesion=lesion, check_in=second)
    assert PhotoLesion.objects.get().check_in == second


@pytest.mark.parametrize(
    ("site", "side", "identifying", "sensitive"),
    [
        ("thumb_tip_palmar", "left", True, False),
        ("elbow", "left", False, False),
        ("breast", "left", False, True),
        ("buttock", "right", False, True),
        ("scrotum", "none", False, True),
        ("cheek", "left", True, False),
    ],
)
def test_the_place_marks_its_photos(
    cast: Cast, site: str, side: str, identifying: bool, sensitive: bool
) -> None:
    photo = make_photo(cast.record, attached_at=None)
    attach_photos([photo], lesion=make_lesion(cast.record, site=site, side=side), check_in=None)
    photo.refresh_from_db()
    assert (photo.identifying, photo.sensitive) == (identifying, sensitive)


@pytest.mark.parametrize(
    ("site", "view", "identifying"),
    [
        ("thumb_tip_palmar", "close_up", True),
        ("thumb_tip_palmar", "regional", True),
        ("thumb_tip_palmar", "overview", False),
        ("cheek", "overview", True),
        ("elbow", "close_up", False),
    ],
)
def test_fingertips_identify_from_near_and_faces_from_anywhere(
    cast: Cast, site: str, view: str, identifying: bool
) -> None:
    photo = make_photo(cast.record, attached_at=None, view=view)
    attach_photos([photo], lesion=make_lesion(cast.record, site=site), check_in=None)
    photo.refresh_from_db()
    assert photo.identifying == identifying


def test_a_mark_that_a_person_took_away_stays_away_when_the_photo_is_sent_again(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    photo = make_photo(cast.record, lesion, identifying=False)
    attach_photos([photo], lesion=lesion, check_in=make_check_in(lesion))
    photo.refresh_from_db()
    assert not photo.identifying


def test_a_mark_can_be_taken_away_on_the_page_of_the_photo(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    photo = make_photo(cast.record, lesion, identifying=True)
    values = {"taken_at": now_text(cast.record), "view": "close_up", "lesions_shown": [lesion.pk]}
    sign_in(cast.owner).post(reverse("lesions:photo-edit", args=[photo.pk]), values)
    photo.refresh_from_db()
    assert not photo.identifying


def test_a_photo_said_to_be_a_close_up_after_all_is_marked(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    photo = make_photo(cast.record, lesion, view="overview")
    values = {"taken_at": now_text(cast.record), "view": "close_up", "lesions_shown": [lesion.pk]}
    sign_in(cast.owner).post(reverse("lesions:photo-edit", args=[photo.pk]), values)
    photo.refresh_from_db()
    assert photo.identifying


def test_the_page_of_a_photo_says_why_it_is_marked(cast: Cast, sign_in: SignIn) -> None:
    photo = make_photo(cast.record, make_lesion(cast.record), identifying=True)
    page = text_of(sign_in(cast.owner).get(reverse("lesions:photo", args=[photo.pk])))
    assert "Left out of shares" in page
    assert "You can take the mark away" in page


@pytest.mark.parametrize(
    ("hours_ago", "believed"), [(0, True), (2, True), (30, False), (-0.5, True), (-2, False)]
)
def test_the_moment_of_the_pages_camera_counts_unless_the_clock_is_far_off(
    cast: Cast, sign_in: SignIn, hours_ago: float, believed: bool
) -> None:
    moment = timezone.now() - datetime.timedelta(hours=hours_ago)
    client = sign_in(cast.owner)
    send(client, cast.record, photo=upload(), taken_at=moment.isoformat(), view="overview")
    photo = Photo.objects.get()
    assert (photo.taken_at_known, photo.view) == (believed, "overview")
    assert photo.taken_at <= timezone.now()


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-25T10:00:00", "9" * 400])
def test_a_moment_that_is_none_is_passed_over(cast: Cast, sign_in: SignIn, text: str) -> None:
    answer = send(sign_in(cast.owner), cast.record, photo=upload(), taken_at=text, view="nowhere")
    assert answer.status_code == 201
    assert (Photo.objects.get().taken_at_known, Photo.objects.get().view) == (False, "close_up")


def test_the_files_own_moment_counts_more_than_the_pages(cast: Cast, sign_in: SignIn) -> None:
    told = SimpleUploadedFile("a.jpg", jpeg(exif=camera_exif("2025:11:03 08:15:30")), "image/jpeg")
    send(sign_in(cast.owner), cast.record, photo=told, taken_at=timezone.now().isoformat())
    assert Photo.objects.get().taken_at.year == 2025


def test_naming_a_private_place_on_a_photo_marks_it_too(cast: Cast) -> None:
    photo = make_photo(cast.record, make_lesion(cast.record, site="elbow"))
    set_lesions_shown(photo, [make_lesion(cast.record, site="breast")])
    photo.refresh_from_db()
    assert photo.sensitive


def test_no_photo_of_a_genital_place_enters_a_minors_record(child: Patient, sign_in: SignIn) -> None:
    parent, lesion = child.care_relationships.get().user, make_lesion(child, site="scrotum", side="none")
    client, url = sign_in(parent), reverse("lesions:check-in", args=[lesion.pk])
    staged = send(client, child, photo=upload()).json()["id"]
    values = {"observed_at": now_text(child), "pain_rest": "2"}
    client.post(url, {**values, "photos": [upload(width=72)], "kept_photos": [staged]})
    assert CheckIn.objects.get().pain_rest == 2
    assert not PhotoLesion.objects.exists()
    assert Photo.objects.filter(attached_at__isnull=False).count() == 0


def test_a_deleted_photo_does_not_come_back_to_a_minors_genital_place(
    child: Patient, sign_in: SignIn
) -> None:
    """The deposit was corrected to that place while its photo was deleted."""
    lesion = make_lesion(child)
    photo = make_photo(child, lesion, deleted_at=timezone.now())
    lesion.site, lesion.side = "scrotum", "none"
    lesion.save()
    parent = child.care_relationships.get().user
    answer = sign_in(parent).post(reverse("lesions:photo-restore", args=[photo.pk]), follow=True)
    assert "It stays deleted." in answer.content.decode()
    assert not Photo.objects.kept().exists()


def test_a_minors_photo_form_does_not_offer_a_genital_place(child: Patient, sign_in: SignIn) -> None:
    parent, lesion = child.care_relationships.get().user, make_lesion(child, site="scrotum", side="none")
    photo = make_photo(child, make_lesion(child, site="elbow"))
    values = {"taken_at": now_text(child), "view": "close_up", "lesions_shown": [str(lesion.pk)]}
    answer = sign_in(parent).post(reverse("lesions:photo-edit", args=[photo.pk]), values)
    assert "lesions_shown" in errors_of(answer)


def test_an_adults_genital_photo_is_kept_and_veiled(cast: Cast, sign_in: SignIn) -> None:
    lesion, client = make_lesion(cast.record, site="scrotum", side="none"), sign_in(cast.owner)
    values = {"observed_at": now_text(cast.record), "photos": [upload()]}
    client.post(reverse("lesions:check-in", args=[lesion.pk]), values)
    page = text_of(client.get(reverse("lesions:photo", args=[Photo.objects.get().pk])))
    assert "Show this sensitive photo" in page


def test_a_minors_page_says_why_there_is_no_photo(child: Patient, sign_in: SignIn) -> None:
    parent = child.care_relationships.get().user
    answer = sign_in(parent).get(reverse("lesions:lesion-add", args=[child.pk, "scrotum", "none"]))
    assert "under 18" in text_of(answer)
    assert 'type="file"' not in answer.content.decode()
    assert "data-camera-offer" not in answer.content.decode()


@pytest.mark.parametrize("size", ["small", "medium", "large", "full"])
def test_a_photo_is_served_so_that_nothing_keeps_or_runs_it(cast: Cast, sign_in: SignIn, size: str) -> None:
    photo = make_photo(cast.record)
    answer = sign_in(cast.reader).get(reverse("lesions:photo-file", args=[photo.pk, size]))
    if size not in RENDITIONS:
        assert answer.status_code == 404
        return
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(("size", "written"), [("small", 0), ("medium", 0), ("full", 1)])
def test_full_photos_are_written_down_one_by_one(
    cast: Cast, sign_in: SignIn, size: str, written: int
) -> None:
    photo = make_photo(cast.record)
    sign_in(cast.dermatologist).get(reverse("lesions:photo-file", args=[photo.pk, size]))
    events = AccessEvent.objects.filter(what="lesions:photo-file")
    assert events.count() == written
    assert all((event.action, event.object_ref) == ("download", photo.pk) for event in events)


@pytest.mark.parametrize("who", ["stranger", "other_dermatologist", "superuser", "revoked", "expired"])
def test_nobody_else_gets_the_bytes(cast: Cast, sign_in: SignIn, who: str) -> None:
    photo = make_photo(cast.record)
    answer = sign_in(getattr(cast, who)).get(reverse("lesions:photo-file", args=[photo.pk, "small"]))
    assert answer.status_code == 404


def test_a_deleted_photo_is_not_served_and_comes_back(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    photo, client = make_photo(cast.record, lesion, make_check_in(lesion)), sign_in(cast.owner)
    url = reverse("lesions:photo-file", args=[photo.pk, "small"])
    client.post(reverse("lesions:photo-delete", args=[photo.pk]))
    assert client.get(url).status_code == 404
    assert url not in client.get(reverse("lesions:check-in-list", args=[lesion.pk])).content.decode()
    client.post(reverse("lesions:photo-restore", args=[photo.pk]))
    assert client.get(url).status_code == 200
    assert url in client.get(reverse("lesions:check-in-list", args=[lesion.pk])).content.decode()


def test_waiting_photos_are_not_in_the_list(cast: Cast, sign_in: SignIn) -> None:
    waiting = make_photo(cast.record, attached_at=None)
    page = sign_in(cast.owner).get(reverse("lesions:photo-list", args=[cast.record.pk]))
    assert str(waiting.pk) not in page.content.decode()


def test_editing_a_photo_changes_which_deposits_it_shows(cast: Cast, sign_in: SignIn) -> None:
    one, other = make_lesion(cast.record, name="One"), make_lesion(cast.record, name="Other")
    check_in = make_check_in(one)
    photo = make_photo(cast.record, one, check_in)
    values = {"taken_at": now_text(cast.record), "view": "overview", "lesions_shown": [one.pk, other.pk]}
    sign_in(cast.owner).post(reverse("lesions:photo-edit", args=[photo.pk]), values)
    shown = {link.lesion: link.check_in for link in PhotoLesion.objects.all()}
    assert shown == {one: check_in, other: None}


def test_editing_a_photo_keeps_its_link_to_a_deleted_deposit_for_when_it_comes_back(cast: Cast) -> None:
    gone, here = make_lesion(cast.record, deleted_at=timezone.now()), make_lesion(cast.record)
    photo = make_photo(cast.record, gone)
    set_lesions_shown(photo, [here])
    assert {link.lesion for link in PhotoLesion.objects.all()} == {gone, here}


def test_somebody_elses_deposit_cannot_be_named_on_a_photo(cast: Cast, sign_in: SignIn) -> None:
    photo, theirs = make_photo(cast.record), make_lesion(cast.stranger_record)
    values = {"taken_at": now_text(cast.record), "view": "overview", "lesions_shown": [theirs.pk]}
    answer = sign_in(cast.owner).post(reverse("lesions:photo-edit", args=[photo.pk]), values)
    assert "lesions_shown" in errors_of(answer)


def test_editing_the_caption_claims_no_better_known_time(cast: Cast, sign_in: SignIn) -> None:
    photo = make_photo(cast.record, make_lesion(cast.record), taken_at_known=False)
    shown = timezone.localtime(photo.taken_at, cast.record.zone).strftime("%Y-%m-%dT%H:%M")
    url = reverse("lesions:photo-edit", args=[photo.pk])
    sign_in(cast.owner).post(url, {"taken_at": shown, "view": "overview", "caption": "by the window"})
    edited = Photo.objects.get()
    assert (edited.caption, edited.taken_at, edited.taken_at_known) == (
        "by the window",
        photo.taken_at,
        False,
    )
