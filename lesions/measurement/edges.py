"""The edges between black and white bits of a marker, exact to a few hundredths of a pixel.

Every bit edge is a straight line on paper whose place in millimetres is known. Across each one the light is
averaged along the edge and a blurred step is fitted to it, in linear light: a lens mixes light, not the
numbers of a file. White paper still bleeds into black a little (glare, sharpening, ink); ``bloom_px`` takes
that up, since it moves both sides of a white bit apart and no homography can.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from lesions.measurement.light import Crop, Values
from lesions.measurement.markers import CELLS, Found, dictionary
from lesions.measurement.steps import Crossings, fit_steps
from lesions.measurement.terms import Marker, Matrix, Pixels, Points

#: paper about a marker that is read with it, in bits
MARGIN_BITS = 1.0
#: share of a bit at both ends of an edge that is left out: blur rounds corners there
ENDS = 0.15
#: profiles averaged along one edge, and samples across it
LINES, STEPS = (8, 32), 25
#: least standard deviation of an edge in pixels: below it neighbouring edges err together (paper, lens, JPEG)
FLOOR_PX = 0.02
#: an edge that is not known to this many pixels was not seen
MOST_PX = 1.0
#: where phones begin to roll highlights off, in stored linear light; the marker's own edges choose among them
KNEES = (0.98, 0.85, 0.7, 0.55)


@dataclass(frozen=True)
class Edges:
    """Where edges lie on paper and on the photo; one row an edge of one bit's length.

    Args:
        mm: middle of the edge on the card, (n, 2).
        along: unit vector along the edge on the card, (n, 2); white lies on its left hand as seen on the card
            (x right, y down): towards ``(along.y, -along.x)``.
        px: the same place as found on the photo, (n, 2).
        sigma_px: standard deviation across the edge, (n,).
    """

    mm: Points
    along: Points
    px: Points
    sigma_px: Values

    @property
    def to_white(self) -> Points:
        """Unit vector across the edge on the card, from black to white."""
        return _to_white(self.along)

    def judged(self, off_px: Values) -> Edges:
        """With the standard deviation that the residuals show; edges that lie apart are no longer trusted."""
        weights = (
            robust_weights(off_px, self.sigma_px)
            * np.where(np.isfinite(self.sigma_px), self.sigma_px, 0) ** 2
        )
        good = weights > 0.1
        if good.sum() < 9:
            return self
        scale = np.sqrt((off_px[good] ** 2 / self.sigma_px[good] ** 2).sum() / max(1, good.sum() - 9))
        return replace(self, sigma_px=np.where(good, self.sigma_px * max(1.0, float(scale)), np.inf))

    def disagreement(self, plane: Matrix, bloom_px: float) -> float:
        """Median distance from a plane in pixels; endless when hardly an edge was seen."""
        seen = np.isfinite(self.sigma_px)
        if seen.mean() < 0.5:
            return float("inf")
        return float(np.median(np.abs(across(self, plane, bloom_px))[seen]))

    def chosen(self, which: npt.NDArray[np.bool_]) -> Edges:
        return Edges(self.mm[which], self.along[which], self.px[which], self.sigma_px[which])

    @classmethod
    def joined(cls, parts: list[Edges]) -> Edges:
        return cls(
            np.concatenate([part.mm for part in parts]),
            np.concatenate([part.along for part in parts]),
            np.concatenate([part.px for part in parts]),
            np.concatenate([part.sigma_px for part in parts]),
        )


@dataclass(frozen=True)
class FittedMarker:
    """A marker with exact edges.

    Args:
        number: of the dictionary.
        side_mm: of the printed marker.
        edges: all, each with the standard deviation that its own light claims (infinite without contrast).
        plain: the same by how they agree with one plane: infinite for what lies apart (a hair, a glare).
        mm_to_px: homography through the edges, bloom taken out.
        corners_px: the corners by this homography.
        bloom_px: how far white reaches into black.
        residual_px: root mean square distance of the edges from the homography.
        blur_px: standard deviation of the edge spread.
        wrong_bits: share of bits that do not show what they should.
    """

    number: int
    side_mm: float
    edges: Edges
    plain: Edges
    mm_to_px: Matrix
    corners_px: Points
    bloom_px: float
    residual_px: float
    blur_px: float
    wrong_bits: float

    @property
    def bit_px(self) -> float:
        """Length of a bit on the photo: the shortest side by its number of bits."""
        sides = np.linalg.norm(self.corners_px - np.roll(self.corners_px, 1, axis=0), axis=1)
        return float(sides.min()) / CELLS


@cache
def pattern(number: int) -> npt.NDArray[np.bool_]:
    """White bits of a marker with a ring of paper about it, (8, 8)."""
    bits = cv2.aruco.generateImageMarker(dictionary(), number, CELLS, borderBits=1) > 0
    return np.pad(bits, 1, constant_values=True)


@cache
def bit_edges(number: int) -> tuple[Points, Points]:
    """Middles of all edges in bits from the upper left corner, and their direction with white at the left."""
    white = pattern(number)
    middles, ways = [], []
    for row in range(CELLS + 2):
        for column in range(CELLS + 2):
            if column and white[row, column] != white[row, column - 1]:
                middles.append((column - 1.0, row - 0.5))
                # white on the right (+x): (along.y, -along.x) = (1, 0)
                ways.append((0.0, 1.0 if white[row, column] else -1.0))
            if row and white[row, column] != white[row - 1, column]:
                middles.append((column - 0.5, row - 1.0))
                ways.append((-1.0 if white[row, column] else 1.0, 0.0))
    return np.array(middles), np.array(ways)


def _to_white(along: Points) -> Points:
    return np.column_stack([along[:, 1], -along[:, 0]])


def homography(points: Points, image: Points) -> Matrix:
    """The homography through four points or more."""
    return np.asarray(cv2.findHomography(points, image)[0], dtype=np.float64)


def project(matrix: Matrix, points: Points) -> Points:
    """Points through a homography."""
    lifted = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(lifted[:, :2] / lifted[:, 2:], dtype=np.float64)


def fit_marker(photo: Pixels, found: Found, marker: Marker) -> FittedMarker:
    """Exact edges of a marker that was found.

    Args:
        photo: at full size.
        found: with corners good to a fifth of a bit.
        marker: its corners in millimetres on the card.
    """
    corners_mm = np.asarray(marker.corners_mm, dtype=np.float64)
    paper = Paper.of(found.number, corners_mm[0], marker.side_mm / CELLS)
    sides = np.linalg.norm(found.corners_px - np.roll(found.corners_px, 1, axis=0), axis=1)
    crop = Crop.about(photo, found.corners_px, (MARGIN_BITS + 0.5) * float(sides.max()) / CELLS)
    plane, shift, reach = homography(corners_mm, found.corners_px), 0.0, 0.45
    for _ in range(2):
        steps = crossings(crop, plane, paper, reach)
        edges = edges_of(steps, plane, paper)
        plane, shift = fit_plane(edges, plane, shift)
        # once the plane is good, a narrow window keeps neighbouring edges out; a creased card is never good
        off = np.abs(across(edges, plane, shift))[np.isfinite(edges.sigma_px)]
        beside = float(np.percentile(off, 95)) if len(off) else 0.0
        reach = float(np.clip((3 * steps.blur_px + 1.0 + 1.5 * beside) / steps.bit_px.min(), 0.15, 0.45))
    tries = [_fitted(crop, plane, shift, paper, reach, knee) for knee in KNEES]
    steps, edges, plane, shift = min(tries, key=lambda one: one[1].disagreement(one[2], one[3]))
    off = across(edges, plane, shift)
    plain = edges.judged(off)
    good = np.isfinite(plain.sigma_px)
    return FittedMarker(
        number=found.number,
        side_mm=marker.side_mm,
        edges=edges,
        plain=plain,
        mm_to_px=plane,
        corners_px=project(plane, corners_mm),
        bloom_px=shift,
        residual_px=float(np.sqrt((off[good] ** 2).mean())) if good.any() else np.inf,
        blur_px=steps.blur_px,
        wrong_bits=wrong_bits(crop, plane, paper),
    )


def _fitted(
    crop: Crop, plane: Matrix, shift: float, paper: Paper, reach: float, knee: float
) -> tuple[Crossings, Edges, Matrix, float]:
    steps = crossings(crop, plane, paper, reach, knee)
    edges = edges_of(steps, plane, paper)
    return steps, edges, *fit_plane(edges, plane, shift)


@dataclass(frozen=True)
class Paper:
    """A marker as printed: the middles of its edges and their directions, on the card."""

    number: int
    corner_mm: Points
    bit_mm: float
    mm: Points
    along: Points

    @classmethod
    def of(cls, number: int, corner_mm: Points, bit_mm: float) -> Paper:
        # Cards are printed upright: the marker's axes are the card's.
        middles, along = bit_edges(number)
        return cls(number, corner_mm, bit_mm, corner_mm + middles * bit_mm, along)

    @property
    def to_white(self) -> Points:
        return _to_white(self.along)


def edges_of(steps: Crossings, plane: Matrix, paper: Paper) -> Edges:
    """The edges as found. One without contrast is not to be trusted."""
    found = project(plane, paper.mm + steps.place[:, None] * paper.bit_mm * paper.to_white)
    flat = steps.rise < 0.3 * np.median(steps.rise)
    sigma = np.hypot(steps.error * steps.bit_px, FLOOR_PX)
    return Edges(paper.mm, paper.along, found, np.where(flat | (sigma > MOST_PX), np.inf, sigma))


def crossings(crop: Crop, plane: Matrix, paper: Paper, reach: float, knee: float = KNEES[0]) -> Crossings:
    """Fit a blurred step across each edge within ``reach`` bits on both sides."""
    bit_px = _bit_px(plane, paper)
    lines = int(np.clip(bit_px.mean() * (1 - 2 * ENDS), *LINES))
    beside = np.linspace(ENDS - 0.5, 0.5 - ENDS, lines) * paper.bit_mm
    steps = np.linspace(-reach, reach, STEPS)
    place = (
        paper.mm[:, None, None]
        + beside[None, :, None, None] * paper.along[:, None, None]
        + steps[None, None, :, None] * paper.bit_mm * paper.to_white[:, None, None]
    )
    light = crop.at(project(plane, place.reshape(-1, 2))).reshape(len(paper.mm), lines, STEPS).mean(axis=1)
    return fit_steps(steps, light, bit_px, knee)


def _bit_px(plane: Matrix, paper: Paper) -> Values:
    """Length of a bit across each edge on the photo, at right angles to the edge."""
    half = paper.bit_mm / 2
    along = project(plane, paper.mm + half * paper.along) - project(plane, paper.mm - half * paper.along)
    over = project(plane, paper.mm + half * paper.to_white) - project(plane, paper.mm - half * paper.to_white)
    area = np.abs(along[:, 0] * over[:, 1] - along[:, 1] * over[:, 0])
    return np.asarray(area / np.linalg.norm(along, axis=1))


def across(edges: Edges, plane: Matrix, bloom_px: float) -> Values:
    """Pixels by which each edge lies beside the plane's, towards white, bloom taken out."""
    expected, normal = _expected(edges, plane)
    return np.asarray(((edges.px - expected) * normal).sum(axis=1) + bloom_px)


