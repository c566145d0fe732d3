"""Where marks go on a drawing so that none covers another: apart when few, together when many. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

GAP = 44.0  # least distance between the middles of two marks, CSS px: each is a target of its own
REACH = 60.0  # a mark stays this near to its place, or it joins its neighbours
MERGE = (0.0, 14.0, 28.0, 36.0, GAP)  # how near places must be to become one mark, tried in this order
ROUNDS = 40

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """One mark: where it is drawn, where it belongs, and which of the given points it stands for."""

    at: Point
    home: Point
    members: tuple[int, ...]


def arrange(points: Sequence[Point], size: Point, margin: float = 16.0) -> list[Spot]:
    """Places marks for points inside a picture of `size`; all lengths in CSS px.

    Marks are at least GAP apart and at least `margin` from the edge. Points that cannot be told apart within
    REACH of their place share a mark. The same input gives the same picture.
    """
    homes = [_inside(point, size, margin) for point in points]
    for merge in MERGE:
        groups = _groups(homes, merge)
        leaders = [homes[group[0]] for group in groups]
        spread = _spread(leaders, size, margin)
        if merge == GAP or _good(spread, leaders):
            places = leaders if merge == GAP and not _good(spread, leaders) else spread
            return [Spot(at, home, group) for at, home, group in zip(places, leaders, groups, strict=True)]
    return []


def _inside(point: Point, size: Point, margin: float) -> Point:
    return min(max(point[0], margin), size[0] - margin), min(max(point[1], margin), size[1] - margin)


def _groups(homes: Sequence[Point], merge: float) -> list[tuple[int, ...]]:
    """Points nearer than `merge` to the first of a group belong to it; leaders are that far apart."""
    groups: list[list[int]] = []
    for i, home in enumerate(homes):
        near = next((g for g in groups if math.dist(homes[g[0]], home) < merge), None)
        if near is None:
            groups.append([i])
        else:
            near.append(i)
    return [tuple(group) for group in groups]


def _spread(leaders: Sequence[Point], size: Point, margin: float) -> list[Point]:
    """Pushes marks that overlap apart, a little at a time."""
    at = [_start(i, leaders) for i in range(len(leaders))]
    for _ in range(ROUNDS):
        moved = False
        for i in range(len(at)):
            for j in range(i):
                far = math.dist(at[i], at[j])
                if far >= GAP:
                    continue
                angle = math.atan2(at[i][1] - at[j][1], at[i][0] - at[j][0]) if far > 0.01 else 2.4 * i
                push = (GAP + 0.5 - far) / 2
                dx, dy = push * math.cos(angle), push * math.sin(angle)
                at[i] = _inside((at[i][0] + dx, at[i][1] + dy), size, margin)
                at[j] = _inside((at[j][0] - dx, at[j][1] - dy), size, margin)
                moved = True
        if not moved:
            break
    return at


def _start(i: int, leaders: Sequence[Point]) -> Point:
    """The place itself; of several on one place, a point on a small circle round it: they fan out evenly."""
    same = [j for j, other in enumerate(leaders) if math.dist(other, leaders[i]) < 1]
    if len(same) == 1:
        return leaders[i]
    angle = 2 * math.pi * same.index(i) / len(same) - math.pi / 2
    return leaders[i][0] + 8 * math.cos(angle), leaders[i][1] + 8 * math.sin(angle)


def _good(spread: Sequence[Point], leaders: Sequence[Point]) -> bool:
    apart = all(math.dist(spread[i], spread[j]) >= GAP for i in range(len(spread)) for j in range(i))
    return apart and all(math.dist(a, b) <= REACH for a, b in zip(spread, leaders, strict=True))
