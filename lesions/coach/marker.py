"""Our printed marker on the photo: where its corners are and how steeply it is seen."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lesions.coach.frame import Field, Picture, shrunk

MIN_SIDE_PX = 16.0  # below, four by four cells cannot be told apart
MIN_SIDE_FOR_ANGLE_PX = 28.0  # below, half a pixel at a corner is more than 10 degrees
CARD_OVER_MARKER = 1.75  # the white paper around the marker, as a share of its side


@dataclass(frozen=True)
class Marker:
    """``corners``: four points (x, y) in px of the picture that was searched, clockwise in the print."""

    number: int
    corners: Field

    @property
    def side_px(self) -> float:
        sides = np.linalg.norm(self.corners - np.roll(self.corners, -1, axis=0), axis=1)
        return float(sides.min())

    def card(self, width: int, height: int) -> Field:
        """The outline of the paper around the marker, in fractions of the picture."""
        middle = self.corners.mean(axis=0)
        wide = middle + (self.corners - middle) * CARD_OVER_MARKER
        return np.asarray(wide / np.array([width, height]))

    def angle_degrees(self) -> float:
        """Between the line of sight and the marker's normal, from how much shorter one direction looks.

        The scale of the homography in the middle of the marker shrinks by the cosine of the angle along the
        tilt and not across it; this needs no focal length.
        """
        flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=np.float32)
        h = cv2.getPerspectiveTransform(flat, self.corners.astype(np.float32))
        x, y = h[0, 2], h[1, 2]  # the middle, since h[2, 2] is 1
        local = np.array(
            [[h[0, 0] - x * h[2, 0], h[0, 1] - x * h[2, 1]], [h[1, 0] - y * h[2, 0], h[1, 1] - y * h[2, 1]]]
        )
        long, short = np.linalg.svd(local, compute_uv=False)
        return float(np.degrees(np.arccos(np.clip(short / max(long, 1e-9), 0, 1))))


def find_markers(picture: Picture) -> list[Marker]:
    """All markers of DICT_4X4_50 that are seen whole, the largest first.

    A blurred or noisy marker is often found only in a smaller picture, so half and a third are searched, too.
    """
    for factor in (1, 2, 3):
        small = shrunk(picture, max(picture.shape[:2]) // factor)
        found = _search(small)
        if found:
            scale = picture.shape[1] / small.shape[1]
            markers = [Marker(number, (corners + 0.5) * scale - 0.5) for number, corners in found]
            return sorted(markers, key=lambda marker: -marker.side_px)
    return []


def _search(picture: Picture) -> list[tuple[int, Field]]:
    if min(picture.shape[:2]) < 2 * MIN_SIDE_PX:
        return []
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    settings.adaptiveThreshWinSizeMax = 43
    settings.minMarkerPerimeterRate = 0.02
    settings.errorCorrectionRate = 0.5  # a foreign marker must not be read as one of ours
    words = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    corners, numbers, _rejected = cv2.aruco.ArucoDetector(words, settings).detectMarkers(grey)
    found = [
        (int(n), np.asarray(c, dtype=np.float64).reshape(4, 2))
        for n, c in zip(np.ravel([] if not corners else numbers), corners, strict=True)
    ]
    return [(n, c) for n, c in found if Marker(n, c).side_px >= MIN_SIDE_PX]
