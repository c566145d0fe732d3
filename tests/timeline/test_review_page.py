"""The review page: what is new entry by entry, what changed, and the way on to the next patient."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Patient
from accounts.services import remove_clinical, save_clinical
from tests.conftest import Cast, SignIn
from tests.lesions.pages import text_of
from tests.make import (
    make_check_in,
    make_day,
    make_event,
    make_lesion,
    make_patient,
    make_photo,
    make_user,
    relate,
)
from timeline.models import Review
from timeline.review_page import ReviewPage, review_page
from timeline.services import mark_reviewed
from timeline.worklist import Choice


@pytest.fixture
def derm(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.dermatologist)


def url_of(patient: Patient) -> str:
    return reverse("timeline:review", args=[patient.pk])


def page_of(cast: Cast) -> ReviewPage:
    return review_page(cast.record, cast.dermatologist, Choice())


def test_the_page_shows_what_came_in_since_and_nothing_older(cast: Cast, derm: Client) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 2, note="seen before")
    mark_reviewed(cast.record, by=cast.dermatologist)
    make_check_in(lesion, 1, note="something new")
    page = text_of(derm.get(url_of(cast.record)))
    assert "something new" in page
    assert "seen before" not in page


def test_each_entry_has_an_anchor_and_a_link_to_its_day_in_the_timeline(cast: Cast, derm: Client) -> None:
    check_in = make_check_in(make_lesion(cast.record), 40, anchor=0)
    html = derm.get(url_of(cast.record)).content.decode()
    assert f'id="entry-{check_in.pk}"' in html
    link = html.split(f"#entry-{check_in.pk}")[0].rsplit('href="', 1)[1]
    assert f'id="entry-{check_in.pk}"' in derm.get(link).content.decode()


def test_the_counts_are_those_of_the_list(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 1, anchor=0)
    make_day(cast.record, pain=3)
    groups = page_of(cast).groups
    assert [(group.heading, len(group.entries)) for group in groups] == [
        ("1 check-in", 1),
        ("1 new deposit", 1),
        ("1 daily entry", 1),
    ]


def test_a_deleted_entry_is_told_without_what_it_said(cast: Cast, derm: Client) -> None:
    lesion = make_lesion(cast.record, name="Left thumb tip 1")
    check_in = make_check_in(lesion, 3, note="too private")
    mark_reviewed(cast.record, by=cast.dermatologist)
    remove_clinical(check_in, by=cast.owner)
    page = text_of(derm.get(url_of(cast.record)))
    assert "1 entry changed or deleted" in page
    assert "deleted on" in page
    assert "too private" not in page


def test_a_corrected_entry_is_shown_as_it_stands_now(cast: Cast, derm: Client) -> None:
    check_in = make_check_in(make_lesion(cast.record), 3, note="two")
    mark_reviewed(cast.record, by=cast.dermatologist)
    check_in.note = "three in fact"
    save_clinical(check_in, by=cast.owner)
    page = text_of(derm.get(url_of(cast.record)))
    assert "changed on" in page
    assert "three in fact" in page


def test_an_entry_that_was_read_on_its_deposits_page_stays_until_reviewed(cast: Cast, derm: Client) -> None:
    lesion = make_lesion(cast.record, entered_at=timezone.now() - datetime.timedelta(days=99))
    mark_reviewed(cast.record, by=cast.dermatologist)
    make_check_in(lesion, 0, anchor=0)
    assert page_of(cast).unread == 1
    derm.get(reverse("timeline:lesion", args=[lesion.pk]))
    page = page_of(cast)
    assert (page.unread, [group.heading for group in page.groups]) == (0, ["1 check-in"])


def test_a_growing_deposit_is_told_with_words_numbers_and_its_two_newest_photos(
    cast: Cast, derm: Client
) -> None:
    lesion = make_lesion(cast.record, name="Left elbow 1")
    for days, length in [(200, 10), (20, 19)]:
        make_photo(cast.record, lesion, make_check_in(lesion, days, length_mm=Decimal(length)), days)
    make_photo(cast.record, lesion, days_ago=3, sensitive=True)
    (line,) = page_of(cast).telling
    assert [shot.on for shot in line.pair] == [
        cast.record.today() - datetime.timedelta(days=days) for days in (200, 20)
    ]
    page = text_of(derm.get(url_of(cast.record)))
    assert "Longer by 9 mm ± 1.4 mm since" in page
    assert all(words in page for words in line.change.numbers)
    answer = derm.get(url_of(cast.record)).content.decode()
    assert f"{reverse('timeline:compare', args=[lesion.pk])}?photos={line.pair[0].photo_id}" in answer


def test_a_private_photo_is_told_and_not_shown(cast: Cast, derm: Client) -> None:
    photo = make_photo(cast.record, make_lesion(cast.record), sensitive=True)
    answer = derm.get(url_of(cast.record))
    assert "private, not shown here" in text_of(answer)
    assert reverse("lesions:photo-file", args=[photo.pk, "small"]) not in answer.content.decode()


def test_reviewed_goes_on_to_the_next_patient_of_the_list(cast: Cast, derm: Client) -> None:
    zoe = make_patient(make_user("Zoe"))
    relate(cast.dermatologist, zoe, "dermatologist")
    make_event(make_lesion(cast.record), "infected", 1)
    derm.get(reverse("timeline:worklist"))
    assert "Next: Zoe" in text_of(derm.get(url_of(cast.record)))
    url = reverse("timeline:reviewed", args=[cast.record.pk])
    answer = derm.post(url, {"then": str(zoe.pk), "show": "new"}, follow=True)
    assert answer.redirect_chain == [(url_of(zoe) + "?show=new", 302)]
    assert "Rosa Owner: marked as reviewed." in text_of(answer)
    assert Review.objects.get().patient == cast.record


def test_the_next_patient_is_never_one_who_does_not_share(cast: Cast, derm: Client) -> None:
    url = reverse("timeline:reviewed", args=[cast.record.pk])
    assert derm.post(url, {"then": str(cast.stranger_record.pk)}, follow=True).status_code == 404


def test_the_review_page_says_that_it_is_no_alarm(cast: Cast, derm: Client) -> None:
    assert "This page is no alarm: nobody is alerted by it." in text_of(derm.get(url_of(cast.record)))
