"""What somebody has begun to write: kept on the server, shown to nobody else, gone when it is saved."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.models import AccessEvent, User
from lesions import drafts
from lesions.models import CheckIn, Draft, Lesion, Photo
from tests.conftest import Cast, SignIn
from tests.lesions.pages import errors_of, now_text, text_of
from tests.make import make_day, make_lesion, make_photo

ADD = ("thumb_tip_palmar", "left")


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, name="Left thumb tip 2")


def keep(client: Client, cast: Cast, kind: str, key: object, **values: Any) -> Any:
    return client.post(reverse("lesions:draft-keep", args=[cast.record.pk, kind, key]), values)


def form_of(client: Client, lesion: Lesion) -> Any:
    return client.get(reverse("lesions:check-in", args=[lesion.pk]))


def test_what_was_typed_is_found_again_on_another_device(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    answer = keep(sign_in(cast.owner), cast, "check-in", lesion.pk, length_mm="7,5", pain_rest="3", note="so")
    page = form_of(sign_in(cast.owner), lesion)
    form = page.context["form"]
    assert answer.json()["kept_at"] == f"{timezone.localtime(timezone.now(), cast.record.zone):%H:%M}"
    assert [form[name].value() for name in ("length_mm", "pain_rest", "note")] == ["7,5", "3", "so"]
    assert "Here it is, as you left it." in text_of(page)
    assert errors_of(page) == {}


def test_a_draft_is_nobody_elses(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    keep(sign_in(cast.owner), cast, "check-in", lesion.pk, note="mine alone")
    page = form_of(sign_in(cast.caregiver), lesion)
    assert "mine alone" not in page.content.decode()


def test_a_draft_is_no_part_of_the_record(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    cast.record.refresh_from_db()
    revision = cast.record.revision
    events = AccessEvent.objects.count()
    keep(sign_in(cast.owner), cast, "check-in", lesion.pk, note="hm")
    cast.record.refresh_from_db()
    assert not CheckIn.objects.exists()
    assert cast.record.revision == revision
    assert AccessEvent.objects.count() == events


def test_saving_ends_the_draft(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    client = sign_in(cast.owner)
    keep(client, cast, "check-in", lesion.pk, note="hm")
    values = {"observed_at": now_text(cast.record), "note": "hm"}
    client.post(reverse("lesions:check-in", args=[lesion.pk]), values)
    assert not Draft.objects.exists()


def test_a_draft_that_arrives_after_its_entry_was_saved_is_not_kept(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    client = sign_in(cast.owner)
    key = form_of(client, lesion).context["check_in"].pk
    values = {"observed_at": now_text(cast.record), "note": "hm", "submission": str(key)}
    client.post(reverse("lesions:check-in", args=[lesion.pk]), values)
    assert keep(client, cast, "check-in", lesion.pk, **values).json() == {"kept_at": None}
    assert not Draft.objects.exists()


def test_the_entry_finished_elsewhere_keeps_the_key_of_its_draft(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    client = sign_in(cast.owner)
    key = form_of(client, lesion).context["check_in"].pk
    keep(client, cast, "check-in", lesion.pk, note="hm", submission=str(key))
    assert form_of(client, lesion).context["check_in"].pk == key


def test_a_form_with_an_error_is_kept_as_a_draft(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    client = sign_in(cast.owner)
    photo = make_photo(cast.record, entered_by=cast.owner, attached_at=None)
    values = {"observed_at": now_text(cast.record), "length_mm": "7", "kept_photos": [str(photo.pk)]}
    client.post(reverse("lesions:check-in", args=[lesion.pk]), values)
    page = form_of(client, lesion)
    assert page.context["form"]["length_mm"].value() == "7"
    assert page.context["photos"].kept == [photo]


def test_the_suggested_moment_is_not_kept_but_a_chosen_one_is(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    client = sign_in(cast.owner)
    keep(
        client,
        cast,
        "check-in",
        lesion.pk,
        note="a",
        observed_at="2025-07-01T08:30",
        drawn_at="2025-07-01T08:30",
    )
    suggested = form_of(client, lesion).context["form"]["observed_at"].value()
    keep(
        client,
        cast,
        "check-in",
        lesion.pk,
        note="a",
        observed_at="2025-07-01T08:30",
        drawn_at="2025-07-09T08:30",
    )
    chosen = form_of(client, lesion).context["form"]["observed_at"].value()
    assert not suggested.startswith("2025-07")
    assert chosen == "2025-07-01T08:30"


def test_emptying_everything_leaves_no_draft(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    client = sign_in(cast.owner)
    keep(client, cast, "check-in", lesion.pk, note="a")
    keep(client, cast, "check-in", lesion.pk, note="", submission="x")
    assert not Draft.objects.exists()


def test_a_second_draft_of_the_same_form_replaces_the_first(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    client = sign_in(cast.owner)
    keep(client, cast, "check-in", lesion.pk, note="a", pain_rest="2")
    keep(client, cast, "check-in", lesion.pk, note="b")
    assert Draft.objects.get().data == {"note": ["b"]}


def test_starting_afresh_empties_the_form(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    client = sign_in(cast.owner)
    keep(client, cast, "check-in", lesion.pk, note="a")
    url = reverse("lesions:draft-discard", args=[cast.record.pk, "check-in", lesion.pk])
    page = client.post(url, follow=True)
    assert page.context["form"]["note"].value() == ""
    assert not Draft.objects.exists()


def test_a_day_and_a_new_deposit_are_kept_too(cast: Cast, sign_in: SignIn) -> None:
    client, today = sign_in(cast.owner), cast.record.today()
    keep(client, cast, "day", today.isoformat(), pain="4", signs=["fever", "numbness"])
    keep(client, cast, "lesion", "-".join(ADD), name="Pea", noticed_year="2019", length_mm="8")
    day = client.get(reverse("lesions:day", args=[cast.record.pk, today])).context["form"]
    page = client.get(reverse("lesions:lesion-add", args=[cast.record.pk, *ADD])).content.decode()
    assert (day["pain"].value(), day["signs"].value()) == ("4", ["fever", "numbness"])
    assert all(f'value="{typed}"' in page for typed in ("Pea", "2019", "8"))


def test_a_draft_lies_over_the_entry_that_it_changes(cast: Cast, sign_in: SignIn) -> None:
    client, entry = sign_in(cast.owner), make_day(cast.record, pain=2)
    keep(client, cast, "day", entry.on.isoformat(), pain="9")
    page = client.get(reverse("lesions:day", args=[cast.record.pk, entry.on]))
    assert page.context["form"]["pain"].value() == "9"
    entry.refresh_from_db()
    assert entry.pain == 2


# ---- whose it is, and what it may hold ---------------------------------------------------------------


def test_a_draft_ends_with_the_access(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    client = sign_in(cast.caregiver)
    keep(client, cast, "check-in", lesion.pk, note="a")
    cast.record.care_relationships.filter(user=cast.caregiver).update(revoked_at=timezone.now())
    assert form_of(client, lesion).status_code == 404
    assert keep(client, cast, "check-in", lesion.pk, note="b").status_code == 404
    assert Draft.objects.get().data == {"note": ["a"]}


@pytest.mark.parametrize("who", ["reader", "dermatologist", "stranger", "superuser", "revoked"])
def test_who_may_not_write_keeps_no_draft(cast: Cast, sign_in: SignIn, lesion: Lesion, who: str) -> None:
    user: User = getattr(cast, who)
    assert keep(sign_in(user), cast, "check-in", lesion.pk, note="a").status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("walk", "walk"), ("note", "x"), ("check-in", "x"), ("check-in", "theirs"), ("day", "2026-1-1"),
        ("day", "2999-01-01"), ("day", "2026-02-30"), ("lesion", "nowhere-left"),
        ("lesion", "thumb_tip_palmar-up"),
    ],
)  # fmt: skip
def test_a_form_that_does_not_exist_keeps_no_draft(cast: Cast, sign_in: SignIn, kind: str, key: str) -> None:
    if key == "theirs":
        key = str(make_lesion(cast.stranger_record).pk)
    assert keep(sign_in(cast.owner), cast, kind, key, note="a").status_code == 404
    assert not Draft.objects.exists()


def test_fields_that_the_form_does_not_have_are_left_out(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    keep(
        sign_in(cast.owner),
        cast,
        "check-in",
        lesion.pk,
        note="a",
        role="admin",
        deleted_at="now",
        patient="x",
    )
    assert Draft.objects.get().data == {"note": ["a"]}


def test_more_than_a_person_types_is_refused_in_words(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    answer = keep(sign_in(cast.owner), cast, "check-in", lesion.pk, note="a" * 20_000)
    assert answer.status_code == 422
    assert "too long" in answer.json()["error"]
    assert not Draft.objects.exists()


@example(typed={"anchor": ["\0"]})
@given(typed=st.dictionaries(st.sampled_from(sorted(drafts.FORM_FIELDS["check-in"])), st.lists(st.text())))
def test_what_is_kept_is_never_more_than_was_typed(typed: dict[str, list[str]]) -> None:
    posted = QueryDict(mutable=True)
    for name, values in typed.items():
        posted.setlist(name, values)
    kept = drafts.values_of("check-in", posted)
    assert all(value for values in kept.values() for value in values if values)
    assert all(len(kept[name]) <= len(typed[name]) for name in kept)
    assert "\0" not in str(kept)


def test_a_draft_keeps_from_how_near_its_photo_was_taken(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    photo = make_photo(cast.record, entered_by=cast.owner, attached_at=None)
    values = {"kept_photos": [str(photo.pk)], f"view-{photo.pk}": "overview"}
    keep(sign_in(cast.owner), cast, "check-in", lesion.pk, **values)
    page = form_of(sign_in(cast.owner), lesion).content.decode()
    assert f'name="view-{photo.pk}" value="overview" checked' in page


def test_a_draft_says_nothing_about_a_photo_of_somebody_else(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    carls = make_photo(cast.record, entered_by=cast.caregiver, attached_at=None)
    values = {"kept_photos": [str(carls.pk)], f"view-{carls.pk}": "overview"}
    keep(sign_in(cast.owner), cast, "check-in", lesion.pk, **values)
    carls.refresh_from_db()
    assert carls.view != "overview"


def test_a_photo_of_somebody_else_does_not_come_with_a_draft(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    carls = make_photo(cast.record, entered_by=cast.caregiver, attached_at=None)
    keep(sign_in(cast.owner), cast, "check-in", lesion.pk, kept_photos=[str(carls.pk), "x"])
    assert form_of(sign_in(cast.owner), lesion).context["photos"].kept == []


# ---- how it ends --------------------------------------------------------------------------------------


def test_a_photo_waits_as_long_as_the_draft_that_holds_it(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    before = timezone.now() - datetime.timedelta(days=3)
    held = make_photo(cast.record, entered_by=cast.owner, attached_at=None, entered_at=before)
    loose = make_photo(cast.record, entered_by=cast.owner, attached_at=None, entered_at=before)
    keep(sign_in(cast.owner), cast, "check-in", lesion.pk, kept_photos=[str(held.pk)])
    call_command("purge_deleted")
    assert list(Photo.objects.filter(pk__in=[held.pk, loose.pk])) == [held]


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_a_draft_goes_after_thirty_days(
    cast: Cast, sign_in: SignIn, lesion: Lesion, days: int, left: int
) -> None:
    keep(sign_in(cast.owner), cast, "check-in", lesion.pk, note="a")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
        call_command("purge_deleted")
    assert Draft.objects.count() == left


def test_a_draft_goes_with_its_record(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    keep(sign_in(cast.owner), cast, "check-in", lesion.pk, note="a")
    cast.record.delete()
    assert not Draft.objects.exists()


def test_a_draft_goes_with_the_person_who_typed_it(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    keep(sign_in(cast.caregiver), cast, "check-in", lesion.pk, note="a")
    cast.caregiver.delete()
    assert not Draft.objects.exists()
