"""Asking a second reader: who may be asked, what ends it, and both readings beside each other."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import CareRelationship, User
from accounts.services import remove_clinical
from lesions.models import CheckIn, Lesion, Measurement, Photo, SecondReading
from lesions.second_readings import answer_with, blind_lesions, open_readings, state_of
from tests.conftest import Cast, SignIn
from tests.make import (
    make_check_in,
    make_lesion,
    make_measurement,
    make_photo,
    make_second_reading,
    make_user,
    relate,
)
from timeline.merging import merge_lesions, split_lesion, undo


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, "elbow", "right", name="Right elbow 1")


@pytest.fixture
def photo(cast: Cast, lesion: Lesion) -> Photo:
    return make_photo(cast.record, lesion)


@pytest.fixture
def first(cast: Cast, lesion: Lesion, photo: Photo) -> Measurement:
    return make_measurement(photo, cast.owner, lesion)


@pytest.fixture
def reader(cast: Cast) -> User:
    """Another dermatologist of the record."""
    user = make_user("Dr Second", role=User.Role.DERMATOLOGIST)
    relate(user, cast.record, "dermatologist", granted_by=cast.owner)
    return user


@pytest.fixture
def asked(cast: Cast, first: Measurement, reader: User) -> SecondReading:
    return make_second_reading(first, reader, cast.dermatologist)


def ask(client: Client, first: Measurement, reader: User | None, **said: str) -> Any:
    data = {"reader": str(reader.pk) if reader else "", **said}
    return client.post(reverse("lesions:second-reading-ask", args=[first.pk]), data)


def page(client: Client, asked: SecondReading) -> str:
    return client.get(reverse("lesions:second-reading", args=[asked.pk])).content.decode()


def read_by(reader: User, asked: SecondReading, length_mm: str = "13.34", **extra: Any) -> Measurement:
    """What the measuring page does when she accepts."""
    row = make_measurement(
        asked.photo, reader, asked.lesion, as_clinician=True, length_mm=Decimal(length_mm), **extra
    )
    answer_with(row, by=reader)
    asked.refresh_from_db()
    return row


# ---- asking -----------------------------------------------------------------------------------------------


def test_a_dermatologist_asks_a_colleague_who_is_told_by_a_neutral_mail(
    cast: Cast, sign_in: SignIn, first: Measurement, reader: User,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(sign_in(cast.dermatologist), first, reader, message="Follow the hard edge.")
    assert answer.status_code == 302
    (asked,) = open_readings(reader)
    assert (asked.entered_by, asked.message) == (cast.dermatologist, "Follow the hard edge.")
    assert mail.outbox[0].to == [reader.email]
    assert "12.3" not in mail.outbox[0].body


def test_the_patient_may_ask_as_well(cast: Cast, sign_in: SignIn, first: Measurement, reader: User) -> None:
    ask(sign_in(cast.owner), first, reader)
    assert len(open_readings(reader)) == 1


def test_whoever_made_the_first_reading_is_not_offered(
    cast: Cast, sign_in: SignIn, lesion: Lesion, photo: Photo
) -> None:
    first = make_measurement(photo, cast.dermatologist, lesion, as_clinician=True)
    answer = ask(sign_in(cast.owner), first, cast.dermatologist)
    assert "may not open the record now" in answer.content.decode()


def test_without_another_dermatologist_the_page_says_so(
    cast: Cast, sign_in: SignIn, lesion: Lesion, photo: Photo
) -> None:
    first = make_measurement(photo, cast.dermatologist, lesion, as_clinician=True)
    url = reverse("lesions:second-reading-ask", args=[first.pk])
    assert "No other dermatologist has access" in sign_in(cast.owner).get(url).content.decode()


def test_a_dermatologist_of_another_record_is_refused_at_the_field(
    cast: Cast, sign_in: SignIn, first: Measurement
) -> None:
    form = ask(sign_in(cast.dermatologist), first, cast.other_dermatologist).context["form"]
    assert "Choose another" in form.errors["reader"][0]


def test_nobody_chosen_is_told_at_the_field(cast: Cast, sign_in: SignIn, first: Measurement) -> None:
    answer = ask(sign_in(cast.dermatologist), first, None, message="Please")
    assert answer.context["form"].errors["reader"] == ["Choose who should read it."]
    assert "Please" in answer.content.decode(), "nothing typed is lost"


def test_the_same_person_is_not_asked_twice(
    cast: Cast, sign_in: SignIn, first: Measurement, reader: User, asked: SecondReading
) -> None:
    form = ask(sign_in(cast.dermatologist), first, reader).context["form"]
    assert form.errors["reader"] == ["Dr Second has been asked to read it already."]


def test_of_two_requests_at_once_the_second_is_told_the_same(
    cast: Cast, sign_in: SignIn, first: Measurement, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one is saved between the look and the write."""
    from lesions.forms import second_reading

    def late(_reader: User, _first: Measurement) -> bool:
        make_second_reading(first, reader, cast.owner)
        return False

    monkeypatch.setattr(second_reading, "has_read", late)
    form = ask(sign_in(cast.dermatologist), first, reader).context["form"]
    assert form.errors["reader"]
    assert SecondReading.objects.count() == 1


