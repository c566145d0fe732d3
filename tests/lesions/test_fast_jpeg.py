"""The short way of the usual photo gives what the long one gives."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from lesions import fast_jpeg, image_worker
from tests.lesions import corpus


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_turns_as_the_long_way_does(orientation: int) -> None:
    pixels = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)
    turned = image_worker.turn_upright(Image.fromarray(pixels), orientation)
    assert np.array_equal(fast_jpeg.upright(pixels, orientation), np.asarray(turned))


@pytest.mark.parametrize("size", [(640, 480), (4032, 3024), (2049, 100), (3000, 40), (320, 320)])
@pytest.mark.parametrize("longest_px", [2048, 320])
def test_it_shrinks_to_the_sizes_of_the_long_way(size: tuple[int, int], longest_px: int) -> None:
    picture = Image.new("RGB", size)
    shrunk = fast_jpeg.shrink(np.asarray(picture), longest_px)
    wanted = image_worker.shrink(picture, longest_px).size
    assert shrunk.shape[1::-1] == pytest.approx(wanted, abs=1)
    assert max(shrunk.shape) <= max(longest_px, min(max(size), longest_px))


def test_a_damaged_file_is_left_to_the_long_way() -> None:
    whole = corpus.jpeg()
    assert fast_jpeg.decode(whole) is not None
    assert fast_jpeg.decode(whole[: len(whole) // 2]) is None
    assert fast_jpeg.decode(b"\xff\xd8\xff nothing") is None


def test_the_pixels_are_those_of_the_long_way() -> None:
    data = corpus.jpeg()
    pixels = fast_jpeg.decode(data)
    assert pixels is not None
    long_way = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    assert np.abs(pixels.astype(int) - long_way).max() <= 2


@pytest.mark.parametrize(
    ("profile", "expected"), [(None, True), (b"x", True), (b"x" * 200, False), (b"x" * 130 + b"sRGB", True)]
)
def test_only_pixels_without_a_profile_take_the_short_way(profile: bytes | None, expected: bool) -> None:
    assert image_worker.is_srgb(profile) is expected
