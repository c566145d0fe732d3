"""How blurred a photo is, from how wide its edges are; noise and smooth skin have none."""

from __future__ import annotations

import cv2
import numpy as np

from lesions.coach.frame import Field, Mask, Picture

FINE, COARSE = 1.0, 2.0  # px: the two blurs whose answers to an edge are compared
MIN_EDGE_PX = 40
NOISE_TIMES = 7.0


def edge_blur(picture: Picture, where: Mask | None = None) -> tuple[float, float] | None:
    """The blur of the sharpest and of the typical strong edges, as the deviation of a Gaussian in px.

    An edge of blur s answers a derivative of blur a with a slope in proportion to 1/sqrt(s² + a²). The ratio
    of two such answers gives s, whatever the contrast of the edge.

    Args:
        where: look only there (the marker).

    Returns:
        (20th percentile, median) over the strong edges; None without enough of them above the noise.
    """
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.float32)
    fine, coarse = _slope(grey, FINE), _slope(grey, COARSE)
    noise = float(np.median(coarse))
    inside = coarse if where is None else coarse[where]
    if inside.size < MIN_EDGE_PX:
        return None
    share = 0.004 if where is None else 0.25
    strong = max(float(np.quantile(inside, 1 - share)), noise * NOISE_TIMES if where is None else 4.0, 1.5)
    edge = coarse >= strong
    if where is not None:
        edge &= where
    if int(edge.sum()) < MIN_EDGE_PX:
        return None
    ratio = np.clip((fine[edge] / coarse[edge]) ** 2, 1.02, (COARSE / FINE) ** 2)
    blur = np.sqrt(np.clip((COARSE**2 - ratio * FINE**2) / (ratio - 1), 0, None))
    return float(np.quantile(blur, 0.2)), float(np.median(blur))


def _slope(grey: Field, blur_px: float) -> Field:
    soft = cv2.GaussianBlur(grey, (0, 0), blur_px)
    across = cv2.Scharr(soft, cv2.CV_32F, 1, 0, scale=1 / 32)
    down = cv2.Scharr(soft, cv2.CV_32F, 0, 1, scale=1 / 32)
    return np.asarray(cv2.magnitude(across, down), dtype=np.float32)
