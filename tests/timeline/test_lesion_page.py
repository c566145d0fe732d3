"""The page of one deposit: its history, and beside it the reading that fits, with the reasons."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.services import touch
from lesions.models import Lesion
from tests.care.make import make_condition, make_treatment
from tests.conftest import Cast, SignIn
from tests.labs.make import make_result
from tests.lesions.pages import text_of
from tests.make import make_check_in, make_day, make_event, make_lesion, make_photo
from timeline.facts import lesion_facts
from timeline.lesion_page import RECENT, lesion_page


def page_of(cast: Cast, sign_in: SignIn, lesion: Lesion, who: str = "owner", **query: str) -> Any:
    return sign_in(getattr(cast, who)).get(reverse("timeline:lesion", args=[lesion.pk]), query)


def reasons(answer: Any) -> str:
    """All reasons for what stands beside the history, red flags included."""
    page = answer.context["page"]
    return " | ".join(
        [str(r) for item in page.chosen for r in item.reasons] + [str(flag.reason) for flag in page.flags]
    )


def topics(answer: Any) -> set[str]:
    page = answer.context["page"]
    return {topic for item in page.chosen for topic in item.section.topics}


def test_an_opened_deposit_brings_the_text_about_opening_with_its_day(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    day = cast.record.today() - datetime.timedelta(days=3)
    make_event(lesion, "opened", happened_on=day)
    answer = page_of(cast, sign_in, lesion)
    assert "event:opened" in topics(answer)
    assert f"{day.day} {day:%B}" in reasons(answer)


def test_a_closed_deposit_no_longer_brings_the_text_about_an_open_one(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record, site="elbow")
    make_event(lesion, "opened", 300)
    make_event(lesion, "closed", 200)
    answer = page_of(cast, sign_in, lesion)
    assert "open" not in reasons(answer).lower().replace("opened", "")


def test_the_place_brings_its_own_text(cast: Cast, sign_in: SignIn) -> None:
    tip = page_of(cast, sign_in, make_lesion(cast.record, site="thumb_tip_palmar"))
    assert any(topic.startswith("site:") for topic in topics(tip))
    assert "fingertip" in reasons(tip).lower()


def test_a_treatment_brings_its_text(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    make_treatment(cast.record, lesions=[lesion], start_on=cast.record.today())
    answer = page_of(cast, sign_in, lesion)
    assert "diltiazem" in reasons(answer).lower()


def test_a_value_above_the_labs_own_interval_brings_its_text(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    make_result(cast.record, value="2.9", interval="2.15-2.55")
    answer = page_of(cast, sign_in, lesion)
    assert "calcium" in reasons(answer).lower()


def test_a_condition_brings_its_text(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    make_condition(cast.record)
    assert "systemic sclerosis" in reasons(page_of(cast, sign_in, lesion)).lower()


def test_a_sign_of_the_day_raises_a_red_flag_that_alerts_nobody(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    make_event(lesion, "opened", 1)
    before = {
        flag.code for flag in page_of(cast, sign_in, lesion).context["page"].flags if not flag.is_general
    }
    make_day(cast.record, 0, signs=["fever", "spreading_redness"])
    touch(cast.record)
    answer = page_of(cast, sign_in, lesion)
    after = {flag.code for flag in answer.context["page"].flags if not flag.is_general}
    assert after - before
    assert "nobody" in text_of(answer).lower()


def test_a_sign_of_three_weeks_ago_raises_none(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    make_day(cast.record, 21, signs=["fever", "spreading_redness"])
    flags = page_of(cast, sign_in, lesion).context["page"].flags
    assert all(flag.is_general for flag in flags)


def test_pus_beside_the_anchor_same_still_counts(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 0, anchor=0, drainage="pus", redness="marked", warmth="marked")
    flags = page_of(cast, sign_in, lesion).context["page"].flags
    assert any(not flag.is_general for flag in flags)


def test_unreviewed_texts_say_so(cast: Cast, sign_in: SignIn) -> None:
    assert "Not yet reviewed by a clinician" in text_of(page_of(cast, sign_in, make_lesion(cast.record)))


def test_the_newest_size_stands_with_its_error_and_its_method(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 30, length_mm=Decimal(9))
    make_check_in(lesion, 2, length_mm=Decimal("7.5"), width_mm=Decimal(4), method="caliper")
    make_check_in(lesion, 1, anchor=0)
    page = text_of(page_of(cast, sign_in, lesion))
    assert "7.5 × 4 mm" in page
    assert "± 0.5 mm, caliper" in page


@pytest.mark.parametrize("number", [RECENT - 1, RECENT, RECENT + 1, RECENT + 5])
def test_a_size_is_found_behind_any_number_of_same_as_last_time(cast: Cast, number: int) -> None:
    lesion = make_lesion(cast.record)
    size = make_check_in(lesion, 300, length_mm=Decimal(9))
    for day in range(number):
        make_check_in(lesion, day, anchor=0)
    page = lesion_page(lesion)
    assert page.latest_size == size
    assert page.has_more is (number + 1 > RECENT)
    assert not lesion_page(lesion, show_all=True).has_more


def test_no_size_is_said_as_such(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 1, anchor=0)
    page = text_of(page_of(cast, sign_in, lesion))
    assert "not measured yet" in page
    assert "± 0 mm" not in page


def test_a_size_without_a_stored_error_is_never_drawn_as_exact(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    for day in (1, 9):
        make_check_in(lesion, day, length_mm=Decimal(20), method="eye", uncertainty_mm=None)
    page = text_of(page_of(cast, sign_in, lesion))
    assert "± 5" in page
    assert "± 0 " not in page


def test_the_whole_history_is_drawn_when_asked_for(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    for day in range(RECENT + 5):
        make_check_in(lesion, day, length_mm=Decimal(9))
    assert "Draw the whole history" in text_of(page_of(cast, sign_in, lesion))
    assert "Draw the newest part only" in text_of(page_of(cast, sign_in, lesion, show="all"))


def test_a_reader_sees_no_button_that_writes(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    make_event(lesion, "opened", 1)
    make_check_in(lesion, 1, anchor=1)
    for who in ("reader", "dermatologist"):
        page = page_of(cast, sign_in, lesion, who).content.decode()
        for name in ("lesions:check-in", "lesions:same", "lesions:lesion-edit", "lesions:event-add"):
            assert reverse(name, args=[lesion.pk]) + '"' not in page


def test_an_entry_by_somebody_else_says_who_made_it(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    make_check_in(lesion, 1, anchor=1, entered_by=cast.owner)
    assert "Entered by" not in text_of(page_of(cast, sign_in, lesion))
    make_check_in(lesion, 0, anchor=1, entered_by=cast.caregiver)
    assert "Entered by Carl Caregiver" in text_of(page_of(cast, sign_in, lesion))


def test_a_photo_stands_in_the_ribbon_and_a_sensitive_one_is_veiled(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    photo = make_photo(cast.record, lesion, sensitive=True)
    page = page_of(cast, sign_in, lesion).content.decode()
    assert reverse("lesions:photo-file", args=[photo.pk, "small"]) in page
    assert "is-sensitive" in page


def test_facts_speak_of_the_patients_day_and_not_of_utc(cast: Cast) -> None:
    lesion = make_lesion(cast.record)
    at = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC)  # half past midnight in Zurich
    check_in = make_check_in(lesion, observed_at=at, pain_rest=5)
    facts = lesion_facts(
        lesion, events=[], check_ins=[check_in], conditions=(), treatments=[], high_labs=[], signs=[]
    )
    assert facts.check_in is not None
    assert facts.check_in.on_date == datetime.date(2026, 3, 2)


def test_today_is_the_patients_today_wherever_the_viewer_is(cast: Cast, sign_in: SignIn) -> None:
    cast.record.time_zone, cast.dermatologist.time_zone = "Pacific/Auckland", "America/New_York"
    cast.record.save()
    cast.dermatologist.save()
    lesion = make_lesion(cast.record, name="Heel")
    at = datetime.datetime(2027, 3, 1, 12, 30, tzinfo=datetime.UTC)  # 2 March, 01:30 in Auckland
    make_check_in(lesion, observed_at=at, note="in the night")
    with time_machine.travel(at + datetime.timedelta(minutes=5), tick=False):
        answer = page_of(cast, sign_in, lesion, "dermatologist")
        timeline = sign_in(cast.dermatologist).get(reverse("timeline:timeline", args=[cast.record.pk]))
    assert "<b>2 Mar</b>" in answer.content.decode()
    assert 'id="day-2027-03-02"' in timeline.content.decode()
    assert "Times are shown in the patient’s zone, Pacific/Auckland." in text_of(answer)


def test_a_viewer_in_the_same_zone_is_told_nothing_about_zones(cast: Cast, sign_in: SignIn) -> None:
    cast.dermatologist.time_zone = cast.record.time_zone
    cast.dermatologist.save()
    assert "Times are shown" not in text_of(page_of(cast, sign_in, make_lesion(cast.record), "dermatologist"))


def test_a_point_of_the_chart_leads_to_the_page_its_check_in_stands_on(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    first = make_check_in(lesion, 80, length_mm=Decimal(7))
    for day in range(50):
        make_check_in(lesion, day, length_mm=Decimal(7))
    client = sign_in(cast.owner)
    address = f"{reverse('lesions:check-in-list', args=[lesion.pk])}?page=2"
    anchor = f"check-in-{first.pk}"
    assert f"{address}#{anchor}" in client.get(reverse("timeline:lesion", args=[lesion.pk])).content.decode()
    assert f'id="{anchor}"' in client.get(address).content.decode()


def measured_monthly(lesion: Lesion, *sizes_mm: int) -> None:
    now = datetime.datetime.now(datetime.UTC)
    for months_ago, size_mm in enumerate(reversed(sizes_mm)):
        at = now - datetime.timedelta(days=30 * months_ago + 1)
        make_check_in(lesion, observed_at=at, length_mm=Decimal(size_mm), method="caliper")


def test_what_a_verdict_rests_on_stands_under_the_chart(cast: Cast, sign_in: SignIn) -> None:
    lesion = make_lesion(cast.record)
    measured_monthly(lesion, 8, 9, 10, 11)
    text = text_of(page_of(cast, sign_in, lesion))
    assert "Longer by about 3 mm" in text
    assert "4 sizes, caliper, from" in text


def test_the_list_of_deposits_says_which_ones_get_larger(cast: Cast, sign_in: SignIn) -> None:
    measured_monthly(make_lesion(cast.record), 8, 9, 10, 11)
    text = text_of(sign_in(cast.owner).get(reverse("timeline:overview", args=[cast.record.pk])))
    assert "Getting larger" in text
