"""Checking in: one tap, the full form, what it refuses, what it asks, and what it never loses."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from lesions.models import CheckIn, Lesion, Photo, PhotoLesion
from tests.conftest import Cast, SignIn
from tests.lesions.pages import bad_upload, errors_of, now_text, text_of, upload
from tests.make import make_check_in, make_lesion, make_photo

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, name="Left thumb tip 1")


@pytest.fixture
def post(cast: Cast, sign_in: SignIn, lesion: Lesion) -> Callable[..., Answer]:
    """Post the check-in form as the patient."""

    def send(**values: Any) -> Answer:
        values.setdefault("observed_at", now_text(cast.record))
        return sign_in(cast.owner).post(reverse("lesions:check-in", args=[lesion.pk]), values)

    return send


def test_same_as_last_time_stores_the_anchor_and_no_number(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    make_check_in(lesion, 7, length_mm=Decimal(8), pain_rest=4, note="sore")
    sign_in(cast.owner).post(reverse("lesions:same", args=[lesion.pk]))
    newest = CheckIn.objects.latest("observed_at")
    assert newest.anchor == 0
    assert newest.is_only_same
    assert (newest.length_mm, newest.pain_rest, newest.method, newest.uncertainty_mm) == (
        None,
        None,
        "",
        None,
    )


def test_same_is_taken_back_by_the_button_it_offers(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    client = sign_in(cast.owner)
    page = client.post(reverse("lesions:same", args=[lesion.pk]), {"back": "home"}, follow=True)
    undo = reverse("lesions:check-in-delete", args=[CheckIn.objects.get().pk])
    assert f'action="{undo}"' in page.content.decode()
    client.post(undo)
    assert not CheckIn.objects.kept().exists()


@pytest.mark.parametrize(
    "more",
    [
        {"drainage": "pus"},
        {"redness": "marked"},
        {"lump_count": 2},
        {"itch": 0},
        {"height_mm": 2, "method": "ruler"},
    ],
)
def test_same_with_anything_else_said_is_not_only_same(lesion: Lesion, more: dict[str, Any]) -> None:
    assert not make_check_in(lesion, anchor=0, **more).is_only_same


def test_an_empty_check_in_is_refused_with_a_sentence(post: Any) -> None:
    answer = post()
    assert "One answer is enough" in text_of(answer)
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    "said",
    [{"anchor": "0"}, {"pain_rest": "0"}, {"note": "itchy"}, {"redness": "none"}, {"lump_count": "2"}],
)
def test_one_answer_is_enough(post: Any, said: dict[str, str]) -> None:
    assert post(**said).status_code == 302
    assert CheckIn.objects.count() == 1


def test_no_answer_about_pain_stays_missing_and_zero_stays_zero(post: Any) -> None:
    post(note="no pain said")
    post(pain_rest="0")
    assert sorted(CheckIn.objects.values_list("pain_rest", flat=True), key=str) == [0, None]


def test_a_photo_alone_is_an_answer(post: Any) -> None:
    assert post(photos=[upload()]).status_code == 302
    assert PhotoLesion.objects.get().check_in == CheckIn.objects.get()


@pytest.mark.parametrize("typed", ["7,5", "7.5", " 7.5 mm", "7,5mm"])
def test_millimetres_are_read_as_people_write_them(post: Any, typed: str) -> None:
    post(length_mm=typed, method="caliper")
    check_in = CheckIn.objects.get()
    assert (check_in.length_mm, check_in.uncertainty_mm) == (Decimal("7.5"), Decimal("0.5"))


@pytest.mark.parametrize("typed", ["seven", "0", "-3", "501", "7.25", "1e9", "NaN", "Infinity"])
def test_a_size_that_cannot_be_is_refused_and_stays_in_its_box(post: Any, typed: str) -> None:
    answer = post(length_mm=typed, method="ruler")
    assert "length_mm" in errors_of(answer)
    assert f'value="{typed}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("501", "500 mm (50 cm) is the most"),
        ("12345", "500 mm (50 cm) is the most"),
        ("0", "0.1 mm is the least"),
        ("7.25", "One digit after the point is enough"),
        ("seven", "as a number, such as 7 or 7.5"),
    ],
)
def test_a_refused_size_is_told_in_plain_words(post: Any, typed: str, said: str) -> None:
    [error] = errors_of(post(length_mm=typed, method="ruler"))["length_mm"]
    assert said in error


def test_what_is_seen_is_folded_until_it_was_said_once(
    cast: Cast, sign_in: SignIn, lesion: Lesion, post: Any
) -> None:
    url = reverse("lesions:check-in", args=[lesion.pk])
    make_check_in(lesion, 40, pain_rest=3)
    assert not sign_in(cast.owner).get(url).context["form"].has_look
    post(redness="2")
    assert sign_in(cast.owner).get(url).context["form"].has_look


def test_a_width_larger_than_the_length_is_refused_at_the_width(post: Any) -> None:
    assert list(errors_of(post(length_mm="4", width_mm="7", method="ruler"))) == ["width_mm"]


@pytest.mark.parametrize("size", [{"length_mm": "7"}, {"width_mm": "7"}, {"height_mm": "2"}])
def test_a_size_without_its_way_of_measuring_is_refused_at_the_way(post: Any, size: dict[str, str]) -> None:
    assert errors_of(post(**size)) == {"method": ["Say how you measured it, so that the error is known."]}
    assert not CheckIn.objects.exists()


def test_a_moment_to_come_is_refused(cast: Cast, post: Any) -> None:
    tomorrow = timezone.localtime(timezone.now(), cast.record.zone) + datetime.timedelta(days=1)
    answer = post(anchor="0", observed_at=tomorrow.strftime("%Y-%m-%dT%H:%M"))
    assert "still to come" in errors_of(answer)["observed_at"][0]


def test_a_moment_in_the_past_is_kept_as_the_patients_wall_clock(post: Any) -> None:
    post(anchor="0", observed_at="2025-07-01T08:30")
    assert CheckIn.objects.get().observed_at == datetime.datetime(2025, 7, 1, 6, 30, tzinfo=datetime.UTC)


def test_an_unlikely_size_is_asked_about_and_nothing_is_lost(lesion: Lesion, post: Any) -> None:
    make_check_in(lesion, 7, length_mm=Decimal(8))
    answer = post(length_mm="80", method="ruler", note="slipped?", photos=[upload()])
    page = answer.content.decode()
    assert errors_of(answer) == {"length_mm": ["Is 80 mm right? Last time it was 8 mm."]}
    assert "slipped?" in page
    assert f'value="{Photo.objects.get().pk}"' in page
    assert "size_confirmed" in page
    assert CheckIn.objects.count() == 1


def test_confirming_an_unlikely_size_saves_it(lesion: Lesion, post: Any) -> None:
    make_check_in(lesion, 7, length_mm=Decimal(8))
    photo_id = "00000000-0000-0000-0000-000000000000"
    assert (
        post(length_mm="80", method="ruler", size_confirmed="on", kept_photos=[photo_id]).status_code == 302
    )
    assert CheckIn.objects.latest("entered_at").length_mm == Decimal(80)


def test_the_question_looks_back_past_check_ins_without_a_size(lesion: Lesion, post: Any) -> None:
    make_check_in(lesion, 7, length_mm=Decimal(8))
    make_check_in(lesion, 3, anchor=0)
    assert "length_mm" in errors_of(post(length_mm="80", method="ruler"))


@pytest.mark.parametrize(("before", "now"), [("8", "17"), ("2", "7"), ("30", "60"), ("12", "4")])
def test_a_likely_change_is_not_asked_about(lesion: Lesion, post: Any, before: str, now: str) -> None:
    make_check_in(lesion, 7, length_mm=Decimal(before))
    assert post(length_mm=now, method="ruler").status_code == 302


def test_a_refused_photo_costs_nothing_else(post: Any, sign_in: SignIn, cast: Cast) -> None:
    answer = post(pain_rest="3", photos=[bad_upload(), upload()])
    page = text_of(sign_in(cast.owner).get(answer["Location"]))
    assert CheckIn.objects.get().pain_rest == 3
    assert PhotoLesion.objects.count() == 1
    assert page


def test_the_sentence_about_a_refused_photo_is_shown_after_saving(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    url, values = reverse("lesions:check-in", args=[lesion.pk]), {"observed_at": now_text(cast.record)}
    answer = sign_in(cast.owner).post(url, {**values, "anchor": "1", "photos": [bad_upload()]}, follow=True)
    assert "letter.jpg:" in text_of(answer)
    assert "Saved for Left thumb tip 1." in text_of(answer)


def test_another_patients_staged_photo_is_left_alone(cast: Cast, post: Any) -> None:
    theirs = make_photo(cast.stranger_record, entered_by=cast.stranger, attached_at=None)
    post(anchor="0", kept_photos=[str(theirs.pk)])
    theirs.refresh_from_db()
    assert theirs.attached_at is None
    assert not PhotoLesion.objects.exists()


def test_what_somebody_else_is_about_to_add_is_left_alone(cast: Cast, post: Any) -> None:
    carls = make_photo(cast.record, entered_by=cast.caregiver, attached_at=None)
    post(anchor="0", kept_photos=[str(carls.pk), "not-an-id"])
    assert not PhotoLesion.objects.exists()


def test_correcting_a_check_in_keeps_its_photo_and_its_old_values_in_the_history(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    check_in = make_check_in(lesion, 2, length_mm=Decimal(8))
    make_photo(cast.record, lesion, check_in)
    url = reverse("lesions:check-in-edit", args=[check_in.pk])
    moment = timezone.localtime(check_in.observed_at, cast.record.zone).strftime("%Y-%m-%dT%H:%M")
    sign_in(cast.owner).post(url, {"observed_at": moment, "length_mm": "9", "method": "caliper"})
    sizes = list(check_in.history.order_by("history_date").values_list("length_mm", "uncertainty_mm"))
    assert sizes == [(Decimal(8), Decimal(1)), (Decimal(9), Decimal("0.5"))]
    assert PhotoLesion.objects.get().check_in == check_in


def test_a_size_taken_away_takes_its_error_with_it(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    check_in = make_check_in(lesion, 2, length_mm=Decimal(8))
    values = {"observed_at": now_text(cast.record), "note": "I had measured the wrong one"}
    sign_in(cast.owner).post(reverse("lesions:check-in-edit", args=[check_in.pk]), values)
    check_in.refresh_from_db()
    assert (check_in.length_mm, check_in.uncertainty_mm) == (None, None)


def test_a_check_in_whose_only_photo_was_deleted_needs_an_answer_again(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    check_in = make_check_in(lesion, 2)
    make_photo(cast.record, lesion, check_in, deleted_at=timezone.now())
    url = reverse("lesions:check-in-edit", args=[check_in.pk])
    answer = sign_in(cast.owner).post(url, {"observed_at": now_text(cast.record)})
    assert "One answer is enough" in text_of(answer)


def test_last_time_is_shown_as_a_hint_and_no_box_is_filled_from_it(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    make_check_in(lesion, 7, length_mm=Decimal("8.5"), pain_rest=4)
    answer = sign_in(cast.owner).get(reverse("lesions:check-in", args=[lesion.pk]))
    assert "8.5" in text_of(answer)
    assert answer.context["form"]["length_mm"].value() is None
    assert answer.context["form"]["pain_rest"].value() is None


def test_the_first_check_in_of_a_deposit_speaks_of_no_last_time(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    answer = sign_in(cast.owner).get(reverse("lesions:check-in", args=[lesion.pk]))
    assert answer.status_code == 200
    assert "Last time" not in text_of(answer)


def test_a_last_pain_of_zero_is_a_hint_too(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    make_check_in(lesion, 7, pain_rest=0)
    page = text_of(sign_in(cast.owner).get(reverse("lesions:check-in", args=[lesion.pk])))
    assert "Last time 0, underlined below." in page


def test_correcting_an_entry_keeps_the_second_it_was_made(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    check_in = make_check_in(lesion, 2, pain_rest=3)
    shown = timezone.localtime(check_in.observed_at, cast.record.zone).strftime("%Y-%m-%dT%H:%M")
    url = reverse("lesions:check-in-edit", args=[check_in.pk])
    sign_in(cast.owner).post(url, {"observed_at": shown, "pain_rest": "4"})
    edited = CheckIn.objects.get()
    assert (edited.pain_rest, edited.observed_at) == (4, check_in.observed_at)


def test_a_check_in_can_be_deleted_where_it_is_corrected(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    check_in = make_check_in(lesion, pain_rest=3)
    page = sign_in(cast.owner).get(reverse("lesions:check-in-edit", args=[check_in.pk]))
    assert reverse("lesions:check-in-delete", args=[check_in.pk]) in page.content.decode()
