"""A tap or a box on drawn lumps of known size."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lesions.measurement.outline import NothingFound, propose, window
from lesions.measurement.outline_trust import sharpened
from lesions.measurement.shape import shape_of
from lesions.measurement.terms import Pixels, Points
from tests.lesions.measurement.drawn_lumps import DENSITY, SKIN, cover, draw, ellipse, scale

LUMP = ellipse((160.0, 150.0), (44.0, 30.0), 0.5)
ALONE = shape_of([LUMP])


def off(found: tuple[Points, ...], true: Points = LUMP) -> tuple[float, float]:
    """Relative error of length and of area."""
    seen, meant = shape_of(found), shape_of([true])
    return seen.length / meant.length - 1, seen.area / meant.area - 1


@pytest.mark.parametrize("tone", sorted(SKIN))
def test_a_tap_finds_a_lump_on_every_tone_of_skin(tone: int) -> None:
    length, area = off(propose(draw([LUMP], tone=tone), tap=(150.0, 160.0), scale=scale()).outlines_px)
    assert abs(length) < 0.02
    assert abs(area) < 0.05


@pytest.mark.parametrize("tone", [1, 3, 6])
def test_a_box_finds_a_lump(tone: int) -> None:
    box = (116.0, 112.0, 206.0, 190.0)
    length, area = off(propose(draw([LUMP], tone=tone), box=box, scale=scale()).outlines_px)
    assert abs(length) < 0.02
    assert abs(area) < 0.04


def test_the_tap_need_not_be_in_the_middle() -> None:
    photo = draw([LUMP])
    for tap in ((135.0, 135.0), (185.0, 165.0), (160.0, 170.0)):
        assert abs(off(propose(photo, tap=tap, scale=scale()).outlines_px)[0]) < 0.02


def test_a_red_ring_around_the_lump_is_not_part_of_it() -> None:
    ring = cover(ellipse((160.0, 150.0), (70.0, 56.0), 0.5), (320, 320), 9.0)[..., None]
    photo = draw([LUMP], change=lambda light: light * (1 - ring * np.array([0.1, 0.35, 0.3])))
    assert abs(off(propose(photo, tap=(150.0, 160.0), scale=scale()).outlines_px)[0]) < 0.02


def test_light_from_one_side_does_not_move_the_border() -> None:
    slope = np.exp(np.linspace(-0.6, 0.6, 320))[None, :, None]
    photo = draw([LUMP], change=lambda light: light * slope)
    assert abs(off(propose(photo, tap=(150.0, 160.0), scale=scale()).outlines_px)[0]) < 0.02


def test_a_crop_gives_the_same_outline_as_the_whole_photo() -> None:
    photo, tap = draw([LUMP], size=(700, 640)), (150.0, 160.0)
    whole = propose(photo, tap=tap, scale=scale(14.0))
    left, top, right, low = window((700, 640), tap=tap, scale=scale(14.0))
    assert (right, low) == (700, 640)
    left, top = 20, 30
    part = propose(photo[top:400, left:400], tap=tap, scale=scale(14.0), offset=(left, top))
    assert abs(off(part.outlines_px, whole.outlines_px[0])[1]) < 0.02


def test_the_window_reaches_as_far_as_the_largest_lump() -> None:
    left, top, _, low = window((4000, 3000), tap=(2000.0, 1500.0), scale=scale(DENSITY))
    assert 2000 - left >= 40 * DENSITY
    assert low - 1500 >= 40 * DENSITY
    assert (left, top) > (0, 0)


@pytest.mark.parametrize(
    "where", [{}, {"tap": (5.0, 5.0), "box": (1.0, 1.0, 9.0, 9.0)}, {"tap": (-1.0, 5.0)}]
)
def test_one_place_inside_the_photo_is_needed(where: dict[str, tuple[float, ...]]) -> None:
    with pytest.raises(ValueError, match=r"needed|outside"):
        propose(draw([LUMP]), scale=scale(), **where)  # type: ignore[arg-type]


@pytest.mark.parametrize("tone", [1, 4, 6])
def test_bare_skin_has_no_outline(tone: int) -> None:
    with pytest.raises(NothingFound):
        propose(draw([], tone=tone), tap=(150.0, 160.0), scale=scale())


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_a_turned_photo_gives_the_same_size(quarter: int) -> None:
    photo = draw([LUMP])
    turned = np.ascontiguousarray(np.rot90(photo, quarter))
    tap = [(150.0, 160.0), (160.0, 169.0), (169.0, 159.0), (159.0, 150.0)][quarter]
    found = propose(turned, tap=tap, scale=scale()).outlines_px
    straight = propose(photo, tap=(150.0, 160.0), scale=scale()).outlines_px[0]
    assert max(map(abs, off(found, straight))) < 0.01


def test_a_mirrored_photo_gives_the_same_size() -> None:
    photo = draw([LUMP])
    found = propose(np.ascontiguousarray(photo[:, ::-1]), tap=(169.0, 160.0), scale=scale()).outlines_px
    straight = propose(photo, tap=(150.0, 160.0), scale=scale()).outlines_px[0]
    assert max(map(abs, off(found, straight))) < 0.01


def test_each_tap_in_a_cluster_finds_its_own_lump() -> None:
    lumps = [
        ellipse((110.0, 150.0), (30, 22)),
        ellipse((185.0, 150.0), (30, 24)),
        ellipse((150.0, 215.0), (26, 20)),
    ]
    photo = draw(lumps)
    for lump in lumps:
        tap = (float(lump[:, 0].mean()) + 4, float(lump[:, 1].mean()) - 3)
        length, area = off(propose(photo, tap=tap, scale=scale()).outlines_px, lump)
        assert abs(length) < 0.04
        assert abs(area) < 0.08


def test_a_dark_hair_across_the_lump_does_not_cut_it() -> None:
    def haired(photo: Pixels) -> Pixels:
        cv2.line(photo, (100, 110), (230, 195), (40, 25, 20), 1, cv2.LINE_AA)
        return photo

    assert abs(off(propose(haired(draw([LUMP])), tap=(150.0, 160.0), scale=scale()).outlines_px)[0]) < 0.03


def test_the_border_never_runs_over_the_card() -> None:
    card = np.array([[204.0, 60.0], [300.0, 60.0], [300.0, 250.0], [204.0, 250.0]])
    photo = draw([LUMP])
    photo[60:251, 204:301] = 250
    (outline,) = propose(photo, tap=(150.0, 160.0), scale=scale(), avoid_px=[card]).outlines_px
    assert outline[:, 0].max() < 207
    assert abs(off((outline,))[0]) < 0.05


def test_a_lump_is_found_without_a_scale() -> None:
    assert abs(off(propose(draw([LUMP]), tap=(150.0, 160.0)).outlines_px)[0]) < 0.03


def test_a_faint_lump_is_less_certain_than_a_clear_one() -> None:
    def veiled(photo: Pixels) -> Pixels:
        bare = draw([], seed=3).astype(np.float64)
        return np.asarray(bare + 0.3 * (photo - bare), dtype=np.uint8)

    clear, faint = draw([LUMP]), veiled(draw([LUMP], soft_px=5.0))
    at = (150.0, 160.0)
    sure, unsure = (propose(photo, tap=at, scale=scale()).ambiguity for photo in (clear, faint))
    assert 0 < sure < unsure


def test_a_clear_outline_is_not_drawn_out_and_a_vague_one_keeps_its_area() -> None:
    assert sharpened(LUMP, -1.0) == pytest.approx(LUMP)
    drawn_out = shape_of([sharpened(LUMP, -3.3)])
    assert drawn_out.length == pytest.approx(1.04 * ALONE.length, rel=1e-3)
    assert drawn_out.area == pytest.approx(ALONE.area, rel=1e-6)


@pytest.mark.parametrize(
    "box", [(50.0, 50.0, 50.0, 50.0), (90.0, 40.0, 50.0, 80.0)], ids=["point", "reversed"]
)
def test_a_box_without_an_inside_is_refused(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="no inside"):
        propose(draw([LUMP]), box=box, scale=scale())


def test_a_photo_of_a_few_pixels_has_no_outline() -> None:
    with pytest.raises(NothingFound):
        propose(np.full((3, 4, 3), 128, np.uint8), tap=(1.0, 1.0), scale=scale())
