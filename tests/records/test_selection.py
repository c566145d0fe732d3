"""What was ticked comes back as it was."""

from __future__ import annotations

import datetime
import json

from hypothesis import given
from hypothesis import strategies as st

from records.selection import Part, Selection

SELECTIONS = st.builds(
    Selection,
    since_on=st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 1, 1)),
    parts=st.frozensets(st.sampled_from(Part.values)),
    lesions=st.lists(st.uuids(), max_size=4).map(tuple),
    photos=st.lists(st.uuids(), max_size=4).map(tuple),
    is_long=st.booleans(),
)


@given(SELECTIONS)
def test_a_selection_survives_being_kept(selection: Selection) -> None:
    assert Selection.from_json(json.loads(json.dumps(selection.to_json()))) == selection


def test_a_part_that_no_longer_exists_is_left_out() -> None:
    kept = Selection(datetime.date(2026, 1, 1), frozenset({"labs"})).to_json()
    assert Selection.from_json({**kept, "parts": ["labs", "horoscope"]}).parts == {"labs"}
