"""Photos that people send: every kind comes out upright, in sRGB, in four sizes, and saying nothing."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lesions import image_worker
from lesions.images import RENDITIONS, IngestedPhoto, PhotoRefused, ingest
from tests.lesions import corpus

UPRIGHT = ("red", "green", "blue", "white")
EMPTY_SEGMENTS = {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD}  # JFIF, tables, frame, restart interval


def assert_clean(jpeg: bytes) -> None:
    """A JPEG of picture data only: no EXIF, XMP, IPTC, ICC, comment, thumbnail, nothing behind its end."""
    assert jpeg[:2] == b"\xff\xd8"
    at = 2
    while jpeg[at + 1] != 0xDA:
        assert jpeg[at] == 0xFF
        assert jpeg[at + 1] in EMPTY_SEGMENTS, hex(jpeg[at + 1])
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] == 0xE0:
            assert length == 16, "JFIF with a thumbnail"
        at += 2 + length
    assert jpeg.index(b"\xff\xd9", at) == len(jpeg) - 2
    assert b"SECRET" not in jpeg.upper()
    picture = Image.open(io.BytesIO(jpeg))
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def assert_all_clean(photo: IngestedPhoto) -> None:
    assert tuple(photo.renditions) == RENDITIONS
    for rendition in photo.renditions.values():
        assert_clean(rendition)


def size_of(jpeg: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(jpeg)).size


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_kind_of_picture_comes_out_as_clean_jpegs(kind: str) -> None:
    photo = ingest(corpus.saved(corpus.corner_picture(), kind), file_name="x")
    assert_all_clean(photo)
    assert corpus.corner_names(photo.renditions["full"]) == UPRIGHT
    assert (photo.width_px, photo.height_px) == (640, 420)


def test_a_phones_heic_comes_out_as_clean_jpegs_with_its_day() -> None:
    photo = ingest(corpus.HEIC.read_bytes(), file_name="IMG_1.HEIC")
    assert_all_clean(photo)
    assert size_of(photo.renditions["full"]) == (photo.width_px, photo.height_px) == (1932, 2576)
    assert photo.taken_local == datetime.fromisoformat("2024-05-17T10:21:33")
    assert photo.focal_length_35mm == 26


def test_a_heic_that_was_turned_in_its_container_comes_out_upright() -> None:
    lying = ingest(corpus.turned_heic(), file_name="IMG_1.HEIC")
    standing = ingest(corpus.HEIC.read_bytes(), file_name="IMG_1.HEIC")
    assert (lying.width_px, lying.height_px) == (standing.height_px, standing.width_px)
    back = Image.open(io.BytesIO(lying.renditions["small"])).transpose(Image.Transpose.ROTATE_270)
    straight = Image.open(io.BytesIO(standing.renditions["small"]))
    assert back.size == straight.size
    far = max(
        abs(a - b)
        for a, b in zip(back.resize((9, 12)).tobytes(), straight.resize((9, 12)).tobytes(), strict=True)
    )
    assert far < 12


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_comes_out_upright_in_every_size(orientation: int) -> None:
    photo = ingest(corpus.turned(orientation), file_name="photo.jpg")
    assert (photo.width_px, photo.height_px) == (640, 420)
    assert {corpus.corner_names(jpeg) for jpeg in photo.renditions.values()} == {UPRIGHT}


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_orientation_counts_in_other_kinds_too(kind: str) -> None:
    photo = ingest(corpus.turned(6, kind), file_name="photo")
    assert corpus.corner_names(photo.renditions["large"]) == UPRIGHT


def test_sizes_step_down_and_keep_the_shape() -> None:
    photo = ingest(corpus.saved(corpus.corner_picture(3000, 2000)), file_name="photo.jpg")
    sizes = {name: size_of(jpeg) for name, jpeg in photo.renditions.items()}
    assert sizes["full"] == (3000, 2000)
    for name, longest_px in (("large", 2048), ("medium", 1080), ("small", 320)):
        assert 0.9 * longest_px <= max(sizes[name]) <= longest_px
    assert all(abs(w / h - 1.5) < 0.02 for w, h in sizes.values())


def test_a_small_photo_is_never_enlarged() -> None:
    photo = ingest(corpus.saved(corpus.corner_picture(200, 150)), file_name="photo.jpg")
    assert {size_of(jpeg) for jpeg in photo.renditions.values()} == {(200, 150)}


def test_what_the_camera_noted_is_read_before_it_is_dropped() -> None:
    photo = ingest(corpus.jpeg(exif=corpus.camera_exif()), file_name="photo.jpg")
    assert photo.taken_local == datetime.fromisoformat("2025-11-03T08:15:30")
    assert photo.utc_offset == timedelta(hours=1)
    assert photo.focal_length_mm == pytest.approx(5.7)
    assert photo.focal_length_35mm == 26


def test_a_camera_without_a_zone_gives_its_own_clock_only() -> None:
    photo = ingest(corpus.jpeg(exif=corpus.camera_exif(offset=None)), file_name="photo.jpg")
    assert photo.taken_local == datetime.fromisoformat("2025-11-03T08:15:30")
    assert photo.utc_offset is None


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "1970:01:01 00:00:00", "2999:01:01 00:00:00", "yesterday"]
)
def test_an_impossible_day_is_left_out(taken: str) -> None:
    photo = ingest(corpus.jpeg(exif=corpus.camera_exif(taken=taken)), file_name="photo.jpg")
    assert photo.taken_local is None
    assert photo.utc_offset is None


@given(st.text(max_size=24))
def test_no_text_in_a_date_or_offset_breaks_the_reader(text: str) -> None:
    image_worker.local_time(text)
    minutes = image_worker.offset_min(text)
    assert minutes is None or -720 <= minutes <= 840


@pytest.mark.parametrize(
    ("text", "minutes"), [("+02:00", 120), ("-09:30", -570), ("+15:00", None), ("+02:75", None)]
)
def test_offsets_are_taken_only_from_zones_that_exist(text: str, minutes: int | None) -> None:
    assert image_worker.offset_min(text) == minutes


@pytest.mark.parametrize("value", [0, -5, 99999, float("nan"), float("inf"), None, "wide", b"\0"])
def test_an_implausible_focal_length_is_left_out(value: object) -> None:
    assert image_worker.in_range(value, 0.5, 2000) is None


def test_the_colour_profile_is_applied_and_dropped() -> None:
    photo = ingest(corpus.jpeg(icc_profile=corpus.swapped_profile()), file_name="photo.jpg")
    assert_all_clean(photo)
    assert corpus.corner_names(photo.renditions["full"])[:2] == ("green", "red")


def test_a_broken_colour_profile_costs_only_the_profile() -> None:
    photo = ingest(corpus.jpeg(icc_profile=b"\0" * 5000), file_name="photo.jpg")
    assert corpus.corner_names(photo.renditions["full"]) == UPRIGHT


def test_transparency_lies_on_white() -> None:
    clear = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
    photo = ingest(corpus.saved(clear, "PNG"), file_name="photo.png")
    assert Image.open(io.BytesIO(photo.renditions["full"])).getpixel((50, 50)) == (255, 255, 255)


def test_a_palette_with_a_clear_colour_lies_on_white() -> None:
    palette = corpus.corner_picture().quantize(8)
    pixel = palette.getpixel((5, 5))
    photo = ingest(corpus.saved(palette, "PNG", transparency=pixel), file_name="photo.png")
    assert corpus.corner_names(photo.renditions["full"]) == ("white", "green", "blue", "white")


def test_sixteen_bit_grey_is_scaled_and_not_cut_off() -> None:
    grey = Image.new("I;16", (100, 100), 32_768)
    photo = ingest(corpus.saved(grey, "PNG"), file_name="photo.png")
    pixel = Image.open(io.BytesIO(photo.renditions["full"])).getpixel((50, 50))
    assert isinstance(pixel, tuple)
    assert abs(pixel[0] - 128) <= 2


def test_a_cmyk_jpeg_keeps_its_colours() -> None:
    photo = ingest(corpus.saved(corpus.corner_picture().convert("CMYK")), file_name="photo.jpg")
    assert corpus.corner_names(photo.renditions["full"]) == UPRIGHT


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_a_moving_picture_gives_its_first_frame(kind: str) -> None:
    photo = ingest(corpus.animated(kind), file_name="photo")
    assert corpus.corner_names(photo.renditions["full"]) == UPRIGHT


def test_a_very_long_picture_stays_long() -> None:
    photo = ingest(corpus.saved(corpus.corner_picture(8000, 40), "PNG"), file_name="photo.png")
    assert size_of(photo.renditions["small"]) == (320, 2)


def test_the_fingerprint_is_of_the_bytes_that_were_sent() -> None:
    data = corpus.jpeg()
    assert ingest(data, file_name="a.jpg").sha256 == hashlib.sha256(data).hexdigest()


def test_an_open_file_is_read_from_its_start() -> None:
    upload = io.BytesIO(corpus.jpeg())
    upload.read(100)
    assert ingest(upload, file_name="photo.jpg").width_px == 640


def test_the_name_does_not_decide_what_a_picture_is() -> None:
    assert ingest(corpus.png(), file_name="photo.jpg").width_px == 640
    assert ingest(corpus.jpeg(), file_name="document.pdf").width_px == 640


@pytest.mark.parametrize("size", [(1, 1), (20, 2000)])
def test_a_picture_of_a_few_pixels_is_refused_in_plain_words(size: tuple[int, int]) -> None:
    with pytest.raises(PhotoRefused, match="only") as refused:
        ingest(corpus.saved(Image.new("RGB", size), "PNG"), file_name="photo.png")
    assert refused.value.code == "too_small"


def test_an_empty_file_is_refused_in_plain_words() -> None:
    with pytest.raises(PhotoRefused, match="empty") as refused:
        ingest(b"", file_name="photo.jpg")
    assert (refused.value.code, refused.value.status) == ("empty", 422)


def test_a_file_above_the_limit_is_refused_before_it_is_opened() -> None:
    with pytest.raises(PhotoRefused, match="larger than 1 MB") as refused:
        ingest(io.BytesIO(b"\xff\xd8\xff" + bytes(2_000_000)), file_name="photo.jpg", max_bytes=1024 * 1024)
    assert (refused.value.code, refused.value.status) == ("too_large", 413)


def test_a_picture_at_the_pixel_limit_is_taken_and_one_above_is_not() -> None:
    data = corpus.saved(Image.new("RGB", (1000, 1000)), "PNG")
    assert ingest(data, file_name="photo.png", max_pixels=1_000_000).width_px == 1000
    with pytest.raises(PhotoRefused) as refused:
        ingest(data, file_name="photo.png", max_pixels=999_999)
    assert refused.value.code == "too_many_pixels"
