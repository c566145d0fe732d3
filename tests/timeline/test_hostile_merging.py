"""Making one of two, or two of one, with rows and people that do not belong there."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from lesions.models import CheckIn, Lesion, Photo
from tests.conftest import Cast, SignIn
from tests.make import make_check_in, make_lesion, make_photo
from timeline.merging import merge_lesions, split_lesion
from timeline.models import LesionChange


@pytest.fixture
def pair(cast: Cast) -> tuple[Lesion, Lesion]:
    return make_lesion(cast.record), make_lesion(cast.record)


def marks(photo: Photo) -> tuple[bool, bool]:
    photo.refresh_from_db()
    return photo.sensitive, photo.identifying


def test_photos_that_move_to_a_private_place_are_marked_like_any_photo_of_it(cast: Cast) -> None:
    private = make_lesion(cast.record, site="buttock", side="left")
    thigh = make_lesion(cast.record, site="thigh_front", side="left")
    photo = make_photo(cast.record, thigh)
    merge_lesions(kept=private, other=thigh, by=cast.owner)
    assert marks(photo) == (True, False)


def test_photos_that_go_with_the_second_one_are_marked_by_its_place(cast: Cast) -> None:
    arm = make_lesion(cast.record, site="forearm_front", side="left")
    check_in = make_check_in(arm)
    photo = make_photo(cast.record, arm, check_in)
    new = Lesion(site="thumb_tip_palmar", side="left", name="new")
    split_lesion(lesion=arm, new=new, rows=[check_in], by=cast.owner)
    assert marks(photo) == (False, True)


@pytest.mark.parametrize("who", ["reader", "dermatologist", "stranger", "revoked", "expired"])
def test_nobody_without_writing_merges_splits_or_takes_back(
    cast: Cast, sign_in: SignIn, pair: tuple[Lesion, Lesion], who: str
) -> None:
    kept, other = pair
    change = merge_lesions(kept=kept, other=other, by=cast.owner)
    third = make_lesion(cast.record)
    client = sign_in(getattr(cast, who))
    urls = [
        reverse("timeline:merge", args=[kept.pk, third.pk]),
        reverse("timeline:split", args=[kept.pk]),
        reverse("timeline:change-undo", args=[change.pk]),
    ]
    assert [client.post(url).status_code for url in urls] == [404] * 3


def test_a_strangers_deposit_cannot_be_drawn_into_a_record_from_either_side(
    cast: Cast, sign_in: SignIn, pair: tuple[Lesion, Lesion]
) -> None:
    theirs = make_lesion(cast.stranger_record)
    client = sign_in(cast.owner)
    for one, two in ((pair[0].pk, theirs.pk), (theirs.pk, pair[0].pk), (pair[0].pk, pair[0].pk)):
        assert client.post(reverse("timeline:merge", args=[one, two])).status_code == 404
    assert not LesionChange.objects.exists()


def test_a_split_takes_no_rows_of_another_deposit(
    cast: Cast, sign_in: SignIn, pair: tuple[Lesion, Lesion]
) -> None:
    theirs = make_check_in(make_lesion(cast.stranger_record))
    mine = make_check_in(pair[1])
    for row in (theirs, mine):
        sign_in(cast.owner).post(
            reverse("timeline:split", args=[pair[0].pk]),
            {"place": "thumb_tip_palmar/left", "name": "x", "rows": [f"check-in:{row.pk}"]},
        )
        with pytest.raises(ValidationError):
            split_lesion(
                lesion=pair[0], new=Lesion(site="chin", side="none", name="x"), rows=[row], by=cast.owner
            )
    assert not LesionChange.objects.exists()
    assert CheckIn.objects.get(pk=theirs.pk).lesion.patient == cast.stranger_record


def test_the_old_address_of_a_merged_deposit_is_404_for_strangers(
    cast: Cast, sign_in: SignIn, pair: tuple[Lesion, Lesion]
) -> None:
    merge_lesions(kept=pair[0], other=pair[1], by=cast.owner)
    url = reverse("timeline:lesion", args=[pair[1].pk])
    who = [cast.stranger, cast.revoked, cast.expired, cast.other_dermatologist, cast.superuser, cast.reader]
    assert [sign_in(one).get(url).status_code for one in who] == [404] * 5 + [302]


def test_a_merged_deposit_is_not_brought_back_as_if_it_had_been_deleted(
    cast: Cast, sign_in: SignIn, pair: tuple[Lesion, Lesion]
) -> None:
    merge_lesions(kept=pair[0], other=pair[1], by=cast.owner)
    client = sign_in(cast.owner)
    assert client.post(reverse("lesions:lesion-restore", args=[pair[1].pk])).status_code == 404


def test_two_who_merge_at_once_are_told_and_see_no_error_of_the_server(
    cast: Cast, sign_in: SignIn, pair: tuple[Lesion, Lesion], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one goes between the look and the write."""

    def overtaken(*, kept: Lesion, other: Lesion, by: object) -> LesionChange:
        merge_lesions(kept=kept, other=other, by=cast.caregiver)
        return merge_lesions(kept=kept, other=other, by=cast.owner)

    monkeypatch.setattr("timeline.views.merging.merge_lesions", overtaken)
    answer = sign_in(cast.owner).post(reverse("timeline:merge", args=[pair[0].pk, pair[1].pk]), follow=True)
    assert answer.status_code == 200
    assert "Choose two different deposits" in answer.content.decode()


def test_merging_brings_no_photo_of_a_genital_place_into_a_minors_record(cast: Cast, sign_in: SignIn) -> None:
    today = cast.record.today()
    cast.record.birth_on = today.replace(year=today.year - 12, day=1)
    cast.record.save()
    private = make_lesion(cast.record, site="genital_area", side="none")
    thigh = make_lesion(cast.record, site="thigh_medial", side="left")
    photo = make_photo(cast.record, thigh)
    url = reverse("timeline:merge", args=[private.pk, thigh.pk])
    answer = sign_in(cast.owner).post(url, follow=True)
    assert "Delete the photos of this deposit first" in answer.content.decode()
    assert not LesionChange.objects.exists()
    photo.deleted_at = timezone.now()
    photo.save()
    sign_in(cast.owner).post(url)
    assert LesionChange.objects.count() == 1
