"""Ink: how lines become path data. A line swells and thins like a pen stroke; equal ones share a path."""

# mypy: ignore-errors

import numpy as np

from scripts.atlas.curves import _bezier, bezier_path, fit_beziers

OPACITIES = (0.25, 0.35, 0.45, 0.6, 0.75, 0.9, 1)  # few steps, so that many strokes share one path
SHADOW = "#2a1608"
SHORT = 9  # a line shorter than so many widths shows no swelling


def step_of(opacity):
    """The nearest of the few opacities that are used."""
    return min(OPACITIES, key=lambda one: abs(one - opacity))


def pen_stroke(curve: np.ndarray, width: float, fineness: float) -> list[np.ndarray]:
    """The outline of a pen stroke along a polyline, in Beziers: full in the middle, thin at the ends."""
    middle = fit_beziers(curve, fineness)
    lengths = [np.hypot(*np.diff(_bezier(s, np.linspace(0, 1, 16)), axis=0).T).sum() for s in middle]
    run = np.r_[0, np.cumsum(lengths)] / sum(lengths)
    sides = [
        [_beside(s, a, b, sign * width * 0.56) for s, a, b in zip(middle, run, run[1:], strict=False)]
        for sign in (1, -1)
    ]
    return sides[0] + [s[::-1] for s in sides[1][::-1]]


def _beside(segment, start, end, half):
    """A segment moved sideways by a swelling distance; `start`, `end` are its shares of the whole stroke."""
    t = np.array([0, 1 / 3, 2 / 3, 1])
    far = half * np.maximum(np.sin(np.pi * (start + (end - start) * t)), 0) ** 0.7
    bulge = [far[0], (-5 * far[0] + 18 * far[1] - 9 * far[2] + 2 * far[3]) / 6,
             (2 * far[0] - 9 * far[1] + 18 * far[2] - 5 * far[3]) / 6, far[3]]  # fmt: skip
    along = np.array(
        [segment[1] - segment[0], segment[2] - segment[0], segment[3] - segment[1], segment[3] - segment[2]]
    )
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    return segment + np.c_[-along[:, 1], along[:, 0]] * np.array(bulge)[:, None]


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
            swelling.setdefault(shade, []).append(bezier_path(pen_stroke(curve, width, fineness), True))
    out = []
    for shade, data in swelling.items():
        out.append(f'<path d="{"".join(data)}" fill="currentColor" stroke="none"{_see("fill", shade)}/>')
    for (width, shade, fill), data in plain.items():
        inside = "" if fill == "none" else f' fill="{fill}"{_see("fill", shade)}'
        out.append(f'<path d="{"".join(data)}" stroke-width="{width:g}"{_see("stroke", shade)}{inside}/>')
    return out


def tones_svg(tones, fineness=0.7, per_unit=2):
    """Paths for (polyline, opacity, fill) rows: soft form shadows without a contour, dark on any page."""
    grouped = {}
    for curve, opacity, fill in tones:
        grouped.setdefault((opacity, fill), []).append(
            bezier_path(fit_beziers(curve, fineness), True, per_unit=per_unit)
        )
    return [
        f'<path d="{"".join(rows)}" fill="{fill}"{_see("fill", opacity)} stroke="none"/>'
        for (opacity, fill), rows in grouped.items()
    ]


def _see(what, opacity):
    return "" if opacity == 1 else f' {what}-opacity="{opacity:g}"'.replace("0.", ".")