def _expected(edges: Edges, plane: Matrix) -> tuple[Points, Points]:
    """Where the plane puts each edge, and the unit vector across it on the photo, towards white."""
    small = 0.1
    ahead = project(plane, edges.mm + small * edges.along) - project(plane, edges.mm - small * edges.along)
    over = project(plane, edges.mm + small * edges.to_white) - project(
        plane, edges.mm - small * edges.to_white
    )
    normal = np.column_stack([ahead[:, 1], -ahead[:, 0]]) / np.linalg.norm(ahead, axis=1, keepdims=True)
    sign = np.sign((normal * over).sum(axis=1, keepdims=True))
    return project(plane, edges.mm), normal * sign


def fit_plane(edges: Edges, plane: Matrix, bloom_px: float) -> tuple[Matrix, float]:
    """The homography and the bloom through edges: least squares, outliers weighed down (Tukey)."""
    middle, size = edges.mm.mean(axis=0), float(np.ptp(edges.mm, axis=0).max())
    to_unit = np.array([[1 / size, 0, -middle[0] / size], [0, 1 / size, -middle[1] / size], [0, 0, 1]])
    for _ in range(6):
        matrix = plane @ np.linalg.inv(to_unit)
        matrix = matrix / matrix[2, 2]
        off = across(edges, plane, bloom_px)
        weights = robust_weights(off, edges.sigma_px)
        unit = project(to_unit, edges.mm)
        _, normal = _expected(edges, plane)
        lifted = np.column_stack([unit, np.ones(len(unit))])
        below = lifted @ matrix[2]
        seen = project(matrix, unit)
        by_x, by_y = lifted / below[:, None], lifted / below[:, None]
        by_w = -lifted[:, :2] / below[:, None] * (normal * seen).sum(axis=1, keepdims=True)
        design = np.column_stack([-normal[:, :1] * by_x, -normal[:, 1:] * by_y, -by_w, np.ones(len(unit))])
        root = np.sqrt(weights)
        change = np.linalg.lstsq(design * root[:, None], -off * root, rcond=None)[0]
        matrix = matrix + np.append(change[:8], 0.0).reshape(3, 3)
        plane, bloom_px = matrix @ to_unit, bloom_px + float(change[8])
    return np.asarray(plane / plane[2, 2]), bloom_px


def robust_weights(off_px: Values, sigma_px: Values) -> Values:
    """Tukey's biweight on a scale from the residuals' median, relative to what each edge claims."""
    known = np.isfinite(sigma_px)
    if not known.any():
        return np.full(len(off_px), 1e-9)
    relative = np.where(known, off_px / np.where(known, sigma_px, 1.0), np.inf)
    scale = max(1.0, 1.4826 * float(np.median(np.abs(relative[known]))))
    reach = np.minimum(np.abs(relative) / (4.685 * scale), 1.0)
    claimed = np.where(known, sigma_px, np.inf)
    return np.asarray((1 - reach**2) ** 2 / claimed**2 + 1e-9)


def wrong_bits(crop: Crop, plane: Matrix, paper: Paper) -> float:
    """Share of the bits (paper about them included) that do not show what is printed there."""
    white = pattern(paper.number)
    rows, columns = np.indices(white.shape)
    middles = np.column_stack([columns.ravel(), rows.ravel()]) - 0.5
    light = crop.at(project(plane, paper.corner_mm + middles * paper.bit_mm)).reshape(white.shape)
    threshold = (np.median(light[white]) + np.median(light[~white])) / 2
    return float(((light > threshold) != white).mean())
