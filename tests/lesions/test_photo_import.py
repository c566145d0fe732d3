"""Photos from the gallery: sent, sorted to their days, saved all at once; what waits is found again."""

from __future__ import annotations

import datetime
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Patient
from lesions import photo_services
from lesions.models import CheckIn, Draft, Photo, PhotoLesion
from lesions.photo_days import by_day, day_bounds, noon
from lesions.views import photo_import
from tests.conftest import Cast, SignIn
from tests.lesions.corpus import camera_exif, corner_picture, saved
from tests.lesions.pages import bad_upload, errors_of, text_of, upload
from tests.lesions.test_photos_known import SHOT, again
from tests.make import make_check_in, make_lesion, make_patient, make_photo, make_user

ZONES = st.sampled_from(
    ["Europe/Zurich", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Apia", "Asia/Kathmandu", "UTC"]
)
MOMENTS = st.datetimes(
    min_value=datetime.datetime(2005, 1, 1),  # noqa: DTZ001  # hypothesis wants naive bounds
    max_value=datetime.datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.just(datetime.UTC),
)


def taken(day: int, hour: int, width: int) -> SimpleUploadedFile:
    """A photo of November 2025 as the camera dates it, in Zurich."""
    exif = camera_exif(f"2025:11:{day:02} {hour:02}:15:30", "+01:00")
    return SimpleUploadedFile(
        f"{day}-{hour}.jpg", saved(corner_picture(width, 48), exif=exif), content_type="image/jpeg"
    )


def url_of(patient: Patient, query: str = "") -> str:
    return reverse("lesions:photo-import", args=[patient.pk]) + query


def send(client: Client, patient: Patient, *files: SimpleUploadedFile) -> Any:
    return client.post(url_of(patient), {"send": "1", "photos": list(files)}, follow=True)


def waiting(patient: Patient) -> list[Photo]:
    return list(Photo.objects.filter(patient=patient, attached_at=None).order_by("taken_at"))


def take(*photos: Photo, **more: Any) -> dict[str, Any]:
    return {**{f"take-{photo.pk}": "on" for photo in photos}, **more}


# ---- sorting -------------------------------------------------------------------------------------------


@given(moments=st.lists(st.tuples(MOMENTS, st.booleans()), max_size=30), zone=ZONES)
def test_every_photo_stands_once_on_its_day_where_the_patient_lives(
    moments: list[tuple[datetime.datetime, bool]], zone: str
) -> None:
    photos = [Photo(pk=uuid.uuid4(), taken_at=at, taken_at_known=known) for at, known in moments]
    days = by_day(photos, ZoneInfo(zone))
    assert sorted(photo.pk for day in days for photo in day.photos) == sorted(photo.pk for photo in photos)
    for day in days:
        if day.on is None:
            assert [photo.taken_at_known for photo in day.photos] == [False]
            continue
        start, end = day_bounds(day.on, ZoneInfo(zone))
        assert all(start <= photo.taken_at < end for photo in day.photos)
        assert day.photos == sorted(day.photos, key=lambda photo: photo.taken_at)
    dated = [day.on for day in days if day.on is not None]
    assert dated == sorted(set(dated), reverse=True)
    assert [day.on for day in days[len(dated) :]] == [None] * (len(days) - len(dated))


@given(day=st.dates(datetime.date(2005, 1, 1), datetime.date(2026, 11, 24)), zone=ZONES)
def test_noon_of_a_day_is_on_that_day(day: datetime.date, zone: str) -> None:
    now = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)
    start, end = day_bounds(day, ZoneInfo(zone))
    assert start <= noon(day, ZoneInfo(zone), now) < end


def test_the_noon_of_today_is_never_still_to_come() -> None:
    now = datetime.datetime(2026, 11, 25, 7, tzinfo=datetime.UTC)
    assert noon(now.date(), datetime.UTC, now) == now


# ---- sending and reviewing ---------------------------------------------------------------------------


def test_the_page_says_how_many_before_anything_is_chosen(cast: Cast, sign_in: SignIn) -> None:
    assert "Up to 12 photos at a time" in text_of(sign_in(cast.owner).get(url_of(cast.record)))


