"""Measuring on a photo: what a tap gives, what is read, what is kept. The real pipeline on a drawn photo."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent
from lesions import measure_services
from lesions.measure_services import Measured, MeasuringBusy
from lesions.measure_terms import Asked
from lesions.measurement_services import NotHere, propose, read
from lesions.models import Lesion, Measurement, Photo, PhotoScale
from tests.conftest import Cast, SignIn
from tests.lesions.measure_photo import HIGH, PX_PER_MM, WIDE, Scene, lump_tap, measure_photo
from tests.lesions.pages import text_of
from tests.make import make_lesion, make_measure_card, make_measurement, make_photo

SQUARE = [[0.6, 0.4], [0.75, 0.4], [0.75, 0.55], [0.6, 0.55]]
MARKER_ENDS = "0.13333,0.5,0.35556,0.5"  # left and right edge of the drawn marker: 20 mm


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, "palm")


@pytest.fixture
def photo(cast: Cast) -> Photo:
    return measure_photo(cast.record, cast.owner)


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def tap_text() -> str:
    x, y = lump_tap()
    return f"{x},{y}"


def ask(client: Client, photo: Photo, **said: str) -> Any:
    said = {"card": "single-20", "place": "same_skin", "tap": tap_text(), **said}
    return client.post(reverse("lesions:measure-propose", args=[photo.pk]), said)


def accept(client: Client, photo: Photo, lesion: Lesion, told: Any, **more: Any) -> Any:
    form = {
        "scale": told["scale"]["id"], "outlines": json.dumps(told["outlines"]), "submission": uuid.uuid4(),
        **more,
    }  # fmt: skip
    return client.post(reverse("lesions:measure", args=[photo.pk, lesion.pk]), form)


# ---- what a tap gives ---------------------------------------------------------------------------------


def test_a_tap_gives_an_outline_with_its_size_and_error(client: Client, photo: Photo) -> None:
    told = ask(client, photo).json()
    assert told["status"] == "ok"
    assert told["reading"]["length_mm"] == pytest.approx(12, abs=0.5)
    assert told["reading"]["width_mm"] == pytest.approx(8, abs=0.5)
    assert told["reading"]["text"].startswith("1")
    assert abs(told["reading"]["length_mm"] - 12) < told["reading"]["uncertainty_mm"]
    assert len(told["scale"]["markers"]) == 1
    assert len(told["scale"]["markers"][0]) == 4


def test_a_tap_keeps_no_size(client: Client, photo: Photo) -> None:
    ask(client, photo)
    assert not Measurement.objects.exists()


def test_the_second_tap_finds_the_scale_of_the_first(client: Client, photo: Photo) -> None:
    first, second = ask(client, photo).json(), ask(client, photo).json()
    assert first["scale"]["id"] == second["scale"]["id"]
    assert PhotoScale.objects.count() == 1


def test_a_card_as_printed_scales_the_size(cast: Cast, client: Client, photo: Photo) -> None:
    card = make_measure_card(cast.record, kind="single-20", check_line_mm=Decimal("48.50"))
    told = ask(client, photo, card=str(card.pk)).json()
    assert told["reading"]["length_mm"] == pytest.approx(12 * 48.5 / 50, abs=0.5)


def test_another_card_than_was_named_is_told_with_what_to_do(client: Client, photo: Photo) -> None:
    told = ask(client, photo, card="single-25").json()
    assert (told["status"], told["reason"]) == ("refused", "other_card")
    assert "Choose the card that lies there" in told["message"]


def test_a_refusal_is_remembered_and_gives_no_scale(client: Client, photo: Photo, monkeypatch: Any) -> None:
    ask(client, photo, card="single-25")
    monkeypatch.setattr(measure_services, "find_and_measure", None)  # would fail if it were asked again
    assert ask(client, photo, card="single-25").json()["reason"] == "other_card"


def test_without_a_card_a_known_length_is_asked_for(client: Client, photo: Photo) -> None:
    told = ask(client, photo, card="none").json()
    assert told["status"] == "manual"
    assert "how long it is" in told["message"]


def test_a_photo_without_a_card_asks_for_a_known_length(cast: Cast, client: Client) -> None:
    photo = measure_photo(cast.record, cast.owner, Scene(marker=False))
    told = ask(client, photo).json()
    assert (told["status"], told["reason"]) == ("manual", "missing")


def test_a_known_length_gives_a_size_with_a_larger_error(client: Client, photo: Photo) -> None:
    with_card = ask(client, photo).json()["reading"]
    by_hand = ask(client, photo, card="none", known=MARKER_ENDS, known_mm="20,0").json()["reading"]
    assert by_hand["length_mm"] == pytest.approx(12, abs=0.6)
    assert by_hand["uncertainty_mm"] >= 0.05 * by_hand["length_mm"]
    assert by_hand["uncertainty_mm"] > with_card["uncertainty_mm"]


def test_a_hand_that_lies_beside_the_known_length_is_surer_than_a_held_one(
    client: Client, photo: Photo
) -> None:
    by_hand = {
        "card": "none",
        "known": MARKER_ENDS,
        "known_mm": "20",
        "in_plane": "no",
        "surface": "finger_pad",
    }
    lies, held = (ask(client, photo, hand=hand, **by_hand).json()["reading"] for hand in ("yes", "no"))
    assert lies["uncertainty_mm"] < held["uncertainty_mm"]


def test_a_coin_is_a_known_length(client: Client, photo: Photo) -> None:
    told = ask(client, photo, card="none", known=MARKER_ENDS, coin="EUR-1").json()
    assert told["reading"]["length_mm"] == pytest.approx(12 * 23.25 / 20, abs=0.7)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"known_mm": ""}, "known_mm"),
        ({"known_mm": "1"}, "known_mm"),
        ({"known_mm": "301"}, "known_mm"),
        ({"known_mm": "20", "coin": "EUR-1"}, "known_mm"),
        ({"known_mm": "20", "known": "0.1,0.1"}, "known"),
        ({"known_mm": "20", "card": "single-99"}, "card"),
        ({"known_mm": "20", "place": "moon"}, "place"),
        ({"known_mm": "20", "tap": "2,2"}, "tap"),
    ],
)
def test_what_was_said_wrongly_is_told_at_its_field(
    client: Client, photo: Photo, said: dict[str, str], field: str
) -> None:
    answer = ask(client, photo, **{"card": "none", "known": MARKER_ENDS} | said)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


def test_a_card_of_another_record_is_no_choice(cast: Cast, client: Client, photo: Photo) -> None:
    theirs = make_measure_card(cast.stranger_record)
    assert ask(client, photo, card=str(theirs.pk)).status_code == 422


def test_busy_is_said_and_nothing_is_kept(client: Client, photo: Photo, monkeypatch: Any) -> None:
    def busy(*_args: Any, **_more: Any) -> Measured:
        raise MeasuringBusy

    monkeypatch.setattr(measure_services, "find_and_measure", busy)
    answer = ask(client, photo)
    assert answer.status_code == 503
    assert "Wait a moment" in answer.json()["error"]
    assert not PhotoScale.objects.exists()


def test_a_place_without_an_edge_keeps_its_scale_for_a_drawn_outline(client: Client, photo: Photo) -> None:
    told = ask(client, photo, tap="0.9,0.9").json()
    assert (told["status"], told["reason"]) == ("failed", "no_outline")
    drawn = [[[0.85, 0.85], [0.95, 0.85], [0.95, 0.95], [0.85, 0.95]]]
    answer = client.post(
        reverse("lesions:measure-read", args=[photo.pk]),
        {"scale": told["scale"]["id"], "outlines": json.dumps(drawn)},
    )
    diagonal = ((0.1 * WIDE) ** 2 + (0.1 * HIGH) ** 2) ** 0.5 / PX_PER_MM
    assert answer.json()["reading"]["length_mm"] == pytest.approx(diagonal, rel=0.02)


# ---- what is read -------------------------------------------------------------------------------------


def test_a_drawn_outline_is_read_with_the_scale_of_the_tap(client: Client, photo: Photo) -> None:
    scale = ask(client, photo).json()["scale"]["id"]
    answer = client.post(
        reverse("lesions:measure-read", args=[photo.pk]),
        {"scale": scale, "outlines": json.dumps([SQUARE]), "redness": json.dumps([SQUARE])},
    )
    told = answer.json()["reading"]
    area = 0.15 * WIDE * 0.15 * HIGH / PX_PER_MM**2
    assert told["area_mm2"] == pytest.approx(area, rel=0.03)
    assert told["redness_mm2"] == pytest.approx(told["area_mm2"])


def test_two_lines_give_length_and_width_and_no_area(client: Client, photo: Photo) -> None:
    scale = ask(client, photo).json()["scale"]["id"]
    lines = [[[0.6, 0.5], [0.7, 0.5]], [[0.65, 0.45], [0.65, 0.5]]]
    answer = client.post(
        reverse("lesions:measure-read", args=[photo.pk]), {"scale": scale, "lines": json.dumps(lines)}
    )
    told = answer.json()["reading"]
    assert told["length_mm"] == pytest.approx(0.1 * WIDE / PX_PER_MM, rel=0.02)
    assert told["width_mm"] == pytest.approx(0.05 * HIGH / PX_PER_MM, rel=0.02)
    assert told["area_mm2"] is None


@pytest.mark.parametrize(
    "said", [{"card": "single-20"}, {"card": "none", "known": MARKER_ENDS, "known_mm": "20"}]
)
def test_a_hand_alone_may_draw_without_a_tap(client: Client, photo: Photo, said: dict[str, str]) -> None:
    told = ask(client, photo, **{"tap": "", **said}).json()
    assert (told["status"], "outlines" in told) == ("ok", False)
    answer = client.post(
        reverse("lesions:measure-read", args=[photo.pk]),
        {"scale": told["scale"]["id"], "outlines": json.dumps([SQUARE])},
    )
    area = 0.15 * WIDE * 0.15 * HIGH / PX_PER_MM**2
    assert answer.json()["reading"]["area_mm2"] == pytest.approx(area, rel=0.03)


def test_an_outline_where_no_scale_can_be_taken_gets_no_millimetres(
    cast: Cast, photo: Photo, monkeypatch: Any
) -> None:
    scale = propose(photo, Asked(card_kind="single-20", tap=lump_tap()), by=cast.owner).scale
    assert scale is not None
    monkeypatch.setattr(measure_services, "propose", lambda *_a, **_m: Measured("refused", "too_far"))
    with pytest.raises(NotHere, match="too far from the deposit"):
        read(photo, scale, outlines=[[(0.01, 0.9), (0.1, 0.9), (0.1, 0.99)]])


def test_the_scale_of_somebody_else_or_of_another_photo_is_not_there(
    cast: Cast, client: Client, photo: Photo, sign_in: SignIn
) -> None:
    scale = ask(client, photo).json()["scale"]["id"]
    photo.attached_at = photo.entered_at
    photo.save()
    form = {"scale": scale, "outlines": json.dumps([SQUARE])}
    theirs = sign_in(cast.caregiver).post(reverse("lesions:measure-read", args=[photo.pk]), form)
    other = client.post(reverse("lesions:measure-read", args=[make_photo(cast.record).pk]), form)
    assert theirs.status_code == other.status_code == 422
    assert list(theirs.json()["errors"]) == ["scale"]


def test_the_two_questions_of_the_script_are_covered_by_the_page(client: Client, photo: Photo) -> None:
    before = AccessEvent.objects.count()
    ask(client, photo)
    assert AccessEvent.objects.count() == before


# ---- what is kept -------------------------------------------------------------------------------------


def test_what_was_accepted_is_kept_with_all_that_it_was_made_from(
    cast: Cast, client: Client, photo: Photo, lesion: Lesion
) -> None:
    card = make_measure_card(cast.record, kind="single-20", check_line_mm=Decimal("50.00"))
    told = ask(client, photo, card=str(card.pk), hand="yes").json()
    answer = accept(client, photo, lesion, told)
    assert answer["Location"] == reverse("timeline:lesion", args=[lesion.pk])
    row = Measurement.objects.get()
    assert (row.lesion, row.entered_by, row.as_clinician) == (lesion, cast.owner, False)
    assert (row.method, row.card) == ("photo_card", card)
    assert float(row.length_mm) == pytest.approx(told["reading"]["length_mm"], abs=0.01)
    assert row.scale["setting"]["hand_lies"] is True
    assert row.scale["local"]["px_to_mm"]
    assert row.outlines == told["outlines"]


def test_the_browser_cannot_bring_millimetres(client: Client, photo: Photo, lesion: Lesion) -> None:
    told = ask(client, photo).json()
    accept(client, photo, lesion, told, length_mm="99", uncertainty_mm="0.01", ambiguity="0")
    row = Measurement.objects.get()
    assert float(row.length_mm) == pytest.approx(12, abs=0.5)
    assert float(row.uncertainty_mm) == pytest.approx(told["reading"]["uncertainty_mm"], abs=0.01)


def test_the_same_form_sent_twice_keeps_one(client: Client, photo: Photo, lesion: Lesion) -> None:
    told, key = ask(client, photo).json(), uuid.uuid4()
    for _ in range(2):
        assert accept(client, photo, lesion, told, submission=key).status_code == 302
    assert [row.pk for row in Measurement.objects.all()] == [key]


def test_a_key_that_stands_for_another_reading_is_not_used(
    cast: Cast, client: Client, photo: Photo, lesion: Lesion
) -> None:
    theirs = make_measurement(make_photo(cast.stranger_record), cast.stranger)
    told = ask(client, photo).json()
    accept(client, photo, lesion, told, submission=theirs.pk)
    theirs.refresh_from_db()
    assert theirs.length_mm == Decimal("12.34")
    assert Measurement.objects.filter(photo=photo).count() == 1


def test_a_second_reading_stands_beside_the_first(
    cast: Cast, client: Client, photo: Photo, lesion: Lesion, sign_in: SignIn
) -> None:
    accept(client, photo, lesion, ask(client, photo).json())
    photo.attached_at = photo.entered_at
    photo.save()
    doctor = sign_in(cast.dermatologist)
    accept(doctor, photo, lesion, ask(doctor, photo).json())
    mine, hers = Measurement.objects.order_by("entered_at")
    assert (mine.entered_by, mine.as_clinician) == (cast.owner, False)
    assert (hers.entered_by, hers.as_clinician) == (cast.dermatologist, True)


def test_an_outline_that_is_none_is_told_and_nothing_is_kept(
    client: Client, photo: Photo, lesion: Lesion
) -> None:
    told = ask(client, photo).json()
    answer = accept(client, photo, lesion, told, outlines="[]")
    assert answer.status_code == 200
    assert "There is no outline yet" in text_of(answer)
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(
    "next_url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_the_way_back_stays_here(client: Client, photo: Photo, lesion: Lesion, next_url: str) -> None:
    answer = accept(client, photo, lesion, ask(client, photo).json(), next=next_url)
    assert answer["Location"] == reverse("timeline:lesion", args=[lesion.pk])


def test_a_deposit_of_another_record_is_not_measured_here(cast: Cast, client: Client, photo: Photo) -> None:
    theirs = make_lesion(cast.stranger_record)
    assert client.get(reverse("lesions:measure", args=[photo.pk, theirs.pk])).status_code == 404


def test_a_waiting_photo_is_measured_by_nobody_else(
    cast: Cast, photo: Photo, lesion: Lesion, sign_in: SignIn
) -> None:
    for user in (cast.caregiver, cast.dermatologist):
        client = sign_in(user)
        assert client.get(reverse("lesions:measure", args=[photo.pk, lesion.pk])).status_code == 404
        assert ask(client, photo).status_code == 404


# ---- taking back --------------------------------------------------------------------------------------


def test_a_reading_is_taken_back_and_comes_back(cast: Cast, client: Client, lesion: Lesion) -> None:
    row = make_measurement(make_photo(cast.record, lesion), cast.owner, lesion)
    client.post(reverse("lesions:measurement-delete", args=[row.pk]))
    assert not Measurement.objects.kept().exists()
    client.post(reverse("lesions:measurement-restore", args=[row.pk]))
    assert Measurement.objects.kept().get() == row


def test_nobody_but_the_dermatologist_takes_back_hers(
    cast: Cast, client: Client, lesion: Lesion, sign_in: SignIn
) -> None:
    row = make_measurement(make_photo(cast.record, lesion), cast.dermatologist, lesion, as_clinician=True)
    url = reverse("lesions:measurement-delete", args=[row.pk])
    assert client.post(url).status_code == 404
    assert sign_in(cast.dermatologist).post(url).status_code == 302
