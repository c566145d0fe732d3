"""What was deleted can be found and brought back for as long as the grace days last."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format

from accounts.services import remove_clinical
from lesions.models import CheckIn
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.make import make_check_in, make_day, make_event, make_lesion, make_photo
from timeline.removed import removed_from


def test_every_deleted_row_is_listed_with_its_way_back(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    rows = [make_check_in(lesion), make_event(lesion, "opened"), make_result(cast.record)]
    for row in rows:
        remove_clinical(row, by=cast.owner)
    client = sign_in(cast.owner)
    page = client.get(reverse("timeline:deleted", args=[cast.record.pk]))
    urls = [one.restore_url for one in page.context["removed"]]
    assert len(urls) == 3
    for url in urls:
        client.post(url)
    assert removed_from(cast.record) == []


def test_what_went_with_a_deposit_is_not_listed_on_its_own(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    remove_clinical(make_check_in(lesion), by=cast.owner)
    remove_clinical(lesion, by=cast.owner)
    assert [one.words for one in removed_from(cast.record)] == [lesion.name]


def test_another_record_is_not_listed(cast: Cast) -> None:
    remove_clinical(make_lesion(cast.stranger_record), by=cast.stranger)
    assert removed_from(cast.record) == []


def test_tapping_same_twice_in_a_row_logs_it_once(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    client = sign_in(cast.owner)
    for _tap in range(2):
        client.post(reverse("lesions:same", args=[lesion.pk]))
    assert CheckIn.objects.count() == 1


def test_days_are_written_as_everywhere_else(cast: Cast) -> None:
    lesion = make_lesion(cast.record, name="Elbow")
    day = cast.record.today()
    rows = [
        make_check_in(lesion),
        make_event(lesion, "opened"),
        make_day(cast.record),
        make_photo(cast.record),
    ]
    for row in rows:
        remove_clinical(row, by=cast.owner)
    words = [one.words for one in removed_from(cast.record)]
    assert len(words) == 4
    assert not [text for text in words if f"{day.year}-" in text]
    assert f"Elbow, Opened, {date_format(day, 'j F Y')}" in words
