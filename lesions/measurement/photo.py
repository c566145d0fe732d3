"""The one way from a photo's bytes to sizes, for the web's worker, the command line and the benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from lesions.measurement import outline
from lesions.measurement.card_scale import CardScale
from lesions.measurement.find import find_scale
from lesions.measurement.picture import Picture, open_upright
from lesions.measurement.plane import pixels_per_mm
from lesions.measurement.reading import measure
from lesions.measurement.terms import LocalScale, Points, Proposal, Reading, Refusal, Setting

#: how much of the skin around a tap is looked at: a lump of 40 mm tapped at its end, and some skin beyond
REACH_MM = 50.0
#: and around a box, in lengths of its diagonal
BOX_REACH = 1.0
NO_OUTLINE = "no_outline"
OUTSIDE = "outside"


class Status(StrEnum):
    """What became of a photo or of one lesion on it."""

    OK = "ok"
    REFUSED = "refused"  # there is a card, but no scale can be trusted
    MANUAL = "manual"  # no card of ours: a known length by hand is asked for
    FAILED = "failed"  # no outline was found, or the photo could not be read


@dataclass(frozen=True)
class Ask:
    """One lesion as a person points at it: a tap, a rough box, or outlines already drawn (which win)."""

    tap: tuple[float, float] | None = None
    box: tuple[float, float, float, float] | None = None
    outlines_px: tuple[Points, ...] = ()

    @property
    def place(self) -> tuple[float, float]:
        """A point of the lesion, in pixels.

        Raises:
            ValueError: nothing was pointed at.
        """
        if self.outlines_px:
            return middle_of(self.outlines_px)
        if self.box is not None:
            return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2
        if self.tap is not None:
            return self.tap
        raise ValueError("neither a tap nor a box nor an outline")


@dataclass(frozen=True)
class LesionResult:
    """A lesion's size, or why it has none.

    Args:
        reason: of ``terms.Reason``, ``no_outline``, or ``outside`` (of the photo); empty with a reading.
        scale: about the lesion, once it is known, also where no outline was found.
    """

    status: Status
    reason: str = ""
    scale: LocalScale | None = None
    proposal: Proposal | None = None
    reading: Reading | None = None


@dataclass(frozen=True)
class PhotoResult:
    """A photo's scale and what was pointed at.

    Args:
        reason: why no lesion has a size; empty when one has.
        scale: to be kept for the next tap; None when there is none.
        focal_35mm: what was taken for the camera's focal length.
    """

    status: Status
    reason: str = ""
    scale: CardScale | None = None
    lesions: tuple[LesionResult, ...] = ()
    focal_35mm: float | None = None


Kept = CardScale | LocalScale
"""A scale kept from before: of a card, or of a length known by hand."""


def first(data: bytes, setting: Setting, asks: Sequence[Ask]) -> PhotoResult:
    """Find the card, then outline and measure each lesion.

    Args:
        data: of the photo's file.
        setting: without a focal length, the one in the file is taken.

    Raises:
        picture.CannotOpen: no photo that can be read.
        ValueError: an ask that points at nothing.
    """
    picture = open_upright(data)
    if setting.focal_35mm is None:
        setting = replace(setting, focal_35mm=picture.focal_35mm)
    found = find_scale(picture.pixels, setting)
    if isinstance(found, Refusal):
        return PhotoResult(Status(found.status), found.reason, focal_35mm=setting.focal_35mm)
    lesions = tuple(_lesion(picture, found, ask) for ask in asks)
    return replace(_together(lesions), scale=found, focal_35mm=setting.focal_35mm)


def next_tap(data: bytes, kept: Kept | None, ask: Ask) -> LesionResult:
    """Outline and measure one more lesion on a photo whose scale is known.

    Only the part of the photo about it is turned and kept in memory.

    Args:
        kept: None to outline only, when no scale is known yet.

    Raises:
        picture.CannotOpen: no photo that can be read.
        ValueError: nothing was pointed at.
    """
    local = at(kept, ask.place)
    # Without a scale there it may still be a place beside the photo, which only its size can tell.
    part = (*ask.place, *ask.place) if isinstance(local, Refusal) else part_about(ask, local)
    return _lesion(open_upright(data, part=part), kept, ask)


def at(kept: Kept | None, place_px: tuple[float, float]) -> LocalScale | Refusal | None:
    """The scale about a place of the photo; by hand there is one for the whole photo."""
    return kept.at(place_px) if isinstance(kept, CardScale) else kept


def part_about(ask: Ask, scale: LocalScale | None) -> tuple[float, float, float, float] | None:
    """The box of the photo in which the border is looked for; None: all of it."""
    x, y = ask.place
    if ask.box is not None:
        reach = BOX_REACH * float(np.hypot(ask.box[2] - ask.box[0], ask.box[3] - ask.box[1])) + 20
    elif scale is not None:
        reach = REACH_MM * pixels_per_mm(scale, (x, y))
    else:
        return None
    return x - reach, y - reach, x + reach, y + reach


def middle_of(outlines_px: Sequence[Points]) -> tuple[float, float]:
    """The middle of the box around all outlines: independent of where an outline has more points."""
    points = np.concatenate([np.asarray(one) for one in outlines_px])
    x, y = (points.min(axis=0) + points.max(axis=0)) / 2
    return float(x), float(y)


def is_within(place_px: tuple[float, float], size_px: tuple[int, int]) -> bool:
    return all(-0.5 <= at <= length - 0.5 for at, length in zip(place_px, size_px, strict=True))


def _lesion(picture: Picture, kept: Kept | None, ask: Ask) -> LesionResult:
    """The scale where the person pointed, the outline found with it, and the scale where that lies."""
    if not is_within(ask.place, picture.size_px):
        return LesionResult(Status.FAILED, OUTSIDE)
    pointed = at(kept, ask.place)
    if isinstance(pointed, Refusal):
        return LesionResult(Status(pointed.status), pointed.reason)
    markers = kept.markers_px if isinstance(kept, CardScale) else ()
    proposal = _proposal(picture, ask, pointed, markers)
    if proposal is None:
        return LesionResult(Status.FAILED, NO_OUTLINE, pointed)
    local = at(kept, middle_of(proposal.outlines_px))
    if isinstance(local, Refusal):
        return LesionResult(Status(local.status), local.reason)
    reading = None if local is None else measure(proposal.outlines_px, local, proposal.ambiguity)
    return LesionResult(Status.OK, scale=local, proposal=proposal, reading=reading)


def _proposal(
    picture: Picture, ask: Ask, scale: LocalScale | None, markers_px: Sequence[Points]
) -> Proposal | None:
    if ask.outlines_px:
        return Proposal(ask.outlines_px, 0.0)
    try:
        return outline.propose(
            picture.pixels,
            tap=None if ask.box is not None else ask.tap,
            box=ask.box,
            scale=scale,
            avoid_px=markers_px,
            offset=picture.offset_px,
        )
    except outline.NothingFound:
        return None


def _together(lesions: Sequence[LesionResult]) -> PhotoResult:
    """The photo is as good as its best lesion."""
    if not lesions or any(lesion.status == Status.OK for lesion in lesions):
        return PhotoResult(Status.OK, lesions=tuple(lesions))
    first_one = lesions[0]
    return PhotoResult(first_one.status, first_one.reason, lesions=tuple(lesions))
