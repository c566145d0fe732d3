"""The page on which a deposit is measured, without script; and the words of the pipeline."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lesions.measure_terms import Asked, Known
from lesions.measure_words import REASONS, straight_first, straight_with_size
from lesions.measurement.terms import CardPlace as PipelinePlace
from lesions.measurement.terms import Reason
from lesions.measurement.terms import Surface as PipelineSurface
from lesions.models import Lesion, Measurement, Photo, PhotoLesion
from lesions.vocabulary import CardPlace, SkinShape
from tests.conftest import Cast, SignIn
from tests.lesions.measure_photo import HIGH, MARKER_MM, WIDE, lump_tap, measure_photo
from tests.lesions.pages import text_of
from tests.make import make_lesion, make_measure_card, make_measurement, make_photo


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, "palm")


@pytest.fixture
def photo(cast: Cast) -> Photo:
    return measure_photo(cast.record, cast.owner)


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


# ---- the page without script --------------------------------------------------------------------------


def page(client: Client, photo: Photo, lesion: Lesion, **said: str) -> Any:
    url = reverse("lesions:measure", args=[photo.pk, lesion.pk])
    return client.post(url, {"ask": "yes", **said}) if said else client.get(url)


def plain_page(answer: Any) -> str:
    """What stands on the page without script."""
    content: str = answer.content.decode()
    return content.split("<noscript>")[1]


def hidden(answer: Any) -> dict[str, str]:
    told = answer.context["answer"]
    return {
        "scale": str(told.scale.pk),
        "outlines": json.dumps(told.outlines),
        "submission": str(answer.context["submission"]),
    }


def test_the_card_and_its_place_are_remembered(
    cast: Cast, client: Client, photo: Photo, lesion: Lesion
) -> None:
    make_measurement(make_photo(cast.record, lesion), cast.owner, lesion)
    initial = page(client, photo, lesion).context["form"].initial
    assert initial == {"card": "single-20", "place": "same_skin", "hand": "yes"}


def test_the_newest_card_is_chosen_the_first_time(
    cast: Cast, client: Client, photo: Photo, lesion: Lesion
) -> None:
    card = make_measure_card(cast.record)
    assert f'value="{card.pk}" checked' in page(client, photo, lesion).content.decode()


@pytest.mark.parametrize(("site", "asks"), [("thumb_tip_palmar", True), ("palm", False)])
def test_the_finger_questions_are_asked_on_a_finger_only(
    cast: Cast, client: Client, photo: Photo, site: str, asks: bool
) -> None:
    answer = page(client, photo, make_lesion(cast.record, site))
    assert ('name="hand"' in answer.content.decode()) is asks


def test_on_the_side_of_a_finger_a_view_straight_onto_it_is_asked_for(
    cast: Cast, client: Client, photo: Photo
) -> None:
    answer = page(client, photo, make_lesion(cast.record, "thumb_tip_palmar"), surface="finger_side")
    assert straight_first() in plain_page(answer)


def test_with_the_size_from_the_side_of_a_finger_it_is_said_to_be_less_sure(
    cast: Cast, client: Client, photo: Photo
) -> None:
    x, y = lump_tap()
    said = {"card": "single-20", "surface": "finger_side", "across": f"{100 * x}", "down": f"{100 * y}"}
    answer = page(client, photo, make_lesion(cast.record, "thumb_tip_palmar"), **said)
    assert "mm, ±" in text_of(answer)
    assert straight_with_size() in plain_page(answer)


def test_on_top_of_a_finger_no_straight_view_is_asked_for(cast: Cast, client: Client, photo: Photo) -> None:
    answer = page(client, photo, make_lesion(cast.record, "thumb_tip_palmar"), card="single-20")
    assert straight_first() not in plain_page(answer)


def test_a_surface_that_is_none_is_told_and_breaks_nothing(
    client: Client, photo: Photo, lesion: Lesion
) -> None:
    assert page(client, photo, lesion, card="single-20", surface="moon").status_code == 200


def test_a_number_stays_on_one_line_with_its_unit(client: Client, photo: Photo, lesion: Lesion) -> None:
    answer = page(client, photo, lesion)
    assert "One marker, 15\N{NO-BREAK SPACE}mm" in answer.content.decode()
    assert "One marker, 15 mm" not in answer.content.decode()


def test_a_tap_on_the_picture_and_accept_without_script(client: Client, photo: Photo, lesion: Lesion) -> None:
    width = page(client, photo, lesion).context["width"]
    x, y = lump_tap()
    tapped = {"picture.x": str(round(x * width)), "picture.y": str(round(y * width * HIGH / WIDE))}
    answer = page(client, photo, lesion, card="single-20", **tapped)
    assert "Is this the deposit?" in text_of(answer)
    assert "mm, ±" in text_of(answer)
    url = reverse("lesions:measure", args=[photo.pk, lesion.pk])
    assert client.post(url, hidden(answer)).status_code == 302
    assert float(Measurement.objects.get().length_mm) == pytest.approx(12, abs=0.5)


def test_the_place_can_be_given_in_numbers(client: Client, photo: Photo, lesion: Lesion) -> None:
    x, y = lump_tap()
    answer = page(
        client,
        photo,
        lesion,
        card="single-20",
        across=f"{100 * x:.1f}".replace(".", ","),
        down=f"{100 * y:.1f}",
    )
    assert "Is this the deposit?" in text_of(answer)


def test_by_hand_without_script_takes_three_taps(client: Client, photo: Photo, lesion: Lesion) -> None:
    width = WIDE * 288 / WIDE
    ends = [(0.13333, 0.5), (0.35556, 0.5), lump_tap()]
    taps = [{"picture.x": str(x * width), "picture.y": str(y * width * HIGH / WIDE)} for x, y in ends]
    first = page(client, photo, lesion, card="none", known_mm=str(MARKER_MM), **taps[0])
    assert "Now tap the other end" in text_of(first)
    carried = {"card": "none", "known_mm": str(MARKER_MM), "first_end": first.context["first_end"]}
    second = page(client, photo, lesion, **carried, **taps[1])
    assert "Tap the deposit" in text_of(second)
    known = second.context["form"]["known"].value()
    third = page(client, photo, lesion, card="none", known_mm=str(MARKER_MM), known=known, **taps[2])
    assert third.context["answer"].size.length_mm == pytest.approx(12, abs=0.8)


def test_a_refusal_is_told_on_the_page_with_the_way_to_type_it(
    client: Client, photo: Photo, lesion: Lesion
) -> None:
    answer = page(client, photo, lesion, card="single-25", across="69", down="47")
    assert "not the one you named" in text_of(answer)


# ---- words --------------------------------------------------------------------------------------------


def test_every_reason_of_the_pipeline_has_words() -> None:
    assert set(REASONS) == {*(reason.value for reason in Reason), "no_outline", "not_the_same"}
    assert all(str(words.wrong).endswith(".") and str(words.do).endswith(".") for words in REASONS.values())


def test_the_choices_are_those_of_the_pipeline() -> None:
    assert CardPlace.values == [place.value for place in PipelinePlace]
    assert SkinShape.values == [surface.value for surface in PipelineSurface]


def test_other_answers_are_another_setting() -> None:
    one = Asked(card_kind="single-20", tap=(0.5, 0.5))
    assert one.setting_key() == Asked(card_kind="single-20", box=((0, 0), (1, 1))).setting_key()
    known = Known((0.1, 0.1), (0.2, 0.2), 20)
    others = [
        Asked(card_kind="single-25"), Asked(card_kind="single-20", place="table"),
        Asked(card_kind="single-20", surface="limb"), Asked(card_kind="single-20", hand_lies=True),
        Asked(known=known), Asked(known=Known((0.1, 0.1), (0.2, 0.2), 20, in_plane=False)),
    ]  # fmt: skip
    assert len({other.setting_key() for other in [one, *others]}) == len(others) + 1


def test_a_photo_with_what_was_measured_goes_together(cast: Cast, lesion: Lesion) -> None:
    photo = make_photo(cast.record, lesion)
    make_measurement(photo, cast.owner, lesion)
    PhotoLesion.objects.filter(photo=photo).delete()
    photo.delete()
    assert not Measurement.objects.exists()
