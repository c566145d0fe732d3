"""Borders between regions: fitted with Bezier curves once, used by both neighbours, so that nothing gapes."""

# mypy: ignore-errors

import itertools

import numpy as np
import shapely

from scripts.atlas.curves import fit_beziers

TOLERANCE = 0.3  # units of the page; less than half the contour's width


def trace(faces, owner):
    """The regions, by owner, as rings of Bezier segments; `owner` says for each face whose it is."""
    border = _border(faces, owner)
    chains = {}
    fitted = {}
    for chain in _chains(border):
        who = border[chain[0], chain[1]]
        chains.setdefault(who, []).append((chain[0], chain[-1], _fitted(chain, fitted)))
    return {who: _rings(pieces) for who, pieces in chains.items()}


def _border(faces, owner):
    """Directed edges (a, b) that have their owner on the left and somebody else, or nobody, on the right."""
    left = {}
    for face, who in zip(faces, owner, strict=False):
        if who is None:
            continue
        face = shapely.geometry.polygon.orient(face)
        for ring in [face.exterior, *face.interiors]:
            coords = [(round(x, 3), round(y, 3)) for x, y in ring.coords]
            left.update({(a, b): who for a, b in itertools.pairwise(coords) if a != b})
    return {e: who for e, who in left.items() if left.get((e[1], e[0])) != who}


def _chains(border):
    """The border in pieces from node to node, each direction once; a loop starts at its least point."""
    neighbours = {}
    for a, b in border:
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    nodes = {p for p, around in neighbours.items() if len(around) != 2}
    seen = set()
    for a, b in [(a, b) for a, b in border if a in nodes] + list(border):
        if (a, b) in seen:
            continue
        chain = [a, b]
        while chain[-1] not in nodes and chain[-1] != chain[0]:
            following = neighbours[chain[-1]] - {chain[-2]}
            chain.append(following.pop())
        if chain[0] == chain[-1]:
            k = chain.index(min(chain))
            chain = chain[k:-1] + chain[: k + 1]
        seen.update(itertools.pairwise(chain))
        yield chain


def _fitted(chain, known):
    """The curves of a chain; the same ones, turned round, for the neighbour who walks it the other way."""
    name = min(tuple(chain), tuple(chain[::-1]))
    if name not in known:
        known[name] = [np.round(s, 1) for s in fit_beziers(np.array(name), TOLERANCE)]
    return known[name] if tuple(chain) == name else [s[::-1] for s in known[name][::-1]]


def _rings(pieces):
    """Pieces (first point, last point, segments) joined end to end into closed rings."""
    rings, pieces = [], list(pieces)
    while pieces:
        first, last, segments = pieces.pop(0)
        ring = list(segments)
        while last != first:
            index = next(i for i, piece in enumerate(pieces) if piece[0] == last)
            _, last, segments = pieces.pop(index)
            ring += segments
        rings.append(ring)
    return rings
