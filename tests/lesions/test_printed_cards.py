"""The sheets as they come out of a printer: markers, distances and check lines in true millimetres."""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest

from lesions.measurement.cards import CARDS, CHECK_LINE_MM
from scripts.cards import build
from scripts.cards.build import MARGIN_MM, PAPERS, SHEETS, placed
from scripts.cards.layout import PrintedCard, printed_card, quiet_mm

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "static" / "cards"
DPI = 300
PX_PER_MM = DPI / 25.4
Grey = npt.NDArray[np.uint8]
ALL = [(sheet, paper) for sheet in SHEETS for paper in PAPERS]


@dataclass(frozen=True)
class Sheet:
    """A file as it is served, and its only page as a printer draws it."""

    pages: int
    size_mm: tuple[float, float]
    picture: Grey
    text: str
    title: str


@cache
def served(sheet: str, paper: str) -> Sheet:
    with closing(pypdfium2.PdfDocument(STATIC / f"cards-{sheet}-{paper}.pdf")) as document:
        page = document[0]
        width, height = page.get_size()
        picture = page.render(scale=DPI / 72, grayscale=True).to_numpy()
        return Sheet(
            pages=len(document),
            size_mm=(width / 72 * 25.4, height / 72 * 25.4),
            picture=np.array(picture.reshape(picture.shape[:2])),
            text=page.get_textpage().get_text_bounded(),
            title=document.get_metadata_value("Title"),
        )


@cache
def found(sheet: str, paper: str) -> list[tuple[int, npt.NDArray[np.float64]]]:
    """Number and corners in mm of the page of every marker on it."""
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    words = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    corners, numbers, _rejected = cv2.aruco.ArucoDetector(words, settings).detectMarkers(
        served(sheet, paper).picture
    )
    return [
        (int(number), (np.asarray(points, dtype=np.float64).reshape(4, 2) + 0.5) / PX_PER_MM)
        for number, points in zip(np.ravel(numbers), corners, strict=True)
    ]


def expected(sheet: str, paper: str) -> list[tuple[int, npt.NDArray[np.float64]]]:
    """The same as ``lesions/measurement/cards.py`` and the place of each card on the sheet say."""
    return [
        (
            marker.number,
            np.array(marker.corners_mm) + np.array(card.origin_mm) + (x + MARGIN_MM, y + MARGIN_MM),
        )
        for card, x, y in placed(sheet, PAPERS[paper])
        for marker in CARDS[card.key].markers
    ]


@pytest.mark.parametrize(("sheet", "paper"), ALL)
def test_every_marker_is_where_its_card_says_to_a_tenth_of_a_millimetre(sheet: str, paper: str) -> None:
    seen = found(sheet, paper)
    assert sorted(number for number, _corners in seen) == sorted(n for n, _c in expected(sheet, paper))
    for number, corners in expected(sheet, paper):
        misses = [float(np.abs(c - corners).max()) for n, c in seen if n == number]
        assert min(misses) < 0.1, number


@pytest.mark.parametrize(("sheet", "paper"), ALL)
def test_sides_and_distances_of_the_markers_are_exact(sheet: str, paper: str) -> None:
    sides = {m.number: m.side_mm for card in CARDS.values() for m in card.markers}
    for number, corners in found(sheet, paper):
        for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            assert math.dist(start, end) == pytest.approx(sides[number], abs=0.1)


FINE_DPI = 1200  # a rectangle is drawn in whole pixels: the ends of a line are known to one of them
FINE_PX_MM = 25.4 / FINE_DPI


