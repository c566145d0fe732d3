"""Curves for the atlas: smooth lines through points, Bezier fitting, compact path data."""

# mypy: ignore-errors

import itertools
import math

import numpy as np

# --- curves ------------------------------------------------------------------


def smooth(points: list, closed: bool = False, step: float = 1.5) -> np.ndarray:
    """Centripetal Catmull-Rom curve through points as a dense polyline.

    A point written (x, y, "corner") keeps a sharp corner.
    """
    corners = [i for i, p in enumerate(points) if len(p) > 2]
    xy = np.array([p[:2] for p in points], dtype=float)
    if closed and corners:
        shift = corners[0]
        xy = np.vstack([np.roll(xy, -shift, axis=0), xy[shift]])
        corners = [c - shift for c in corners] + [len(xy) - 1]
        closed = False
    if not closed and corners:
        stops = sorted({0, len(xy) - 1, *corners})
        parts = [smooth(xy[a : b + 1], step=step) for a, b in itertools.pairwise(stops)]
        return np.vstack([parts[0]] + [part[1:] for part in parts[1:]])
    if len(xy) == 2:
        pad = np.array([2 * xy[0] - xy[1], *xy, 2 * xy[1] - xy[0]])
    elif closed:
        pad = np.vstack([xy[-1], xy, xy[0], xy[1]])
    else:
        pad = np.vstack([2 * xy[0] - xy[1], xy, 2 * xy[-1] - xy[-2]])
    out = [pad[1]]
    for p0, p1, p2, p3 in zip(pad, pad[1:], pad[2:], pad[3:], strict=False):
        t1 = math.dist(p0, p1) ** 0.5
        t2 = t1 + max(math.dist(p1, p2) ** 0.5, 1e-6)
        t3 = t2 + max(math.dist(p2, p3) ** 0.5, 1e-6)
        count = max(4, int(math.dist(p1, p2) / step))
        for t in np.linspace(t1, t2, count + 1)[1:]:
            a1 = (t1 - t) / t1 * p0 + t / t1 * p1 if t1 > 0 else p1
            a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
            a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
            b1 = (t2 - t) / t2 * a1 + t / t2 * a2
            b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
            out.append((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2)
    return np.array(out)


def ellipse(cx, cy, rx, ry, turn=0.0, count=16):
    """Points of an ellipse, turned clockwise on the page by `turn` degrees."""
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    ring = []
    for k in range(count):
        a = 2 * math.pi * k / count
        x, y = rx * math.cos(a), ry * math.sin(a)
        ring.append((cx + c * x - s * y, cy + s * x + c * y))
    return ring


def fit_beziers(points, tolerance=0.18):
    """Cubic Bezier segments (Schneider's method) through a dense polyline; corners stay corners."""
    points = _thin(np.asarray(points, dtype=float))
    stops = [0]
    for i in range(1, len(points) - 1):
        a, b = points[i] - points[i - 1], points[i + 1] - points[i]
        cosine = a @ b / (np.linalg.norm(a) * np.linalg.norm(b))
        if cosine < 0.75:
            stops.append(i)
    stops.append(len(points) - 1)
    segments = []
    for a, b in itertools.pairwise(stops):
        part = points[a : b + 1]
        segments += _fit(part, _unit(part[1] - part[0]), _unit(part[-2] - part[-1]), tolerance)
    return segments


def _thin(points, spacing=0.5):
    """Drop points that crowd their neighbour, so that tangents stay reliable; keep both ends."""
    kept = [points[0]]
    for p in points[1:-1]:
        if math.dist(p, kept[-1]) >= spacing and math.dist(p, points[-1]) >= spacing:
            kept.append(p)
    return np.array([*kept, points[-1]])


def _unit(v):
    return v / (np.linalg.norm(v) or 1.0)


def _bezier(c, t):
    t = np.asarray(t)[:, None]
    return (1 - t) ** 3 * c[0] + 3 * t * (1 - t) ** 2 * c[1] + 3 * t**2 * (1 - t) * c[2] + t**3 * c[3]


def _fit(p, start, end, tolerance):
    if len(p) == 2:
        third = np.linalg.norm(p[1] - p[0]) / 3
        return [np.array([p[0], p[0] + start * third, p[1] + end * third, p[1]])]
    u = np.r_[0, np.cumsum(np.hypot(*np.diff(p, axis=0).T))]
    u /= u[-1]
    for _ in range(4):
        curve = _solve(p, u, start, end)
        distance = np.hypot(*(_bezier(curve, u) - p).T)
        if distance.max() < tolerance:
            return [curve]
        u = _reparametrise(curve, p, u)
    split = int(np.clip(distance.argmax(), 1, len(p) - 2))
    middle = _unit(p[split - 1] - p[split + 1])
    return _fit(p[: split + 1], start, middle, tolerance) + _fit(p[split:], -middle, end, tolerance)


def _solve(p, u, start, end):
    b0, b1, b2, b3 = (1 - u) ** 3, 3 * u * (1 - u) ** 2, 3 * u**2 * (1 - u), u**3
    a1, a2 = start * b1[:, None], end * b2[:, None]
    rest = p - (p[0] * (b0 + b1)[:, None] + p[-1] * (b2 + b3)[:, None])
    c = np.array([[np.sum(a1 * a1), np.sum(a1 * a2)], [np.sum(a1 * a2), np.sum(a2 * a2)]])
    x = np.array([np.sum(a1 * rest), np.sum(a2 * rest)])
    chord = np.linalg.norm(p[-1] - p[0])
    try:
        left, right = np.linalg.solve(c, x)
    except np.linalg.LinAlgError:
        left = right = 0
    arc = np.hypot(*np.diff(p, axis=0).T).sum()  # a handle longer than the curve overshoots
    if left < 1e-3 * chord or right < 1e-3 * chord or max(left, right) > arc:
        left = right = chord / 3
    return np.array([p[0], p[0] + start * left, p[-1] + end * right, p[-1]])


def _reparametrise(c, p, u):
    d1 = 3 * (c[1:] - c[:-1])
    d2 = 2 * (d1[1:] - d1[:-1])
    t = u[:, None]
    q = _bezier(c, u) - p
    q1 = (1 - t) ** 2 * d1[0] + 2 * t * (1 - t) * d1[1] + t**2 * d1[2]
    q2 = (1 - t) * d2[0] + t * d2[1]
    bottom = np.sum(q1 * q1 + q * q2, axis=1)
    step = np.where(np.abs(bottom) > 1e-9, np.sum(q * q1, axis=1) / np.where(bottom == 0, 1, bottom), 0)
    return np.clip(u - step, 0, 1)


def number(value):
    return f"{value:.1f}".removesuffix(".0").replace("-0.", "-.").removeprefix("0") or "0"


def joined(values):
    """Numbers as compactly as SVG allows: a minus sign separates too."""
    out = ""
    for value in values:
        text = number(value)
        text = "0" if text in ("-0", "-") else text
        out += text if not out or text.startswith("-") else " " + text
    return out


def bezier_path(segments, closed=False, per_unit=10):
    """Path data, relative to the previous point; differences are taken in whole steps, so nothing drifts."""
    steps = [np.round(np.asarray(s) * per_unit).astype(int) for s in segments]
    out = "M" + joined(steps[0][0] / per_unit)
    for s in steps:
        out += "c" + joined(((s[1:] - s[0]) / per_unit).ravel())
    return out + ("z" if closed else "")
