"""A photo of a card as it comes out of the printer gives the right scale: nothing on it gets in the way."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest

from lesions.measurement.cards import CARDS
from lesions.measurement.find import find_scale
from lesions.measurement.terms import LocalScale, Pixels, Refusal, Setting
from scripts.cards.build import MARGIN_MM, PAPERS, placed
from scripts.cards.layout import PrintedCard

STATIC = Path(__file__).resolve().parent.parent.parent / "static" / "cards"
PX_PER_MM = 200 / 25.4
WIDTH, HEIGHT, FOCAL_35MM, DISTANCE_MM = 1200, 900, 28.0, 170.0
SKIN = np.array([205, 160, 135], dtype=np.float32)
Matrix = npt.NDArray[np.float64]


@cache
def page(sheet: str) -> npt.NDArray[np.uint8]:
    """The sheet at 200 dpi, as RGB."""
    document = pypdfium2.PdfDocument(STATIC / f"cards-{sheet}-a4.pdf")
    picture = document[0].render(scale=PX_PER_MM * 25.4 / 72).to_numpy()[:, :, 2::-1].copy()
    document.close()
    return np.asarray(picture, dtype=np.uint8)


def cut_out(key: str) -> tuple[PrintedCard, Pixels]:
    """A card with its colours, and a fourth channel that says where paper is."""
    sheet = "l" if key.startswith("L-") else "single"
    card, x, y = next(one for one in placed(sheet, PAPERS["a4"]) if one[0].key == key)
    left, top = (round((MARGIN_MM + at) * PX_PER_MM) for at in (x, y))
    width, height = round(card.width_mm * PX_PER_MM), round(card.height_mm * PX_PER_MM)
    paper = np.zeros((height, width), dtype=np.uint8)
    cv2.fillPoly(paper, [(np.array(card.outline) * PX_PER_MM).astype(np.int32)], 255)
    colours = page(sheet)[top : top + height, left : left + width]
    return card, np.dstack([colours, paper])


def seen_from(card: PrintedCard, tilt_deg: float) -> Matrix:
    """Millimetres of the card to pixels of a photo taken from so far off straight above."""
    tilt, focal = np.radians(tilt_deg), FOCAL_35MM / 36 * WIDTH
    tip = np.array([[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]])
    turn = tip @ cv2.Rodrigues(np.array([0, 0, 0.3]))[0]
    middle = np.array([card.width_mm / 2, card.height_mm / 2])
    lens = np.array([[focal, 0, WIDTH / 2], [0, focal, HEIGHT / 2], [0, 0, 1.0]])
    away = np.array([0, 0, DISTANCE_MM]) - turn[:, :2] @ middle
    return np.asarray(lens @ np.column_stack([turn[:, 0], turn[:, 1], away]))


def photograph(drawn: Pixels, to_px: Matrix) -> Pixels:
    """The card on skin: a little blur, some noise, paper that is not quite white."""
    from_drawn = to_px @ np.diag([1 / PX_PER_MM, 1 / PX_PER_MM, 1])
    laid = cv2.warpPerspective(drawn, from_drawn, (WIDTH, HEIGHT), flags=cv2.INTER_AREA).astype(np.float32)
    paper = laid[:, :, 3:] / 255
    photo = cv2.GaussianBlur(laid[:, :, :3] * 0.88 * paper + SKIN * (1 - paper), (0, 0), 1.0)
    noise = np.random.default_rng(1).standard_normal(photo.shape, dtype=np.float32) * 3
    return np.asarray(np.clip(photo + noise, 0, 255), dtype=np.uint8)


@pytest.mark.parametrize("tilt_deg", [0.0, 25.0])
@pytest.mark.parametrize("key", sorted(CARDS))
def test_a_photo_of_a_printed_card_measures_ten_millimetres_beside_it(key: str, tilt_deg: float) -> None:
    card, drawn = cut_out(key)
    to_px = seen_from(card, tilt_deg)
    scale = find_scale(photograph(drawn, to_px), Setting(card=CARDS[key], focal_35mm=FOCAL_35MM))
    assert not isinstance(scale, Refusal)
    # In the angle of an L-shaped card; below one with a single marker.
    x, y = card.width_mm * 0.6, card.height_mm * (0.75 if key.startswith("L-") else 1.15)
    ends = cv2.perspectiveTransform(np.array([[[x, y]], [[x + 10, y]]]), to_px)
    local = scale.at((float(ends[:, 0, 0].mean()), float(ends[:, 0, 1].mean())))
    assert isinstance(local, LocalScale)
    (start,), (end,) = cv2.perspectiveTransform(ends, np.asarray(local.px_to_mm))
    assert float(np.linalg.norm(end - start)) == pytest.approx(10, rel=0.01)
