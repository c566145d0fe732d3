"""The demo's drawn photos: always the same, marked as synthetic, to scale, and fit for the real ingest."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from PIL import Image

from calcitrack.demo.photo_draw import FRAME_MM, STATES, PhotoSpec, Spot, draw_photo
from lesions.images import ingest

TAKEN_AT = datetime(2026, 3, 4, 10, 20, tzinfo=timezone(timedelta(hours=1)))
SPOT = Spot(length_mm=6, width_mm=5)
SPEC = PhotoSpec(view="fingertip_pad", spots=(SPOT,), taken_at=TAKEN_AT, width_px=600, height_px=450)


def pixels(jpeg: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB"), dtype=np.float32)


@pytest.mark.parametrize("view", FRAME_MM)
def test_every_place_can_be_drawn_and_goes_through_the_ingest(view: str) -> None:
    photo = ingest(draw_photo(replace(SPEC, view=view, ruler=True)), file_name="demo.jpg")
    assert (photo.width_px, photo.height_px) == (600, 450)
    assert photo.taken_local == datetime.fromisoformat("2026-03-04T10:20:00")
    assert photo.utc_offset == timedelta(hours=1)
    assert photo.focal_length_35mm == 26


def test_the_same_words_give_the_same_photo() -> None:
    assert draw_photo(SPEC) == draw_photo(SPEC)


def test_another_day_gives_another_photo_of_the_same_finger() -> None:
    one, other = pixels(draw_photo(SPEC)), pixels(draw_photo(replace(SPEC, shot_seed=2)))
    difference = float(np.abs(one - other).mean())
    stranger = float(np.abs(one - pixels(draw_photo(replace(SPEC, view="abdomen")))).mean())
    assert 1 < difference < stranger


@pytest.mark.parametrize("state", [state for state in STATES if state != "quiet"])
def test_every_state_looks_different_from_quiet(state: str) -> None:
    quiet = pixels(draw_photo(SPEC))
    changed = pixels(draw_photo(replace(SPEC, spots=(replace(SPOT, state=state),))))
    middle = np.s_[150:300, 220:380]
    assert np.abs(quiet - changed)[middle].mean() > 2


def test_an_inflamed_deposit_has_a_red_surround() -> None:
    def redness(state: str) -> float:
        # just outside the outline: 4.3 mm to the right of the middle, where the lump reaches 3 mm
        x, y = 300 + round(4.3 * SPEC.px_per_mm), 225
        patch = pixels(draw_photo(replace(SPEC, spots=(replace(SPOT, state=state),))))[
            y - 6 : y + 6, x - 6 : x + 6
        ]
        return float(patch[..., 0].mean() - patch[..., 1].mean())

    assert redness("inflamed") > redness("quiet") + 8


def test_a_deposit_is_drawn_to_scale() -> None:
    wide = replace(SPEC, view="abdomen", spots=(), skin_tone=0.6)  # a tone on which the lump stands out
    with_spot = replace(wide, spots=(Spot(length_mm=30, width_mm=30),))
    changed = np.abs(pixels(draw_photo(wide)) - pixels(draw_photo(with_spot))).sum(axis=2)
    lump = changed > np.percentile(changed[200:250, 275:325], 50) / 2  # half as pale as in the middle
    across_mm = np.ptp(np.flatnonzero(lump.sum(axis=0) > 3)) / SPEC.width_px * FRAME_MM["abdomen"]
    assert 27 < across_mm < 34


def test_the_corner_says_that_it_is_synthetic() -> None:
    picture = pixels(draw_photo(replace(SPEC, width_px=1200, height_px=900)))
    corner = picture[850:890, 950:1190].mean(axis=2)
    assert corner.max() > 200
    assert corner.min() < 110
    assert (corner > 200).mean() > 0.03


def test_an_unknown_place_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw_photo(replace(SPEC, view="moon"))
