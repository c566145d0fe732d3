"""What a folded card means for a reading at one place."""

from __future__ import annotations

import numpy as np

from lesions.measurement.plane import through
from lesions.measurement.terms import Matrix

#: where reading a card as flat would be wrong by more, it is refused (ours: a tenth, less the error of
#: knowing that; of 163 simulated cards whose flat reading is off by more, none is measured)
WORST_HARM = 0.08


def harm_of_fold(px_to_mm: Matrix, flat_px_to_mm: Matrix | None, place_px: tuple[float, float]) -> float:
    """By how much a length at a place is wrong if a folded card is read as flat: the worst direction.

    Args:
        px_to_mm: of the skin.
        flat_px_to_mm: of the card, as if it were flat; None for a card that is.
    """
    if flat_px_to_mm is None:
        return 0.0
    x, y = place_px
    steps = np.array([[x, y], [x + 1, y], [x, y + 1]])
    right, wrong = (through(steps, matrix) for matrix in (px_to_mm, flat_px_to_mm))
    change = (wrong[1:] - wrong[0]).T @ np.linalg.inv((right[1:] - right[0]).T)
    stretch = np.linalg.svd(change, compute_uv=False)
    return float(np.abs(stretch - 1).max())
