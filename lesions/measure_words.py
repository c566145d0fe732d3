"""What is said when a photo gives no millimetres: what is wrong, and what to do. One table for all pages.

The keys are those of ``lesions.measurement.terms.Reason``, and ``no_outline``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Words:
    """``wrong``: what was seen on the photo; ``do``: what helps."""

    wrong: StrPromise
    do: StrPromise

    def __str__(self) -> str:
        return f"{self.wrong} {self.do}"


REASONS: dict[str, Words] = {
    "missing": Words(
        gettext_lazy("No card of ours was found on this photo."),
        gettext_lazy("Is there a ruler or a coin? Tap its two ends and say how long it is."),
    ),
    "foreign": Words(
        gettext_lazy("The square on this photo is not one of our markers, so its size is not known."),
        gettext_lazy("Tap its two ends and say how long it is, or use one of our cards next time."),
    ),
    "occluded": Words(
        gettext_lazy("Something covers a part of the card."),
        gettext_lazy(
            "Take the photo again with the whole black square in sight, no finger and no shadow on it."
        ),
    ),
    "out_of_frame": Words(
        gettext_lazy("The card is not wholly on the photo."),
        gettext_lazy("Take it again from a little further away, with white all around the black square."),
    ),
    "folded": Words(
        gettext_lazy("The card is bent or lifted too far to trust its millimetres."),
        gettext_lazy("Lay it flat, on stiff paper, and take the photo again."),
    ),
    "too_small": Words(
        gettext_lazy("The card is too small on this photo."),
        gettext_lazy("Go nearer, so that the card and the deposit fill most of the picture."),
    ),
    "too_blurred": Words(
        gettext_lazy("The photo is too blurred to find the card’s edges."),
        gettext_lazy("Hold the phone still, tap the screen on the card to focus, and take it again."),
    ),
    "tilted": Words(
        gettext_lazy("The card is seen too much from the side."),
        gettext_lazy("Hold the phone straight above the deposit and take the photo again."),
    ),
    "other_card": Words(
        gettext_lazy("There is a card of ours on the photo, but not the one you named."),
        gettext_lazy("Choose the card that lies there."),
    ),
    "no_outline": Words(
        gettext_lazy("No edge was found where you tapped."),
        gettext_lazy("Tap the middle of the deposit, or draw its outline yourself."),
    ),
    "not_the_same": Words(
        gettext_lazy("The earlier outline could not be laid on this photo."),
        gettext_lazy("Tap the deposit instead."),
    ),
    "too_far": Words(
        gettext_lazy("The card lies too far from the deposit to tell the size there."),
        gettext_lazy("Lay it beside the deposit, at the same height, and take the photo again."),
    ),
}


def sentence(reason: str) -> str:
    """What is wrong and what to do, for a reason of the pipeline; one it does not know is said plainly."""
    words = REASONS.get(reason)
    return str(words) if words else nothing_found()


def busy() -> str:
    return _("Other photos are being measured just now. Wait a moment, then tap again. Nothing is lost.")


def no_size() -> str:
    return _(
        "What is drawn is too small or too large to be a deposit. Look at the known length and the line."
    )


def nothing_found() -> str:
    return _("This photo could not be measured. Tap again, or type the size instead.")


def length_first() -> str:
    return _("Without a card, something of known length is needed. Tap its two ends and say how long it is.")


def length_too_short() -> str:
    return _(
        "These two ends lie too near to each other to tell a length. Take something longer, such as 50 mm."
    )


def straight_first() -> str:
    """Before the tap, on the side of a finger, which slopes away from the card."""
    return _(
        "At the side of a finger the camera must look straight at the deposit, not at the card. If it does "
        "not on this photo, take another one."
    )


def straight_with_size() -> str:
    return _(
        "The size is less sure from the side of a finger. It is best on a photo straight at the deposit."
    )


def unbroken(text: object) -> str:
    """A label in which no line ends between a number and its unit."""
    return str(text).replace(" mm", "\N{NO-BREAK SPACE}mm")
