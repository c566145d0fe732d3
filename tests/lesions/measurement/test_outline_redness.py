"""The red ring around a lump."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from lesions.measurement.outline_redness import redness
from lesions.measurement.shape import shape_of
from lesions.measurement.terms import Pixels, Points
from tests.lesions.measurement.drawn_lumps import cover, draw, ellipse, scale

LUMP = ellipse((160.0, 150.0), (36.0, 26.0), 0.5)
RED = ellipse((160.0, 150.0), (66.0, 52.0), 0.5)


def reddened(areas: list[Points], lumps: list[Points], tone: int = 3) -> Pixels:
    def change(light: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        for area in areas:
            share = cover(area, (320, 320), 4.0)[..., None]
            light = light * (1 - share * np.array([0.05, 0.35, 0.3]))
        return light

    return draw(lumps, tone=tone, change=change)


@pytest.mark.parametrize("tone", [1, 3, 5])
def test_the_red_area_is_found_with_the_lump_in_it(tone: int) -> None:
    (found,) = redness(reddened([RED], [LUMP], tone), outlines_px=[LUMP], scale=scale())
    assert shape_of([found]).area == pytest.approx(shape_of([RED]).area, rel=0.1)


@pytest.mark.parametrize("tone", [1, 3, 5])
def test_plain_skin_around_a_lump_is_not_red(tone: int) -> None:
    assert redness(draw([LUMP], tone=tone), outlines_px=[LUMP], scale=scale()) == ()


def test_two_red_areas_that_touch_are_one() -> None:
    left, right = ellipse((110.0, 150.0), (24, 20)), ellipse((200.0, 150.0), (24, 20))
    areas = [ellipse((110.0, 150.0), (48, 40)), ellipse((200.0, 150.0), (48, 40))]
    found = redness(reddened(areas, [left, right]), outlines_px=[left, right], scale=scale())
    assert len(found) == 1


def test_a_crop_gives_the_red_area_in_pixels_of_the_whole_photo() -> None:
    photo = reddened([RED], [LUMP])
    (whole,) = redness(photo, outlines_px=[LUMP], scale=scale())
    (part,) = redness(photo[10:, 20:], outlines_px=[LUMP], scale=scale(), offset=(20.0, 10.0))
    assert np.abs(part - whole).max() < 1.5
