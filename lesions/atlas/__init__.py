"""The drawings of the body: their files, sizes and regions. Pure; `scripts/atlas` draws and measures them."""

import json
from dataclasses import dataclass
from pathlib import Path

PHONE_PX = 360  # the screen width that touch sizes are given for


@dataclass(frozen=True, slots=True)
class Region:
    """A site as drawn.

    `id` is the fragment in the SVG file; (x, y) the middle of its widest place, in drawing units; `touch` the
    diameter in CSS px of the largest circle in it on a phone 360 px wide; `side` is "none" on hands and feet.
    """

    id: str
    key: str
    side: str
    x: float
    y: float
    touch: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture. Hands and feet are drawn once, as the right one, and mirrored for the left."""

    name: str
    width: int
    height: int
    regions: tuple[Region, ...]

    @property
    def file(self) -> str:
        """The path of the SVG file below static/."""
        return f"atlas/{self.name}.svg"

    @property
    def small_file(self) -> str:
        """The same picture for an overview: a silhouette without regions, a quarter of the bytes."""
        return f"atlas/{self.name}-small.svg"


def _load() -> dict[str, Drawing]:
    rows = json.loads((Path(__file__).parent / "regions.json").read_text(encoding="utf-8"))
    return {
        row["name"]: Drawing(
            row["name"], row["width"], row["height"], tuple(Region(**one) for one in row["regions"])
        )
        for row in rows
    }


DRAWINGS = _load()