def test_who_has_a_reading_of_this_photo_is_not_asked_for_a_second(
    cast: Cast, sign_in: SignIn, lesion: Lesion, photo: Photo, first: Measurement, reader: User
) -> None:
    make_measurement(photo, reader, lesion, as_clinician=True)
    form = ask(sign_in(cast.dermatologist), first, reader).context["form"]
    assert "has a reading of this photo already" in form.errors["reader"][0]


# ---- reading ----------------------------------------------------------------------------------------------


def test_her_page_names_what_is_asked_and_offers_to_read(
    sign_in: SignIn, asked: SecondReading, reader: User, photo: Photo, lesion: Lesion
) -> None:
    text = page(sign_in(reader), asked)
    assert "without seeing the first reading" in text
    assert reverse("lesions:measure", args=[photo.pk, lesion.pk]) in text
    assert "12.3" not in text


def test_the_worklist_leads_to_what_was_read_when_nothing_waits(cast: Cast, sign_in: SignIn) -> None:
    text = sign_in(cast.dermatologist).get(reverse("timeline:worklist")).content.decode()
    assert f'href="{reverse("lesions:second-readings")}"' in text


def test_what_waits_stands_on_her_worklist_and_in_her_list(
    sign_in: SignIn, asked: SecondReading, reader: User, cast: Cast
) -> None:
    url = reverse("lesions:second-reading", args=[asked.pk])
    for name in ("timeline:worklist", "lesions:second-readings"):
        assert url in sign_in(reader).get(reverse(name)).content.decode()
        assert url not in sign_in(cast.dermatologist).get(reverse(name)).content.decode()


def test_after_she_has_read_both_stand_with_their_difference_for_all(
    cast: Cast, sign_in: SignIn, asked: SecondReading, reader: User
) -> None:
    read_by(reader, asked, "13.34")
    for user in (reader, cast.dermatologist, cast.owner):
        text = page(sign_in(user), asked)
        assert "12.3 × 8.1 mm" in text
        assert "13.3 × 8.1 mm" in text
        assert "1.0 mm (8 %) longer, more than the ± 0.9 mm" in text
        assert text.count('class="over-first"') == text.count('class="over-second"') == 1


def test_two_that_agree_are_called_so(sign_in: SignIn, asked: SecondReading, reader: User) -> None:
    read_by(reader, asked, "12.00")
    assert "the two agree" in page(sign_in(reader), asked)


def test_her_first_reading_counts_and_a_later_one_changes_nothing(asked: SecondReading, reader: User) -> None:
    one = read_by(reader, asked, "13.00")
    read_by(reader, asked, "12.34")
    assert asked.answer == one


def test_a_reading_of_another_photo_does_not_answer(
    cast: Cast, lesion: Lesion, asked: SecondReading, reader: User
) -> None:
    other = make_measurement(make_photo(cast.record, lesion), reader, lesion, as_clinician=True)
    assert answer_with(other, by=reader) is None
    assert lesion.pk in blind_lesions(reader)


