"""How photos were laid on each other, and how far that can be trusted, in plain words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lesions.measurement.uncertainty import BAND_95
from lesions.vocabulary import Method
from timeline.compare_sights import local_of
from timeline.pairing import Frame, How, Turned

if TYPE_CHECKING:
    from timeline.compare_sights import Registered, Seen


@dataclass(frozen=True)
class Alignment:
    """``how`` as in ``pairing.How``; ``lead`` in one sentence, ``more`` says how sure it is."""

    how: str
    lead: str
    more: tuple[str, ...]


def alignment_of(seen: Sequence[Seen], frames: Sequence[Frame], onto: Sequence[Registered]) -> Alignment:
    """Of all photos together; the weakest of them decides."""
    hows = {frame.how for frame in frames}
    if hows == {How.CARD}:
        return Alignment(How.CARD, _card_lead(seen), (*_turn_words(frames, onto), _scale_words(seen)))
    if How.NONE not in hows:
        return Alignment(How.LANDMARKS, _("Laid on each other by two spots marked on both photos."),
                         _marks_words(seen, frames))  # fmt: skip
    if len(hows) > 1:
        lead = _("Not all of these photos could be laid on each other.")
        return Alignment(How.NONE, lead, (_none_words(seen),))
    return Alignment(How.NONE, _("These photos are not laid on each other."), (_none_words(seen),))


def _card_lead(seen: Sequence[Seen]) -> str:
    methods = {one.scaled.method for one in seen if one.scaled is not None}
    if methods == {Method.PHOTO_CARD.value}:
        return _("Same scale, by the card on each photo, and centred on the deposit.")
    return _("Same scale, by a card or something of known length, and centred on the deposit.")


def _turn_words(frames: Sequence[Frame], onto: Sequence[Registered]) -> tuple[str, ...]:
    turned = {frame.turned_by for frame in frames[1:]}
    if turned == {Turned.SKIN}:
        share = round(100 * min(one.quality for one in onto))
        return (_("Turned to fit by the pattern of the skin (agreement %(share)d %%).") % {"share": share},)
    if turned == {Turned.LANDMARKS}:
        return (_("Turned to fit by two spots marked on both."),)
    return (_("Each photo is the way up it was taken; mark two spots to turn them to fit."),)


def _scale_words(seen: Sequence[Seen]) -> str:
    off = [BAND_95 * math.hypot(*local_of(one.scaled).spread.values()) for one in seen if one.scaled]
    return _(
        "The scale may be off by up to %(percent)s %%, at the edge of the picture by some percent more."
    ) % {"percent": f"{100 * max(off):.0f}" if max(off) >= 0.01 else "1"}


def _marks_words(seen: Sequence[Seen], frames: Sequence[Frame]) -> tuple[str, ...]:
    sure = _("It is as exact as the spots were tapped, and only for skin as near to the camera as they are.")
    if frames[0].mm_per_side is None:
        return (sure, _("None of them has a card, so there are no millimetres."))
    if all(one.scaled is not None for one in seen):
        return (sure,)
    scale = _(
        "The millimetres come from the photo with a card and are carried over: that holds if the skin "
        "between the spots is as it was."
    )
    return (sure, scale)


def _none_words(seen: Sequence[Seen]) -> str:
    has_place = all(one.sight.place is not None for one in seen)
    centred = _("Each is centred on the deposit.") if has_place else _("Each shows the middle of its photo.")
    return (
        centred
        + " "
        + _(
            "How large the deposit looks depends on how near the camera was, so don’t judge its size by eye. "
            "Mark two spots on both photos, or measure it on both with a card."
        )
    )
