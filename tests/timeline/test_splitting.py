"""One deposit is really two; and whatever is done and undone in any order, no entry is lost."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lesions.models import CheckIn, Lesion, LifeEvent, PhotoLesion
from tests.conftest import Cast, SignIn
from tests.lesions.pages import text_of
from tests.make import make_check_in, make_event, make_lesion, make_note, make_photo
from tests.timeline.test_merging import a_full_one, merge, pointing_at
from timeline.merging import split_lesion, undo
from timeline.models import FollowUpRequest, LesionChange, Note


@pytest.fixture
def rosa(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def split_values(*rows: str, **more: str) -> dict[str, Any]:
    return {"place": "index_tip_palmar/left", "name": "Second", "rows": list(rows), **more}


def test_what_was_ticked_goes_to_the_second_one_and_its_photos_with_it(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record, name="First")
    mine, yours = make_check_in(lesion, 9, anchor=1), make_check_in(lesion, 3, anchor=1)
    event = make_event(lesion, "opened", 2)
    with_it, alone = make_photo(cast.record, lesion, yours), make_photo(cast.record, lesion)
    link = alone.photo_lesions.get()
    values = split_values(f"check-in:{yours.pk}", f"event:{event.pk}", f"photo:{link.pk}")
    rosa.post(reverse("timeline:split", args=[lesion.pk]), values)
    new = Lesion.objects.get(name="Second")
    assert (new.site, new.side, new.split_from) == ("index_tip_palmar", "left", lesion)
    assert list(CheckIn.objects.of(new)) == [yours]
    assert list(CheckIn.objects.of(lesion)) == [mine]
    assert list(LifeEvent.objects.of(new)) == [event]
    assert {one.photo for one in new.photo_lesions.all()} == {with_it, alone}


def test_from_a_day_on_ticks_and_loses_nothing_typed(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    old, new = make_check_in(lesion, 30, anchor=1), make_check_in(lesion, 3, anchor=1)
    from_on = cast.record.today() - datetime.timedelta(days=10)
    values = split_values(tick_from="1", from_on=from_on.isoformat(), name="Half typed")
    form = rosa.post(reverse("timeline:split", args=[lesion.pk]), values).context["form"]
    assert {key: ticked for key, _day, _words, ticked in form.items} == {
        f"check-in:{old.pk}": False,
        f"check-in:{new.pk}": True,
    }
    assert form["name"].value() == "Half typed"
    assert not form.errors
    assert Lesion.objects.count() == 1


def test_nothing_ticked_is_said_and_makes_nothing(cast: Cast, rosa: Client) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, anchor=1)
    answer = rosa.post(reverse("timeline:split", args=[lesion.pk]), split_values())
    assert "Tick what belongs to the second one." in text_of(answer)
    assert Lesion.objects.count() == 1


def test_an_entry_of_another_deposit_is_refused(cast: Cast, rosa: Client) -> None:
    lesion, other = make_lesion(cast.record), make_lesion(cast.record)
    foreign = make_check_in(other, anchor=1)
    answer = rosa.post(reverse("timeline:split", args=[lesion.pk]), split_values(f"check-in:{foreign.pk}"))
    assert "no longer here" in text_of(answer)
    with pytest.raises(ValidationError):
        split_lesion(
            lesion=lesion, new=Lesion(site="elbow", side="left", name="X"), rows=[foreign], by=cast.owner
        )
    foreign.refresh_from_db()
    assert foreign.lesion == other
    assert Lesion.objects.count() == 2


def test_the_new_one_says_of_which_it_was_a_part_and_the_first_does_not(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record, name="Left palm")
    row, new = make_check_in(lesion, anchor=1), Lesion(site="elbow", side="left", name="Left palm B")
    split_lesion(lesion=lesion, new=new, rows=[row], by=cast.owner)
    derm = sign_in(cast.dermatologist)
    assert "Was part of</dt><dd>Left palm<" in text_of(derm.get(reverse("timeline:lesion", args=[new.pk])))
    assert "Was part of" not in text_of(derm.get(reverse("timeline:lesion", args=[lesion.pk])))


def test_a_split_is_taken_back_and_the_first_is_as_it_was(cast: Cast, rosa: Client) -> None:
    lesion = a_full_one(cast, "First")
    before = pointing_at(lesion)
    picked = CheckIn.objects.of(lesion).get()
    rosa.post(reverse("timeline:split", args=[lesion.pk]), split_values(f"check-in:{picked.pk}"))
    assert pointing_at(lesion) != before
    rosa.post(reverse("timeline:change-undo", args=[LesionChange.objects.get().pk]))
    assert pointing_at(lesion) == before
    assert not Lesion.objects.kept().filter(name="Second").exists()


STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "undo", "log"]), st.integers(0, 5), st.integers(0, 5)),
    max_size=7,
)


def rows_and_words(cast: Cast) -> Counter[tuple[Any, ...]]:
    """The multiset of what people entered, whichever deposit it is about now."""
    found: Counter[tuple[Any, ...]] = Counter()
    for row in CheckIn.objects.kept().filter(patient=cast.record):
        found["check-in", row.pk, row.length_mm, row.note, row.observed_at] += 1
    for event in LifeEvent.objects.kept().filter(patient=cast.record):
        found["event", event.pk, event.kind, event.happened_on] += 1
    for note in Note.objects.kept().filter(patient=cast.record):
        found["note", note.pk, note.text, note.entered_by_id] += 1
    for request in FollowUpRequest.objects.kept().filter(patient=cast.record):
        found["request", request.pk] += 1
    for photo_id in set(
        PhotoLesion.objects.filter(lesion__deleted_at=None).values_list("photo_id", flat=True)
    ):
        found["photo", photo_id] += 1
    return found


@given(STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_merges_splits_and_undoings_loses_an_entry(
    cast: Cast, steps: list[tuple[str, int, int]]
) -> None:
    Lesion.objects.filter(patient=cast.record).delete()
    LesionChange.objects.all().delete()
    for number in range(3):
        lesion = make_lesion(cast.record)
        make_photo(cast.record, lesion, make_check_in(lesion, number, length_mm=5))
        make_event(lesion, "opened", number)
        make_note(cast.record, cast.dermatologist, lesion=lesion)
    said = rows_and_words(cast)
    for what, first, second in steps:
        lesions = list(Lesion.objects.kept().filter(patient=cast.record).order_by("entered_at"))
        one, two = lesions[first % len(lesions)], lesions[second % len(lesions)]
        if what == "merge" and one != two:
            merge(cast, one, two)
        elif what == "split" and (rows := [*CheckIn.objects.of(one)[:2], *LifeEvent.objects.of(one)[:1]]):
            new = Lesion(site="elbow", side="left", name="New")
            split_lesion(lesion=one, new=new, rows=rows, by=cast.owner)
        elif what == "undo" and (change := LesionChange.objects.kept().order_by("-entered_at").first()):
            undo(change, by=cast.owner)
        elif what == "log":
            make_event(one, "drained", second)
            said = rows_and_words(cast)
        assert rows_and_words(cast) == said