def test_deleting_her_reading_makes_her_not_blind_again(
    sign_in: SignIn, asked: SecondReading, reader: User
) -> None:
    own = read_by(reader, asked)
    remove_clinical(own, by=reader)
    assert not blind_lesions(reader)
    assert "deleted by its reader" in page(sign_in(reader), asked)


def test_five_pairs_have_limits_of_agreement_for_clinicians_only(
    cast: Cast, sign_in: SignIn, lesion: Lesion, reader: User
) -> None:
    for number in range(5):
        photo = make_photo(cast.record, lesion, days_ago=number)
        asked = make_second_reading(make_measurement(photo, cast.owner, lesion), reader, cast.dermatologist)
        read_by(reader, asked, f"12.{34 + 10 * number}")
    url = reverse("lesions:measurement-list", args=[lesion.pk])
    told = "5 pairs: mean difference +0.2 mm, 95 % limits of agreement -0.1 to +0.5 mm."
    assert told in sign_in(cast.dermatologist).get(url).content.decode()
    assert "limits of agreement" not in sign_in(cast.owner).get(url).content.decode()


def test_the_list_takes_the_same_queries_for_1_and_6_pairs(
    cast: Cast, sign_in: SignIn, lesion: Lesion, reader: User, django_assert_max_num_queries: Any
) -> None:
    client, url = sign_in(cast.owner), reverse("lesions:measurement-list", args=[lesion.pk])
    for number in range(6):
        photo = make_photo(cast.record, lesion, days_ago=number)
        read_by(reader, make_second_reading(make_measurement(photo, cast.owner, lesion), reader, cast.owner))
    client.get(url)
    with django_assert_max_num_queries(9):
        client.get(url)


def test_the_patients_page_of_the_deposit_tells_that_it_was_asked_for(
    cast: Cast, sign_in: SignIn, lesion: Lesion, asked: SecondReading
) -> None:
    text = sign_in(cast.owner).get(reverse("timeline:lesion", args=[lesion.pk])).content.decode()
    assert "Dr Second has not read it yet" in text


def test_reading_the_photo_again_unasked_stands_beside_the_patients(
    cast: Cast, sign_in: SignIn, lesion: Lesion, photo: Photo, first: Measurement
) -> None:
    """One link leads to it from the deposit, from the photo and, by its photo, from the review page."""
    measure = reverse("lesions:measure", args=[photo.pk, lesion.pk])
    client = sign_in(cast.dermatologist)
    for name, key in (("timeline:lesion", lesion.pk), ("lesions:photo", photo.pk)):
        assert measure in client.get(reverse(name, args=[key])).content.decode()
    review = client.get(reverse("timeline:review", args=[cast.record.pk])).content.decode()
    assert reverse("lesions:photo", args=[photo.pk]) in review


# ---- what ends it -----------------------------------------------------------------------------------------


def test_declining_shows_her_the_sizes_and_tells_whoever_asked(
    cast: Cast, sign_in: SignIn, asked: SecondReading, reader: User
) -> None:
    sign_in(reader).post(reverse("lesions:second-reading-decline", args=[asked.pk]))
    assert "12.3" in page(sign_in(reader), asked)
    assert "Dr Second would rather not" in page(sign_in(cast.dermatologist), asked)


def test_what_is_taken_back_is_gone(cast: Cast, sign_in: SignIn, asked: SecondReading, reader: User) -> None:
    sign_in(cast.dermatologist).post(reverse("lesions:second-reading-withdraw", args=[asked.pk]))
    assert not open_readings(reader)
    url = reverse("lesions:second-reading", args=[asked.pk])
    assert sign_in(reader).get(url).status_code == 404


@pytest.mark.parametrize("name", ["lesions:second-reading-decline", "lesions:second-reading-withdraw"])
def test_what_was_read_can_be_neither_declined_nor_taken_back(
    cast: Cast, sign_in: SignIn, asked: SecondReading, reader: User, name: str
) -> None:
    read_by(reader, asked)
    statuses = {
        sign_in(user).post(reverse(name, args=[asked.pk])).status_code
        for user in (reader, cast.dermatologist)
    }
    assert statuses == {404}


