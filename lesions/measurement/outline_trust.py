"""How far an outline can be trusted: is there a lump at all, and how far off may its length be?

The limits were set on drawn close-ups and on taps beside lumps; they are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lesions.measurement.outline_polar import Fan, Floats, Rows

#: how vague the place of the border may be on the mean of all rays (nats; of 120 equally likely places 4.8)
VAGUEST = {"far": 3.3, "near": 4.15}
VAGUEST_SUM = 7.1
#: mean logarithm of probability along a path; a path forced through unlikely places lies lower
LEAST_LIKELY = {"far": -3.4, "near": -4.2}
#: a lump is at least this much paler than the skin around it (logarithm of green and blue light)
LEAST_PALER = 0.05
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
    def spread(self) -> float:
        """Mean standard deviation of the border's place on a ray, as a share of its radius, near the path."""
        step = float(np.log(self.rays.radii[1] / self.rays.radii[0]))
        rows = np.clip(self.path + np.arange(-12, 13)[:, None], 0, len(self.score) - 1)
        share = np.exp(np.take_along_axis(self.score, rows, axis=0).astype(np.float64)) + 1e-9
        share /= share.sum(axis=0)
        mean = (share * rows).sum(axis=0)
        return step * float(np.sqrt((share * (rows - mean) ** 2).sum(axis=0)).mean())


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
    """What the size of the error is judged by: vagueness of the border, and how large the lump is seen."""
    near = looks[-1]
    radius = float(near.rays.radii[near.path].mean())
    return np.array([np.log(near.spread), near.vague, near.likely, np.log(min(radius, 60.0))], np.float32)


def ambiguity(looks: list[Look]) -> float:
    """Relative standard deviation of the length from where the border is drawn."""
    return 0.9 * looks[-1].spread
