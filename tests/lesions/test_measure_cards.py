"""The cards of a record: registering one, what is asked and refused beside its field, retiring, who may."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lesions.models import MeasureCard
from tests.conftest import Cast, SignIn
from tests.make import make_measure_card


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.owner)


def add(client: Client, cast: Cast, **typed: Any) -> Any:
    typed = {"kind": "single-20", "check_line_mm": "50", "name": "", **typed}
    return client.post(reverse("lesions:card-add", args=[cast.record.pk]), typed)


def page(client: Client, cast: Cast) -> str:
    return client.get(reverse("lesions:card-list", args=[cast.record.pk])).content.decode()


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return {field: list(texts) for field, texts in answer.context["form"].errors.items()}


def test_a_card_is_registered_with_its_line(client: Client, cast: Cast) -> None:
    answer = add(client, cast, kind="L-M", check_line_mm="49.5", name="Kitchen drawer")
    assert answer["Location"] == reverse("lesions:card-list", args=[cast.record.pk])
    card = MeasureCard.objects.get()
    assert (card.kind, card.check_line_mm, card.name) == ("L-M", Decimal("49.5"), "Kitchen drawer")
    assert (card.patient, card.entered_by) == (cast.record, cast.owner)
    assert "Check line 49.5 mm" in page(client, cast)


@pytest.mark.parametrize("typed", ["49,75", " 49.75 mm", "49.75"])
def test_a_line_is_read_as_people_write_it(client: Client, cast: Cast, typed: str) -> None:
    add(client, cast, check_line_mm=typed)
    assert MeasureCard.objects.get().check_line_mm == Decimal("49.75")


def test_a_card_without_a_name_is_called_after_its_kind(client: Client, cast: Cast) -> None:
    add(client, cast, kind="L-S", name="  ")
    assert MeasureCard.objects.get().name == "L-shaped, small (S)"


@pytest.mark.parametrize("typed", ["44.9", "55.1", "5", "500", "-50", "19.7"])
def test_a_number_that_cannot_be_this_line_is_refused_beside_it(
    client: Client, cast: Cast, typed: str
) -> None:
    answer = add(client, cast, check_line_mm=typed, name="Kept", line_is_right=typed)
    assert "too far from 50 mm to be this line" in errors(answer)["check_line_mm"][0]
    assert 'value="Kept"' in answer.content.decode()
    assert not MeasureCard.objects.exists()


@pytest.mark.parametrize("typed", ["fifty", "49.755", "NaN", "Infinity", "1e5", "", "4\x009"])
def test_what_is_no_number_is_refused_beside_it(client: Client, cast: Cast, typed: str) -> None:
    assert "check_line_mm" in errors(add(client, cast, check_line_mm=typed))


def test_a_line_far_from_50_mm_is_asked_about(client: Client, cast: Cast) -> None:
    answer = add(client, cast, check_line_mm="47.5")
    assert errors(answer)["check_line_mm"] == [
        "47.5 mm is 5.0 % off, more than a printer usually is. Please measure once more."
    ]
    assert "Yes, I measured 47.5 mm" in answer.content.decode()
    assert not MeasureCard.objects.exists()


def test_the_answer_saves_the_line_as_it_was_measured(client: Client, cast: Cast) -> None:
    add(client, cast, check_line_mm="47.50", line_is_right="47.5")
    assert MeasureCard.objects.get().check_line_mm == Decimal("47.5")


def test_an_answer_counts_only_for_the_number_that_was_asked_about(client: Client, cast: Cast) -> None:
    assert "check_line_mm" in errors(add(client, cast, check_line_mm="46.5", line_is_right="47.5"))


def test_a_line_within_a_millimetre_is_not_asked_about(client: Client, cast: Cast) -> None:
    add(client, cast, check_line_mm="49")
    add(client, cast, check_line_mm="51")
    assert MeasureCard.objects.count() == 2


def test_a_card_without_its_kind_is_refused_beside_the_choice(client: Client, cast: Cast) -> None:
    assert errors(add(client, cast, kind="")) == {
        "kind": ["Please choose the card. Its size is printed on it."]
    }
    assert "kind" in errors(add(client, cast, kind="single-22"))


def test_the_way_from_a_sheet_chooses_the_kind(client: Client, cast: Cast) -> None:
    url = reverse("lesions:card-add", args=[cast.record.pk])
    assert 'value="L-L" checked' in client.get(url + "?kind=L-L").content.decode()
    assert " checked" not in client.get(url + "?kind=made-up").content.decode()


def test_a_card_registered_on_the_way_leads_back_to_the_photo(client: Client, cast: Cast) -> None:
    photo = "/photos/5f0b3a2e-0000-4000-8000-000000000000/measure/?for=x"
    url = reverse("lesions:card-add", args=[cast.record.pk])
    assert client.get(url, {"next": photo}).content.decode().count(photo) == 2  # the way back, and carried
    assert add(client, cast, next=photo)["Location"] == photo


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x", "/\\evil"])
def test_no_card_leads_to_another_site(client: Client, cast: Cast, elsewhere: str) -> None:
    page = client.get(reverse("lesions:card-add", args=[cast.record.pk]), {"next": elsewhere})
    assert "evil" not in page.content.decode()
    assert add(client, cast, next=elsewhere)["Location"] == reverse(
        "lesions:card-list", args=[cast.record.pk]
    )


def test_name_and_line_can_be_corrected_but_not_the_kind(client: Client, cast: Cast) -> None:
    card = make_measure_card(cast.record, "single-20", name="Old")
    url = reverse("lesions:card-edit", args=[card.pk])
    client.post(url, {"kind": "L-L", "name": "New", "check_line_mm": "49.5"})
    card.refresh_from_db()
    assert (card.kind, card.name, card.check_line_mm) == ("single-20", "New", Decimal("49.5"))
    assert [row.name for row in card.history.order_by("history_date")] == ["Old", "New"]


def test_a_retired_card_is_kept_and_can_be_used_again(client: Client, cast: Cast) -> None:
    card = make_measure_card(cast.record)
    client.post(reverse("lesions:card-retire", args=[card.pk]))
    shown = page(client, cast)
    again = reverse("lesions:card-use-again", args=[card.pk])
    assert shown.count(f'action="{again}"') == 2  # in the list, and as the message's Undo
    assert not MeasureCard.objects.in_use().exists()
    client.post(again)
    assert MeasureCard.objects.in_use().get() == card


def test_the_page_says_that_sizes_keep_the_card_they_were_measured_with(client: Client, cast: Cast) -> None:
    assert "changes no size that was measured before" in page(client, cast)


def test_every_change_raises_the_revision(client: Client, cast: Cast) -> None:
    def revision() -> int:
        cast.record.refresh_from_db()
        return cast.record.revision

    before = revision()
    add(client, cast)
    assert revision() == before + 1
    client.post(reverse("lesions:card-retire", args=[MeasureCard.objects.get().pk]))
    assert revision() == before + 2


def test_a_caregiver_who_may_write_registers_cards_for_the_record(cast: Cast, sign_in: SignIn) -> None:
    add(sign_in(cast.caregiver), cast)
    assert MeasureCard.objects.get().entered_by == cast.caregiver
    assert "by Carl Caregiver" in page(sign_in(cast.owner), cast)


@pytest.mark.parametrize("role", ["reader", "dermatologist"])
def test_who_only_reads_sees_the_cards_and_no_button(cast: Cast, sign_in: SignIn, role: str) -> None:
    make_measure_card(cast.record, name="Kitchen drawer")
    shown = page(sign_in(getattr(cast, role)), cast)
    assert "Kitchen drawer" in shown
    assert "Register a card" not in shown
    assert "Retire" not in shown


def test_the_cards_of_another_record_are_not_listed(client: Client, cast: Cast) -> None:
    make_measure_card(cast.stranger_record, name="Foreign card")
    assert "Foreign card" not in page(client, cast)


def test_the_list_takes_the_same_queries_for_1_and_20_cards(client: Client, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            page(client, cast)
        return len(taken)

    make_measure_card(cast.record, entered_by=cast.caregiver)
    page(client, cast)
    before = queries()
    for _card in range(19):
        make_measure_card(cast.record, entered_by=cast.caregiver)
    assert queries() == before


# ---- the page with the sheets, open to anybody ------------------------------------------------------


def test_the_sheets_are_offered_to_somebody_who_is_not_signed_in(db: None) -> None:
    shown = Client().get(reverse("lesions:card-print")).content.decode()
    for name in ("l-a4", "l-letter", "single-a4", "single-letter"):
        assert f"/static/cards/cards-{name}" in shown
    assert "Print at 100 %" in shown
    assert "Sign in to register it" in shown


def test_whoever_writes_in_records_is_led_to_their_cards(cast: Cast, sign_in: SignIn) -> None:
    way = reverse("lesions:card-list", args=[cast.record.pk])
    assert way in sign_in(cast.caregiver).get(reverse("lesions:card-print")).content.decode()


@pytest.mark.parametrize("role", ["reader", "dermatologist", "revoked"])
def test_whoever_writes_in_none_is_told_of_none(cast: Cast, sign_in: SignIn, role: str) -> None:
    shown = sign_in(getattr(cast, role)).get(reverse("lesions:card-print")).content.decode()
    assert cast.record.name not in shown
    assert str(cast.record.pk) not in shown


def test_the_sheets_come_without_a_sign_in(db: None) -> None:
    answer = Client().get("/static/cards/cards-l-a4.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
