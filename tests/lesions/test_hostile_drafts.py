"""Drafts and keys of forms against people who mean harm, and against bad luck that looks the same."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lesions import drafts
from lesions.models import CheckIn, Draft, Lesion
from tests.conftest import Cast, SignIn
from tests.lesions.pages import now_text, text_of
from tests.make import make_check_in, make_lesion, make_photo


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record)


def keep(client: Client, lesion: Lesion, **values: Any) -> Any:
    url = reverse("lesions:draft-keep", args=[lesion.patient_id, "check-in", lesion.pk])
    return client.post(url, {"note": "sore", **values})


def test_a_draft_does_not_tell_whether_a_key_stands_for_somebody_elses_entry(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    theirs = make_check_in(make_lesion(cast.stranger_record), entered_by=cast.stranger)
    client = sign_in(cast.owner)
    taken = keep(client, lesion, submission=theirs.pk).json()["kept_at"]
    assert taken == keep(client, lesion, submission=uuid.uuid4()).json()["kept_at"]
    assert Draft.objects.get().data["note"] == ["sore"]


def test_an_entry_whose_key_is_taken_is_saved_from_the_last_question_too(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    theirs = make_check_in(make_lesion(cast.stranger_record), entered_by=cast.stranger, note="theirs")
    answer = sign_in(cast.owner).post(
        reverse("lesions:check-in", args=[lesion.pk]),
        {"step": "anchor", "anchor": "1", "go": "save", "submission": str(theirs.pk)},
    )
    assert answer.status_code == 302
    assert CheckIn.objects.of(lesion).get().anchor == 1
    theirs.refresh_from_db()
    assert (theirs.note, theirs.lesion_id == lesion.pk) == ("theirs", False)


@pytest.mark.parametrize("go", ["one-by-one", "next", "save"])
def test_a_text_too_long_for_a_draft_is_neither_an_error_of_the_server_nor_lost(
    cast: Cast, sign_in: SignIn, lesion: Lesion, go: str
) -> None:
    said: dict[str, str] = {} if go == "one-by-one" else {"step": "note"}
    answer = sign_in(cast.owner).post(
        reverse("lesions:check-in", args=[lesion.pk]),
        {**said, "note": "x" * 12_001, "anchor": "1", "observed_at": now_text(cast.record), "go": go},
    )
    assert answer.status_code == 200
    assert "x" * 12_001 in answer.content.decode()
    assert not CheckIn.objects.exists()


def test_a_day_before_all_records_has_no_form_and_no_draft(cast: Cast, sign_in: SignIn) -> None:
    url = reverse("lesions:draft-keep", args=[cast.record.pk, "day", "0001-01-01"])
    assert sign_in(cast.owner).post(url, {"note": "x"}).status_code == 404


def test_a_photo_named_in_a_draft_is_shown_only_when_it_is_of_this_record_and_ones_own(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    of_carl = make_photo(cast.record, attached_at=None, entered_by=cast.caregiver)
    of_stan = make_photo(cast.stranger_record, entered_by=cast.stranger)
    client = sign_in(cast.owner)
    keep(client, lesion, kept_photos=[str(of_carl.pk), str(of_stan.pk)])
    page = client.get(reverse("lesions:check-in", args=[lesion.pk])).content.decode()
    shown = [photo for photo in (of_carl, of_stan) if f"/photos/{photo.pk}/" in page]
    assert shown == []


def test_the_script_in_a_draft_is_shown_as_text(cast: Cast, sign_in: SignIn, lesion: Lesion) -> None:
    client = sign_in(cast.owner)
    keep(client, lesion, note="</textarea><script>alert(1)</script>", length_mm='"><img src=x onerror=a>')
    page = client.get(reverse("lesions:check-in", args=[lesion.pk]))
    assert "<script>alert" not in page.content.decode()
    assert "<img src=x" not in page.content.decode()
    assert "alert(1)" in text_of(page)


@pytest.mark.parametrize("who", ["revoked", "expired", "reader", "dermatologist", "stranger"])
def test_whoever_may_not_write_keeps_no_draft_and_throws_none_away(
    cast: Cast, sign_in: SignIn, lesion: Lesion, who: str
) -> None:
    client = sign_in(getattr(cast, who))
    assert keep(client, lesion).status_code == 404
    url = reverse("lesions:draft-discard", args=[lesion.patient_id, "check-in", lesion.pk])
    assert client.post(url).status_code == 404


def test_a_draft_of_somebody_whose_access_ended_is_shown_to_nobody(
    cast: Cast, sign_in: SignIn, lesion: Lesion
) -> None:
    carl = sign_in(cast.caregiver)
    keep(carl, lesion, note="carl alone")
    cast.record.care_relationships.filter(user=cast.caregiver).update(may_write=False)
    pages = [
        client.get(reverse(name, args=[at]))
        for client in (carl, sign_in(cast.owner))
        for name, at in (("timeline:overview", cast.record.pk), ("timeline:lesion", lesion.pk))
    ]
    assert [page.status_code for page in pages] == [200] * 4
    assert not any("carl alone" in page.content.decode() for page in pages)


def test_a_script_that_keeps_a_draft_of_every_day_fills_no_disk(
    cast: Cast, sign_in: SignIn, lesion: Lesion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_KEPT", 2)
    keep(sign_in(cast.caregiver), lesion, note="of somebody else")
    client = sign_in(cast.owner)
    for day in ("2020-01-01", "2020-01-02", "2020-01-03"):
        client.post(reverse("lesions:draft-keep", args=[cast.record.pk, "day", day]), {"note": day})
    kept = Draft.objects.filter(user=cast.owner).order_by("key").values_list("key", flat=True)
    assert list(kept) == ["2020-01-02", "2020-01-03"]
    assert Draft.objects.filter(user=cast.caregiver).exists()
