"""Makes the sheets of cards (PDF) and pictures of cards (SVG): ``python -m scripts.cards.build``.

They are kept in ``static/cards/``, where they are served from (docs/architecture.md says why).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import font_source_sans_pro
import typst

from lesions.measurement.cards import L_LAYOUTS, SINGLE_MARKERS
from scripts.cards import texts
from scripts.cards.layout import PrintedCard, printed_card

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "static" / "cards"
#: of the page; of heading and how-to; between cards in a row, and at most between rows
MARGIN_MM, HEAD_MM, HOW_MM, GAP_MM, ROW_GAP_MM = 12.0, 27.0, 62.0, 8.0, 16.0


@dataclass(frozen=True)
class Paper:
    width_mm: float
    height_mm: float


PAPERS = {"a4": Paper(210.0, 297.0), "letter": Paper(215.9, 279.4)}
#: the cards of a sheet in rows; with two of the small ones, which get lost
SHEETS = {
    "single": [["single-30", "single-25"], ["single-20", "single-20"], ["single-15", "single-15"]],
    "l": [["L-L", "L-M"], ["L-S", "L-S"]],
}
PICTURED = ("single-20", "L-M")


def placed(sheet: str, paper: Paper) -> list[tuple[PrintedCard, float, float]]:
    """The cards of a sheet with their upper left corners, in mm within its margins; rows are centred."""
    rows = [[printed_card(key) for key in row] for row in SHEETS[sheet]]
    heights = [max(card.height_mm for card in row) for row in rows]
    room = paper.height_mm - 2 * MARGIN_MM - HEAD_MM - HOW_MM - sum(heights)
    gap = min(ROW_GAP_MM, room / (len(rows) + 1))
    found, y = [], HEAD_MM + gap
    for row, height in zip(rows, heights, strict=True):
        width = sum(card.width_mm for card in row) + GAP_MM * (len(row) - 1)
        x = (paper.width_mm - 2 * MARGIN_MM - width) / 2
        for card in row:
            found.append((card, x, y))
            x += card.width_mm + GAP_MM
        y += height + gap
    return found


def _drawn(card: PrintedCard, x: float = 0.0, y: float = 0.0) -> dict[str, Any]:
    is_l = card.key in L_LAYOUTS
    alt = (
        texts.ALT_L % card.key.removeprefix("L-") if is_l else texts.ALT_SINGLE % SINGLE_MARKERS[card.key][0]
    )
    return {
        "x": x, "y": y, "width": card.width_mm, "height": card.height_mm,
        "outline": card.outline, "pieces": card.pieces, "alt": alt,
    }  # fmt: skip


def sheet_data(sheet: str, paper: Paper) -> dict[str, Any]:
    """Everything that stands on a sheet."""
    return {
        "kind": "sheet",
        "lang": "en",
        "title": texts.TITLES[sheet],
        "warning": texts.WARNING,
        "which": texts.WHICH[sheet],
        "foot": texts.FOOT,
        "page": {"width": paper.width_mm, "height": paper.height_mm, "margin": MARGIN_MM},
        "cards": [_drawn(*one) for one in placed(sheet, paper)],
        "steps": [
            {"file": f"/static/cards/how-{key}.svg", "alt": texts.PICTURES[key], "words": words}
            for key, words in texts.STEPS[sheet]
        ],
    }


def compile_sheet(data: dict[str, Any], form: Literal["pdf", "svg"]) -> bytes:
    """Data to a PDF (tagged, PDF/UA-1) or an SVG. The same data give the same bytes."""
    return typst.compile(
        Path(__file__).with_name("sheet.typ"),
        root=ROOT,
        font_paths=[Path(font_source_sans_pro.__file__).parent / "files"],
        ignore_system_fonts=True,
        format=form,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards="ua-1" if form == "pdf" else [],
        timestamp=0,
    )


def files() -> dict[str, bytes]:
    """Every file of ``static/cards`` that this program makes, by name."""
    made = {
        f"cards-{sheet}-{name}.pdf": compile_sheet(sheet_data(sheet, paper), "pdf")
        for sheet in SHEETS
        for name, paper in PAPERS.items()
    }
    for key in PICTURED:
        data = {"kind": "picture", "lang": "en", "title": key, "card": _drawn(printed_card(key))}
        made[f"card-{key}.svg"] = compile_sheet(data, "svg")
    return made


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (OUT / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
