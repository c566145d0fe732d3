"""The short way of the usual photo gives what the long one gives."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageCms

from bench.ingest import display_p3
from lesions import fast_jpeg, image_worker
from lesions.display_p3 import convert, is_display_p3
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


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("shape", [(200, 333), (64, 64), (65, 130), (1100, 40), (33, 47)])
def test_a_picture_encoded_in_strips_is_the_one_encoded_at_once(
    orientation: int, shape: tuple[int, int]
) -> None:
    pixels = np.random.default_rng(orientation).integers(0, 255, (*shape, 3), dtype=np.uint8)
    full = fast_jpeg.render(pixels, orientation, (("full", 0, 90), ("small", 32, 80)))["full"]
    at_once = fast_jpeg.encode(fast_jpeg.upright(pixels, orientation), 90)
    assert np.array_equal(decoded(full), decoded(at_once))
    assert fast_jpeg.decode(full) is not None  # no decoder has to mend anything


def decoded(jpeg: bytes) -> fast_jpeg.Pixels:
    return np.asarray(Image.open(io.BytesIO(jpeg)))


def test_an_error_in_any_thread_reaches_who_asked() -> None:
    def fails() -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        fast_jpeg.together([lambda: None, lambda: None, fails, lambda: None])


def test_display_p3_becomes_what_littlecms_makes_of_it() -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    source, target = ImageCms.ImageCmsProfile(io.BytesIO(display_p3())), ImageCms.createProfile("sRGB")
    wanted = np.asarray(ImageCms.profileToProfile(Image.fromarray(pixels), source, target), dtype=int)
    assert np.abs(wanted - pixels).max() > 40
    convert(pixels)
    assert np.abs(wanted - pixels).max() <= 1


def test_only_display_p3_is_taken_for_it() -> None:
    nearly = display_p3().replace(struct.pack(">i", round(0.51512 * 65_536)), struct.pack(">i", 32_000))
    assert is_display_p3(display_p3())
    assert not is_display_p3(nearly)
    assert not is_display_p3(corpus.swapped_profile())
    assert not is_display_p3(b"\0" * 5000)


def test_an_iphones_photo_takes_the_short_way_and_comes_out_in_srgb(monkeypatch: pytest.MonkeyPatch) -> None:
    data = corpus.jpeg(icc_profile=display_p3())
    long_way = decoded(image_worker.render(image_worker.to_srgb(Image.open(io.BytesIO(data))), 1)["full"])
    monkeypatch.setattr(image_worker, "decode", lambda picture, max_pixels: pytest.fail("the long way"))
    _header, parts = image_worker.process(data, "JPEG", 50_000_000)
    assert np.abs(decoded(parts["full"]).astype(int) - long_way).mean() < 0.5
    assert np.abs(decoded(parts["full"]).astype(int) - decoded(data)).max() > 10


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