def test_what_was_sent_is_shown_sorted_to_days(cast: Cast, sign_in: SignIn) -> None:
    page = send(
        sign_in(cast.owner), cast.record, taken(3, 8, 64), taken(3, 9, 66), taken(7, 8, 68), upload(width=90)
    )
    groups = page.context["form"].groups
    assert [(group.day.on and group.day.on.day, len(group.rows)) for group in groups] == [
        (7, 1),
        (3, 2),
        (None, 1),
    ]
    assert "4 photos are waiting" in text_of(page)
    assert "Day not known" in text_of(page)


def test_a_refused_file_costs_the_others_nothing(cast: Cast, sign_in: SignIn) -> None:
    page = send(sign_in(cast.owner), cast.record, bad_upload(), taken(3, 8, 64))
    assert "letter.jpg:" in text_of(page)
    assert len(waiting(cast.record)) == 1


def test_nothing_chosen_is_said(cast: Cast, sign_in: SignIn) -> None:
    assert "No photo was chosen yet" in text_of(send(sign_in(cast.owner), cast.record))


def test_more_than_the_most_are_named_and_left_out(cast: Cast, sign_in: SignIn, settings: Any) -> None:
    settings.PHOTO_MAX_FILES = 1
    page = send(sign_in(cast.owner), cast.record, taken(3, 8, 64), taken(3, 9, 66))
    assert "3-9.jpg was left out" in text_of(page)


def test_the_limit_of_an_hour_holds_here_too(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_services, "UPLOADS_AN_HOUR", 1)
    client = sign_in(cast.owner)
    page = send(client, cast.record, taken(3, 9, 60), taken(4, 9, 64))
    assert "4-9.jpg: Many photos were sent in the last hour." in text_of(page)
    send(client, cast.record, taken(5, 9, 68))
    assert len(waiting(cast.record)) == 1


