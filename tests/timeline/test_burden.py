"""All deposits together: what counts, what stays empty, and what may be compared."""

import json
from datetime import date
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.burden import BurdenMonth, burden_months
from timeline.burden_chart import burden_chart

UNTIL = date(2026, 11, 23)


def row(*sizes: tuple[date, float, float | None, float, str], events: tuple[tuple[str, date], ...] = ()):  # type: ignore[no-untyped-def]
    return (date(2026, 1, 1), sizes, events)


def month(months: list[BurdenMonth], name: str) -> BurdenMonth:
    return next(item for item in months if item.month == name)


def test_the_area_is_an_ellipse_with_its_error() -> None:
    months = burden_months([row((date(2026, 11, 3), 8, 6, 1, "ruler"))], until=UNTIL)
    assert months[-1].area_mm2 == pytest.approx(12 * pi)
    assert months[-1].area_error_mm2 == pytest.approx(10 * pi / 4)


def test_errors_of_lesions_add_as_squares() -> None:
    one = row((date(2026, 11, 3), 8, 6, 1, "ruler"))
    months = burden_months([one, one, one, one], until=UNTIL)
    assert months[-1].area_error_mm2 == pytest.approx(2 * 10 * pi / 4)


def test_a_month_without_any_size_stays_empty() -> None:
    months = burden_months(
        [row((date(2026, 9, 3), 8, 6, 1, "ruler"), (date(2026, 11, 3), 8, 6, 1, "ruler"))], until=UNTIL
    )
    assert month(months, "2026-10").area_mm2 is None


def test_a_fresh_size_of_another_lesion_counts_for_half_a_year() -> None:
    rows = [row((date(2026, 11, 3), 8, 6, 1, "ruler")), row((date(2026, 5, 25), 4, 2, 1, "ruler"))]
    assert burden_months(rows, until=UNTIL)[-1].measured == 2
    rows[1] = row((date(2026, 5, 24), 4, 2, 1, "ruler"))
    assert burden_months(rows, until=UNTIL)[-1].measured == 1


def test_a_size_without_width_counts_as_not_measured() -> None:
    months = burden_months([row((date(2026, 11, 3), 8, None, 1, "ruler"))], until=UNTIL)
    assert (months[-1].area_mm2, months[-1].share_measured) == (None, 0)


def test_open_counts_every_month_it_was_open_in() -> None:
    events = (("opened", date(2026, 2, 20)), ("closed", date(2026, 4, 2)))
    months = burden_months([row(events=events)], until=UNTIL)
    assert [m.month for m in months if m.open] == ["2026-02", "2026-03", "2026-04"]


def test_gone_and_back_again_is_active_only_while_there() -> None:
    events = (("gone", date(2026, 3, 5)), ("came_back", date(2026, 6, 5)))
    months = burden_months([row(events=events)], until=UNTIL)
    assert [m.month for m in months if not m.active] == ["2025-12", "2026-04", "2026-05"]


def test_months_are_compared_only_over_lesions_measured_the_same_way() -> None:
    same = row((date(2026, 6, 3), 8, 6, 1, "ruler"), (date(2026, 11, 3), 8, 6, 1, "ruler"))
    other = row((date(2026, 6, 3), 20, 20, 1, "eye"), (date(2026, 11, 3), 4, 4, 1, "ruler"))
    june = month(burden_months([same, other], until=UNTIL), "2026-06")
    assert june.paired == 1
    assert june.paired_then_mm2 == june.paired_now_mm2 == pytest.approx(12 * pi)


def test_a_lesion_that_was_not_measured_again_is_no_shrinking() -> None:
    same = row((date(2026, 6, 3), 8, 6, 1, "ruler"), (date(2026, 11, 3), 8, 6, 1, "ruler"))
    chart = burden_chart(burden_months([same, row((date(2026, 6, 3), 30, 30, 1, "ruler"))], until=UNTIL))
    assert chart.says.lead == "No change since June that we can be sure of."


@given(
    st.lists(
        st.tuples(st.integers(0, 330), st.floats(1, 90), st.floats(1, 90), st.floats(0.1, 9)), max_size=30
    )
)
def test_months_survive_json(sizes: list[tuple[int, float, float, float]]) -> None:
    start = date(2026, 1, 1).toordinal()
    rows = [row(*((date.fromordinal(start + day), a, b, error, "ruler") for day, a, b, error in sizes))]
    for item in burden_months(rows, until=UNTIL):
        stored = json.loads(json.dumps(item.to_dict()))
        assert BurdenMonth.from_dict(stored).to_dict() == item.to_dict()


def test_nothing_measured_draws_no_axes() -> None:
    chart = burden_chart(burden_months([], until=UNTIL))
    assert chart.wide is None
    assert chart.tables == ()


def test_few_measured_is_a_hollow_point() -> None:
    rows = [row((date(2026, 11, 3), 8, 6, 1, "ruler")), row(), row()]
    chart = burden_chart(burden_months(rows, until=UNTIL))
    assert chart.wide is not None
    assert "c-hollow" in chart.wide.svg
    assert chart.foot
