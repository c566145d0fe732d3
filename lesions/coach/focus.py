"""How blurred a photo is, from how wide its edges are; noise and smooth skin have none.

An edge of blur s answers a derivative of blur a with a slope in proportion to 1/sqrt(s² + a²). The ratio of
two such answers gives s, whatever the contrast of the edge.
"""

from __future__ import annotations

import cv2
import numpy as np

from lesions.coach.frame import Field, Mask, Picture

FINE, COARSE = 1.0, 2.0  # px: the two blurs whose answers to an edge are compared
MIN_EDGE_PX = 40
EDGE_SHARE = 0.004  # of the picture counts as its strong edges
NOISE_TIMES = 7.0
IN_LINE = 0.94  # cosine of 20 degrees: how well an edge must run along a side of the marker


def blur_of_edges(picture: Picture) -> float | None:
    """The blur of the sharpest fifth of the strong edges, as the deviation of a Gaussian in px.

    None without enough edges above the noise.
    """
    (_x, _y, fine), (_cx, _cy, coarse) = _slopes(picture, FINE), _slopes(picture, COARSE)
    noise = float(np.median(coarse)) * NOISE_TIMES
    edge = coarse >= max(float(np.quantile(coarse, 1 - EDGE_SHARE)), noise, 1.5)
    if int(edge.sum()) < MIN_EDGE_PX:
        return None
    return float(np.quantile(_blur(fine[edge], coarse[edge]), 0.2))


def blur_of_marker(picture: Picture, corners: Field) -> float | None:
    """The blur across the worse of the marker's two directions: a moving hand blurs in one only.

    Args:
        corners: of the marker, four points (x, y) in px, in order.
    """
    middle = corners.mean(axis=0)
    inside = np.zeros(picture.shape[:2], dtype=np.uint8)
    cv2.fillConvexPoly(inside, np.round(middle + (corners - middle) * 1.12).astype(np.int32), 1)
    left, top, width, height = cv2.boundingRect(inside)
    part = (slice(top, top + height), slice(left, left + width))
    fine, coarse = _slopes(picture[part], FINE), _slopes(picture[part], COARSE)
    sides = (
        corners[1] - corners[0] + corners[2] - corners[3],
        corners[2] - corners[1] + corners[3] - corners[0],
    )
    found = [_across(fine, coarse, side, inside[part] > 0) for side in sides]
    blurs = [blur for blur in found if blur is not None]
    return max(blurs) if len(blurs) == len(sides) else None


def _across(fine: list[Field], coarse: list[Field], side: Field, inside: Mask) -> float | None:
    """The blur of the edges that run along ``side``."""
    ux, uy = side / max(float(np.linalg.norm(side)), 1e-6)
    strength = coarse[2]
    in_line = np.abs(coarse[0] * uy - coarse[1] * ux) >= IN_LINE * strength
    candidates = in_line & inside
    if int(candidates.sum()) < MIN_EDGE_PX:
        return None
    least = max(0.5 * float(np.quantile(strength[candidates], 0.97)), 1.5)
    edge = candidates & (strength >= least)
    if int(edge.sum()) < MIN_EDGE_PX:
        return None
    return float(np.quantile(_blur(fine[2][edge], strength[edge]), 0.25))


def _blur(fine: Field, coarse: Field) -> Field:
    ratio = np.clip((fine / coarse) ** 2, 1.02, (COARSE / FINE) ** 2)
    return np.asarray(np.sqrt(np.clip((COARSE**2 - ratio * FINE**2) / (ratio - 1), 0, None)))


def _slopes(picture: Picture, blur_px: float) -> list[Field]:
    """Per pixel the slope to the right, the slope down and the length of both, in steps of brightness."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.float32)
    soft = cv2.GaussianBlur(grey, (0, 0), blur_px)
    across = np.asarray(cv2.Scharr(soft, cv2.CV_32F, 1, 0, scale=1 / 32), dtype=np.float32)
    down = np.asarray(cv2.Scharr(soft, cv2.CV_32F, 0, 1, scale=1 / 32), dtype=np.float32)
    return [across, down, np.asarray(cv2.magnitude(across, down))]
