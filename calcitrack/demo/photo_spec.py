"""What a demo photo shows: the words in which the demo's story asks for its pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

#: width of the picture in mm by view: what a person would frame
FRAME_MM = {
    "fingertip_pad": 44.0,
    "finger_back": 52.0,
    "elbow": 96.0,
    "hand_back": 216.0,
    "knee": 110.0,
    "abdomen": 120.0,
}

STATES = ("quiet", "inflamed", "opened", "ulcer", "scar", "infected")


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One deposit. ``x_mm``, ``y_mm``: right and down from the middle; ``seed`` is its shape."""

    length_mm: float
    width_mm: float
    state: str = "quiet"
    x_mm: float = 0.0
    y_mm: float = 0.0
    angle_degrees: float = 20.0
    seed: int = 1


@dataclass(frozen=True, kw_only=True)
class PhotoSpec:
    """One photo.

    ``body_seed`` is the person's skin and stays the same over the years; ``shot_seed`` is the day: light,
    angle, distance, noise. ``skin_tone`` runs from 0 (very fair) to 1 (very dark).
    """

    view: str
    spots: tuple[Spot, ...]
    taken_at: datetime
    body_seed: int = 1
    shot_seed: int = 1
    skin_tone: float = 0.25
    ruler: bool = False
    card_mm: float = (
        0.0  # side of the printed marker beside the deposit, as it came out of the printer; 0: none
    )
    cloth: tuple[int, int, int] = field(default=(126, 146, 158))
    width_px: int = 1200
    height_px: int = 900

    @property
    def px_per_mm(self) -> float:
        """Scale before the small differences of the shot (up to 4 %)."""
        return self.width_px / FRAME_MM[self.view]
