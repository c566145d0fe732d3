"""Our printed marker on the photo: where its corners are and how steeply it is seen."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lesions.coach.frame import Field, Picture, shrunk

MIN_SIDE_PX = 16.0  # below, four by four cells cannot be told apart
MIN_SIDE_FOR_ANGLE_PX = 28.0  # below, half a pixel at a corner is more than 10 degrees
PHONE_FOCAL_35MM = 26.0
SAME_FIT_PX = 0.2
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

    def angle_degrees(self, width: int, height: int, focal_35mm: float | None = None) -> float:
        """How far the marker is turned away from the camera; 0 when both are parallel.

        A small square fits two poses nearly equally well; then the kinder one counts.

        Args:
            focal_35mm: the focal length as on 35 mm film; a phone's usual one when it is not known.
        """
        focal = (focal_35mm or PHONE_FOCAL_35MM) / 36 * max(width, height)
        lens = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])
        square = np.array([[-1, 1, 0], [1, 1, 0], [1, -1, 0], [-1, -1, 0]], dtype=np.float64)
        _count, turns, _places, errors = cv2.solvePnPGeneric(
            square, self.corners, lens, np.zeros(4), flags=cv2.SOLVEPNP_IPPE_SQUARE
        )
        angles = [float(np.degrees(np.arccos(min(1.0, abs(cv2.Rodrigues(turn)[0][2, 2]))))) for turn in turns]
        misses = np.ravel(errors)
        alike = misses <= 1.5 * misses.min() + SAME_FIT_PX
        return min(angle for angle, fits in zip(angles, alike, strict=True) if fits)


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
