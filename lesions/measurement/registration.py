"""Lay a later photo of a lesion over an earlier one: same scale, same place, same way up.

Both photos are laid flat in mm by their own cards, about the lesion. How the later one is turned is
searched for by the correlation of locally normalised light (creases, pores, moles and the lesion itself)
over all turns and small shifts; the best one is refined by maximising the enhanced correlation coefficient
(Evangelidis and Psarakis, IEEE TPAMI 2008, as in OpenCV) with an affine map. Where the skin shows too
little, the outlines are laid over each other instead, when their form allows only one turn.

Every result must hold up: its scale must agree with both cards, it must beat every clearly different turn,
and enough of both pictures must agree. Otherwise nothing is returned but the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from lesions.measurement.terms import LocalScale, Matrix, Pixels, Points

Field = npt.NDArray[np.float32]

#: how far beyond the lesion the skin is looked at, and the least and most half width of what is looked at, mm
AROUND_MM = 12.0
HALF_MM = (14.0, 34.0)
#: resolution of the search over all turns, and of the refinement from coarse to fine
SEARCH_PX_PER_MM = 3.0
REFINE_PX_PER_MM = (3.0, 6.0)
TURN_STEP_DEG = 5.0
#: how far the lesion's middle may have been pointed at differently, mm
SHIFT_MM = 6.0
CANDIDATES = 4
#: turns closer to the best than this are the same turn
SAME_TURN_DEG = 20.0
#: ours, set on drawn pairs of the same and of different skin: the least correlation, how far the best turn
#: must stand out from all others, and how far the scale may differ from what the cards say
LEAST_CORRELATION = 0.30
LEAST_LEAD = 1.25
SCALE_RANGE = (0.88, 1.14)
MOST_SHEAR = 0.12
#: for outlines alone: least overlap (shared by joint area), and how much worse every other turn must be
LEAST_OVERLAP = 0.85
LEAST_OVERLAP_LEAD = 0.06


class By(StrEnum):
    """What a registration rests on."""

    TEXTURE = "texture"
    OUTLINE = "outline"


class Unregistered(StrEnum):
    """Why two photos cannot be laid over each other."""

    TOO_LITTLE_SEEN = "too_little_seen"  # too little skin around the lesion is in both photos
    NO_MATCH = "no_match"  # the pictures do not agree anywhere
    AMBIGUOUS = "ambiguous"  # several turns fit about as well
    OTHER_SCALE = "other_scale"  # they agree best at a scale that contradicts the cards


@dataclass(frozen=True)
class Sight:
    """A lesion on a photo.

    Args:
        photo: upright, or a part of it with ``offset`` (x, y) of its first pixel.
        scale: about the lesion, from the photo's card or known length.
        outlines_px: of the lesion, in pixels of the whole photo; may be empty for a later photo.
        place_px: the lesion's middle, when there is no outline.
        avoid_px: polygons that are no skin (the card's markers).
    """

    photo: Pixels
    scale: LocalScale
    outlines_px: Sequence[Points] = ()
    place_px: tuple[float, float] | None = None
    avoid_px: Sequence[Points] = ()
    offset: tuple[int, int] = (0, 0)

    @property
    def middle_px(self) -> tuple[float, float]:
        """The lesion's middle: of the box about its outlines, or where it was pointed at.

        Raises:
            ValueError: neither is known.
        """
        if self.outlines_px:
            points = np.concatenate([np.asarray(one) for one in self.outlines_px])
            x, y = (points.min(axis=0) + points.max(axis=0)) / 2
            return float(x), float(y)
        if self.place_px is None:
            raise ValueError("neither an outline nor a place")
        return self.place_px


@dataclass(frozen=True)
class Registration:
    """How a later photo lies on an earlier one.

    Args:
        earlier_to_later: homography, pixels of the whole earlier photo to pixels of the whole later one.
        quality: 0 to 1: the correlation of both pictures, or the overlap of both outlines.
        lead: quality against that of the best clearly different turn.
    """

    earlier_to_later: Matrix
    quality: float
    lead: float
    by: By


def register(earlier: Sight, later: Sight) -> Registration | Unregistered:
    """Find where every place of the earlier photo is on the later one.

    Raises:
        ValueError: a sight without outline and place.
    """
    half = _half_width(earlier, later)
    found = _by_texture(earlier, later, half)
    if isinstance(found, Unregistered) and earlier.outlines_px and later.outlines_px:
        shaped = _by_outline(earlier, later)
        return shaped if isinstance(shaped, Registration) else found
    return found


def carry_over(outlines_px: Sequence[Points], registration: Registration) -> tuple[Points, ...]:
    """Outlines of the earlier photo where they lie on the later one: what a person starts from."""
    return tuple(_map(registration.earlier_to_later, np.asarray(one)) for one in outlines_px)


# -- laying a photo flat in mm


def _map(matrix: Matrix, points: Points) -> Points:
    flat = points.reshape(-1, 1, 2).astype(np.float64)
    return np.asarray(cv2.perspectiveTransform(flat, np.asarray(matrix)).reshape(-1, 2), dtype=np.float64)


def _middle_mm(sight: Sight) -> Points:
    return np.asarray(_map(sight.scale.px_to_mm, np.array([sight.middle_px]))[0])


def _half_width(earlier: Sight, later: Sight) -> float:
    reach = 0.0
    for sight in (earlier, later):
        for outline in sight.outlines_px:
            away = _map(sight.scale.px_to_mm, np.asarray(outline)) - _middle_mm(sight)
            reach = max(reach, float(np.abs(away).max()))
    return float(np.clip(reach + AROUND_MM, *HALF_MM))


def _is_mirrored(scale: LocalScale) -> bool:
    """Whether the scale's mm run the other way round than its pixels."""
    matrix = np.asarray(scale.px_to_mm)
    return bool(np.linalg.det(matrix) * matrix[2, 2] < 0)


def _grid_to_px(sight: Sight, half: float, px_per_mm: float) -> Matrix:
    """From the flat picture's pixels to the whole photo's. The lesion's middle is the flat picture's."""
    x, y = _middle_mm(sight)
    sign = -1.0 if _is_mirrored(sight.scale) else 1.0
    to_mm = np.array(
        [[1 / px_per_mm, 0, x - half], [0, sign / px_per_mm, y - sign * half], [0, 0, 1]], dtype=np.float64
    )
    return np.asarray(np.linalg.inv(np.asarray(sight.scale.px_to_mm)) @ to_mm)


@dataclass(frozen=True)
class _Flat:
    """A photo laid flat: locally normalised light, and where it is skin."""

    light: Field
    skin: npt.NDArray[np.uint8]


def _flat(sight: Sight, half: float, px_per_mm: float) -> _Flat:
    size = round(2 * half * px_per_mm) + 1
    move = np.array([[1, 0, -sight.offset[0]], [0, 1, -sight.offset[1]], [0, 0, 1]], dtype=np.float64)
    to_px = move @ _grid_to_px(sight, half, px_per_mm)
    back = cv2.WARP_INVERSE_MAP
    colours = cv2.warpPerspective(
        _softened(sight, px_per_mm), to_px, (size, size), flags=cv2.INTER_LINEAR | back
    )
    seen = np.full(sight.photo.shape[:2], 255, np.uint8)
    for polygon in sight.avoid_px:
        grown = _grown(np.asarray(polygon) - np.array(sight.offset), 1.7)
        cv2.fillPoly(seen, [_whole(grown)], 0)
    skin = cv2.warpPerspective(seen, to_px, (size, size), flags=cv2.INTER_NEAREST | back)
    skin = np.asarray(cv2.erode(skin, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    return _Flat(_normalised(colours.astype(np.float32), skin, px_per_mm), (skin > 127).astype(np.uint8))


def _grown(polygon: Points, factor: float) -> Points:
    """A card's paper reaches beyond its marker."""
    middle = polygon.mean(axis=0)
    return np.asarray(middle + (polygon - middle) * factor)


def _softened(sight: Sight, px_per_mm: float) -> Pixels:
    """Blurred to what the flat picture can hold, so that fine noise does not come through."""
    to_mm = np.asarray(sight.scale.px_to_mm)
    here = np.array([sight.middle_px, np.add(sight.middle_px, (1, 0)), np.add(sight.middle_px, (0, 1))])
    one, right, low = _map(to_mm, here)
    photo_px_per_mm = 1 / max(float(np.hypot(*(right - one))), float(np.hypot(*(low - one))), 1e-6)
    shrink = photo_px_per_mm / px_per_mm
    if shrink <= 1.2:
        return sight.photo
    return np.asarray(cv2.GaussianBlur(sight.photo, (0, 0), 0.45 * shrink), dtype=np.uint8)


def _normalised(colours: Field, skin: npt.NDArray[Any], px_per_mm: float) -> Field:
    """Green light against its surroundings (2.5 mm), in units of its own spread there (5 mm)."""
    weight = (skin > 127).astype(np.float32)
    light = np.log1p(colours[..., 1])

    def mean(field: Field, mm: float) -> Field:
        wide = mm * px_per_mm
        top = cv2.GaussianBlur(field * weight, (0, 0), wide)
        return np.asarray(top / np.maximum(cv2.GaussianBlur(weight, (0, 0), wide), 1e-3), dtype=np.float32)

    detail = light - mean(light, 2.5)
    spread = np.sqrt(mean(detail**2, 5.0)) + np.float32(0.004)
    return np.asarray(np.clip(detail / spread, -3, 3) * weight, dtype=np.float32)


# -- by the skin's texture


def _by_texture(earlier: Sight, later: Sight, half: float) -> Registration | Unregistered:
    a, b = (_flat(sight, half, SEARCH_PX_PER_MM) for sight in (earlier, later))
    if min(float(a.skin.mean()), float(b.skin.mean())) < 0.35:
        return Unregistered.TOO_LITTLE_SEEN
    tried = [_refined(earlier, later, half, start) for start in _starts(a.light, b.light)]
    found = sorted((one for one in tried if one is not None), key=lambda one: -one[1])
    if not found or found[0][1] < LEAST_CORRELATION:
        return Unregistered.NO_MATCH
    warp, quality = found[0]
    others = [other for turned, other in found[1:] if _turned_apart(turned, warp) > SAME_TURN_DEG]
    lead = quality / max(max(others, default=0.0), 0.05)
    if lead < LEAST_LEAD:
        return Unregistered.AMBIGUOUS
    if not _keeps_scale(warp):
        return Unregistered.OTHER_SCALE
    matrix = _photo_matrix(earlier, later, half, REFINE_PX_PER_MM[-1], warp)
    return Registration(matrix, quality, lead, By.TEXTURE)


def _starts(a: Field, b: Field) -> list[Field]:
    """Where to refine from: the best turns that are clearly different from each other."""
    turns, heights, shifts = _turns(a, b)
    starts: list[Field] = []
    while len(starts) < CANDIDATES and np.isfinite(heights).any():
        best = int(np.argmax(heights))
        starts.append(_start(turns[best], shifts[best], a.shape[0]))
        heights[np.abs((turns - turns[best] + 180) % 360 - 180) <= SAME_TURN_DEG] = -np.inf
    return starts


def _turned_apart(one: Field, other: Field) -> float:
    """By how many degrees two maps turn differently."""
    first, second = (np.rad2deg(np.arctan2(warp[1, 0], warp[0, 0])) for warp in (one, other))
    return float(abs((first - second + 180) % 360 - 180))


def _turns(a: Field, b: Field) -> tuple[Points, Points, Points]:
    """Every turn of ``b``, the highest correlation with ``a`` within ``SHIFT_MM``, and the shift there."""
    size = a.shape[0]
    reach = int(SHIFT_MM * SEARCH_PX_PER_MM)
    window = _round_window(size)
    first = np.fft.rfft2(a * window)
    turns = np.arange(0.0, 360.0, TURN_STEP_DEG)
    heights, shifts = np.zeros(len(turns)), np.zeros((len(turns), 2))
    middle = (size - 1) / 2
    for k, turn in enumerate(turns):
        matrix = cv2.getRotationMatrix2D((middle, middle), float(turn), 1.0)
        turned = cv2.warpAffine(b, matrix, (size, size), flags=cv2.INTER_LINEAR) * window
        scale = float(np.linalg.norm(a * window) * np.linalg.norm(turned)) or 1.0
        surface = np.fft.irfft2(np.conj(first) * np.fft.rfft2(turned), s=a.shape) / scale
        near = np.roll(surface, (reach, reach), axis=(0, 1))[: 2 * reach + 1, : 2 * reach + 1]
        row, column = np.unravel_index(int(near.argmax()), near.shape)
        heights[k], shifts[k] = near[row, column], (column - reach, row - reach)
    return turns, heights, shifts


def _round_window(size: int) -> Field:
    y, x = np.indices((size, size), dtype=np.float32) / np.float32(size - 1) * 2 - 1
    return np.asarray(np.clip((1 - np.hypot(x, y)) / 0.15, 0, 1), dtype=np.float32)


def _start(turn_deg: float, shift: Points, size: int) -> Field:
    """Earlier flat pixels to later ones, from the turn and shift found."""
    middle = (size - 1) / 2
    turned = np.vstack([cv2.getRotationMatrix2D((middle, middle), float(turn_deg), 1.0), [0, 0, 1]])
    moved = np.array([[1, 0, shift[0]], [0, 1, shift[1]], [0, 0, 1]])
    return np.asarray((np.linalg.inv(turned) @ moved)[:2], dtype=np.float32)


def _refined(earlier: Sight, later: Sight, half: float, start: Field) -> tuple[Field, float] | None:
    """The affine map at the finest resolution and its correlation; None when it runs away."""
    warp, before, quality = start.copy(), SEARCH_PX_PER_MM, 0.0
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    for px_per_mm in REFINE_PX_PER_MM:
        warp[:, 2] *= px_per_mm / before
        a, b = (_flat(sight, half, px_per_mm) for sight in (earlier, later))
        try:
            quality, found = cv2.findTransformECC(a.light, b.light, warp, cv2.MOTION_AFFINE, stop, b.skin, 5)
        except cv2.error:
            return None
        warp, before = np.asarray(found, dtype=np.float32), px_per_mm
        quality = min(quality, _agreement(a, b, warp))
    return warp, float(quality)


def _agreement(a: _Flat, b: _Flat, warp: Field) -> float:
    """Correlation where both show skin, within the round window."""
    size = (a.light.shape[1], a.light.shape[0])
    back = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    there = cv2.warpAffine(b.light, warp, size, flags=back)
    both = (cv2.warpAffine(b.skin, warp, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP) > 0) & (
        a.skin > 0
    )
    both &= _round_window(size[0]) > 0
    if both.mean() < 0.25:
        return 0.0
    x, y = (cv2.GaussianBlur(field, (0, 0), 1.0)[both] for field in (a.light, there))
    return float(np.corrcoef(x, y)[0, 1])


def _keeps_scale(warp: Field) -> bool:
    """Both axes must keep the scale that the cards give, and stay square to each other."""
    sizes = np.linalg.svd(warp[:, :2].astype(np.float64), compute_uv=False)
    low, high = SCALE_RANGE
    return bool(low < sizes[1] and sizes[0] < high and sizes[0] / sizes[1] < 1 + MOST_SHEAR)


def _photo_matrix(earlier: Sight, later: Sight, half: float, px_per_mm: float, warp: Field) -> Matrix:
    flat = np.vstack([warp.astype(np.float64), [0, 0, 1]])
    one, two = (_grid_to_px(sight, half, px_per_mm) for sight in (earlier, later))
    matrix = two @ flat @ np.linalg.inv(one)
    return np.asarray(matrix / matrix[2, 2])


# -- by the outlines alone


def _by_outline(earlier: Sight, later: Sight) -> Registration | Unregistered:
    """Both outlines laid on each other by their middles of area, at the turn where they overlap most."""
    half, px_per_mm = _half_width(earlier, later), 4.0
    a, b = (_filled(sight, half, px_per_mm) for sight in (earlier, later))
    size = a.shape[0]
    (ax, ay), (bx, by) = (_mass(field) for field in (a, b))
    turns = np.arange(0.0, 360.0, TURN_STEP_DEG)
    warps = []
    overlaps = np.zeros(len(turns))
    for k, turn in enumerate(turns):
        matrix = cv2.getRotationMatrix2D((ax, ay), float(turn), 1.0)
        matrix[:, 2] += np.array([bx - ax, by - ay])
        warps.append(np.asarray(matrix, dtype=np.float32))
        there = cv2.warpAffine(b, matrix, (size, size), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP) > 0
        overlaps[k] = (there & (a > 0)).sum() / max(int((there | (a > 0)).sum()), 1)
    best = int(overlaps.argmax())
    apart = np.abs((turns - turns[best] + 180) % 360 - 180)
    second = float(overlaps[apart > SAME_TURN_DEG].max())
    if overlaps[best] < LEAST_OVERLAP:
        return Unregistered.NO_MATCH
    if overlaps[best] - second < LEAST_OVERLAP_LEAD:
        return Unregistered.AMBIGUOUS
    matrix = _photo_matrix(earlier, later, half, px_per_mm, warps[best])
    return Registration(matrix, float(overlaps[best]), float(overlaps[best] / max(second, 1e-6)), By.OUTLINE)


def _filled(sight: Sight, half: float, px_per_mm: float) -> npt.NDArray[np.uint8]:
    size = round(2 * half * px_per_mm) + 1
    mask = np.zeros((size, size), np.uint8)
    to_grid: Matrix = np.asarray(np.linalg.inv(_grid_to_px(sight, half, px_per_mm)), dtype=np.float64)
    for outline in sight.outlines_px:
        cv2.fillPoly(mask, [_whole(_map(to_grid, np.asarray(outline, dtype=np.float64)))], 1)
    return mask


def _whole(points: Points) -> npt.NDArray[np.int32]:
    return np.asarray(np.round(points), dtype=np.int32)


def _mass(mask: npt.NDArray[np.uint8]) -> tuple[float, float]:
    rows, columns = np.nonzero(mask)
    return float(columns.mean()), float(rows.mean())
