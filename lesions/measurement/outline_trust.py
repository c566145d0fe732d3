"""How far an outline can be trusted: is there a lump at all, and how far off may its length be?

The limits were set on drawn close-ups and on taps beside lumps; they are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lesions.measurement.outline_features import around
from lesions.measurement.outline_polar import Fan, Floats, Rows
from lesions.measurement.shape import longest_diameter
from lesions.measurement.terms import Points

#: how vague the place of the border may be on the mean of all rays (nats; of 120 equally likely places 4.8)
VAGUEST = {"far": 3.3, "near": 4.15}
VAGUEST_SUM = 7.1
#: mean logarithm of probability along a path; a path forced through unlikely places lies lower
LEAST_LIKELY = {"far": -3.4, "near": -4.2}
#: a lump is at least this much paler than the skin around it (logarithm of green and blue light)
LEAST_PALER = 0.05
#: rows on either side of the path over which the border's place is averaged
BLUR_ROWS = 3
#: rays over which the smooth border is drawn that neighbouring rays are compared with
JITTER_RAYS = 3.0
#: logarithm of the mean error of a length: constant, for each nat of likelihood, for the logarithm of the
#: jitter; fitted by bench/measure_outline/calibrate.py. With MARGIN the band of 1.96 holds nine of ten.
CERTAINTY = np.array([-4.84, -1.51, 0.40])
MARGIN = 0.92
AMBIGUITY = (0.0015, 0.25)
#: see ``sharpened``
BLUNT, SHARP = 0.02, -1.3
#: what is compared on either side of the border, in rows
BESIDE = range(3, 10)


@dataclass(frozen=True)
class Look:
    """One look's rays, its judgement of all places, and the path taken through them."""

    name: str
    rays: Fan
    score: Floats
    path: Rows

    @property
    def vague(self) -> float:
        """Mean entropy of the border's place on a ray, in nats."""
        return float(-(np.exp(self.score) * np.maximum(self.score, -30)).sum(axis=0).mean())

    @property
    def likely(self) -> float:
        """Mean logarithm of probability along the path."""
        return float(np.maximum(self.score[self.path, np.arange(self.score.shape[1])], -12).mean())

    @property
    def paler(self) -> float:
        """How much paler it is just inside than just outside, on the mean of all rays."""
        turn = np.arange(self.score.shape[1])
        rows = np.clip(
            self.path + np.array([[-k for k in BESIDE], list(BESIDE)])[..., None], 0, len(self.score) - 1
        )
        inside, outside = self.rays.light[rows, turn][..., 1:].mean(axis=(1, 2, 3))
        return float(inside - outside)

    @property
    def radius(self) -> Floats:
        """The border on each ray between the rows: mean of the places near the path, by their probability."""
        rows = np.clip(self.path + np.arange(-BLUR_ROWS, BLUR_ROWS + 1)[:, None], 0, len(self.score) - 1)
        share = np.exp(np.take_along_axis(self.score, rows, axis=0).astype(np.float64))
        row = (share * rows).sum(axis=0) / share.sum(axis=0)
        return np.asarray(np.interp(row, np.arange(len(self.rays.radii)), self.rays.radii), dtype=np.float32)

    @property
    def jitter(self) -> float:
        """How much neighbouring rays differ about the smooth border, as a share of the radius."""
        place = np.log(self.radius)[None, :, None]
        return float(np.std(place - around(place, JITTER_RAYS)))


def is_lump(looks: list[Look]) -> bool:
    """Whether what was outlined stands out from the skin, by the one look or the two that were taken."""
    vague = [look.vague for look in looks]
    return (
        all(look.vague < VAGUEST[look.name] for look in looks)
        and (len(looks) == 1 or sum(vague) < VAGUEST_SUM)
        and all(look.likely > LEAST_LIKELY[look.name] for look in looks)
        and looks[-1].paler > LEAST_PALER
    )


def clues(looks: list[Look]) -> Floats:
    """What the size of the error is judged by."""
    return np.array([looks[-1].likely, np.log(looks[-1].jitter + 1e-4)], np.float32)


def ambiguity(looks: list[Look]) -> float:
    """Relative standard deviation of the length from where the border is drawn."""
    size = MARGIN * np.exp(CERTAINTY[0] + np.dot(CERTAINTY[1:], clues(looks)))
    return float(np.clip(size, *AMBIGUITY))


def sharpened(outline: Points, likely: float) -> Points:
    """The outline drawn out along its longest diameter, and narrowed across it so that its area stays.

    Where the border is vague, the mean of all that it may be is rounder than the border itself, and too short
    by ``BLUNT`` for each nat of likelihood below ``SHARP`` (drawn and generated lumps agree).
    """
    longer = 1 + BLUNT * max(0.0, SHARP - likely)
    start, end = longest_diameter(outline)
    along = (end - start) / max(float(np.hypot(*(end - start))), 1e-9)
    middle = outline.mean(axis=0)
    parts = (outline - middle) @ np.stack([along, [-along[1], along[0]]], axis=1)
    turned = parts * np.array([longer, 1 / longer])
    return np.asarray(middle + turned @ np.stack([along, [-along[1], along[0]]]), dtype=np.float64)
