"""From a photo in an open form to a filled size, and what is kept when the form is saved. Without script."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lesions.measured_size import tenth
from lesions.models import CheckIn, Draft, Lesion, Measurement, Photo, PhotoCheck, PhotoLesion
from tests.conftest import Cast, SignIn
from tests.lesions.measure_photo import lump_tap, measure_photo
from tests.lesions.pages import now_text, text_of
from tests.make import make_check_in, make_lesion, make_measure_card, make_measurement, make_photo


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record, "palm")


@pytest.fixture
def photo(cast: Cast) -> Photo:
    return measure_photo(cast.record, cast.owner)


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def form_url(lesion: Lesion) -> str:
    return reverse("lesions:check-in", args=[lesion.pk])


def sent(lesion: Lesion, photo: Photo, **more: Any) -> dict[str, Any]:
    return {"observed_at": now_text(lesion.patient), "kept_photos": str(photo.pk), **more}


def measured(client: Client, url: str) -> Any:
    """Tap the deposit on the page of measuring and accept what it proposes."""
    page = client.get(url)
    x, y = lump_tap()
    asked = {
        "ask": "yes",
        "card": page.context["form"]["card"].value(),
        "across": str(100 * x),
        "down": str(100 * y),
    }
    told = client.post(url, asked).context
    form = {
        "scale": str(told["answer"].scale.pk), "outlines": json.dumps(told["answer"].outlines),
        "submission": str(told["submission"]),
    }  # fmt: skip
    return client.post(url, form)


def to_measure(client: Client, lesion: Lesion, photo: Photo, **more: Any) -> str:
    answer = client.post(form_url(lesion), sent(lesion, photo, go=f"measure-{photo.pk}", **more))
    return str(answer["Location"])


def fields_of(client: Client, lesion: Lesion) -> dict[str, Any]:
    """What the form found again would send."""
    page = client.get(form_url(lesion))
    form = page.context["form"]
    values = {name: form[name].value() for name in ("length_mm", "width_mm", "method")}
    return {**values, "measurement": [str(row.pk) for row in page.context["measured"]]}


def test_measure_keeps_the_form_and_leads_to_the_page_of_measuring(
    client: Client, lesion: Lesion, photo: Photo
) -> None:
    url = to_measure(client, lesion, photo, note="after the garden")
    assert url.startswith(reverse("lesions:measure", args=[photo.pk, lesion.pk]))
    assert Draft.objects.get().data["note"] == ["after the garden"]
    assert not CheckIn.objects.exists()


def test_the_accepted_size_stands_in_the_form_with_all_that_was_typed(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    make_measure_card(cast.record)
    answer = measured(client, to_measure(client, lesion, photo, note="after the garden"))
    assert answer["Location"] == form_url(lesion)
    page = client.get(form_url(lesion))
    form = page.context["form"]
    assert Decimal(form["length_mm"].value()) == pytest.approx(Decimal(12), abs=Decimal("0.5"))
    assert form["method"].value() == "photo_card"
    assert form["note"].value() == "after the garden"
    assert "From the photo: 1" in text_of(page)
    row = Measurement.objects.get()
    assert row.lesion is None
    assert f'name="measurement" value="{row.pk}"' in page.content.decode()


def test_saving_gives_the_reading_its_check_in_and_the_check_in_its_error(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    make_measure_card(cast.record)
    measured(client, to_measure(client, lesion, photo))
    client.post(form_url(lesion), sent(lesion, photo, **fields_of(client, lesion)))
    check_in, row = CheckIn.objects.get(), Measurement.objects.get()
    assert (row.lesion, row.check_in) == (lesion, check_in)
    assert check_in.uncertainty_mm == tenth(row.uncertainty_mm)
    assert check_in.area_mm2 is not None
    assert check_in.method == "photo_card"


def test_a_number_changed_by_hand_asks_how_it_was_measured(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    row = make_measurement(photo, cast.owner)
    fields = {"length_mm": "13", "width_mm": "8.1", "method": "photo_card", "measurement": str(row.pk)}
    answer = client.post(form_url(lesion), sent(lesion, photo, **fields))
    assert "The photo gave 12.3 × 8.1 mm" in text_of(answer)
    assert not CheckIn.objects.exists()
    client.post(form_url(lesion), sent(lesion, photo, **fields | {"method": "ruler"}))
    check_in = CheckIn.objects.get()
    assert (check_in.length_mm, check_in.uncertainty_mm, check_in.area_mm2) == (Decimal(13), Decimal(1), None)
    row.refresh_from_db()
    assert row.check_in == check_in  # it stays beside as what was read


def test_several_readings_of_a_form_are_all_kept_and_any_may_be_the_size(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    first = make_measurement(photo, cast.owner)
    second = make_measurement(photo, cast.owner, length_mm=Decimal("14.00"))
    fields = {"length_mm": "12.3", "width_mm": "8.1", "method": "photo_card",
              "measurement": [str(first.pk), str(second.pk)]}  # fmt: skip
    client.post(form_url(lesion), sent(lesion, photo, **fields))
    assert CheckIn.objects.get().uncertainty_mm == Decimal("0.6")
    assert Measurement.objects.filter(check_in=CheckIn.objects.get()).count() == 2


def test_the_reading_of_somebody_else_or_of_another_photo_counts_for_nothing(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    theirs = make_measurement(make_photo(cast.stranger_record), cast.stranger)
    hers = make_measurement(photo, cast.caregiver)
    elsewhere = make_measurement(make_photo(cast.record), cast.owner)
    keys = [str(row.pk) for row in (theirs, hers, elsewhere)] + ["nonsense", str(uuid.uuid4())]
    fields = {"length_mm": "12.3", "width_mm": "8.1", "method": "photo_card", "measurement": keys}
    client.post(form_url(lesion), sent(lesion, photo, **fields))
    assert CheckIn.objects.get().uncertainty_mm == Decimal("0.5")  # that of the method
    assert not Measurement.objects.filter(lesion__isnull=False).exists()


def test_correcting_something_else_keeps_the_error_of_the_reading(
    cast: Cast, client: Client, lesion: Lesion
) -> None:
    check_in = make_check_in(
        lesion, 1, length_mm="12.3", width_mm="8.1", method="photo_card", uncertainty_mm=Decimal("0.6"),
        area_mm2=Decimal("78.7"),
    )  # fmt: skip
    make_measurement(make_photo(cast.record, lesion, check_in), cast.owner, lesion, check_in)
    url = reverse("lesions:check-in-edit", args=[check_in.pk])
    said = {
        "observed_at": now_text(cast.record),
        "length_mm": "12.3",
        "width_mm": "8.1",
        "method": "photo_card",
    }
    client.post(url, {**said, "note": "more"})
    check_in.refresh_from_db()
    assert (check_in.note, check_in.uncertainty_mm) == ("more", Decimal("0.6"))
    client.post(url, {**said, "length_mm": "11", "method": "ruler"})
    check_in.refresh_from_db()
    assert (check_in.length_mm, check_in.uncertainty_mm, check_in.area_mm2) == (Decimal(11), Decimal(1), None)


def test_adding_a_deposit_measures_too(cast: Cast, client: Client, photo: Photo) -> None:
    make_measure_card(cast.record)
    url = reverse("lesions:lesion-add", args=[cast.record.pk, "palm", "left"])
    sent = {"name": "Left palm 1", "kept_photos": str(photo.pk), "pain_rest": "3"}
    to = client.post(url, {**sent, "go": f"measure-{photo.pk}"})["Location"]
    assert to.startswith(reverse("lesions:measure-unnamed", args=[photo.pk]))
    assert measured(client, to)["Location"] == url
    page = client.get(url)
    first = page.context["check_in_form"]
    fields = {name: first[name].value() for name in ("length_mm", "width_mm", "method", "pain_rest")}
    row = page.context["measured"][0]
    client.post(url, {**sent, **fields, "measurement": str(row.pk)})
    lesion = Lesion.objects.get(name="Left palm 1")
    row.refresh_from_db()
    assert (row.lesion, row.check_in) == (lesion, CheckIn.objects.get())
    assert CheckIn.objects.get().pain_rest == 3


def test_one_question_at_a_time_comes_back_to_the_size(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    make_measure_card(cast.record)
    cast.owner.reduced_effort = True
    cast.owner.save()
    answer = client.post(
        form_url(lesion), sent(lesion, photo, step="kept_photos", go=f"measure-{photo.pk}", anchor="1")
    )
    back = measured(client, answer["Location"])["Location"]
    assert back == f"{form_url(lesion)}?step=length_mm"
    assert "From the photo" in text_of(client.get(back))


def test_the_way_back_to_the_walk_is_kept(client: Client, lesion: Lesion, photo: Photo) -> None:
    assert "back=walk" in to_measure(client, lesion, photo, back="walk")


def test_without_script_photos_are_sent_first_and_the_form_is_there_again(
    client: Client, lesion: Lesion, photo: Photo
) -> None:
    answer = client.post(form_url(lesion), sent(lesion, photo, go="photos", note="x"))
    assert answer["Location"] == f"{form_url(lesion)}#photo-title"
    page = client.get(form_url(lesion))
    assert f'value="measure-{photo.pk}"' in page.content.decode()


def test_a_card_that_the_coach_saw_is_said_beside_the_photo(
    client: Client, lesion: Lesion, photo: Photo
) -> None:
    PhotoCheck.objects.create(photo=photo, version=1, findings=[["marker", "good", 1.0]])
    client.post(form_url(lesion), sent(lesion, photo, go="photos"))
    assert "One of our cards is on it." in text_of(client.get(form_url(lesion)))


# ---- a reading later ----------------------------------------------------------------------------------


def kept(cast: Cast, lesion: Lesion, photo: Photo, **said: Any) -> CheckIn:
    check_in = make_check_in(lesion, 3, **said)
    photo.attached_at = photo.entered_at
    photo.save()
    PhotoLesion.objects.create(photo=photo, lesion=lesion, check_in=check_in)
    make_measure_card(cast.record)
    return check_in


def later(client: Client, lesion: Lesion, photo: Photo, **more: str) -> None:
    url = reverse("lesions:measure", args=[photo.pk, lesion.pk])
    x, y = lump_tap()
    card = client.get(url).context["form"]["card"].value()
    told = client.post(
        url, {"ask": "yes", "card": card, "across": str(100 * x), "down": str(100 * y)}
    ).context
    form = {"scale": str(told["answer"].scale.pk), "outlines": json.dumps(told["answer"].outlines)}
    assert client.post(url, {**form, **more}).status_code == 302


def test_a_reading_later_fills_a_check_in_that_has_no_size(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    check_in = kept(cast, lesion, photo, pain_rest=3)
    page = client.get(reverse("lesions:measure", args=[photo.pk, lesion.pk]))
    assert page.context["check_in_to_fill"] == check_in
    later(client, lesion, photo, fill="yes")
    check_in.refresh_from_db()
    assert check_in.method == "photo_card"
    assert check_in.uncertainty_mm is not None
    assert Measurement.objects.get().check_in == check_in


def test_a_reading_later_never_overwrites_a_size(
    cast: Cast, client: Client, lesion: Lesion, photo: Photo
) -> None:
    check_in = kept(cast, lesion, photo, length_mm="9.0")
    later(client, lesion, photo, fill="yes")
    check_in.refresh_from_db()
    assert (check_in.length_mm, check_in.method) == (Decimal("9.0"), "ruler")
    assert Measurement.objects.get().check_in == check_in


def test_a_dermatologist_fills_no_check_in(cast: Cast, lesion: Lesion, photo: Photo, sign_in: SignIn) -> None:
    check_in = kept(cast, lesion, photo, pain_rest=3)
    later(sign_in(cast.dermatologist), lesion, photo, fill="yes")
    check_in.refresh_from_db()
    assert check_in.length_mm is None
    assert Measurement.objects.get().as_clinician


def test_a_caregiver_measures_as_author(cast: Cast, lesion: Lesion, photo: Photo, sign_in: SignIn) -> None:
    kept(cast, lesion, photo, pain_rest=3)
    later(sign_in(cast.caregiver), lesion, photo)
    assert Measurement.objects.get().entered_by == cast.caregiver
