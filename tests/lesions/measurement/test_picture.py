"""A photo's bytes become the upright pixels that a person points at."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lesions import fast_jpeg
from lesions.measurement.picture import CannotOpen, open_upright
from tests.lesions import corpus

SIZE = (640, 420)


def upright_of(kind: str = "JPEG") -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """What Pillow makes of the corner picture."""
    return np.asarray(Image.open(io.BytesIO(corpus.saved(corpus.corner_picture(), kind))).convert("RGB"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_kind_of_picture_gives_the_pixels_of_its_decoder(kind: str) -> None:
    picture = open_upright(corpus.saved(corpus.corner_picture(), kind))
    assert np.array_equal(picture.pixels, upright_of(kind))
    assert picture.size_px == SIZE
    assert picture.offset_px == (0, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_lying_in_its_file_stands_upright(orientation: int, kind: str) -> None:
    picture = open_upright(corpus.turned(orientation, kind))
    assert picture.size_px == SIZE
    assert np.abs(picture.pixels.astype(int) - upright_of("PNG")).mean() < 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_part_is_what_the_whole_shows_there(orientation: int) -> None:
    data = corpus.turned(orientation)
    part = open_upright(data, part=(100.4, 50, 301, 77.2))
    assert part.offset_px == (100, 50)
    assert part.size_px == SIZE
    assert np.array_equal(part.pixels, open_upright(data).pixels[50:78, 100:301])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_part_does_not_keep_the_whole_photo_in_memory(orientation: int) -> None:
    part = open_upright(corpus.turned(orientation), part=(0, 0, 20, 10)).pixels
    assert part.base is None or part.base.nbytes == part.nbytes


@given(st.tuples(*[st.floats(-2000, 2000)] * 4))
def test_any_part_lies_within_the_photo(part: tuple[float, float, float, float]) -> None:
    picture = open_upright(TINY, part=part)
    height, width = picture.pixels.shape[:2]
    x, y = picture.offset_px
    assert 0 <= x < x + width <= 48
    assert 0 <= y < y + height <= 32


TINY = corpus.saved(corpus.corner_picture(48, 32), "PNG")


def test_a_phones_heic_gives_its_pixels_and_its_focal_length() -> None:
    picture = open_upright(corpus.HEIC.read_bytes())
    assert picture.pixels.shape == (2576, 1932, 3)
    assert picture.focal_35mm == 26


def test_the_focal_length_is_read_from_exif() -> None:
    assert open_upright(corpus.talkative_jpeg()).focal_35mm == 26


def test_a_photo_without_notes_has_no_focal_length() -> None:
    assert open_upright(corpus.jpeg()).focal_35mm is None


def test_the_colours_of_a_profile_are_brought_into_srgb() -> None:
    data = corpus.saved(Image.new("RGB", (64, 64), (200, 0, 0)), "PNG", icc_profile=corpus.swapped_profile())
    red, green, _blue = (int(v) for v in open_upright(data).pixels[30, 30])
    assert green > 150 > red


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "wrong_kind"),
        (b"%PDF-1.7 not a photo", "wrong_kind"),
        (b"\xff\xd8\xff nonsense", "unreadable"),
        (corpus.jpeg()[:3000], "truncated"),
        (corpus.saved(Image.new("RGB", (20, 20))), "too_small"),
        (corpus.png_header(40_000, 40_000) + corpus.chunk(b"IDAT", b""), "too_many_pixels"),
    ],
)
def test_what_is_no_whole_photo_says_why(data: bytes, code: str) -> None:
    with pytest.raises(CannotOpen) as refused:
        open_upright(data)
    assert refused.value.code == code


def test_more_pixels_than_allowed_are_refused() -> None:
    with pytest.raises(CannotOpen) as refused:
        open_upright(corpus.jpeg(), max_pixels=640 * 420 - 1)
    assert refused.value.code == "too_many_pixels"


def test_the_limit_of_one_photo_does_not_stay_for_whatever_is_opened_next() -> None:
    before = Image.MAX_IMAGE_PIXELS
    open_upright(corpus.jpeg(), max_pixels=640 * 420)
    assert before == Image.MAX_IMAGE_PIXELS


def test_every_way_to_turn_gives_a_copy() -> None:
    """``open_upright`` relies on it where it gives back a part."""
    pixels = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    assert not any(np.shares_memory(turn(pixels), pixels) for turn in fast_jpeg.TURNS.values())
