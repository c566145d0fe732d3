"""What home asks about: every due deposit, its last photo, and what was saved a moment ago."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from lesions.models import CheckIn, Lesion
from tests.conftest import Cast, SignIn
from tests.lesions.pages import now_text, text_of
from tests.make import make_check_in, make_event, make_lesion, make_photo
from tests.timeline.test_queries import queries_of

HOME = "/"


def due(cast: Cast, number: int) -> list[Lesion]:
    """So many deposits that wait for their first check-in."""
    return [make_lesion(cast.record, name=f"Spot {one:02}") for one in range(number)]


def asked(page: Any) -> list[str]:
    return [one.line.name for one in page.context["page"].wanted.shown if one.saved is None]


def same(client: Client, lesion: Lesion, **more: str) -> Any:
    return client.post(reverse("lesions:same", args=[lesion.pk]), {"back": "home", **more})


def test_the_first_four_stand_on_home_with_a_way_to_the_rest(cast: Cast, sign_in: SignIn) -> None:
    due(cast, 6)
    client = sign_in(cast.owner)
    page = client.get(HOME)
    assert len(asked(page)) == 4
    assert "Show the other 2" in text_of(page)
    assert len(asked(client.get(HOME + "?due=all"))) == 6


def test_the_last_photo_is_shown_and_a_sensitive_one_never(cast: Cast, sign_in: SignIn) -> None:
    lesion = due(cast, 1)[0]
    make_photo(cast.record, lesion, days_ago=9)
    newest = make_photo(cast.record, lesion, days_ago=3, identifying=True)
    make_photo(cast.record, lesion, days_ago=1, sensitive=True)
    make_photo(cast.record, lesion, days_ago=1, deleted_at=timezone.now())
    make_photo(cast.record, lesion, days_ago=1, attached_at=None)
    page = sign_in(cast.owner).get(HOME).content.decode()
    assert re.findall(r'want-photo" src="/photos/([^/]+)/small/"', page) == [str(newest.pk)]


def test_same_stays_on_home_and_stands_there_with_undo(cast: Cast, sign_in: SignIn) -> None:
    client, lesion = sign_in(cast.owner), due(cast, 5)[0]
    answer = same(client, lesion)
    page = client.get(answer["Location"].partition("#")[0])
    saved = CheckIn.objects.get()
    assert answer["Location"] == f"/#want-{lesion.pk}"
    assert f"Same, saved {timezone.localtime(saved.entered_at, cast.record.zone):%H:%M}" in text_of(page)
    assert reverse("lesions:check-in-delete", args=[saved.pk]) in page.content.decode()
    assert asked(page) == ["Spot 01", "Spot 02", "Spot 03", "Spot 04"]


def test_what_was_entered_for_an_earlier_day_says_the_day(cast: Cast, sign_in: SignIn) -> None:
    client, lesion = sign_in(cast.owner), due(cast, 1)[0]
    make_check_in(lesion, 3, entered_by=cast.owner, entered_at=timezone.now(), pain_rest=2)
    day = timezone.localtime(timezone.now() - datetime.timedelta(days=3), cast.record.zone)
    assert f", for {date_format(day, 'j F Y')}" in text_of(client.get(HOME))
    same(client, lesion)
    assert ", for " not in text_of(client.get(HOME)).split("Same, saved")[1].split("Undo")[0]


def test_undo_on_home_stays_on_home_and_asks_again(cast: Cast, sign_in: SignIn) -> None:
    client, lesion = sign_in(cast.owner), due(cast, 1)[0]
    same(client, lesion)
    url = reverse("lesions:check-in-delete", args=[CheckIn.objects.get().pk])
    assert client.post(url, {"back": "home"})["Location"] == f"/#want-{lesion.pk}"
    assert asked(client.get(HOME)) == ["Spot 00"]


def test_what_was_saved_leaves_home_after_a_quarter_of_an_hour(cast: Cast, sign_in: SignIn) -> None:
    client, lesion = sign_in(cast.owner), due(cast, 1)[0]
    same(client, lesion)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
        assert client.get(HOME).context["page"].wanted.shown == []


def test_what_somebody_else_has_just_saved_is_not_offered_for_undo(cast: Cast, sign_in: SignIn) -> None:
    lesion = due(cast, 1)[0]
    same(sign_in(cast.caregiver), lesion)
    assert sign_in(cast.owner).get(HOME).context["page"].wanted.shown == []


def test_an_open_deposit_that_was_answered_keeps_its_place(cast: Cast, sign_in: SignIn) -> None:
    client, lesions = sign_in(cast.owner), due(cast, 2)
    make_event(lesions[1], "opened", 3)
    same(client, lesions[1])
    page = client.get(HOME).context["page"].wanted.shown
    assert [(one.line.name, one.saved is not None) for one in page] == [("Spot 01", True), ("Spot 00", False)]


def test_who_only_reads_is_offered_nothing_to_save(cast: Cast, sign_in: SignIn) -> None:
    due(cast, 3)
    page = text_of(sign_in(cast.reader).get(HOME))
    assert "Spot 00" in page
    assert "Same as last time" not in page
    assert "Check in on all" not in page


def test_a_way_back_that_is_none_of_ours_is_not_followed(cast: Cast, sign_in: SignIn) -> None:
    lesion = due(cast, 1)[0]
    answer = sign_in(cast.owner).post(
        reverse("lesions:same", args=[lesion.pk]), {"back": "https://elsewhere.example"}
    )
    assert answer["Location"] == reverse("timeline:lesion", args=[lesion.pk])


# ---- what was begun ----------------------------------------------------------------------------------


def keep(client: Client, cast: Cast, kind: str, key: str, **values: str) -> None:
    assert (
        client.post(reverse("lesions:draft-keep", args=[cast.record.pk, kind, key]), values).status_code
        == 200
    )


def test_home_says_what_was_begun_and_leads_back_to_it(cast: Cast, sign_in: SignIn) -> None:
    client, lesion = sign_in(cast.owner), make_lesion(cast.record, name="Left thumb tip 2")
    keep(client, cast, "check-in", str(lesion.pk), note="a")
    keep(client, cast, "day", cast.record.today().isoformat(), pain="3")
    keep(client, cast, "lesion", "thumb_tip_palmar-left", length_mm="8")
    page = client.get(HOME)
    assert "You had begun: Left thumb tip 2" in re.sub("<[^>]+>", "", text_of(page))
    begun = page.context["page"].begun
    assert all(client.get(one.url).status_code == 200 for one in begun)
    for one in begun:
        assert client.post(one.discard_url, {"back": "home"})["Location"] == HOME
    assert client.get(HOME).context["page"].begun == []


@pytest.mark.parametrize("who", ["caregiver", "reader"])
def test_what_was_begun_is_told_to_nobody_else(cast: Cast, sign_in: SignIn, who: str) -> None:
    lesion = make_lesion(cast.record)
    keep(sign_in(cast.owner), cast, "check-in", str(lesion.pk), note="a")
    assert sign_in(getattr(cast, who)).get(HOME).context["page"].begun == []


def test_a_draft_of_a_deleted_deposit_is_not_offered(cast: Cast, sign_in: SignIn) -> None:
    client, lesion = sign_in(cast.owner), make_lesion(cast.record)
    keep(client, cast, "check-in", str(lesion.pk), note="a")
    client.post(reverse("lesions:lesion-delete", args=[lesion.pk]))
    assert client.get(HOME).context["page"].begun == []


# ---- how much it costs -------------------------------------------------------------------------------


def test_home_takes_the_same_queries_for_few_and_many(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)

    def fill(number: int) -> None:
        for lesion in due(cast, number):
            make_photo(cast.record, lesion)
            make_check_in(lesion, 60, length_mm=7)
            keep(client, cast, "check-in", str(lesion.pk), note="a")

    fill(5)
    before = queries_of(client, HOME)
    fill(20)
    assert queries_of(client, HOME + "?due=all") == queries_of(client, HOME) == before <= 21


def test_the_check_in_form_and_saving_it_take_few_queries(cast: Cast, sign_in: SignIn) -> None:
    client, lesion = sign_in(cast.owner), make_lesion(cast.record)
    make_check_in(lesion, 3, length_mm=7)
    url = reverse("lesions:check-in", args=[lesion.pk])
    assert queries_of(client, url) <= 8
    values = {"observed_at": now_text(cast.record), "length_mm": "8", "method": "ruler", "pain_rest": "2"}
    key = client.get(url).context["check_in"].pk
    with CaptureQueriesContext(connection) as queries:
        assert client.post(url, {**values, "submission": key}).status_code == 302
    assert len(queries) <= 19
