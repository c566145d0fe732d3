"""Photos laid on each other: the same place, the same millimetres, the same turn, and never nonsense."""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from timeline.pairing import Frame, How, Sight, Turned, Values, crop, frames_of

SIZE = (1600, 1200)
fractions = st.floats(0.2, 0.8)
places = st.tuples(fractions, fractions)
turns = st.floats(-math.pi, math.pi)
anything = st.floats(allow_nan=True, allow_infinity=True)


def scale(mm_per_px: float, turn: float = 0.0, squeeze: float = 1.0, *, mirrored: bool = False) -> Any:
    """A plane seen under some turn and some tilt, as a homography from pixels to mm."""
    cos, sin = math.cos(turn), math.sin(turn)
    flat = np.array([[cos, -sin], [sin, cos]]) @ np.diag([1.0, squeeze]) * mm_per_px
    if mirrored:
        flat = np.diag([1.0, -1.0]) @ flat
    return np.vstack([np.column_stack([flat, [3.0, -7.0]]), [0, 0, 1]])


def ring(place: tuple[float, float], radius_px: float) -> tuple[tuple[float, float], ...]:
    steps = np.linspace(0, 2 * math.pi, 24, endpoint=False)
    return tuple(
        (place[0] + radius_px * math.cos(t) / SIZE[0], place[1] + radius_px * math.sin(t) / SIZE[1])
        for t in steps
    )


def with_card(place: tuple[float, float], mm_per_px: float = 0.1, **more: Any) -> Sight:
    return Sight(SIZE, place, ring(place, 6 / mm_per_px), scale(mm_per_px, **more))


def pair_frames(first: Sight, second: Sight, registration: Values | None = None) -> tuple[Frame, Frame]:
    """Of two photos; the registration goes from pixels of the first to pixels of the second."""
    one, two = frames_of((first, second), {} if registration is None else {(0, 1): registration})
    return one, two


def far(one: tuple[float, float], two: tuple[float, float]) -> float:
    return math.dist(one, two)


@given(places, places, turns, st.floats(1.0, 2.0))
def test_from_the_photo_to_the_view_and_back_is_the_same_place(
    place: tuple[float, float], at: tuple[float, float], turn: float, squeeze: float
) -> None:
    for frame in pair_frames(with_card(place, turn=turn, squeeze=squeeze), with_card(at)):
        assert frame.to_photo(frame.to_view(at)) == pytest.approx(at, abs=1e-9)


@given(places, places, st.floats(0.03, 0.3), st.floats(0.03, 0.3), turns)
def test_the_middles_of_both_outlines_lie_on_each_other(
    one: tuple[float, float], two: tuple[float, float], fine: float, coarse: float, turn: float
) -> None:
    first, second = pair_frames(with_card(one, fine), with_card(two, coarse, turn=turn))
    assert first.to_view(one) == pytest.approx((0.5, 0.5))
    assert second.to_view(two) == pytest.approx((0.5, 0.5))


@given(places, st.floats(0.03, 0.3), st.floats(0.03, 0.3), turns, st.floats(1.0, 2.5), st.booleans())
def test_a_millimetre_is_as_long_on_both_photos(
    place: tuple[float, float], fine: float, coarse: float, turn: float, squeeze: float, mirrored: bool
) -> None:
    tilted = with_card(place, coarse, turn=turn, squeeze=squeeze, mirrored=mirrored)
    for sight, frame in zip(
        (with_card(place, fine), tilted), pair_frames(with_card(place, fine), tilted), strict=True
    ):
        assert sight.px_to_mm is not None
        assert frame.mm_per_side is not None
        for step in ((40.0, 0.0), (0.0, 40.0), (25.0, 31.0)):
            there = (place[0] + step[0] / SIZE[0], place[1] + step[1] / SIZE[1])
            on_skin = float(np.linalg.norm(sight.px_to_mm[:2, :2] @ np.array(step)))
            in_view = far(frame.to_view(place), frame.to_view(there)) * frame.mm_per_side
            assert in_view == pytest.approx(on_skin, rel=1e-6)


@given(places, turns)
def test_how_the_card_lay_does_not_turn_a_photo(place: tuple[float, float], turn: float) -> None:
    _first, second = pair_frames(with_card(place), with_card(place, turn=turn))
    x, y = second.to_view((place[0] + 0.05, place[1]))
    assert x > 0.5
    assert y == pytest.approx(0.5)


