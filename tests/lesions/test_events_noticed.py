"""First noticed is said once: the lesion and its event "noticed" never drift, whichever of them is edited."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lesions.event_services import remove_event, restore_event, save_event
from lesions.models import Lesion, LifeEvent
from lesions.services import add_lesion, save_lesion
from tests.conftest import Cast, SignIn
from tests.make import make_lesion

OLD, NEW = datetime.date(2024, 3, 1), datetime.date(2025, 5, 7)


@pytest.fixture
def rosa(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    made = Lesion(
        patient=cast.record,
        site="elbow",
        side="left",
        name="Elbow",
        noticed_on=OLD,
        noticed_precision="month",
    )
    return add_lesion(lesion=made, first_check_in=None, photos=[], by=cast.owner)


def in_step(lesion: Lesion) -> bool:
    """Whether the lesion says what its first event "noticed" says."""
    lesion.refresh_from_db()
    first = LifeEvent.objects.of(lesion).filter(kind="noticed").order_by("happened_on", "entered_at").first()
    said = (first.happened_on, first.precision) if first else (None, "")
    return (lesion.noticed_on, lesion.noticed_precision) == said


def posted(day: datetime.date, kind: str = "noticed") -> dict[str, str]:
    return {
        "kind": kind,
        "happened_day": str(day.day),
        "happened_month": str(day.month),
        "happened_year": str(day.year),
    }


def test_correcting_the_event_corrects_the_lesion(rosa: Client, lesion: Lesion) -> None:
    event = LifeEvent.objects.get()
    rosa.post(reverse("lesions:event-edit", args=[event.pk]), posted(NEW))
    lesion.refresh_from_db()
    assert (lesion.noticed_on, lesion.noticed_precision) == (NEW, "day")


def test_an_event_that_was_not_the_noticing_after_all_leaves_the_first_day_open(
    rosa: Client, lesion: Lesion
) -> None:
    event = LifeEvent.objects.get()
    rosa.post(reverse("lesions:event-edit", args=[event.pk]), posted(NEW, "opened"))
    lesion.refresh_from_db()
    assert lesion.noticed_on is None


def test_deleting_the_event_and_taking_that_back_moves_the_lesion_with_it(
    rosa: Client, lesion: Lesion
) -> None:
    event = LifeEvent.objects.get()
    rosa.post(reverse("lesions:event-delete", args=[event.pk]))
    assert Lesion.objects.get().noticed_on is None
    rosa.post(reverse("lesions:event-restore", args=[event.pk]))
    lesion.refresh_from_db()
    assert (lesion.noticed_on, lesion.noticed_precision) == (OLD, "month")


def test_taking_the_day_off_the_lesion_takes_the_event_away(rosa: Client, lesion: Lesion) -> None:
    rosa.post(reverse("lesions:lesion-edit", args=[lesion.pk]), {"name": "Elbow"})
    assert not LifeEvent.objects.kept().exists()
    assert in_step(lesion)


def test_an_event_of_another_kind_leaves_the_first_day_alone(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record, noticed_on=OLD, noticed_precision="month")
    rosa.post(reverse("lesions:event-tap", args=[lesion.pk]), {"kind": "opened"})
    lesion.refresh_from_db()
    assert lesion.noticed_on == OLD


DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2025, 12, 31))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("lesion"), st.none() | DAYS),
        st.tuples(st.just("add"), DAYS),
        st.tuples(st.just("move"), DAYS),
        st.tuples(st.sampled_from(["delete", "restore"]), st.none()),
    ),
    max_size=6,
)


@given(STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_edits_lets_the_two_drift(
    cast: Cast, lesion: Lesion, steps: list[tuple[str, datetime.date | None]]
) -> None:
    for what, day in steps:
        lesion.refresh_from_db()
        events = LifeEvent.objects.filter(lesion=lesion, kind="noticed").select_related("lesion")
        kept, gone = events.kept().last(), events.filter(deleted_at__isnull=False).last()
        if what == "lesion":
            lesion.noticed_on, lesion.noticed_precision = day, "day" if day else ""
            save_lesion(lesion, by=cast.owner)
        elif what == "add" and day:
            event = LifeEvent(lesion=lesion, patient=cast.record, kind="noticed", happened_on=day)
            save_event(event, by=cast.owner)
        elif what == "move" and kept and day:
            kept.happened_on, kept.precision = day, "day"
            save_event(kept, by=cast.owner)
        elif what == "delete" and kept:
            remove_event(kept, by=cast.owner)
        elif what == "restore" and gone:
            restore_event(gone, by=cast.owner)
        assert in_step(lesion), what
