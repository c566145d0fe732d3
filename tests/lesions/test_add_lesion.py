"""Adding a deposit: the place, its first size, its photos; and correcting and editing it afterwards."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from lesions import services
from lesions.models import CheckIn, Lesion, LifeEvent, Photo, PhotoLesion
from lesions.services import correct_place, next_name
from tests.conftest import Cast, SignIn
from tests.lesions.pages import bad_upload, errors_of, text_of, upload
from tests.make import make_lesion, make_patient, make_photo, make_user


def add_url(cast: Cast, site: str = "thumb_tip_palmar", side: str = "left") -> str:
    return reverse("lesions:lesion-add", args=[cast.record.pk, site, side])


FILLED = {
    "name": "The sore one",
    "length_mm": "7,5",
    "width_mm": "4",
    "method": "ruler",
    "pain_rest": "3",
    "noticed_month": "3",
    "noticed_year": "2024",
}


def test_a_deposit_is_added_with_size_event_and_photo(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.owner).post(add_url(cast), {**FILLED, "photos": [upload()]})
    lesion = Lesion.objects.get(patient=cast.record)
    check_in, event = CheckIn.objects.get(lesion=lesion), LifeEvent.objects.get(lesion=lesion)
    link = PhotoLesion.objects.get(lesion=lesion)
    assert answer["Location"] == reverse("timeline:lesion", args=[lesion.pk])
    assert (lesion.site, lesion.side, lesion.name) == ("thumb_tip_palmar", "left", "The sore one")
    assert (check_in.length_mm, check_in.width_mm, check_in.pain_rest) == (Decimal("7.5"), Decimal(4), 3)
    assert check_in.uncertainty_mm == Decimal(1)
    assert (event.kind, event.happened_on, event.precision) == ("noticed", datetime.date(2024, 3, 1), "month")
    assert link.check_in == check_in
    assert link.photo.attached_at is not None


def test_nothing_is_kept_when_one_part_cannot_be_saved(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(services, "attach_photos", fail)
    with pytest.raises(RuntimeError):
        sign_in(cast.owner).post(add_url(cast), {**FILLED, "photos": [upload()]})
    assert not Lesion.objects.exists()
    assert not CheckIn.objects.exists()
    assert not LifeEvent.objects.exists()


def test_a_name_alone_makes_no_check_in_and_no_event(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.owner).post(add_url(cast), {"name": "Left thumb tip 1"})
    assert Lesion.objects.count() == 1
    assert not CheckIn.objects.exists()
    assert not LifeEvent.objects.exists()


def test_a_photo_alone_makes_a_check_in_that_carries_it(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.owner).post(add_url(cast), {"name": "One", "photos": [upload()]})
    assert PhotoLesion.objects.get().check_in == CheckIn.objects.get()


@pytest.mark.parametrize(
    ("site", "side"),
    [("tail", "left"), ("thumb_tip_palmar", "none"), ("thumb_tip_palmar", "up"), ("thumb", "x")],
)
def test_a_place_that_does_not_exist_is_not_found(cast: Cast, sign_in: SignIn, site: str, side: str) -> None:
    client = sign_in(cast.owner)
    assert client.get(add_url(cast, site, side)).status_code == 404
    assert client.post(add_url(cast, site, side), FILLED).status_code == 404
    assert not Lesion.objects.exists()


def test_a_refused_photo_costs_nothing_else(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.owner).post(
        add_url(cast), {**FILLED, "photos": [bad_upload(), upload()]}, follow=True
    )
    assert Photo.objects.count() == 1
    assert CheckIn.objects.get().length_mm == Decimal("7.5")
    assert "letter.jpg:" in text_of(answer)
    assert "1 photo is with it." in text_of(answer)


def test_an_error_keeps_what_was_typed_and_the_photos(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    answer = client.post(add_url(cast), {**FILLED, "name": "", "photos": [upload(), bad_upload()]})
    photo, page = Photo.objects.get(), answer.content.decode()
    assert "name" in errors_of(answer)
    assert f'name="kept_photos" value="{photo.pk}"' in page
    assert 'value="7,5"' in page
    assert 'value="2024"' in page
    assert "letter.jpg" in page
    client.post(add_url(cast), {**FILLED, "kept_photos": [str(photo.pk)]})
    assert PhotoLesion.objects.get().photo == photo


def test_a_size_without_its_way_of_measuring_is_refused_at_the_way(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.owner).post(add_url(cast), {"name": "One", "length_mm": "7"})
    assert errors_of(answer, "check_in_form") == {
        "method": ["Say how you measured it, so that the error is known."]
    }
    assert not Lesion.objects.exists()


def test_first_noticed_cannot_lie_in_the_future(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.owner).post(add_url(cast), {"name": "One", "noticed_year": "2199"})
    assert errors_of(answer) == {"noticed": ["This date is still to come. Check the year."]}


def test_the_tapped_point_is_kept_and_half_a_point_is_none(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    client.post(add_url(cast), {"name": "One", "map_view": "hand-palm-left", "map_x": "0.25", "map_y": "0.5"})
    client.post(add_url(cast), {"name": "Two", "map_view": "hand-palm-left", "map_x": "0.25"})
    points = dict(Lesion.objects.order_by("name").values_list("name", "map_x"))
    assert points == {"One": 0.25, "Two": None}


def test_the_suggested_name_counts_up(cast: Cast) -> None:
    make_lesion(cast.record, name="Left thumb tip 1")
    assert next_name(cast.record, "thumb_tip_palmar", "left") == "Left thumb tip 2"
    assert next_name(cast.stranger_record, "thumb_tip_palmar", "left") == "Left thumb tip 1"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Left thumb tip 3", "Right elbow 1"),
        ("Left thumb tip", "Left thumb tip"),
        ("Left thumb tip, the sore one", "Left thumb tip, the sore one"),
        ("Grandma's pearl", "Grandma's pearl"),
    ],
)
def test_correcting_the_place_renames_only_what_the_place_had_named(
    cast: Cast, before: str, after: str
) -> None:
    lesion = make_lesion(cast.record, name=before, map_view="hand-palm-left", map_x=0.2, map_y=0.3)
    correct_place(lesion, site="elbow", side="right", by=cast.owner)
    lesion.refresh_from_db()
    assert (lesion.site, lesion.side, lesion.name, lesion.map_x) == ("elbow", "right", after, None)


def test_correcting_to_the_same_place_changes_nothing(cast: Cast) -> None:
    lesion = make_lesion(
        cast.record, name="Left thumb tip 1", map_view="hand-palm-left", map_x=0.2, map_y=0.3
    )
    correct_place(lesion, site="thumb_tip_palmar", side="left", by=cast.owner)
    lesion.refresh_from_db()
    assert (lesion.name, lesion.map_x) == ("Left thumb tip 1", 0.2)


def test_the_place_is_corrected_on_its_page_and_the_history_keeps_the_old_one(
    cast: Cast, sign_in: SignIn
) -> None:
    lesion = make_lesion(cast.record)
    sign_in(cast.owner).post(reverse("lesions:lesion-place", args=[lesion.pk]), {"place": "elbow/right"})
    assert [row.site for row in lesion.history.order_by("history_date")] == ["thumb_tip_palmar", "elbow"]


def test_a_place_with_a_side_it_does_not_have_is_refused(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    answer = sign_in(cast.owner).post(
        reverse("lesions:lesion-place", args=[lesion.pk]), {"place": "elbow/none"}
    )
    assert "place" in errors_of(answer)


def place_url(lesion: Lesion) -> str:
    return reverse("lesions:lesion-place", args=[lesion.pk])


def test_the_right_place_is_chosen_on_the_map_and_asked_about_once(cast: Cast, sign_in: SignIn) -> None:
    lesion, client = make_lesion(cast.record), sign_in(cast.owner)
    confirm = f"{place_url(lesion)}?place=elbow%2Fright"
    html = client.get(place_url(lesion)).content.decode()
    assert html.count(f'href="{confirm}"') >= 2  # the drawing and its twin, the list
    page = client.get(confirm)
    assert "Yes, it is here" in text_of(page)
    lesion.refresh_from_db()
    assert lesion.site == "thumb_tip_palmar"


def test_words_find_the_right_place_without_script(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    page = sign_in(cast.owner).post(place_url(lesion), {"words": "funny bone"})
    assert "Places that fit" in page.content.decode()


def test_the_point_that_was_tapped_is_kept_with_the_right_place(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record, map_view="hand-palm-left", map_x=0.2, map_y=0.3)
    point = {"map_view": "body-back", "map_x": "0.7", "map_y": "0.4"}
    sign_in(cast.owner).post(place_url(lesion), {"place": "elbow/right", **point})
    lesion.refresh_from_db()
    assert (lesion.site, lesion.map_view, lesion.map_x, lesion.map_y) == ("elbow", "body-back", 0.7, 0.4)


def test_another_point_of_the_same_place_keeps_the_name(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record, name="Left thumb tip 1")
    point = {"map_view": "hand-palm-left", "map_x": "0.7", "map_y": "0.4"}
    sign_in(cast.owner).post(place_url(lesion), {"place": "thumb_tip_palmar/left", **point})
    lesion.refresh_from_db()
    assert (lesion.name, lesion.map_x) == ("Left thumb tip 1", 0.7)


def test_a_place_in_the_address_that_is_none_is_told_with_the_list(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.owner).get(f"{place_url(make_lesion(cast.record))}?place=nowhere")
    assert "place" in errors_of(answer)
    assert '<select name="place"' in answer.content.decode()


def test_photos_follow_a_corrected_place_with_their_marks(cast: Cast) -> None:
    lesion = make_lesion(cast.record, site="elbow")
    photo = make_photo(cast.record, lesion)
    correct_place(lesion, site="buttock", side="left", by=cast.owner)
    photo.refresh_from_db()
    assert photo.sensitive


def test_the_event_noticed_follows_a_corrected_day(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    client.post(add_url(cast), FILLED)
    lesion = Lesion.objects.get()
    edit = {"name": "One", "noticed_year": "2019"}
    client.post(reverse("lesions:lesion-edit", args=[lesion.pk]), edit)
    event = LifeEvent.objects.get()
    assert (event.happened_on, event.precision) == (datetime.date(2019, 1, 1), "year")


def test_a_minor_with_photos_cannot_be_given_a_genital_place(sign_in: SignIn, db: None) -> None:
    parent = make_user("Pat Parent")
    child = make_patient(parent, birth_on=datetime.date(2019, 5, 1))
    lesion = make_lesion(child, site="buttock")
    make_photo(child, lesion)
    answer = sign_in(parent).post(
        reverse("lesions:lesion-place", args=[lesion.pk]), {"place": "scrotum/none"}
    )
    assert "under 18" in errors_of(answer)["place"][0]


def test_reading_rights_are_not_enough_to_add(cast: Cast, sign_in: SignIn) -> None:
    for user in (cast.reader, cast.dermatologist, cast.stranger):
        assert sign_in(user).post(add_url(cast), FILLED).status_code == 404
    assert not Lesion.objects.exists()
