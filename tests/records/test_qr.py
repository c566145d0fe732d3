"""The QR code of a link, read back by a reader that is not ours."""

from __future__ import annotations

import re

import cv2
import numpy as np
import pytest

from records.qr import QUIET, qr_of

ADDRESS = "https://clinic.example/shared/{}/"


def drawn(text: str, scale: int = 8) -> np.ndarray:
    """The picture as a browser draws it: a white square, the runs of the path in black."""
    code = qr_of(text)
    picture = np.full((code.size * scale, code.size * scale), 255, np.uint8)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.path):
        left, top = int(x) * scale, int(y) * scale
        picture[top : top + scale, left : left + int(length) * scale] = 0
    return picture


@pytest.mark.parametrize("token", ["A" * 43, "k3-_Zq9" * 6 + "x"])
def test_a_reader_finds_the_address_in_it(token: str) -> None:
    text, _points, _code = cv2.QRCodeDetector().detectAndDecode(drawn(ADDRESS.format(token)))
    assert text == ADDRESS.format(token)


def test_white_stands_all_around_it() -> None:
    picture = drawn("x", scale=1)
    inside = picture[QUIET:-QUIET, QUIET:-QUIET]
    assert (picture == 0).sum() == (inside == 0).sum() > 0
