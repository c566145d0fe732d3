"""Find ArUco markers of our dictionary on a photo, on a reduced grey picture.

Corners from here are good to about a pixel of the reduced picture; ``edges`` makes them exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from lesions.measurement.terms import Pixels, Points

#: longer side of the picture that is searched, in pixels: a 15 mm marker at 30 cm still has 6 pixels a bit
SEARCH_PX = 1280
#: bits along a side, with the black border on both ends
CELLS = 6
SUBPIXEL = cv2.aruco.CORNER_REFINE_SUBPIX

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Found:
    """A marker that was read: its number, its corners on the photo clockwise from its own upper left."""

    number: int
    corners_px: Points


@cache
def dictionary() -> cv2.aruco.Dictionary:
    return cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)


@cache
def detector() -> cv2.aruco.ArucoDetector:
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = SUBPIXEL
    return cv2.aruco.ArucoDetector(dictionary(), parameters)


@dataclass(frozen=True)
class Reduced:
    """A photo made small enough to search, made once for all who look at the whole of it.

    Args:
        pixels: rows, columns, RGB.
        factor: how many pixels of the photo one of its pixels is.
    """

    pixels: Pixels
    factor: float

    @classmethod
    def of(cls, photo: Pixels, longer_px: int = SEARCH_PX) -> Reduced:
        """The photo with its longer side at most so long."""
        factor = max(1.0, max(photo.shape[:2]) / longer_px)
        if factor == 1.0:
            return cls(photo, 1.0)
        size = (round(photo.shape[1] / factor), round(photo.shape[0] / factor))
        return cls(np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), factor)

    @property
    def green(self) -> Grey:
        """Green is sharpest on a camera's sensor and least troubled by warm light."""
        return np.ascontiguousarray(self.pixels[..., 1])

    def smaller(self, longer_px: int) -> Reduced:
        """The same, smaller still."""
        again = Reduced.of(self.pixels, longer_px)
        return Reduced(again.pixels, again.factor * self.factor)


def to_photo(points: Points, factor: float) -> Points:
    """From the reduced picture to the photo; (0, 0) is the centre of a pixel in both."""
    return np.asarray((np.asarray(points, dtype=np.float64) + 0.5) * factor - 0.5)


def read_markers(small: Reduced) -> list[Found]:
    """All markers of our dictionary on a photo, the largest first."""
    corners, numbers, _ = detector().detectMarkers(small.green)
    if not corners:
        return []
    found = [
        Found(int(number), to_photo(np.asarray(quad, dtype=np.float64).reshape(4, 2), small.factor))
        for quad, number in zip(corners, np.ravel(numbers), strict=True)
    ]
    return sorted(found, key=lambda one: -cv2.contourArea(one.corners_px.astype(np.float32)))
