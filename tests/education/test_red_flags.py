"""Every red flag: what raises it, how urgent it is, and that nothing raises it by mistake."""

import datetime

import pytest

from education.red_flags import NOT_HEALING_DAYS, RedFlag, red_flags
from education.topics import CheckInSigns, Facts

TODAY = datetime.date(2026, 11, 23)
DAY = datetime.date(2026, 11, 20)


def sign(key: str, **extra: object) -> Facts:
    return Facts(today_signs=((key, DAY),), today=TODAY, **extra)  # type: ignore[arg-type]


def event(kind: str, day: datetime.date = DAY, **extra: object) -> Facts:
    return Facts(events=((kind, day, True),), today=TODAY, **extra)  # type: ignore[arg-type]


def check_in(**signs: object) -> Facts:
    return Facts(check_in=CheckInSigns(on_date=DAY, **signs), today=TODAY)  # type: ignore[arg-type]


def raised(facts: Facts) -> dict[str, RedFlag]:
    return {flag.code: flag for flag in red_flags(facts) if not flag.is_general}


WARFARIN = (("warfarin", None, True),)


@pytest.mark.parametrize(
    ("code", "urgency", "facts"),
    [
        ("R1", "same_day", check_in(drainage="pus")),
        ("R1", "same_day", check_in(redness="mild")),
        ("R1", "same_day", check_in(warmth="marked")),
        ("R1", "same_day", check_in(swelling="mild")),
        ("R1", "same_day", check_in(pain_increased=True)),
        ("R1", "same_day", event("infected")),
        ("R1", "same_day", event("inflamed")),
        ("R1", "same_day", event("opened")),
        ("R1", "same_day", sign("fever")),
        ("R2", "same_day", sign("spreading_redness")),
        ("R2", "same_day", event("infected", site_key="cheek")),
        ("R2", "same_day", event("infected", treatments=(("methotrexate", None, True),))),
        ("R3", "emergency", sign("fever", events=(("infected", DAY, True),))),
        ("R3", "emergency", sign("vomiting", events=(("opened", DAY, True),))),
        (
            "R3",
            "emergency",
            Facts(today_signs=(("confusion", DAY), ("spreading_redness", DAY)), today=TODAY),
        ),
        ("R4", "soon", event("ulcer")),
        ("R4", "soon", event("opened", TODAY - datetime.timedelta(days=NOT_HEALING_DAYS))),
        ("R5", "same_day", sign("black_or_purple_skin")),
        ("R5", "emergency", sign("black_or_purple_skin", conditions=("dialysis",))),
        ("R5", "emergency", sign("black_or_purple_skin", treatments=WARFARIN)),
        ("R5", "same_day", Facts(treatments=WARFARIN)),
        ("R5", "same_day", Facts(diagnosis_type="calciphylaxis")),
        ("R6", "soon", sign("numbness")),
        ("R6", "soon", check_in(function="strong")),
        ("R7", "same_day", sign("black_or_purple_skin", site_key="thumb_tip_palmar")),
        ("R7", "same_day", sign("black_or_purple_skin", conditions=("raynaud",))),
        ("R7", "same_day", event("ulcer", site_key="thumb_tip_palmar", conditions=("systemic_sclerosis",))),
        ("R8", "soon", sign("great_thirst")),
        ("R8", "soon", sign("vomiting")),
        ("R8", "soon", Facts(high_labs=(("calcium_total", DAY),), today=TODAY)),
        ("R9", "emergency", sign("confusion")),
        ("R10", "soon", check_in(fast_growth=True)),
        ("R10", "soon", check_in(new_bleeding=True)),
        ("R10", "soon", check_in(drainage="blood")),
        ("R11", "soon", sign("recent_drip")),
        ("R11", "soon", Facts(diagnosis_type="iatrogenic")),
        ("R12", "advice", event("opened")),
    ],
)
def test_a_red_flag_is_raised(code: str, urgency: str, facts: Facts) -> None:
    flag = raised(facts)[code]
    assert flag.urgency == urgency
    assert flag.look_for
    assert flag.to_do
    assert flag.reason.startswith("Shown because")


def test_nothing_recorded_raises_nothing() -> None:
    assert raised(Facts()) == {}


def test_general_advice_stands_beside_every_deposit() -> None:
    assert [flag.code for flag in red_flags(Facts())] == ["R10", "R12"]
    assert all(flag.is_general for flag in red_flags(Facts()))


def test_general_advice_is_not_repeated_when_it_is_raised() -> None:
    codes = [flag.code for flag in red_flags(check_in(fast_growth=True))]
    assert codes.count("R10") == 1


@pytest.mark.parametrize(
    "facts",
    [
        check_in(redness="none", warmth="none", swelling="none", drainage="none", pain_increased=False),
        check_in(drainage="chalky"),
        check_in(),
        Facts(events=(("infected", DAY, False),)),
        Facts(treatments=(("warfarin", None, False),)),
        Facts(high_labs=(("phosphate", DAY),)),
        Facts(conditions=("raynaud", "dialysis")),
    ],
)
def test_what_is_over_or_answered_with_no_raises_nothing(facts: Facts) -> None:
    assert raised(facts) == {}


def test_an_open_deposit_is_not_called_unhealed_in_its_first_days() -> None:
    assert "R4" not in raised(event("opened", TODAY - datetime.timedelta(days=NOT_HEALING_DAYS - 1)))


def test_fever_without_a_sign_at_the_deposit_is_not_an_emergency() -> None:
    assert "R3" not in raised(sign("fever"))


def test_the_most_urgent_comes_first() -> None:
    facts = Facts(
        events=(("ulcer", DAY, True),), today_signs=(("fever", DAY), ("numbness", DAY)), today=TODAY
    )
    urgencies = [flag.urgency for flag in red_flags(facts)]
    order = ["emergency", "same_day", "soon", "advice"]
    assert urgencies == sorted(urgencies, key=order.index)
    assert urgencies[0] == "emergency"


def test_the_reason_names_the_sign_and_the_day() -> None:
    assert raised(check_in(redness="mild"))["R1"].reason == "Shown because redness was noted on 20 November."


def test_no_flag_says_that_a_doctor_knows() -> None:
    for flag in red_flags(sign("fever", events=(("infected", DAY, True),))):
        assert "alerted" not in f"{flag.to_do} {flag.reason}"
