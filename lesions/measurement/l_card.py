"""An L-shaped card: three markers that must agree, so that a fold, a raised arm or a bend shows.

One flat plane through all twelve corners fits to a fraction of a per cent of a marker's side unless the card
is deformed (a fold of 8 degrees leaves 1 to 3 %). Then a sheet folded once and a sheet bent like a limb are
tried; the better one tells where the skin's plane lies. A stiff card that is lifted as a whole looks flat to
any number of markers on it: that stays in the uncertainty.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np

from lesions.measurement.limbs import Limb
from lesions.measurement.sheets import Fit, Sheet, fit
from lesions.measurement.terms import Card, Matrix, Points, Reason, Refusal, Surface

#: residual of one flat plane, in shares of a marker's side, below which nothing else is tried (ours)
FLAT_ENOUGH = 0.004
#: a residual of the corners of so many times the blur is noise (ours: a shaken camera leaves 0.25)
BY_BLUR = 0.27
#: a deformed sheet must fit this many times better (in squares) to be believed
BETTER = 4.0
#: a bend has one number less than a fold, so it may fit a little worse and still be taken
SIMPLER = 1.2
#: a crease that is weaker changes no length by more than the card's spread
LEAST_FOLD_DEG = 2.5
#: sharper creases are refused; below, ``deformed.WORST_HARM`` decides at each deposit
WORST_FOLD_DEG = 25.0
#: the same for a card that curls up by itself, between its ends
WORST_BEND_DEG = 28.0
#: another crease that fits nearly as well (in squares) may be the true one: refused if it is so much sharper
RIVAL, RIVAL_DEG = 1.6, 8.0
#: no limb on which a card is laid is thinner
LEAST_RADIUS_MM = 35.0
#: degrees by which a limb's skin faces otherwise than the card that follows it (standard deviation)
BENT_DEG = 1.5
#: corners that fit no sheet at all, in shares of a marker's side
WORST_RESIDUAL = 0.012
#: an arm is raised where the crease runs square to it, within this angle
SQUARE_DEG = 5.0
#: paper beyond a marker, in shares of its side
MARGIN = 0.5
#: relative error of a length for each radian of the fold, since the choice of the skin's plane may be wrong
BY_FOLD = 0.1


@dataclass(frozen=True)
class Joint:
    """What several markers of one card say together.

    Args:
        sheet: the skin's plane, in the card's millimetres; None where the card is flat.
        flat_px_to_mm: as if the card were flat; None where it is.
        limb: that the card follows; None where it does not.
        fold_deg: by how much the card is folded.
        unsure: relative standard deviation of a length from the choice of that plane.
        residual: of the corners, root mean square in shares of a marker's side.
    """

    residual: float
    sheet: Sheet | None = None
    flat_px_to_mm: Matrix | None = None
    limb: Limb | None = None
    fold_deg: float = 0.0
    unsure: float = 0.0


@dataclass(frozen=True)
class _Seen:
    """Corners of a card on a photo."""

    card: Card
    mm: Points
    px: Points
    camera: Matrix
    focal_error: float
    surface: Surface
    side_px: float
    blur_px: float

    @property
    def as_flat(self) -> Matrix:
        """Homography from the photo to the card through all corners, as if they lay in a plane."""
        matrix, _ = cv2.findHomography(self.px, self.mm)
        return np.asarray(matrix, dtype=np.float64)

    def is_noise(self, one: Fit) -> bool:
        """Whether corners of a photo so blurred may miss a sheet by as much."""
        return one.residual_px < BY_BLUR * self.blur_px and self.share(one) < WORST_RESIDUAL

    def share(self, one: Fit) -> float:
        return one.residual_px / self.side_px


def join(
    card: Card,
    corners_px: Mapping[int, Points],
    camera: Matrix,
    focal_error: float,
    surface: Surface = Surface.FLAT,
    blur_px: float = 0.0,
) -> Joint | Refusal:
    """One scale from the markers of a card that were seen, at least two.

    Args:
        corners_px: by the marker's number, clockwise from its upper left corner.
        camera: (3, 3).
        focal_error: relative standard deviation of its focal length.
        surface: on a limb a bent card follows the skin.
        blur_px: of the edges, which says how exact the corners can be.

    Raises:
        ValueError: fewer than two markers.
    """
    markers = [marker for marker in card.markers if marker.number in corners_px]
    if len(markers) < 2:
        raise ValueError("a joint needs two markers")
    mm = np.concatenate([np.array(marker.corners_mm) for marker in markers])
    px = np.concatenate([np.asarray(corners_px[marker.number], dtype=np.float64) for marker in markers])
    side_px = math.sqrt(max(_area(np.asarray(corners_px[marker.number])) for marker in markers))
    flat = fit(mm, px, camera, focal_error)
    seen = _Seen(card, mm, px, camera, focal_error, surface, side_px, blur_px)
    if seen.share(flat) < FLAT_ENOUGH:
        return Joint(seen.share(flat))
    if len(markers) < 3:
        return (
            Joint(seen.share(flat), unsure=seen.share(flat))
            if seen.is_noise(flat)
            else Refusal(Reason.FOLDED)
        )
    return _deformed(seen, flat)


def _deformed(seen: _Seen, flat: Fit) -> Joint | Refusal:
    """The sheet that explains the disagreement of three markers, or a refusal."""
    what = (seen.mm, seen.px, seen.camera, seen.focal_error)
    folded, bent = fit(*what, "fold", _creases(seen.card)), fit(*what, "bend", _axes())
    best = bent if bent.squares < SIMPLER * folded.squares else folded
    if seen.share(best) > WORST_RESIDUAL:
        return Refusal(Reason.FOLDED)
    if seen.is_noise(flat) and flat.squares < BETTER * best.squares:
        return Joint(seen.share(flat), unsure=seen.share(flat))
    return _bent(seen, bent) if best is bent else _folded(seen, folded)


def _folded(seen: _Seen, one: Fit) -> Joint | Refusal:
    fold = abs(math.degrees(one.sheet.amount))
    rivals = [math.degrees(rival.amount) for squares, rival in one.rivals if squares < RIVAL * one.squares]
    if fold > WORST_FOLD_DEG or max(rivals) - min(rivals) > RIVAL_DEG:
        return Refusal(Reason.FOLDED)
    if fold < LEAST_FOLD_DEG:
        return Joint(seen.share(one), one.sheet.tilted(one.sheet.amount / 2))
    plane, unsure = skin_plane(one.sheet, seen.card)
    return Joint(seen.share(one), plane, seen.as_flat, None, fold, unsure)


def skin_plane(sheet: Sheet, card: Card) -> tuple[Sheet, float]:
    """The plane of the skin below a folded card, and the relative error of a length from that choice.

    An arm that is raised leaves the rest of the card on the skin. A card that is folded across lies with its
    crease on the skin, both halves up, or stands on its lowest rim like a tent.
    """
    half = abs(sheet.amount) / 2
    raised = _raised_arm(sheet, card)
    if raised is not None:
        return sheet.tilted(sheet.amount if raised else 0.0), BY_FOLD * half
    plane = sheet.tilted(sheet.amount / 2)
    if sheet.amount > 0:
        return plane, BY_FOLD * half
    corners = np.concatenate([np.array(marker.corners_mm) for marker in card.markers])
    reach = float(np.abs(sheet.beyond(corners)).max()) + MARGIN * card.markers[0].side_mm
    tent = math.sin(half) * reach
    x, y, z = (float(value) for value in np.array(plane.shift) + tent * plane.rotation[:, 2])
    return replace(plane, shift=(x, y, z)), BY_FOLD * half + 0.3 * tent / z


def _raised_arm(sheet: Sheet, card: Card) -> bool | None:
    """Whether the half before the crease is a raised arm (True) or the one beyond it (False); or None."""
    if sheet.amount < 0:
        return None
    middles = np.array([np.array(marker.corners_mm).mean(axis=0) for marker in card.markers])
    corner, right, down = (bool(far > 0) for far in sheet.beyond(middles))
    if right == down:
        return None
    along = middles[1 if right != corner else 2] - middles[0]
    square = abs(float(sheet.across @ along)) / float(np.linalg.norm(along))
    return corner if square > math.cos(math.radians(SQUARE_DEG)) else None


def _bent(seen: _Seen, one: Fit) -> Joint | Refusal:
    """A card that follows a cylinder: the skin's own where it is a limb."""
    sheet, radius = one.sheet, 1 / abs(one.sheet.amount)
    span = float(np.ptp(sheet.beyond(seen.mm)))
    if radius < LEAST_RADIUS_MM:
        return Refusal(Reason.FOLDED)
    flat = replace(sheet, kind="flat", amount=0.0)
    if seen.surface is Surface.LIMB and sheet.amount > 0:
        axis = flat.rotation[:, :2] @ np.array([math.cos(sheet.angle), math.sin(sheet.angle)])
        point = np.array(flat.shift) + radius * flat.rotation[:, 2]
        return Joint(seen.share(one), flat, seen.as_flat, Limb(point, axis, radius, BENT_DEG))
    if math.degrees(span / radius) > WORST_BEND_DEG:
        return Refusal(Reason.FOLDED)
    unsure = BY_FOLD * span / radius
    return Joint(seen.share(one), flat, seen.as_flat, None, 0.0, unsure)


def _creases(card: Card) -> tuple[tuple[float, float, float], ...]:
    """Where a crease may run: between A and B, between A and C, through A, across both; up and down."""
    first, right, down = (np.array(marker.corners_mm) for marker in card.markers)
    across = (float(first[1, 0] + right[0, 0]) / 2, float(first[2, 1] + down[0, 1]) / 2)
    slant = math.atan2(across[1], -across[0])
    corner = -math.sin(slant) * across[0]
    half = float(first[2, 0]) / 2
    lines = (
        (0.0, across[1]),
        (0.0, half),
        (-math.pi / 2, across[0]),
        (-math.pi / 2, half),
        (slant, corner),
        (slant - math.pi, -corner),
    )
    return tuple((angle, offset, amount) for angle, offset in lines for amount in (0.3, -0.3))


def _axes() -> tuple[tuple[float, float, float], ...]:
    return tuple((angle, 0.0, bend) for angle in (0.0, 1.05, 2.1) for bend in (0.005, -0.005))


def _area(corners_px: Points) -> float:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners_px
    return float(abs((x2 - x0) * (y3 - y1) - (x3 - x1) * (y2 - y0)) / 2)
