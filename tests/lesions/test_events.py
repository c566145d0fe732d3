"""One tap logs what happened today; the day can be changed; Undo takes it back; a double tap is one event."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lesions.models import Lesion, LifeEvent
from lesions.status import GONE, INFECTED, INFLAMED, OPEN, QUIET, status_of
from lesions.taps import FIRST, taps_for
from lesions.vocabulary import EventKind
from tests.conftest import Cast, SignIn
from tests.lesions.pages import text_of
from tests.make import make_check_in, make_event, make_lesion
from timeline.summary import summary_of

STATES = (QUIET, INFLAMED, OPEN, INFECTED, GONE)


@pytest.fixture
def rosa(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def tap(client: Client, lesion: Lesion, kind: str) -> str:
    url = reverse("lesions:event-tap", args=[lesion.pk])
    return text_of(client.post(url, {"kind": kind}, follow=True))


@pytest.mark.parametrize("kind", EventKind.values)
def test_one_tap_logs_any_kind_for_the_patients_today(cast: Cast, rosa: Client, kind: str) -> None:
    lesion = make_lesion(cast.record)
    tap(rosa, lesion, kind)
    event = LifeEvent.objects.get()
    assert (event.kind, event.happened_on, event.precision, event.entered_by) == (
        kind,
        cast.record.today(),
        "day",
        cast.owner,
    )


def test_the_answer_offers_to_take_it_back_and_to_change_the_day(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    page = tap(rosa, lesion, "opened")
    event = LifeEvent.objects.get()
    assert f'action="{reverse("lesions:event-delete", args=[event.pk])}"' in page
    assert f'href="{reverse("lesions:event-edit", args=[event.pk])}">Not today?' in page
    rosa.post(reverse("lesions:event-delete", args=[event.pk]))
    assert not LifeEvent.objects.kept().exists()


def test_a_double_tap_is_one_event(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    tap(rosa, lesion, "opened")
    tap(rosa, lesion, "opened")
    assert LifeEvent.objects.count() == 1


def test_the_same_tap_much_later_is_another_event(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        tap(rosa, lesion, "drained")
        clock.shift(datetime.timedelta(minutes=2))
        tap(rosa, lesion, "drained")
    assert LifeEvent.objects.count() == 2


def test_two_different_things_within_a_minute_are_two_events(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    tap(rosa, lesion, "opened")
    tap(rosa, lesion, "drained")
    assert LifeEvent.objects.count() == 2


def test_what_was_taken_back_can_be_tapped_again_at_once(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    tap(rosa, lesion, "opened")
    rosa.post(reverse("lesions:event-delete", args=[LifeEvent.objects.get().pk]))
    tap(rosa, lesion, "opened")
    assert LifeEvent.objects.kept().count() == 1


def test_a_kind_that_nobody_knows_saves_nothing_and_says_so(cast: Cast, rosa: Client) -> None:
    assert "Nothing was saved" in tap(rosa, make_lesion(cast.record), "exploded")
    assert not LifeEvent.objects.exists()


@pytest.mark.parametrize("who", ["reader", "dermatologist", "stranger", "revoked"])
def test_only_writers_tap(cast: Cast, sign_in: SignIn, who: str) -> None:
    url = reverse("lesions:event-tap", args=[make_lesion(cast.record).pk])
    assert sign_in(getattr(cast, who)).post(url, {"kind": "opened"}).status_code == 404
    assert not LifeEvent.objects.exists()


@pytest.mark.parametrize(
    ("events", "button"),
    [
        ([], "opened"),
        (["inflamed"], "closed"),
        (["opened"], "closed"),
        (["infected"], "closed"),
        (["gone"], "came_back"),
    ],
)
def test_the_page_offers_what_fits_the_state_before_something_else(
    cast: Cast, rosa: Client, events: list[str], button: str
) -> None:
    lesion = make_lesion(cast.record)
    for kind in events:
        make_event(lesion, kind, 3)
    page = rosa.get(reverse("timeline:lesion", args=[lesion.pk])).content.decode()
    assert page.index(f'name="kind" value="{button}"') < page.index("Something else")


@pytest.mark.parametrize("state", STATES)
def test_each_kind_is_offered_once_at_most_and_never_noticed(state: str) -> None:
    taps = taps_for(state)
    kinds = [one.kind for one in (*taps.first, *taps.more)]
    assert len(kinds) == len(set(kinds))
    assert "noticed" not in kinds


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_first_changes_the_state_or_tells_more_of_it(state: str) -> None:
    before = datetime.date(2026, 3, 1)
    begin = {QUIET: "closed", INFLAMED: "inflamed", OPEN: "opened", INFECTED: "infected", GONE: "gone"}
    for kind in FIRST[state]:
        after = status_of([(begin[state], before), (kind, before + datetime.timedelta(days=30))])
        assert after.state != state or kind == EventKind.DRAINED


def test_a_gone_deposit_that_came_back_is_active_and_due_again(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 60, length_mm=5)
    make_event(lesion, "gone", 40)
    (before,) = summary_of(cast.record).lines
    tap(rosa, lesion, "came_back")
    cast.record.refresh_from_db()
    summary = summary_of(cast.record)
    assert (before.need, before.due) == ("gone", False)
    assert [line.need for line in summary.active] == ["due"]
    assert summary.due == summary.active


def test_two_events_of_one_day_stand_in_the_history_and_on_the_chart(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 30, length_mm=5)
    make_check_in(lesion, 1, length_mm=6)
    make_event(lesion, "opened", 9)
    make_event(lesion, "drained", 9)
    page = text_of(rosa.get(reverse("timeline:lesion", args=[lesion.pk])))
    assert "the same day" in page
    drawing = page[page.index('<svg class="chart') :]
    assert "opened" in drawing
    assert "material came out" in drawing


def test_every_kind_but_noticed_stands_on_the_chart(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 120, length_mm=5)
    for number, kind in enumerate(EventKind.values):
        make_event(lesion, kind, 100 - 9 * number)
    page = text_of(rosa.get(reverse("timeline:lesion", args=[lesion.pk])))
    notes = page[page.index("chart-notes") : page.index('class="legend"')]
    for kind in EventKind:
        assert (str(kind.label).lower() in notes) is (kind != EventKind.NOTICED)
