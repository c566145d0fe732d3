"""Signs of a marker that could not be read: to tell a covered one from none at all.

What is searched is black print on white paper, thicker than a digit or a tick: whoever laid a card on the
skin is to hear that it is covered or cut off, whoever did not is asked for a known length.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from lesions.measurement.markers import CELLS, SUBPIXEL, Found, Reduced, dictionary, to_photo
from lesions.measurement.terms import Pixels, Reason

#: longer side of the picture that is searched for black on white
LOOK_PX = 960
#: what is as bright as this share of the brightest about it is paper; stored values of 0 to 255
PAPER = 0.72
#: the brightest within this many pixels, and what it must reach at least
ABOUT_PX, LEAST_WHITE = 61, 110
#: pixels of a blot at least: a marker of 15 mm at 30 cm, two thirds of it to be seen
LEAST_PX = 28
#: how much about a blot is searched for markers, in its sides; what is missed in one is seen in another
ABOUT_BLOT = (0.35, 0.6)
#: widths of the step from paper to ink from which a marker is too blurred, in bits (2.5 standard deviations)
SOFT_BITS = 0.5
#: longer side of a blot that is searched for markers again
SEARCHED_PX = 700
#: families of markers that are not ours; the first begins with ours
OTHERS = (
    cv2.aruco.DICT_4X4_1000,
    cv2.aruco.DICT_5X5_1000,
    cv2.aruco.DICT_6X6_1000,
    cv2.aruco.DICT_7X7_1000,
    cv2.aruco.DICT_ARUCO_ORIGINAL,
    cv2.aruco.DICT_ARUCO_MIP_36H12,
    cv2.aruco.DICT_APRILTAG_16H5,
    cv2.aruco.DICT_APRILTAG_25H9,
    cv2.aruco.DICT_APRILTAG_36H10,
    cv2.aruco.DICT_APRILTAG_36H11,
)

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Search:
    """What counts as print of a marker.

    Args:
        ink: as dark as this share of the brightest about it.
        half_bit: half the thickness of the thinnest part at least, in pixels; digits of rulers stay below.
        rim: share of its rim that borders on paper, at least.
        colour: of print at most: largest less smallest channel.
    """

    ink: float
    half_bit: float
    rim: float
    colour: float


#: black in plain sight; and grey, as blur leaves it, which must then lie on paper all round
PLAIN, PALE = Search(0.5, 2.6, 0.5, 40.0), Search(0.7, 4.5, 0.85, 30.0)


@dataclass(frozen=True)
class Blot:
    """Print on paper that is thick enough for a marker's bits.

    Args:
        box: left, top, right, bottom on the photo.
        cut: whether it runs into the photo's border.
        soft: whether its rim is blurred over much of a bit.
    """

    box: tuple[float, float, float, float]
    cut: bool
    soft: bool


def why_unread(photo: Pixels, small: Reduced) -> Reason | list[Found]:
    """Why no marker of ours was read on the whole photo, or those that are read after all, closer by."""
    blots = blots_on(small.smaller(LOOK_PX))
    if not blots:
        return Reason.MISSING
    foreign = False
    for blot in blots:
        ours, others = _read_closer(photo, blot)
        if ours:
            return ours
        foreign |= others
    if foreign:
        return Reason.FOREIGN
    if any(blot.cut for blot in blots):
        return Reason.OUT_OF_FRAME
    return Reason.TOO_BLURRED if all(blot.soft for blot in blots) else Reason.OCCLUDED


def blots_on(small: Reduced) -> list[Blot]:
    """Print that may belong to a marker, the largest first."""
    factor = small.factor
    least, most = small.pixels.min(axis=2), small.pixels.max(axis=2)
    white = cv2.dilate(least, np.ones((ABOUT_PX, ABOUT_PX), dtype=np.uint8)).astype(np.uint8)
    for search in (PLAIN, PALE):
        found = _searched(least, most, white, search)
        if found:
            return [
                Blot((x0 * factor, y0 * factor, x1 * factor, y1 * factor), cut, soft)
                for (x0, y0, x1, y1), cut, soft in found
            ]
    return []


Box = tuple[int, int, int, int]
Grey = npt.NDArray[np.uint8]


def _searched(least: Grey, most: Grey, white: Grey, search: Search) -> list[tuple[Box, bool, bool]]:
    bright = white > LEAST_WHITE
    ink = (most < search.ink * white) & bright
    paper = (least > PAPER * white) & bright
    inside = cv2.distanceTransform(ink.astype(np.uint8), cv2.DIST_L2, 3)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    height, width = ink.shape
    found = []
    for label in sorted(range(1, count), key=lambda one: -stats[one, cv2.CC_STAT_AREA])[:12]:
        x, y, wide, high = (int(value) for value in stats[label, :4])
        part = np.s_[max(0, y - 5) : y + high + 5, max(0, x - 5) : x + wide + 5]
        blot = labels[part] == label
        thick = float(inside[part][blot].max())
        if thick < search.half_bit or max(wide, high) < LEAST_PX:
            continue
        colour = float((most[part].astype(np.float32) - least[part])[blot].mean())
        if colour > search.colour or _rim(blot, paper[part]) < search.rim:
            continue
        cut = x <= 1 or y <= 1 or x + wide >= width - 1 or y + high >= height - 1
        soft = search is PALE or _step_px(least[part]) > SOFT_BITS * max(wide, high) / (CELLS + 1)
        found.append(((x, y, x + wide, y + high), cut, soft))
    return found


def _rim(blot: Mask, paper: Mask) -> float:
    """Share of the places just outside a blot that are paper."""
    whole = blot.astype(np.uint8)
    near = cv2.dilate(whole, np.ones((5, 5), dtype=np.uint8))
    ring = (cv2.dilate(whole, np.ones((9, 9), dtype=np.uint8)) > 0) & (near == 0)
    return float(paper[ring].mean()) if ring.any() else 0.0


def _step_px(grey: Grey) -> float:
    """Pixels over which the light falls from paper to ink, at the steepest."""
    across, down = (cv2.Sobel(grey, cv2.CV_32F, dx, 1 - dx, ksize=3) / 8 for dx in (1, 0))
    steepest = float(np.percentile(np.hypot(across, down), 99))
    low, high = np.percentile(grey, (5, 95))
    return float(high - low) / max(steepest, 1e-3)


@cache
def _readers() -> tuple[cv2.aruco.ArucoDetector, ...]:
    """One for each family; ours with its corners refined, others only where every bit fits."""
    plain = cv2.aruco.DetectorParameters()
    plain.cornerRefinementMethod = SUBPIXEL
    strict = cv2.aruco.DetectorParameters()
    strict.errorCorrectionRate = 0.0
    families = [cv2.aruco.getPredefinedDictionary(family) for family in OTHERS]
    readers = [cv2.aruco.ArucoDetector(dictionary(), plain)]
    return (*readers, *(cv2.aruco.ArucoDetector(family, strict) for family in families))


def _read_closer(photo: Pixels, blot: Blot) -> tuple[list[Found], bool]:
    """Markers of ours about a blot, and whether there are others."""
    foreign = False
    for about in ABOUT_BLOT:
        ours, others = _read_about(photo, blot, about)
        if ours:
            return ours, False
        foreign |= others
    return [], foreign


def _read_about(photo: Pixels, blot: Blot, about: float) -> tuple[list[Found], bool]:
    """The same within so many sides of the blot."""
    x0, y0, x1, y1 = blot.box
    margin = about * max(x1 - x0, y1 - y0)
    left, top = max(0, int(x0 - margin)), max(0, int(y0 - margin))
    part = photo[top : int(y1 + margin), left : int(x1 + margin)]
    closer = Reduced.of(part, SEARCHED_PX)
    grey, factor = closer.green, closer.factor
    ours, *others = _readers()
    corners, numbers, _ = ours.detectMarkers(grey)
    if corners:
        quads = [np.asarray(quad, dtype=np.float64).reshape(4, 2) for quad in corners]
        places = [to_photo(quad, factor) + np.array([left, top]) for quad in quads]
        return [Found(int(n), place) for n, place in zip(np.ravel(numbers), places, strict=True)], False
    return [], any(len(reader.detectMarkers(grey)[0]) > 0 for reader in others)
