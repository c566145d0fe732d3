"""The home page: who looked, and what a record without deposits still has to say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.audit import note_access
from accounts.models import AccessEvent, User
from tests.conftest import Cast, SignIn
from tests.lesions.pages import text_of
from tests.make import make_check_in, make_lesion, make_note, make_request

NOBODY = "Nobody else has opened this record."


def look(cast: Cast, actor: User) -> None:
    note_access(actor=actor, patient=cast.record, action=AccessEvent.Action.VIEW, what="timeline:overview")


def test_a_look_is_told_however_often_she_looked_herself_since(cast: Cast, sign_in: SignIn) -> None:
    make_lesion(cast.record)
    look(cast, cast.dermatologist)
    for _ in range(70):
        look(cast, cast.owner)
    page = text_of(sign_in(cast.owner).get(reverse("timeline:home")))
    assert "Dr Derm" in page
    assert NOBODY not in page


def test_the_look_of_somebody_who_was_erased_still_counts(cast: Cast, sign_in: SignIn) -> None:
    make_lesion(cast.record)
    look(cast, cast.stranger)
    cast.stranger.audit_subject.delete()
    page = text_of(sign_in(cast.owner).get(reverse("timeline:home")))
    assert "Somebody who has left" in page
    assert NOBODY not in page


def test_who_looked_is_told_only_to_those_who_manage(cast: Cast, sign_in: SignIn) -> None:
    make_lesion(cast.record)
    look(cast, cast.dermatologist)
    page = text_of(sign_in(cast.reader).get(reverse("timeline:home")))
    assert "Who looked" not in page
    assert "Dr Derm" not in page


@pytest.mark.parametrize("name", ["home", "overview"])
def test_notes_and_requests_are_shown_before_the_first_deposit(
    cast: Cast, sign_in: SignIn, name: str
) -> None:
    make_note(cast.record, cast.dermatologist, text="Welcome, and no hurry.")
    make_request(cast.record, cast.dermatologist, "lab")
    args = [] if name == "home" else [cast.record.pk]
    page = text_of(sign_in(cast.owner).get(reverse(f"timeline:{name}", args=args)))
    assert "Welcome, and no hurry." in page
    assert "Lab result asked for" in page


def test_an_old_size_does_not_stand_under_the_day_of_the_last_check_in(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    sized = make_check_in(lesion, 60, length_mm=Decimal(7))
    make_check_in(lesion, 40, anchor=0)
    measured = sized.observed_at.astimezone(cast.record.zone)
    page = text_of(sign_in(cast.owner).get(reverse("timeline:home")))
    assert "no number taken." in page
    assert f"Measured on {measured:%-d %B %Y}: 7 mm ± 1 mm." in page


@pytest.mark.parametrize(
    ("who", "said", "unsaid"),
    [
        ("owner", "Your notebook is empty, and private", "The notebook of"),
        ("caregiver", "The notebook of Rosa Owner is empty", "until you share it"),
        ("reader", "You can read here what is added.", "Add the first deposit"),
    ],
)
def test_an_empty_record_says_whose_it_is_and_what_one_may_do(
    cast: Cast, sign_in: SignIn, who: str, said: str, unsaid: str
) -> None:
    page = text_of(sign_in(getattr(cast, who)).get(reverse("timeline:home")))
    assert said in page
    assert unsaid not in page


@pytest.mark.parametrize("who", ["reader", "dermatologist"])
def test_who_may_not_write_is_asked_for_no_first_deposit(cast: Cast, sign_in: SignIn, who: str) -> None:
    page = text_of(sign_in(getattr(cast, who)).get(reverse("timeline:overview", args=[cast.record.pk])))
    assert "No deposit yet" in page
    assert "Add the first one" not in page
