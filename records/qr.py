"""A QR code as the path of an SVG, drawn by the page itself: no picture file, no inline style."""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks for


@dataclass(frozen=True)
class QrCode:
    """
    Attributes:
        size: modules of one side, the quiet zone included.
        path: the dark modules as runs of a row, for the ``d`` of a path with one unit a module.
    """

    size: int
    path: str


def qr_of(text: str) -> QrCode:
    """The code at error level M: a fold or a coffee ring of 15 % does no harm."""
    rows = [[bool(module) for module in row] for row in segno.make(text, error="m", micro=False).matrix]
    runs = [
        f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for x, length in _runs(row)
    ]
    return QrCode(len(rows) + 2 * QUIET, "".join(runs))


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark runs begin and how long they are."""
    runs, start = [], None
    for x, is_dark in enumerate([*row, False]):
        if is_dark and start is None:
            start = x
        elif not is_dark and start is not None:
            runs.append((start, x - start))
            start = None
    return runs