def test_a_mirrored_plane_does_not_mirror_the_photo() -> None:
    _first, second = pair_frames(with_card((0.5, 0.5)), with_card((0.5, 0.5), mirrored=True))
    a, b, c, d, _e, _f = second.matrix
    assert a * d - b * c > 0


@given(turns, st.floats(0.04, 0.2), st.floats(0.04, 0.2))
def test_a_registration_of_the_skin_turns_the_second_photo(turn: float, fine: float, coarse: float) -> None:
    cos, sin, middle = math.cos(turn), math.sin(turn), np.array([799.5, 599.5])
    step = np.array([[cos, -sin], [sin, cos]]) * (fine / coarse)
    registration = np.vstack([np.column_stack([step, middle - step @ middle]), [0, 0, 1]])
    first, second = pair_frames(with_card((0.5, 0.5), fine), with_card((0.5, 0.5), coarse), registration)
    there = step @ np.array([60.0, 20.0]) + middle
    on_second = ((there[0] + 0.5) / SIZE[0], (there[1] + 0.5) / SIZE[1])
    on_first = ((middle[0] + 60.5) / SIZE[0], (middle[1] + 20.5) / SIZE[1])
    assert second.to_view(on_second) == pytest.approx(first.to_view(on_first), abs=1e-6)
    assert second.turned_by == Turned.SKIN


def test_a_registration_counts_in_the_other_order_too() -> None:
    quarter = np.array([[0.0, -1, 1400], [1, 0, 0], [0, 0, 1]])
    sights = (with_card((0.5, 0.5)), with_card((0.5, 0.5)))
    forward = frames_of(sights, {(0, 1): quarter})[1]
    back = frames_of(sights, {(1, 0): np.linalg.inv(quarter)})[1]
    assert forward.matrix == pytest.approx(back.matrix)


