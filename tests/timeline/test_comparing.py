"""Two photos of a deposit laid on each other from what the record holds, and what is said of their sizes."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lesions.models import Lesion, Photo, PhotoLesion
from tests.conftest import Cast
from tests.make import LOCAL, SAID, make_check_in, make_lesion, make_measurement, make_photo
from timeline.comparing import Pair, comparison_of, pair_of, round_length
from timeline.models import PhotoLandmarks
from timeline.pairing import How, Turned

TWO = [[0.3, 0.5], [0.7, 0.5]]


@pytest.fixture
def lesion(cast: Cast) -> Lesion:
    return make_lesion(cast.record)


def pair(cast: Cast, lesion: Lesion, first: Photo, second: Photo) -> Pair:
    return pair_of(lesion, first, second, viewer=cast.owner)


def scale(mm_per_px: float) -> dict[str, Any]:
    local = {**LOCAL, "px_to_mm": np.diag([mm_per_px, mm_per_px, 1.0]).tolist()}
    return {"setting": SAID, "local": local, "markers": [], "tilt_deg": 4.0, "ends": []}


def photos(lesion: Lesion, *days_ago: float) -> list[Photo]:
    return [make_photo(lesion.patient, lesion, days_ago=days) for days in days_ago]


def mark(lesion: Lesion, photo: Photo, points: Any, spots: uuid.UUID) -> PhotoLandmarks:
    return PhotoLandmarks.objects.create(
        patient=lesion.patient, lesion=lesion, photo=photo, points=points, spots=spots
    )


def test_two_photos_with_a_card_share_their_millimetres(cast: Cast, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    make_measurement(first, cast.owner, lesion, scale=scale(0.9))
    make_measurement(second, cast.owner, lesion, scale=scale(1.2))
    found = pair(cast, lesion, first, second)
    assert (found.alignment.how, found.mm_per_side) == (How.CARD, found.first.frame.mm_per_side)
    assert found.mm_per_side is not None
    assert found.second.bar_mm == found.first.bar_mm == round_length(found.mm_per_side / 3)


def test_a_reading_that_is_deleted_gives_no_scale(cast: Cast, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    make_measurement(first, cast.owner, lesion, deleted_at=first.taken_at)
    make_measurement(second, cast.owner, lesion)
    assert pair(cast, lesion, first, second).mm_per_side is None


def test_a_known_length_gives_the_scale_too_and_is_named(cast: Cast, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    make_measurement(first, cast.owner, lesion, method="photo_known")
    make_measurement(second, cast.owner, lesion)
    found = pair(cast, lesion, first, second)
    assert found.alignment.how == How.CARD
    assert "known length" in found.alignment.lead


def test_the_skin_turns_a_photo_over_the_one_between(cast: Cast, lesion: Lesion) -> None:
    rows: list[Any] = []
    for photo in photos(lesion, 200, 100, 3):
        quarter = [[0, -1, 34], [1, 0, -5], [0, 0, 1]]
        laid = {"to": str(rows[-1].pk), "matrix": quarter, "quality": 0.7} if rows else None
        rows.append(make_measurement(photo, cast.owner, lesion, registration=laid))
    found = pair(cast, lesion, rows[0].photo, rows[2].photo)
    a, b, _c, _d, _e, _f = found.second.frame.matrix
    assert found.second.frame.turned_by == Turned.SKIN
    assert (a < 0, abs(b) < 1e-6) == (True, True)  # two quarter turns
    assert "70 %" in found.alignment.more[0]


def test_marks_kept_for_both_photos_lay_them_on_each_other(cast: Cast, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    spots = uuid.uuid4()
    mark(lesion, first, TWO, spots)
    mark(lesion, second, [[0.5, 0.2], [0.5, 0.8]], spots)
    found = pair(cast, lesion, first, second)
    assert found.alignment.how == How.LANDMARKS
    assert found.second.frame.to_view((0.5, 0.8)) == pytest.approx(found.first.frame.to_view((0.7, 0.5)))


def test_marks_of_other_spots_lay_nothing_on_each_other(cast: Cast, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    mark(lesion, first, TWO, uuid.uuid4())
    mark(lesion, second, TWO, uuid.uuid4())
    assert pair(cast, lesion, first, second).alignment.how == How.NONE


def test_marks_made_again_take_the_place_of_the_earlier_ones(cast: Cast, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    for points in (TWO, [[0.4, 0.4], [0.6, 0.6]]):
        spots = uuid.uuid4()
        mark(lesion, first, points, spots)
        mark(lesion, second, points, spots)
    frame = pair(cast, lesion, first, second).first.frame
    assert frame.to_view((0.5, 0.5)) == pytest.approx((0.5, 0.5))
    across = np.subtract(frame.to_view((0.6, 0.6)), frame.to_view((0.4, 0.4)))
    assert float(np.abs(across).max()) > 0.3


def test_without_card_and_marks_it_says_that_nothing_is_aligned(cast: Cast, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    PhotoLesion.objects.filter(photo=second).update(x=0.2, y=0.3)
    found = pair(cast, lesion, first, second)
    assert (found.alignment.how, found.mm_per_side, found.second.bar_mm) == (How.NONE, None, None)
    assert found.second.frame.to_view((0.2, 0.3)) == pytest.approx((0.5, 0.5))


def test_the_sizes_of_both_days_are_compared_by_the_same_way_of_measuring(cast: Cast, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    make_check_in(lesion, 200, length_mm=Decimal(10), method="caliper")
    make_check_in(lesion, 3, length_mm=Decimal(13), method="caliper")
    make_measurement(second, cast.owner, lesion)
    found = pair(cast, lesion, first, second)
    assert [reading.method for reading in found.sizes.readings if reading] == ["caliper", "caliper"]
    assert found.sizes.difference is not None
    assert found.sizes.difference.mm == pytest.approx(3.0)
    assert found.sizes.difference.is_beyond_error


def test_different_ways_of_measuring_are_shown_and_not_compared(cast: Cast, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    make_check_in(lesion, 200, length_mm=Decimal(10), method="eye")
    make_measurement(second, cast.owner, lesion)
    found = pair(cast, lesion, first, second)
    assert None not in found.sizes.readings
    assert found.sizes.difference is not None
    assert not found.sizes.difference.is_same_method


def test_a_size_of_another_day_is_not_taken_for_the_photo(cast: Cast, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    make_check_in(lesion, 190, length_mm=Decimal(10))
    found = pair(cast, lesion, first, second)
    assert (found.sizes.readings, found.sizes.difference) == ((None, None), None)


def test_a_stranger_sees_no_reading_in_it(cast: Cast, lesion: Lesion) -> None:
    first, second = photos(lesion, 200, 3)
    for photo in (first, second):
        make_measurement(photo, cast.owner, lesion)
    found = pair_of(lesion, first, second, viewer=cast.stranger)
    assert (found.mm_per_side, found.sizes.readings) == (None, (None, None))


def test_a_photo_of_another_deposit_is_refused(cast: Cast, lesion: Lesion) -> None:
    (first,) = photos(lesion, 200)
    with pytest.raises(ValueError, match="does not show"):
        pair(cast, lesion, first, make_photo(cast.record, make_lesion(cast.record)))


def test_four_photos_take_as_many_queries_as_two(cast: Cast, lesion: Lesion) -> None:
    rows = photos(lesion, 200, 100, 50, 3)
    for photo in rows:
        make_measurement(photo, cast.owner, lesion)
    counts = []
    for some in (rows[:2], rows):
        with CaptureQueriesContext(connection) as queries:
            comparison_of(lesion, some, viewer=cast.owner)
        counts.append(len(queries))
    assert counts == [5, 5]


@pytest.mark.parametrize(
    ("most", "length"), [(14.3, 10), (7.9, 5), (53, 50), (2.0, 2), (0.01, 0.1), (9999, 500)]
)
def test_a_scale_bar_has_a_round_length(most: float, length: float) -> None:
    assert round_length(most) == pytest.approx(length)