def test_an_access_that_ends_takes_what_was_asked_with_it(
    cast: Cast, sign_in: SignIn, asked: SecondReading, reader: User
) -> None:
    CareRelationship.objects.filter(user=reader).update(revoked_at=timezone.now())
    assert state_of(asked) == "ended"
    assert not open_readings(reader)
    assert sign_in(reader).get(reverse("lesions:second-reading", args=[asked.pk])).status_code == 404


def test_an_access_given_anew_begins_without_it(cast: Cast, asked: SecondReading, reader: User) -> None:
    day = datetime.timedelta(days=1)
    CareRelationship.objects.filter(user=reader).update(starts_at=timezone.now() - 2 * day)
    asked.entered_at = timezone.now() - day
    asked.save()
    assert blind_lesions(reader)
    CareRelationship.objects.filter(user=reader).update(revoked_at=timezone.now())
    relate(reader, cast.record, "dermatologist")
    assert not blind_lesions(reader)


def test_deleting_the_first_reading_ends_it(asked: SecondReading, reader: User, cast: Cast) -> None:
    remove_clinical(asked.first, by=cast.owner)
    assert state_of(asked) == "ended"
    assert not blind_lesions(reader)


def test_a_deleted_photo_hides_it(
    cast: Cast, sign_in: SignIn, asked: SecondReading, reader: User, photo: Photo
) -> None:
    remove_clinical(photo, by=cast.owner)
    assert not open_readings(reader)
    assert sign_in(cast.owner).get(reverse("lesions:second-reading", args=[asked.pk])).status_code == 404


def test_what_is_merged_stays_hidden_with_the_deposit_that_is_kept(
    cast: Cast, asked: SecondReading, reader: User, lesion: Lesion
) -> None:
    kept = make_lesion(cast.record)
    change = merge_lesions(kept=kept, other=lesion, by=cast.owner)
    assert blind_lesions(reader) == {kept.pk}
    undo(change, by=cast.owner)
    assert blind_lesions(reader) == {lesion.pk}


def test_what_is_split_off_takes_its_second_reading_along(
    cast: Cast, asked: SecondReading, reader: User, lesion: Lesion
) -> None:
    check_in = make_check_in(lesion, 1)
    asked.first.check_in = check_in
    asked.first.save()
    new = Lesion(patient=cast.record, site="elbow", side="left", name="Left elbow 1")
    split_lesion(lesion=lesion, new=new, rows=[check_in], by=cast.owner)
    assert blind_lesions(reader) == {new.pk}


# ---- what is hidden ---------------------------------------------------------------------------------------


def test_another_deposit_of_the_record_is_not_hidden(cast: Cast, asked: SecondReading, reader: User) -> None:
    other = make_lesion(cast.record)
    shown = make_measurement(make_photo(cast.record, other), cast.owner, other)
    assert list(Measurement.objects.visible_to(reader)) == [shown]


def test_her_own_earlier_readings_are_hers_to_see(
    cast: Cast, asked: SecondReading, reader: User, lesion: Lesion
) -> None:
    own = make_measurement(make_photo(cast.record, lesion, days_ago=9), reader, lesion, as_clinician=True)
    assert list(Measurement.objects.visible_to(reader)) == [own]


def test_a_reading_of_an_open_form_on_the_photo_is_hidden_too(
    cast: Cast, asked: SecondReading, reader: User, photo: Photo
) -> None:
    make_measurement(photo, cast.caregiver)
    assert not Measurement.objects.visible_to(reader).exists()


def test_a_check_in_without_a_size_is_not_left_out(
    cast: Cast, asked: SecondReading, reader: User, lesion: Lesion
) -> None:
    said = make_check_in(lesion, 1, pain_rest=3)
    make_check_in(lesion, 2, length_mm=Decimal(12))
    assert list(CheckIn.objects.visible_to(reader)) == [said]


def test_a_check_in_whose_size_is_hidden_is_never_saved_so(lesion: Lesion) -> None:
    check_in = make_check_in(lesion, 1, length_mm=Decimal(12))
    check_in.hide_sizes()
    with pytest.raises(RuntimeError, match="must not be saved"):
        check_in.save()
