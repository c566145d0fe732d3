"""From facts to sections: each kind of topic with its reason, and what is chosen first."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.conditions import CONDITIONS
from care.treatments import TREATMENTS
from education import vocabulary
from education.choosing import SectionText, choose
from education.content.all import ARTICLES
from education.content.load import snapshot_of
from education.published import text_of
from education.situations import SITUATIONS, is_reachable
from education.topics import CheckInSigns, Facts, groups_of, is_topic, long_date, matches
from labs.analytes import ANALYTES
from lesions.anatomy import SITES
from lesions.vocabulary import DiagnosisType, EventKind, Sign

TODAY = datetime.date(2026, 11, 23)
DAY = datetime.date(2026, 11, 3)
_NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
SHIPPED = [
    section
    for order, article in enumerate(ARTICLES, start=1)
    for section in text_of(snapshot_of(article, order), 1, _NOON).sections
]


def section(key: str, *topics: str, position: int = 0, **extra: object) -> SectionText:
    values: dict[str, object] = {
        "key": key, "title": key, "topics": topics, "summary_short": "", "body": "", "known": "",
        "unknown": "", "figure": "", "is_red_flag": False, "urgency": "", "sources": (), "article_slug": "a",
        "article_title": "A", "position": position,
    }  # fmt: skip
    return SectionText(**(values | extra))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "topic", "reason"),
    [
        (Facts(events=(("opened", DAY, True),)), "event:opened", "Because this one opened on 3 November"),
        (Facts(events=(("gone", DAY, False),)), "event:gone", "Because it was gone on 3 November"),
        (Facts(site_key="thumb_tip_palmar"), "site:fingertip", "Because it sits on a fingertip"),
        (Facts(site_key="thumb_tip_palmar"), "site:thumb_tip_palmar", "Because of where it sits"),
        (Facts(site_groups=("face",)), "site:face", "Because it sits on the face"),
        (Facts(morphology="stone"), "morphology:stone", "Because it feels like a stone"),
        (
            Facts(diagnosis_type="metastatic"),
            "type:metastatic",
            "Because a clinician recorded the type: metastatic",
        ),
        (Facts(conditions=("raynaud",)), "condition:raynaud", "Because this condition is recorded: Raynaud"),
        (
            Facts(high_labs=(("phosphate", DAY),)),
            "lab:phosphate_high",
            "Because phosphate was above the lab’s own interval on 3 November",
        ),
        (
            Facts(treatments=(("diltiazem", DAY, True),)),
            "treatment:diltiazem",
            "Because of a treatment since 3 November: Diltiazem",
        ),
        (
            Facts(treatments=(("diltiazem", None, True),)),
            "treatment:diltiazem",
            "Because of a treatment: Diltiazem",
        ),
        (
            Facts(treatments=(("minocycline", DAY, False),)),
            "treatment:minocycline",
            "Because an earlier treatment is recorded: Minocycline",
        ),
        (Facts(age_years=9), "age:child", "Because this is a child’s record"),
        (Facts(), "general", "For every deposit"),
    ],
)
def test_each_kind_of_topic_has_its_reason(facts: Facts, topic: str, reason: str) -> None:
    found = matches(replace(facts, today=TODAY))
    assert found[topic].reason.startswith(reason)


def test_a_date_of_another_year_has_its_year() -> None:
    assert long_date(datetime.date(2025, 3, 9), TODAY) == "9 March 2025"
    assert long_date(datetime.date(2026, 3, 9), TODAY) == "9 March"
    assert long_date(datetime.date(2026, 3, 9)) == "9 March 2026"


@pytest.mark.parametrize(("age", "child"), [(17, True), (18, False), (None, False)])
def test_a_child_is_under_eighteen(age: int | None, child: bool) -> None:
    assert ("age:child" in matches(Facts(age_years=age))) is child


def test_a_current_event_weighs_more_than_a_past_one() -> None:
    now = matches(Facts(events=(("opened", DAY, True),)))["event:opened"]
    past = matches(Facts(events=(("opened", DAY, False),)))["event:opened"]
    assert now.weight > past.weight


def test_the_latest_day_of_an_event_is_named() -> None:
    events = (("opened", datetime.date(2026, 1, 5), True), ("opened", DAY, True))
    assert "3 November" in matches(Facts(events=events, today=TODAY))["event:opened"].reason


def test_red_flags_come_first() -> None:
    flagged = section("flag", "red_flag:R6", position=9, is_red_flag=True, urgency="soon")
    other = section("other", "event:opened", position=1)
    facts = Facts(events=(("opened", DAY, True),), today_signs=(("numbness", TODAY),), today=TODAY)
    assert [chosen.section.key for chosen in choose(facts, [other, flagged])] == ["flag", "other"]


def test_red_flag_sections_do_not_count_towards_the_limit() -> None:
    flagged = section("flag", "red_flag:R6", is_red_flag=True, urgency="soon")
    others = [section(f"s{n}", "event:opened", position=n) for n in range(9)]
    facts = Facts(events=(("opened", DAY, True),), today_signs=(("numbness", TODAY),), today=TODAY)
    assert len(choose(facts, [flagged, *others], limit=5)) == 6


def test_the_most_specific_section_comes_first() -> None:
    found = choose(
        Facts(site_key="thumb_tip_palmar", conditions=("raynaud",), events=(("opened", DAY, True),)),
        [
            section("general", "general"),
            section("ill", "condition:raynaud"),
            section("place", "site:fingertip"),
            section("now", "event:opened"),
        ],
    )
    assert [chosen.section.key for chosen in found] == ["now", "place", "ill"]


def test_two_reasons_are_both_given() -> None:
    both = section("both", "site:fingertip", "condition:raynaud")
    chosen = choose(Facts(site_key="thumb_tip_palmar", conditions=("raynaud",)), [both])[0]
    assert chosen.reasons == (
        "Because it sits on a fingertip",
        "Because this condition is recorded: Raynaud",
    )


def test_equal_sections_keep_the_order_of_the_articles() -> None:
    sections = [section("late", "event:gone", position=2), section("early", "event:gone", position=1)]
    found = choose(Facts(events=(("gone", DAY, True),)), sections)
    assert [chosen.section.key for chosen in found] == ["early", "late"]


def test_one_kind_of_reason_does_not_crowd_out_another() -> None:
    places = [section(f"place{n}", "site:fingertip", position=n) for n in range(6)]
    drug = section("drug", "treatment:diltiazem", position=9)
    facts = Facts(site_key="thumb_tip_palmar", treatments=(("diltiazem", None, True),))
    keys = [chosen.section.key for chosen in choose(facts, [*places, drug])]
    assert keys == ["place0", "place1", "place2", "place3", "drug"]


def test_the_section_about_less_comes_first() -> None:
    wide = section("wide", "treatment:diltiazem", "treatment:verapamil", position=1)
    narrow = section("narrow", "treatment:diltiazem", position=2)
    found = choose(Facts(treatments=(("diltiazem", None, True),)), [wide, narrow])
    assert [chosen.section.key for chosen in found] == ["narrow", "wide"]


def test_general_sections_fill_up_to_three() -> None:
    sections = [section("now", "event:gone"), *(section(f"g{n}", "general", position=n) for n in range(5))]
    found = choose(Facts(events=(("gone", DAY, True),)), sections)
    assert [chosen.section.key for chosen in found] == ["now", "g0", "g1"]
    assert found[1].reasons == ("For every deposit",)


facts_of_any_kind = st.builds(
    Facts,
    site_key=st.sampled_from(["", *SITES]),
    events=st.lists(
        st.tuples(st.sampled_from([*EventKind.values, "unheard_of"]), st.dates(), st.booleans()), max_size=6
    ).map(tuple),
    morphology=st.sampled_from(["", "stone", "net", "unknown"]),
    diagnosis_type=st.sampled_from(["", *DiagnosisType.values]),
    conditions=st.lists(st.sampled_from(list(CONDITIONS)), max_size=4).map(tuple),
    high_labs=st.lists(st.tuples(st.sampled_from(list(ANALYTES)), st.dates()), max_size=4).map(tuple),
    treatments=st.lists(
        st.tuples(st.sampled_from([*TREATMENTS, "own"]), st.none() | st.dates(), st.booleans()), max_size=4
    ).map(tuple),
    age_years=st.none() | st.integers(0, 110),
    today_signs=st.lists(st.tuples(st.sampled_from(Sign.values), st.dates()), max_size=4).map(tuple),
    check_in=st.none() | st.builds(CheckInSigns, redness=st.sampled_from(["", "none", "marked"])),
    today=st.none() | st.dates(),
)


@given(facts_of_any_kind)
def test_every_deposit_gets_three_to_five_sections_each_with_a_reason(facts: Facts) -> None:
    reading = [chosen for chosen in choose(facts, SHIPPED) if not chosen.section.is_red_flag]
    assert 3 <= len(reading) <= 5
    assert all(chosen.reasons and all(chosen.reasons) for chosen in reading)
    assert len({chosen.section.key for chosen in reading}) == len(reading)


@given(facts_of_any_kind)
def test_choosing_is_a_function_of_its_inputs(facts: Facts) -> None:
    assert choose(facts, SHIPPED) == choose(facts, list(reversed(SHIPPED)))


@pytest.mark.parametrize("text", SHIPPED, ids=[text.key for text in SHIPPED])
def test_every_section_is_shown_in_some_situation(text: SectionText) -> None:
    assert is_reachable(text, SHIPPED)


def test_there_is_a_situation_for_every_word_of_the_vocabulary() -> None:
    met = set().union(*(matches(situation.facts) for situation in SITUATIONS))
    for kind, keys in vocabulary.KEYS.items():
        if kind != "red_flag":
            assert {f"{kind}:{key}" for key in keys} <= met, kind


@pytest.mark.parametrize("text", ["event:burst", "site:", "lab:phosphate", "colour:red", "opened", ""])
def test_a_topic_outside_the_vocabulary_is_not_one(text: str) -> None:
    assert not is_topic(text)


# ---- the same words as the apps beside this one ---------------------------------------------------


def test_conditions_are_those_a_person_can_record() -> None:
    assert set(CONDITIONS) - {"other"} == set(vocabulary.CONDITIONS)


def test_treatments_are_those_a_person_can_record() -> None:
    assert set(TREATMENTS) - {"other_drug", "other_procedure"} == set(vocabulary.TREATMENTS)


def test_lab_tests_are_those_a_person_can_record() -> None:
    assert set(ANALYTES) == set(vocabulary.LABS)


def test_events_and_types_are_those_a_person_can_record() -> None:
    assert set(EventKind.values) == set(vocabulary.EVENT_REASONS)
    assert set(DiagnosisType.values) == set(vocabulary.TYPES)


def test_every_group_of_sites_has_its_reason() -> None:
    groups = {group for site in SITES.values() for group in site.study_groups}
    assert groups <= set(vocabulary.SITE_REASONS)


@pytest.mark.parametrize("key", SITES)
def test_our_groups_include_those_of_the_body_map(key: str) -> None:
    assert SITES[key].study_groups <= set(groups_of(key))
