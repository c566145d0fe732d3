"""Longest diameter, width across it, area and perimeter of outlines in a plane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
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


def longest_diameter(points: Points) -> tuple[Points, Points]:
    """The two points farthest from each other. Both are corners of the convex hull."""
    hull = cv2.convexHull(points.astype(np.float32), returnPoints=False).ravel()
    corners = points[hull] if len(hull) > 1 else points
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
