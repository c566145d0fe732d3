"""The page on which two dates of a deposit stand beside each other."""

from __future__ import annotations

import datetime
import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent
from accounts.services import touch
from lesions.models import Lesion, Photo
from tests.conftest import Cast, SignIn
from tests.make import make_check_in, make_lesion, make_measurement, make_photo, make_second_reading
from tests.timeline.test_queries import queries_of
from timeline.models import PhotoLandmarks, Review

AT = "0.300000,0.500000,0.700000,0.500000"
OTHER = "0.200000,0.200000,0.600000,0.800000"


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record)


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def photos(lesion: Lesion, *days_ago: float, **extra: Any) -> list[Photo]:
    return [make_photo(lesion.patient, lesion, days_ago=days, **extra) for days in days_ago]


def show(client: Client, lesion: Lesion, *chosen: Photo, **more: Any) -> str:
    answer = client.get(
        reverse("timeline:compare", args=[lesion.pk]), {"photos": [one.pk for one in chosen], **more}
    )
    assert answer.status_code == 200
    return answer.content.decode()


def shown(page: str) -> list[str]:
    """The ids of the photos that are drawn, in their order."""
    return re.findall(r'<image [^>]*href="/photos/([0-9a-f-]{36})/', page)


def ids(*rows: Photo) -> list[str]:
    return [str(row.pk) for row in rows]


def keep(client: Client, lesion: Lesion, rows: list[Photo], *at: str) -> int:
    url = reverse("timeline:compare-marks", args=[lesion.pk])
    return client.post(url, {"photos": [row.pk for row in rows], "at": at}).status_code


# ---- which photos -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1])
def test_without_two_photos_it_says_so_and_leads_on(client: Client, lesion: Lesion, number: int) -> None:
    photos(lesion, *range(number))
    page = show(client, lesion)
    assert "there aren’t two yet" in page
    assert f"{reverse('lesions:photo-import', args=[lesion.patient_id])}?lesion={lesion.pk}" in page
    assert shown(page) == []


def test_it_opens_with_the_first_photo_and_the_newest(client: Client, lesion: Lesion) -> None:
    first, _middle, newest = photos(lesion, 200, 90, 3)
    page = show(client, lesion)
    assert shown(page) == ids(first, newest)
    assert "The first photo that fits" in page


def test_in_a_long_history_it_opens_with_a_year_ago(client: Client, lesion: Lesion) -> None:
    _first, year_ago, newest = photos(lesion, 700, 370, 3)
    assert shown(show(client, lesion)) == ids(year_ago, newest)


