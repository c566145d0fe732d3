"""Longest diameter, width across it, area and perimeter of outlines in a plane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lesions.measurement.terms import Points


@dataclass(frozen=True)
class Shape:
    """Sizes in the unit of the points (mm, mm²). ``ends``: the two points of the longest diameter."""

    length: float
    width: float
    area: float
    perimeter: float
    ends: tuple[tuple[float, float], tuple[float, float]]


def area_of(outline: Points) -> float:
    """Area of a closed polygon (shoelace formula); independent of where it starts and which way it runs."""
    x, y = (outline - outline.mean(axis=0)).T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def perimeter_of(outline: Points) -> float:
    """Length of a closed polygon's border."""
    return float(np.linalg.norm(outline - np.roll(outline, -1, axis=0), axis=1).sum())


def hull_of(points: Points) -> Points:
    """Corners of the convex hull, by Andrew's monotone chain; the point itself when all are the same."""
    ordered = np.unique(points, axis=0)
    if len(ordered) < 3:
        return ordered
    lower, upper = _chain(ordered.tolist()), _chain(ordered[::-1].tolist())
    return np.array(lower[:-1] + upper[:-1])


def _chain(ordered: list[list[float]]) -> list[list[float]]:
    """The border of points ordered along x that turns left only."""
    chain: list[list[float]] = []
    for x, y in ordered:
        while len(chain) > 1 and _turns_right(chain[-2], chain[-1], x, y):
            chain.pop()
        chain.append([x, y])
    return chain


def _turns_right(first: list[float], second: list[float], x: float, y: float) -> bool:
    along = (second[0] - first[0]) * (y - first[1]) - (second[1] - first[1]) * (x - first[0])
    return along <= 0


def longest_diameter(points: Points) -> tuple[Points, Points]:
    """The two points farthest from each other. Both are corners of the convex hull."""
    corners = hull_of(points)
    apart = np.linalg.norm(corners[:, None] - corners[None], axis=2)
    first, second = np.unravel_index(int(apart.argmax()), apart.shape)
    return corners[first], corners[second]


def shape_of(outlines: Sequence[Points]) -> Shape:
    """Sizes of one lesion of one or several lumps: longest way across all, area and border summed.

    Args:
        outlines: closed polygons of at least three points each, in one plane.

    Raises:
        ValueError: no outline, or one of fewer than three points.
    """
    if not outlines or any(len(outline) < 3 for outline in outlines):
        raise ValueError("an outline needs three points")
    points = np.concatenate(outlines).astype(np.float64)
    start, end = longest_diameter(points)
    along = end - start
    length = float(np.hypot(*along))
    across = np.array([-along[1], along[0]]) / max(length, 1e-12)
    reach = (points - start) @ across
    return Shape(
        length=length,
        width=float(reach.max() - reach.min()),
        area=sum(area_of(np.asarray(o, dtype=np.float64)) for o in outlines),
        perimeter=sum(perimeter_of(np.asarray(o, dtype=np.float64)) for o in outlines),
        ends=((float(start[0]), float(start[1])), (float(end[0]), float(end[1]))),
    )
