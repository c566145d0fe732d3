"""What came of a request: arrived, overdue, declined with a word, withdrawn; and one tap to do it."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lesions.models import Lesion
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.lesions.pages import text_of
from tests.make import make_check_in, make_lesion, make_photo, make_request
from timeline.models import FollowUpRequest
from timeline.requests import RECENT, all_requests, open_requests, recent_requests

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, name="Left thumb tip 1")


@pytest.fixture
def rosa(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def list_of(client: Client, cast: Cast) -> str:
    return text_of(client.get(reverse("timeline:request-list", args=[cast.record.pk])))


def ask(cast: Cast, lesion: Lesion, asks: str, days_ago: int, **extra: object) -> FollowUpRequest:
    values = {"entered_at": timezone.now() - days_ago * DAY, **extra}
    return make_request(cast.record, cast.dermatologist, asks, lesion=lesion, **values)


def test_a_result_that_was_collected_long_before_does_not_fulfil_a_request(
    cast: Cast, lesion: Lesion
) -> None:
    asked = ask(cast, lesion, "lab", 5, analyte="calcium_total")
    make_result(cast.record, days_ago=400)
    assert open_requests(cast.record) == [asked]
    make_result(cast.record, days_ago=3)
    assert open_requests(cast.record) == []


@pytest.mark.parametrize(("hours", "is_open"), [(23, False), (25, True)])
@pytest.mark.parametrize("asks", ["photo", "check_in"])
def test_what_is_of_the_day_before_fulfils_a_request_and_older_things_do_not(
    cast: Cast, lesion: Lesion, asks: str, hours: int, is_open: bool
) -> None:
    asked = ask(cast, lesion, asks, 5)
    at = asked.entered_at - hours * HOUR
    if asks == "photo":
        make_photo(cast.record, lesion, taken_at=at)
    else:
        make_check_in(lesion, observed_at=at)
    assert bool(open_requests(cast.record)) is is_open


def test_the_dermatologist_reads_when_it_arrived(
    cast: Cast, sign_in: SignIn, rosa: Client, lesion: Lesion
) -> None:
    ask(cast, lesion, "check_in", 5)
    make_check_in(lesion, 1, entered_at=timezone.now() - DAY)
    make_check_in(lesion)
    derm = sign_in(cast.dermatologist)
    day = timezone.localtime(timezone.now() - DAY, cast.record.zone)
    words = f"Arrived on {day.day} {day:%B}"
    assert words in list_of(derm, cast)
    assert words in list_of(rosa, cast)
    assert words in text_of(derm.get(reverse("timeline:review", args=[cast.record.pk])))
    assert "Withdraw" not in list_of(derm, cast)


def test_a_request_whose_day_has_passed_says_so_and_still_stands(
    cast: Cast, rosa: Client, lesion: Lesion
) -> None:
    ask(cast, lesion, "photo", 9, due_on=cast.record.today() - 2 * DAY)
    page = text_of(rosa.get(reverse("timeline:home")))
    assert "The day has passed" in page
    assert "It still counts when it comes later." in page


def test_due_today_is_not_overdue(cast: Cast, rosa: Client, lesion: Lesion) -> None:
    ask(cast, lesion, "photo", 9, due_on=cast.record.today())
    assert "The day has passed" not in text_of(rosa.get(reverse("timeline:home")))


def test_the_words_of_who_declines_are_shown_to_the_dermatologist(
    cast: Cast, sign_in: SignIn, rosa: Client, lesion: Lesion
) -> None:
    asked = ask(cast, lesion, "photo", 2)
    rosa.post(reverse("timeline:request-decline", args=[asked.pk]), {"words": " Under a\n<b>plaster</b> "})
    page = sign_in(cast.dermatologist).get(reverse("timeline:request-list", args=[cast.record.pk]))
    assert "Declined on" in text_of(page)
    assert "Under a &lt;b&gt;plaster&lt;/b&gt;" in page.content.decode()


def test_far_too_many_words_are_cut_instead_of_refused(cast: Cast, rosa: Client, lesion: Lesion) -> None:
    asked = ask(cast, lesion, "photo", 2)
    rosa.post(reverse("timeline:request-decline", args=[asked.pk]), {"words": "x" * 999})
    asked.refresh_from_db()
    assert asked.declined_words == "x" * 300


def test_a_declined_request_is_taken_up_again(cast: Cast, rosa: Client, lesion: Lesion) -> None:
    asked = ask(cast, lesion, "photo", 2)
    rosa.post(reverse("timeline:request-decline", args=[asked.pk]), {"words": "no"})
    rosa.post(reverse("timeline:request-take-up", args=[asked.pk]))
    assert [(one.pk, one.declined_words) for one in open_requests(cast.record)] == [(asked.pk, "")]


@pytest.mark.parametrize(
    ("asks", "address"),
    [
        ("photo", "/lesions/{lesion}/check-in/?step=kept_photos&amp;back=home#photo-title"),
        ("check_in", "/lesions/{lesion}/check-in/?back=home"),
        ("lab", "/patients/{patient}/labs/add/?analyte=calcium_total"),
    ],
)
def test_one_tap_leads_from_home_to_doing_it(
    cast: Cast, rosa: Client, lesion: Lesion, asks: str, address: str
) -> None:
    ask(cast, lesion, asks, 2, analyte="calcium_total" if asks == "lab" else "")
    address = address.format(lesion=lesion.pk, patient=cast.record.pk)
    assert f'href="{address}"' in rosa.get(reverse("timeline:home")).content.decode()
    assert rosa.get(address.replace("&amp;", "&")).status_code == 200


def test_the_lab_form_has_chosen_what_was_asked_for(cast: Cast, rosa: Client) -> None:
    url = reverse("labs:add", args=[cast.record.pk])
    assert rosa.get(f"{url}?analyte=calcium_total").context["form"]["analyte"].value() == "calcium_total"
    assert not rosa.get(f"{url}?analyte=gold").context["form"]["analyte"].value()


def test_what_was_answered_long_ago_leaves_the_review_page(cast: Cast, lesion: Lesion) -> None:
    long_ago = timezone.now() - RECENT - DAY
    answered = ask(cast, lesion, "photo", 60, declined_at=long_ago)
    lately = ask(cast, lesion, "photo", 50, declined_at=timezone.now())
    standing = ask(cast, lesion, "photo", 40)
    assert recent_requests(cast.record) == [standing, lately]
    assert all_requests(cast.record) == [standing, lately, answered]


def test_a_withdrawn_request_is_in_no_list(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    asked = ask(cast, lesion, "photo", 2)
    sign_in(cast.dermatologist).post(reverse("timeline:request-withdraw", args=[asked.pk]))
    assert all_requests(cast.record) == []
