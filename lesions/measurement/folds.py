"""A card with a crease: both halves are flat, the whole is not.

Seen from above a symmetric fold shortens a card as a tilt does, and corners alone cannot tell them apart.
Edges that are exact to hundredths of a pixel can: the halves rise or fall from the crease, and what is nearer
is larger. A slight crease is fitted, and the plane between its halves is taken for the skin's. One that is
not slight is refused.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from lesions.measurement.edges import Edges
from lesions.measurement.light import Values
from lesions.measurement.pose import Beforehand, Pose, held, look, prior_rows
from lesions.measurement.terms import Points

#: misfit beyond which a card may be creased (1: what the edges claim); flat ones stay below 1.1
CREASED_MISFIT = 1.5
#: starts of the search: crease's direction, and its place in shares of the marker's side
DIRECTIONS, PLACES = np.deg2rad(np.arange(0, 180, 12)), np.linspace(-0.3, 0.3, 7)
#: angles in radians from which a slight crease and a strong one are sought
SLIGHT, STRONG = 0.12, 0.45
#: standard deviations from which an edge counts ever less
HAIR = 6.0
#: directions that are tried, the likeliest first
GUESSES = 2
#: rounds of the search for one crease
MOST_ROUNDS = 14
#: small changes of a turn, a shift, the lens, the bloom, the crease: for derivatives
_STEPS = np.array([1e-5] * 3 + [1e-3] * 3 + [1e-5, 1e-5, 1e-3, 1e-4, 1e-4, 1e-3])


@dataclass(frozen=True)
class Crease:
    """Where a card is creased.

    Args:
        angle: in radians; both halves rise by half of it from the crease (a valley), or fall (a roof).
        direction: of the crease on the card, in radians from x.
        place_mm: how far it passes from the markers' middle.
        pose: of the plane between the halves, which touches the crease.
        misfit: as in ``Pose``, of the creased card.
        apart_px: how far each edge lies from the creased card, also those that were left out.
    """

    angle: float
    direction: float
    place_mm: float
    pose: Pose
    misfit: float
    apart_px: Values

    def skin(self, reach_mm: float) -> Pose:
        """The plane on which the card lies: a valley on its crease, a roof on its ends."""
        return self.pose.below(reach_mm * math.sin(max(-self.angle, 0.0) / 2))

    @property
    def degrees(self) -> float:
        return abs(math.degrees(self.angle))


def bent(mm: Points, middle: Values, angle: float, direction: float, place_mm: float) -> Points:
    """Points of a card in its space (n, 3) when it is creased; z runs away from the camera."""
    run = np.array([math.cos(direction), math.sin(direction)])
    across = np.array([-run[1], run[0]])
    off = mm - middle
    beside = off @ across - place_mm
    flat = (off @ run)[:, None] * run + (beside * math.cos(angle / 2) + place_mm)[:, None] * across
    return np.column_stack([middle + flat, -np.abs(beside) * math.sin(angle / 2)])


def fit_crease(edges: Edges, flat: Pose, known: Beforehand, middle: Values, side_mm: float) -> Crease:
    """The crease that explains the edges best, from the flat pose that does not."""
    guesses = _guesses(edges, flat, known, middle, side_mm)
    starts = [
        (start, direction, place)
        for angle, direction, place in guesses
        for start in (max(-SLIGHT, min(SLIGHT, angle)), math.copysign(SLIGHT, -angle))
    ]
    # only what no slight crease explains may be a strong one
    starts += [
        (math.copysign(STRONG, sign * angle), turn, at) for angle, turn, at in guesses[:1] for sign in (1, -1)
    ]
    fits: list[Crease] = []
    for start in starts:
        fits.append(_refined(edges, flat, known, middle, start))
        if fits[-1].misfit < CREASED_MISFIT:
            break
    return min(fits, key=lambda one: one.misfit)


def _guesses(
    edges: Edges, flat: Pose, known: Beforehand, middle: Values, side_mm: float
) -> list[tuple[float, float, float]]:
    """Of many creases those that lower the residuals most, by the derivative of a flat card."""
    design, off = look(flat, edges)
    weight = np.where(np.isfinite(edges.sigma_px), 1 / edges.sigma_px, 0.0)
    whole = np.concatenate([design * weight[:, None], prior_rows(known)])
    whole = whole / np.linalg.norm(whole, axis=0)
    basis, _ = np.linalg.qr(whole)
    left = np.concatenate([off * weight, held(flat, known)])
    left = left - basis @ (basis.T @ left)
    by_height = design[:, 3:6] @ -flat.rotation[:, 2]
    turn, place = (grid.ravel() for grid in np.meshgrid(DIRECTIONS, PLACES * side_mm))
    across = np.stack([-np.sin(turn), np.cos(turn)])
    tents = by_height[:, None] * np.abs((edges.mm - middle) @ across - place) / 2 * weight[:, None]
    tents = np.concatenate([tents, np.zeros((len(left) - len(tents), len(turn)))])
    tents = tents - basis @ (basis.T @ tents)
    power = np.maximum((tents**2).sum(axis=0), 1e-12)
    along = tents.T @ left
    guesses: list[tuple[float, float, float]] = []
    for best in np.argsort(-(along**2) / power):
        apart = [abs(math.remainder(float(turn[best]) - other, math.pi)) for _, other, _ in guesses]
        if not apart or min(apart) > 0.5:
            guesses.append((float(-along[best] / power[best]), float(turn[best]), float(place[best])))
        if len(guesses) == GUESSES:
            break
    return guesses


def _refined(
    edges: Edges, flat: Pose, known: Beforehand, middle: Values, start: tuple[float, float, float]
) -> Crease:
    """Levenberg-Marquardt on pose, lens, bloom and crease."""
    change, damping, hair = np.append(np.zeros(9), start), 1e-3, math.inf
    for _ in range(MOST_ROUNDS):
        # far from the goal all edges lie apart, and none is to count less for it
        far = _residual(change, edges, flat, known, middle, math.inf)
        hair = min(hair, max(HAIR, 4.0 * float(np.median(np.abs(far)))))
        residual = _residual(change, edges, flat, known, middle, hair)
        columns = [
            _residual(change + _STEPS * (np.arange(12) == k), edges, flat, known, middle, hair) - residual
            for k in range(12)
        ]
        slope = np.column_stack(columns) / _STEPS
        normal, right = slope.T @ slope, slope.T @ residual
        scale = np.diag(np.diag(normal) + 1e-9)
        lower = None
        while damping < 1e4:
            tried = change - np.linalg.solve(normal + damping * scale, right)
            lower = _residual(tried, edges, flat, known, middle, hair)
            if abs(tried[9]) < 1.4 and lower @ lower < residual @ residual:
                break
            lower, damping = None, damping * 10
        if lower is None:
            break
        gained = 1 - float(lower @ lower) / float(residual @ residual)
        change, residual, damping = tried, lower, damping / 10
        if gained < 1e-3 and hair <= HAIR:
            break
    residual = _residual(change, edges, flat, known, middle, HAIR)
    size = 1 / np.sqrt(np.diag(normal) + 1e-9)
    covariance = np.linalg.inv(normal * np.outer(size, size) + 1e-6 * np.eye(12)) * np.outer(size, size)
    count = int(np.isfinite(edges.sigma_px).sum())
    misfit = math.sqrt(float(residual @ residual) / max(1, count - 9))
    pose = replace(
        flat.changed(change[:8]), bloom_px=flat.bloom_px + float(change[8]), covariance=covariance[:8, :8]
    )
    plain = _residual(change, edges, flat, known, middle, math.inf)[: len(edges.mm)]
    apart = np.abs(plain * np.where(np.isfinite(edges.sigma_px), edges.sigma_px, 0.0))
    angle, direction, place = (float(value) for value in change[9:])
    return Crease(angle, direction, place, replace(pose, misfit=misfit), misfit, apart)


def _residual(
    change: Values, edges: Edges, flat: Pose, known: Beforehand, middle: Values, hair: float
) -> Values:
    """Distances across the edges in standard deviations, and from what is known beforehand.

    A few edges that lie apart for other reasons (a hair) must not rule: beyond ``hair`` they count less.
    """
    pose = flat.changed(change[:8])
    small = 0.05
    ends = [edges.mm, edges.mm + small * edges.along, edges.mm - small * edges.along]
    space = bent(np.concatenate([*ends, edges.mm + small * edges.to_white]), middle, *change[9:])
    here, ahead, behind, white = np.split(pose.px_in_space(space), 4)
    run = ahead - behind
    normal = np.column_stack([run[:, 1], -run[:, 0]]) / np.linalg.norm(run, axis=1, keepdims=True)
    normal = normal * np.sign((normal * (white - here)).sum(axis=1, keepdims=True))
    bloom = flat.bloom_px + change[8]
    off = ((edges.px - here) * normal).sum(axis=1) + bloom
    relative = np.where(np.isfinite(edges.sigma_px), off / edges.sigma_px, 0.0)
    if math.isfinite(hair):
        far = np.maximum(np.abs(relative) - hair, 0.0)
        relative = np.sign(relative) * (np.minimum(np.abs(relative), hair) + np.log1p(far))
    return np.concatenate([relative, held(replace(pose, bloom_px=bloom), known)])
