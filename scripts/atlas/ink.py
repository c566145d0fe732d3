"""Ink: how lines become path data. A line swells and thins like a pen stroke; equal ones share a path."""

# mypy: ignore-errors

import numpy as np

from scripts.atlas.curves import bezier_path, fit_beziers

OPACITIES = (0.25, 0.35, 0.45, 0.6, 0.75, 0.9, 1)  # few steps, so that many strokes share one path
SHADOW = "#2a1608"
SHORT = 9  # a line shorter than so many widths shows no swelling
FINEST = 0.16  # half the width of a stroke at its ends, as a share of its half-width in the middle


def step_of(opacity):
    """The nearest of the few opacities that are used."""
    return min(OPACITIES, key=lambda one: abs(one - opacity))


def stroke_ring(curve, width):
    """The closed outline of a pen stroke along a dense polyline: full in the middle, fine at both ends."""
    p = np.asarray(curve, dtype=float)
    run = np.r_[0, np.cumsum(np.hypot(*np.diff(p, axis=0).T))]
    t = run / run[-1]
    half = 0.5 * width * (FINEST + (1 - FINEST) * np.sin(np.pi * t) ** 0.75)
    along = np.gradient(p, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    across = np.c_[-along[:, 1], along[:, 0]] * half[:, None]
    return np.vstack([p + across, (p - across)[::-1], (p + across)[:1]])


def spaced(curve, step):
    """A polyline with points about `step` apart along it, both ends kept."""
    p = np.asarray(curve, dtype=float)
    run = np.r_[0, np.cumsum(np.hypot(*np.diff(p, axis=0).T))]
    at = np.linspace(0, run[-1], max(3, int(run[-1] / step) + 1))
    return np.c_[np.interp(at, run, p[:, 0]), np.interp(at, run, p[:, 1])]


def lines_svg(lines, fineness=0.2):
    """Paths for (polyline, width, opacity, fill, closed) rows; open lines become pen strokes."""
    swelling, plain = {}, {}
    for curve, width, opacity, fill, closed in lines:
        shade = step_of(opacity)
        short = np.hypot(*np.diff(curve, axis=0).T).sum() < SHORT * width
        if closed or short or fill != "none":
            data = bezier_path(fit_beziers(curve, fineness * 1.5), closed)
            plain.setdefault((width, shade, fill), []).append(data)
        else:
            ring = stroke_ring(spaced(curve, 1.2), width)
            swelling.setdefault(shade, []).append(bezier_path(fit_beziers(ring, fineness), True))
    out = []
    for shade, data in swelling.items():
        out.append(f'<path d="{"".join(data)}" fill="currentColor" stroke="none"{_see("fill", shade)}/>')
    for (width, shade, fill), data in plain.items():
        inside = "" if fill == "none" else f' fill="{fill}"{_see("fill", shade)}'
        out.append(f'<path d="{"".join(data)}" stroke-width="{width:g}"{_see("stroke", shade)}{inside}/>')
    return out


def tones_svg(tones):
    """Paths for (polyline, opacity, fill) rows: soft form shadows without a contour, dark on any page."""
    grouped = {}
    for curve, opacity, fill in tones:
        grouped.setdefault((opacity, fill), []).append(bezier_path(fit_beziers(curve, 0.7), True))
    return [
        f'<path d="{"".join(rows)}" fill="{fill}"{_see("fill", opacity)} stroke="none"/>'
        for (opacity, fill), rows in grouped.items()
    ]


def _see(what, opacity):
    return "" if opacity == 1 else f' {what}-opacity="{opacity:g}"'.replace("0.", ".")
