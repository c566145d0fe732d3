"""In what state life events leave a lesion: a table of cases, and what holds for any history."""

from __future__ import annotations

import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesions.status import GONE, INFECTED, INFLAMED, OPEN, QUIET, status_of
from lesions.vocabulary import EventKind

DAY = datetime.date(2026, 3, 1)
LATER = datetime.date(2026, 4, 1)
# How to get into each state, and where every event leads from there; a star keeps the day the state began.
BEGIN = {QUIET: "closed", INFLAMED: "inflamed", OPEN: "opened", INFECTED: "infected", GONE: "gone"}
AFTER = {
    QUIET: "noticed=quiet* inflamed=inflamed opened=open drained=open ulcer=open infected=infected "
    "closed=quiet operated=gone gone=gone came_back=quiet",
    INFLAMED: "noticed=inflamed* inflamed=inflamed opened=open drained=open ulcer=open infected=infected "
    "closed=quiet operated=gone gone=gone came_back=inflamed*",
    OPEN: "noticed=open* inflamed=open* opened=open* drained=open* ulcer=open* infected=infected "
    "closed=quiet operated=gone gone=gone came_back=open*",
    INFECTED: "noticed=infected* inflamed=infected* opened=infected* drained=infected* ulcer=infected* "
    "infected=infected closed=quiet operated=gone gone=gone came_back=infected*",
    GONE: "noticed=gone* inflamed=inflamed opened=open drained=open ulcer=open infected=infected "
    "closed=quiet operated=gone gone=gone came_back=quiet",
}
CASES = [(state, *pair.split("=")) for state, text in AFTER.items() for pair in text.split()]


@pytest.mark.parametrize(("state", "kind", "expected"), CASES)
def test_every_event_after_every_state(state: str, kind: str, expected: str) -> None:
    status = status_of([(BEGIN[state], DAY), (kind, LATER)])
    assert status.state == expected.removesuffix("*")
    assert status.since == (DAY if expected.endswith("*") else LATER)


def test_the_table_leaves_out_no_event() -> None:
    for text in AFTER.values():
        assert {pair.split("=")[0] for pair in text.split()} == set(EventKind.values)


# Every pair of kinds: where the second (across) leads a lesion whose only event so far was the first (down).
# q quiet, i inflamed, o open, f infected, g gone; 1 since the first day, 2 since the second.
PAIRS = """
            noticed inflamed opened drained ulcer infected closed operated gone came_back
noticed     q1      i2       o2     o2      o2    f2       q2     g2       g2   q2
inflamed    i1      i2       o2     o2      o2    f2       q2     g2       g2   i1
opened      o1      o1       o1     o1      o1    f2       q2     g2       g2   o1
drained     o1      o1       o1     o1      o1    f2       q2     g2       g2   o1
ulcer       o1      o1       o1     o1      o1    f2       q2     g2       g2   o1
infected    f1      f1       f1     f1      f1    f2       q2     g2       g2   f1
closed      q1      i2       o2     o2      o2    f2       q2     g2       g2   q2
operated    g1      i2       o2     o2      o2    f2       q2     g2       g2   q2
gone        g1      i2       o2     o2      o2    f2       q2     g2       g2   q2
came_back   q1      i2       o2     o2      o2    f2       q2     g2       g2   q2
"""
LETTERS = {"q": QUIET, "i": INFLAMED, "o": OPEN, "f": INFECTED, "g": GONE}
ROWS = [line.split() for line in PAIRS.strip().splitlines()]
PAIR_CASES = [
    (row[0], kind, LETTERS[cell[0]], DAY if cell[1] == "1" else LATER)
    for row in ROWS[1:]
    for kind, cell in zip(ROWS[0], row[1:], strict=True)
]


@pytest.mark.parametrize(("first", "second", "state", "since"), PAIR_CASES)
def test_every_pair_of_events(first: str, second: str, state: str, since: datetime.date) -> None:
    status = status_of([(first, DAY), (second, LATER)])
    assert (status.state, status.since) == (state, since)


@pytest.mark.parametrize(("first", "second", "state", "since"), PAIR_CASES)
def test_every_pair_entered_the_wrong_way_round(
    first: str, second: str, state: str, since: datetime.date
) -> None:
    status = status_of([(second, LATER), (first, DAY)])
    assert (status.state, status.since) == (state, since)


def test_the_pairs_leave_out_no_kind() -> None:
    assert set(ROWS[0]) == {row[0] for row in ROWS[1:]} == set(EventKind.values)


def test_closing_ends_an_infection_too_and_whatever_opens_after_it_is_new() -> None:
    story = [("infected", DAY), ("closed", LATER)]
    assert status_of(story).state == QUIET
    again = LATER + datetime.timedelta(days=9)
    assert status_of([*story, ("opened", again)]).since == again


def test_a_closing_that_is_backdated_before_the_opening_closes_nothing() -> None:
    assert status_of([("opened", LATER), ("closed", DAY)]).state == OPEN


def test_coming_back_reopens_what_was_gone_from_its_own_day() -> None:
    status = status_of([("gone", DAY), ("came_back", LATER)])
    assert (status.state, status.since, status.event_kind) == (QUIET, LATER, "came_back")


@pytest.mark.parametrize(
    ("kind", "state"),
    [("noticed", QUIET), ("inflamed", INFLAMED), ("opened", OPEN), ("infected", INFECTED), ("gone", GONE)],
)
def test_the_first_event_of_a_lesion(kind: str, state: str) -> None:
    assert status_of([(kind, DAY)]).state == state


def test_a_lesion_without_events_is_quiet_since_nobody_knows_when() -> None:
    status = status_of([])
    assert (status.state, status.since, status.event_kind) == (QUIET, None, "")


def test_an_opening_entered_for_last_week_is_not_undone_by_noticing_the_deposit_today() -> None:
    assert status_of([("noticed", LATER), ("opened", DAY)]).state == OPEN


def test_events_of_one_day_count_in_the_order_given() -> None:
    assert status_of([("opened", DAY), ("closed", DAY)]).state == QUIET
    assert status_of([("closed", DAY), ("opened", DAY)]).state == OPEN


def test_an_unknown_event_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(ValueError, match="unknown"):
        status_of([("exploded", DAY)])


EVENTS = st.lists(
    st.tuples(st.sampled_from(EventKind.values), st.dates(DAY, datetime.date(2027, 1, 1))), max_size=12
)


@given(EVENTS, st.randoms())
def test_the_order_in_which_days_are_entered_does_not_matter(
    events: list[tuple[str, datetime.date]], chance: random.Random
) -> None:
    one_a_day = list({day: (kind, day) for kind, day in events}.values())
    mixed = list(one_a_day)
    chance.shuffle(mixed)
    assert status_of(mixed) == status_of(one_a_day)


@given(EVENTS)
def test_a_state_begins_on_the_day_of_an_event_that_happened(events: list[tuple[str, datetime.date]]) -> None:
    status = status_of(events)
    assert (status.event_kind, status.since) in events or (not events and status.since is None)


@given(EVENTS)
def test_trouble_is_over_only_after_closing_operating_or_going(
    events: list[tuple[str, datetime.date]],
) -> None:
    trouble = {"opened", "drained", "ulcer", "infected", "inflamed"}
    in_order = sorted(events, key=lambda event: event[1])
    ended = max(
        (n for n, (kind, _) in enumerate(in_order) if kind in ("closed", "gone", "operated")), default=-1
    )
    assert status_of(events).needs_care == any(kind in trouble for kind, _ in in_order[ended + 1 :])
