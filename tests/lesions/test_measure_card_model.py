"""A card of a record: its kinds are the ones we print, its check line is plausible, its history is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from accounts.services import save_clinical
from lesions.measurement.cards import CARDS, printed
from lesions.models import MeasureCard
from lesions.vocabulary import CardKind
from tests.conftest import Cast
from tests.make import make_measure_card


def test_the_kinds_to_choose_are_the_cards_we_print() -> None:
    assert set(CardKind.values) == set(CARDS)


def test_a_card_is_saved_with_who_entered_it_and_its_history(cast: Cast) -> None:
    card = MeasureCard(patient=cast.record, kind="L-M", name="At home", check_line_mm=Decimal("49.5"))
    save_clinical(card, by=cast.caregiver)
    card.check_line_mm = Decimal("49.75")
    save_clinical(card, by=cast.owner)
    assert card.entered_by == cast.caregiver
    assert [str(row.check_line_mm) for row in card.history.order_by("history_date")] == ["49.50", "49.75"]


@pytest.mark.parametrize("line", ["44.99", "55.01", "5", "0"])
def test_a_line_that_cannot_be_this_one_is_refused(cast: Cast, line: str) -> None:
    card = MeasureCard(patient=cast.record, kind="L-M", name="At home", check_line_mm=Decimal(line))
    with pytest.raises(ValidationError) as refused:
        save_clinical(card, by=cast.owner)
    assert "check_line_mm" in refused.value.message_dict


def test_the_database_keeps_an_impossible_line_out_too(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        make_measure_card(cast.record, check_line_mm="30")


def test_a_kind_that_we_do_not_print_is_refused(cast: Cast) -> None:
    card = MeasureCard(patient=cast.record, kind="single-22", name="Odd", check_line_mm=Decimal(50))
    with pytest.raises(ValidationError, match="single-22"):
        save_clinical(card, by=cast.owner)


def test_retired_and_deleted_cards_are_not_in_use(cast: Cast) -> None:
    kept = make_measure_card(cast.record)
    make_measure_card(cast.record, retired_at=timezone.now())
    make_measure_card(cast.record, deleted_at=timezone.now())
    assert list(MeasureCard.objects.in_use()) == [kept]


def test_a_card_is_chosen_by_its_name_and_its_kind(cast: Cast) -> None:
    named = make_measure_card(cast.record, "L-S", name="Kitchen drawer")
    assert named.label == "Kitchen drawer: L-shaped, small (S)"
    assert make_measure_card(cast.record, "L-S", name="L-shaped, small (S)").label == "L-shaped, small (S)"


def test_a_card_that_came_out_small_has_smaller_markers(cast: Cast) -> None:
    card = make_measure_card(cast.record, "single-20", check_line_mm="47.5")
    true = printed(CARDS[card.kind], float(card.check_line_mm))
    assert true.markers[0].side_mm == pytest.approx(19.0)