def test_a_dermatologist_begins_at_her_own_last_review(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    _first, then, newest = photos(lesion, 200, 61, 3)
    for who, days in ((cast.dermatologist, 60), (cast.owner, 190)):
        at = timezone.now() - datetime.timedelta(days=days)
        Review.objects.create(patient=cast.record, entered_by=who, reviewed_at=at)
    page = show(sign_in(cast.dermatologist), lesion)
    assert shown(page) == ids(then, newest)
    assert "your last review" in page


def test_a_close_up_is_compared_with_a_close_up(client: Client, lesion: Lesion) -> None:
    photos(lesion, 200, view="overview")
    near, newest = photos(lesion, 100, 3)
    page = show(client, lesion)
    assert shown(page) == ids(near, newest)
    assert "different views" not in page


def test_where_the_newest_is_measured_so_is_the_other(cast: Cast, client: Client, lesion: Lesion) -> None:
    _first, measured, newest = photos(lesion, 200, 90, 3)
    for photo in (measured, newest):
        make_measurement(photo, cast.owner, lesion)
    assert shown(show(client, lesion)) == ids(measured, newest)


def test_one_named_photo_is_laid_beside_a_fitting_one(client: Client, lesion: Lesion) -> None:
    first, middle, newest = photos(lesion, 200, 90, 3)
    assert shown(show(client, lesion, middle)) == ids(first, middle)
    assert shown(show(client, lesion, first)) == ids(first, newest)


def test_two_named_photos_stand_in_the_order_of_the_address(client: Client, lesion: Lesion) -> None:
    first, _middle, newest = photos(lesion, 200, 90, 3)
    assert shown(show(client, lesion, newest, first)) == ids(newest, first)


def test_four_photos_stand_in_one_view(client: Client, lesion: Lesion) -> None:
    rows = photos(lesion, 200, 100, 50, 3)
    page = show(client, lesion, *rows)
    assert shown(page) == ids(*rows)
    assert "Compare two dates" in page


def test_different_views_are_said(client: Client, lesion: Lesion) -> None:
    (far,) = photos(lesion, 200, view="regional")
    (near,) = photos(lesion, 3)
    assert "different views" in show(client, lesion, far, near)


@pytest.mark.parametrize("what", ["foreign", "other deposit", "deleted", "nothing", "no id"])
def test_a_photo_that_is_not_among_them_is_not_found(
    cast: Cast, client: Client, lesion: Lesion, what: str
) -> None:
    (first, _second), gone = photos(lesion, 200, 3), photos(lesion, 50, deleted_at=timezone.now())[0]
    wrong = {
        "foreign": make_photo(cast.stranger_record, make_lesion(cast.stranger_record)).pk,
        "other deposit": make_photo(cast.record, make_lesion(cast.record)).pk,
        "deleted": gone.pk,
        "nothing": uuid.uuid4(),
        "no id": "../first",
    }[what]
    url = reverse("timeline:compare", args=[lesion.pk])
    assert client.get(url, {"photos": [str(first.pk), str(wrong)]}).status_code == 404


def test_a_deleted_photo_is_not_in_the_ribbon(client: Client, lesion: Lesion) -> None:
    photos(lesion, 200, 3)
    (gone,) = photos(lesion, 50, deleted_at=timezone.now())
    assert str(gone.pk) not in show(client, lesion)


# ---- what is said of them ---------------------------------------------------------------------------


def test_days_are_counted_from_the_first_photo(client: Client, lesion: Lesion) -> None:
    photos(lesion, 200, 166, 3)
    page = show(client, lesion)
    assert re.findall(r"<b>day (\d+)</b>", page) == ["0", "34", "197"]


def test_the_sizes_of_both_days_stand_with_their_difference(client: Client, lesion: Lesion) -> None:
    photos(lesion, 200, 3)
    for days, length in ((200, 10), (3, 14)):
        make_check_in(lesion, days, length_mm=Decimal(length), method="caliper")
    page = show(client, lesion)
    assert "4 mm longer ± 0.7 mm: more than the error of both sizes." in page
    assert "14 mm ± 0.5 mm, caliper" in page


def test_sizes_taken_in_different_ways_are_not_compared(client: Client, lesion: Lesion) -> None:
    photos(lesion, 200, 3)
    make_check_in(lesion, 200, length_mm=Decimal(10), method="eye")
    make_check_in(lesion, 3, length_mm=Decimal(14), method="caliper")
    page = show(client, lesion)
    assert "Measured in different ways" in page
    assert "longer" not in page


def test_without_sizes_it_says_that_there_is_nothing_to_tell(client: Client, lesion: Lesion) -> None:
    photos(lesion, 200, 3)
    page = show(client, lesion)
    assert "no difference to tell" in page
    assert page.count("no size from this day") == 2


def test_a_scale_bar_is_drawn_where_the_scale_is_known(cast: Cast, client: Client, lesion: Lesion) -> None:
    for photo in photos(lesion, 200, 3):
        make_measurement(photo, cast.owner, lesion)
    page = show(client, lesion)
    assert page.count('class="cmp-bar"') == 2
    assert "Same scale, by the card on each photo" in page


def test_without_a_scale_there_is_no_bar_and_it_is_said(client: Client, lesion: Lesion) -> None:
    photos(lesion, 200, 3)
    page = show(client, lesion)
    assert "cmp-bar" not in page
    assert "there is no scale bar" in page


def test_a_second_reader_sees_no_size_and_is_told_why(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    make_measurement(first, cast.owner, lesion)
    asked = make_measurement(second, cast.owner, lesion)
    make_second_reading(asked, cast.dermatologist, cast.owner)
    page = show(sign_in(cast.dermatologist), lesion)
    assert "without seeing the first reading" in page
    assert "12.3" not in page
    assert "no size from this day" not in page


def test_sensitive_photos_wait_behind_a_box_that_works_without_script(client: Client, lesion: Lesion) -> None:
    photos(lesion, 200, sensitive=True)
    photos(lesion, 3)
    page = show(client, lesion)
    assert page.count("cmp-shot is-sensitive") == 1
    box = re.search(r'<input type="checkbox" class="cmp-veil"[^>]*>', page)
    assert box is not None
    assert "checked" not in box[0]


def test_the_ribbon_asks_for_no_picture(client: Client, lesion: Lesion) -> None:
    photos(lesion, *range(30))
    page = show(client, lesion)
    assert len(shown(page)) == 2
    assert "<img" not in page


def test_it_takes_as_many_queries_for_200_photos_as_for_2(cast: Cast, client: Client, lesion: Lesion) -> None:
    url = reverse("timeline:compare", args=[lesion.pk])
    counts = []
    for number in (2, 18):
        for photo in photos(lesion, *range(number)):
            make_measurement(photo, cast.owner, lesion)
        counts.append(queries_of(client, url))
    assert counts[0] == counts[1]


def test_opening_it_is_written_down_once_and_by_name(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    photos(lesion, 200, 3)
    show(sign_in(cast.dermatologist), lesion)
    assert AccessEvent.objects.count() == 1
    log = sign_in(cast.owner).get(reverse("accounts:access-log", args=[cast.record.pk])).content.decode()
    assert "the comparison of photos of a deposit" in log


# ---- two spots --------------------------------------------------------------------------------------


def test_two_spots_that_are_kept_lay_the_photos_on_each_other(client: Client, lesion: Lesion) -> None:
    rows = photos(lesion, 200, 3)
    assert keep(client, lesion, rows, AT, OTHER) == 302
    assert PhotoLandmarks.objects.values_list("spots", flat=True).distinct().count() == 1
    page = show(client, lesion, *rows)
    assert "Laid on each other by two spots" in page
    assert f'data-marks="{AT}"' in page


def test_a_third_photo_marked_for_the_same_spots_fits_to_both(client: Client, lesion: Lesion) -> None:
    first, second, third = photos(lesion, 200, 100, 3)
    keep(client, lesion, [first, second], AT, OTHER)
    keep(client, lesion, [first, third], AT, AT)
    assert "Laid on each other" in show(client, lesion, second, third)


def test_a_photo_marked_anew_no_longer_fits_to_the_third(client: Client, lesion: Lesion) -> None:
    first, second, third = photos(lesion, 200, 100, 3)
    keep(client, lesion, [first, second], AT, OTHER)
    keep(client, lesion, [first, third], OTHER, AT)
    assert "not laid on each other" in show(client, lesion, second, third)


def test_the_same_marks_sent_twice_are_kept_once(client: Client, lesion: Lesion) -> None:
    rows = photos(lesion, 200, 3)
    for _time in range(2):
        keep(client, lesion, rows, AT, OTHER)
    assert PhotoLandmarks.objects.count() == 2


@pytest.mark.parametrize(
    "at", [(), (AT,), (AT, "0.5"), (AT, "0.5,0.5,0.5,0.505"), (AT, "nan,0,1,1"), (AT, "9,9,0,0")]
)
def test_marks_that_cannot_be_used_are_refused_with_a_sentence(
    client: Client, lesion: Lesion, at: tuple[str, ...]
) -> None:
    rows = photos(lesion, 200, 3)
    answer = client.post(
        reverse("timeline:compare-marks", args=[lesion.pk]),
        {"photos": [row.pk for row in rows], "at": at},
        follow=True,
    )
    assert "saved--error" in answer.content.decode()
    assert shown(answer.content.decode()) == ids(*rows)
    assert not PhotoLandmarks.objects.exists()


def test_marks_on_a_photo_of_another_record_are_not_found(cast: Cast, client: Client, lesion: Lesion) -> None:
    (first,) = photos(lesion, 200)
    foreign = make_photo(cast.stranger_record, make_lesion(cast.stranger_record))
    assert keep(client, lesion, [first, foreign], AT, OTHER) == 404
    assert not PhotoLandmarks.objects.exists()


def test_a_reader_lays_them_on_each_other_for_the_page_only(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    rows = photos(lesion, 200, 3)
    reader = sign_in(cast.reader)
    page = show(reader, lesion, *rows, at=[AT, OTHER])
    assert "marked for this page only" in page
    assert 'method="get"' in page
    assert "compare/marks/" not in page
    assert not PhotoLandmarks.objects.exists()


# ---- the ways to it ---------------------------------------------------------------------------------


def test_the_page_of_the_deposit_leads_to_it_once_there_are_two_photos(
    cast: Cast, client: Client, lesion: Lesion
) -> None:
    url = reverse("timeline:compare", args=[lesion.pk])
    pages = []
    for days in (200, 3):
        photos(lesion, days)
        touch(cast.record)
        pages.append(client.get(reverse("timeline:lesion", args=[lesion.pk])).content.decode())
    assert [url in page for page in pages] == [False, True]


def test_a_photo_leads_to_its_comparison(client: Client, lesion: Lesion) -> None:
    first, _second = photos(lesion, 200, 3)
    page = client.get(reverse("lesions:photo", args=[first.pk])).content.decode()
    assert f"{reverse('timeline:compare', args=[lesion.pk])}?photos={first.pk}" in page