def test_a_photo_of_the_record_is_named_with_a_way_to_it(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    send(client, cast.record, taken(3, 8, 64))
    (photo,) = waiting(cast.record)
    client.post(url_of(cast.record), take(photo))
    page = send(client, cast.record, taken(3, 8, 64))
    assert "You have this one already" in text_of(page)
    assert reverse("lesions:photo", args=[photo.pk]) in page.content.decode()
    assert Photo.objects.count() == 1


def test_a_copy_is_asked_about_and_ticked(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    send(client, cast.record, SimpleUploadedFile("a.jpg", SHOT, "image/jpeg"))
    copy = SimpleUploadedFile("b.jpg", again(60), "image/jpeg")
    page = send(client, cast.record, copy)
    assert text_of(page).count("Untick it to leave it out") == 1
    assert all(row.take.value() for group in page.context["form"].groups for row in group.rows)


def test_waiting_photos_are_found_again_by_who_sent_them_alone(cast: Cast, sign_in: SignIn) -> None:
    send(sign_in(cast.owner), cast.record, taken(3, 8, 64))
    assert "1 photo is waiting" in text_of(sign_in(cast.owner).get(url_of(cast.record)))
    assert not sign_in(cast.caregiver).get(url_of(cast.record)).context["photos_waiting"]


def test_photos_of_a_draft_stay_with_their_draft(cast: Cast, sign_in: SignIn) -> None:
    photo = make_photo(cast.record, attached_at=None, entered_by=cast.owner)
    lesion = make_lesion(cast.record)
    data = {"kept_photos": [str(photo.pk)]}
    Draft.objects.create(
        user=cast.owner, patient=cast.record, kind=Draft.Kind.CHECK_IN, key=str(lesion.pk), data=data
    )
    assert not sign_in(cast.owner).get(url_of(cast.record)).context["photos_waiting"]


# ---- saving ----------------------------------------------------------------------------------------------


def test_all_are_saved_at_once_with_the_check_in_of_their_day_where_there_is_one(
    cast: Cast, sign_in: SignIn
) -> None:
    client, lesion, other = sign_in(cast.owner), make_lesion(cast.record), make_lesion(cast.record)
    day = datetime.datetime(2025, 11, 3, 22, tzinfo=datetime.UTC)  # 23:00 in Zurich: the same day
    late = make_check_in(lesion, observed_at=day)
    make_check_in(lesion, observed_at=day + datetime.timedelta(hours=2))  # after midnight there
    send(client, cast.record, taken(3, 8, 64), taken(7, 8, 66))
    first, second = waiting(cast.record)
    values = take(first, second)
    values["lesions-2025-11-03"] = [lesion.pk, other.pk]
    values["lesions-2025-11-07"] = [lesion.pk]
    assert client.post(url_of(cast.record), values).status_code == 302
    links = {(link.photo_id, link.lesion_id): link.check_in for link in PhotoLesion.objects.all()}
    assert links == {
        (first.pk, lesion.pk): late,
        (first.pk, other.pk): None,
        (second.pk, lesion.pk): None,
    }
    assert CheckIn.objects.count() == 2
    assert not waiting(cast.record)


def test_the_nearest_of_several_check_ins_of_a_day_gets_the_photo(cast: Cast, sign_in: SignIn) -> None:
    client, lesion = sign_in(cast.owner), make_lesion(cast.record)
    at = datetime.datetime(2025, 11, 3, 5, tzinfo=datetime.UTC)
    _early, near = (
        make_check_in(lesion, observed_at=at),
        make_check_in(lesion, observed_at=at.replace(hour=8)),
    )
    send(client, cast.record, taken(3, 8, 64))
    (photo,) = waiting(cast.record)
    client.post(url_of(cast.record), take(photo, **{"lesions-2025-11-03": [lesion.pk]}))
    assert PhotoLesion.objects.get().check_in == near


def test_nothing_is_required(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    send(client, cast.record, upload())
    (photo,) = waiting(cast.record)
    page = client.post(url_of(cast.record), take(photo), follow=True)
    assert "1 photo is in the record" in text_of(page)
    photo.refresh_from_db()
    assert (photo.taken_at_known, photo.photo_lesions.count()) == (False, 0)


def test_a_day_that_is_said_becomes_the_photos_day(cast: Cast, sign_in: SignIn) -> None:
    client, lesion = sign_in(cast.owner), make_lesion(cast.record)
    check_in = make_check_in(lesion, observed_at=datetime.datetime(2025, 5, 3, 5, tzinfo=datetime.UTC))
    send(client, cast.record, upload())
    (photo,) = waiting(cast.record)
    said = {f"on-{photo.pk}": "2025-05-03", f"lesions-{photo.pk}": [lesion.pk]}
    client.post(url_of(cast.record), take(photo, **said, **{f"view-{photo.pk}": "overview"}))
    photo.refresh_from_db()
    assert timezone.localtime(photo.taken_at, cast.record.zone).date() == datetime.date(2025, 5, 3)
    assert (photo.taken_at_known, photo.view) == (True, "overview")
    assert PhotoLesion.objects.get().check_in == check_in


@pytest.mark.parametrize("day", ["2999-01-01", "the third of May"])
def test_a_wrong_day_is_said_next_to_it_and_nothing_chosen_is_lost(
    cast: Cast, sign_in: SignIn, day: str
) -> None:
    client, lesion = sign_in(cast.owner), make_lesion(cast.record)
    send(client, cast.record, upload(width=90), taken(3, 8, 64))
    dated, undated = waiting(cast.record)
    said = {f"on-{undated.pk}": day, f"lesions-{undated.pk}": [str(lesion.pk)]}
    answer = client.post(url_of(cast.record), {f"take-{undated.pk}": "on", **said})
    assert f"on-{undated.pk}" in errors_of(answer)
    assert len(waiting(cast.record)) == 2
    group = answer.context["form"].groups[-1]
    assert (group.chosen, group.on.value()) == ({str(lesion.pk)}, day)
    assert not answer.context["form"][f"take-{dated.pk}"].value()


def test_an_unticked_photo_goes_on_waiting(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    send(client, cast.record, taken(3, 8, 64), taken(7, 8, 66))
    first, second = waiting(cast.record)
    client.post(url_of(cast.record), take(first))
    assert waiting(cast.record) == [second]


def test_nothing_ticked_is_said(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    send(client, cast.record, taken(3, 8, 64))
    assert "nothing was saved" in text_of(client.post(url_of(cast.record), follow=True))


def test_a_photo_that_went_meanwhile_is_said_and_stops_nothing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    send(client, cast.record, taken(3, 8, 64), taken(7, 8, 66))
    gone, here = waiting(cast.record)
    values = take(gone, here)
    gone.delete()
    page = text_of(client.post(url_of(cast.record), values, follow=True))
    assert "1 photo is in the record" in page
    assert "had gone" in page


def test_the_deposit_one_came_from_is_chosen_and_led_back_to(cast: Cast, sign_in: SignIn) -> None:
    client, lesion = sign_in(cast.owner), make_lesion(cast.record)
    query = f"?lesion={lesion.pk}"
    client.post(url_of(cast.record, query), {"send": "1", "photos": [taken(3, 8, 64)]})
    (group,) = client.get(url_of(cast.record, query)).context["form"].groups
    assert group.chosen == {str(lesion.pk)}
    (photo,) = waiting(cast.record)
    answer = client.post(url_of(cast.record, query), take(photo))
    assert answer["Location"] == reverse("timeline:lesion", args=[lesion.pk])


@pytest.mark.parametrize("text", ["", "x", "3a570267-59a8-41b3-b04b-cef332224676"])
def test_a_deposit_that_is_not_there_is_passed_over(cast: Cast, sign_in: SignIn, text: str) -> None:
    answer = sign_in(cast.owner).get(url_of(cast.record, f"?lesion={text}&known={text}"))
    assert answer.status_code == 200
    assert answer.context["came_from"] is None


def test_a_fingertip_close_up_is_marked_and_an_overview_is_not(cast: Cast, sign_in: SignIn) -> None:
    client, lesion = sign_in(cast.owner), make_lesion(cast.record)
    send(client, cast.record, taken(3, 8, 64), taken(3, 9, 66))
    near, far = waiting(cast.record)
    said = {f"view-{near.pk}": "close_up", f"view-{far.pk}": "overview", "lesions-2025-11-03": [lesion.pk]}
    client.post(url_of(cast.record), take(near, far, **said))
    assert {photo.pk: photo.identifying for photo in Photo.objects.all()} == {near.pk: True, far.pk: False}


# ---- who and what may not --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["reader", "dermatologist", "stranger", "superuser"])
def test_only_who_may_write_comes_in(cast: Cast, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get(url_of(cast.record)).status_code == 404
    assert client.post(url_of(cast.record), {"send": "1", "photos": [upload()]}).status_code == 404
    assert not Photo.objects.exists()


def test_somebody_elses_waiting_photo_cannot_be_taken(cast: Cast, sign_in: SignIn) -> None:
    photo = make_photo(cast.record, attached_at=None, entered_by=cast.caregiver)
    sign_in(cast.owner).post(url_of(cast.record), take(photo))
    photo.refresh_from_db()
    assert photo.attached_at is None


def test_somebody_elses_deposit_cannot_be_named(cast: Cast, sign_in: SignIn) -> None:
    client, theirs = sign_in(cast.owner), make_lesion(cast.stranger_record)
    send(client, cast.record, taken(3, 8, 64))
    (photo,) = waiting(cast.record)
    answer = client.post(url_of(cast.record), take(photo, **{"lesions-2025-11-03": [theirs.pk]}))
    assert "lesions-2025-11-03" in errors_of(answer)
    assert not PhotoLesion.objects.exists()


def test_somebody_elses_known_photo_is_not_named(cast: Cast, sign_in: SignIn) -> None:
    theirs = make_photo(cast.stranger_record)
    page = sign_in(cast.owner).get(url_of(cast.record, f"?known={theirs.pk}"))
    assert page.context["known"] == []


def test_a_minors_genital_deposit_is_not_offered_and_not_taken(db: None, sign_in: SignIn) -> None:
    birth = timezone.localdate().replace(day=1, month=1, year=2019)
    child = make_patient(make_user("Pat Parent"), birth_on=birth)
    client = sign_in(child.care_relationships.get().user)
    lesion = make_lesion(child, site="scrotum", side="none", name="Private")
    send(client, child, taken(3, 8, 64))
    (photo,) = waiting(child)
    assert "Private" not in text_of(client.get(url_of(child, f"?lesion={lesion.pk}")))
    client.post(url_of(child), take(photo, **{"lesions-2025-11-03": [lesion.pk]}))
    assert not PhotoLesion.objects.exists()


def test_an_address_names_only_so_many(cast: Cast) -> None:
    assert len(photo_import._ids([str(uuid.uuid4())] * 99)) == photo_import.MOST_KNOWN
