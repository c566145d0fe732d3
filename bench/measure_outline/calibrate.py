"""How far off is a proposed length? `python -m bench.measure_outline.calibrate` fits outline_trust's numbers.

Proposes outlines on drawn patches that the model was not trained on, and fits the size of the error to how
vague the border looked. Prints the coefficients, the factor to a band that holds 92 %, and the bias.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from bench.measure_outline.train import box_of, drawn
from lesions.measurement import outline
from lesions.measurement.outline_trust import clues
from lesions.measurement.shape import shape_of
from lesions.measurement.terms import LocalScale


def errors(patches, seed=5):
    """Rows of clues, relative error of length and of area, for a tap or (every third) a box."""
    rng, rows = np.random.default_rng(seed), []
    seen = []
    kept, outline.ambiguity = outline.ambiguity, lambda looks: seen.append(clues(looks)) or 0.1
    for n, p in enumerate(patches):
        photo = cv2.cvtColor(cv2.imdecode(np.frombuffer(p.jpeg, np.uint8), 1), cv2.COLOR_BGR2RGB)
        scale = LocalScale(np.diag([1 / p.density, 1 / p.density, 1.0]))
        where = {"box": box_of(rng, p.outline)} if n % 3 == 2 else {"tap": tuple(p.taps[0])}
        try:
            found = outline.propose(photo, scale=scale, **where)
        except outline.NothingFound:
            continue
        a, b = shape_of(found.outlines_px), shape_of([p.outline])
        rows.append([*seen[-1], np.log(a.length / b.length), np.log(a.area / b.area), n % 3 == 2])
    outline.ambiguity = kept
    return np.array(rows)


def fit(x, e, steps=4000):
    """log of the mean absolute error as a linear function of the clues (maximum likelihood of Laplace)."""
    design = np.c_[np.ones(len(x)), x]
    w = np.zeros(design.shape[1])
    w[0] = np.log(np.abs(e).mean())
    mean, spread = x.mean(0), x.std(0) + 1e-9
    design[:, 1:] = (x - mean) / spread
    for _ in range(steps):
        size = np.exp(design @ w)
        w -= 0.05 * design.T @ (1 - np.abs(e) / size) / len(e)
    return np.r_[w[0] - (w[1:] * mean / spread).sum(), w[1:] / spread]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--first", type=int, default=10000)
    options.add_argument("--number", type=int, default=400)
    options.add_argument("--keep", type=Path)
    given = options.parse_args()
    cv2.setNumThreads(1)
    rows = errors(drawn(given.number, given.keep, given.first))
    x, length = rows[:, :-3], rows[:, -3]
    w = fit(x, length)
    size = np.exp(np.c_[np.ones(len(x)), x] @ w)
    factor = np.percentile(np.abs(length) / size, 92) / 1.96
    print("coefficients", np.round(w, 3), "factor", round(float(factor), 3))
    half = 1.96 * factor * np.median(size) / np.median(np.abs(length))
    print("bias of length", np.median(length), "half-width / median error", half)


if __name__ == "__main__":
    main()
