"""Few points for an outline that a person is to move with a finger."""

from __future__ import annotations

import numpy as np

from lesions.measurement.shape import area_of, shape_of
from lesions.measurement.terms import Points

#: an editor's outline may differ by this share in area and in length from the one proposed
CLOSE_ENOUGH = 0.005
FEWEST_POINTS = 12


def simplify(outline: Points, most_points: int = 40) -> Points:
    """The outline with as few points as keep its area and length within 0.5 %, 12 to ``most_points``.

    The corner whose triangle is smallest goes first (Visvalingam and Whyatt 1993); what the polygon has lost
    by its chords is given back by growing it about its middle.

    Raises:
        ValueError: fewer than three points are given or asked for.
    """
    if len(outline) < 3 or most_points < 3:
        raise ValueError("an outline needs three points")
    kept = np.asarray(outline, dtype=np.float64)
    while len(kept) > most_points:
        kept = _without_one(kept)
    best = _grown(kept, outline)
    while len(kept) > FEWEST_POINTS:
        kept = _without_one(kept)
        fewer = _grown(kept, outline)
        best = fewer if _close(fewer, outline) else best
    return best


def _without_one(points: Points) -> Points:
    return np.delete(points, int(_triangles(points).argmin()), axis=0)


def _triangles(points: Points) -> Points:
    """Area of the triangle of each point with its neighbours."""
    before, after = np.roll(points, 1, axis=0) - points, np.roll(points, -1, axis=0) - points
    return np.asarray(np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) / 2)


def _grown(few: Points, outline: Points) -> Points:
    lost = area_of(outline) / max(area_of(few), 1e-9)
    middle = few.mean(axis=0)
    return np.asarray(middle + (few - middle) * np.sqrt(np.clip(lost, 0.9, 1.1)))


def _close(few: Points, outline: Points) -> bool:
    seen, meant = shape_of([few]), shape_of([outline])
    pairs = ((seen.length, meant.length), (seen.width, meant.width), (seen.area, meant.area))
    return all(abs(one - other) <= CLOSE_ENOUGH * other for one, other in pairs)