@given(places, places, places, places)
def test_two_landmarks_lie_on_each_other(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> None:
    assume(far(a, b) > 0.1 and far(c, d) > 0.1)
    first, second = pair_frames(Sight(SIZE, landmarks=(a, b)), Sight((900, 1600), landmarks=(c, d)))
    assert first.how == second.how == How.LANDMARKS
    assert second.to_view(c) == pytest.approx(first.to_view(a), abs=1e-9)
    assert second.to_view(d) == pytest.approx(first.to_view(b), abs=1e-9)


def test_landmarks_carry_the_millimetres_of_one_photo_to_the_other() -> None:
    marks = ((0.4, 0.5), (0.6, 0.5))
    known = Sight(SIZE, (0.5, 0.5), (), scale(0.1), marks)
    for sights in ((known, Sight(SIZE, landmarks=marks)), (Sight(SIZE, landmarks=marks), known)):
        for frame in pair_frames(*sights):
            assert frame.mm_per_side is not None
            apart = far(frame.to_view(marks[0]), frame.to_view(marks[1])) * frame.mm_per_side
            assert apart == pytest.approx(32.0)  # 320 pixels of 0.1 mm


def test_landmarks_only_turn_where_both_photos_have_millimetres() -> None:
    one = Sight(SIZE, (0.5, 0.5), (), scale(0.1), ((0.4, 0.5), (0.6, 0.5)))
    two = Sight(SIZE, (0.5, 0.5), (), scale(0.2), ((0.5, 0.4), (0.5, 0.6)))
    first, second = pair_frames(one, two)
    assert (second.how, second.turned_by) == (How.CARD, Turned.LANDMARKS)
    assert second.to_view((0.5, 0.6))[1] == pytest.approx(0.5)
    assert far(second.to_view((0.5, 0.4)), second.to_view((0.5, 0.6))) == pytest.approx(
        far(first.to_view((0.4, 0.5)), first.to_view((0.6, 0.5))) * 240 * 0.2 / (320 * 0.1)
    )


def test_a_card_on_one_photo_alone_gives_no_common_scale() -> None:
    frames = pair_frames(with_card((0.5, 0.5)), Sight(SIZE, (0.3, 0.4)))
    assert [(frame.how, frame.mm_per_side) for frame in frames] == [(How.NONE, None)] * 2
    assert frames[1].to_view((0.3, 0.4)) == pytest.approx((0.5, 0.5))


def test_one_of_four_without_a_card_does_not_take_the_scale_from_the_others() -> None:
    frames = frames_of(
        [with_card((0.5, 0.5)), Sight(SIZE), with_card((0.4, 0.6), 0.2), with_card((0.3, 0.3))]
    )
    assert [frame.how for frame in frames] == [How.CARD, How.NONE, How.CARD, How.CARD]
    assert frames[1].mm_per_side is None
    assert len({frame.mm_per_side for frame in (frames[0], frames[2], frames[3])}) == 1


def test_the_view_shows_all_of_the_larger_outline() -> None:
    small, large = with_card((0.5, 0.5)), Sight(SIZE, (0.5, 0.5), ring((0.5, 0.5), 250), scale(0.1))
    _first, second = pair_frames(small, large)
    seen = [second.to_view(place) for place in large.outline]
    assert min(min(at) for at in seen) > 0.1
    assert max(max(at) for at in seen) < 0.9


@given(
    st.tuples(st.integers(0, 5000), st.integers(0, 5000)),
    st.none() | st.tuples(anything, anything),
    st.lists(st.tuples(anything, anything), max_size=3),
    st.none() | st.lists(anything, min_size=9, max_size=9),
    st.none() | st.tuples(st.tuples(anything, anything), st.tuples(anything, anything)),
    st.none() | st.lists(anything, min_size=9, max_size=9),
)
def test_whatever_comes_in_every_number_is_finite(
    size: Any, place: Any, outline: Any, homography: Any, landmarks: Any, registration: Any
) -> None:
    def matrix(values: Any) -> Any:
        return None if values is None else np.array(values, dtype=float).reshape(3, 3)

    with np.errstate(all="ignore"):
        odd = Sight(size, place, tuple(outline), matrix(homography), landmarks)
        for pair in ((odd, with_card((0.5, 0.5))), (with_card((0.5, 0.5)), odd), (odd, odd)):
            for frame in pair_frames(*pair, matrix(registration)):
                assert all(map(math.isfinite, frame.matrix))
                assert all(map(math.isfinite, frame.to_photo((0.3, 0.7))))


def test_landmarks_on_one_spot_align_nothing() -> None:
    same = ((0.5, 0.5), (0.5, 0.505))
    frames = pair_frames(Sight(SIZE, landmarks=same), Sight(SIZE, landmarks=((0.2, 0.2), (0.7, 0.7))))
    assert [frame.how for frame in frames] == [How.NONE, How.NONE]


def jpeg(size: tuple[int, int] = (800, 600)) -> bytes:
    """Dark, but for a white disc of 80 pixels about (600, 150) and a square of 40 at its right."""
    y, x = np.mgrid[: size[1], : size[0]]
    square = np.maximum(np.abs(x - 720), np.abs(y - 150)) < 20
    pixels = np.where((np.hypot(x - 600, y - 150) < 80) | square, 255, 40).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).convert("RGB").save(out, "JPEG", quality=92)
    return out.getvalue()


@pytest.mark.parametrize("side_px", [60, 240, 900])
def test_a_crop_shows_what_the_view_shows(side_px: int) -> None:
    sight = Sight((1600, 1200), (0.75, 0.25), ring((0.75, 0.25), 160), scale(0.1))
    frame, _other = pair_frames(sight, sight)
    with Image.open(io.BytesIO(crop(jpeg(), frame, side_px))) as picture:
        assert picture.size == (side_px, side_px)
        assert not picture.getexif()
        grey = np.asarray(picture.convert("L"))
    share = float((grey > 150).mean())
    assert frame.mm_per_side is not None
    assert share == pytest.approx((math.pi * 16**2 + 8**2) / frame.mm_per_side**2, rel=0.08)
    assert grey[side_px // 2, side_px // 2] > 240
    x, y = (int(at * side_px) for at in frame.to_view((720 / 800, 150 / 600)))
    assert grey[y, x] > 240
    assert grey[x, y] < 100


def test_what_is_no_picture_is_not_cropped() -> None:
    with pytest.raises(OSError, match="identify"):
        crop(b"no picture", Frame((1, 0, 0, 1, 0, 0), None, How.NONE), 100)


def test_a_transform_puts_the_image_where_the_frame_says() -> None:
    frame = Frame((2.0, 0.5, -0.5, 3.0, 0.1, -0.2), None, How.NONE)
    assert frame.svg_transform(40, 30) == "matrix(0.05 0.0125 -0.016666667 0.1 0.1 -0.2)"
