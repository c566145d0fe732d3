"""A shared link as an attacker sees it: somebody who guesses, who has one secret of two, or who had both."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
import time_machine
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone

from lesions.models import Photo
from records.models import ShareLink
from records.share import NewLink, end_link
from tests.accounts.test_mail import FORBIDDEN
from tests.conftest import Cast
from tests.records.make import PASSCODE, come, cookie, enter, make_shown_photo, page_of, photo_of, share

pytestmark = pytest.mark.django_db


# ---- the address ---------------------------------------------------------------------------------------


def test_the_token_leaves_the_address_bar_and_no_request_may_name_it(made: NewLink) -> None:
    answer = Client().get(f"/shared/{made.token}/")
    assert answer["Location"] == page_of(made.link)
    assert made.token not in answer["Location"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer.content == b""


def test_a_wrong_token_and_one_of_a_link_that_has_ended_get_the_same_page_for_the_same_work(
    cast: Cast, made: NewLink
) -> None:
    end_link(made.link)
    answers, work = [], []
    for token in (made.token, "x" * 43, made.token[:-1], made.link.token_hash, str(made.link.pk), "for"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answers.append(Client().get(f"/shared/{token}/"))
        work.append(len(queries))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert set(work) == {1}
    assert {answer["Referrer-Policy"] for answer in answers} == {"no-referrer"}


def test_tricks_with_the_path_lead_nowhere(made: NewLink) -> None:
    paths = [
        "/shared/",
        "/shared/{t}/..",
        "/shared/{t}//",
        "/shared/{t}/photos/",
        "/shared//{t}/",
        "/shared/%2e/{t}/",
    ]
    for path in paths:
        answer = Client().get(path.format(t=made.token))
        assert answer.status_code in (302, 404)
        assert not answer.cookies or "link_opened" not in answer.cookies
        assert b"Rosa" not in answer.content


def test_nobody_is_led_to_another_site(made: NewLink) -> None:
    client = Client()
    assert client.get(f"/shared/{made.token}/?next=https://evil.example/")["Location"] == page_of(made.link)
    answer = client.post(
        page_of(made.link) + "?next=https://evil.example/",
        {"passcode": PASSCODE, "next": "https://evil.example/"},
    )
    assert answer["Location"] == page_of(made.link)


# ---- the door --------------------------------------------------------------------------------------------


def test_before_the_passcode_nothing_says_whose_it_is_or_that_it_is_about_health(made: NewLink) -> None:
    for answer in (
        come(made).get(page_of(made.link)),
        Client().get("/shared/x/"),
        come(made).post(page_of(made.link) + "leave/"),
    ):
        html = answer.content.decode()
        assert not FORBIDDEN.search(html), FORBIDDEN.search(html)
        assert "Rosa" not in html
        assert "Weiss" not in html
        assert "og:" not in html
        assert (
            f"<title>{settings.MAIL_SENDER_NAME}" in html or f"· {settings.MAIL_SENDER_NAME}</title>" in html
        )


def test_the_id_of_a_link_opens_nothing_without_its_token(made: NewLink) -> None:
    unknown = Client().get(reverse("records:link-page", args=[uuid.uuid4()]))
    for client, method in ((Client(), "get"), (Client(), "post")):
        answer = getattr(client, method)(page_of(made.link), {"passcode": PASSCODE})
        assert (answer.status_code, answer.content) == (404, unknown.content)
    assert ShareLink.objects.get().tries == 0


def test_the_cookies_are_for_this_link_alone_and_out_of_reach_of_scripts(made: NewLink) -> None:
    client = enter(made)
    for stage, samesite in (("came", "Lax"), ("opened", "Strict")):
        kept = client.cookies[f"link_{stage}"]
        assert (kept["path"], kept["httponly"], kept["samesite"]) == (page_of(made.link), True, samesite)
        assert (kept["max-age"], kept["expires"]) == ("", "")  # gone with the browser
        assert made.token not in kept.value


def test_over_https_the_cookies_never_travel_in_the_clear(made: NewLink) -> None:
    with override_settings(SESSION_COOKIE_SECURE=True):
        client = enter(made)
    assert client.cookies["link_came"]["secure"]
    assert client.cookies["link_opened"]["secure"]


def test_the_cookies_of_one_link_open_no_other(cast: Cast, made: NewLink) -> None:
    other = share(cast.record, cast.owner, make_shown_photo(cast.record))
    client = enter(made)
    assert client.get(page_of(other.link)).status_code == 404
    come(other, client)  # knows both addresses, and the passcode of the first
    client.cookies["link_opened"] = cookie(enter(made), "opened")
    assert "id_passcode" in client.get(page_of(other.link)).content.decode()


def test_having_come_is_not_having_opened(made: NewLink, photo: Photo) -> None:
    client = come(made)
    for forgery in (cookie(client, "came"), made.link.pk.hex, signing.dumps(made.link.pk.hex), ""):
        client.cookies["link_opened"] = forgery
        assert "id_passcode" in client.get(page_of(made.link)).content.decode()
        assert client.get(photo_of(made.link, photo.pk)).status_code == 404


def test_the_passcode_is_asked_again_after_half_a_day(cast: Cast) -> None:
    made = share(cast.record, cast.owner, hours=72)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = enter(made)
        clock.shift(datetime.timedelta(hours=12, seconds=1))
        assert "id_passcode" in client.get(page_of(made.link)).content.decode()


def test_a_wrong_passcode_says_how_many_tries_are_left_and_is_not_shown_again(made: NewLink) -> None:
    html = come(made).post(page_of(made.link), {"passcode": "SUMMER28"}).content.decode()
    assert "That is not the passcode. 9 tries are left." in html
    assert "SUMMER28" not in html


def test_an_empty_passcode_costs_no_try(made: NewLink) -> None:
    html = come(made).post(page_of(made.link), {"passcode": " "}).content.decode()
    assert "Type the passcode" in html
    assert ShareLink.objects.get().tries == 0


def test_the_form_needs_its_token_and_works_with_it(made: NewLink) -> None:
    client = come(made, Client(enforce_csrf_checks=True))
    assert client.post(page_of(made.link), {"passcode": PASSCODE}).status_code == 403
    found = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(page_of(made.link)).content.decode()
    )
    assert found
    answer = client.post(page_of(made.link), {"passcode": PASSCODE, "csrfmiddlewaretoken": found[1]})
    assert answer.status_code == 302