def length_of_line(sheet: str, paper: str, x_mm: float, y_mm: float) -> float:
    """How long the horizontal line is that starts at this point of the page, looked at through a slit."""
    size = PAPERS[paper]
    left, right, top, low = x_mm - 2, x_mm + 53, y_mm - 0.1, y_mm + 0.1
    points = tuple(mm / 25.4 * 72 for mm in (left, size.height_mm - low, size.width_mm - right, top))
    with closing(pypdfium2.PdfDocument(STATIC / f"cards-{sheet}-{paper}.pdf")) as document:
        slit = document[0].render(scale=FINE_DPI / 72, crop=points, grayscale=True).to_numpy()
        return float(np.count_nonzero(slit[len(slit) // 2] < 128)) * FINE_PX_MM


@pytest.mark.parametrize(("sheet", "paper"), ALL)
def test_every_check_line_is_50_mm_from_end_to_end(sheet: str, paper: str) -> None:
    for card, x, y in placed(sheet, PAPERS[paper]):
        (x0, line_y), (x1, _y1) = card.check_line_mm
        assert x1 - x0 == CHECK_LINE_MM
        measured = length_of_line(sheet, paper, MARGIN_MM + x + x0, MARGIN_MM + y + line_y)
        assert measured == pytest.approx(50.0, abs=0.03), card.key


@pytest.mark.parametrize(("sheet", "paper"), ALL)
def test_every_marker_is_surrounded_by_a_bit_of_white(sheet: str, paper: str) -> None:
    """Without it a marker on dark skin has no border to be found by."""
    page = served(sheet, paper).picture
    for number, corners in expected(sheet, paper):
        side = math.dist(corners[0], corners[1])
        bit = side / 6
        around = np.array([corners[0] - bit, corners[2] + bit]) * PX_PER_MM
        inside = np.array([corners[0], corners[2]]) * PX_PER_MM
        (x0, y0), (x1, y1) = np.round(around).astype(int)
        window = page[y0:y1, x0:x1].copy()
        (u0, v0), (u1, v1) = np.floor(inside[0]).astype(int) - 1, np.ceil(inside[1]).astype(int) + 1
        window[v0 - y0 : v1 - y0, u0 - x0 : u1 - x0] = 255
        assert window.min() > 250, number


@pytest.mark.parametrize(("sheet", "paper"), ALL)
def test_a_sheet_is_one_page_of_its_paper(sheet: str, paper: str) -> None:
    assert served(sheet, paper).pages == 1
    size = (PAPERS[paper].width_mm, PAPERS[paper].height_mm)
    assert served(sheet, paper).size_mm == pytest.approx(size, abs=0.01)


@pytest.mark.parametrize(("sheet", "paper"), ALL)
def test_no_card_lies_over_another_or_over_the_margin(sheet: str, paper: str) -> None:
    cards = placed(sheet, PAPERS[paper])
    for number, (card, x, y) in enumerate(cards):
        assert x >= 0
        assert x + card.width_mm <= PAPERS[paper].width_mm - 2 * MARGIN_MM
        assert y + card.height_mm <= PAPERS[paper].height_mm - 2 * MARGIN_MM - build.HOW_MM
        for other, left, top in cards[number + 1 :]:
            assert x + card.width_mm + 5 <= left or y + card.height_mm + 5 <= top, (card.key, other.key)


@pytest.mark.parametrize(("sheet", "paper"), ALL)
def test_a_sheet_says_how_to_print_it_and_names_every_card(sheet: str, paper: str) -> None:
    text = served(sheet, paper).text
    assert "Print at 100 %" in text
    assert "Do not choose “fit to page”" in text
    names = ["15 mm", "20 mm", "25 mm", "30 mm"] if sheet == "single" else ["L-card"]
    assert [name for name in names if name not in text] == []


@pytest.mark.parametrize(("sheet", "paper"), ALL)
def test_a_sheet_says_nothing_of_an_illness_or_of_us(sheet: str, paper: str) -> None:
    """It lies about on a table and in a printer's tray."""
    text = served(sheet, paper).text.lower()
    assert "calci" not in text


@pytest.mark.parametrize(("sheet", "paper"), ALL)
def test_a_sheet_is_tagged_and_has_a_title_for_screen_readers(sheet: str, paper: str) -> None:
    content = (STATIC / f"cards-{sheet}-{paper}.pdf").read_bytes()
    assert b"/StructTreeRoot" in content
    assert b"pdfuaid:part>1" in content
    assert served(sheet, paper).title.startswith("Measuring cards")


def test_the_files_that_are_served_are_those_the_program_makes() -> None:
    """Whoever changes a card must make the sheets anew: python -m scripts.cards.build"""
    stale = [name for name, content in build.files().items() if (STATIC / name).read_bytes() != content]
    assert stale == []


def test_every_card_is_on_a_sheet() -> None:
    assert {key for rows in SHEETS.values() for row in rows for key in row} == set(CARDS)


@pytest.mark.parametrize("key", sorted(CARDS))
def test_a_check_line_and_every_marker_with_its_white_lie_on_the_card(key: str) -> None:
    card = printed_card(key)
    for marker in CARDS[key].markers:
        white = marker.side_mm / 6
        for x, y in marker.corners_mm:
            at_x, at_y = x + card.origin_mm[0], y + card.origin_mm[1]
            assert white <= at_x <= card.width_mm - white
            assert white <= at_y <= card.height_mm - white
    for x, y in card.check_line_mm:
        assert _is_on(card, x, y)


def _is_on(card: PrintedCard, x: float, y: float) -> bool:
    outline = np.array(card.outline, dtype=np.float32)
    return cv2.pointPolygonTest(outline, (x, y), measureDist=True) >= 1


@pytest.mark.parametrize("side", [10, 12, 15, 20, 25, 30])
def test_the_white_around_a_marker_is_wider_than_a_bit(side: float) -> None:
    assert quiet_mm(side) >= 1.2 * side / 6
