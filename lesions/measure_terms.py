"""What a person asks of a photo and what she gets back, as the pages know it: all places are fractions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from lesions.outline_text import Place, Polygon
from lesions.vocabulary import CardPlace, Method, SkinShape

if TYPE_CHECKING:
    from lesions.models import MeasureCard, PhotoScale

#: raised when the pipeline reads photos differently, so that nothing found before is used again
VERSION = 1


@dataclass(frozen=True)
class Known:
    """Two places on the photo that lie so many millimetres apart.

    Args:
        what: the key of a coin; empty for a typed length.
        in_plane: it lies on the same skin, at the height of the deposit.
    """

    start: Place
    end: Place
    length_mm: float
    what: str = ""
    in_plane: bool = True

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Known:
        (x0, y0), (x1, y1) = kept["start"], kept["end"]
        return cls((x0, y0), (x1, y1), kept["length_mm"], kept["what"], kept["in_plane"])

    def to_json(self) -> dict[str, Any]:
        return {
            "start": list(self.start), "end": list(self.end), "length_mm": self.length_mm,
            "what": self.what, "in_plane": self.in_plane,
        }  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question to a photo: how it was taken, and where the deposit is.

    Args:
        card_kind: a key of ``measurement.cards.CARDS``; empty without a card.
        card: the registered one, where it is one.
        surface_said: whether anybody said how the skin curves, or the deposit's site does.
        hand_lies: None when it was not asked.
        tap, box: one of them at most; with neither, only the scale is looked for.
    """

    card_kind: str = ""
    card: MeasureCard | None = None
    place: str = CardPlace.SAME_SKIN
    surface: str = SkinShape.FLAT
    surface_said: bool = True
    hand_lies: bool | None = None
    known: Known | None = None
    tap: Place | None = None
    box: tuple[Place, Place] | None = None
    from_earlier: bool = False

    @property
    def method(self) -> str:
        return Method.PHOTO_CARD if self.card_kind else Method.PHOTO_KNOWN

    @property
    def check_line_mm(self) -> float | None:
        """Of the card as printed; None for a card that nobody measured."""
        return float(self.card.check_line_mm) if self.card else None

    def setting(self) -> dict[str, Any]:
        """All that decides about the scale, as it is kept with it."""
        return {
            "version": VERSION,
            "card": self.card_kind,
            "check_line_mm": self.check_line_mm,
            "place": str(self.place),
            "surface": str(self.surface),
            "surface_said": self.surface_said,
            "hand_lies": self.hand_lies,
            "known": self.known.to_json() if self.known else None,
        }

    def setting_key(self) -> str:
        """The same for the same answers about the same card."""
        said = json.dumps([self.setting(), str(self.card.pk) if self.card else ""], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def _shown(value: float) -> Decimal:
    """Rounded as a kept reading (hundredths) and then its check-in (tenths) are, so that no page differs."""
    hundredths = Decimal(repr(float(value))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return max(Decimal("0.1"), hundredths.quantize(Decimal("0.1"), ROUND_HALF_UP))


@dataclass(frozen=True)
class Size:
    """A reading for people and for the table. Millimetres; ``ends``: the two ends of the longest way across.

    ``width_mm`` and what follows is None where two lines or one were drawn instead of an outline.
    """

    length_mm: float
    uncertainty_mm: float
    width_mm: float | None = None
    area_mm2: float | None = None
    perimeter_mm: float | None = None
    redness_mm2: float | None = None
    parts_mm: dict[str, float] = field(default_factory=dict)
    ends: list[Place] = field(default_factory=list)

    @property
    def text(self) -> str:
        """As "12.3 × 8.1 mm, ± 0.6 mm": the very digits that are kept and shown later."""
        size = f"{_shown(self.length_mm)}"
        if self.width_mm is not None:
            size = f"{size} × {_shown(self.width_mm)}"
        return f"{size} mm, ± {_shown(self.uncertainty_mm)} mm"

    def to_json(self) -> dict[str, Any]:
        return {
            "length_mm": self.length_mm,
            "width_mm": self.width_mm,
            "area_mm2": self.area_mm2,
            "perimeter_mm": self.perimeter_mm,
            "redness_mm2": self.redness_mm2,
            "uncertainty_mm": self.uncertainty_mm,
            "ends": [list(place) for place in self.ends],
            "text": self.text,
        }


@dataclass(frozen=True)
class Answer:
    """What a photo says: an outline with its size, or why there are no millimetres.

    Args:
        status: ok, refused (there is a card, but no scale can be trusted), manual (a known length is asked
            for), failed (no edge was found).
        scale: kept for the next tap; None without millimetres.
        starts_from: the reading whose outline was carried over, in words; empty for a fresh one.
    """

    status: str
    reason: str = ""
    message: str = ""
    scale: PhotoScale | None = None
    outlines: list[Polygon] = field(default_factory=list)
    ambiguity: float = 0.0
    size: Size | None = None
    starts_from: str = ""

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"status": self.status}
        if self.reason or self.message:
            told |= {"reason": self.reason, "message": self.message}
        if self.scale is not None:
            found = self.scale.found
            told["scale"] = {
                "id": str(self.scale.pk),
                "markers": found.get("markers", []),
                "tilt_deg": found.get("tilt_deg"),
            }
        if self.outlines:
            told |= {
                "outlines": [[list(place) for place in outline] for outline in self.outlines],
                "ambiguity": self.ambiguity,
                "reading": self.size.to_json() if self.size else None,
            }
        if self.starts_from:
            told["starts_from"] = self.starts_from
        return told
